"""The patterns behind the entity engine, in the order in which they win an overlap."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from local.comprehend import gazetteers


class EntityType(StrEnum):
    PERSON = "PERSON"
    LOCATION = "LOCATION"
    ORGANIZATION = "ORGANIZATION"
    COMMERCIAL_ITEM = "COMMERCIAL_ITEM"
    EVENT = "EVENT"
    DATE = "DATE"
    QUANTITY = "QUANTITY"
    TITLE = "TITLE"
    OTHER = "OTHER"


@dataclass(frozen=True)
class EntityRule:
    """A pattern whose group ``entity`` (or whole match) is an entity of one type."""

    type: EntityType
    pattern: re.Pattern[str]
    score: float


UNITS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    "fifteen|sixteen|seventeen|eighteen|nineteen"
)
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
NUMBER_WORD = rf"(?:(?:{TENS})(?:[ -](?:{UNITS}))?|{UNITS}|hundred|thousand|million|billion)"
SPOKEN_NUMBER = (
    r"(?:an? (?=hundred|thousand|million|couple))?"
    rf"(?:couple|{NUMBER_WORD}(?:(?: and|,)?[ -]{NUMBER_WORD}){{0,8}})"
)
DIGIT_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMBER = rf"(?:(?:{DIGIT_NUMBER})(?: (?:hundred|thousand|million|billion))?|{SPOKEN_NUMBER})"
CURRENCY = (
    "US dollars?|Canadian dollars?|dollars?|bucks|cents?|euros?|pounds?|pence|yen|pesos?|rupees?|"
    "francs?|USD|CAD|EUR|GBP"
)
COUNTED = (
    "times?|days?|weeks?|months?|years?|hours?|minutes?|seconds?|payments?|transactions?|accounts?|"
    "cards?|people|customers?|miles?|kilometers?|kilometres?|km|kg|kilos?|lbs?|feet|inches|points?|"
    "basis points|installments?|instalments?|transfers?|fees|charges|calls|bedrooms?|children|kids|"
    "GB|MB|megabytes|gigabytes|percent|per cent|percentage points"
)
MONTH_NAME = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
SURE_MONTH = "January|February|April|June|July|August|September|October|November|December"
WEEKDAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
ORDINAL_WORD = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|"
    "fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|"
    "(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth"
)
DAY = rf"(?:(?:{ORDINAL_WORD})|\d{{1,2}}(?:st|nd|rd|th)?)"
SPOKEN_YEAR = (
    rf"(?:nineteen|twenty)[ -](?:oh[ -](?:{UNITS})|{NUMBER_WORD})|"
    rf"two thousand(?: and)?(?: {NUMBER_WORD})?"
)
YEAR = rf"(?:(?:19|20)\d{{2}}|{SPOKEN_YEAR})"
PERIOD = "seconds?|minutes?|hours?|days?|weeks?|months?|years?"
CLOCK = rf"(?:\d{{1,2}}(?:[:.]\d{{2}})?|{NUMBER_WORD})"
STREET = "Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Drive|Lane|Court|Way|Place|Square|Parkway"
FIRM = (
    "Bank|Credit Union|Savings and Loan|Trust|Financial|Insurance|Mortgage|Inc|LLC|Ltd|Corp|"
    "Corporation|Company|Group|University|College|Hospital|Airlines|Airways|Foundation|Institute"
)
CAPITALISED = r"[A-ZÀ-Þ][\w'\u2019&-]*"
SMALL = r"(?!(?:The|A|An|And|My|Your|Our|This|That|Which|At|From|With|Is|I|It|Their|In|What|Any)\b)"
NAME = rf"{CAPITALISED}(?: {CAPITALISED}){{0,2}}"
NOT_A_NAME = (
    "a|an|the|not|just|calling|from|my|your|speaking|in|on|at|and|or|so|but|to|with|for|what|it|"
    "is|was|i|i'm|we|you|how|that|there|good|very|really|regarding|about|also|why|because|here|of"
)
LOWER_NAME = rf"(?!(?:{NOT_A_NAME})\b)[a-z][a-z'-]+"
ANY_CASE_NAME = rf"(?:{CAPITALISED}(?: {CAPITALISED}){{0,2}}|{LOWER_NAME}(?: {LOWER_NAME})?)"


def _rule(kind: EntityType, pattern: str, score: float, *, cased: bool = False) -> EntityRule:
    return EntityRule(kind, re.compile(pattern, 0 if cased else re.IGNORECASE), score)


def _listed(kind: EntityType, terms: Iterable[str], score: float, plural: str = "") -> EntityRule:
    longest_first = sorted(terms, key=len, reverse=True)
    alternatives = "|".join(re.escape(term) for term in longest_first)
    return _rule(kind, rf"(?<![\w@.])(?:{alternatives}){plural}(?![\w@])", score)


IDENTIFIERS = (
    _rule(EntityType.OTHER, r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", 0.99),
    _rule(EntityType.OTHER, r"(?:https?://|www\.)[^\s,;]*[^\s,;.!?]", 0.99),
    _rule(
        EntityType.OTHER,
        r"(?<![\w$€£.-])(?:\+?\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]?\d{4}(?!\w)",
        0.95,
    ),
    _rule(EntityType.OTHER, r"(?<![\w$€£.,-])\+\d{1,3}(?:[ .-]?\d{2,4}){2,5}(?!\w)", 0.95),
    _rule(
        EntityType.OTHER, r"(?<![\w*•])(?:[*x•]{2,12}[ -]){0,4}[*x•]{2,16}[ -]?\d{2,6}(?!\w)", 0.9
    ),
    _rule(EntityType.OTHER, r"(?<![\w$€£.,])\d{3,4}(?:[ -]\d{2,4}){2,4}(?!\w)", 0.9),
    _rule(
        EntityType.OTHER,
        r"(?<![\w-])(?=[A-Z\d-]*\d)(?=[A-Z\d-]*[A-Z])[A-Z\d]+(?:-[A-Z\d]+)+(?!\w)",
        0.85,
        cased=True,
    ),
)

DATES = (
    _rule(EntityType.DATE, r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?!\d)", 0.97),
    _rule(EntityType.DATE, r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)", 0.98),
    _rule(
        EntityType.DATE,
        rf"\b(?:(?:{WEEKDAY}),? )?(?:the )?{DAY}(?: of)? (?:{MONTH_NAME})\b(?:,? {YEAR})?",
        0.97,
    ),
    _rule(
        EntityType.DATE,
        rf"\b(?:(?:{WEEKDAY}),? )?(?:{MONTH_NAME})\.? (?:the )?{DAY}\b(?:,? {YEAR})?",
        0.96,
    ),
    _rule(EntityType.DATE, rf"\b(?:{MONTH_NAME}),? (?:19|20)\d{{2}}\b", 0.96),
    _rule(
        EntityType.DATE,
        rf"\b(?:{NUMBER}|a few|several|an?) (?:{PERIOD}) ago\b",
        0.93,
    ),
    _rule(
        EntityType.DATE,
        rf"\b(?:last|next|this|this coming|this past) (?:week|weekend|month|quarter|year|night|"
        rf"morning|afternoon|evening|summer|winter|spring|fall|autumn|{WEEKDAY}|{MONTH_NAME})\b",
        0.95,
    ),
    _rule(
        EntityType.DATE, r"\bthe (?:day (?:before|after) \w+|end of the (?:week|month|year))\b", 0.9
    ),
    _rule(
        EntityType.DATE,
        rf"\b(?:(?:{WEEKDAY})s?|yesterday|tomorrow|tonight|today)"
        r"(?: (?:morning|afternoon|evening|night))?\b",
        0.96,
    ),
    _rule(
        EntityType.DATE,
        rf"\b{CLOCK} ?(?:a\.m\.|p\.m\.|am|pm)(?!\w)|\b{CLOCK} o'clock\b|"
        r"\b\d{1,2}:\d{2}\b|\bnoon\b|\bmidnight\b",
        0.92,
    ),
    _rule(EntityType.DATE, rf"\b(?:{SURE_MONTH})\b", 0.93),
    _rule(
        EntityType.DATE,
        r"\b(?:in|since|until|till|by|last|next|of) (?P<entity>March|May)\b",
        0.85,
        cased=True,
    ),
    _rule(EntityType.DATE, r"\b(?:in|since|until|from|of|by) (?P<entity>(?:19|20)\d{2})\b", 0.92),
    _rule(
        EntityType.DATE,
        rf"\b(?:on|by|until) (?P<entity>the (?:{ORDINAL_WORD}|\d{{1,2}}(?:st|nd|rd|th)))\b",
        0.85,
    ),
    _rule(
        EntityType.DATE,
        r"\b(?:Christmas|Thanksgiving|Easter|New Year's(?: Eve| Day)?|Labor Day|Memorial Day)\b",
        0.85,
    ),
)

QUANTITIES = (
    _rule(
        EntityType.QUANTITY,
        rf"(?:(?:US|CA|C|A)?[$€£¥₹]) ?(?:{DIGIT_NUMBER})"
        r"(?: ?(?:k|m|bn|thousand|million|billion)\b)?",
        0.98,
    ),
    _rule(
        EntityType.QUANTITY,
        rf"\b{NUMBER} (?:{CURRENCY})\b(?:(?: and|,)? {NUMBER} cents\b)?",
        0.97,
    ),
    _rule(EntityType.QUANTITY, rf"\b(?:{DIGIT_NUMBER}) ?[€£%]", 0.97),
    _rule(
        EntityType.QUANTITY,
        rf"\b{NUMBER}(?: point (?:{NUMBER_WORD} ?){{1,3}})? ?(?:percent|per cent)\b",
        0.96,
    ),
    _rule(
        EntityType.QUANTITY,
        rf"\b{NUMBER}(?:[ -](?:business|working|separate|different|more))?[ -](?:{COUNTED})\b",
        0.88,
    ),
    _rule(
        EntityType.QUANTITY,
        r"\b(?:a few|several|hundreds of|thousands of) (?:dollars|times|days|weeks|months|years)\b",
        0.75,
    ),
)

ACCOUNT_NUMBERS = (
    _rule(EntityType.OTHER, r"(?<![\w$€£.,])\d{5,}(?![\w%])", 0.9),
    _rule(
        EntityType.OTHER,
        rf"\b(?:account|card|reference|confirmation|routing|member|customer|case|ticket|PIN|code)\b"
        r"(?: (?:number|ending|ends?|is|in|with|code|my|the|it's|of)\b)*:? "
        rf"(?P<entity>\d{{3,}}|(?:(?:{UNITS}|oh)[ ,]{{1,2}}){{2,18}}(?:{UNITS}|oh))\b",
        0.85,
    ),
)

# What follows is a name, whatever its case.
SAID_NAME = _rule(
    EntityType.PERSON,
    rf"(?i:\bmy (?:full |first |last |middle |maiden )?name is|\bmy name's|\bname of|"
    rf"\bI go by|\bcall me)(?: \w+,)? (?P<entity>{ANY_CASE_NAME})",
    0.96,
    cased=True,
)
PEOPLE = (
    _rule(
        EntityType.PERSON,
        rf"\b(?i:mr|mrs|ms|miss|dr|doctor|prof|professor)\.? (?P<entity>{NAME})",
        0.97,
        cased=True,
    ),
    SAID_NAME,
    _rule(
        EntityType.PERSON,
        rf"(?i:\b(?:me llamo|mi nombre es|je m'appelle|mon nom est|ich heiße|mein name ist|"
        rf"mi chiamo|meu nome é|me chamo)) (?P<entity>{NAME})",
        0.96,
        cased=True,
    ),
    _rule(
        EntityType.PERSON,
        r"(?i:\bthis is|\bit's|\byou're speaking (?:to|with)|\bI'm|\bI am) "
        rf"(?P<entity>{ANY_CASE_NAME})"
        r"(?=,? (?i:speaking|calling|from|here|with)\b)",
        0.95,
        cased=True,
    ),
    _rule(
        EntityType.PERSON,
        rf"(?i:\bspeak(?:ing)? (?:to|with)|\btalk(?:ing|ed)? (?:to|with)|\bspoke (?:to|with)|"
        rf"\bask(?:ed)? for) (?P<entity>{NAME})",
        0.85,
        cased=True,
    ),
    _rule(
        EntityType.PERSON,
        r"(?i:\b(?:thank you|thanks|hi|hello|dear|morning|afternoon|husband|wife|son|daughter|"
        rf"brother|sister|friend|colleague|manager|agent)),? (?P<entity>{NAME})",
        0.85,
        cased=True,
    ),
)

ORGANIZATIONS = (
    _rule(
        EntityType.ORGANIZATION,
        rf"\b(?:Bank|University|Department|Ministry|Church) of (?:the )?{NAME}",
        0.93,
        cased=True,
    ),
    _rule(
        EntityType.ORGANIZATION,
        rf"\b{SMALL}{CAPITALISED}(?: (?:{CAPITALISED}|&|and(?= [A-Z]))){{0,3}} (?:{FIRM})\b"
        r"(?:,? (?:Inc|LLC|Ltd)\b\.?)?",
        0.92,
        cased=True,
    ),
    _listed(EntityType.ORGANIZATION, gazetteers.ORGANIZATIONS, 0.9),
)

LOCATIONS = (
    _rule(
        EntityType.LOCATION,
        rf"\b\d{{1,5}} (?:(?:North|South|East|West|N|S|E|W)\.? )?{NAME} (?:{STREET})\b",
        0.93,
        cased=True,
    ),
    _rule(
        EntityType.LOCATION,
        rf"\b{SMALL}{CAPITALISED}(?: {CAPITALISED})? "
        r"(?:Street|Avenue|Road|Boulevard|Drive|Lane|Square)\b",
        0.88,
        cased=True,
    ),
    _listed(EntityType.LOCATION, gazetteers.LOCATIONS, 0.93),
)

EVENTS = (_listed(EntityType.EVENT, gazetteers.EVENTS, 0.85),)
COMMERCIAL_ITEMS = (
    _listed(EntityType.COMMERCIAL_ITEM, gazetteers.COMMERCIAL_ITEMS, 0.8, plural="s?"),
)

FIRST_NAME = _rule(
    EntityType.PERSON,
    rf"\b(?P<entity>(?P<first>{CAPITALISED})(?: {CAPITALISED}){{0,2}})",
    0.8,
    cased=True,
)

RULES = (
    *IDENTIFIERS,
    *DATES,
    *QUANTITIES,
    *ACCOUNT_NUMBERS,
    *PEOPLE[:1],
    *ORGANIZATIONS,
    *EVENTS,
    *LOCATIONS,
    *PEOPLE[1:],
    *COMMERCIAL_ITEMS,
    FIRST_NAME,
)
