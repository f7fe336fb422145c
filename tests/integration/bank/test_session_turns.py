import pytest

from omnilex.adapters.session_turns import LEASE_S, PATIENCE_S, SessionTurns
from omnilex.domain.session import SessionBusyError
from tests.integration.bank.world import DYNAMODB, SESSION_ID

NOON_S = 1_795_424_400.0


class Clock:
    """Waiting moves it on."""

    def __init__(self) -> None:
        self.now_s = NOON_S
        self.waits = 0

    def __call__(self) -> float:
        return self.now_s

    def wait(self, seconds: float) -> None:
        self.now_s += seconds
        self.waits += 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def turns(aws: None, clock: Clock) -> SessionTurns:
    return SessionTurns(DYNAMODB.Table("sessions"), clock, clock.wait)


def leases() -> list[str]:
    return [str(row["pk"]) for row in DYNAMODB.Table("sessions").scan()["Items"]]


def test_a_turn_is_given_back_when_it_is_over(turns: SessionTurns, clock: Clock):
    with turns.take(SESSION_ID):
        assert leases() == [f"TURN#{SESSION_ID}"]

    assert leases() == []
    assert clock.waits == 0


def test_a_turn_that_fails_is_given_back_too(turns: SessionTurns):
    with pytest.raises(ZeroDivisionError), turns.take(SESSION_ID):
        raise ZeroDivisionError

    assert leases() == []


def test_sessions_do_not_wait_for_each_other(turns: SessionTurns, clock: Clock):
    with turns.take(SESSION_ID), turns.take("sms.0f"):
        assert clock.waits == 0


def test_who_waits_too_long_for_a_turn_is_told(turns: SessionTurns, clock: Clock):
    with turns.take(SESSION_ID), pytest.raises(SessionBusyError), turns.take(SESSION_ID):
        pass

    assert PATIENCE_S <= clock.now_s - NOON_S < PATIENCE_S + 1


def test_a_holder_that_died_keeps_the_session_until_its_lease_runs_out(
    turns: SessionTurns, clock: Clock
):
    died = turns.take(SESSION_ID)
    died.__enter__()
    clock.now_s += LEASE_S - 1

    with turns.take(SESSION_ID):
        assert clock.now_s - NOON_S >= LEASE_S


def test_a_holder_that_was_too_slow_gives_nobody_elses_turn_back(turns: SessionTurns, clock: Clock):
    slow = turns.take(SESSION_ID)
    slow.__enter__()
    clock.now_s += LEASE_S

    with turns.take(SESSION_ID):
        slow.__exit__(None, None, None)

        assert leases() == [f"TURN#{SESSION_ID}"]
