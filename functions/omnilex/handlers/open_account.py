"""OpenAccount: offer the plans, confirm one, and keep the wish until the bank has opened it."""

import time
from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.bank_table import BankTable
from omnilex.adapters.correlation import by_session, correlated
from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain import account_opening, verification
from omnilex.domain.account_opening import PLAN, PendingAccount
from omnilex.domain.dialog import Confirmation, Dialog, Hook, Reply
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
dynamodb = boto3.resource("dynamodb")
bank = BankTable(dynamodb.Table(settings.bank_table))
sessions = SessionsTable(dynamodb.Table(settings.sessions_table))


@correlated(logger, by_session)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A Lex V2 code-hook event; answers with the plans, the confirmation, or what happens next."""
    dialog = to_dialog(event)
    return to_answer(next_step(dialog, int(time.time())), dialog)


def next_step(dialog: Dialog, now_s: int) -> Reply:
    session = sessions.get(dialog.session_id, now_s)
    session, customer_id = verification.admit(session, dialog, now_s)
    sessions.put(session, now_s)
    if isinstance(customer_id, Reply):
        return customer_id
    if dialog.confirmation is Confirmation.DENIED:
        return account_opening.cancelled(dialog.language)
    if dialog.confirmation is Confirmation.CONFIRMED and dialog.slots.get(PLAN):
        return open_account(dialog, customer_id, now_s)
    return account_opening.next_step(dialog, bank.plans(), bank.pending_accounts(customer_id))


def open_account(dialog: Dialog, customer_id: str, now_s: int) -> Reply:
    """In the dialog hook nothing is stored yet; in the fulfilment hook it is, once."""
    if dialog.hook is Hook.DIALOG:
        return Reply.delegate(dialog.intent, dialog.slots)
    plan = account_opening.find(bank.plans(), dialog.slots[PLAN] or "")
    if plan is None:
        return account_opening.next_step(dialog, bank.plans(), [])
    asked = PendingAccount(
        customer_id=customer_id,
        plan_id=plan.plan_id,
        plan=plan.called(dialog.language),
        asked_at=datetime.fromtimestamp(now_s, UTC),
    )
    before = bank.keep_pending(asked)
    if before:
        return account_opening.already(before, dialog.language)
    logger.info("account asked for", plan_id=plan.plan_id)
    return account_opening.opened(asked, dialog.language)
