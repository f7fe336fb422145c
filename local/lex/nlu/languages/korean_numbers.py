"""Korean numbers: Sino ("이십삼") and native ("스물셋"), with what is written onto them."""

import re
from decimal import Decimal

from local.lex.nlu.languages.tables import count
from local.lex.nlu.number_words import NumberWords

_DIGITS = count("영|공 일 이 삼 사 오 육|륙 칠 팔 구")
_DIGIT = "[일이삼사오육륙칠팔구]"
_GROUP = rf"(?:{_DIGIT}?천)?(?:{_DIGIT}?백)?(?:{_DIGIT}?십)?{_DIGIT}?"
_SINO = rf"(?:{_GROUP}억)?(?:{_GROUP}만)?{_GROUP}"
_NUMERAL = re.compile(r"\d+(?:\.\d+)?|[영공일이삼사오육륙칠팔구]|[십백천만억]")
# The Sino numbers with numerals for digits too: "3만 5천".
_MIXED = re.compile(_SINO.replace(_DIGIT, rf"(?:{_DIGIT}|\d+(?:\.\d+)?)"))
_POWERS = {"십": 10, "백": 100, "천": 1000}
_MYRIADS = {"만": 10**4, "억": 10**8}

_ONES = count("하나|한 둘|두 셋|세 넷|네 다섯 여섯 일곱 여덟 아홉", 1)
_TENS = count("열 스물 서른 마흔 쉰 예순 일흔 여든 아흔", 10, 10)
NATIVE = (
    _ONES
    | _TENS
    | {"스무": 20}
    | {ten + one: tens + ones for ten, tens in _TENS.items() for one, ones in _ONES.items()}
)
COUNTING = frozenset({"한", "두", "세", "네", "스무"})  # never alone: "네" alone is yes
SHY = frozenset({*_DIGITS, *_POWERS, *_MYRIADS, *COUNTING})
CARDINALS = _DIGITS | NATIVE
_DAYS = count("하루 이틀 사흘 나흘 닷새 엿새 이레 여드레 아흐레 열흘", 1) | {"보름": 15}
_WHOLE = {said: f"{days} 일" for said, days in _DAYS.items()} | {"유월": "6 월", "시월": "10 월"}

_NATIVE_COUNTERS = "시간|시|달러|달|개|명|살|번|주일|주|해|분"
_SINO_COUNTERS = (
    "시간|분|초|월|일|년|주일|주간|주|개월|달러|원|유로|엔|센트|파운드|퍼센트|프로|번|점"
)
COUNTERS = frozenset(f"{_NATIVE_COUNTERS}|{_SINO_COUNTERS}".split("|"))
_TAILS = (
    "에는|에서|에|부터|까지|은|는|이|가|을|를|의|으로|로|쯤에|쯤|정도|경|마다|동안|간|뒤에|뒤|후에|후|"
    "전에|전|반에|반|이요|요|이에요|예요|입니다|이고|도"
)
_STEMS = (
    "오전|오후|아침|새벽|저녁|밤|낮|정오|자정|오늘|내일모레|내일|모레|글피|어제|그저께|그제|지금|"
    "[월화수목금토일]요일|이번|다음|지난|올해|내년|작년|" + "|".join(_WHOLE)
)
_SPLITS = [
    re.compile(rf"({_STEMS})(?:({_TAILS}))?"),
    re.compile(rf"({_SINO})"),
    re.compile(r"([영공일이삼사오육륙칠팔구]{3,})"),
    re.compile(
        rf"({_SINO}|영)(점)(?P<decimals>[영공일이삼사오육륙칠팔구]+)({_SINO_COUNTERS})?(?:({_TAILS}))?"
    ),
    re.compile(
        rf"({'|'.join(sorted(NATIVE, key=len, reverse=True))})({_NATIVE_COUNTERS})"
        rf"(?:({_TAILS}))?"
    ),
    # "오시는" is no five o'clock: hours have Sino numbers from ten on.
    re.compile(rf"((?=.*십){_SINO})(시)(?:({_TAILS}))?"),
    re.compile(rf"((?:{_SINO})|영)({_SINO_COUNTERS})(?:({_TAILS}))?"),
    re.compile(rf"([만천])?({_SINO_COUNTERS}|시)(?:({_TAILS}))?"),
]
_BEHIND_DAYS = ("뒤", "후", "전", "동안", "간")


def pieces(word: str) -> list[str]:
    """ "세시에" as 세, 시, 에; a word that is none of these stays whole."""
    for pattern in _SPLITS:
        match = pattern.fullmatch(word) if word else None
        if match:
            decimals = match.groupdict().get("decimals")
            parts = [part for part in match.groups() if part]
            return [one for part in parts for one in (part if part == decimals else [part])]
    return [word]


class KoreanNumbers(NumberWords):
    """Number words may stand apart ("이만 삼천오백") or run together."""

    def parse(self, words: list[str], before: str = "") -> tuple[str, int]:
        """As for every language; "사흘" is ``3 일``, since it has its unit within."""
        if words and words[0] in _WHOLE:
            return _WHOLE[words[0]], 1
        digits = _digit_words(words)
        if digits:
            return digits, len(digits)
        if before[:1].isdigit() and words[0] == "일":  # "삼 일": the unit
            return "", 0
        days = _days(words, before)
        return days if days[1] else super().parse(words, before)

    def _counts(self, words: list[str], before: str) -> bool:
        behind = "".join(words[1:2])
        alone = not before and not behind.isalnum()
        return behind in COUNTERS or (alone and words[0] not in COUNTING)

    def _cardinal(self, words: list[str]) -> tuple[str, int]:
        for size in range(min(8, len(words)), 0, -1):
            said = words[:size]
            # Two numerals side by side are two numbers.
            value = None if re.search(r"\d \d", " ".join(said)) else _value("".join(said))
            if value is not None:
                return value, size
        return "", 0


def _digit_words(words: list[str]) -> str:
    """ "공 일 공", "공일공": three digits and more."""
    run = ""
    for word in words:
        if word not in _DIGITS:
            break
        run += str(_DIGITS[word])
    return run if len(run) >= 3 else ""  # noqa: PLR2004  fewer may be words


def _days(words: list[str], before: str) -> tuple[str, int]:
    """ "유월 이십일" is the 20th, "이십일 뒤" in 20 days; else "이십일" is 21."""
    for size in range(min(2, len(words)), 0, -1):
        said = "".join(words[:size])
        behind = "".join(words[size : size + 1])
        in_days = (before.endswith(("월", "달")) and behind != "일") or behind.startswith(
            _BEHIND_DAYS
        )
        value = _value(said.removesuffix("일")) if said.endswith("일") and in_days else None
        if value is not None and _value(said) is not None:
            return f"{value} 일", size
    return "", 0


def _value(said: str) -> str | None:
    """The digits of a whole number; None for other words."""
    if said in NATIVE:
        return str(NATIVE[said])
    said = said.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", said):
        return said
    if said in _DIGITS:
        return str(_DIGITS[said])
    if re.fullmatch(r"[영공일이삼사오육륙칠팔구]{3,}", said):
        return "".join(str(_DIGITS[sign]) for sign in said)
    return f"{_sino(said).normalize():f}" if said and _MIXED.fullmatch(said) else None


def _sino(said: str) -> Decimal:
    total = group = digit = Decimal(0)
    for sign in _NUMERAL.findall(said):
        if sign in _POWERS:
            group, digit = group + (digit or 1) * _POWERS[sign], Decimal(0)
        elif sign in _MYRIADS:
            total += (group + digit or 1) * _MYRIADS[sign]
            group = digit = Decimal(0)
        else:
            digit = Decimal(_DIGITS.get(sign, sign))
    return total + group + digit
