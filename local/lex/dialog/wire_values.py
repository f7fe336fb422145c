"""What of a state or a message, a client's or a Lambda's, has the wire's shape.

Each function gives the value with nothing else in it, or raises ValueError, which says where.
"""

import re
from typing import Any

# Tuples: what is looked up in them may be anything JSON has.
STATES = (
    *("Failed", "Fulfilled", "InProgress", "ReadyForFulfillment", "Waiting"),
    "FulfillmentInProgress",
)
CONFIRMATIONS = ("Confirmed", "Denied", "None")
STYLES = ("Default", "SpellByLetter", "SpellByWord")
_CONTENT_TYPES = ("CustomPayload", "ImageResponseCard", "PlainText", "SSML")
_SHAPES = ("Scalar", "List", "Composite")
_CONTEXT_NAME = re.compile(r"([A-Za-z0-9]_?)+")
_HINT_NAME = re.compile(r"([0-9a-zA-Z][_-]?)+")
MAX_CONTEXTS = 20
MAX_CONTEXT_ATTRIBUTES = 10
MAX_MESSAGES = 10
MAX_NAME = 100
MAX_TEXT = 1024
MAX_CARD_TEXT = 250
MAX_BUTTONS = 5
MAX_BUTTON_TEXT = 50
MAX_HINTS = 100
MAX_PHRASE = 140


def is_text(value: Any, most: int | None = None) -> bool:
    """A string that is not empty, nor longer than ``most``."""
    return isinstance(value, str) and len(value) > 0 and (most is None or len(value) <= most)


def _map(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{path}: must be an object")
    return value


def checked_strings(values: Any, path: str) -> dict[str, str]:
    """A map of strings; its keys are not empty."""
    for key, value in _map(values, path).items():
        if not isinstance(value, str) or not key:
            raise ValueError(f"{path}.{key}: must be a string")
    return dict(values)


def checked_slot(slot: Any, path: str) -> dict[str, Any] | None:
    """A slot; None for one without a value."""
    if slot is None:
        return None
    checked: dict[str, Any] = {"shape": _map(slot, path).get("shape") or "Scalar"}
    if slot.get("shape") is not None and slot["shape"] not in _SHAPES:
        raise ValueError(f"{path}.shape: must be Scalar, List or Composite")
    if slot.get("value") is not None:
        checked["value"] = _value(slot["value"], f"{path}.value")
    if slot.get("values") is not None:
        if not isinstance(slot["values"], list):
            raise ValueError(f"{path}.values: must be a list")
        given = [checked_slot(one, f"{path}.values") for one in slot["values"]]
        checked["values"] = [one for one in given if one is not None]
    if slot.get("subSlots") is not None:
        parts = _map(slot["subSlots"], f"{path}.subSlots")
        checked["subSlots"] = {
            name: checked_slot(part, f"{path}.subSlots.{name}") for name, part in parts.items()
        }
    return checked if len(checked) > 1 else None


def _value(value: Any, path: str) -> dict[str, Any]:
    interpreted = _map(value, path).get("interpretedValue")
    if not is_text(interpreted):
        raise ValueError(f"{path}.interpretedValue: must be a string")
    original = value.get("originalValue")
    resolved = value.get("resolvedValues") or []
    listed = isinstance(resolved, list) and all(map(is_text, resolved))
    if not listed or not (original is None or is_text(original)):
        raise ValueError(f"{path}: originalValue and resolvedValues must be strings")
    checked = {"interpretedValue": interpreted, "resolvedValues": resolved}
    return checked if original is None else {"originalValue": original, **checked}


def checked_messages(messages: Any, path: str) -> list[dict[str, Any]]:
    """Messages; none where ``messages`` is null."""
    if messages is None:
        return []
    if not isinstance(messages, list) or len(messages) > MAX_MESSAGES:
        raise ValueError(f"{path}: must be a list of at most {MAX_MESSAGES}")
    return [_message(message, f"{path}[{at}]") for at, message in enumerate(messages)]


def _message(message: Any, path: str) -> dict[str, Any]:
    kind = _map(message, path).get("contentType")
    if kind not in _CONTENT_TYPES:
        raise ValueError(f"{path}.contentType: must be one of {', '.join(_CONTENT_TYPES)}")
    if kind == "ImageResponseCard":
        card = _card(message.get("imageResponseCard"), f"{path}.imageResponseCard")
        return {"contentType": kind, "imageResponseCard": card}
    if not is_text(message.get("content"), MAX_TEXT):
        raise ValueError(f"{path}.content: must be a string of 1 to {MAX_TEXT} characters")
    return {"content": message["content"], "contentType": kind}


def _card(card: Any, path: str) -> dict[str, Any]:
    if _map(card, path).get("title") is None:
        raise ValueError(f"{path}.title: missing")
    names = [name for name in ("title", "subtitle", "imageUrl") if card.get(name) is not None]
    for name in names:
        if not is_text(card[name], MAX_CARD_TEXT):
            raise ValueError(f"{path}.{name}: must be a string of 1 to {MAX_CARD_TEXT} characters")
    checked = {name: card[name] for name in names}
    buttons = card.get("buttons") or []
    if not isinstance(buttons, list) or not all(map(_is_button, buttons)):
        raise ValueError(
            f"{path}.buttons: each needs a text and a value of 1 to {MAX_BUTTON_TEXT} characters"
        )
    if buttons:
        shown = buttons[:MAX_BUTTONS]
        checked["buttons"] = [{"text": one["text"], "value": one["value"]} for one in shown]
    return checked


def _is_button(button: Any) -> bool:
    return isinstance(button, dict) and all(
        is_text(button.get(name), MAX_BUTTON_TEXT) for name in ("text", "value")
    )


def checked_contexts(contexts: Any, path: str) -> list[dict[str, Any]]:
    """Active contexts; a time to live that is left out is Lex's default."""
    if not isinstance(contexts, list) or len(contexts) > MAX_CONTEXTS:
        raise ValueError(f"{path}: must be a list of at most {MAX_CONTEXTS}")
    return [_context(context, f"{path}[{at}]") for at, context in enumerate(contexts)]


def _context(context: Any, path: str) -> dict[str, Any]:
    name = _map(context, path).get("name")
    if not is_text(name, MAX_NAME) or not _CONTEXT_NAME.fullmatch(str(name)):
        raise ValueError(f"{path}.name: must be letters, digits and single underscores")
    ttl = _map(context.get("timeToLive") or {}, f"{path}.timeToLive")
    seconds, turns = ttl.get("timeToLiveInSeconds", 300), ttl.get("turnsToLive", 5)
    # type() and not isinstance: true is an int to Python, not to JSON.
    whole = type(seconds) is int and type(turns) is int
    if not whole or not 5 <= seconds <= 86_400 or not 1 <= turns <= 20:  # noqa: PLR2004  Lex's
        raise ValueError(
            f"{path}.timeToLive: timeToLiveInSeconds is 5 to 86400 and turnsToLive 1 to 20"
        )
    attributes = _map(context.get("contextAttributes") or {}, f"{path}.contextAttributes")
    for key, value in attributes.items():
        if not is_text(key, MAX_NAME) or not is_text(value, MAX_TEXT):
            raise ValueError(f"{path}.contextAttributes.{key}: must be a string of 1 to {MAX_TEXT}")
    if len(attributes) > MAX_CONTEXT_ATTRIBUTES:
        raise ValueError(f"{path}.contextAttributes: at most {MAX_CONTEXT_ATTRIBUTES}")
    return {
        "name": name,
        "timeToLive": {"timeToLiveInSeconds": seconds, "turnsToLive": turns},
        "contextAttributes": attributes,
    }


def checked_hints(hints: Any, path: str) -> dict[str, Any]:
    """Runtime hints: phrases by intent and slot."""
    intents = _map(_map(hints, path).get("slotHints") or {}, f"{path}.slotHints")
    if not intents:
        return {}
    return {
        "slotHints": {
            _hint_name(intent, path): _slot_hints(slots, f"{path}.slotHints.{intent}")
            for intent, slots in intents.items()
        }
    }


def _slot_hints(slots: Any, path: str) -> dict[str, Any]:
    return {
        _hint_name(name, path): _hint(hint, f"{path}.{name}")
        for name, hint in _map(slots, path).items()
    }


def _hint_name(name: str, path: str) -> str:
    if not is_text(name, MAX_NAME) or not _HINT_NAME.fullmatch(name):
        raise ValueError(f"{path}: {name!r} is no name")
    return name


def _hint(hint: Any, path: str) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    values = _map(hint, path).get("runtimeHintValues")
    if values is not None:
        sized = isinstance(values, list) and 1 <= len(values) <= MAX_HINTS
        if not sized or not all(_is_phrase(value) for value in values):
            raise ValueError(f"{path}.runtimeHintValues: must be 1 to {MAX_HINTS} phrases")
        checked["runtimeHintValues"] = [{"phrase": value["phrase"]} for value in values]
    if hint.get("subSlotHints") is not None:
        checked["subSlotHints"] = _slot_hints(hint["subSlotHints"], f"{path}.subSlotHints")
    return checked


def _is_phrase(value: Any) -> bool:
    return isinstance(value, dict) and is_text(value.get("phrase"), MAX_PHRASE)
