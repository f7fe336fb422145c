"""Customers on the channels that write, and the contacts that their conversations become."""

import json
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from local.commands.product import Api
from local.stack.description import Stack
from local.vendors.slack_user import SlackUser
from local.vendors.text_phone import TextPhone, pin_token
from tests.conversation.channel_dialogues import Dialogue, Line

SMS_CUSTOMER, SLACK_CUSTOMER, WEB_CUSTOMER = 1, 2, 3  # each channel pays from another's accounts
FAREWELL = "goodbye"
PATIENCE_S = 150


class WebLine:
    """The API that the widget uses."""

    def __init__(self, stack: Stack) -> None:
        self._api, self._stack = Api(stack), stack
        self._answer = self._api.chat({"language": "en"})

    def say(self, text: str) -> str:
        said = {"session_id": self._answer["session_id"], "text": text, "language": "en"}
        self._answer = self._api.chat(said)
        return self._words()

    def verify(self, pins: list[str]) -> str:
        if self._answer["input"]["kind"] != "pin":
            self.say(self._stack.customers[WEB_CUSTOMER].phone)
        return [self.say(pin) for pin in pins][-1]

    def _words(self) -> str:
        messages = self._answer["messages"]
        cards = [one["card"]["title"] for one in messages if one.get("card")]
        return " ".join([*(one.get("text") or "" for one in messages), *cards])


class SmsLine:
    """A customer's own phone; each dialogue is with another number of the bank's, and so new."""

    def __init__(self, stack: Stack) -> None:
        number = f"+1416{uuid.uuid4().int % 10**7:07}"
        self._phone = TextPhone(stack, stack.customers[SMS_CUSTOMER].phone, number)
        self._texts: list[str] = []

    def say(self, text: str) -> str:
        self._texts = self._phone.text(text)
        return " ".join(self._texts)

    def verify(self, pins: list[str]) -> str:
        token = pin_token(self._texts)
        for pin in pins:
            assert token is not None, self._texts
            outcome = self._phone.enter_pin(token, pin)
            token = outcome["token"]
        assert outcome["is_sent"], outcome
        return " ".join(self._phone.arrived())


class SlackLine:
    """Somebody new in Slack, who signs in by phone number and PIN in the modal."""

    def __init__(self, stack: Stack) -> None:
        self._user = SlackUser(stack, f"U{uuid.uuid4().hex[:9].upper()}")
        self._customer = stack.customers[SLACK_CUSTOMER]

    def say(self, text: str) -> str:
        return words(self._user.say(text))

    def verify(self, pins: list[str]) -> str:
        for pin in pins:
            view = self._user.open_modal()
            wanted = {block["block_id"] for block in view["blocks"]}
            given = {"pin": pin, "number": self._customer.phone}
            errors = self._user.submit(view, {name: given[name] for name in wanted})
        assert errors == {}
        return words(self._user.wait())


def words(messages: Sequence[dict[str, Any]]) -> str:
    return " ".join(message["text"] for message in messages)


LINES: dict[str, tuple[type[Line], int]] = {
    "web": (WebLine, WEB_CUSTOMER),
    "sms": (SmsLine, SMS_CUSTOMER),
    "slack": (SlackLine, SLACK_CUSTOMER),
}


class Contacts:
    """The dashboard's, of one medium and from now on."""

    def __init__(self, stack: Stack, medium: str) -> None:
        self._api, self._medium = Api(stack), medium
        self._since = datetime.now(UTC).isoformat()
        self._documents: dict[str, dict[str, Any]] = {}

    def of(self, dialogues: Sequence[Dialogue]) -> dict[str, dict[str, Any]]:
        """The analysed contact of each dialogue, by its name, of those that have become one."""
        give_up_at = time.monotonic() + PATIENCE_S
        while True:
            self._read()
            found = {
                one.name: document
                for one in dialogues
                for document in self._documents.values()
                if holds(document, one)
            }
            if len(found) == len(dialogues) or time.monotonic() > give_up_at:
                return found
            time.sleep(0.5)

    def _read(self) -> None:
        for row in self._rows():
            if row["status"] in {"ANALYZED", "FAILED"} and row["contact_id"] not in self._documents:
                self._documents[row["contact_id"]] = self._api.contact(row["contact_id"])

    def _rows(self) -> Iterator[dict[str, Any]]:
        for row in self._api.contacts():  # newest first
            if datetime.fromisoformat(row["started_at"]) < datetime.fromisoformat(self._since):
                return
            if row["medium"] == self._medium:
                yield row


def holds(document: dict[str, Any], dialogue: Dialogue) -> bool:
    """The customer said what the dialogue has, beside a number and PINs, and took their leave; the
    web greets before anything is said.
    """
    turns = document["turns"]
    said = [one["text"] for one in turns if one["role"] == "CUSTOMER" and "[" not in one["text"]]
    wanted = [*(step.say for step in dialogue.turns if step.say), FAREWELL]
    return said in (wanted, ["hello", *wanted])


def faults_of_contact(document: dict[str, Any], dialogue: Dialogue, customer: Any) -> list[str]:
    """What the contact of a dialogue that was held and ended does not show as it should."""
    verified = any(step.verify for step in dialogue.turns)
    wrong = sum(step.verify.count("wrong") for step in dialogue.turns)
    shown = {
        "status": document["status"],
        "channel": document["channel"],
        "customer": document["customer_id"],
        "roles": {turn["role"] for turn in document["turns"]},
        "wrong PINs": document["bot"]["pin_failures"],
        "contained": document["bot"]["contained"],
        "judged": document["sentiment"]["CUSTOMER"]["average"] is not None,
        "tells the PIN": customer.pin in json.dumps([one["text"] for one in document["turns"]]),
    }
    expected = {
        "status": "ANALYZED",
        "channel": "CHAT",
        "customer": customer.customer_number if verified else None,
        "roles": {"CUSTOMER", "BOT"},
        "wrong PINs": wrong,
        "contained": True,
        "judged": True,
        "tells the PIN": False,
    }
    return [
        f"{dialogue.name}: {name} {shown[name]}" for name in shown if shown[name] != expected[name]
    ]
