from datetime import UTC, datetime

import pytest

from omnilex.domain.demo_bank import accounts_of
from omnilex.domain.payment import Payment, propose
from omnilex.domain.session import VERIFIED_FOR_S, PendingIntent, Session

ANA, PRIYA = "20417731", "20418852"


def payment(key: str = "key-1") -> Payment:
    by_name = {one.name: one for one in accounts_of(ANA)}
    return propose(key, by_name["checking account"], by_name["mortgage"], 1_00)


@pytest.mark.parametrize(
    ("session_id", "channel"),
    [("web.0f", "web"), ("sms.0f", "sms"), ("slack.0f", "slack"), ("voice.0f", "voice")],
)
def test_the_session_id_says_the_channel(session_id: str, channel: str):
    assert Session(session_id=session_id).channel == channel


def test_a_session_id_without_a_channel_is_a_web_session():
    assert Session(session_id="857240696749957").channel == "web"


def test_verification_lasts_five_minutes():
    session = Session(session_id="web.1").with_customer(ANA, now_s=1_000)

    assert session.verified_customer(1_000 + VERIFIED_FOR_S - 1) == ANA
    assert session.verified_customer(1_000 + VERIFIED_FOR_S) is None


def test_verifying_again_keeps_what_was_under_way():
    session = Session(session_id="web.1", customer_id=ANA, payment=payment())

    assert session.with_customer(ANA, now_s=0).payment == payment()


def test_another_customer_finds_nothing_of_the_first():
    receipt = payment().receipt(0, datetime(2026, 11, 23, tzinfo=UTC))
    pending = PendingIntent(intent="MakePayment", slots={})
    session = Session(
        session_id="web.1", customer_id=ANA, payment=payment(), receipt=receipt, pending=pending
    )

    others = session.with_customer(PRIYA, now_s=0)

    assert (others.payment, others.receipt, others.pending) == (None, None, None)


def test_a_payment_with_its_receipt_is_paid():
    receipt = payment("key-1").receipt(0, datetime(2026, 11, 23, tzinfo=UTC))

    paid = Session(session_id="web.1", payment=payment("key-1"), receipt=receipt)
    waiting = Session(session_id="web.1", payment=payment("key-2"), receipt=receipt)

    assert paid.unpaid is None
    assert waiting.unpaid == payment("key-2")
