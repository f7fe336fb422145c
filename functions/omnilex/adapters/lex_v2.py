"""Lex V2's code-hook event and answer, and our Dialog and Reply.

Only what we read is modelled; Lex adds fields without notice, so others are ignored.
"""

import json
import textwrap
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from omnilex.domain.account_details import MORE
from omnilex.domain.dialog import (
    NO,
    UNDERSTOOD,
    YES,
    Action,
    Choice,
    Confirmation,
    Dialog,
    Hook,
    Reply,
)
from omnilex.domain.payment import Proposal
from omnilex.domain.wording import Language, Phrase, Said, any_of

# Session attribute that the contact flow sets; the other channels keep it on the server.
PHONE_NUMBER = "phone_number"
MOST_BUTTONS, BUTTON_LETTERS, TITLE_LETTERS = 5, 50, 250
CHOOSE = Phrase(en="Or choose:", es="O elija:")
YOU_CAN_SAY = Phrase(en="You can say: {choices}.", es="Puede decir: {choices}.")


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
    state: str | None = None


class _SessionState(_Lenient):
    intent: _Intent
    attributes: dict[str, str] | None = Field(default=None, alias="sessionAttributes")


class _Prompt(_Lenient):
    attempt: str = "Initial"


class _NextState(_Lenient):
    prompt: _Prompt = _Prompt()


class _Bot(_Lenient):
    locale_id: str = Field(default="en_US", alias="localeId")


class _Event(_Lenient):
    bot: _Bot = _Bot()
    session_id: str = Field(alias="sessionId")
    utterance: str = Field(default="", alias="inputTranscript")
    hook: Hook = Field(alias="invocationSource")
    state: _SessionState = Field(alias="sessionState")
    proposed: _NextState | None = Field(default=None, alias="proposedNextState")


class _Button(_Lenient):
    text: str
    value: str


class _Card(_Lenient):
    title: str
    buttons: tuple[_Button, ...] = ()


class _Message(_Lenient):
    content_type: str = Field(alias="contentType")
    content: str | None = None
    card: _Card | None = Field(default=None, alias="imageResponseCard")

    @property
    def words(self) -> str | None:
        """None for a payload, which is for the channel."""
        if self.card:
            return self.card.title
        return self.content if self.content_type == "PlainText" else None

    @property
    def choices(self) -> tuple[Choice, ...]:
        buttons = self.card.buttons if self.card else ()
        return tuple(Choice(text=one.text, value=one.value) for one in buttons)

    @property
    def proposal(self) -> Proposal | None:
        if self.content_type != "CustomPayload":
            return None
        try:
            return Proposal.model_validate_json(self.content or "")
        except ValidationError:  # a payload of another kind
            return None


class _DialogAction(_Lenient):
    type: Action
    slot: str | None = Field(default=None, alias="slotToElicit")


class _AnsweredState(_Lenient):
    attributes: dict[str, str] | None = Field(default=None, alias="sessionAttributes")
    dialog_action: _DialogAction = Field(alias="dialogAction")
    intent: _Intent | None = None


class _Answer(_Lenient):
    state: _AnsweredState = Field(alias="sessionState")
    messages: tuple[_Message, ...] = ()


def to_dialog(event: dict[str, Any]) -> Dialog:
    """A code-hook event as a Dialog. Raises pydantic's ValidationError for another event."""
    parsed = _Event.model_validate(event)
    intent = parsed.state.intent
    attributes = parsed.state.attributes or {}
    return Dialog(
        session_id=parsed.session_id,
        utterance=parsed.utterance,
        intent=intent.name,
        slots=_values(intent.slots),
        confirmation=intent.confirmation,
        hook=parsed.hook,
        attributes=attributes,
        phone_number=attributes.get(PHONE_NUMBER),
        is_retry=parsed.proposed is not None and parsed.proposed.prompt.attempt != "Initial",
        language=Language.of_locale(parsed.bot.locale_id),
    )


def as_of_intent(event: dict[str, Any], intent: str) -> dict[str, Any]:
    """The event as if its utterance had been understood as another intent, of which nothing more is
    known.
    """
    meant = {"name": intent, "slots": {}, "state": "InProgress", "confirmationState": "None"}
    rest = {name: value for name, value in event.items() if name != "proposedNextState"}
    return {**rest, "sessionState": {**event["sessionState"], "intent": meant}}


def _values(slots: dict[str, _Slot | None] | None) -> dict[str, str | None]:
    return {
        name: slot.value.interpreted if slot and slot.value else None
        for name, slot in (slots or {}).items()
    }


def to_answer(reply: Reply, dialog: Dialog) -> dict[str, Any]:
    """A Reply as the code hook's answer; session attributes are handed back as they came, but for
    the one that tells whether this turn was understood.
    """
    action: dict[str, Any] = {"type": reply.action.value}
    if reply.slot:
        action["slotToElicit"] = reply.slot
    state: dict[str, Any] = {
        "dialogAction": action,
        "sessionAttributes": {**dialog.attributes, UNDERSTOOD: NO if reply.missed else YES},
    }
    if reply.action is not Action.ELICIT_INTENT:
        state["intent"] = _intent(reply, dialog)
    answer: dict[str, Any] = {"sessionState": state}
    messages = _messages(reply)
    if messages:
        answer["messages"] = messages
    return answer


def to_state(reply: Reply, attributes: Mapping[str, str]) -> dict[str, Any]:
    """PutSession's state: the bot waits for what ``reply`` asked. Its slots take no null."""
    action: dict[str, Any] = {"type": reply.action.value}
    if reply.slot:
        action["slotToElicit"] = reply.slot
    state: dict[str, Any] = {"dialogAction": action, "sessionAttributes": dict(attributes)}
    if reply.intent:
        state["intent"] = {
            "name": reply.intent,
            "slots": {name: _slot(value) for name, value in reply.slots.items() if value},
            "state": "InProgress",
            "confirmationState": "None",
        }
    return state


def to_reply(answer: dict[str, Any]) -> Reply:
    """What a code hook answered; of its messages the last is the question, or the answer."""
    parsed = _Answer.model_validate(answer)
    state = parsed.state
    said = [one for one in parsed.messages if one.words]
    return Reply(
        action=state.dialog_action.type,
        intent=state.intent.name if state.intent else None,
        slots=_values(state.intent.slots) if state.intent else {},
        slot=state.dialog_action.slot,
        text=said[-1].words if said else None,
        choices=said[-1].choices if said else (),
        proposal=next((one.proposal for one in parsed.messages if one.proposal), None),
        failed=state.intent is not None and state.intent.state == "Failed",
        missed=(state.attributes or {}).get(UNDERSTOOD) == NO,
    )


def before_the_last(answer: dict[str, Any]) -> str | None:
    """What is said before the question, or the answer, that `to_reply` takes."""
    said = [one.words for one in _Answer.model_validate(answer).messages if one.words]
    return " ".join(said[:-1]) or None


def spoken(answer: dict[str, Any], language: Language) -> dict[str, Any]:
    """The answer as a voice says it: cards become words, and payloads, which are seen, go.

    What else there is to do, the contact flow asks when an intent is closed.
    """
    said = [_Message.model_validate(one) for one in answer.get("messages", ())]
    texts = [text for text in (_aloud(one, language) for one in said) if text]
    if _Answer.model_validate(answer).state.dialog_action.type is Action.CLOSE:
        texts = [text.removesuffix(MORE(language)).rstrip() for text in texts]
    return {**answer, "messages": [_said(text, ()) for text in texts]}


def aloud_too(answer: dict[str, Any], language: Language) -> dict[str, Any]:
    """The answer to what was spoken, for an ear and an eye: Lex's voice leaves cards out, so the
    question and its choices are words, and the card holds the buttons.
    """
    messages: list[dict[str, Any]] = []
    for message in answer.get("messages", ()):
        read = _Message.model_validate(message)
        words = _aloud(read, language)
        if read.card is None or not read.choices or not words:
            messages.append(message)
            continue
        card = {**message["imageResponseCard"], "title": CHOOSE(language)}
        messages += [_said(words, ()), {**message, "imageResponseCard": card}]
    return {**answer, "messages": messages}


def is_spoken(event: dict[str, Any]) -> bool:
    return event.get("inputMode") == "Speech"


def _aloud(message: _Message, language: Language) -> str | None:
    if not message.words or not message.choices:
        return message.words
    choices = [_as_it_is(one.text) for one in message.choices]
    return f"{message.words} {YOU_CAN_SAY(language, choices=any_of(choices))}"


def _as_it_is(text: str) -> Said:
    return lambda _: text


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


def _said(text: str, choices: tuple[Choice, ...]) -> dict[str, Any]:
    """Words; with choices a card of buttons. Lex takes five, and titles of 250 letters."""
    if not choices:
        return {"contentType": "PlainText", "content": text}
    buttons = [
        {
            "text": textwrap.shorten(one.text, BUTTON_LETTERS, placeholder="…"),
            "value": one.value[:BUTTON_LETTERS].rstrip(),
        }
        for one in choices[:MOST_BUTTONS]
    ]
    card = {"title": text[:TITLE_LETTERS], "buttons": buttons}
    return {"contentType": "ImageResponseCard", "imageResponseCard": card}


def _messages(reply: Reply) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []
    if reply.aside:
        messages.append(_said(reply.aside, reply.aside_choices))
    if reply.text:
        messages.append(_said(reply.text, reply.choices))
    for payload in (reply.proposal, reply.receipt):
        if payload:
            content = json.dumps(payload.model_dump(mode="json"))
            messages.append({"contentType": "CustomPayload", "content": content})
    return messages
