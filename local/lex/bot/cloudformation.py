"""CloudFormation's form of a bot: the properties of ``AWS::Lex::Bot``."""

from collections.abc import Mapping
from typing import Any

from local.lex.bot.dialects import FREE_KEYS
from local.lex.bot.model import Bot, Intent, Locale, Slot, SlotType
from local.lex.bot.parts import assemble_locale, read_part
from local.lex.errors import BotFormatError

_SPELLED = {"ssmlMessage": "SSMLMessage", "dtmfSpecification": "DTMFSpecification"}
_LOCALE_KEYS = {"Intents", "SlotTypes", "CustomVocabulary"}
# Fields of the exports that CloudFormation does not take.
_EXPORT_ONLY = {"identifier", "version"}


def bot_from_properties(properties: Mapping[str, Any]) -> Bot:
    """The bot in the resolved properties of an ``AWS::Lex::Bot`` with inline BotLocales."""
    locales = properties.get("BotLocales")
    if not isinstance(locales, list) or not locales:
        raise BotFormatError("AWS::Lex::Bot", "no BotLocales", "Give at least one locale.")
    head = {name: value for name, value in properties.items() if name in _BOT_KEYS}
    bot = read_part(Bot, head, "AWS::Lex::Bot")
    for document in locales:
        locale = locale_from_properties(document)
        bot.locales[locale.identifier] = locale
    return bot


_BOT_KEYS = {"Name", "Description", "IdleSessionTTLInSeconds", "DataPrivacy"}


def locale_from_properties(document: Any) -> Locale:
    """One item of BotLocales."""
    if not isinstance(document, dict) or "LocaleId" not in document:
        raise BotFormatError("BotLocales", "an item has no LocaleId", "Add it, such as en_US.")
    locale_id = document["LocaleId"]
    head = {name: value for name, value in document.items() if name not in _LOCALE_KEYS}
    head["identifier"] = head.pop("LocaleId")
    locale = read_part(Locale, head, locale_id)
    slot_types = [
        read_part(SlotType, slot_type, f"{locale_id} SlotTypes {_name(slot_type)}")
        for slot_type in document.get("SlotTypes") or []
    ]
    intents = [
        _intent(intent, f"{locale_id} Intents {_name(intent)}")
        for intent in document.get("Intents") or []
    ]
    vocabulary = document.get("CustomVocabulary")
    locale.custom_vocabulary = camel(vocabulary) if vocabulary else None
    return assemble_locale(locale, intents, slot_types)


def camel(value: Any) -> Any:
    """Every key with a small first letter."""
    if isinstance(value, list):
        return [camel(entry) for entry in value]
    if not isinstance(value, Mapping):
        return value
    return {name[:1].lower() + name[1:]: camel(part) for name, part in value.items()}


def _name(document: Any) -> str:
    return str(document.get("Name", "?")) if isinstance(document, dict) else "?"


def _intent(document: Any, where: str) -> tuple[Intent, list[Slot]]:
    intent = read_part(Intent, document, where)
    slots = document.get("Slots") or [] if isinstance(document, dict) else []
    return intent, [read_part(Slot, slot, f"{where} Slots {_name(slot)}") for slot in slots]


def properties_of(bot: Bot) -> dict[str, Any]:
    """The bot as properties of ``AWS::Lex::Bot`` (RoleArn is the template's to add)."""
    return {
        "Name": bot.name,
        "DataPrivacy": pascal(bot.data_privacy or {"childDirected": False}),
        "IdleSessionTTLInSeconds": bot.idle_seconds,
        "BotLocales": [locale_properties(locale) for locale in bot.locales.values()],
    }


def locale_properties(locale: Locale) -> dict[str, Any]:
    """One item of BotLocales."""
    head = pascal(_without(locale.document(), {"name"}))
    document = {"LocaleId": locale.identifier, **head}
    if locale.slot_types:
        document["SlotTypes"] = [pascal(_without(t.document())) for t in locale.slot_types.values()]
    document["Intents"] = [_intent_properties(intent) for intent in locale.intents.values()]
    if locale.custom_vocabulary:
        document["CustomVocabulary"] = pascal(locale.custom_vocabulary)
    return document


def _intent_properties(intent: Intent) -> dict[str, Any]:
    document: dict[str, Any] = pascal(_without(intent.document()))
    if intent.slots:
        document["Slots"] = [pascal(_without(slot.document())) for slot in intent.slots.values()]
    return document


def _without(document: dict[str, Any], names: set[str] | None = None) -> dict[str, Any]:
    left_out = _EXPORT_ONLY | (names or set())
    return {name: value for name, value in document.items() if name not in left_out}


def pascal(value: Any, key: str = "") -> Any:
    """An export's document in CloudFormation's spelling: no nulls, two maps as lists."""
    if isinstance(value, list):
        return [pascal(entry) for entry in value]
    if not isinstance(value, Mapping):
        return value
    kept = {name: part for name, part in value.items() if part is not None}
    if key == "sessionAttributes":
        return [{"Key": name, "Value": part} for name, part in kept.items()]
    if key == "slots":
        return [
            {"SlotName": name, "SlotValueOverride": pascal(part)} for name, part in kept.items()
        ]
    if key in FREE_KEYS:
        return {name: pascal(part) for name, part in kept.items()}
    return {
        _SPELLED.get(name, name[:1].upper() + name[1:]): pascal(part, name)
        for name, part in kept.items()
    }
