"""Comprehend's BatchDetectSentiment, which moto lacks, with the limits of the real one."""

import json
from typing import Any

from moto.comprehend.responses import ComprehendResponse

MOST_TEXTS = 25
MOST_BYTES = 5_000
SURE = 0.94
TELLING = {"terrible": "Negative", "wonderful": "Positive"}


class Comprehend:
    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.refuses: str | None = None

    def batch_detect_sentiment(self, asked: ComprehendResponse) -> Any:
        texts = json.loads(asked.body)["TextList"]
        self.batches.append(texts)
        if len(texts) > MOST_TEXTS:
            return 400, {}, json.dumps({"__type": "BatchSizeLimitExceededException"})
        refused = [
            {"Index": at, "ErrorCode": "INTERNAL_SERVER_ERROR", "ErrorMessage": "Refused."}
            for at, text in enumerate(texts)
            if len(text.encode()) > MOST_BYTES or (self.refuses and self.refuses in text)
        ]
        given = {one["Index"] for one in refused}
        judged = [_judge(at, text) for at, text in enumerate(texts) if at not in given]
        return 200, {}, json.dumps({"ResultList": judged, "ErrorList": refused})


def _judge(index: int, text: str) -> dict[str, Any]:
    name = next((told for word, told in TELLING.items() if word in text.lower()), "Neutral")
    scores = dict.fromkeys(("Positive", "Negative", "Neutral", "Mixed"), 0.02) | {name: SURE}
    return {"Index": index, "Sentiment": name.upper(), "SentimentScore": scores}
