"""Italian numbers, dates, times and durations; written without accents, as they are read."""

from local.lex.nlu.date_words import DateWords
from local.lex.nlu.languages.italian_numbers import CARDINALS, thousands
from local.lex.nlu.languages.tables import AM, PM, count, phrases, units
from local.lex.nlu.number_lexicon import Lexicon, elided
from local.lex.nlu.time_words import time_words

_DATE_UNITS = units(
    day="giorno giorni",
    week="settimana settimane",
    month="mese mesi",
    year="anno anni",
)
_TIME_UNITS = units(
    Y="anno anni",
    M="mese mesi",
    W="settimana settimane",
    D="giorno giorni",
    TH="ora ore h",
    TM="minuto minuti min",
    TS="secondo secondi sec",
)


def _pieces(word: str) -> list[str]:
    """ "all'una" and "un'ora" in two, "duemila" too."""
    parts = elided(word, {*CARDINALS, "ora"})
    return [*parts[:-1], *thousands(parts[-1])]


NUMBERS = Lexicon(
    CARDINALS,
    scales={
        "mille": 1000,
        "mila": 1000,
        "milione": 10**6,
        "milioni": 10**6,
        "miliardo": 10**9,
        "miliardi": 10**9,
    },
    bare_scales=frozenset({"mille"}),
    shy=frozenset({"un", "uno", "una", "un'"}),
    counted=frozenset({*_DATE_UNITS, *_TIME_UNITS, "euro", "dollaro", "centesimo", "per"}),
    minus=frozenset({"meno"}),
    no_minus_behind=frozenset({"una", "di", "il", "almeno", "mezzogiorno", "mezzanotte"}),
    point=frozenset({"virgola", "punto"}),
    tens_behind_point=True,
    ordinals={"primo": 1},
    accents=False,
    and_cents="e",
    repeats={"doppio": 2, "doppia": 2, "triplo": 3},
    pieces=_pieces,
)

_YEAR = r"(?: ?,? (?:del )?(?P<y>\d{{4}}))?"

DATES = DateWords(
    months=count(
        "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago "
        "settembre|sett|set ottobre|ott novembre|nov dicembre|dic",
        1,
    ),
    weekdays=count("lunedi martedi mercoledi giovedi venerdi sabato domenica"),
    days={
        "oggi": 0,
        "adesso": 0,
        "subito": 0,
        "stamattina": 0,
        "stamani": 0,
        "oggi pomeriggio": 0,
        "questo pomeriggio": 0,
        "stasera": 0,
        "stanotte": 0,
        "domani": 1,
        "domani mattina": 1,
        "domattina": 1,
        "domani pomeriggio": 1,
        "domani sera": 1,
        "dopodomani": 2,
        "dopo domani": 2,
        "ieri": -1,
        "ieri sera": -1,
        "l'altro ieri": -2,
        "altro ieri": -2,
        "l'altroieri": -2,
        "avantieri": -2,
    },
    units=_DATE_UNITS,
    next=frozenset(
        {"prossimo", "prossima", "seguente", "successivo", "successiva", "che viene", "entrante"}
    ),
    last=frozenset(
        {"scorso", "scorsa", "passato", "passata", "ultimo", "ultima", "precedente", "l'ultimo"}
    ),
    this=frozenset({"questo", "questa", "quest'", "in corso", "corrente"}),
    patterns=(
        ("day", r"\b(?P<day>{days})\b"),
        (
            "weekday",
            r"\b(?:il |la )?(?:(?P<which>{which}) )?(?P<weekday>{weekdays})"
            r"(?: (?P<which2>{which}))?\b",
        ),
        (
            "weekday_of_week",
            r"\b(?:il |la )?(?P<weekday>{weekdays}) della (?:(?P<which>{which}) settimana|"
            r"settimana (?P<which2>{which}))\b",
        ),
        ("period", r"\b(?:il |la )?(?P<which>{which}) ?(?P<unit>{units})\b"),
        ("period", r"\b(?:il |la |l')?(?P<unit>{units}) (?P<which2>{which})\b"),
        ("ahead", r"\b(?:tra|fra|in|entro) (?:circa )?(?P<n>\d+) (?P<unit>{units})\b"),
        ("ahead", r"\b(?P<n>\d+) (?P<unit>{units}) (?:dopo|piu tardi)\b"),
        ("ago", r"\b(?P<n>\d+) (?P<unit>{units}) (?:fa|prima|or sono)\b"),
        (
            "of_month",
            r"\b(?:il |l' ?|dell' ?|del |al )?(?P<d>\d\d?)(?:rd| o)? (?:di )?"
            rf"(?P<month>{{months}})\b(?: ?\.)?{_YEAR}(?!\w)",
        ),
        (
            "of_month",
            r"\b(?:(?:il|giorno|il giorno|al|del) |l' ?)(?P<d>\d\d?)(?:rd)?\b"
            r"(?! ?[%$\u20ac]| ?[.,:/-] ?\d| (?:per|euro|{months})\b)",
        ),
        (
            "of_next_month",
            r"\b(?:il |l' ?)?(?P<d>\d\d?)(?:rd)? del (?:prossimo mese|mese prossimo)\b",
        ),
        ("month", r"\b(?:a )?(?P<month>{months})(?: (?:del )?(?P<y>\d{{4}}))?\b"),
    ),
)

_HOUR = r"(?P<h>\d\d?|una)"
_AT = (
    r"(?:alle |alle ore |dalle |per le |verso le |entro le |dopo le |prima delle |le |l' ?|all' ?)"
)
_HALF = r"(?: ?,? (?P<half>{half}))?"

TIMES = time_words(
    named=phrases(
        **{
            "12:00": "mezzogiorno",
            "12:30": "mezzogiorno e mezzo|mezzogiorno e mezza",
            "00:00": "mezzanotte",
            "00:30": "mezzanotte e mezzo|mezzanotte e mezza",
        },
        MO="stamattina|domattina|di mattina|la mattina|in mattinata|domani mattina|del mattino",
        AF="nel pomeriggio|di pomeriggio|oggi pomeriggio|questo pomeriggio|domani pomeriggio",
        EV="stasera|di sera|in serata|la sera|domani sera",
        NI="stanotte|di notte|la notte",
    ),
    fractions={"mezza": 30, "mezzo": 30, "un quarto": 15, "quarto": 15, "3 quarti": 45},
    halves=phrases(
        am=AM + "|del mattino|della mattina|di mattina|stamattina|domattina|domani mattina",
        pm=PM + "|del pomeriggio|di pomeriggio|oggi pomeriggio|domani pomeriggio|"
        "questo pomeriggio|di sera|della sera|stasera|domani sera",
        night="di notte|della notte|stanotte",
    ),
    patterns=[
        ("named", r"\b(?P<named>{named})\b"),
        (
            "past",
            rf"\b{_AT}{_HOUR} e (?P<fraction>{{fraction}}|\d\d?)\b(?: minuti)?{_HALF}",
        ),
        ("past", rf"\b{_HOUR} e (?P<fraction>{{fraction}})\b{_HALF}"),
        ("past", rf"\b{_HOUR} e (?P<fraction>\d\d?) (?P<half>{{half}})\b"),
        (
            "to",
            rf"\b{_AT}?{_HOUR} meno (?P<fraction>{{fraction}}|\d\d?)\b(?: minuti)?{_HALF}",
        ),
        ("clock", r"\b(?P<h>\d\d?) ?[:.] ?(?P<m>\d\d)(?: ?: ?\d\d)?(?: ?(?P<half>{half}))?"),
        ("clock", rf"\b{_HOUR}(?: in punto)? ?,? ?(?P<half>{{half}})\b"),
        ("past", rf"\b(?P<half>{{half}}) {_AT}{_HOUR} e (?P<fraction>{{fraction}}|\d\d?)\b"),
        ("clock", rf"\b(?P<half>{{half}}) {_AT}{_HOUR}(?: (?P<m>[0-5]\d))?\b(?! (?:e|meno))"),
        (
            "clock",
            r"\b(?:(?:alle|alle ore|ore|dalle|per le|verso le|entro le|dopo le|prima delle|"
            rf"sono le) |all' ?){_HOUR}(?: in punto)?(?: (?P<m>[0-5]\d))?\b"
            r"(?! ?[:./%]| (?:euro|giorni|persone))",
        ),
        ("clock", rf"^(?:le |l' ?)?{_HOUR}(?: in punto)?(?: (?P<m>[0-5]\d))?$"),
        ("clock", r"^(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)$"),
    ],
    units=_TIME_UNITS,
    joiner="e",
    half="e mezz[ao]",
    wholes={
        "mezz'ora": ("TM", "30"),
        "mezz' ora": ("TM", "30"),
        "mezza ora": ("TM", "30"),
        "1 ora e un quarto": ("TH", "1.25"),
        "quarto d' ora": ("TM", "15"),
        "3 quarti d' ora": ("TM", "45"),
        "mezza giornata": ("TH", "12"),
    },
)
