"""Spoken numbers of the locales' languages, read as digits."""

from decimal import Decimal

from local.lex.nlu.number_lexicon import Lexicon

TEN, HUNDRED, THOUSAND = 10, 100, 1000


class NumberWords:
    """Reads a number at the start of a list of words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        words = max((phrase.count(" ") + 1 for phrase in lexicon.cardinals), default=1)
        self._longest = 2 * words - 1 if lexicon.hyphens else words

    def parse(self, words: list[str], before: str = "") -> tuple[str, int]:
        """The number's digits (``23rd`` for an ordinal) and how many words it takes; else 0.

        ``before`` is the word in front of them, already read.
        """
        minus = 1 if words and words[0] in self.lexicon.minus and self._takes_minus(before) else 0
        digits, taken = self._cardinal(words[minus:])
        if taken == 1 and words[minus] in self.lexicon.shy and not self._counts(words, before):
            return "", 0
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

    def _takes_minus(self, before: str) -> bool:
        barred = self.lexicon.no_minus_behind
        return not barred or not (before in barred or before[:1].isdigit())

    def _counts(self, words: list[str], before: str) -> bool:
        """Whether "un" is a number: before "euro", behind a digit, in "un deux trois", alone."""
        behind = words[1:3]
        if not behind or not behind[0].isalnum():
            return not before or before[:1].isdigit()
        digits = all(self.lexicon.cardinals.get(word, TEN) < TEN for word in behind)
        return digits or behind[0] in self.lexicon.counted or before[:1].isdigit()

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
        # The next phrase must be smaller than what the last left open: at first "neunzehnhundert".
        room = 2 * THOUSAND
        started = False
        while at < len(words):
            value, size = self._phrase(words, at)
            if size and value < room and (value or not started):
                current, started, room = current + value, True, _room_after(value)
            elif self._is_hundred(words, at, started):
                current, started, room, size = max(current, 1) * 100, True, 100, 1
            elif self._is_scale(words, at, started):
                total = self._scaled(total, current, self.lexicon.scales[words[at]])
                current, started, room, size = 0, True, THOUSAND, 1
            elif self._joins(words, at, started, room) or self._article(words, at, started):
                at += 1
                continue
            else:
                break
            at += size
            taken = at
        return (str(total + current), taken) if started and taken else ("", 0)

    def _phrase(self, words: list[str], at: int) -> tuple[int, int]:
        """The longest number phrase at a place, and how many words it takes."""
        for size in range(min(self._longest, len(words) - at), 0, -1):
            said = words[at : at + size]
            if self.lexicon.hyphens and said[-1] != "-":
                said = [word for word in said if word != "-"]
            value = self.lexicon.cardinals.get(" ".join(said))
            if value is not None:
                return value, size
        return 0, 0

    def _is_hundred(self, words: list[str], at: int, started: bool) -> bool:
        articled = at > 0 and words[at - 1] in self.lexicon.articles
        return words[at] in self.lexicon.hundred and (started or articled)

    def _is_scale(self, words: list[str], at: int, started: bool) -> bool:
        articled = at > 0 and words[at - 1] in self.lexicon.articles
        alone = articled or words[at] in self.lexicon.bare_scales
        return words[at] in self.lexicon.scales and (started or alone)

    def _scaled(self, total: int, current: int, scale: int) -> int:
        if 0 < total < scale and self.lexicon.bare_scales:  # "dos mil millones"
            return (total + current) * scale
        return total + max(current, 1) * scale

    def _joins(self, words: list[str], at: int, started: bool, room: int) -> bool:
        if not started or at + 1 >= len(words):
            return False
        if words[at] == "-" and self.lexicon.hyphens:
            return words[at + 1].isalpha()
        large = room >= HUNDRED
        return words[at] in self.lexicon.joiners and large and self._phrase(words, at + 1)[1] > 0

    def _article(self, words: list[str], at: int, started: bool) -> bool:
        if started or words[at] not in self.lexicon.articles or at + 1 >= len(words):
            return False
        following = words[at + 1]
        return following in self.lexicon.hundred or following in self.lexicon.scales

    def _decimals(self, words: list[str]) -> tuple[str, int]:
        if not words or words[0] not in self.lexicon.point:
            return "", 0
        digits, spoken = self._digits(words[1:])
        if not digits and self.lexicon.tens_behind_point:
            tens, spoken = self._phrase(words, 1)
            digits = str(tens) if spoken else ""
        return (digits, 1 + spoken) if digits else ("", 0)

    def _digits(self, words: list[str]) -> tuple[str, int]:
        digits = ""
        for spoken, word in enumerate(words):
            value = self.lexicon.cardinals.get(word)
            if value is None and word.isdigit():
                digits += word
            elif value is not None and value < TEN:
                digits += str(value)
            else:
                return digits, spoken
        return digits, len(words)

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
    return HUNDRED if value and value % HUNDRED == 0 else 0
