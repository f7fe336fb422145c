"""One turn of a conversation: what came in, and what the bot does next."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict

from omnilex.domain.payment import Proposal, Receipt
from omnilex.domain.wording import Language

UNDERSTOOD = "understood"  # the session attribute that says of a turn whether it had an answer
YES, NO = "yes", "no"


class Confirmation(StrEnum):
    NONE = "None"
    CONFIRMED = "Confirmed"
    DENIED = "Denied"


class Hook(StrEnum):
    DIALOG = "DialogCodeHook"
    FULFILLMENT = "FulfillmentCodeHook"


class Dialog(BaseModel):
    """What Lex asks the function: an intent, its slots as interpreted values, and why it asks.

    ``phone_number`` is what the channel says of who writes or calls: it identifies, it proves
    nothing. ``is_retry``: the slot was asked for and the answer was none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    session_id: str
    utterance: str
    intent: str
    slots: Mapping[str, str | None]
    confirmation: Confirmation
    hook: Hook
    attributes: Mapping[str, str]
    phone_number: str | None = None
    is_retry: bool = False
    language: Language = Language.ENGLISH


class Choice(BaseModel):
    """A button: what it says, and what pressing it says for the customer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    value: str


class Action(StrEnum):
    CLOSE = "Close"
    CONFIRM = "ConfirmIntent"
    DELEGATE = "Delegate"
    ELICIT_INTENT = "ElicitIntent"
    ELICIT_SLOT = "ElicitSlot"


class Reply(BaseModel):
    """What the bot does: an action on an intent, with words and perhaps a proposal or receipt.

    ``aside`` is said before ``text``: the answer to a question that came in between, or
    ``aside_choices`` of what may have been meant. ``missed``: it had no answer to what was said.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    action: Action
    intent: str | None = None
    slots: Mapping[str, str | None] = {}
    slot: str | None = None
    aside: str | None = None
    aside_choices: tuple[Choice, ...] = ()
    text: str | None = None
    choices: tuple[Choice, ...] = ()
    proposal: Proposal | None = None
    receipt: Receipt | None = None
    failed: bool = False
    missed: bool = False

    @classmethod
    def elicit(cls, intent: str, slots: Mapping[str, str | None], slot: str, text: str) -> Self:
        """Ask for a slot, emptying whatever it held."""
        kept = {**slots, slot: None}
        return cls(action=Action.ELICIT_SLOT, intent=intent, slots=kept, slot=slot, text=text)

    @classmethod
    def ask(cls, text: str) -> Self:
        """Ask what the customer wants."""
        return cls(action=Action.ELICIT_INTENT, text=text)

    @classmethod
    def hand_over(cls, intent: str, slots: Mapping[str, str | None]) -> Self:
        """Let the function of another intent answer this turn."""
        return cls(action=Action.DELEGATE, intent=intent, slots=slots)

    @classmethod
    def confirm(cls, intent: str, slots: Mapping[str, str | None], text: str) -> Self:
        return cls(action=Action.CONFIRM, intent=intent, slots=slots, text=text)

    @classmethod
    def close(
        cls, intent: str, text: str, *, receipt: Receipt | None = None, failed: bool = False
    ) -> Self:
        return cls(action=Action.CLOSE, intent=intent, text=text, receipt=receipt, failed=failed)

    @classmethod
    def delegate(cls, intent: str, slots: Mapping[str, str | None]) -> Self:
        return cls(action=Action.DELEGATE, intent=intent, slots=slots)
