"""VerifyIdentity: who is it, and is the PIN right? Then on with what was asked."""

import secrets
import time
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.bank_table import BankTable
from omnilex.adapters.correlation import by_session, correlated
from omnilex.adapters.customer_contexts import CustomerContexts
from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.adapters.metrics import Metric, Metrics
from omnilex.adapters.pin_attempts import PinAttempts
from omnilex.adapters.pin_pepper import PinPepper
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain import continuing, verification
from omnilex.domain.customer import Customer, CustomerNotFoundError
from omnilex.domain.dialog import Confirmation, Dialog, Reply
from omnilex.domain.pin import Cost, hash_pin, is_right, nobodys
from omnilex.domain.session import Session, Unfinished
from omnilex.settings import PinSettings

logger = Logger()
metrics = Metrics(logger)
settings = PinSettings.from_env()
dynamodb = boto3.resource("dynamodb")
bank = BankTable(dynamodb.Table(settings.bank_table))
table = dynamodb.Table(settings.sessions_table)
sessions, contexts, attempts = SessionsTable(table), CustomerContexts(table), PinAttempts(table)
cost = Cost.model_validate(settings.pin_hash_cost)
time_zone = ZoneInfo(settings.bank_time_zone)
pepper = PinPepper(boto3.client("secretsmanager"), settings.pin_pepper_secret)


@correlated(logger, by_session)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A Lex V2 code-hook event; answers with the next question, or turns to the pending intent."""
    dialog = to_dialog(event)
    return to_answer(next_step(dialog, int(time.time())), dialog)


def next_step(dialog: Dialog, now_s: int) -> Reply:
    session = sessions.get(dialog.session_id, now_s)
    customer_id = session.verified_customer(now_s)
    number, pin = dialog.slots.get(verification.NUMBER), dialog.slots.get(verification.PIN)
    if session.offered and customer_id and not number and not pin:
        return answer_offer(dialog, session, session.offered, customer_id, now_s)
    number = number or verification.number_of(dialog, session)
    if number and pin:
        return check_pin(dialog, session, number, pin, now_s)
    return verification.ask(number, dialog.language)


def check_pin(dialog: Dialog, session: Session, number: str, pin: str, now_s: int) -> Reply:
    """Count the try, then look at the PIN: a number that nobody has costs the same work."""
    customer = find_customer(number)
    allowance = verification.allowance(customer, number, session)
    wait_s = attempts.wait_s(allowance, session.session_id, now_s)
    if wait_s:
        return verification.wait(number, wait_s, dialog.language)
    tries = attempts.count(session, allowance, now_s)
    if tries is None:
        return lock(dialog, session)
    pin_hash = customer.pin_hash if customer else nobodys(cost)
    if is_right(pin, pin_hash, pepper.get()) and customer:
        metrics.count(Metric.PIN_RIGHT, channel=session.channel)
        logger.info("PIN right", channel=session.channel)
        strengthen(customer, pin)
        return go_on(dialog, session, customer, now_s)
    attempts.keep_wrong(allowance, session.session_id, tries, now_s)
    bank.count_wrong_pin(customer, datetime.fromtimestamp(now_s, time_zone).date())
    metrics.count(Metric.PIN_WRONG, channel=session.channel)
    if not tries.left:
        return lock(dialog, session)
    logger.info("PIN wrong", channel=session.channel, left=tries.left)
    return verification.refuse(number, tries.left, dialog.language)


def lock(dialog: Dialog, session: Session) -> Reply:
    metrics.count(Metric.PIN_LOCKED, channel=session.channel)
    logger.warning("PIN locked", channel=session.channel)
    return verification.lock(dialog.language)


def strengthen(customer: Customer, pin: str) -> None:
    """The PIN is known for this moment: a hash that cost less than today's is made anew."""
    if customer.pin_hash.is_weaker_than(cost):
        salt = secrets.token_bytes(16)
        bank.keep_pin_hash(customer, hash_pin(pin, salt=salt, pepper=pepper.get(), cost=cost))


def find_customer(number: str) -> Customer | None:
    try:
        return bank.find_customer(number)
    except CustomerNotFoundError:
        return None


def go_on(dialog: Dialog, session: Session, customer: Customer, now_s: int) -> Reply:
    """Verified: back to the pending intent, which its own function takes up, or ask what to do."""
    context = contexts.get(customer.customer_id, now_s).elsewhere(session.session_id)
    verified = session.with_customer(customer.customer_id, now_s)
    if session.pending is None:
        verified = verified.model_copy(update={"offered": context.unfinished})
    sessions.put(verified, now_s)
    attempts.forget(session, customer.customer_id)
    if session.pending is None:
        return continuing.welcome(customer.first_name, context, bank.plans, dialog)
    return Reply.hand_over(session.pending.intent, session.pending.slots)


def answer_offer(
    dialog: Dialog, session: Session, offered: Unfinished, customer_id: str, now_s: int
) -> Reply:
    """Shall we go on with what was begun on another channel?"""
    if dialog.confirmation is Confirmation.NONE:
        return continuing.offer_again(offered, bank.plans, dialog)
    takes_up = dialog.confirmation is Confirmation.CONFIRMED
    sessions.put(session.gone_on(takes_up), now_s)
    if not takes_up:
        contexts.put(customer_id, contexts.get(customer_id, now_s).let_go(), now_s)
    return continuing.go_on(offered, dialog)
