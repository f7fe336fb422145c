"""A wrong PIN takes the same work whether the number is a customer's or nobody's."""

import statistics
import time
from typing import Any

import pytest

from omnilex.domain.pin import Cost, is_right, nobodys
from omnilex.handlers import verify_identity
from tests.integration.bank.world import CONTEXT, PEPPER, World, event, hash_pin
from tests.proofs.conftest import Tell, long_and_short

COST = Cost(n=2**10, r=8, p=1)
MOST_APART = 0.05


def calls(world: World, situation: str) -> list[str]:
    """What the function asks of AWS, in order."""
    made: list[str] = []

    def note(model: Any, **_: Any) -> None:
        made.append(model.name)

    events = verify_identity.dynamodb.meta.client.meta.events
    events.register("before-call.dynamodb", note)
    try:
        verify_identity.lambda_handler(event("verify_identity", situation), CONTEXT)
    finally:
        events.unregister("before-call.dynamodb", note)
    return made


def test_the_same_calls_are_made_for_nobody(world: World):
    somebodys, nobodys_calls = calls(world, "wrong_pin"), calls(world, "number_of_nobody")

    assert somebodys == nobodys_calls
    assert len(somebodys) > 3


@pytest.mark.parametrize("samples", long_and_short(40, 2_000))
def test_the_same_time_is_spent_on_nobody(tell: Tell, samples: int):
    somebody, nobody = hash_pin("4821", salt=b"salt", pepper=PEPPER, cost=COST), nobodys(COST)
    spent: dict[str, list[int]] = {"somebody": [], "nobody": []}
    for _ in range(samples):
        for name, pin_hash in (("somebody", somebody), ("nobody", nobody)):
            began = time.process_time_ns()
            is_right("1357", pin_hash, PEPPER)
            spent[name].append(time.process_time_ns() - began)

    one, other = (statistics.median(times) for times in spent.values())
    apart = abs(one - other) / one
    tell(
        f"PINs of somebody and nobody, medians {apart:.1%} apart", samples, int(apart > MOST_APART)
    )
    # Forty are too few for a busy machine to be held to it.
    assert samples < 1_000 or apart <= MOST_APART
