"""Korean numbers, dates, times and durations; particles stand apart, as they are read."""

from local.lex.nlu.date_words import DateWords
from local.lex.nlu.languages.korean_numbers import CARDINALS, COUNTERS, SHY, pieces
from local.lex.nlu.languages.tables import AM, PM, count, phrases, units
from local.lex.nlu.number_lexicon import Lexicon
from local.lex.nlu.time_words import time_words

NUMBERS = Lexicon(
    CARDINALS,
    shy=SHY,
    counted=COUNTERS,
    minus=frozenset({"마이너스", "영하"}),
    point=frozenset({"점", "쩜"}),
    pieces=pieces,
)

_YEAR = r"(?:(?P<y>\d{{4}}) 년 )?"

DATES = DateWords(
    months={str(month): month for month in range(1, 13)},
    weekdays=count("월요일 화요일 수요일 목요일 금요일 토요일 일요일"),
    days={
        "오늘": 0,
        "지금": 0,
        "내일": 1,
        "모레": 2,
        "내일모레": 2,
        "내일 모레": 2,
        "글피": 3,
        "어제": -1,
        "그저께": -2,
        "그제": -2,
        "엊그제": -2,
    },
    units=units(day="일", week="주 주일 주간", month="달 개월", year="년 해"),
    next=frozenset({"다음", "오는", "내"}),
    last=frozenset({"지난", "저번", "작"}),
    this=frozenset({"이번", "올", "금"}),
    patterns=(
        ("day", r"\b(?P<day>{days})"),
        ("weekday", r"\b(?:(?P<which>다음|오는|지난|저번|이번) )?(?P<weekday>{weekdays})"),
        (
            "weekday_of_week",
            r"\b(?P<which>다음|지난|저번|이번) ?주 (?P<weekday>{weekdays})",
        ),
        ("period", r"\b(?P<which>다음|오는|지난|저번|이번) ?(?P<unit>주일|주간|주|달|해)(?!말)"),
        ("period", r"\b(?P<which>내|작|금)(?P<unit>년)"),
        ("period", r"\b(?P<which>올)(?P<unit>해)"),
        ("ahead", r"\b(?P<n>\d+) (?P<unit>{units}) ?(?:뒤|후|있다가)"),
        ("ago", r"\b(?P<n>\d+) (?P<unit>{units}) ?전"),
        ("of_month", rf"\b{_YEAR}(?P<month>{{months}}) 월 (?P<d>\d\d?)(?: 일\b|(?! ?\w))"),
        ("of_month", r"\b(?P<d>\d\d?) 일\b(?! ?(?:뒤|후|전|동안|간))"),
        ("of_next_month", r"\b다음 ?달 (?P<d>\d\d?) 일\b"),
        ("month", rf"\b{_YEAR}(?P<month>{{months}}) 월\b(?! \d)"),
    ),
)

_CLOCK = r"\b(?:(?P<half>{half})(?: 에)? )?(?P<h>\d\d?) 시"

TIMES = time_words(
    named=phrases(
        **{"12:00": "정오", "00:00": "자정"},
        MO="오전|아침|새벽",
        AF="오후|낮",
        EV="저녁",
        NI="밤|오늘 밤",
    ),
    fractions={"반": 30},
    halves=phrases(am=AM + "|오전|아침|새벽", pm=PM + "|오후|저녁|낮", night="밤"),
    patterns=[
        ("named", r"\b(?P<named>{named})\b"),
        ("clock", _CLOCK + r"\b(?: (?P<m>\d\d?) 분)?\b"),
        ("past", _CLOCK + r" (?P<fraction>{fraction})"),
        ("to", _CLOCK + r" (?P<fraction>\d\d?) 분 전"),
        ("clock", r"\b(?:(?P<half>{half}) )?(?P<h>\d\d?) ?: ?(?P<m>\d\d)"),
        ("clock", r"^(?:(?P<half>{half}) )?(?P<h>\d\d?)$"),
    ],
    units=units(Y="년 해", M="달 개월", W="주 주일 주간", D="일", TH="시간", TM="분", TS="초"),
    joiner="하고|그리고",
    half="반",
    wholes={"반 시간": ("TM", "30"), "반시간": ("TM", "30"), "반년": ("M", "6")},
)
