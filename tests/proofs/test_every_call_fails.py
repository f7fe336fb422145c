"""Every AWS call of every function of the bot fails in each of five ways, and is repeated.

The event is then delivered again, as Lex's caller does. Nothing is paid twice, nothing that was
confirmed is lost, and the books agree.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, ReadTimeoutError
from moto import mock_aws

from omnilex.adapters.bank_table import plan_item
from omnilex.domain.demo_bank import PLANS
from omnilex.domain.dialog import Reply
from omnilex.domain.session import Asked
from omnilex.handlers import (
    execute_payment,
    explain_options,
    make_payment,
    manage_planned_payments,
    open_account,
    provide_account_details,
    repeat_answer,
    start_over,
    transfer_to_agent,
    verify_identity,
    welcome_customer,
)
from tests.integration.bank.world import (
    CONTEXT,
    NOON,
    SCHEDULER,
    SESSION_ID,
    World,
    create_services,
    create_tables,
    event,
)
from tests.proofs.conftest import Tell, long_and_short

AFTER_THE_EFFECT = ["dead after", "answer lost"]
FAULTS = [*AFTER_THE_EFFECT, "throttled", "dead before", "sent twice"]


class KilledError(BaseException):
    """The process ends here; no `except` of the function's sees it."""


@dataclass
class Faults:
    """Makes the nth AWS call go wrong; counts them all."""

    at: int = 0
    kind: str = "never"
    calls: list[str] = field(default_factory=list)

    def wrap(self, client: Any) -> Callable[[], None]:
        """Returns what takes the wrapping off again."""
        call = client._make_api_call

        def faulty(operation: str, arguments: dict[str, Any]) -> Any:
            self.calls.append(operation)
            if len(self.calls) != self.at:
                return call(operation, arguments)
            return self._fail(call, operation, arguments)

        client._make_api_call = faulty
        return lambda: delattr(client, "_make_api_call")

    def _fail(self, call: Callable[..., Any], operation: str, arguments: dict[str, Any]) -> Any:
        if self.kind == "throttled":
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, operation)
        if self.kind == "dead before":
            raise ConnectTimeoutError(endpoint_url="https://service.us-east-1.amazonaws.com")
        call(operation, arguments)
        if self.kind == "sent twice":  # a 500 after the effect: the client sends it again
            return call(operation, arguments)
        if self.kind == "dead after":
            raise KilledError
        raise ReadTimeoutError(endpoint_url="https://service.us-east-1.amazonaws.com")


def clients_of(handler: Any) -> list[Any]:
    """Every boto3 client that the function's module holds."""
    held = [
        getattr(handler, "dynamodb", None) and handler.dynamodb.meta.client,
        *(
            getattr(getattr(handler, name, None), "_client", None)
            or getattr(getattr(getattr(handler, name, None), "_table", None), "meta", None)
            for name in ("bank", "sessions", "pepper", "schedules")
        ),
    ]
    found = [getattr(one, "client", one) for one in held if one]
    return list({id(one): one for one in found}.values())


def pay_first(world: World) -> None:
    world.verified()
    make_payment.lambda_handler(event("make_payment", "payee_and_amount_given"), CONTEXT)


def plan_first(world: World) -> None:
    world.verified()
    asked = event("make_payment", "later_day")
    day = datetime.now(ZoneInfo("America/Toronto")).date() + timedelta(days=1)
    asked["sessionState"]["intent"]["slots"]["PayOn"]["value"]["interpretedValue"] = str(day)
    make_payment.lambda_handler(asked, CONTEXT)


def kept_plan(world: World) -> None:
    world.bank.plan(world.payment().model_copy(update={"pay_on": date(2026, 12, 1)}), NOON)


def plan_to_cancel(world: World) -> None:
    world.verified()
    kept_plan(world)


def cancelled_once(world: World) -> bool:
    events = [row["sk"] for row in world.items("OUTBOX")]
    statuses = [status for _, status in world.bank.plans_of("20417731")]
    return statuses == ["CANCELLED"] and events.count("PaymentCancelled") == 1


def plan_offered(world: World) -> None:
    world.verified()
    world.bank.replace("PLANS", [plan_item(plan) for plan in PLANS])


def said_before(world: World) -> None:
    world.verified()
    world.sessions.keep_asked(SESSION_ID, Asked(reply=Reply.ask("How much?")), 2**31)


def nothing(world: World) -> None:
    del world


def paid_once(world: World) -> bool:
    return world.paid_cents() == [125_50] and len(world.entries()) == 2


def planned_once(world: World) -> bool:
    rows = [row["sk"] for row in world.items("PAYMENT")]
    listed = SCHEDULER.list_schedules(GroupName="omnilex-payments")["Schedules"]
    return rows == ["PLANNED"] and len(listed) == 1 and not world.entries()


def nothing_paid(world: World) -> bool:
    return not world.items("PAYMENT") and not world.entries()


def asked_once(world: World) -> bool:
    rows = [str(row["sk"]) for row in world.items("CUSTOMER")]
    return sum(sk.startswith("PENDING#") for sk in rows) == 1 and nothing_paid(world)


def verified_at_last(world: World) -> bool:
    return world.session().customer_id is not None and nothing_paid(world)


Step = tuple[Any, str, Callable[[World], None], Callable[[World], bool]]
STEPS: list[Step] = [
    (make_payment, "confirmed_to_fulfil", pay_first, paid_once),
    (make_payment, "confirmed_to_fulfil", plan_first, planned_once),
    (make_payment, "payee_and_amount_given", lambda world: world.verified(), nothing_paid),
    (make_payment, "declined", pay_first, nothing_paid),
    (execute_payment, "day_has_come", kept_plan, lambda world: len(world.entries()) == 2),
    (manage_planned_payments, "confirmed_to_fulfil", plan_to_cancel, cancelled_once),
    (verify_identity, "right_pin", nothing, verified_at_last),
    (verify_identity, "wrong_pin", nothing, nothing_paid),
    (welcome_customer, "hello", lambda world: world.verified(), nothing_paid),
    (provide_account_details, "mortgage", lambda world: world.verified(), nothing_paid),
    (open_account, "confirmed_to_fulfil", plan_offered, asked_once),
    (transfer_to_agent, "person_asked_for", lambda world: world.verified(), nothing_paid),
    (explain_options, "help_asked_for", said_before, nothing_paid),
    (repeat_answer, "asked_again", said_before, nothing_paid),
    (start_over, "cancelled", pay_first, nothing_paid),
]


def run(step: Step, faults: Faults) -> World:
    """Prepare, deliver with the fault, deliver again; the world afterwards."""
    handler, situation, prepare, _ = step
    world = new_world()
    prepare(world)
    asked = event(handler.__name__.rsplit(".", 1)[-1], situation)
    undo = [faults.wrap(client) for client in clients_of(handler)]
    try:
        handler.lambda_handler(asked, CONTEXT)
    except (ClientError, BotoCoreError, KilledError):
        pass
    finally:
        for one in undo:
            one()
    handler.lambda_handler(asked, CONTEXT)
    return world


def new_world() -> World:
    create_tables()
    create_services()
    world = World()
    world.open_accounts()
    return world


def calls_of(step: Step) -> int:
    with mock_aws():
        faults = Faults()
        run(step, faults)
    return len(faults.calls)


@pytest.mark.parametrize("faults", long_and_short(len(AFTER_THE_EFFECT), len(FAULTS)))
@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step[0].__name__[17:]} {step[1]}")
def test_a_call_that_fails_and_is_repeated_does_no_harm(step: Step, faults: int, tell: Tell):
    calls = calls_of(step)
    broken = []
    for at in range(1, calls + 1):
        for kind in FAULTS[:faults]:
            with mock_aws():
                world = run(step, Faults(at, kind))
                if not (step[3](world) and world.balances_agree()):
                    broken.append((at, kind))

    tell(f"faults in {step[0].__name__[17:]}, {step[1]}", calls * faults, len(broken))
    assert calls > 0
    assert broken == []
