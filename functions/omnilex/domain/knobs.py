"""The configuration's values one by one: what each means, and which may be changed by hand.

Names of buckets, folders and of the state machine are set at deployment, for permissions and rules
name them too.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict

MOST_CHARACTERS = 1_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_NAME = re.compile(r"[0-9A-Za-z._-]{1,200}")


class Kind(StrEnum):
    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    LANGUAGE = "language"
    LANGUAGES = "languages"
    NAMES = "names"
    NAME = "name"
    TIME_ZONE = "time_zone"
    PATTERN = "pattern"
    DATE_FIELDS = "date_fields"
    FIXED = "fixed"


class SettingRefusedError(ValueError):
    """With a sentence that says what the value may be."""


class SettingNotFoundError(LookupError):
    """There is no setting of this name."""


class Knob(BaseModel):
    """``least`` and ``most`` bound numbers; ``choices`` are all that a choice may be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    default: str
    description: str
    kind: Kind = Kind.FIXED
    least: float = 0
    most: float = 0
    choices: tuple[str, ...] = ()


def _knob(
    key: str, default: str, description: str, kind: Kind = Kind.FIXED, **more: object
) -> Knob:
    given = {"key": key, "default": default, "description": description, "kind": kind, **more}
    return Knob.model_validate(given)


KNOBS = (
    _knob("BulkUploadBucket", "", "Where bulk recordings and chat logs are dropped."),
    _knob(
        *("BulkUploadMaxDripRate", "50", "Most files a bulk upload moves on in one iteration."),
        *(Kind.INTEGER,),
        least=1,
        most=1_000,
    ),
    _knob(
        *("BulkUploadMaxTranscribeJobs", "250", "Most Transcribe jobs during a bulk upload."),
        *(Kind.INTEGER,),
        least=1,
        most=100_000,
    ),
    _knob(
        "ComprehendLanguages",
        "en | es | fr | de | it | pt | ar | hi | ja | ko | zh | zh-TW",
        "Languages whose sentiment is told; others get a transcript without.",
        Kind.LANGUAGES,
    ),
    _knob(
        "ContentRedactionLanguages",
        "en-US",
        "Languages in which personal details are redacted; undefined redacts nothing.",
        Kind.LANGUAGES,
        choices=("undefined",),
    ),
    _knob(*("ConversationLocation", "America/Toronto", "Time zone of the calls."), Kind.TIME_ZONE),
    _knob(
        "EntityRecognizerEndpoint",
        "undefined",
        "Custom recognizer, without its language; undefined uses the list of words.",
        Kind.NAME,
    ),
    _knob(
        "EntityStringMap",
        "simple-entity-list.csv",
        "File of item,entity in the bucket of support files, without its language.",
        Kind.NAME,
    ),
    _knob(
        *("EntityThreshold", "0.5", "Confidence from which a custom entity counts.", Kind.NUMBER),
        most=1,
    ),
    _knob(
        *("FilenameAgentRegex", "_AGENT_(.*?)_", "Finds the agent in a file's name."), Kind.PATTERN
    ),
    _knob(
        "FilenameCustomerRegex",
        "_CUST_(.*?)_",
        "Finds the customer in a file's name.",
        Kind.PATTERN,
    ),
    _knob(
        "FilenameDateTimeFields",
        "%Y %m %d %H %M %S",
        "What the groups of FilenameDateTimeRegex are, as in strptime.",
        Kind.DATE_FIELDS,
    ),
    _knob(
        "FilenameDateTimeRegex",
        r"(\d{4})-(\d{2})-(\d{2})T(\d{2})-(\d{2})-(\d{2})",
        "Finds the date and time in a file's name.",
        Kind.PATTERN,
    ),
    _knob(
        *("FilenameGuidRegex", "_GUID_(.*?)_", "Finds the telephony id in a file's name."),
        Kind.PATTERN,
    ),
    _knob("InputBucketAudioPlayback", "mp3", "Folder of audio that browsers play."),
    _knob("InputBucketFailedTranscriptions", "failedAudio", "Folder of audio that failed."),
    _knob("InputBucketName", "", "Bucket of recordings."),
    _knob("InputBucketRawAudio", "originalAudio", "Folder where recordings arrive."),
    _knob(
        *("MaxSpeakers", "2", "Speakers expected in a recording.", Kind.INTEGER),
        least=2,
        most=30,
    ),
    _knob(
        *("MinSentimentNegative", "0.4", "Least confidence for a negative turn.", Kind.NUMBER),
        most=0.99,
    ),
    _knob(
        *("MinSentimentPositive", "0.4", "Least confidence for a positive turn.", Kind.NUMBER),
        most=0.99,
    ),
    _knob("OutputBucketName", "", "Bucket of transcripts and results."),
    _knob("OutputBucketParsedResults", "parsedFiles", "Folder of results."),
    _knob("RetentionDays", "365", "Days that recordings and results are kept."),
    _knob("SpeakerNames", "Agent | Caller", "Names of the speakers, in order.", Kind.NAMES),
    _knob(
        *("SpeakerSeparationType", "Speaker", "How speakers are told apart.", Kind.CHOICE),
        choices=("speaker", "channel", "auto"),
    ),
    _knob("StepFunctionName", "PostCallAnalyticsWorkflow", "Name of the state machine."),
    _knob("SupportFilesBucketName", "", "Bucket of support files."),
    _knob(
        "TranscribeAlternateLanguage",
        "en-US",
        "Language of files that come from another bucket.",
        Kind.LANGUAGE,
    ),
    _knob(
        *("TranscribeApiMode", "standard", "Call Analytics jobs for calls of two channels."),
        *(Kind.CHOICE,),
        choices=("standard", "analytics"),
    ),
    _knob(
        "TranscribeLanguages",
        "en-US",
        "Language of recordings; several are told apart by ear.",
        Kind.LANGUAGES,
    ),
    _knob(
        "VocabularyName",
        "undefined",
        "Custom vocabulary, without its language; used once it is ready.",
        Kind.NAME,
    ),
)
_BY_KEY = {knob.key: knob for knob in KNOBS}


def checked(key: str, value: str) -> str:
    """The value as it is stored. Raises SettingNotFoundError, SettingRefusedError."""
    knob = _BY_KEY.get(key)
    if knob is None:
        raise SettingNotFoundError(key)
    if knob.kind is Kind.FIXED:
        raise SettingRefusedError(f"{key} is set when the stack is deployed.")
    bare = value.strip()
    problem = _CHECKS[knob.kind](knob, bare) if len(bare) <= MOST_CHARACTERS else "shorter"
    if problem:
        raise SettingRefusedError(f"{key} must be {problem}.")
    return _tidy(knob, bare)


def shown(values: Mapping[str, str]) -> list[dict[str, object]]:
    """Every setting with its value."""
    return [
        {
            "key": knob.key,
            "value": values.get(knob.key, ""),
            "default": knob.default,
            "description": knob.description,
            "kind": knob.kind,
            "choices": list(knob.choices) or None,
            "is_changeable": knob.kind is not Kind.FIXED,
        }
        for knob in KNOBS
    ]


def _tidy(knob: Knob, value: str) -> str:
    several = knob.kind in {Kind.LANGUAGES, Kind.NAMES}
    return " | ".join(_parts(value)) if several else value


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split("|")]


def _integer(knob: Knob, value: str) -> str:
    if re.fullmatch(r"[0-9]{1,6}", value) and knob.least <= int(value) <= knob.most:
        return ""
    return f"a whole number from {knob.least:g} to {knob.most:g}"


def _number(knob: Knob, value: str) -> str:
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", value) and knob.least <= float(value) <= knob.most:
        return ""
    return f"a number from {knob.least:g} to {knob.most:g}"


def _choice(knob: Knob, value: str) -> str:
    return "" if value.lower() in knob.choices else f"one of {', '.join(knob.choices)}"


def _language(knob: Knob, value: str) -> str:
    return "" if _LANGUAGE.fullmatch(value) else "a language code such as en-US"


def _languages(knob: Knob, value: str) -> str:
    if value in knob.choices or all(_LANGUAGE.fullmatch(part) for part in _parts(value)):
        return ""
    return "language codes with | between them, such as en-US | es-US"


def _names(knob: Knob, value: str) -> str:
    names = _parts(value)
    if len(names) > 1 and all(names) and len(set(names)) == len(names):
        return ""
    return "two or more different names with | between them, such as Agent | Caller"


def _name(knob: Knob, value: str) -> str:
    if _NAME.fullmatch(value):
        return ""
    return "a name of letters, digits, dots, dashes and underscores, or undefined"


def _time_zone(knob: Knob, value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return "a time zone such as America/Toronto"
    return ""


def _pattern(knob: Knob, value: str) -> str:
    try:
        groups = re.compile(value).groups
    except re.error:
        groups = 0
    return "" if groups else "a regular expression with a group in brackets, such as _AGENT_(.*?)_"


def _date_fields(knob: Knob, value: str) -> str:
    return "" if re.fullmatch(r"(%[YymdHMSjbBfp] ?)+", value) else "as %Y %m %d %H %M %S"


_CHECKS = {
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.LANGUAGE: _language,
    Kind.LANGUAGES: _languages,
    Kind.NAMES: _names,
    Kind.NAME: _name,
    Kind.TIME_ZONE: _time_zone,
    Kind.PATTERN: _pattern,
    Kind.DATE_FIELDS: _date_fields,
}
