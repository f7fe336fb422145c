"""Transcribe's output file: a speaker or channel job's items as spoken words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from omnilex.domain.analysis import spoken_turns
from omnilex.domain.contact import Separation
from omnilex.domain.transcript import Known, Transcript
from omnilex.domain.turns import SpokenWord

UNLABELLED = "spk_0"
Confidence = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Redaction(_Lenient):
    confidence: Confidence = 0.0


class _Alternative(_Lenient):
    """A redacted word's confidence is apart from it."""

    content: str
    confidence: Confidence = 0.0
    redactions: tuple[_Redaction, ...] = ()

    @property
    def sure(self) -> float:
        return self.redactions[0].confidence if self.redactions else self.confidence


class _Item(_Lenient):
    type: Literal["pronunciation", "punctuation"]
    alternatives: list[_Alternative] = Field(min_length=1)
    start_time: Seconds = 0.0
    end_time: Seconds = 0.0
    speaker_label: str | None = None
    channel_label: str | None = None

    @property
    def speaker(self) -> str:
        return self.speaker_label or self.channel_label or UNLABELLED


_ITEMS = TypeAdapter(list[_Item])
AT_ONCE = 2_000


class _Channel(_Lenient):
    channel_label: str
    items: list[Any]


class _ChannelLabels(_Lenient):
    channels: list[_Channel]


class _SegmentItem(_Lenient):
    start_time: str
    end_time: str
    speaker_label: str


class _Segment(_Lenient):
    items: list[_SegmentItem]


class _SpeakerLabels(_Lenient):
    segments: list[_Segment]


class _Results(_Lenient):
    """Of a channel job ``items`` are those of the channels once more: only one of them is read."""

    language_code: str | None = None
    items: list[Any]
    channel_labels: _ChannelLabels | None = None
    speaker_labels: dict[str, Any] | None = None


class _Output(_Lenient):
    results: _Results


def read(document: Any, speaker_names: Sequence[str]) -> Transcript:
    """A whole output as a transcript. Raises pydantic's ValidationError for another form."""
    results = _Output.model_validate(document).results
    separation = Separation.CHANNEL if results.channel_labels else Separation.SPEAKER
    turns, words, why = spoken_turns(_spoken(results), separation, speaker_names)
    return Transcript(
        known=Known(language=results.language_code, channel="CALL", medium="phone"),
        turns=tuple(turns),
        words=tuple(words),
        separation=separation,
        role_reason=why,
    )


def _spoken(results: _Results) -> list[SpokenWord]:
    if results.channel_labels:
        channels = results.channel_labels.channels
        return [
            word
            for channel in channels
            for word in _words(_items(channel.items), channel.channel_label)
        ]
    return list(_words(_labelled(results), None))


def _items(items: list[Any]) -> Iterator[_Item]:
    """A few at a time: there may be a hundred thousand. Raises pydantic's ValidationError."""
    for at in range(0, len(items), AT_ONCE):
        try:
            yield from _ITEMS.validate_python(items[at : at + AT_ONCE])
        except ValidationError:
            _ITEMS.validate_python(items)  # tells where, and of all of them
            raise


def _labelled(results: _Results) -> Iterator[_Item]:
    """Older output names the speaker in the segments alone: by the item's begin and end."""
    by_time: dict[tuple[float, float], str] = {}
    if results.speaker_labels is not None and not _are_labelled(results.items):
        by_time = {
            (float(item.start_time), float(item.end_time)): item.speaker_label
            for segment in _SpeakerLabels.model_validate(results.speaker_labels).segments
            for item in segment.items
        }
    for item in _items(results.items):
        label = by_time.get((item.start_time, item.end_time))
        yield item.model_copy(update={"speaker_label": label}) if label else item


def _are_labelled(items: list[Any]) -> bool:
    return any(isinstance(item, dict) and item.get("speaker_label") for item in items)


def _words(items: Iterable[_Item], channel: str | None) -> Iterator[SpokenWord]:
    """Punctuation joins the word before it; what comes before any word is left out."""
    held: tuple[_Item, str] | None = None
    for item in items:
        content = item.alternatives[0].content
        if item.type == "punctuation":
            held = held and (held[0], held[1] + content)
            continue
        if held:
            yield _word(*held, channel)
        held = item, content
    if held:
        yield _word(*held, channel)


def _word(item: _Item, text: str, channel: str | None) -> SpokenWord:
    return SpokenWord(
        text=text,
        speaker=channel or item.speaker,
        begin_offset_ms=round(item.start_time * 1000),
        end_offset_ms=round(item.end_time * 1000),
        confidence=item.alternatives[0].sure,
    )
