"""The files that an administrator edits: the entity list of each language, and the rule set."""

import csv
import io
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from omnilex.domain.categories import RuleSet, parse
from omnilex.domain.entities import EntityList

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

RULES = "categories.json"
COLUMNS = 2


class EntityListError(ValueError):
    """An entity list that cannot be read; the message says which and why."""


class SupportFiles:
    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def entity_list(self, name: str, language: str) -> EntityList | None:
        """``simple-entity-list.csv`` is kept a language: ``simple-entity-list-en.csv``. None where
        there is none. Raises EntityListError.
        """
        key = list_key(name, language)
        body = self._read(key)
        return None if body is None else EntityList(_rows(key, body))

    def rules(self) -> RuleSet | None:
        """None where none is kept. Raises RuleSetError."""
        body = self._read(RULES)
        return None if body is None else parse(body)

    def put_rules(self, rules: RuleSet) -> None:
        body = rules.model_dump_json(indent=2, exclude_defaults=True).encode()
        self._put(RULES, body, "application/json")

    def put_new(self, key: str, body: bytes, content_type: str) -> bool:
        """False where there is one already: what an administrator has edited stays."""
        if self._read(key) is not None:
            return False
        self._put(key, body, content_type)
        return True

    def _put(self, key: str, body: bytes, content_type: str) -> None:
        self._client.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType=content_type)

    def _read(self, key: str) -> bytes | None:
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except self._client.exceptions.NoSuchKey:
            return None


def list_key(name: str, language: str) -> str:
    """Where the list of one language is kept, whose configured name has no language."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{language}{path.suffix}"))


def _rows(key: str, body: bytes) -> list[tuple[str, str]]:
    """Item and entity of each line below the heading."""
    try:
        lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise EntityListError(f"{key} cannot be read as CSV in UTF-8: {error}") from None
    return [(row[0].strip(), row[1].strip()) for row in lines[1:] if len(row) >= COLUMNS and row[0]]
