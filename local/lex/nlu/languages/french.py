"""French numbers, dates, times and durations; written without accents, as they are read."""

from local.lex.nlu.date_words import DateWords
from local.lex.nlu.languages.tables import AM, PM, count, phrases, units
from local.lex.nlu.number_lexicon import Lexicon, elided
from local.lex.nlu.time_words import time_words

_TO_19 = count(
    "zero un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize"
) | {"dix sept": 17, "dix huit": 18, "dix neuf": 19}
_TENS = {
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "quatre vingt": 80,
    "huitante": 80,
    "octante": 80,
    "nonante": 90,
}


def _below_hundred() -> dict[str, int]:
    words = _TO_19 | _TENS | {"quatre vingts": 80}
    for ten, tens in _TENS.items():
        by_twenties = tens in {60, 80} and ten in {"soixante", "quatre vingt"}
        for unit, ones in _TO_19.items():
            if 0 < ones < (20 if by_twenties else 10):
                words[f"{ten} {unit}"] = tens + ones
                if ones in {1, 11}:
                    words[f"{ten} et {unit}"] = tens + ones
    return words


def _hundreds() -> dict[str, int]:
    return {"cent": 100} | {
        f"{unit} {cent}": 100 * ones
        for unit, ones in _TO_19.items()
        for cent in ("cent", "cents")
        if 1 < ones < 10  # noqa: PLR2004  "dix cents" are money
    }


_CARDINALS = _below_hundred() | _hundreds()
_DATE_UNITS = units(day="jour jours", week="semaine semaines", month="mois", year="an ans annee")
_TIME_UNITS = units(
    Y="an ans annee annees",
    M="mois",
    W="semaine semaines",
    D="jour jours journee",
    TH="heure heures h",
    TM="minute minutes min mn",
    TS="seconde secondes sec",
)


def _pieces(word: str) -> list[str]:
    """ "d'une" in two."""
    return elided(word, _CARDINALS)


NUMBERS = Lexicon(
    _CARDINALS,
    scales={
        "mille": 1000,
        "million": 10**6,
        "millions": 10**6,
        "milliard": 10**9,
        "milliards": 10**9,
    },
    bare_scales=frozenset({"mille"}),
    shy=frozenset({"un", "une"}),
    counted=frozenset(
        {*_DATE_UNITS, *_TIME_UNITS, "euro", "dollar", "centime", "cent", "franc", "pour"}
    ),
    minus=frozenset({"moins"}),
    no_minus_behind=frozenset({"au", "du", "heure", "heures", "h", "midi", "minuit"}),
    point=frozenset({"virgule", "point"}),
    tens_behind_point=True,
    ordinals={"premier": 1, "premiere": 1},
    ordinal_suffixes=frozenset({"er", "ere", "eme", "e"}),
    hyphens=True,
    accents=False,
    and_cents="et",
    repeats={"double": 2, "triple": 3},
    pieces=_pieces,
)

_YEAR = r"(?: ?,? (?P<y>\d{{4}}))?"
_NEXT = "prochain prochaine suivant suivante"

DATES = DateWords(
    months=count(
        "janvier|janv fevrier|fevr|fev mars avril|avr mai juin juillet|juil aout septembre|sept "
        "octobre|oct novembre|nov decembre|dec",
        1,
    ),
    weekdays=count(
        "lundi|lundis mardi|mardis mercredi|mercredis jeudi|jeudis vendredi|vendredis "
        "samedi|samedis dimanche|dimanches"
    ),
    days={
        "aujourd'hui": 0,
        "maintenant": 0,
        "ce matin": 0,
        "cet apres - midi": 0,
        "cet apres midi": 0,
        "cette apres - midi": 0,
        "ce midi": 0,
        "ce soir": 0,
        "cette nuit": 0,
        "demain": 1,
        "demain matin": 1,
        "demain midi": 1,
        "demain apres - midi": 1,
        "demain soir": 1,
        "apres - demain": 2,
        "apres demain": 2,
        "hier": -1,
        "hier matin": -1,
        "hier soir": -1,
        "avant - hier": -2,
        "avant hier": -2,
    },
    units=_DATE_UNITS,
    next=frozenset({*_NEXT.split(), "qui vient", "a venir"}),
    last=frozenset(
        {"dernier", "derniere", "passe", "passee", "precedent", "precedente", "d'avant"}
    ),
    this=frozenset({"ce", "cet", "cette", "en cours", "courant"}),
    patterns=(
        ("day", r"\b(?P<day>{days})\b"),
        (
            "weekday",
            r"\b(?:le )?(?:(?P<which>{which}) )?(?P<weekday>{weekdays})(?: (?P<which2>{which}))?\b",
        ),
        (
            "weekday_of_week",
            r"\b(?:le )?(?P<weekday>{weekdays}) de (?:(?P<which>{which}) semaine|"
            r"la semaine (?P<which2>{which}))\b",
        ),
        ("period", r"\b(?:la |le )?(?P<which>{which}) (?P<unit>{units})\b"),
        ("period", r"\b(?:l'|la |le )?(?P<unit>{units}) (?P<which2>{which})\b"),
        ("ahead", r"\b(?:dans|d'ici|sous) (?:environ )?(?P<n>\d+) (?P<unit>{units})\b"),
        ("ahead", r"\b(?P<n>\d+) (?P<unit>{units}) (?:plus tard|apres)\b"),
        ("ago", r"\b(?:il )?y a (?:environ )?(?P<n>\d+) (?P<unit>{units})\b"),
        ("ago", r"\b(?P<n>\d+) (?P<unit>{units}) (?:plus tot|avant)\b"),
        (
            "of_month",
            rf"\b(?:le |du |au )?(?P<d>\d\d?)(?:rd)? (?:de |du mois de )?"
            rf"(?P<month>{{months}})\b(?: ?\.)?{_YEAR}(?!\w)",
        ),
        (
            "of_month",
            r"\b(?:le|au|du) (?P<d>\d\d?)(?:rd)?\b"
            r"(?! ?[%$\u20ac]| ?[.,:/-] ?\d| (?:pour|heures?|euros?|{months})\b)",
        ),
        ("of_next_month", r"\b(?:le )?(?P<d>\d\d?)(?:rd)? du mois (?:prochain|suivant)\b"),
        ("month", r"\b(?:en |au mois de )?(?P<month>{months})(?: (?P<y>\d{{4}}))?\b"),
    ),
)

_HOURS = r"(?P<h>\d\d?) ?(?:heures?|h)"
_HALF = r"(?: ?,? (?P<half>{half}))?"

TIMES = time_words(
    named=phrases(
        **{
            "12:00": "midi|ce midi",
            "12:15": "midi et quart",
            "12:30": "midi et demi|midi et demie",
            "11:45": "midi moins le quart",
            "00:00": "minuit",
            "00:15": "minuit et quart",
            "00:30": "minuit et demi|minuit et demie",
            "23:45": "minuit moins le quart",
        },
        MO="ce matin|le matin|dans la matinee|du matin",
        AF="cet apres - midi|cet apres midi|cette apres - midi|l'apres - midi|l'apres midi|"
        "de l'apres - midi|de l'apres midi|apres - midi|apres midi|dans l'apres - midi",
        EV="ce soir|le soir|en soiree|du soir",
        NI="cette nuit|la nuit|de la nuit",
    ),
    fractions={"demie": 30, "demi": 30, "quart": 15, "le quart": 15, "un quart": 15},
    halves=phrases(
        am=AM + "|du matin|ce matin|demain matin|le matin",
        pm=PM + "|de l'apres - midi|de l'apres midi|cet apres - midi|cet apres midi|du soir|"
        "ce soir|demain soir|demain apres - midi|hier soir|le soir",
        night="de la nuit|cette nuit",
    ),
    patterns=[
        ("named", r"\b(?P<named>{named})\b"),
        ("past", rf"\b(?:a )?{_HOURS} et (?P<fraction>{{fraction}})\b{_HALF}"),
        (
            "to",
            rf"\b(?:a )?{_HOURS} moins (?P<fraction>{{fraction}}|\d\d?)\b(?: minutes)?{_HALF}",
        ),
        ("clock", r"\b(?P<h>\d\d?) ?: ?(?P<m>\d\d)(?: ?: ?\d\d)?(?: ?(?P<half>{half}))?"),
        (
            "clock",
            rf"\b(?<!\bdans )(?<!\bpendant )(?<!\by a )(?:a )?{_HOURS}\b"
            rf"(?: (?:et )?(?P<m>[0-5]?\d))?\b(?: minutes)?(?: pile)?{_HALF}",
        ),
        ("past", rf"\b(?P<half>{{half}}) ?,? a {_HOURS} et (?P<fraction>{{fraction}})\b"),
        ("clock", rf"\b(?P<half>{{half}}) ?,? a {_HOURS}(?: (?P<m>[0-5]\d))?\b"),
        ("clock", r"\b(?P<h>\d\d?) ?(?P<half>{half})\b"),
        ("clock", r"^(?:a )?(?P<h>\d\d?)(?: (?P<m>[0-5]\d))?$"),
        ("clock", r"^(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)$"),
    ],
    units=_TIME_UNITS,
    joiner="et",
    half="et demie?",
    wholes={
        "demi - heure": ("TM", "30"),
        "demi heure": ("TM", "30"),
        "demie heure": ("TM", "30"),
        "heure et quart": ("TH", "1.25"),
        "1 heure et quart": ("TH", "1.25"),
        "heure et demie": ("TH", "1.5"),
        "quart d'heure": ("TM", "15"),
        "3 quarts d'heure": ("TM", "45"),
        "demi - journee": ("TH", "12"),
        "quinzaine": ("D", "15"),
    },
)
