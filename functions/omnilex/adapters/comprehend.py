"""Amazon Comprehend's sentiment, 25 texts at a time and several batches at once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from omnilex.domain.contact import Confidences, SentimentLabel
from omnilex.domain.sentiment import Judged, combine, pieces

if TYPE_CHECKING:
    from mypy_boto3_comprehend import ComprehendClient

BATCH = 25
AT_ONCE = 8


class SentimentUnavailableError(RuntimeError):
    """Comprehend refused a text."""


class Comprehend:
    def __init__(self, client: "ComprehendClient") -> None:
        self._client = client

    def sentiments(self, texts: Sequence[str], language: str) -> list[Judged]:
        """One judgement a text, in order. The same text is sent once; a long one in pieces, whose
        judgements count by their length. Raises SentimentUnavailableError.
        """
        cut = {text: pieces(text) for text in texts}
        wanted = list(dict.fromkeys(piece for parts in cut.values() for piece in parts))
        batches = [wanted[at : at + BATCH] for at in range(0, len(wanted), BATCH)]
        judged: dict[str, Judged] = {}
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for answer in pool.map(lambda batch: self._batch(batch, language), batches):
                judged |= answer
        return [combine([(len(piece), judged[piece]) for piece in cut[text]]) for text in texts]

    def _batch(self, batch: list[str], language: str) -> dict[str, Judged]:
        code: Any = language
        answer = self._client.batch_detect_sentiment(TextList=batch, LanguageCode=code)
        if answer["ErrorList"]:
            first = answer["ErrorList"][0]
            raise SentimentUnavailableError(
                f"{first.get('ErrorCode')}: {first.get('ErrorMessage')}"
            )
        return {batch[one["Index"]]: _judged(one) for one in answer["ResultList"]}


def _judged(result: Any) -> Judged:
    scores = {
        name.lower(): min(1.0, max(0.0, value)) for name, value in result["SentimentScore"].items()
    }
    return SentimentLabel(result["Sentiment"]), Confidences(**scores)
