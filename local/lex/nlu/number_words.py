"""Spoken numbers of the locales' languages, read as digits."""

from dataclasses import dataclass, field
from decimal import Decimal

from local.lex.nlu.number_lexicon import LEXICONS, Lexicon

TEN, TWENTY, HUNDRED = 10, 20, 100


@dataclass(frozen=True)
class NumberWords:
    """Reads a number at the start of a list of words."""

    lexicon: Lexicon
    cardinals: dict[str, int] = field(default_factory=dict)

    def parse(self, words: list[str]) -> tuple[str, int]:
        """The number's digits (``23rd`` for an ordinal) and how many words it takes; else 0."""
        minus = 1 if words and words[0] in self.lexicon.minus else 0
        digits, taken = self._cardinal(words[minus:])
        after = minus + taken
        decimals, more = self._decimals(words[after:])
        if not (taken or more):
            return self._ordinal(words) if not minus else ("", 0)
        digits = digits or "0"
        ordinal = None if more else self._ordinal_tail(words[after:], digits)
        if ordinal and not minus:
            return f"{ordinal[0]}{self.lexicon.ordinal_mark}", after + ordinal[1]
        text = f"{digits}.{decimals}" if more else digits
        return ("-" if minus else "") + text, after + more

    def _cardinal(self, words: list[str]) -> tuple[str, int]:
        if words and words[0][:1].isdigit():
            return self._numeral(words)
        return self._spoken(words)

    def _numeral(self, words: list[str]) -> tuple[str, int]:
        """A number written in digits, with a multiplier word behind it ("5 thousand", "5 k")."""
        numeral = words[0].replace(",", "")
        factor = self.lexicon.scales.get(words[1]) if len(words) > 1 else None
        if factor is None and len(words) > 1 and words[1] in self.lexicon.hundred:
            factor = 100
        if factor is None:
            return numeral, 1
        return f"{(Decimal(numeral) * factor).normalize():f}", 2

    def _spoken(self, words: list[str]) -> tuple[str, int]:
        total = current = 0
        at = taken = 0
        room = 1000  # the next word must be smaller than what the last one left open
        started = False
        while at < len(words):
            word = words[at]
            value = self.cardinals.get(word)
            if value is not None and value < room and (value or not started):
                current, started, room = current + value, True, _room_after(value)
            elif self._is_hundred(words, at, started):
                current, started, room = max(current, 1) * 100, True, 100
            elif word in self.lexicon.scales and (started or self._counts_alone(words, at)):
                total += max(current, 1) * self.lexicon.scales[word]
                current, started, room = 0, True, 1000
            elif not (self._joins(words, at, started) or self._article(words, at, started)):
                break
            at += 1
            if word not in self.lexicon.joiners and word not in self.lexicon.articles:
                taken = at
        return (str(total + current), taken) if started and taken else ("", 0)

    def _is_hundred(self, words: list[str], at: int, started: bool) -> bool:
        return words[at] in self.lexicon.hundred and (started or self._counts_alone(words, at))

    def _counts_alone(self, words: list[str], at: int) -> bool:
        return self.lexicon.bare_scales or (at > 0 and words[at - 1] in self.lexicon.articles)

    def _joins(self, words: list[str], at: int, started: bool) -> bool:
        joiner = words[at] in self.lexicon.joiners and started and at > 0
        if not joiner or at + 1 >= len(words):
            return False
        after_large = words[at - 1] in self.lexicon.hundred or words[at - 1] in self.lexicon.scales
        return words[at + 1] in self.cardinals and (after_large or self.lexicon.joins_tens)

    def _article(self, words: list[str], at: int, started: bool) -> bool:
        if started or words[at] not in self.lexicon.articles or at + 1 >= len(words):
            return False
        following = words[at + 1]
        return following in self.lexicon.hundred or following in self.lexicon.scales

    def _digit_run(self, words: list[str]) -> str:
        digits = ""
        for word in words:
            value = self.cardinals.get(word)
            if value is None and word.isdigit():
                digits += word
            elif value is not None and value < TEN:
                digits += str(value)
            else:
                break
        return digits

    def _decimals(self, words: list[str]) -> tuple[str, int]:
        if not words or words[0] not in self.lexicon.point or words[0] in {".", ","}:
            return "", 0
        digits = self._digit_run(words[1:])
        spoken = 0
        covered = ""
        while covered != digits and spoken + 1 < len(words):
            spoken += 1
            covered = self._digit_run(words[1 : 1 + spoken])
        return (digits, 1 + spoken) if digits else ("", 0)

    def _ordinal(self, words: list[str]) -> tuple[str, int]:
        if words and words[0] in self.lexicon.ordinals:
            return f"{self.lexicon.ordinals[words[0]]}{self.lexicon.ordinal_mark}", 1
        return "", 0

    def _ordinal_tail(self, words: list[str], digits: str) -> tuple[int, int] | None:
        """ "twenty third": an ordinal below ten behind a ten; "3 rd": the mark behind a numeral."""
        if not words or not digits.isdigit():
            return None
        if words[0] in self.lexicon.ordinal_suffixes:
            return int(digits), 1
        unit = self.lexicon.ordinals.get(words[0], 0)
        if 0 < unit < TEN and int(digits) in range(20, 100, 10):
            return int(digits) + unit, 1
        return None


def _room_after(value: int) -> int:
    if value >= HUNDRED:
        return HUNDRED
    return TEN if value >= TWENTY and value % TEN == 0 else 0


NUMBER_WORDS = {
    language: NumberWords(lexicon, lexicon.cardinals()) for language, lexicon in LEXICONS.items()
}
