"""The bot's answer in Slack's Block Kit."""

from collections.abc import Iterable, Sequence
from typing import Any

from omnilex.domain import slack
from omnilex.domain.chat import Button, ChatMessage, Kind, quick_replies
from omnilex.domain.dialog import Action
from omnilex.domain.messaging import Answer, Asks
from omnilex.domain.money import dollars
from omnilex.domain.payment import Receipt
from omnilex.domain.slack import Place, sealed
from omnilex.domain.verification import BANK
from omnilex.domain.wording import Language, Phrase

ENTER_PIN, SAY = "enter_pin", "say"
PIN, NUMBER = "pin", "number"
_MOST_IN_SECTION, _MOST_ON_BUTTON, _MOST_ELEMENTS = 3000, 75, 25

Block = dict[str, Any]


class Blocks:
    """Of one answer to one place; ``key`` seals what its buttons say."""

    def __init__(self, place: Place, answer: Answer, key: str) -> None:
        self._session_id = place.session_id(key)
        self._answer = answer
        self._key = key

    @property
    def text(self) -> str:
        """What notifications and screen readers get."""
        spoken = (one.text or (one.card.title if one.card else "") for one in self._messages)
        return " ".join(part for part in spoken if part)

    def all(self) -> list[Block]:
        shown = [block for message in self._messages for block in self._shown(message)]
        if self._answer.newly_linked:
            shown.append(_context(slack.LINKED(self._language)))
        return shown + self._actions()

    @property
    def _messages(self) -> Sequence[ChatMessage]:
        return self._answer.turn.messages

    @property
    def _language(self) -> Language:
        return self._answer.language

    def _shown(self, message: ChatMessage) -> Iterable[Block]:
        if message.text:
            yield _section(message.text)
        if message.card:
            lines = [part for part in (message.card.title, message.card.subtitle) if part]
            yield _section("\n".join(lines))
            if message.card.buttons:
                yield self._buttons(message.card.buttons)
        if message.receipt:
            yield {"type": "divider"}
            yield _receipt(message.receipt, self._language)

    def _actions(self) -> list[Block]:
        """What may be pressed after all that was said."""
        if self._answer.asks is not Asks.NOTHING:
            labels = {Asks.PIN: slack.ENTER_PIN, Asks.NUMBER: slack.SIGN_IN}
            label = labels[self._answer.asks](self._language)
            button = {**_button(label, ENTER_PIN), "style": "primary"}
            return [{"type": "actions", "elements": [button]}]
        if any(message.kind is Kind.PROPOSAL for message in self._messages):
            yes, no = quick_replies(Action.CONFIRM, (), self._language)
            pressed = {**self._pressed(yes.text, yes.value), "style": "primary"}
            return [{"type": "actions", "elements": [pressed, self._pressed(no.text, no.value)]}]
        if self._answer.turn.quick_replies:
            return [self._buttons(self._answer.turn.quick_replies)]
        return []

    def _buttons(self, buttons: Sequence[Button]) -> Block:
        elements = [self._pressed(one.text, one.value) for one in buttons[:_MOST_ELEMENTS]]
        return {"type": "actions", "elements": elements}

    def _pressed(self, label: str, said: str) -> Block:
        """Action ids must differ within a block."""
        value = sealed(self._session_id, self._answer.turn_id, said, self._key)
        return {**_button(label, f"{SAY}.{said}"[:255]), "value": value}


def pin_modal(place: Place, asks: Asks, language: Language) -> Block:
    """Asks for the PIN, and for the number where that is not known; never in a message."""
    number = [_input(NUMBER, slack.NUMBER_LABEL, slack.NUMBER_HINT, 20, language)]
    return {
        "type": "modal",
        "callback_id": ENTER_PIN,
        "private_metadata": place.model_dump_json(),
        "title": _plain(BANK),
        "submit": _plain(slack.MODAL_SEND(language)),
        "close": _plain(slack.MODAL_CLOSE(language)),
        "blocks": [
            *(number if asks is Asks.NUMBER else []),
            _input(PIN, slack.PIN_LABEL, slack.PIN_HINT, 4, language),
        ],
    }


def _input(name: str, label: Phrase, hint: Phrase, most: int, language: Language) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": _plain(label(language)),
        "hint": _plain(hint(language)),
        "element": {
            "type": "plain_text_input",
            "action_id": name,
            "max_length": most,
            "focus_on_load": name == PIN,
        },
    }


def _receipt(receipt: Receipt, language: Language) -> Block:
    title = slack.PLANNED if receipt.pay_on else slack.RECEIPT
    rows = [
        (slack.AMOUNT, dollars(receipt.amount_cents)),
        (slack.PAYEE, receipt.payee),
        (slack.FROM, receipt.from_account),
        (slack.REFERENCE, receipt.reference),
    ]
    fields = [
        {"type": "mrkdwn", "text": f"*{name(language)}*\n{_escaped(of)}"} for name, of in rows
    ]
    return {
        "type": "section",
        "text": {"type": "mrkdwn", "text": f"*{title(language)}*"},
        "fields": fields,
    }


def _section(text: str) -> Block:
    shown = _escaped(text)[:_MOST_IN_SECTION]
    return {"type": "section", "text": {"type": "mrkdwn", "text": shown}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": _escaped(text)}]}


def _button(label: str, action_id: str) -> Block:
    return {"type": "button", "action_id": action_id, "text": _plain(label[:_MOST_ON_BUTTON])}


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def _escaped(text: str) -> str:
    """Slack wants these three escaped, and no others."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
