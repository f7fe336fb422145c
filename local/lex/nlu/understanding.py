"""A locale, built: what an utterance means as intents and slots."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from local.lex.bot.model import Intent, Locale, Slot
from local.lex.nlu.classifier import Classifier, fill_braces, slot_names
from local.lex.nlu.found import Found, Moment, without_overlaps
from local.lex.nlu.phrases import BUILT_IN_PHRASES, EXAMPLES
from local.lex.nlu.reading import Reading, normal_form, read
from local.lex.nlu.slot_values import SlotTypes

SURE = 1.0
PATTERN_SCORE = 0.97
VARIANTS = 3
# In this order a stretch of words goes to the type that says more about it.
_SPECIFIC = (
    "AMAZON.EmailAddress",
    "AMAZON.UKPostalCode",
    "AMAZON.Percentage",
    "AMAZON.Currency",
    "AMAZON.Date",
    "AMAZON.Time",
    "AMAZON.Duration",
    "AMAZON.PhoneNumber",
    "AMAZON.Number",
)
# Found in any utterance, even where no sample utterance announces the slot.
_SELF_EVIDENT = frozenset({"AMAZON.EmailAddress", "AMAZON.Date", "AMAZON.UKPostalCode"})
_NEED_A_PLACE = frozenset(
    {
        "AMAZON.FreeFormInput",
        "AMAZON.Confirmation",
        "AMAZON.FirstName",
        "AMAZON.LastName",
        "AMAZON.AlphaNumeric",
        "AMAZON.SearchQuery",
    }
)


@dataclass(frozen=True)
class SlotValue:
    original: str
    interpreted: str | None
    resolved: list[str]
    certain: bool = True

    def wire(self) -> dict[str, object]:
        """The slot as it travels."""
        return {
            "shape": "Scalar",
            "value": {
                "originalValue": self.original,
                "interpretedValue": self.interpreted,
                "resolvedValues": self.resolved,
            },
        }


@dataclass(frozen=True)
class _Pattern:
    intent: str
    regex: re.Pattern[str]
    slots: list[str]
    letters: int


@dataclass
class Understanding:
    """Built once per bot version and locale; reading it changes nothing."""

    locale: Locale
    slot_types: SlotTypes = field(init=False)
    classifier: Classifier = field(init=False)

    def __post_init__(self) -> None:
        self.slot_types = SlotTypes(self.locale)
        self._exact: dict[str, str] = {}
        self._patterns: list[_Pattern] = []
        samples: list[tuple[str, str]] = []
        for intent in self.locale.intents.values():
            samples += self._samples(intent)
        self.classifier = Classifier(samples)
        self._patterns.sort(key=lambda pattern: (-pattern.letters, len(pattern.slots)))

    @property
    def language(self) -> str:
        return self.locale.identifier.partition("_")[0]

    def _samples(self, intent: Intent) -> list[tuple[str, str]]:
        samples = []
        utterances = intent.utterances + _built_in_phrases(intent, self.language)
        examples = {slot.name: self._examples(slot) for slot in intent.slots.values()}
        for utterance in utterances:
            named = slot_names(utterance)
            if named:
                self._add_pattern(intent, utterance, named)
            elif normal_form(utterance):
                self._exact.setdefault(normal_form(utterance), intent.name)
            filled = {fill_braces(utterance, examples, turn) for turn in range(VARIANTS)}
            samples += [(text, intent.name) for text in sorted(filled) if text.strip()]
        return samples

    def _examples(self, slot: Slot) -> list[str]:
        type_name = slot.slot_type_name or ""
        known = EXAMPLES.get(self.language, EXAMPLES["en"])
        return self.slot_types.values(type_name)[:VARIANTS] or known.get(type_name, [slot.name])

    def _add_pattern(self, intent: Intent, utterance: str, named: list[str]) -> None:
        pieces = re.split(r"\{\s*[\w.-]+\s*\}", utterance)
        literal = [r"\W+".join(map(re.escape, _letters(piece))) for piece in pieces]
        if not all(name in intent.slots for name in named):
            return
        regex = r"\W*" + literal[0]
        for text in literal[1:]:
            regex += r"\W*(\S(?:.*?\S)?)\W*" + (rf"(?<!\w){text}" if text else "")
        letters = sum(len(text) for text in literal)
        compiled = re.compile(regex + r"\W*", re.IGNORECASE | re.DOTALL)
        self._patterns.append(_Pattern(intent.name, compiled, named, letters))

    def ranking(
        self, utterance: str, barred: frozenset[str] = frozenset()
    ) -> list[tuple[str, float]]:
        """Intents by confidence, the best first; ``barred`` ones wait for their context."""
        scores = {
            name: score
            for name, score in self.classifier.scores(utterance).items()
            if name not in barred
        }
        exact = self._exact.get(normal_form(utterance))
        pattern = self._matching_pattern(utterance, barred) if exact is None else None
        if exact is not None and exact not in barred:
            scores[exact] = SURE
        elif pattern is not None and pattern[0].letters:
            best = max(scores.values(), default=0.0)
            scores[pattern[0].intent] = max(PATTERN_SCORE, min(best + 0.01, SURE))
        return sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))

    def _matching_pattern(
        self, utterance: str, barred: frozenset[str]
    ) -> tuple[_Pattern, dict[str, SlotValue]] | None:
        now = Moment(datetime(2020, 1, 1, tzinfo=UTC), self.locale.identifier)
        for pattern in self._patterns:
            open_to = pattern.intent not in barred
            match = pattern.regex.fullmatch(utterance) if open_to else None
            values = self._captured(pattern, match, now) if match else None
            if values is not None:
                return pattern, values
        return None

    def _captured(
        self, pattern: _Pattern, match: re.Match[str], moment: Moment
    ) -> dict[str, SlotValue] | None:
        slots = self.locale.intents[pattern.intent].slots
        values: dict[str, SlotValue] = {}
        for name, said in zip(pattern.slots, match.groups(), strict=True):
            value = self.slot_value(slots[name], said, moment)
            if value is None or (not value.certain and len(said.split()) > 3):  # noqa: PLR2004  a name
                return None
            if _spans(value.original, said):
                values[name] = value
            else:
                return None
        return values

    def slots_in(self, intent: Intent, utterance: str, moment: Moment) -> dict[str, SlotValue]:
        """The intent's slots that the utterance fills."""
        values = self.slots_as_written(intent, utterance, moment)
        reading = read(utterance, self.locale.identifier)
        taken: list[Found] = []
        for slot in self._by_specificity(intent):
            if slot.name in values or not self._may_be_found(intent, slot):
                continue
            found = self._free(
                self.slot_types.find(slot.slot_type_name or "", reading, moment), taken
            )
            if found and not _inside(reading.original(found.first, found.after), values):
                taken.append(found)
                values[slot.name] = _value(reading, found)
        return values

    def slots_as_written(
        self, intent: Intent, utterance: str, moment: Moment
    ) -> dict[str, SlotValue]:
        """Those in the braces of the sample utterance that this one follows, word for word."""
        for pattern in self._patterns:
            match = pattern.regex.fullmatch(utterance) if pattern.intent == intent.name else None
            values = self._captured(pattern, match, moment) if match else None
            if values is not None:
                return values
        return {}

    def _by_specificity(self, intent: Intent) -> list[Slot]:
        order = {name: place for place, name in enumerate(_SPECIFIC)}
        return sorted(
            intent.ordered_slots, key=lambda slot: order.get(slot.slot_type_name or "", -1)
        )

    def _may_be_found(self, intent: Intent, slot: Slot) -> bool:
        type_name = slot.slot_type_name or ""
        if type_name in _NEED_A_PLACE or slot.sub_slot_setting:
            return False
        announced = any(slot.name in slot_names(utterance) for utterance in intent.utterances)
        return announced or not type_name.startswith("AMAZON.") or type_name in _SELF_EVIDENT

    @staticmethod
    def _free(candidates: list[Found], taken: list[Found]) -> Found | None:
        open_ones = without_overlaps([*candidates])
        for found in open_ones:
            clear = all(found.after <= other.first or found.first >= other.after for other in taken)
            if found.certain and found.interpreted is not None and clear:
                return found
        return None

    def slot_value(self, slot: Slot, utterance: str, moment: Moment) -> SlotValue | None:
        """What an utterance that answers the slot's question means, or None."""
        for sample in slot.value_elicitation_setting.sample_utterances or []:
            inner = _inner(sample.utterance, slot.name, utterance)
            if inner and inner != utterance:
                value = self._answer(slot, inner, moment)
                if value:
                    return value
        return self._answer(slot, utterance, moment)

    def _answer(self, slot: Slot, utterance: str, moment: Moment) -> SlotValue | None:
        reading: Reading = read(utterance, self.locale.identifier)
        found = self.slot_types.answer(slot.slot_type_name or "", reading, moment)
        return _value(reading, found) if found else None

    def all_values(self, slot: Slot, utterance: str, moment: Moment) -> list[SlotValue]:
        """Every value of a multi-valued slot in the answer."""
        reading = read(utterance, self.locale.identifier)
        found = self.slot_types.find(slot.slot_type_name or "", reading, moment)
        return [_value(reading, one) for one in found]


def _built_in_phrases(intent: Intent, language: str) -> list[str]:
    phrases = BUILT_IN_PHRASES.get(intent.parent_intent_signature or "", {})
    return phrases.get(language, phrases.get("en", []))


def _letters(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)*", text)


def _value(reading: Reading, found: Found) -> SlotValue:
    original = reading.original(found.first, found.after)
    resolved = list(found.resolved) or (
        [found.interpreted] if found.certain and found.interpreted else []
    )
    return SlotValue(original, found.interpreted, resolved, found.certain)


def _spans(value: str, said: str) -> bool:
    """Whether the value is most of what stood in the braces, not a word within a sentence."""
    return len(normal_form(said).split()) - len(normal_form(value).split()) <= 2  # noqa: PLR2004


def _inside(words: str, values: dict[str, SlotValue]) -> bool:
    """Whether another slot has them already; a full stop at the end is nobody's."""
    plain = normal_form(words)
    return any(plain in normal_form(value.original) for value in values.values())


def _inner(sample: str, name: str, utterance: str) -> str | None:
    """What stands in the slot's braces when the utterance follows the sample."""
    pieces = re.split(r"\{\s*" + re.escape(name) + r"\s*\}", sample)
    if len(pieces) != 2 or "{" in "".join(pieces):  # noqa: PLR2004  one pair of braces
        return None
    before, after = (r"\W+".join(map(re.escape, _letters(piece))) for piece in pieces)
    match = re.fullmatch(rf"\W*{before}\W*(\S(?:.*?\S)?)\W*{after}\W*", utterance, re.I | re.S)
    return match[1] if match else None
