"""Slot types of one locale: what words mean as a value of each."""

import re
from functools import cached_property

from rapidfuzz.distance import OSA

from local.lex.bot.model import Locale, SlotType
from local.lex.nlu.builtin_values import FINDERS, spoken_characters
from local.lex.nlu.found import Found, Moment, without_overlaps
from local.lex.nlu.names import NAME_FINDERS
from local.lex.nlu.reading import Reading, normal_words, read, words

MAX_WORDS = 8
_FILLERS = words(
    "a an the i i'd i'll i'm im id ill want would like need some please it's its is it my for "
    "to on at in of with make that one then just um uh lets let's go have me get give us we "
    "take think choose pick prefer thanks"
)


class CustomType:
    """A slot type with its own list of values."""

    def __init__(self, slot_type: SlotType, locale: str) -> None:
        self.restricted = slot_type.strategy == "TOP_RESOLUTION"
        self._meanings: dict[tuple[str, ...], str] = {}
        for entry in slot_type.slot_type_values or []:
            value = entry.sample_value.value
            for said in (entry.sample_value, *(entry.synonyms or [])):
                self._meanings.setdefault(normal_words(said.value), value)
                # "three year" as it is read: the utterance's numbers are digits by then.
                self._meanings.setdefault(normal_words(read(said.value, locale).text), value)
        self.values = [entry.sample_value.value for entry in slot_type.slot_type_values or []]

    @cached_property
    def _longest(self) -> int:
        return min(max((len(words) for words in self._meanings), default=0) + 1, MAX_WORDS)

    def find(self, reading: Reading) -> list[Found]:
        """Listed values and synonyms in the utterance, allowing for a slip of the keys."""
        words = [" ".join(normal_words(token.text)) for token in reading.tokens]
        found = []
        for first in range(len(words)):
            for after in range(first + 1, min(first + self._longest, len(words)) + 1):
                value = self._meaning(normal_words(" ".join(words[first:after])))
                if value is not None:
                    found.append(Found(first, after, value, (value,)))
        return without_overlaps(found)

    def _meaning(self, words: tuple[str, ...]) -> str | None:
        exact = self._meanings.get(words)
        if exact is not None or not words:
            return exact
        slips = ((_slips(words, known), value) for known, value in self._meanings.items() if known)
        near = [(count, value) for count, value in slips if count is not None]
        return min(near, key=lambda one: one[0])[1] if near else None


def _slips(words: tuple[str, ...], known: tuple[str, ...]) -> int | None:
    """How many keys slipped; None where these are other words, as "a payment" for "car payment"."""
    if len(words) != len(known):
        return 1 if "".join(words) == "".join(known) else None  # "creditcard"
    total = 0
    for word, meant in zip(words, known, strict=True):
        allowed = 0 if len(meant) < 5 else 1 if len(meant) < 9 else 2  # noqa: PLR2004  letters
        slipped = OSA.distance(word, meant, score_cutoff=allowed)
        if slipped > allowed:
            return None
        total += slipped
    return total


class SlotTypes:
    """Every slot type a locale can use, built-in ones included."""

    def __init__(self, locale: Locale) -> None:
        self._types = locale.slot_types
        self._custom = {
            name: CustomType(slot_type, locale.identifier)
            for name, slot_type in locale.slot_types.items()
            if slot_type.slot_type_values
        }

    def values(self, type_name: str) -> list[str]:
        """The listed values of a custom type."""
        custom = self._custom.get(type_name)
        return custom.values if custom else []

    def find(self, type_name: str, reading: Reading, moment: Moment) -> list[Found]:
        """Every value of the type within the utterance."""
        found = self._regex_values(type_name, reading, moment)
        if found is not None:
            return found
        found = []
        if type_name in self._custom:
            found += self._custom[type_name].find(reading)
        finder = FINDERS.get(self._signature(type_name)) or NAME_FINDERS.get(
            self._signature(type_name)
        )
        return without_overlaps([*found, *(finder(reading, moment) if finder else [])])

    def answer(self, type_name: str, reading: Reading, moment: Moment) -> Found | None:
        """The value of the type when the utterance answers a question for it."""
        found = self.find(type_name, reading, moment)
        if found:
            return max(found, key=lambda one: (one.certain, one.after - one.first))
        custom = self._custom.get(type_name)
        if (
            custom
            and not custom.restricted
            and not self._signature(type_name).startswith("AMAZON.")
        ):
            return _own_words(reading)
        return None

    def _signature(self, type_name: str) -> str:
        slot_type = self._types.get(type_name)
        return (slot_type.parent_slot_type_signature or "") if slot_type else type_name

    def _regex_values(self, type_name: str, reading: Reading, moment: Moment) -> list[Found] | None:
        slot_type = self._types.get(type_name)
        setting = slot_type.value_selection_setting if slot_type else None
        if not setting or not setting.regex_filter:
            return None
        try:
            pattern = re.compile(setting.regex_filter.pattern, re.IGNORECASE)
        except re.error:
            return []
        whole = reading.utterance.strip(" .!?")
        for said in (
            whole,
            re.sub(r"[\s.,-]", "", whole),
            spoken_characters(whole, moment.locale),
        ):
            if pattern.fullmatch(said):
                return [Found(0, len(reading.tokens), said)]
        return self._words_matching(pattern, reading)

    def _words_matching(self, pattern: re.Pattern[str], reading: Reading) -> list[Found]:
        found = []
        for first in range(len(reading.tokens)):
            for after in range(first + 1, min(first + MAX_WORDS, len(reading.tokens)) + 1):
                said = "".join(
                    token.text if token.number else reading.original(i, i + 1)
                    for i, token in enumerate(reading.tokens[first:after], first)
                )
                has_digits = any(sign.isdigit() for sign in said)
                if has_digits and pattern.fullmatch(said) and _stands_alone(reading, first, after):
                    found.append(Found(first, after, said))
        return without_overlaps(found)


def _stands_alone(reading: Reading, first: int, after: int) -> bool:
    """Whether no digits go on before or behind: four of five digits are not a four-digit value."""
    beside = (*reading.tokens[max(0, first - 1) : first], *reading.tokens[after : after + 1])
    return not any(token.text[:1].isdigit() for token in beside)


def _own_words(reading: Reading) -> Found | None:
    """The answer without the words that only carry it; an expandable type takes any value."""
    first, after = 0, len(reading.tokens)
    while first < after - 1 and reading.tokens[first].text in _FILLERS:
        first += 1
    while after > first + 1 and not reading.tokens[after - 1].text.isalnum():
        after -= 1
    while after > first + 1 and reading.tokens[after - 1].text in {"please", "thanks"}:
        after -= 1
    if first >= after or not any(sign.isalnum() for sign in reading.tokens[first].text):
        return None
    return Found(first, after, reading.original(first, after), (), certain=False)
