"""Throttling on demand: a service refuses a part of its calls, as AWS does under load."""

import os
import random
from collections.abc import Mapping

VARIABLE = "OMNILEX_THROTTLE"
SEED = 7


class Throttle:
    """``rate``: the part, 0 to 1, of the calls that are refused; the same ones in every run."""

    def __init__(self, rate: float = 0.0) -> None:
        if not 0 <= rate <= 1:
            raise ValueError(f"A throttle's rate lies between 0 and 1, and {rate} does not.")
        self._rate = rate
        self._chance = random.Random(SEED)  # noqa: S311  no secret

    def refuses(self) -> bool:
        return self._chance.random() < self._rate

    @classmethod
    def from_environment(
        cls, service: str, environment: Mapping[str, str] = os.environ
    ) -> "Throttle":
        """``OMNILEX_THROTTLE=transcribe=0.2,comprehend=0.1``: the rate of ``service``, or 0."""
        rates = dict(
            part.split("=", 1) for part in environment.get(VARIABLE, "").split(",") if "=" in part
        )
        return cls(float(rates.get(service, 0.0)))
