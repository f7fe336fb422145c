"""The session state a client sends: checked, then laid over the session."""

from collections.abc import Callable
from typing import Any, TypeVar

from local.lex.bot.model import Intent, Locale
from local.lex.dialog.session import Session, fresh_intent
from local.lex.dialog.wire_values import (
    CONFIRMATIONS,
    STATES,
    STYLES,
    checked_contexts,
    checked_hints,
    checked_messages,
    checked_slot,
    checked_strings,
    is_text,
)
from local.lex.errors import ValidationError

T = TypeVar("T")
ACTIONS = ("Close", "ConfirmIntent", "Delegate", "ElicitIntent", "ElicitSlot", "None")


def _checked(check: Callable[[Any, str], T], value: Any, path: str) -> T:
    try:
        return check(value, path)
    except ValueError as error:
        raise ValidationError(f"{error}.") from error


def strings(values: Any, path: str) -> dict[str, str]:
    """A map of strings to strings. Raises ValidationError for anything else."""
    return _checked(checked_strings, values, path)


def client_messages(given: Any) -> list[dict[str, Any]]:
    """A client's messages. Raises ValidationError."""
    return _checked(checked_messages, given, "messages")


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
        session.active_contexts = _checked(
            checked_contexts, state["activeContexts"], "sessionState.activeContexts"
        )
        session.context_deadlines.clear()
    if state.get("runtimeHints") is not None:
        hints = _checked(checked_hints, state["runtimeHints"], "sessionState.runtimeHints")
        session.runtime_hints = hints or None


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
        session.dialog_action = None  # it asked for a slot of the other intent
    session.intent = fresh


def _slots(slots: Any, definition: Intent) -> dict[str, Any]:
    if not isinstance(slots, dict) or set(slots) - set(definition.slots):
        raise ValidationError(f"sessionState.intent.slots: not slots of {definition.name}.")
    path = "sessionState.intent.slots"
    return {
        name: _said(_checked(checked_slot, slot, f"{path}.{name}")) for name, slot in slots.items()
    }


def _said(slot: dict[str, Any] | None) -> dict[str, Any] | None:
    """A client may give the meaning of a value alone: then that is what was said."""
    if slot and "value" in slot:
        meaning = slot["value"]["interpretedValue"]
        slot["value"].setdefault("originalValue", meaning)
        slot["value"]["resolvedValues"] = slot["value"]["resolvedValues"] or [meaning]
    for part in [*(slot or {}).get("values", []), *(slot or {}).get("subSlots", {}).values()]:
        _said(part)
    return slot


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
        if style in STYLES:
            wanted["slotElicitationStyle"] = style
        part = action.get("subSlotToElicit")
        if isinstance(part, dict) and is_text(part.get("name")):
            wanted["subSlotToElicit"] = {"name": part["name"]}
    session.dialog_action = wanted
    session.attempts = 0
