"""Lex V2's code-hook event and answer, and our Dialog and Reply.

Only what we read is modelled; Lex adds fields without notice, so others are ignored.
"""

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from omnilex.domain.dialog import Action, Confirmation, Dialog, Hook, Reply

# Request attribute of our channel functions, session attribute of the Connect flow.
PHONE_NUMBER = "phone_number"
MOST_BUTTONS, BUTTON_LETTERS, TITLE_LETTERS = 5, 50, 250


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)


class _SlotValue(_Lenient):
    interpreted: str | None = Field(default=None, alias="interpretedValue")


class _Slot(_Lenient):
    value: _SlotValue | None = None


class _Intent(_Lenient):
    name: str
    slots: dict[str, _Slot | None] | None = None
    confirmation: Confirmation = Field(default=Confirmation.NONE, alias="confirmationState")


class _SessionState(_Lenient):
    intent: _Intent
    attributes: dict[str, str] | None = Field(default=None, alias="sessionAttributes")


class _Prompt(_Lenient):
    attempt: str = "Initial"


class _NextState(_Lenient):
    prompt: _Prompt = _Prompt()


class _Event(_Lenient):
    session_id: str = Field(alias="sessionId")
    utterance: str = Field(default="", alias="inputTranscript")
    hook: Hook = Field(alias="invocationSource")
    state: _SessionState = Field(alias="sessionState")
    request_attributes: dict[str, str] | None = Field(default=None, alias="requestAttributes")
    proposed: _NextState | None = Field(default=None, alias="proposedNextState")


def to_dialog(event: dict[str, Any]) -> Dialog:
    """A code-hook event as a Dialog. Raises pydantic's ValidationError for another event."""
    parsed = _Event.model_validate(event)
    intent = parsed.state.intent
    attributes = parsed.state.attributes or {}
    said_by_channel = {**attributes, **(parsed.request_attributes or {})}
    return Dialog(
        session_id=parsed.session_id,
        utterance=parsed.utterance,
        intent=intent.name,
        slots={
            name: slot.value.interpreted if slot and slot.value else None
            for name, slot in (intent.slots or {}).items()
        },
        confirmation=intent.confirmation,
        hook=parsed.hook,
        attributes=attributes,
        phone_number=said_by_channel.get(PHONE_NUMBER),
        is_retry=parsed.proposed is not None and parsed.proposed.prompt.attempt != "Initial",
    )


def to_answer(reply: Reply, dialog: Dialog) -> dict[str, Any]:
    """A Reply as the code hook's answer; session attributes are handed back as they came."""
    action: dict[str, Any] = {"type": reply.action.value}
    if reply.slot:
        action["slotToElicit"] = reply.slot
    state: dict[str, Any] = {
        "dialogAction": action,
        "sessionAttributes": dict(dialog.attributes),
    }
    if reply.action is not Action.ELICIT_INTENT:
        state["intent"] = _intent(reply, dialog)
    answer: dict[str, Any] = {"sessionState": state}
    messages = _messages(reply)
    if messages:
        answer["messages"] = messages
    return answer


def _intent(reply: Reply, dialog: Dialog) -> dict[str, Any]:
    state = "InProgress"
    if reply.action is Action.CLOSE:
        state = "Failed" if reply.failed else "Fulfilled"
    elif reply.action is Action.DELEGATE and dialog.hook is Hook.FULFILLMENT:
        state = "ReadyForFulfillment"
    confirmed = dialog.confirmation if reply.intent == dialog.intent else Confirmation.NONE
    if reply.action is Action.CONFIRM:
        confirmed = Confirmation.NONE
    return {
        "name": reply.intent or dialog.intent,
        "slots": {name: _slot(value) for name, value in reply.slots.items()},
        "state": state,
        "confirmationState": confirmed.value,
    }


def _slot(value: str | None) -> dict[str, Any] | None:
    if value is None:
        return None
    filled = {"originalValue": value, "interpretedValue": value, "resolvedValues": [value]}
    return {"shape": "Scalar", "value": filled}


def _card(reply: Reply) -> dict[str, Any]:
    """A question with its answers as buttons. Lex takes five buttons, and titles of 250 letters."""
    buttons = [
        {"text": one.text[:BUTTON_LETTERS], "value": one.value[:BUTTON_LETTERS]}
        for one in reply.choices[:MOST_BUTTONS]
    ]
    return {"title": (reply.text or "")[:TITLE_LETTERS], "buttons": buttons}


def _messages(reply: Reply) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []
    if reply.text and reply.choices:
        messages.append({"contentType": "ImageResponseCard", "imageResponseCard": _card(reply)})
    elif reply.text:
        messages.append({"contentType": "PlainText", "content": reply.text})
    if reply.receipt:
        content = json.dumps(reply.receipt.model_dump(mode="json"))
        messages.append({"contentType": "CustomPayload", "content": content})
    return messages
