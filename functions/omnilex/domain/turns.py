"""Words become turns, in time that grows with their number and no faster."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from omnilex.domain.contact import Role, Turn, Word

PAUSE_MS = 3_000
_GREETINGS = re.compile(
    r"thank(s| you) for calling|how (can|may) i (help|assist)|my name is|"
    r"(is there )?anything else i can|can i have your|may i have your|welcome to|"
    r"speaking with|for verification|date of birth",
    re.IGNORECASE,
)

_SAID_OF_A_WORD = set(Word.model_fields)  # one set for all of them


class SpokenWord(NamedTuple):
    """A word as recognised; ``speaker`` is the separation's own label, ``spk_0`` or ``ch_1``.

    No model: there are tens of thousands, whose values the adapter has seen to.
    """

    text: str
    speaker: str
    begin_offset_ms: int
    end_offset_ms: int
    confidence: float


class SpokenTurn(NamedTuple):
    speaker: str
    words: tuple[SpokenWord, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def begin_offset_ms(self) -> int:
        return self.words[0].begin_offset_ms

    @property
    def end_offset_ms(self) -> int:
        return max(word.end_offset_ms for word in self.words)


def turns_of(words: Sequence[SpokenWord]) -> list[SpokenTurn]:
    """A speaker's words without a pause of three seconds, in the order the turns began.

    A word of another participant ends a turn only where the first one has stopped: an "mhm" in
    the middle of a sentence does not cut it in two.
    """
    ended: list[list[SpokenWord]] = []
    open_turns: dict[str, list[SpokenWord]] = {}
    for word in sorted(words, key=lambda one: one.begin_offset_ms):
        current = open_turns.get(word.speaker)
        if current and _goes_on(current, word, open_turns):
            current.append(word)
            continue
        if current:
            ended.append(current)
        open_turns[word.speaker] = [word]
    ended += open_turns.values()
    ended.sort(key=lambda turn: turn[0].begin_offset_ms)
    return [SpokenTurn(speaker=turn[0].speaker, words=tuple(turn)) for turn in ended]


def _goes_on(
    current: list[SpokenWord], word: SpokenWord, open_turns: dict[str, list[SpokenWord]]
) -> bool:
    """No long pause, and nobody else has taken the turn since its last word."""
    last = current[-1]
    if word.begin_offset_ms - last.end_offset_ms >= PAUSE_MS:
        return False
    taken = (
        turn[0].begin_offset_ms >= last.end_offset_ms
        and turn[-1].end_offset_ms <= word.begin_offset_ms
        for speaker, turn in open_turns.items()
        if speaker != word.speaker
    )
    return not any(taken)


def roles_by_channel(turns: Sequence[SpokenTurn], names: Sequence[str]) -> dict[str, Role]:
    """Channel n is the participant named n-th; the name that says agent is the agent's."""
    agent = next((at for at, name in enumerate(names) if "agent" in name.casefold()), 0)
    return {
        turn.speaker: Role.AGENT if _number(turn.speaker) == agent else Role.CUSTOMER
        for turn in turns
    }


def roles_by_content(turns: Sequence[SpokenTurn]) -> tuple[dict[str, Role], str]:
    """The speaker who sounds most like an agent is one, and why; else who spoke first."""
    hits: dict[str, int] = {}
    for turn in turns:
        found = len(_GREETINGS.findall(turn.text))
        hits[turn.speaker] = hits.get(turn.speaker, 0) + found
    if not hits:
        return {}, "nobody speaks"
    best = max(hits, key=lambda speaker: hits[speaker])
    reason = "greets and offers help" if hits[best] else "speaks first"
    agent = best if hits[best] else turns[0].speaker
    roles = {speaker: Role.AGENT if speaker == agent else Role.CUSTOMER for speaker in hits}
    return roles, f"the agent is the one who {reason}"


def to_turns(spoken: Sequence[SpokenTurn], roles: dict[str, Role]) -> tuple[list[Turn], list[Word]]:
    """Our turns, and every word with the turn it belongs to."""
    turns, words = [], []
    for index, one in enumerate(spoken):
        turns.append(
            Turn(
                index=index,
                role=roles[one.speaker],
                text=one.text,
                begin_offset_ms=one.begin_offset_ms,
                duration_ms=one.end_offset_ms - one.begin_offset_ms,
            )
        )
        words += [_word(word, index) for word in one.words]
    return turns, words


def _word(word: SpokenWord, turn: int) -> Word:
    """Not validated a second time: there are tens of thousands."""
    return Word.model_construct(
        _SAID_OF_A_WORD,
        text=word.text,
        begin_offset_ms=word.begin_offset_ms,
        end_offset_ms=word.end_offset_ms,
        confidence=word.confidence,
        turn=turn,
    )


def _number(speaker: str) -> int:
    digits = re.search(r"\d+$", speaker)
    return int(digits[0]) if digits else 0
