"""What a Lambda may answer, and the errors for what it may not."""

from collections.abc import Callable
from typing import Any, TypeVar

from local.lex.dialog.wire_values import (
    CONFIRMATIONS,
    STATES,
    STYLES,
    checked_contexts,
    checked_hints,
    checked_messages,
    checked_slot,
    checked_strings,
)
from local.lex.errors import BadGatewayError

T = TypeVar("T")

# A tuple: what is looked up in it may be anything JSON has.
ACTIONS = ("Close", "ConfirmIntent", "Delegate", "ElicitIntent", "ElicitSlot")
CLOSED = ("Failed", "Fulfilled", "InProgress")


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
        state = "$.sessionState"
        self.attributes = self._optional(checked_strings, self.state, state, "sessionAttributes")
        self.contexts = self._optional(checked_contexts, self.state, state, "activeContexts")
        self.hints = self._optional(checked_hints, self.state, state, "runtimeHints")
        self.request_attributes = self._optional(
            checked_strings, self._document, "$", "requestAttributes"
        )
        self.messages = self._checked(
            checked_messages, self._document.get("messages"), "$.messages"
        )
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
        if self.elicitation_style not in (None, *STYLES):
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
        known = {
            slot: self._checked(checked_slot, v, f"{path}.slots.{slot}")
            for slot, v in slots.items()
        }
        unknown = set(known) - self._slots_of[name]
        if unknown:
            raise self._fault(f"{path}.slots", f"intent {name} has no slot {min(unknown)}")
        return {**intent, "slots": known if "slots" in intent else None}

    def _checked(self, check: Callable[[Any, str], T], value: Any, path: str) -> T:
        try:
            return check(value, path)
        except ValueError as error:
            where, _, problem = str(error).partition(": ")
            raise self._fault(where, problem) from error

    def _optional(
        self, check: Callable[[Any, str], T], owner: dict[str, Any], path: str, name: str
    ) -> T | None:
        value = owner.get(name)
        return None if value is None else self._checked(check, value, f"{path}.{name}")

    def _check_needs(self) -> None:
        if self.action == "ElicitSlot" and not (self.slot_to_elicit and self.intent):
            raise self._fault("$.sessionState", "ElicitSlot needs slotToElicit and intent")
        if self.action in {"ConfirmIntent", "Close"} and not self.intent:
            raise self._fault("$.sessionState.intent", f"{self.action} needs an intent")
        if self.action == "ElicitIntent" and not self.messages:
            raise self._fault("$.messages", "ElicitIntent needs a message")
        state = (self.intent or {}).get("state")
        if self.action == "Close" and state not in CLOSED:
            raise self._fault(
                "$.sessionState.intent.state", "Close needs Failed, Fulfilled or InProgress"
            )
        name = (self.intent or {}).get("name", "")
        if self.action == "ElicitSlot" and name and self.slot_to_elicit not in self._slots_of[name]:
            raise self._fault(
                "$.sessionState.dialogAction.slotToElicit",
                f"intent {name} has no slot {self.slot_to_elicit}",
            )
