"""Names of people and places: known ones, and what a cue announces as one."""

import re

from local.lex.nlu.found import Finder, Found, Moment
from local.lex.nlu.place_names import CITIES, COUNTRIES, STATES
from local.lex.nlu.reading import Reading, normal_form, words

_CUES = re.compile(
    r"^(?:(?:hi|hello|hey)\W+)?"
    r"(?:(?:my (?:(?:first|last|family|given|sur) ?)?name(?:'s| is)|this is|i am|i'm|"
    r"it's|it is|call me|name is|mi chiamo|je m'appelle|ich heiße|me llamo|mein name ist)\s+)",
    re.I,
)
_PLACE_CUES = re.compile(
    r"^(?:(?:i (?:live|am|want to (?:go|fly|stay))|i'm|i'd like to (?:go|fly|stay))\s+)?"
    r"(?:(?:in|to|from|at|near|around|into|it's|it is|is)\s+)+",
    re.I,
)
MAX_NAME_WORDS = 4
_NOT_NAMES = words(
    "yes no the a an and or but what when where why how want would can do help please book "
    "order pay need not know thanks"
)


def _bare_name(reading: Reading, cue: re.Pattern[str]) -> list[Found]:
    said = reading.utterance.strip().rstrip(".!?")
    start = len(reading.utterance) - len(reading.utterance.lstrip())
    match = cue.match(said)
    begin = start + (match.end() if match else 0)
    indexes = [i for i, token in enumerate(reading.tokens) if token.start >= begin]
    words = [i for i in indexes if any(sign.isalpha() for sign in reading.tokens[i].text)]
    if not words or len(words) > MAX_NAME_WORDS:
        return []
    if any(reading.tokens[i].text in _NOT_NAMES for i in words):
        return []
    return [
        Found(
            words[0], words[-1] + 1, reading.original(words[0], words[-1] + 1), certain=bool(match)
        )
    ]


def _people(reading: Reading, moment: Moment) -> list[Found]:
    return _bare_name(reading, _CUES)


def _places(known: frozenset[str]) -> Finder:
    def find(reading: Reading, moment: Moment) -> list[Found]:
        found = _known(reading, known)
        return found or _bare_name(reading, _PLACE_CUES)

    return find


def _known(reading: Reading, known: frozenset[str]) -> list[Found]:
    found: list[Found] = []
    first = 0
    while first < len(reading.tokens):
        for after in range(min(first + MAX_NAME_WORDS, len(reading.tokens)), first, -1):
            words = reading.original(first, after)
            if normal_form(words) in known:
                found.append(Found(first, after, words))
                first = after - 1
                break
        first += 1
    return found


_STREET = re.compile(
    r"(?:\d+\s+)?(?:[\w'.]+\s+){1,4}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|"
    r"way|court|ct|place|pl|square|terrace|close)\b",
    re.I,
)


def _streets(reading: Reading, moment: Moment) -> list[Found]:
    cue = _PLACE_CUES.match(reading.utterance)
    match = _STREET.search(reading.utterance, cue.end() if cue else 0)
    if not match:
        return _bare_name(reading, _PLACE_CUES)
    touched = [
        i for i, token in enumerate(reading.tokens) if match.start() <= token.start < match.end()
    ]
    return [Found(touched[0], touched[-1] + 1, match.group())]


NAME_FINDERS: dict[str, Finder] = {
    "AMAZON.FirstName": _people,
    "AMAZON.LastName": _people,
    "AMAZON.City": _places(CITIES),
    "AMAZON.Country": _places(COUNTRIES),
    "AMAZON.State": _places(STATES),
    "AMAZON.StreetName": _streets,
}
