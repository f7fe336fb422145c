"""German numbers, dates, times and durations; written without umlauts, as they are read."""

from local.lex.nlu.date_words import DateWords
from local.lex.nlu.languages.german_numbers import cardinals, ordinals, thousands
from local.lex.nlu.languages.tables import AM, PM, count, endings, phrases, units
from local.lex.nlu.number_lexicon import Lexicon
from local.lex.nlu.time_words import time_words

_DATE_UNITS = units(
    day="tag tage tagen",
    week="woche wochen",
    month="monat monate monaten monats",
    year="jahr jahre jahren jahres",
)
_TIME_UNITS = units(
    Y="jahr jahre jahren",
    M="monat monate monaten",
    W="woche wochen",
    D="tag tage tagen",
    TH="stunde stunden std h",
    TM="minute minuten min",
    TS="sekunde sekunden sek",
)

NUMBERS = Lexicon(
    cardinals(),
    scales={
        "tausend": 1000,
        "million": 10**6,
        "millionen": 10**6,
        "mio": 10**6,
        "milliarde": 10**9,
        "milliarden": 10**9,
    },
    bare_scales=frozenset({"tausend"}),
    joiners=frozenset({"und"}),
    shy=frozenset({"ein", "eine", "einen", "einem", "einer"}),
    counted=frozenset(
        {*_DATE_UNITS, *_TIME_UNITS, "uhr", "euro", "dollar", "cent", "pfund", "franken", "prozent"}
    ),
    minus=frozenset({"minus"}),
    point=frozenset({"komma", "punkt"}),
    tens_behind_point=True,
    ordinals=ordinals(),
    accents=False,
    and_cents="und",
    repeats={"doppel": 2, "doppelt": 2},
    pieces=thousands,
)

_DAY = r"(?P<d>\d\d?)(?:rd| ?\.)?"
_YEAR = r"(?: ?,? (?P<y>\d{{4}}))?"

DATES = DateWords(
    months=count(
        "januar|janner|jaenner|jan februar|feb marz|maerz|mrz april|apr mai juni|jun juli|jul "
        "august|aug september|sept|sep oktober|okt november|nov dezember|dez",
        1,
    ),
    weekdays=count(
        "montag|montags dienstag|dienstags mittwoch|mittwochs donnerstag|donnerstags "
        "freitag|freitags samstag|samstags|sonnabend sonntag|sonntags"
    ),
    days={
        "heute": 0,
        "jetzt": 0,
        "sofort": 0,
        "heute morgen": 0,
        "heute fruh": 0,
        "heute vormittag": 0,
        "heute mittag": 0,
        "heute nachmittag": 0,
        "heute abend": 0,
        "heute nacht": 0,
        "morgen": 1,
        "morgen fruh": 1,
        "morgen frueh": 1,
        "morgen vormittag": 1,
        "morgen mittag": 1,
        "morgen nachmittag": 1,
        "morgen abend": 1,
        "ubermorgen": 2,
        "uebermorgen": 2,
        "gestern": -1,
        "gestern abend": -1,
        "vorgestern": -2,
    },
    units=_DATE_UNITS,
    next=endings("nachst naechst kommend folgend", "e", "en", "er", "es", "em"),
    last=endings("letzt vergangen vorig", "e", "en", "er", "es", "em"),
    this=frozenset({"diese", "diesen", "dieser", "dieses", "diesem"}),
    patterns=(
        ("day", r"\b(?<!\bam )(?<!\bjeden )(?P<day>{days})\b"),
        (
            "weekday",
            r"\b(?:am |den |bis )?(?:(?P<which>{which}) )?(?P<weekday>{weekdays})\b",
        ),
        (
            "weekday_of_week",
            r"\b(?P<which>{which}) woche (?:am )?(?P<weekday>{weekdays})\b",
        ),
        (
            "weekday_of_week",
            r"\b(?:am )?(?P<weekday>{weekdays}) (?:der |in der )?(?P<which>{which}) woche\b",
        ),
        ("period", r"\b(?:im |in der |am )?(?P<which>{which}) (?P<unit>{units})\b"),
        ("ahead", r"\b(?:in|heute in|nach) (?P<n>\d+) (?P<unit>{units})\b"),
        ("ahead", r"\b(?P<n>\d+) (?P<unit>{units}) (?:spater|spaeter|nach heute)\b"),
        ("ago", r"\bvor (?P<n>\d+) (?P<unit>{units})\b"),
        (
            "of_month",
            rf"\b(?:am |den |der |dem |zum |vom )?{_DAY} ?(?P<month>{{months}})\b(?: ?\.)?"
            rf"{_YEAR}(?!\w)",
        ),
        ("of_month", r"\b(?:am|zum|den|der|dem|vom) (?P<d>\d\d?)(?:rd\b| ?\.)(?! ?\d| ?{months})"),
        ("of_month", r"\b(?:am|zum) (?P<d>\d\d?)\b(?! ?[.:,/%\u20ac] ?\d| uhr)"),
        (
            "of_next_month",
            r"\b(?:am |zum )?(?P<d>\d\d?)(?:rd| ?\.)? (?:des )?"
            r"(?:nachsten|naechsten|kommenden) monats?\b",
        ),
        ("month", r"\b(?:im )?(?P<month>{months})(?: (?P<y>\d{{4}}))?\b"),
    ),
)

_HALF = r"(?: ?,? (?P<half>{half}))?"
_FRACTION = r"(?P<fraction>{fraction}|\d\d?)(?: minuten?)?"
_OCLOCK = r"(?: uhr)?" + _HALF

TIMES = time_words(
    named=phrases(
        **{"12:00": "mittag|mittags|am mittag|zu mittag", "00:00": "mitternacht|um mitternacht"},
        MO="heute morgen|am morgen|heute fruh|morgens|vormittags|am vormittag|heute vormittag|"
        "in der fruh",
        AF="am nachmittag|heute nachmittag|nachmittags",
        EV="am abend|heute abend|abends",
        NI="in der nacht|heute nacht|nachts",
    ),
    fractions={"viertel": 15, "dreiviertel": 15, "3 viertel": 15},
    halves=phrases(
        am=AM + "|morgens|am morgen|fruh|frueh|in der fruh|vormittags|am vormittag|heute morgen",
        pm=PM + "|nachmittags|am nachmittag|heute nachmittag|mittags|am mittag|abends|am abend|"
        "heute abend|morgen abend|morgen nachmittag",
        night="nachts|in der nacht|heute nacht",
    ),
    patterns=[
        ("named", r"\b(?P<named>{named})\b"),
        ("past", rf"\b{_FRACTION} nach (?P<h>\d\d?)\b{_OCLOCK}"),
        ("to", rf"\b{_FRACTION} vor (?P<h>\d\d?)\b{_OCLOCK}"),
        ("to", rf"\b(?P<fraction>dreiviertel|3 viertel) (?P<h>\d\d?)\b{_OCLOCK}"),
        ("half_to", rf"\bhalb (?P<h>\d\d?)\b{_OCLOCK}"),
        ("before_half", rf"\b{_FRACTION} vor halb (?P<h>\d\d?)\b{_OCLOCK}"),
        ("after_half", rf"\b{_FRACTION} nach halb (?P<h>\d\d?)\b{_OCLOCK}"),
        (
            "clock",
            r"\b(?P<h>\d\d?) ?: ?(?P<m>\d\d)(?: ?: ?\d\d)?(?: uhr)?(?: ?(?P<half>{half}))?",
        ),
        ("clock", rf"\b(?:um )?(?P<h>\d\d?)\.(?P<m>[0-5]\d) uhr\b{_HALF}"),
        ("clock", rf"\b(?:um )?(?P<h>\d\d?) (?:uhr|h)(?: (?:und )?(?P<m>[0-5]?\d))?\b{_HALF}"),
        ("clock", r"\b(?P<h>\d\d?) ?(?P<half>{half})\b"),
        ("clock", r"\b(?P<half>{half}) um (?P<h>\d\d?)(?: uhr)?(?: (?P<m>[0-5]\d))?\b"),
        ("half_to", r"\b(?P<half>{half}) um halb (?P<h>\d\d?)\b"),
        (
            "clock",
            r"\b(?:um|gegen|ab|bis|von|vor|nach) (?P<h>\d\d?)(?: (?P<m>[0-5]\d))?\b"
            r"(?! ?[:./%]| (?:tag|woche|monat|jahr|stunde|minute|sekunde|euro|dollar|prozent))",
        ),
        ("clock", r"^(?P<h>\d\d?)(?: (?P<m>[0-5]\d))?$"),
        ("clock", r"^(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)$"),
    ],
    units=_TIME_UNITS,
    joiner="und",
    half="und (?:1 |eine )?halbe",
    wholes={
        "halbe stunde": ("TM", "30"),
        "halben stunde": ("TM", "30"),
        "viertelstunde": ("TM", "15"),
        "dreiviertelstunde": ("TM", "45"),
        "halbes jahr": ("M", "6"),
        "halben jahr": ("M", "6"),
        "halber tag": ("TH", "12"),
        "halben tag": ("TH", "12"),
    }
    | {
        f"{said} {unit}": ("TH", hours)
        for unit in ("stunde", "stunden")
        for said, hours in {
            "anderthalb": "1.5",
            "eineinhalb": "1.5",
            "zweieinhalb": "2.5",
            "dreieinhalb": "3.5",
            "viereinhalb": "4.5",
        }.items()
    },
)
