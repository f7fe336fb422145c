"""AMAZON.Date: words for a day, read as an ISO date.

As Lex documents it: a day without a year is the next one on or after today; "next month" is the
last day of next month, "this month" the first of this one, "next week" the Sunday that ends the
current week, "next year" the last day of next year.
"""

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache, partial

from local.lex.nlu.date_words import DateWords
from local.lex.nlu.found import Found, Moment, matches, without_overlaps
from local.lex.nlu.languages.known import has_decimal_comma, language_of
from local.lex.nlu.reading import Reading


def find_dates(reading: Reading, moment: Moment) -> list[Found]:
    """Every date in the reading."""
    words = language_of(moment.locale).dates
    rules = _rules(moment.locale)
    found: list[Found] = []
    for pattern, rule in rules:
        found += matches(reading, pattern, partial(_iso, rule, words, moment.today))
    return without_overlaps(found)


def _iso(rule: "Rule", words: DateWords, today: date, match: re.Match[str]) -> str | None:
    try:
        day = rule(match, words, today)
    except (ValueError, OverflowError):
        return None
    return day.isoformat() if day else None


class Rule:
    """One way to say a date."""

    def __call__(self, match: re.Match[str], words: DateWords, today: date) -> date | None:
        raise NotImplementedError


class IsoDay(Rule):
    def __call__(self, match: re.Match[str], words: DateWords, today: date) -> date | None:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))


class NamedDay(Rule):
    """ "tomorrow", "the day after tomorrow"."""

    def __call__(self, match: re.Match[str], words: DateWords, today: date) -> date | None:
        return today + timedelta(days=words.days[match["day"]])


class Weekday(Rule):
    """ "friday" is today or later, "next friday" is after today, "last friday" before it."""

    def __call__(self, match: re.Match[str], words: DateWords, today: date) -> date | None:
        wanted = words.weekdays[match["weekday"]]
        ahead = (wanted - today.weekday()) % 7
        which = _which(match)
        if which in words.last:
            return today - timedelta(days=(7 - ahead) if ahead else 7)
        if which in words.next:
            return today + timedelta(days=ahead or 7)
        return today + timedelta(days=ahead)


class WeekdayOfWeek(Rule):
    """ "el lunes de la semana que viene": of the week that is named."""

    def __call__(self, match: re.Match[str], words: DateWords, today: date) -> date | None:
        which = _which(match)
        turn = -1 if which in words.last else 1 if which in words.next else 0
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=7 * turn + words.weekdays[match["weekday"]])


def _which(match: re.Match[str]) -> str | None:
    """Next, last or this, in front of the noun or behind it."""
    groups = match.groupdict()
    return groups.get("which") or groups.get("which2")


class Period(Rule):
    """ "next week", "this month", "last year"."""

    def __call__(self, match: re.Match[str], words: DateWords, today: date) -> date | None:
        unit = words.units[match["unit"]]
        which = _which(match)
        turn = -1 if which in words.last else 1 if which in words.next else 0
        if unit == "week":
            return _week(today, turn)
        if unit == "month":
            return _month(today, turn)
        if unit == "year":
            return _year(today, turn)
        return today + timedelta(days=turn)


def _week(today: date, turn: int) -> date:
    monday = today - timedelta(days=today.weekday())
    if turn < 0:
        return monday - timedelta(days=7)
    return monday + timedelta(days=6) if turn > 0 else monday


def _month(today: date, turn: int) -> date:
    if turn <= 0:
        return _months_later(today.replace(day=1), turn)
    first = _months_later(today.replace(day=1), 1)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _year(today: date, turn: int) -> date:
    return date(today.year + 1, 12, 31) if turn > 0 else date(today.year + turn, 1, 1)


class Distance(Rule):
    """ "in three weeks", "two days ago"."""

    def __init__(self, sign: int) -> None:
        self._sign = sign

    def __call__(self, match: re.Match[str], words: DateWords, today: date) -> date | None:
        count = self._sign * int(match["n"])
        unit = words.units[match["unit"]]
        if unit == "month":
            return _months_later(today, count)
        if unit == "year":
            return _months_later(today, 12 * count)
        return today + timedelta(days=count * (7 if unit == "week" else 1))


def _months_later(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class DayOfMonth(Rule):
    """ "june 3rd", "3 june 2026", and "the 3rd" of this month or the next."""

    def __call__(self, match: re.Match[str], words: DateWords, today: date) -> date | None:
        groups = match.groupdict()
        day = int(groups["d"])
        if not groups.get("month"):
            return _next_with_day(today, day)
        month = words.months[groups["month"]]
        if groups.get("y"):
            return date(_full_year(groups["y"]), month, day)
        return _next_occurrence(today, month, day)


class DayOfNextMonth(Rule):
    """ "el 15 del próximo mes"."""

    def __call__(self, match: re.Match[str], words: DateWords, today: date) -> date | None:
        return _months_later(today.replace(day=1), 1).replace(day=int(match["d"]))


def _next_with_day(today: date, day: int) -> date | None:
    for later in range(13):
        first = _months_later(today.replace(day=1), later)
        if day <= calendar.monthrange(first.year, first.month)[1]:
            wanted = first.replace(day=day)
            if wanted >= today:
                return wanted
    return None


def _next_occurrence(today: date, month: int, day: int) -> date | None:
    for year in range(today.year, today.year + 9):
        if day <= calendar.monthrange(year, month)[1]:
            wanted = date(year, month, day)
            if wanted >= today:
                return wanted
    return None


def _full_year(year: str) -> int:
    number = int(year)
    return number + 2000 if len(year) == 2 else number  # noqa: PLR2004  two digits of a year


class Slashed(Rule):
    """ "3/25", "25/3/2026": month first in en_US, day first elsewhere."""

    def __init__(self, month_first: bool) -> None:
        self._month_first = month_first

    def __call__(self, match: re.Match[str], words: DateWords, today: date) -> date | None:
        one, other = int(match["a"]), int(match["b"])
        month, day = (one, other) if self._month_first else (other, one)
        if month > 12 >= day:  # noqa: PLR2004  the last month
            month, day = day, month
        if match["y"]:
            return date(_full_year(match["y"]), month, day)
        return _next_occurrence(today, month, day)


class MonthOnly(Rule):
    """ "march", "march 2027": its first day."""

    def __call__(self, match: re.Match[str], words: DateWords, today: date) -> date | None:
        month = words.months[match["month"]]
        year = match.groupdict().get("y")
        if year:
            return date(int(year), month, 1)
        return date(today.year + (month < today.month), month, 1)


@lru_cache(maxsize=32)
def _rules(locale: str) -> list[tuple[re.Pattern[str], Rule]]:
    words = language_of(locale).dates
    # "3.6." is a day where a comma begins the decimals.
    no_more = r"(?! ?[/%]| ?\. ?\d)" if has_decimal_comma(locale) else r"(?! ?[/.%])"
    fields = {
        "days": _any(words.days),
        "weekdays": _any(words.weekdays),
        "months": _any(words.months),
        "units": _any(words.units),
        "which": _any([*words.next, *words.last, *words.this]),
    }
    rules: list[tuple[re.Pattern[str], Rule]] = [
        (_compiled(r"\b(?P<y>\d{4}) ?[-/.] ?(?P<m>\d\d?) ?[-/.] ?(?P<d>\d\d?)\b"), IsoDay()),
        (
            _compiled(
                r"(?<![\d/] )\b(?P<a>\d\d?) ?[/.-] ?(?P<b>\d\d?)(?: ?[/.-] ?(?P<y>\d{4}|\d\d))?"
                + no_more
                + r"\b"
            ),
            Slashed(month_first=locale == "en_US"),
        ),
    ]
    kinds: dict[str, Rule] = {
        "day": NamedDay(),
        "weekday": Weekday(),
        "weekday_of_week": WeekdayOfWeek(),
        "period": Period(),
        "ahead": Distance(1),
        "ago": Distance(-1),
        "of_month": DayOfMonth(),
        "of_next_month": DayOfNextMonth(),
        "month": MonthOnly(),
    }
    for kind, pattern in words.patterns:
        rules.append((_compiled(pattern.format(**fields)), kinds[kind]))
    return rules


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.UNICODE)


def _any(names: "dict[str, int] | dict[str, str] | list[str]") -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or "(?!)"
