"""64 guesses at once over four channels: at most five reach the hash."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from omnilex.handlers import verify_identity
from tests.integration.bank.world import CONTEXT, World, event, words
from tests.proofs.conftest import Tell, long_and_short

CHANNELS = ["web", "sms", "slack", "voice"]
GUESSES = 64
MOST = 5


def guess(number: int, pin: str) -> dict[str, Any]:
    """A guess in one of eight conversations on each channel."""
    asked = event("verify_identity", "wrong_pin")
    channel, conversation = CHANNELS[number % 4], number % 32
    asked["sessionId"] = f"{channel}.{conversation:032x}"
    slot = asked["sessionState"]["intent"]["slots"]["Pin"]["value"]
    slot.update(originalValue=pin, interpretedValue=pin, resolvedValues=[pin])
    return asked


@pytest.mark.parametrize("rounds", long_and_short(2, 50))
def test_guesses_at_once_share_one_count(
    world: World,
    one_at_a_time: None,
    monkeypatch: pytest.MonkeyPatch,
    tell: Tell,
    rounds: int,
):
    hash_, lock, checks = hashlib.scrypt, threading.Lock(), 0

    def counted(*given: Any, **named: Any) -> bytes:
        nonlocal checks
        with lock:
            checks += 1
        return hash_(*given, **named)

    monkeypatch.setattr(hashlib, "scrypt", counted)
    violations = 0
    for _ in range(rounds):
        together, before = threading.Barrier(GUESSES), checks

        def try_one(number: int, together: threading.Barrier = together) -> str:
            together.wait()
            asked = guess(number, f"{number:04d}")
            return words(verify_identity.lambda_handler(asked, CONTEXT))

        with ThreadPoolExecutor(GUESSES) as threads:
            answers = list(threads.map(try_one, range(GUESSES)))

        violations += checks - before > MOST
        violations += sum("not right" in answer for answer in answers) > MOST
        forget(world)

    tell(f"{GUESSES} concurrent PIN guesses over 4 channels, rounds", rounds, violations)
    assert checks > 0
    assert violations == 0


def forget(world: World) -> None:
    """The next round begins a day later."""
    table = world.sessions._table
    for row in table.scan()["Items"]:
        table.delete_item(Key={"pk": row["pk"]})
