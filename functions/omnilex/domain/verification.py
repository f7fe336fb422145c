"""What the bot says while it finds out who the customer is."""

from omnilex.domain.dialog import Dialog, Reply
from omnilex.domain.session import PendingIntent, Session

INTENT = "VerifyIdentity"
NUMBER = "PhoneNumber"
PIN = "Pin"
BANK = "Harbour & Vale Bank"
CALL_US = "1-800-555-0142"

ASK_NUMBER = "What is the phone number or customer number on your account?"
ASK_PIN = "Please enter your 4-digit PIN."
WHAT_NEXT = (
    "You can pay your mortgage, credit card or car loan, ask what you hold and owe, or open an "
    "account. What would you like to do?"
)
LOCKED = (
    "That PIN has been tried too often, so I have locked it to keep your account safe. "
    f"Call us at {CALL_US} and we will unlock it together."
)


def begin(dialog: Dialog, session: Session) -> Reply:
    """Turn from whatever was asked to finding out who asks."""
    if session.customer_id:
        again = "To keep your account safe, I need your PIN again."
        return _elicit_pin(session.customer_id, f"{again} {ASK_PIN}")
    if dialog.phone_number:
        return _elicit_pin(dialog.phone_number, f"I can help with that. {ASK_PIN}")
    return _elicit_number(f"I can help with that. First: {ASK_NUMBER}")


def greet(first_name: str | None, phone_number: str | None = None) -> Reply:
    if first_name:
        return Reply.ask(f"Hello again, {first_name}. {WHAT_NEXT}")
    welcome = (
        f"Welcome to {BANK}. I am OmniLex; I can take payments, tell you about your accounts "
        "and open new ones. "
        "To begin:"
    )
    if phone_number:
        return _elicit_pin(phone_number, f"{welcome} {ASK_PIN}")
    return _elicit_number(f"{welcome} {ASK_NUMBER}")


def ask(number: str | None) -> Reply:
    """For the number, and when that is known for the PIN."""
    return _elicit_pin(number, f"Thank you. {ASK_PIN}") if number else _elicit_number(ASK_NUMBER)


def refuse(number: str, tries_left: int) -> Reply:
    """A wrong PIN; the same words whether the number is anybody's or nobody's."""
    tries = "1 try" if tries_left == 1 else f"{tries_left} tries"
    return _elicit_pin(number, f"That PIN is not right. You have {tries} left. {ASK_PIN}")


def lock() -> Reply:
    return Reply.close(INTENT, LOCKED, failed=True)


def welcome(first_name: str) -> Reply:
    return Reply.ask(f"Thank you, {first_name}. {WHAT_NEXT}")


def pending(dialog: Dialog) -> PendingIntent:
    return PendingIntent(intent=dialog.intent, slots=dialog.slots)


def _elicit_number(text: str) -> Reply:
    return Reply.elicit(INTENT, {NUMBER: None, PIN: None}, NUMBER, text)


def _elicit_pin(number: str, text: str) -> Reply:
    return Reply.elicit(INTENT, {NUMBER: number, PIN: None}, PIN, text)
