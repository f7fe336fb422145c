"""MakePayment: payee, amount, confirmation; then the money moves once."""

import time
import uuid
from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.bank_table import BankTable
from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain import paying, verification
from omnilex.domain.dialog import Confirmation, Dialog, Hook, Reply
from omnilex.domain.payment import Payment, PaymentRefusedError, Receipt
from omnilex.domain.session import VERIFIED_FOR_S, Session
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
dynamodb = boto3.resource("dynamodb")
bank = BankTable(dynamodb.Table(settings.bank_table))
sessions = SessionsTable(dynamodb.Table(settings.sessions_table))


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A Lex V2 code-hook event; answers with a question, the confirmation, or the receipt."""
    dialog = to_dialog(event)
    return to_answer(next_step(dialog, int(time.time())), dialog)


def next_step(dialog: Dialog, now_s: int) -> Reply:
    session = sessions.get(dialog.session_id, now_s)
    dialog = paying.with_stated_amount(dialog, session.unpaid)
    customer_id = session.verified_customer(now_s)
    if customer_id is None:
        sessions.put(session.model_copy(update={"pending": verification.pending(dialog)}), now_s)
        return verification.begin(dialog, session)
    session = session.model_copy(update={"verified_until": now_s + VERIFIED_FOR_S})
    if dialog.confirmation is Confirmation.DENIED:
        sessions.put(session.model_copy(update={"payment": None}), now_s)
        return paying.cancelled()
    if dialog.confirmation is Confirmation.CONFIRMED and session.payment:
        return pay(dialog, session, session.payment, now_s)
    return ask(dialog, session, customer_id, now_s)


def ask(dialog: Dialog, session: Session, customer_id: str, now_s: int) -> Reply:
    """Mints the payment's key with the confirmation, and keeps it on the server."""
    reply, payment = paying.next_step(
        dialog, bank.accounts(customer_id), session.unpaid, lambda: uuid.uuid4().hex
    )
    # Made, but its answer was lost: the customer who asks again gets the receipt.
    lost = bank.receipt(payment) if payment and payment == session.unpaid else None
    if lost:
        return give(lost, session, now_s)
    sessions.put(session.model_copy(update={"payment": payment}), now_s)
    return reply


def pay(dialog: Dialog, session: Session, payment: Payment, now_s: int) -> Reply:
    """In the dialog hook the money waits for the fulfilment hook, which moves it."""
    if dialog.hook is Hook.DIALOG:
        sessions.put(session, now_s)
        return Reply.delegate(dialog.intent, dialog.slots)
    try:
        receipt = bank.pay(payment, datetime.fromtimestamp(now_s, UTC))
    except PaymentRefusedError as error:
        return paying.refused(error)
    logger.info("paid", reference=receipt.reference)
    return give(receipt, session, now_s)


def give(receipt: Receipt, session: Session, now_s: int) -> Reply:
    sessions.put(session.model_copy(update={"receipt": receipt}), now_s)
    return paying.paid(receipt)
