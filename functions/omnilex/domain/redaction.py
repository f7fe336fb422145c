"""What must not be read in a transcript: ``[PIN]`` stands where it was said, also in digits that
were spoken as words.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from omnilex.domain.contact import Redaction, Turn, Word

# Comprehend's types that a transcript is not readable without, and that open no account.
SHOWN = frozenset({"NAME", "DATE_TIME", "AGE", "URL"})
UNSAID = "NUMBER"
TAG = re.compile(r"\[([A-Z][A-Z_]+)\]")

_UNIT = (
    "zero|oh|one|two|three|four|five|six|seven|eight|nine|"
    "cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve"
)
_TENS = (
    "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_MANY = "double|triple|treble|doble"
_BETWEEN = r"(?:[ ,.-]+(?:uh|um|and|y)?[ ,.-]*)"
_SPOKEN = re.compile(
    rf"\b(?:{_MANY}|{_UNIT}|{_TENS})(?:{_BETWEEN}(?:{_MANY}|{_UNIT}|{_TENS}))+\b", re.IGNORECASE
)
_ONE_SPOKEN = re.compile(rf"\b(?:({_MANY})|({_UNIT})|({_TENS}))\b", re.IGNORECASE)
_WRITTEN = re.compile(
    r"(?<![\w$€£.,#/:-])\d(?:[ -]?\d){2,18}(?![\w%/:]|[.,]\d|-\d)"
    r"(?! ?(?:dollars|cents|euros|pounds|percent|pesos|dólares))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_CUES = (
    ("PIN", r"pin|passcode|clave"),
    ("CREDIT_DEBIT_CVV", r"cvv|cvc|security code"),
    ("CREDIT_DEBIT_NUMBER", r"card|tarjeta"),
    ("BANK_ROUTING", r"routing|transit|sort code"),
    ("SSN", r"social(?: security| insurance)?|ssn"),
    ("BANK_ACCOUNT_NUMBER", r"account|acct|cuenta"),
    (
        "PHONE",
        r"phone|mobile|cell|telephone|teléfono|(?:call|reach) (?:you|me)(?: back)? (?:on|at)",
    ),
)
_CUE = re.compile("|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in _CUES), re.IGNORECASE)
_CUE_REACHES = 60  # characters before the number, in its turn or at the end of the turn before
_TELLING_DIGITS, _CUED_DIGITS, _LONG_DIGITS = 4, 3, 8
_SENSITIVE_SLOT = re.compile(r"pin|phone|account|card|ssn|password|customernumber", re.IGNORECASE)
_SLOT_DIGITS = 7


Silence = tuple[int, int]  # from and until, in milliseconds of the contact
MARGIN_MS = 120  # recognizers begin a word late and end it early


class Span(NamedTuple):
    """Characters of a turn's text that must not be read, and what they are."""

    type: str
    begin: int
    end: int


def redact(
    turns: Sequence[Turn], words: Sequence[Word], found: Sequence[Sequence[Span]]
) -> tuple[list[Turn], list[Word]]:
    """With the spans found by a service, one list a turn, and those of our own rules replaced."""
    spans = [
        _together(turn.text, [*own_spans(turn.text, before), *(one for one in several)])
        for turn, before, several in zip(turns, _texts_before(turns), found, strict=True)
    ]
    shown = [_redacted(turn, of) for turn, of in zip(turns, spans, strict=True)]
    return shown, _redacted_words(words, spans)


def own_spans(text: str, said_before: str = "") -> Iterator[Span]:
    """Numbers that tell: four digits and more spoken one by one; fewer, in tens, or written where
    the words before ask for them; and any of eight written digits.
    """
    for run in _SPOKEN.finditer(text):
        units, others = _digits_of(run[0])
        cue = _cue(text, run.start(), said_before)
        if units >= _TELLING_DIGITS or (cue and units + others >= _CUED_DIGITS):
            yield Span(cue or UNSAID, *run.span())
    for run in _WRITTEN.finditer(text):
        digits = re.sub(r"\D", "", run[0])
        cue = _cue(text, run.start(), said_before)
        if len(digits) >= _LONG_DIGITS or (cue and not _is_year(digits, cue)):
            yield Span(cue or UNSAID, *run.span())


def masked_value(slot: str, value: str) -> str | None:
    """A slot's value as it may be shown; one that is sensitive by its name or its length is not."""
    if not value:
        return None
    many = len(re.sub(r"\D", "", value)) >= _SLOT_DIGITS
    return "•••" if many or _SENSITIVE_SLOT.search(slot) else value


def in_tag(text: str, begin: int, end: int) -> bool:
    """Whether those characters are of a tag, and so nothing that was said."""
    return any(tag.start() < end and begin < tag.end() for tag in TAG.finditer(text))


def redactions_in(text: str) -> tuple[Redaction, ...]:
    """Every tag that stands in a text, ours and Transcribe's."""
    return tuple(
        Redaction(type=tag[1], begin_offset=tag.start(), end_offset=tag.end())
        for tag in TAG.finditer(text)
    )


def silences_of(words: Sequence[Word]) -> list[Silence]:
    """When what the tags stand for was said, with a little before and after."""
    return [
        (max(0, word.begin_offset_ms - MARGIN_MS), word.end_offset_ms + MARGIN_MS)
        for word in words
        if TAG.search(word.text)
    ]


def _texts_before(turns: Sequence[Turn]) -> list[str]:
    """What another participant has just said."""
    before = [""]
    for last, turn in pairwise(turns):
        before.append(last.text if last.role is not turn.role else "")
    return before[: len(turns)]


def _digits_of(run: str) -> tuple[int, int]:
    """How many digits are said one by one, and how many in tens; "double" is one."""
    found = _ONE_SPOKEN.findall(run)
    units = sum(bool(unit or many) for many, unit, _ in found)
    return units, 2 * sum(bool(tens) for _, _, tens in found)


def _cue(text: str, begin: int, said_before: str) -> str | None:
    """What the number is, by the nearest words before it."""
    for said in (text[max(0, begin - _CUE_REACHES) : begin], said_before[-_CUE_REACHES:]):
        cues = [match.lastgroup for match in _CUE.finditer(said)]
        if cues:
            return cues[-1]
    return None


def _is_year(digits: str, cue: str) -> bool:
    return cue != "PIN" and _YEAR.fullmatch(digits) is not None


def _together(text: str, spans: Sequence[Span]) -> list[Span]:
    """In order, those that overlap as one, and none where there is a tag already."""
    tags = [tag.span() for tag in TAG.finditer(text)]
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: one.begin):
        if any(span.begin < end and begin < span.end for begin, end in tags):
            continue
        if joined and span.begin < joined[-1].end:
            last = joined[-1]
            kind = span.type if last.type == UNSAID else last.type
            joined[-1] = Span(kind, last.begin, max(last.end, span.end))
        else:
            joined.append(span)
    return joined


def _redacted(turn: Turn, spans: Sequence[Span]) -> Turn:
    text = turn.text
    for span in reversed(spans):
        text = f"{text[: span.begin]}[{span.type}]{text[span.end :]}"
    if "[" not in text:
        return turn
    return turn.model_copy(update={"text": text, "redactions": redactions_in(text)})


def _redacted_words(words: Sequence[Word], spans: Sequence[Sequence[Span]]) -> list[Word]:
    """The words of a span as one; a turn's words with a space between are its text."""
    shown: list[Word] = []
    turn, at, inside = -1, 0, None
    for word in words:
        if word.turn != turn:
            turn, at, inside = word.turn, 0, None
        begin, end = at, at + len(word.text)
        at = end + 1
        hit = next((one for one in spans[turn] if one.begin < end and begin < one.end), None)
        if hit is None:
            shown.append(word)
        elif hit == inside:
            last = shown[-1]
            text = f"[{hit.type}]{word.text[max(0, hit.end - begin) :]}"
            shown[-1] = last.model_copy(
                update={"text": text, "end_offset_ms": max(last.end_offset_ms, word.end_offset_ms)}
            )
        else:
            head, tail = (
                word.text[: max(0, hit.begin - begin)],
                word.text[max(0, hit.end - begin) :],
            )
            shown.append(word.model_copy(update={"text": f"{head}[{hit.type}]{tail}"}))
        inside = hit
    return shown
