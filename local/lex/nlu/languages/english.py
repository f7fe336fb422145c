"""English numbers, dates, times and durations."""

from local.lex.nlu.date_words import DateWords
from local.lex.nlu.languages.tables import count, units
from local.lex.nlu.number_lexicon import Lexicon
from local.lex.nlu.time_words import time_words

_UNITS = count(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = count("twenty thirty forty|fourty fifty sixty seventy eighty ninety", 20, 10)
_TWO_WORDS = {
    f"{ten} {unit}": tens + units
    for ten, tens in _TENS.items()
    for unit, units in _UNITS.items()
    if 0 < units < 10  # noqa: PLR2004  the ones
}
_ORDINALS = {
    **count(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
        1,
    ),
    "thirtieth": 30,
}

NUMBERS = Lexicon(
    _UNITS | _TENS | _TWO_WORDS,
    hundred=frozenset({"hundred"}),
    scales={"thousand": 1000, "k": 1000, "grand": 1000, "million": 10**6, "billion": 10**9},
    joiners=frozenset({"and"}),
    articles=frozenset({"a"}),
    minus=frozenset({"minus", "negative"}),
    point=frozenset({"point"}),
    ordinals=_ORDINALS,
    ordinal_suffixes=frozenset({"st", "nd", "rd", "th"}),
    repeats={"double": 2, "triple": 3},
    letter_zeros=frozenset({"oh", "o"}),
    hyphens=True,
)
DATES = DateWords(
    months=count(
        "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug "
        "september|sept|sep october|oct november|nov december|dec",
        1,
    ),
    weekdays=count(
        "monday|mondays|mon tuesday|tuesdays|tues|tue wednesday|wednesdays|weds|wed "
        "thursday|thursdays|thurs|thur|thu friday|fridays|fri saturday|saturdays|sat "
        "sunday|sundays|sun",
        0,
    ),
    days={
        "today": 0,
        "now": 0,
        "tonight": 0,
        "this morning": 0,
        "this afternoon": 0,
        "this evening": 0,
        "tomorrow": 1,
        "tmrw": 1,
        "day after tomorrow": 2,
        "yesterday": -1,
        "day before yesterday": -2,
    },
    units=units(day="day days", week="week weeks", month="month months", year="year years"),
    next=frozenset({"next", "the following", "coming"}),
    last=frozenset({"last", "previous", "past"}),
    this=frozenset({"this", "current"}),
    patterns=(
        ("day", r"\b(?:the )?(?P<day>{days})\b"),
        ("weekday", r"\b(?:on )?(?:(?:the )?(?P<which>{which}) )?(?P<weekday>{weekdays})\b"),
        ("period", r"\b(?P<which>{which}) (?P<unit>{units})\b"),
        ("ahead", r"\bin (?P<n>\d+) (?P<unit>{units})\b"),
        ("ahead", r"\b(?P<n>\d+) (?P<unit>{units}) (?:from now|from today|later)\b"),
        ("ago", r"\b(?P<n>\d+) (?P<unit>{units}) (?:ago|earlier)\b"),
        (
            "of_month",
            r"\b(?P<month>{months}) ?\.? (?:the )?(?P<d>\d\d?)(?:rd)?(?: ?,? (?P<y>\d{{4}}))?\b",
        ),
        (
            "of_month",
            r"\b(?:the )?(?P<d>\d\d?)(?:rd)? (?:of )?(?P<month>{months})(?: ?,? (?P<y>\d{{4}}))?\b",
        ),
        ("of_month", r"\b(?:the )?(?P<d>\d\d?)rd\b(?! (?:of|street|avenue))"),
        ("month", r"\b(?<!may )(?P<month>{months})(?: (?P<y>\d{{4}}))?\b(?! (?:i|we|\d\d?))"),
    ),
)

TIMES = time_words(
    named={
        "noon": "12:00",
        "midday": "12:00",
        "midnight": "00:00",
        "this morning": "MO",
        "this afternoon": "AF",
        "this evening": "EV",
        "tonight": "NI",
        "in the morning": "MO",
        "in the afternoon": "AF",
        "in the evening": "EV",
        "at night": "NI",
    },
    fractions={"half": 30, "quarter": 15, "a quarter": 15},
    halves={
        "am": "am",
        "a.m.": "am",
        "a . m .": "am",
        "a . m": "am",
        "a m": "am",
        "in the morning": "am",
        "this morning": "am",
        "morning": "am",
        "tomorrow morning": "am",
        "pm": "pm",
        "p.m.": "pm",
        "p . m .": "pm",
        "p . m": "pm",
        "p m": "pm",
        "in the afternoon": "pm",
        "this afternoon": "pm",
        "afternoon": "pm",
        "in the evening": "pm",
        "this evening": "pm",
        "evening": "pm",
        "tonight": "pm",
        "at night": "night",
    },
    patterns=[
        ("named", r"\b(?P<named>{named})\b"),
        (
            "past",
            r"\b(?P<fraction>{fraction}|\d\d?)(?: minutes?)? (?:past|after) (?P<h>\d\d?)"
            r"(?: o ?'? ?clock)?(?: (?P<half>{half}))?",
        ),
        (
            "to",
            r"\b(?P<fraction>{fraction}|\d\d?)(?: minutes?)? (?:to|before|till|of) (?P<h>\d\d?)"
            r"(?: o ?'? ?clock)?(?: (?P<half>{half}))?",
        ),
        ("clock", r"\b(?P<h>\d\d?) ?: ?(?P<m>\d\d)(?: ?: ?\d\d)?(?: ?(?P<half>{half}))?"),
        ("clock", r"\b(?P<h>\d\d?) (?P<m>[0-5]\d) ?(?P<half>{half})"),
        ("clock", r"\b(?P<h>\d\d?)(?: o ?'? ?clock)? ?(?P<half>{half})"),
        ("clock", r"\b(?P<h>\d\d?) o ?'? ?clock"),
        (
            "clock",
            r"\b(?:at|by|around|about|before|after|until) (?P<h>\d\d?)"
            r"(?: (?P<m>[0-5]\d))?\b(?! ?[:./%]| (?:days?|weeks?|months?|years?|hours?|"
            r"minutes?|dollars?))",
        ),
        ("clock", r"^(?P<h>\d\d?)(?: (?P<m>[0-5]\d))?$"),
        ("clock", r"^(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?: hours)?$"),
    ],
    units=units(
        Y="year years",
        M="month months",
        W="week weeks",
        D="day days",
        TH="hour hours hr hrs h",
        TM="minute minutes min mins",
        TS="second seconds sec secs",
    ),
    one=["a", "an", "one"],
    wholes={
        "half an hour": ("TM", "30"),
        "half hour": ("TM", "30"),
        "quarter of an hour": ("TM", "15"),
        "half a day": ("TH", "12"),
        "half a year": ("M", "6"),
    },
    joiner="and",
    half="and a half",
)
