"""What a Lambda may answer, and the errors for what it may not."""

from typing import Any

from local.lex.errors import BadGatewayError

ACTIONS = {"Close", "ConfirmIntent", "Delegate", "ElicitIntent", "ElicitSlot"}
STATES = {
    "Failed",
    "Fulfilled",
    "InProgress",
    "ReadyForFulfillment",
    "Waiting",
    "FulfillmentInProgress",
}
CONFIRMATIONS = {"Confirmed", "Denied", "None"}
CONTENT_TYPES = {"PlainText", "SSML", "CustomPayload", "ImageResponseCard"}


class HookAnswer:
    """A Lambda's answer, checked; reading it raises BadGatewayError at the first fault."""

    def __init__(self, answer: Any, stage: str, slots_of: dict[str, set[str]]) -> None:
        self._stage = stage
        self._slots_of = slots_of
        if answer is None:
            raise self._fault("$", "Received null response from Lambda")
        self._document = self._map(answer, "$")
        self.state = self._map(self._document.get("sessionState"), "$.sessionState")
        action = self._map(self.state.get("dialogAction"), "$.sessionState.dialogAction")
        self.action: str = action.get("type") or ""
        self.slot_to_elicit: str | None = action.get("slotToElicit")
        part = action.get("subSlotToElicit")
        self.sub_slot_to_elicit: str | None = part.get("name") if isinstance(part, dict) else None
        self.elicitation_style: str | None = action.get("slotElicitationStyle")
        self._check_action(action)
        self.intent = self._intent()
        self.attributes = self._strings("sessionAttributes", self.state, "$.sessionState")
        self.request_attributes = self._strings("requestAttributes", self._document, "$")
        self.contexts = self._contexts()
        self.messages = self._messages()
        self._check_needs()

    def _fault(self, path: str, problem: str) -> BadGatewayError:
        return BadGatewayError(f"Invalid Lambda Response: {self._stage}: {path}: {problem}")

    def _map(self, value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._fault(path, "must be an object")
        return value

    def _check_action(self, action: dict[str, Any]) -> None:
        if self.action not in ACTIONS:
            wanted = ", ".join(sorted(ACTIONS))
            raise self._fault("$.sessionState.dialogAction.type", f"must be one of {wanted}")
        if self.slot_to_elicit is not None and not isinstance(self.slot_to_elicit, str):
            raise self._fault("$.sessionState.dialogAction.slotToElicit", "must be a string")
        if self.elicitation_style not in {None, "Default", "SpellByLetter", "SpellByWord"}:
            raise self._fault("$.sessionState.dialogAction.slotElicitationStyle", "unknown style")

    def _intent(self) -> dict[str, Any] | None:
        path = "$.sessionState.intent"
        raw = self.state.get("intent")
        if raw is None:
            return None
        intent = self._map(raw, path)
        name = intent.get("name")
        if not isinstance(name, str) or name not in self._slots_of:
            raise self._fault(f"{path}.name", f"the bot has no intent {name!r}")
        for key, allowed in (("state", STATES), ("confirmationState", CONFIRMATIONS)):
            if intent.get(key) is not None and intent[key] not in allowed:
                raise self._fault(f"{path}.{key}", f"must be one of {', '.join(sorted(allowed))}")
        slots = self._map(intent.get("slots") or {}, f"{path}.slots")
        known = {slot: self._slot(v, f"{path}.slots.{slot}") for slot, v in slots.items()}
        unknown = set(known) - self._slots_of[name]
        if unknown:
            raise self._fault(f"{path}.slots", f"intent {name} has no slot {min(unknown)}")
        return {**intent, "slots": known if "slots" in intent else None}

    def _slot(self, slot: Any, path: str) -> dict[str, Any] | None:
        if slot is None:
            return None
        checked: dict[str, Any] = {"shape": self._map(slot, path).get("shape") or "Scalar"}
        if checked["shape"] not in {"Scalar", "List", "Composite"}:
            raise self._fault(f"{path}.shape", "must be Scalar, List or Composite")
        value = slot.get("value")
        if value is not None:
            checked["value"] = self._value(value, f"{path}.value")
        if slot.get("values") is not None:
            if not isinstance(slot["values"], list):
                raise self._fault(f"{path}.values", "must be a list")
            checked["values"] = [self._slot(one, f"{path}.values") for one in slot["values"]]
        if slot.get("subSlots") is not None:
            parts = self._map(slot["subSlots"], f"{path}.subSlots")
            checked["subSlots"] = {
                n: self._slot(p, f"{path}.subSlots.{n}") for n, p in parts.items()
            }
        return checked if len(checked) > 1 else None

    def _value(self, value: Any, path: str) -> dict[str, Any]:
        interpreted = self._map(value, path).get("interpretedValue")
        if not isinstance(interpreted, str):
            raise self._fault(f"{path}.interpretedValue", "must be a string")
        original = value.get("originalValue")
        resolved = value.get("resolvedValues") or []
        if not isinstance(original, str | None) or not _all_strings(resolved):
            raise self._fault(path, "originalValue and resolvedValues must be strings")
        checked = {"interpretedValue": interpreted, "resolvedValues": resolved}
        return checked if original is None else {"originalValue": original, **checked}

    def _strings(self, name: str, owner: dict[str, Any], path: str) -> dict[str, str] | None:
        values = owner.get(name)
        if values is None:
            return None
        for key, value in self._map(values, f"{path}.{name}").items():
            if not isinstance(value, str):
                raise self._fault(f"{path}.{name}.{key}", "must be a string")
        return dict(values)

    def _contexts(self) -> list[dict[str, Any]] | None:
        contexts = self.state.get("activeContexts")
        if contexts is None:
            return None
        try:
            return checked_contexts(contexts)
        except ValueError as error:
            raise self._fault("$.sessionState.activeContexts", str(error)) from error

    def _messages(self) -> list[dict[str, Any]]:
        messages = self._document.get("messages") or []
        if not isinstance(messages, list) or len(messages) > 10:  # noqa: PLR2004  Lex's limit
            raise self._fault("$.messages", "must be a list of at most 10")
        try:
            return [checked_message(message) for message in messages]
        except ValueError as error:
            raise self._fault("$.messages", str(error)) from error

    def _check_needs(self) -> None:
        if self.action == "ElicitSlot" and not (self.slot_to_elicit and self.intent):
            raise self._fault("$.sessionState", "ElicitSlot needs slotToElicit and intent")
        if self.action in {"ConfirmIntent", "Close"} and not self.intent:
            raise self._fault("$.sessionState.intent", f"{self.action} needs an intent")
        if self.action == "ElicitIntent" and not self.messages:
            raise self._fault("$.messages", "ElicitIntent needs a message")
        state = (self.intent or {}).get("state")
        if self.action == "Close" and state not in {"Failed", "Fulfilled", "InProgress"}:
            raise self._fault(
                "$.sessionState.intent.state", "Close needs Failed, Fulfilled or InProgress"
            )
        name = (self.intent or {}).get("name", "")
        if self.action == "ElicitSlot" and name and self.slot_to_elicit not in self._slots_of[name]:
            raise self._fault(
                "$.sessionState.dialogAction.slotToElicit",
                f"intent {name} has no slot {self.slot_to_elicit}",
            )


def _all_strings(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def checked_message(message: Any) -> dict[str, Any]:
    """A message in the wire's shape. Raises ValueError for one that is not."""
    if not isinstance(message, dict) or message.get("contentType") not in CONTENT_TYPES:
        raise ValueError(f"contentType must be one of {', '.join(sorted(CONTENT_TYPES))}")
    content = message.get("content")
    if message["contentType"] == "ImageResponseCard":
        return {"contentType": "ImageResponseCard", "imageResponseCard": _card(message)}
    if not isinstance(content, str) or not content:
        raise ValueError("content must be a string that is not empty")
    return {"content": content, "contentType": message["contentType"]}


def _card(message: dict[str, Any]) -> dict[str, Any]:
    card = message.get("imageResponseCard")
    if not isinstance(card, dict) or not isinstance(card.get("title"), str):
        raise ValueError("imageResponseCard needs a title")
    checked = {
        name: card[name]
        for name in ("title", "subtitle", "imageUrl")
        if isinstance(card.get(name), str)
    }
    buttons = card.get("buttons") or []
    if not isinstance(buttons, list) or not all(_is_button(button) for button in buttons):
        raise ValueError("each button needs a text and a value")
    if buttons:
        checked["buttons"] = [{"text": b["text"], "value": b["value"]} for b in buttons[:5]]
    return checked


def _is_button(button: Any) -> bool:
    return isinstance(button, dict) and all(
        isinstance(button.get(n), str) for n in ("text", "value")
    )


def checked_contexts(contexts: Any) -> list[dict[str, Any]]:
    """Active contexts in the wire's shape. Raises ValueError for what is not."""
    if not isinstance(contexts, list) or len(contexts) > 20:  # noqa: PLR2004  Lex's limit
        raise ValueError("must be a list of at most 20")
    checked = []
    for context in contexts:
        if not isinstance(context, dict) or not isinstance(context.get("name"), str):
            raise ValueError("a context needs a name")
        ttl = context.get("timeToLive") or {}
        attributes = context.get("contextAttributes") or {}
        if not isinstance(ttl, dict) or not isinstance(attributes, dict):
            raise ValueError("timeToLive and contextAttributes must be objects")
        seconds, turns = ttl.get("timeToLiveInSeconds", 300), ttl.get("turnsToLive", 5)
        whole = isinstance(seconds, int) and isinstance(turns, int)
        if not whole or not 5 <= seconds <= 86_400 or not 1 <= turns <= 20:  # noqa: PLR2004
            raise ValueError("timeToLiveInSeconds is 5 to 86400 and turnsToLive 1 to 20")
        if not _all_strings(list(attributes.values())):
            raise ValueError("contextAttributes must be strings")
        checked.append(
            {
                "name": context["name"],
                "timeToLive": {"timeToLiveInSeconds": seconds, "turnsToLive": turns},
                "contextAttributes": attributes,
            }
        )
    return checked
