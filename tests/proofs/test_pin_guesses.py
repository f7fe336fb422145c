"""64 guesses at once over four channels: at most five reach the hash."""

import hashlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from omnilex.domain.session import Channel
from omnilex.handlers import verify_identity
from tests.integration.bank.world import CONTEXT, World, event, words
from tests.proofs.conftest import Tell, long_and_short

CHANNELS = ["web", "sms", "slack", "voice"]
GUESSES = 64
MOST, OWNERS = 5, 3


def guess(number: int, pin: str) -> dict[str, Any]:
    """A guess in one of eight conversations on each channel."""
    asked = event("verify_identity", "wrong_pin")
    channel, conversation = CHANNELS[number % 4], number % 32
    asked["sessionId"] = f"{channel}.{conversation:032x}"
    slot = asked["sessionState"]["intent"]["slots"]["Pin"]["value"]
    slot.update(originalValue=pin, interpretedValue=pin, resolvedValues=[pin])
    return asked


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Grows by one with every PIN that is looked at."""
    hash_, made = hashlib.scrypt, []

    def counted(*given: Any, **named: Any) -> bytes:
        made.append(1)
        return hash_(*given, **named)

    monkeypatch.setattr(hashlib, "scrypt", counted)
    yield made


@pytest.mark.usefixtures("one_at_a_time")
@pytest.mark.parametrize("forged", [False, True], ids=["", "forged number"])
@pytest.mark.parametrize("rounds", long_and_short(2, 50))
def test_guesses_at_once_share_one_count(
    world: World,
    checks: list[int],
    tell: Tell,
    rounds: int,
    forged: bool,
):
    violations, most = 0, MOST + OWNERS if forged else MOST
    for _ in range(rounds):
        if forged:
            call_from_the_owners_number(world)
        together, before = threading.Barrier(GUESSES), len(checks)

        def try_one(number: int, together: threading.Barrier = together) -> str:
            together.wait()
            asked = guess(number, f"{number:04d}")
            return words(verify_identity.lambda_handler(asked, CONTEXT))

        with ThreadPoolExecutor(GUESSES) as threads:
            answers = list(threads.map(try_one, range(GUESSES)))

        violations += len(checks) - before > most
        violations += sum("not right" in answer for answer in answers) > most
        forget(world)

    by = "over 4 channels, the owner's number forged" if forged else "over 4 channels"
    tell(f"{GUESSES} concurrent PIN guesses {by}, rounds", rounds, violations)
    assert checks
    assert violations == 0


def call_from_the_owners_number(world: World) -> None:
    """On the channels that have numbers; a caller's number can be forged."""
    for number in range(GUESSES):
        channel = CHANNELS[number % 4]
        if channel in {"sms", "voice"}:
            session_id = f"{channel}.{number % 32:032x}"
            world.sessions.begin(session_id, Channel(channel), "+14165550142", int(time.time()))


def forget(world: World) -> None:
    """The next round begins a day later."""
    table = world.sessions._table
    for row in table.scan()["Items"]:
        table.delete_item(Key={"pk": row["pk"]})
