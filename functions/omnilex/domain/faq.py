"""Frequent questions: what is answered, what is asked back, and what is left alone."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from omnilex.domain.dialog import Choice, Dialog, Reply
from omnilex.domain.helping import aside, missed
from omnilex.domain.session import Asked
from omnilex.domain.wording import Phrase

INTENT = "AnswerQuestion"
# Measured by benchmarks/faq_search.py: see docs/decisions/0006-faq-search.md.
CONFIDENT, POSSIBLE = 0.55, 0.35
SUGGESTIONS = 3

DID_YOU_MEAN = Phrase(en="Did you mean one of these?", es="¿Se refiere a una de estas preguntas?")
DO_NOT_KNOW = Phrase(
    en="I do not have an answer to that. You can ask it in other words, or talk to a person.",
    es="No tengo una respuesta para eso. Puede preguntarlo con otras palabras o hablar con una "
    "persona.",
)
MORE = Phrase(en="Is there anything else?", es="¿Algo más?")


class Match(BaseModel):
    """A frequent question that may be what was asked; ``score`` from 0 to 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    answer: str
    source: str
    score: float


def answered(matches: Sequence[Match], asked: Asked, dialog: Dialog) -> Reply | None:
    """The answer of the best match, or a choice of likely ones; None where there is neither.

    A question that was open when this one came is asked again after the answer.
    """
    language = dialog.language
    best = max(matches, key=lambda match: match.score, default=None)
    if best is None or best.score < POSSIBLE:
        return None
    if best.score >= CONFIDENT:
        said = best.answer if asked.is_open else f"{best.answer} {MORE(language)}"
        return aside(said, asked)
    likely = sorted(matches, key=lambda match: -match.score)[:SUGGESTIONS]
    choices = tuple(
        Choice(text=one.question, value=one.question) for one in likely if one.score >= POSSIBLE
    )
    return aside(DID_YOU_MEAN(language), asked, choices)


def unanswered(asked: Asked, dialog: Dialog) -> Reply:
    """No question that we know; what was open goes on."""
    return missed(aside(DO_NOT_KNOW(dialog.language), asked))
