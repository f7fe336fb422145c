"""What the bot says when it did not understand."""

import re

from omnilex.domain import paying
from omnilex.domain.dialog import Dialog, Reply
from omnilex.domain.session import Session
from omnilex.domain.verification import WHAT_NEXT

_YES = re.compile(r"(yes|yeah|yep|sure|ok|okay|correct|confirm|do it)\b", re.IGNORECASE)


def help_with(dialog: Dialog, session: Session) -> Reply:
    """A "yes" that nothing asked for, after a payment, gets the payment's reference."""
    if session.receipt and _YES.match(dialog.utterance.strip()):
        return paying.paid_before(session.receipt)
    return Reply.ask(f"I am sorry, I did not understand that. {WHAT_NEXT}")
