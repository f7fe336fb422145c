"""The configuration in Parameter Store, read as one path and kept for a minute."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from omnilex.domain.configuration import Configuration

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

KEPT_FOR_S = 60


class ConfigurationStore:
    def __init__(
        self, client: "SSMClient", path: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._path = path
        self._clock = clock
        self._kept: tuple[float, Configuration] | None = None

    def get(self) -> Configuration:
        """Raises pydantic's ValidationError when a value is missing or out of its range."""
        if self._kept is None or self._clock() - self._kept[0] > KEPT_FOR_S:
            self._kept = self._clock(), Configuration.model_validate(self.values())
        return self._kept[1]

    def put(self, key: str, value: str) -> None:
        """Others see it within a minute."""
        self._client.put_parameter(
            Name=f"{self._path}/{key}", Value=value, Type="String", Overwrite=True
        )
        self._kept = None

    def values(self) -> dict[str, str]:
        """As they are stored, by their keys."""
        pages = self._client.get_paginator("get_parameters_by_path").paginate(Path=self._path)
        return {
            parameter["Name"].rsplit("/", 1)[1]: parameter["Value"]
            for page in pages
            for parameter in page["Parameters"]
        }
