"""PlannedPayments: what is planned, and calling off one payment before its day."""

import time
from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.correlation import by_session, correlated
from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.adapters.payment_schedules import PaymentSchedules
from omnilex.adapters.planned_payments import PlannedPayments
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain import planned, verification
from omnilex.domain.dialog import Confirmation, Dialog, Hook, Reply
from omnilex.settings import PaymentSettings

logger = Logger()
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


@correlated(logger, by_session)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A Lex V2 code-hook event; answers with what is planned, a confirmation, or what was done."""
    dialog = to_dialog(event)
    return to_answer(next_step(dialog, int(time.time())), dialog)


def next_step(dialog: Dialog, now_s: int) -> Reply:
    session = sessions.get(dialog.session_id, now_s)
    session, customer_id = verification.admit(session, dialog, now_s)
    sessions.put(session, now_s)
    if isinstance(customer_id, Reply):
        return customer_id
    if dialog.confirmation is Confirmation.DENIED:
        return planned.kept(dialog)
    plans = bank.plans_of(customer_id)
    if dialog.confirmation is Confirmation.CONFIRMED:
        return cancel(dialog, customer_id, plans, now_s)
    return planned.next_step(dialog, plans, bank.accounts(customer_id))


def cancel(dialog: Dialog, customer_id: str, plans: planned.Plans, now_s: int) -> Reply:
    """In the dialog hook nothing is called off yet; in the fulfilment hook it is."""
    if dialog.hook is Hook.DIALOG:
        return Reply.delegate(dialog.intent, dialog.slots)
    payment = planned.find(dialog.slots.get(planned.REFERENCE), plans)
    status = bank.cancel(payment, datetime.fromtimestamp(now_s, UTC)) if payment else None
    if payment:
        schedules.drop(payment)
        logger.info("planned payment", reference=payment.reference, status=status)
    return planned.settled(payment, status, bank.accounts(customer_id), dialog)
