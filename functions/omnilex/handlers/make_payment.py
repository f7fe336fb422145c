"""MakePayment: payee, amount, day, confirmation; then the money moves once, or is planned."""

import time
import uuid
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.correlation import by_session, correlated
from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.adapters.metrics import Metric, Metrics
from omnilex.adapters.payment_schedules import PaymentSchedules
from omnilex.adapters.planned_payments import PlannedPayments
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain import paying, verification
from omnilex.domain.correlation import of_session
from omnilex.domain.dialog import Confirmation, Dialog, Hook, Reply
from omnilex.domain.payment import Payment, PaymentRefusedError, Receipt
from omnilex.domain.session import Session
from omnilex.settings import PaymentSettings

logger = Logger()
metrics = Metrics(logger)
settings = PaymentSettings.from_env()
dynamodb = boto3.resource("dynamodb")
bank = PlannedPayments(dynamodb.Table(settings.bank_table))
sessions = SessionsTable(dynamodb.Table(settings.sessions_table))
schedules = PaymentSchedules(
    boto3.client("scheduler"),
    group=settings.schedule_group,
    function_arn=settings.execute_payment_arn,
    role_arn=settings.scheduler_role_arn,
    dead_letters_arn=settings.payment_dead_letters_arn,
    time_zone=settings.bank_time_zone,
)
time_zone = ZoneInfo(settings.bank_time_zone)


@correlated(logger, by_session)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A Lex V2 code-hook event; answers with a question, the confirmation, or the receipt."""
    dialog = to_dialog(event)
    return to_answer(next_step(dialog, int(time.time())), dialog)


def next_step(dialog: Dialog, now_s: int) -> Reply:
    kept = sessions.get(dialog.session_id, now_s)
    today = datetime.fromtimestamp(now_s, time_zone).date()
    dialog = paying.with_what_was_said(dialog, kept.unpaid, today)
    session, customer_id = verification.admit(kept, dialog, now_s)
    if isinstance(customer_id, Reply):
        sessions.put(session, now_s)
        return customer_id
    if dialog.confirmation is Confirmation.DENIED:
        sessions.put(session.model_copy(update={"payment": None}), now_s)
        return paying.cancelled(dialog)
    if dialog.confirmation is Confirmation.CONFIRMED and session.payment:
        return pay(dialog, session, session.payment, now_s)
    return ask(dialog, session, customer_id, today, now_s)


def ask(dialog: Dialog, session: Session, customer_id: str, today: date, now_s: int) -> Reply:
    """Mints the payment's key with the confirmation, and keeps it on the server."""
    accounts = bank.accounts(customer_id)
    reply, payment = paying.next_step(
        dialog, accounts, session.unpaid, lambda: uuid.uuid4().hex, today
    )
    if payment and payment.correlation_id is None:
        told = {"correlation_id": of_session(dialog.session_id)}
        payment = payment.model_copy(update=told)
    # Made, but its answer was lost, or made on another channel: who asks again gets the receipt.
    asked_before = payment and session.unpaid and payment.key == session.unpaid.key
    lost = bank.receipt(payment) if payment and asked_before else None
    if lost:
        return give(lost, dialog, session, now_s)
    sessions.put(session.model_copy(update={"payment": payment}), now_s)
    return reply


def pay(dialog: Dialog, session: Session, payment: Payment, now_s: int) -> Reply:
    """In the dialog hook the money waits for the fulfilment hook, which moves it."""
    if dialog.hook is Hook.DIALOG:
        sessions.put(session, now_s)
        return Reply.delegate(dialog.intent, dialog.slots)
    at = datetime.fromtimestamp(now_s, UTC)
    try:
        receipt = plan(payment, at) if payment.pay_on else bank.pay(payment, at)
    except PaymentRefusedError as error:
        metrics.count(Metric.PAYMENTS_REJECTED, channel=session.channel)
        logger.warning("payment rejected", kind=type(error).__name__)
        return paying.refused(error, dialog)
    made = Metric.PAYMENTS_PLANNED if payment.pay_on else Metric.PAYMENTS_MADE
    if session.unpaid:  # a second yes pays nothing
        metrics.count(made, channel=session.channel)
    logger.info("planned" if payment.pay_on else "paid", reference=receipt.reference)
    return give(receipt, dialog, session, now_s)


def plan(payment: Payment, at: datetime) -> Receipt:
    schedules.ensure(payment)
    return bank.plan(payment, at)


def give(receipt: Receipt, dialog: Dialog, session: Session, now_s: int) -> Reply:
    sessions.put(session.model_copy(update={"receipt": receipt}), now_s)
    return paying.paid(receipt, dialog)
