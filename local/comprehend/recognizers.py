"""Custom entity recognizers: lists of items that stand for trained models.

Each ``<endpoint>.csv`` of the recognizer folder (columns item,entity, as in an entity list that
a recognizer is trained on) is an endpoint in service of that name; a language is read from the
end of the name, as in ``bank-products-en``.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from local.comprehend.entities import Entity
from local.comprehend.errors import ResourceNotFoundError, ResourceUnavailableError

ARN = "arn:aws:comprehend:us-east-1:000000000000:"
SCORE = 0.99
VARIABLE = "OMNILEX_RECOGNIZERS"


@dataclass(frozen=True)
class Recognizer:
    """An endpoint over a list; items are found whole, whatever their case."""

    name: str
    types: Mapping[str, str]
    created_at: datetime

    @property
    def endpoint_arn(self) -> str:
        return f"{ARN}entity-recognizer-endpoint/{self.name}"

    @property
    def model_arn(self) -> str:
        return f"{ARN}entity-recognizer/{self.name}"

    def entities(self, text: str) -> list[Entity]:
        if not self.types:
            return []
        longest_first = sorted(self.types, key=len, reverse=True)
        pattern = "|".join(re.escape(item) for item in longest_first)
        matches = re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)
        return [
            Entity(self.types[match.group().lower()], match.group(), *match.span(), SCORE)
            for match in matches
        ]


def folder_in(environment: Mapping[str, str]) -> Path | None:
    """The folder that the environment names."""
    return Path(environment[VARIABLE]).expanduser() if environment.get(VARIABLE) else None


class Recognizers:
    """The endpoints of a folder; without a folder there are none."""

    def __init__(self, folder: Path | None = None) -> None:
        files = sorted(folder.glob("*.csv")) if folder else []
        self._by_arn = {one.endpoint_arn: one for one in map(_read, files)}

    def all(self) -> list[Recognizer]:
        return list(self._by_arn.values())

    def described(self, arn: str) -> Recognizer:
        """Raises ResourceNotFoundError for an endpoint that is not there."""
        if arn not in self._by_arn:
            raise ResourceNotFoundError
        return self._by_arn[arn]

    def in_service(self, arn: str) -> Recognizer:
        """Raises ResourceUnavailableError for an endpoint that cannot be asked."""
        if arn not in self._by_arn:
            raise ResourceUnavailableError(arn)
        return self._by_arn[arn]


def _read(path: Path) -> Recognizer:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) > 1]
    types = {item.strip().lower(): kind.strip() for item, kind, *_ in rows[1:]}
    created_at = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    return Recognizer(path.stem, types, created_at)
