"""The session state a client sends: checked, then laid over the session."""

from typing import Any

from local.lex.bot.model import Intent, Locale
from local.lex.dialog.hook_answer import CONFIRMATIONS, STATES, checked_contexts
from local.lex.dialog.session import Session, fresh_intent
from local.lex.errors import ValidationError

ACTIONS = {"Close", "ConfirmIntent", "Delegate", "ElicitIntent", "ElicitSlot", "None"}


def strings(values: Any, where: str) -> dict[str, str]:
    """A map of strings to strings. Raises ValidationError for anything else."""
    if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
        raise ValidationError(f"{where} must be a map of strings.")
    return dict(values)


def apply_state(session: Session, state: Any, locale: Locale) -> None:
    """Lay ``state`` over the session: a map or list that is given replaces the whole."""
    if state is None:
        return
    if not isinstance(state, dict):
        raise ValidationError("sessionState must be an object.")
    _apply_memory(session, state)
    if state.get("intent") is not None:
        _apply_intent(session, state["intent"], locale)
    if state.get("dialogAction") is not None:
        _apply_action(session, state["dialogAction"], locale)


def _apply_memory(session: Session, state: dict[str, Any]) -> None:
    if state.get("sessionAttributes") is not None:
        session.attributes = strings(state["sessionAttributes"], "sessionState.sessionAttributes")
    if state.get("activeContexts") is not None:
        try:
            session.active_contexts = checked_contexts(state["activeContexts"])
        except ValueError as error:
            raise ValidationError(f"sessionState.activeContexts: {error}.") from error
        session.context_deadlines.clear()
    if state.get("runtimeHints") is not None:
        if not isinstance(state["runtimeHints"], dict):
            raise ValidationError("sessionState.runtimeHints must be an object.")
        session.runtime_hints = state["runtimeHints"] or None


def _apply_intent(session: Session, intent: Any, locale: Locale) -> None:
    name = intent.get("name") if isinstance(intent, dict) else None
    definition = locale.intents.get(name) if isinstance(name, str) else None
    if definition is None:
        raise ValidationError(f"sessionState.intent: the bot has no intent {name!r}.")
    fresh = fresh_intent(definition.name, [slot.name for slot in definition.ordered_slots])
    if session.intent and session.intent["name"] == name and intent.get("slots") is None:
        fresh["slots"] = session.intent["slots"]
    fresh["slots"].update(_slots(intent.get("slots") or {}, definition))
    for key, allowed in (("state", STATES), ("confirmationState", CONFIRMATIONS)):
        if intent.get(key) is not None:
            if intent[key] not in allowed:
                raise ValidationError(f"sessionState.intent.{key}: {intent[key]!r} is unknown.")
            fresh[key] = intent[key]
    if session.intent is None or session.intent["name"] != name:
        session.attempts = 0
    session.intent = fresh


def _slots(slots: Any, definition: Intent) -> dict[str, Any]:
    if not isinstance(slots, dict) or set(slots) - set(definition.slots):
        raise ValidationError(f"sessionState.intent.slots: not slots of {definition.name}.")
    return {name: _slot(slot, f"sessionState.intent.slots.{name}") for name, slot in slots.items()}


def _slot(slot: Any, where: str) -> dict[str, Any] | None:
    if slot is None:
        return None
    if not isinstance(slot, dict) or slot.get("shape") not in {None, "Scalar", "List", "Composite"}:
        raise ValidationError(f"{where}: not a slot.")
    checked: dict[str, Any] = {"shape": slot.get("shape") or "Scalar"}
    if slot.get("value") is not None:
        checked["value"] = _slot_value(slot["value"], where)
    if slot.get("values") is not None:
        if not isinstance(slot["values"], list):
            raise ValidationError(f"{where}.values must be a list.")
        checked["values"] = [_slot(one, f"{where}.values") for one in slot["values"] if one]
    if slot.get("subSlots") is not None:
        if not isinstance(slot["subSlots"], dict):
            raise ValidationError(f"{where}.subSlots must be an object.")
        checked["subSlots"] = {n: _slot(s, f"{where}.{n}") for n, s in slot["subSlots"].items()}
    return checked if len(checked) > 1 else None


def _slot_value(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not isinstance(value.get("interpretedValue"), str):
        raise ValidationError(f"{where}.value.interpretedValue must be a string.")
    original = value.get("originalValue")
    original = value["interpretedValue"] if original is None else original
    resolved = value.get("resolvedValues")
    resolved = [value["interpretedValue"]] if resolved is None else resolved
    texts = [original, *resolved] if isinstance(resolved, list) else [None]
    if not all(isinstance(text, str) for text in texts):
        raise ValidationError(f"{where}.value must hold strings.")
    return {
        "originalValue": original,
        "interpretedValue": value["interpretedValue"],
        "resolvedValues": resolved,
    }


def _apply_action(session: Session, action: Any, locale: Locale) -> None:
    kind = action.get("type") if isinstance(action, dict) else None
    if kind not in ACTIONS:
        raise ValidationError(f"sessionState.dialogAction.type: {kind!r} is unknown.")
    if kind in {"ElicitSlot", "ConfirmIntent", "Delegate"} and session.intent is None:
        raise ValidationError(f"sessionState.dialogAction: {kind} needs sessionState.intent.")
    wanted: dict[str, Any] = {"type": kind}
    if kind == "ElicitSlot":
        slot = action.get("slotToElicit")
        intent = locale.intents[(session.intent or {})["name"]]
        if not isinstance(slot, str) or slot not in intent.slots:
            raise ValidationError(f"sessionState.dialogAction.slotToElicit: no slot {slot!r}.")
        wanted["slotToElicit"] = slot
        style = action.get("slotElicitationStyle")
        if style in {"Default", "SpellByLetter", "SpellByWord"}:
            wanted["slotElicitationStyle"] = style
        part = action.get("subSlotToElicit")
        if isinstance(part, dict) and isinstance(part.get("name"), str):
            wanted["subSlotToElicit"] = {"name": part["name"]}
    session.dialog_action = wanted
    session.attempts = 0
