"""AMAZON.Time (``HH:MM``, 24 hours) and AMAZON.Duration (ISO 8601)."""

import re
from decimal import Decimal

from local.lex.nlu.found import Found, Moment, matches, without_overlaps
from local.lex.nlu.languages.known import language_of
from local.lex.nlu.reading import Reading
from local.lex.nlu.time_words import TimeWords

NOON = 12
DAY_HOURS = 24


def find_times(reading: Reading, moment: Moment) -> list[Found]:
    """Every time of day; an hour that may be morning or evening resolves to both."""
    words = language_of(moment.locale).times
    found: list[Found] = []
    for kind, pattern in words.patterns:
        found += matches(reading, pattern, lambda match, kind=kind: _time(kind, match, words))  # type: ignore[misc]
    return without_overlaps(found)


def _time(kind: str, match: re.Match[str], words: TimeWords) -> str | tuple[str, ...] | None:
    groups = match.groupdict()
    if kind == "named":
        return words.named[groups["named"]]
    hour = int(groups["h"]) if groups["h"].isdigit() else 1  # "la una"
    minute = int(groups.get("m") or 0)
    fraction = groups.get("fraction") or "0"
    minutes = words.fractions.get(fraction) or int(fraction)
    hour, minute = _told(kind, hour, minute, minutes)
    return _clock(hour, minute, _half(groups.get("half"), words))


def _told(kind: str, hour: int, minute: int, minutes: int) -> tuple[int, int]:
    """The hour and minute that "quarter past 8", "quarter to 8" or "halb 8" say."""
    before = hour - 1 or NOON
    match kind:
        case "past":
            return hour, minutes
        case "to":
            return before, 60 - minutes
        case "half_to":
            return before, 30
        case "before_half":
            return before, 30 - minutes
        case "after_half":
            return before, 30 + minutes
    return hour, minute


def _half(said: str | None, words: TimeWords) -> str | None:
    return words.halves.get(said.replace(" ", "").replace(".", "")) if said else None


def _clock(hour: int, minute: int, half: str | None) -> str | tuple[str, ...] | None:
    if hour >= DAY_HOURS + 1 or minute >= 60:  # noqa: PLR2004  minutes of an hour
        return None
    hour %= DAY_HOURS
    if half is None and 0 < hour <= NOON:
        morning = hour % NOON
        return (f"{morning:02}:{minute:02}", f"{morning + NOON:02}:{minute:02}")
    if half == "pm" and hour < NOON:
        hour += NOON
    elif half == "night" and hour < NOON:
        hour = hour + NOON if hour >= 6 else hour  # noqa: PLR2004  "at 3 at night"
    elif half in {"am", "night"} and hour == NOON:
        hour = 0
    return f"{hour:02}:{minute:02}"


def find_durations(reading: Reading, moment: Moment) -> list[Found]:
    """ "five hours ten minutes" is ``PT5H10M``, "eight weeks" ``P8W``."""
    words = language_of(moment.locale).times
    return without_overlaps(matches(reading, words.duration, lambda match: _duration(match, words)))


def _duration(match: re.Match[str], words: TimeWords) -> str | None:
    parts: dict[str, Decimal] = {}
    for piece in words.duration_part.finditer(match.group()):
        if piece["whole"]:
            unit, said = words.wholes[piece["whole"]]
        else:
            unit, said = words.units[piece["unit"]], piece["n"]
        count = Decimal(1 if said in words.one else said or 0)
        half = Decimal("0.5") if piece["half"] else Decimal(0)
        parts[unit] = parts.get(unit, Decimal(0)) + count + half
    _carry_halves(parts)
    day_part = "".join(f"{parts[unit]:f}{unit}" for unit in "YMWD" if unit in parts)
    clock = "".join(f"{parts['T' + u]:f}{u}" for u in "HMS" if "T" + u in parts)
    return f"P{day_part}" + (f"T{clock}" if clock else "") if day_part or clock else None


def _carry_halves(parts: dict[str, Decimal]) -> None:
    """An hour and a half is PT1H30M."""
    hours = parts.get("TH")
    if hours is not None and hours % 1:
        parts["TH"] = Decimal(int(hours))
        parts["TM"] = parts.get("TM", Decimal(0)) + Decimal(int((hours % 1) * 60))
    for unit in [unit for unit, count in parts.items() if not count and len(parts) > 1]:
        del parts[unit]
