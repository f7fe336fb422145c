"""Amazon Comprehend: 25 documents a request, several requests at once, as few as there can be."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from omnilex.domain.contact import Confidences, Entity, SentimentLabel
from omnilex.domain.passages import Passage, passages
from omnilex.domain.redaction import SHOWN, Span, in_tag
from omnilex.domain.sentiment import MOST_BYTES, Judged, combine, pieces

if TYPE_CHECKING:
    from mypy_boto3_comprehend import ComprehendClient

BATCH = 25
AT_ONCE = 16
MOST_PII_BYTES = 100_000
PII_LANGUAGES = frozenset({"en", "es"})
SURE_OF_PII = 0.5
SURE_OF_PHRASE = 0.8

Texts = Sequence[str]


class SentimentUnavailableError(RuntimeError):
    """Comprehend refused a text."""


class Understood(BaseModel):
    """One of each for every text, in order; offsets count characters of the text."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    judged: tuple[Judged, ...]
    entities: tuple[tuple[Entity, ...], ...]
    custom: tuple[tuple[Entity, ...], ...]
    phrases: tuple[tuple[str, ...], ...]


class Comprehend:
    """Sentiment is asked for by the text; what has a place in the text by the passage, in which a
    service sees more of the context and is asked less often.
    """

    def __init__(self, client: "ComprehendClient") -> None:
        self._client = client
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="comprehend")

    def understand(self, texts: Texts, language: str, recognizer: str | None) -> Understood:
        """Everything at once; ``recognizer`` is a custom endpoint's ARN.

        Raises SentimentUnavailableError.
        """
        made = passages(texts, MOST_BYTES)
        judged = self._judging(texts, language)
        entities = self._batched(self._client.batch_detect_entities, made, language)
        phrases = self._batched(self._client.batch_detect_key_phrases, made, language)
        asked = made if recognizer else []
        custom = [self._pool.submit(self._custom, one.text, str(recognizer)) for one in asked]
        return Understood(
            judged=judged(),
            entities=_placed(texts, zip(made, _flat(entities), strict=True)),
            custom=_placed(texts, zip(asked, (one.result() for one in custom), strict=True)),
            phrases=_phrases(texts, zip(made, _flat(phrases), strict=True)),
        )

    def pii(self, texts: Texts, language: str) -> list[list[Span]]:
        """What should not be read in each text; nothing in a language that Comprehend cannot."""
        found: list[list[Span]] = [[] for _ in texts]
        if language not in PII_LANGUAGES:
            return found
        made = passages(texts, MOST_PII_BYTES)
        code: Any = language
        answers = self._pool.map(
            lambda one: self._client.detect_pii_entities(Text=one.text, LanguageCode=code), made
        )
        for passage, answer in zip(made, answers, strict=True):
            for one in answer["Entities"]:
                place = passage.place(one["BeginOffset"], one["EndOffset"])
                if place and one["Type"] not in SHOWN and one["Score"] >= SURE_OF_PII:
                    found[place.text].append(Span(one["Type"], place.begin, place.end))
        return found

    def language(self, texts: Texts) -> tuple[str, float] | None:
        """The dominant language of the texts together, and how sure that is."""
        (first, *_) = passages(texts, MOST_BYTES) or [Passage()]
        if not first.text:
            return None
        found = self._client.detect_dominant_language(Text=first.text)["Languages"]
        best = max(found, key=lambda one: one["Score"], default=None)
        return (best["LanguageCode"], min(1.0, best["Score"])) if best else None

    def recognizer(self, name: str, language: str) -> str | None:
        """The ARN of the endpoint ``<name>-<language>``, if it is in service."""
        wanted = f"/{name}-{language}"
        asked: dict[str, Any] = {"Filter": {"Status": "IN_SERVICE"}}
        while True:
            page = self._client.list_endpoints(**asked)
            arns = [one["EndpointArn"] for one in page["EndpointPropertiesList"]]
            found = next((arn for arn in arns if arn.endswith(wanted)), None)
            if found or not page.get("NextToken"):
                return found
            asked["NextToken"] = page["NextToken"]

    def _judging(self, texts: Texts, language: str) -> Callable[[], tuple[Judged, ...]]:
        """The same text is asked for once; a long one in pieces that count by their length."""
        cut = {text: pieces(text) for text in texts}
        wanted = list(dict.fromkeys(piece for parts in cut.values() for piece in parts))
        asked = self._in_batches(self._client.batch_detect_sentiment, wanted, language)

        def judged() -> tuple[Judged, ...]:
            of = dict(zip(wanted, map(_judged, _flat(asked)), strict=True))
            return tuple(combine([(len(one), of[one]) for one in cut[text]]) for text in texts)

        return judged

    def _batched(
        self, operation: Any, made: Sequence[Passage], language: str
    ) -> list[Future[list[Any]]]:
        return self._in_batches(operation, [one.text for one in made], language)

    def _in_batches(self, operation: Any, texts: Texts, language: str) -> list[Future[list[Any]]]:
        batches = [list(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        return [self._pool.submit(_batch, operation, batch, language) for batch in batches]

    def _custom(self, text: str, recognizer: str) -> Any:
        return self._client.detect_entities(Text=text, EndpointArn=recognizer)


def _batch(operation: Any, batch: list[str], language: str) -> list[Any]:
    """One answer a text, in order. Raises SentimentUnavailableError."""
    answer = operation(TextList=batch, LanguageCode=language)
    if answer["ErrorList"]:
        first = answer["ErrorList"][0]
        raise SentimentUnavailableError(f"{first.get('ErrorCode')}: {first.get('ErrorMessage')}")
    return sorted(answer["ResultList"], key=lambda one: one["Index"])


def _flat(asked: Sequence[Future[list[Any]]]) -> list[Any]:
    return [one for batch in asked for one in batch.result()]


def _judged(result: Any) -> Judged:
    scores = {
        name.lower(): min(1.0, max(0.0, value)) for name, value in result["SentimentScore"].items()
    }
    return SentimentLabel(result["Sentiment"]), Confidences(**scores)


def _placed(texts: Texts, answers: Any) -> tuple[tuple[Entity, ...], ...]:
    found: list[list[Entity]] = [[] for _ in texts]
    for passage, answer in answers:
        for one in answer["Entities"]:
            place = passage.place(one["BeginOffset"], one["EndOffset"])
            if place and not in_tag(texts[place.text], *place[1:]):
                found[place.text].append(
                    Entity(
                        text=texts[place.text][place.begin : place.end],
                        type=one["Type"],
                        score=min(1.0, one["Score"]),
                        begin_offset=place.begin,
                        end_offset=place.end,
                    )
                )
    return tuple(tuple(several) for several in found)


def _phrases(texts: Texts, answers: Any) -> tuple[tuple[str, ...], ...]:
    found: list[list[str]] = [[] for _ in texts]
    for passage, answer in answers:
        for one in answer["KeyPhrases"]:
            place = passage.place(one["BeginOffset"], one["EndOffset"])
            if (
                place
                and one["Score"] >= SURE_OF_PHRASE
                and not in_tag(texts[place.text], *place[1:])
            ):
                found[place.text].append(one["Text"])
    return tuple(tuple(several) for several in found)
