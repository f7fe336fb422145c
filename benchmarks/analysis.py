"""What the analysis of a transcript costs: calls of AWS, processor time, wall time, memory.

Transcripts of 5 to 240 minutes as Transcribe writes them, with speakers, with channels, and by Call
Analytics; or those of a folder. Every call of AWS takes 50 ms here, and answers what its emptiest
answer would be. Each is measured three times, in processes of their own; the least counts.

    python -m benchmarks.analysis [minutes ...]
    python -m benchmarks.analysis folder
"""

import io
import json
import math
import os
import random
import resource
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

CALL_S = 0.05
MINUTES = (5, 60, 120, 240)
FORMS = ("speaker", "channel", "analytics")
SEED = 11
LEAST_UNITS = 3
TIMES = 3
ROOT = Path(__file__).parents[1]

AGENT = (
    "Thank you for holding, I have your account in front of me now.",
    "I can see the transfer, it left on the third of June.",
    "Could you confirm your date of birth for me, please?",
    "I have waived the late fee, you will see it within two business days.",
    "I am sorry about that, let me look into it straight away.",
    "The mortgage team in Denver will call you back tomorrow.",
    "Is there anything else that I can do for you?",
)
CUSTOMER = (
    "I have been on hold for half an hour and I am fed up.",
    "The payment of two hundred dollars was taken twice.",
    "I would like to know the rate of a fixed mortgage.",
    "That is wonderful, you have been very helpful.",
    "My card ending in four two one one was declined in Seattle.",
    "No, that is all, thank you.",
    "I never received the letter that you promised me last week.",
)
SHORT = ("Okay.", "Right.", "Yes, please.", "I see.", "Mhm.")

Spoken = tuple[str, float, float]  # a word, with its punctuation, from and until


def conversation(minutes: float, chance: random.Random) -> Iterator[tuple[int, list[Spoken]]]:
    """Turns of two people: speaker 0 or 1 and the words, some 150 a minute in all."""
    at_s, speaker = 0.5, 0
    while at_s < minutes * 60:
        lines = (AGENT, CUSTOMER)[speaker]
        count = chance.choices((0, 1, 2, 4, 8), (25, 45, 20, 8, 2))[0]
        text = " ".join(chance.choice(lines) for _ in range(count)) or chance.choice(SHORT)
        words = []
        for word in text.split():
            length_s = 0.1 + 0.05 * len(word) * chance.uniform(0.8, 1.2)
            words.append((word, round(at_s, 3), round(at_s + length_s, 3)))
            at_s += length_s + (0.3 if word[-1] in ".,?" else 0.01)
        yield speaker, words
        at_s += chance.uniform(0.2, 1.2) + (chance.uniform(4, 20) if chance.random() < 0.02 else 0)
        speaker ^= 1


def items(words: list[Spoken], **label: str) -> Iterator[dict[str, Any]]:
    for word, begin_s, end_s in words:
        bare = word.rstrip(".,?")
        yield {
            "type": "pronunciation",
            "alternatives": [{"confidence": "0.97", "content": bare}],
            "start_time": str(begin_s),
            "end_time": str(end_s),
            **label,
        }
        if bare != word:
            mark = {"confidence": "0.0", "content": word[len(bare) :]}
            yield {"type": "punctuation", "alternatives": [mark], **label}


def by_speaker(turns: list[tuple[int, list[Spoken]]]) -> dict[str, Any]:
    listed, segments = [], []
    for speaker, words in turns:
        label = f"spk_{speaker}"
        own = list(items(words, speaker_label=label))
        listed += own
        spoken = [one for one in own if one["type"] == "pronunciation"]
        segments.append(
            {
                "start_time": spoken[0]["start_time"],
                "end_time": spoken[-1]["end_time"],
                "speaker_label": label,
                "items": [
                    {name: one[name] for name in ("speaker_label", "start_time", "end_time")}
                    for one in spoken
                ],
            }
        )
    labels = {"channel_label": "ch_0", "speakers": 2, "segments": segments}
    return standard(turns, {"speaker_labels": labels, "items": listed})


def by_channel(turns: list[tuple[int, list[Spoken]]]) -> dict[str, Any]:
    channels: list[list[dict[str, Any]]] = [[], []]
    for speaker, words in turns:
        channels[speaker] += items(words, channel_label=f"ch_{speaker}")
    labels = {
        "number_of_channels": 2,
        "channels": [
            {"channel_label": f"ch_{at}", "items": own} for at, own in enumerate(channels)
        ],
    }
    return standard(turns, {"channel_labels": labels, "items": channels[0] + channels[1]})


def standard(turns: list[tuple[int, list[Spoken]]], results: dict[str, Any]) -> dict[str, Any]:
    text = " ".join(word for _, words in turns for word, _, _ in words)
    return {
        "jobName": "benchmark",
        "accountId": "123456789012",
        "status": "COMPLETED",
        "results": {"transcripts": [{"transcript": text}], **results},
    }


def by_analytics(turns: list[tuple[int, list[Spoken]]]) -> dict[str, Any]:
    roles = ("AGENT", "CUSTOMER")
    listed = []
    for at, (speaker, words) in enumerate(turns):
        spoken: list[dict[str, Any]] = []
        for word, begin_s, end_s in words:
            bare = word.rstrip(".,?")
            times = {
                "BeginOffsetMillis": round(begin_s * 1000),
                "EndOffsetMillis": round(end_s * 1000),
            }
            spoken.append({"Type": "pronunciation", "Content": bare, "Confidence": "0.97", **times})
            if bare != word:
                spoken.append({"Type": "punctuation", "Content": word[len(bare) :]})
        begin_s, end_s = words[0][1], words[-1][2]
        listed.append(
            {
                "Id": f"t-{at}",
                "ParticipantRole": roles[speaker],
                "Content": " ".join(word for word, _, _ in words),
                "Items": spoken,
                "BeginOffsetMillis": round(begin_s * 1000),
                "EndOffsetMillis": round(end_s * 1000),
                "Sentiment": "NEUTRAL",
                "LoudnessScores": [70.0] * (int(end_s) - int(begin_s) + 1),
            }
        )
    return {
        "JobName": "benchmark",
        "JobStatus": "COMPLETED",
        "LanguageCode": "en-US",
        "Participants": [{"ParticipantRole": role} for role in roles],
        "Transcript": listed,
        "Categories": {"MatchedCategories": [], "MatchedDetails": {}},
        "ConversationCharacteristics": {
            "TotalConversationDurationMillis": listed[-1]["EndOffsetMillis"]
        },
    }


MAKE: dict[str, Callable[[list[tuple[int, list[Spoken]]]], dict[str, Any]]] = {
    "speaker": by_speaker,
    "channel": by_channel,
    "analytics": by_analytics,
}


class Aws:
    """Every client of the function: each call is counted and takes its time."""

    def __init__(self, files: dict[str, bytes], parameters: dict[str, str]) -> None:
        self.calls: Counter[str] = Counter()
        self.comprehend_units = 0
        self._lock = threading.Lock()
        self._files = files
        self._parameters = parameters
        self._rows: dict[str, Any] = {}

    def call(self, operation: str, asked: dict[str, Any]) -> Any:
        with self._lock:
            self.calls[operation] += 1
            self.comprehend_units += comprehend_units(asked)
        time.sleep(CALL_S)
        return getattr(self, f"_{operation}")(asked)

    def _GetParametersByPath(self, _: dict[str, Any]) -> Any:  # noqa: N802 - named as AWS does
        listed = [
            {"Name": f"/omnilex/{name}", "Value": value} for name, value in self._parameters.items()
        ]
        return {"Parameters": listed}

    def _GetItem(self, asked: dict[str, Any]) -> Any:  # noqa: N802
        return {"Item": self._rows[asked["Key"]["pk"]]}

    def _PutItem(self, asked: dict[str, Any]) -> Any:  # noqa: N802
        self._rows[asked["Item"]["pk"]] = asked["Item"]
        return {}

    def _GetObject(self, asked: dict[str, Any]) -> Any:  # noqa: N802
        return {"Body": io.BytesIO(self._files[asked["Key"]])}

    def _PutObject(self, asked: dict[str, Any]) -> Any:  # noqa: N802
        self._files[asked["Key"]] = asked["Body"]
        return {}

    def _BatchDetectSentiment(self, asked: dict[str, Any]) -> Any:  # noqa: N802
        scores = {"Positive": 0.1, "Negative": 0.2, "Neutral": 0.65, "Mixed": 0.05}
        judged = {"Sentiment": "NEUTRAL", "SentimentScore": scores}
        return _each(asked, judged)

    def _BatchDetectEntities(self, asked: dict[str, Any]) -> Any:  # noqa: N802
        return _each(asked, {"Entities": []})

    def _BatchDetectKeyPhrases(self, asked: dict[str, Any]) -> Any:  # noqa: N802
        return _each(asked, {"KeyPhrases": []})

    def _DetectPiiEntities(self, _: dict[str, Any]) -> Any:  # noqa: N802
        return {"Entities": []}


def comprehend_units(asked: dict[str, Any]) -> int:
    """What Comprehend bills: hundreds of characters, and three for each text at least."""
    texts = asked.get("TextList") or ([asked["Text"]] if "Text" in asked else [])
    return sum(max(LEAST_UNITS, math.ceil(len(text) / 100)) for text in texts)


def _each(asked: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    count = len(asked["TextList"])
    return {"ResultList": [{"Index": at, **answer} for at in range(count)], "ErrorList": []}


def put_in_place(aws: Aws) -> None:
    """Every call that boto3 makes from now on is answered by ``aws``."""
    import boto3.dynamodb.table  # noqa: F401, PLC0415 - before the client is replaced
    import botocore.client  # noqa: PLC0415

    def answer(client: Any, operation: str, asked: dict[str, Any]) -> Any:
        return aws.call(operation, asked)

    botocore.client.BaseClient._make_api_call = answer


def document_of(form: str, minutes: float) -> bytes:
    return json.dumps(MAKE[form](list(conversation(minutes, random.Random(SEED))))).encode()


def measure(document: bytes) -> dict[str, Any]:
    """One analysis in this process, which is a fresh one."""
    sys.path.insert(0, str(ROOT / "functions"))
    from tests import conftest  # noqa: F401, PLC0415 - the functions' environment
    from tests.integration.analytics.world import CONTEXT, RESULTS, defaults  # noqa: PLC0415

    support = ROOT / "functions/omnilex/support"
    files = {
        "transcriptions/benchmark.json": document,
        "categories.json": (support / "categories.json").read_bytes(),
        "simple-entity-list-en.csv": (support / "simple-entity-list-en.csv").read_bytes(),
    }
    aws = Aws(files, defaults())
    from omnilex.adapters import contacts_table  # noqa: PLC0415
    from omnilex.domain.contact import Contact, Source, Status  # noqa: PLC0415
    from omnilex.handlers import analyze_transcript  # noqa: PLC0415

    put_in_place(aws)
    contact = Contact(
        contact_id="benchmark",
        status=Status.TRANSCRIBING,
        file_name="benchmark.wav",
        started_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
        conversation_location="America/Toronto",
        source=Source(bucket=RESULTS, key="originalAudio/benchmark.wav", size_bytes=1),
    )
    aws._rows["CONTACT#benchmark"] = contacts_table._item(contact)
    asked = {
        "contact_id": "benchmark",
        "transcript_key": "transcriptions/benchmark.json",
        "language": "en-US",
    }
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter(), time.process_time()
    analyze_transcript.lambda_handler(asked, CONTEXT)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    result = json.loads(files["interim/benchmark.json"])
    return {
        "words": len(json.loads(files["words/benchmark.json"])["words"]),
        "turns": len(result["turns"]),
        "input_mb": len(document) / 1e6,
        "calls": aws.calls.total(),
        "comprehend_units": aws.comprehend_units,
        "cpu_s": cpu,
        "wall_s": wall,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "idle_mb": before_kb / 1024,
    }


def least(*asked: str) -> dict[str, Any]:
    """The least of each figure of several processes."""
    command = [sys.executable, "-m", "benchmarks.analysis", "--one", *asked]
    environment = {**os.environ, "POWERTOOLS_LOG_LEVEL": "CRITICAL"}
    seen = []
    for _ in range(TIMES):
        ran = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
        seen.append(json.loads(ran.stdout.splitlines()[-1]))
    return {name: min(one[name] for one in seen) for name in seen[0]}


def main(asked: list[tuple[str, ...]]) -> None:
    heading = ("words", "turns", "input MB", "AWS calls", "CPU s", "wall s", "peak MB")
    print(("{:<20}" + "{:>10}" * len(heading)).format("transcript", *heading))
    for one in asked:
        named = f"{one[0]} {one[1]} min" if len(one) > 1 else Path(one[0]).name
        row = "{:<20}{words:>10}{turns:>10}{input_mb:>10.2f}{calls:>10}"
        print((row + "{cpu_s:>10.2f}{wall_s:>10.2f}{peak_mb:>10.0f}").format(named, **least(*one)))


def transcripts(given: list[str]) -> list[tuple[str, ...]]:
    """What shall be measured: the files of a folder, or each form in so many minutes."""
    if given and Path(given[0]).is_dir():
        files = sorted(Path(given[0]).glob("*.json"), key=lambda one: one.stat().st_size)
        return [(str(one.resolve()),) for one in files]
    return [(form, f"{float(one):g}") for form in FORMS for one in (given or MINUTES)]


def one_of(given: list[str]) -> bytes:
    if len(given) > 1:
        return document_of(given[0], float(given[1]))
    return Path(given[0]).read_bytes()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(one_of(sys.argv[2:]))))
    else:
        main(transcripts(sys.argv[1:]))
