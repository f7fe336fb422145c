"""Spanish numbers, dates, times and durations; written without accents, as they are read."""

from local.lex.nlu.date_words import DateWords
from local.lex.nlu.languages.tables import AM, PM, count, phrases, units
from local.lex.nlu.number_lexicon import Lexicon
from local.lex.nlu.time_words import time_words

_TO_29 = count(
    "cero un|una|uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
    "quince dieciseis diecisiete dieciocho diecinueve veinte veintiun|veintiuna|veintiuno "
    "veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve"
)
_TENS = count("treinta cuarenta cincuenta sesenta setenta ochenta noventa", 30, 10)
_TWO_TENS = {
    f"{ten} y {unit}": tens + ones
    for ten, tens in _TENS.items()
    for unit, ones in _TO_29.items()
    if 0 < ones < 10  # noqa: PLR2004  the ones
}
_HUNDREDS = count(
    "cien|ciento doscientos|doscientas trescientos|trescientas cuatrocientos|cuatrocientas "
    "quinientos|quinientas seiscientos|seiscientas setecientos|setecientas "
    "ochocientos|ochocientas novecientos|novecientas",
    100,
    100,
)
_DATE_UNITS = units(day="dia dias", week="semana semanas", month="mes meses", year="ano anos")
_TIME_UNITS = units(
    Y="ano anos",
    M="mes meses",
    W="semana semanas",
    D="dia dias",
    TH="hora horas hrs hr h",
    TM="minuto minutos min mins",
    TS="segundo segundos seg",
)

NUMBERS = Lexicon(
    _TO_29 | _TENS | _TWO_TENS | _HUNDREDS,
    scales={"mil": 1000, "millon": 10**6, "millones": 10**6},
    bare_scales=frozenset({"mil"}),
    shy=frozenset({"un", "una"}),
    counted=frozenset(
        {*_DATE_UNITS, *_TIME_UNITS, "dolar", "euro", "peso", "centavo", "centimo", "libra"}
    ),
    minus=frozenset({"menos"}),
    no_minus_behind=frozenset({"una", "al", "lo"}),
    point=frozenset({"coma", "punto"}),
    tens_behind_point=True,
    ordinals={"primero": 1, "primer": 1},
    accents=False,
    and_cents="con|y",
    repeats={"doble": 2, "triple": 3},
)

_OF_YEAR = r"(?: ?,? (?:de |del )?(?:ano )?(?P<y>\d{{4}}))?"

DATES = DateWords(
    months=count(
        "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago "
        "septiembre|setiembre|sept|sep octubre|oct noviembre|nov diciembre|dic",
        1,
    ),
    weekdays=count("lunes martes miercoles jueves viernes sabado|sabados domingo|domingos"),
    days={
        "hoy": 0,
        "hoy dia": 0,
        "hoy mismo": 0,
        "ahora": 0,
        "ahora mismo": 0,
        "esta manana": 0,
        "esta tarde": 0,
        "esta noche": 0,
        "manana": 1,
        "manana por la manana": 1,
        "manana en la manana": 1,
        "manana mismo": 1,
        "pasado manana": 2,
        "ayer": -1,
        "anoche": -1,
        "anteayer": -2,
        "antier": -2,
        "antes de ayer": -2,
    },
    units=_DATE_UNITS,
    next=frozenset({"proximo", "proxima", "siguiente", "que viene", "entrante"}),
    last=frozenset(
        {"pasado", "pasada", "ultimo", "ultima", "anterior", "previo", "previa", "que paso"}
    ),
    this=frozenset({"este", "esta", "actual", "en curso"}),
    patterns=(
        ("day", r"\b(?<!\bla )(?<!\bpor )(?P<day>{days})\b"),
        (
            "weekday",
            r"\b(?:el |los )?(?:(?P<which>{which}) )?(?P<weekday>{weekdays})"
            r"(?: (?P<which2>{which})(?! manana))?\b",
        ),
        (
            "weekday_of_week",
            r"\b(?:el )?(?P<weekday>{weekdays}) de (?:la )?(?:(?P<which>{which}) semana|"
            r"semana (?P<which2>{which}))\b",
        ),
        ("period", r"\b(?:el |la )?(?P<which>{which}) (?P<unit>{units})\b"),
        ("period", r"\b(?:el |la )?(?P<unit>{units}) (?P<which2>{which})\b"),
        (
            "ahead",
            r"\b(?:dentro de|en|de aqui a) (?:unos |unas )?(?P<n>\d+) (?P<unit>{units})\b",
        ),
        (
            "ahead",
            r"\b(?P<n>\d+) (?P<unit>{units}) (?:despues|mas tarde|a partir de (?:hoy|ahora))\b",
        ),
        ("ago", r"\bhace (?:unos |unas |como )?(?P<n>\d+) (?P<unit>{units})\b"),
        ("ago", r"\b(?P<n>\d+) (?P<unit>{units}) (?:atras|antes)\b"),
        (
            "of_month",
            r"\b(?:el )?(?:dia )?(?P<d>\d\d?)(?:rd| o)? (?:de |del )?(?:mes de )?"
            r"(?P<month>{months})\b ?\.?" + _OF_YEAR + r"(?!\w)",
        ),
        (
            "of_month",
            r"\b(?P<month>{months}) (?:el )?(?P<d>\d\d?)(?:rd)?" + _OF_YEAR + r"\b(?! de {months})",
        ),
        ("of_month", r"\b(?:el )?dia (?P<d>\d\d?)(?:rd)?\b(?! de )"),
        (
            "of_month",
            r"\bel (?P<d>\d\d?)(?:rd)?\b"
            r"(?! ?[%$\u20ac]| ?[.,:/-] ?\d| (?:por|de(?! este mes)|dolares|euros)\b)",
        ),
        (
            "of_next_month",
            r"\b(?:el )?(?:dia )?(?P<d>\d\d?)(?:rd)? del? "
            r"(?:(?:proximo|siguiente) mes|mes (?:que viene|proximo|siguiente|entrante))\b",
        ),
        ("month", r"\b(?P<month>{months})(?: (?:de |del )?(?P<y>\d{{4}}))?\b(?! \d)"),
    ),
)

_HOUR = r"(?P<h>\d\d?|una)"
_BEFORE = (
    r"\b(?:a|para|sobre|hacia|desde|hasta|de|son|es|tipo|entre|y|antes de|despues de) las? {0}"
)
_HALF = r"(?: ?,? (?P<half>{half}))?"

TIMES = time_words(
    named=phrases(
        **{"12:00": "mediodia|medio dia", "00:00": "medianoche|media noche"},
        MO="esta manana|por la manana|en la manana|de la manana|temprano en la manana",
        AF="esta tarde|por la tarde|en la tarde|de la tarde",
        EV="al atardecer|al anochecer",
        NI="esta noche|por la noche|en la noche|de la noche",
    ),
    fractions={
        "media": 30,
        "cuarto": 15,
        "un cuarto": 15,
        "3 cuartos": 45,
    },
    halves=phrases(
        am=AM + "|de la manana|por la manana|en la manana|de la madrugada|de madrugada|esta manana",
        pm=PM + "|de la tarde|por la tarde|en la tarde|esta tarde|del mediodia|del medio dia",
        night="de la noche|por la noche|en la noche|esta noche",
    ),
    patterns=[
        ("named", r"\b(?P<named>{named})\b"),
        (
            "past",
            rf"\blas? {_HOUR} (?:y|con) (?P<fraction>{{fraction}}|\d\d?)\b(?: minutos?)?{_HALF}",
        ),
        ("past", rf"\b{_HOUR} y (?P<fraction>{{fraction}})\b{_HALF}"),
        ("past", rf"^{_HOUR} y (?P<fraction>\d\d?)(?: minutos)?{_HALF}$"),
        (
            "to",
            rf"\b(?:(?:a )?las? )?{_HOUR} menos (?P<fraction>{{fraction}}|\d\d?)\b"
            rf"(?: minutos?)?{_HALF}",
        ),
        (
            "to",
            r"\b(?P<fraction>{fraction}|\d\d?)(?: minutos?)? (?:para|antes de) las? "
            + _HOUR
            + r"\b"
            + _HALF,
        ),
        (
            "clock",
            r"\b(?P<h>\d\d?) ?: ?(?P<m>\d\d)(?: ?: ?\d\d)?(?: ?(?:horas|hrs?|h)\b)?"
            r"(?: ?(?P<half>{half}))?",
        ),
        ("clock", r"\b(?P<h>\d\d?) h (?P<m>[0-5]\d)\b"),
        ("clock", r"\b(?P<h>\d\d?) (?:horas )?(?:y |con )?(?P<m>[0-5]\d) ?(?P<half>{half})"),
        ("clock", rf"\b{_HOUR}(?: horas)?(?: en punto)? ?,? ?(?P<half>{{half}})"),
        ("clock", rf"\b{_HOUR} en punto\b"),
        (
            "clock",
            rf"\b(?P<half>{{half}}) ?,? a las? {_HOUR}(?: (?P<m>[0-5]\d))?\b(?! (?:y|menos))",
        ),
        (
            "past",
            rf"\b(?P<half>{{half}}) ?,? a las? {_HOUR} y (?P<fraction>{{fraction}}|\d\d?)\b",
        ),
        (
            "clock",
            _BEFORE.format(_HOUR) + r"(?: horas?| hrs?| h)?(?: (?P<m>[0-5]\d))?\b"
            r"(?! ?[:./%]| (?:dolares|euros|pesos|por))",
        ),
        ("clock", rf"^(?:las? )?{_HOUR}(?: horas| hrs?| h)?(?: (?P<m>[0-5]\d))?$"),
        ("clock", r"^(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?: horas)?$"),
    ],
    units=_TIME_UNITS,
    joiner="y|con",
    half="y medi[oa]",
    wholes={
        "media hora": ("TM", "30"),
        "1 hora y cuarto": ("TH", "1.25"),
        "hora y media": ("TH", "1.5"),
        "cuarto de hora": ("TM", "15"),
        "3 cuartos de hora": ("TM", "45"),
        "medio dia": ("TH", "12"),
        "medio ano": ("M", "6"),
        "quincena": ("D", "15"),
        "1 quincena": ("D", "15"),
    },
)
