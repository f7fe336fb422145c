"""What the server knows of a session; the caller owns Lex's session state, so it is not there."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict

from omnilex.domain.dialog import Action, Reply
from omnilex.domain.payment import Payment, Receipt

VERIFIED_FOR_S = 5 * 60
KEPT_FOR_S = 30 * 60
VERIFICATION = "VerifyIdentity"


class Channel(StrEnum):
    WEB = "web"
    SMS = "sms"
    SLACK = "slack"
    VOICE = "voice"


class SessionBusyError(RuntimeError):
    """Another message of the session is still being answered, and that takes too long."""


class SessionIdentityError(PermissionError):
    """The session is of another who writes or calls on its channel."""


class PendingIntent(BaseModel):
    """What the customer asked for before the PIN was given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    intent: str
    slots: Mapping[str, str | None]


class Unfinished(BaseModel):
    """An intent left open, with the slots it had.

    A payment that waited for its yes comes with its key, which keeps it one payment should both
    channels say yes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    intent: str
    slots: Mapping[str, str | None]
    payment: Payment | None = None
    session_id: str


class Asked(BaseModel):
    """What the bot said last, and how often in a row it had not understood.

    ``wanted`` is the intent that was under way when a person was asked for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reply: Reply | None = None
    misses: int = 0
    wanted: str | None = None

    @property
    def is_open(self) -> bool:
        """The bot waits for a slot or a yes."""
        waits = {Action.ELICIT_SLOT, Action.CONFIRM}
        return self.reply is not None and self.reply.action in waits


class Session(BaseModel):
    """One talk on one channel. Epoch seconds; ``verified_until`` moves on with each turn.

    ``identity`` is who writes or calls as the channel's own function has it from the vendor: a
    phone number in E.164 or a Slack user; it identifies, it proves nothing. ``known_number`` is
    the number of the customer whom that identity belongs to, so that it need not be asked for.
    ``begun_on`` is the channel where the session id does not say it, as a contact id of Connect
    does not.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    session_id: str
    begun_on: Channel | None = None
    identity: str | None = None
    known_number: str | None = None
    customer_id: str | None = None
    verified_until: int = 0
    pending: PendingIntent | None = None
    offered: Unfinished | None = None
    payment: Payment | None = None
    receipt: Receipt | None = None

    @property
    def channel(self) -> Channel:
        """Said by the session id's first part, else by how it began; else it is a web session."""
        prefix = self.session_id.split(".", 1)[0]
        return Channel(prefix) if prefix in set(Channel) else self.begun_on or Channel.WEB

    def with_customer(self, customer_id: str, now_s: int) -> Self:
        """Verified; what was under way for another customer is forgotten."""
        same = self.customer_id in {None, customer_id}
        return self.model_copy(
            update={
                "customer_id": customer_id,
                "verified_until": now_s + VERIFIED_FOR_S,
                "pending": None,
                "offered": None,
                "payment": self.payment if same else None,
                "receipt": self.receipt if same else None,
            }
        )

    def may_hear(self, asked: Asked, now_s: int) -> bool:
        """What was said may tell of accounts: once verification has lapsed, only its own questions.

        A session that was never verified has heard nothing that is anybody's.
        """
        lapsed = self.customer_id is not None and self.verified_customer(now_s) is None
        return not lapsed or (asked.reply is not None and asked.reply.intent == VERIFICATION)

    def started_over(self) -> Self:
        """Nothing is under way any more; who is verified stays verified."""
        return self.model_copy(update={"pending": None, "offered": None, "payment": None})

    def gone_on(self, takes_up: bool) -> Self:
        """The offer is answered; a payment that is taken up keeps its key."""
        payment = self.offered.payment if self.offered and takes_up else None
        return self.model_copy(update={"offered": None, "payment": payment})

    @property
    def unpaid(self) -> Payment | None:
        """The payment asked to be confirmed, unless its receipt has been given."""
        if self.payment and self.receipt and self.receipt.reference == self.payment.reference:
            return None
        return self.payment

    def verified_customer(self, now_s: int) -> str | None:
        """The customer whose PIN was given in this session within the last five minutes."""
        return self.customer_id if self.customer_id and now_s < self.verified_until else None
