"""Reading one part of a bot, with errors that say where and what to do."""

from typing import Any, TypeVar

from pydantic import ValidationError

from local.lex.bot.dialects import exported
from local.lex.bot.model import Intent, Locale, Part, Slot, SlotType
from local.lex.errors import BotFormatError

PartT = TypeVar("PartT", bound=Part)
_MISSING_NAMES = {"intentName": Intent, "slotName": Slot, "slotTypeName": SlotType}


def read_part(kind: type[PartT], document: Any, where: str) -> PartT:
    """``document`` in any dialect as a ``kind``; ``where`` names the file or resource in errors."""
    if not isinstance(document, dict):
        raise BotFormatError(where, "not a JSON object", "Export the bot again or mend the file.")
    spelled = exported(document)
    for name, owner in _MISSING_NAMES.items():
        if kind is owner and "name" not in spelled and name in spelled:
            spelled["name"] = spelled.pop(name)
    if kind is Slot:
        _move_constraint(spelled)
    if kind is Intent:
        _drop_null_names(spelled)
    try:
        return kind.model_validate(spelled)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"])
        raise BotFormatError(
            where, f"{field}: {first['msg']}", f"Correct {field} in {where}."
        ) from error


def _move_constraint(slot: dict[str, Any]) -> None:
    """The developer guide's dialect keeps slotConstraint beside the elicitation setting."""
    if slot.get("valueElicitationSetting") is None:
        slot["valueElicitationSetting"] = {}
    setting = slot["valueElicitationSetting"]
    for name in ("slotConstraint", "sampleUtterances", "promptSpecification"):
        if name in slot:
            setting.setdefault(name, slot.pop(name))


def _drop_null_names(intent: dict[str, Any]) -> None:
    if intent.get("slots") is None or isinstance(intent.get("slots"), list):
        intent.pop("slots", None)


def assemble_locale(
    locale: Locale, intents: list[tuple[Intent, list[Slot]]], slot_types: list[SlotType]
) -> Locale:
    """Put intents, their slots and the slot types under their locale."""
    for intent, slots in intents:
        intent.slots = {slot.name: slot for slot in slots}
        locale.intents[intent.name] = intent
    locale.slot_types = {slot_type.name: slot_type for slot_type in slot_types}
    return locale
