"""The issue, the outcomes and the action items of a call, sentence by sentence.

AWS finds them with a model of its own, and publishes no more than that: an issue is why the
customer calls, an outcome what the agent has done about it, an action item what the agent will do.
Here each is found by how such a sentence is built: what the customer says is wrong or wanted, what
the agent says in the perfect tense, and what in the future, each with a verb that does something.
"""

import re
from typing import Any

from local.transcribe.call_turns import Turn

SENTENCE = re.compile(r"[^.?!]+[.?!]*")
FEWEST_WORDS = 4

DONE = (
    r"(?:activat|add|approv|block|book|cancel|chang|clear|clos|correct|creat|credit|enabl|fil|fix|"
    r"forward|issu|mail|mov|open|order|post|process|reactivat|record|refund|register|releas|remov|"
    r"replac|report|request|reset|resolv|restor|revers|schedul|transferr|unblock|unlock|updat|waiv)ed"
    r"|paid|put|sent|set\s+up|taken\s+off|made"
)
DO = (
    r"activate|add|approve|arrange|block|book|call|cancel|change|check|close|contact|correct|credit|"
    r"email|escalate|file|fix|follow|forward|get\s+back|issue|mail|open|order|post|process|raise|"
    r"refund|release|remove|replace|report|request|reset|reverse|schedule|send|submit|text|transfer|"
    r"unblock|unlock|update|waive"
)
WRONG = (
    r"problem|issue|wrong|error|mistake|declined|blocked|locked|stolen|lost|missing|fraud\w*|scam\w*|"
    r"twice|late\s+fee|overcharged|charged|(?:never|not|n't)\s+(?:\w+\s+)?(?:receiv\w+|work\w*|arriv\w+"
    r"|recogni[sz]e|make|made|log|get|got|go\w*|let)"
)
WANTED = (
    r"calling\s+(?:about|because|to)|want\s+to|would\s+like\s+to|i'd\s+like\s+to"
    r"|need\s+(?:to|a|help)"
)

WAYS = {
    "CUSTOMER": {"IssuesDetected": rf"\b(?:{WRONG}|{WANTED})\b"},
    "AGENT": {
        "OutcomesDetected": (
            rf"\b(?:i|we)(?:'ve|\s+have)\s+(?:now\s+|just\s+|already\s+)?(?:{DONE})\b"
            rf"|\b(?:has|have)\s+(?:now\s+)?been\s+(?:{DONE})\b"
        ),
        "ActionItemsDetected": (
            rf"\b(?:i|we|someone|somebody|the\s+\w+\s+team)(?:'ll|\s+will|'m\s+going\s+to"
            rf"|\s+am\s+going\s+to|'re\s+going\s+to)\s+(?:also\s+|now\s+|then\s+)?(?:{DO})\b"
        ),
    },
}
FOUND = {
    role: {name: re.compile(way, re.IGNORECASE) for name, way in ways.items()}
    for role, ways in WAYS.items()
}


def findings(turn: Turn) -> dict[str, Any]:
    """What the turn's entry says of it: each kind that was found, as places in its ``Content``."""
    content = turn.content
    places: dict[str, Any] = {}
    for sentence in SENTENCE.finditer(content):
        begin = sentence.end() - len(sentence[0].lstrip())
        if len(sentence[0].split()) < FEWEST_WORDS or sentence[0].rstrip().endswith("?"):
            continue
        for name, way in FOUND[turn.role].items():
            if way.search(sentence[0].replace("’", "'")):  # noqa: RUF001
                offsets = {"Begin": begin, "End": sentence.end()}
                places.setdefault(name, []).append({"CharacterOffsets": offsets})
    return places
