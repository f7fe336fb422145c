"""Proofs about money and PINs. Each prints what it tried and what it found wrong."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.bank.conftest import aws, log, one_at_a_time, world

__all__ = ["aws", "log", "one_at_a_time", "world"]

Tell = Callable[..., None]


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Keep a figure for the end of the run: what was tried how often, and its violations."""

    def keep(what: str, tried: int, violations: int) -> None:
        record_property("proof", f"{what}: {tried:,} tried, {violations} violations")

    return keep


def long_and_short(short: int, long: int) -> list[Any]:
    """The size of a proof: in every run, and by night."""
    marks = [pytest.mark.nightly, pytest.mark.timeout(3600)]
    return [pytest.param(short, id="short"), pytest.param(long, id="long", marks=marks)]
