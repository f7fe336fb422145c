"""A contact's transcript to take away: as text, and as WebVTT beside its audio."""

import re

from omnilex.domain.contact import Contact, Turn

SECOND_MS = 1_000
SHORTEST_MS = 500  # of a caption: a chat's messages have no length


def as_text(contact: Contact) -> str:
    """One line a turn: ``[1:05] Agent: ...``."""
    lines = (
        f"[{_clock(turn.begin_offset_ms)}] {_speaker(contact, turn)}: {_in_one_line(turn.text)}"
        for turn in contact.turns
    )
    return "".join(f"{line}\n" for line in lines)


def as_vtt(contact: Contact) -> str:
    cues = (
        f"{turn.index + 1}\n"
        f"{_stamp(turn.begin_offset_ms)} --> "
        f"{_stamp(turn.begin_offset_ms + max(turn.duration_ms, SHORTEST_MS))}\n"
        f"<v {_escaped(_speaker(contact, turn))}>{_escaped(_in_one_line(turn.text))}\n"
        for turn in contact.turns
    )
    return "\n".join(("WEBVTT\n", *cues))


def _speaker(contact: Contact, turn: Turn) -> str:
    return contact.speaker_names.get(turn.role, turn.role.capitalize())


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """Of what WebVTT reads as markup; ``-->`` would begin another cue."""
    return re.sub("[&<>]", lambda sign: {"&": "&amp;", "<": "&lt;", ">": "&gt;"}[sign[0]], text)


def _clock(offset_ms: int) -> str:
    minutes, seconds = divmod(offset_ms // SECOND_MS, 60)
    return f"{minutes}:{seconds:02d}"


def _stamp(offset_ms: int) -> str:
    seconds, thousandths = divmod(offset_ms, SECOND_MS)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}.{thousandths:03d}"
