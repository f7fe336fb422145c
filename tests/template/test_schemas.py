"""The published JSON Schemas are those of the code."""

import json
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from docs.schemas import DOCUMENTS, schema_of
from omnilex.adapters import default_files
from omnilex.domain.categories import parse
from omnilex.domain.contact import Contact, Role, Source, Status, Turn

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_published_schema_is_that_of_the_code(name: str):
    published = (ROOT / "docs" / name).read_text()

    assert published == schema_of(DOCUMENTS[name]), "run `make schemas`"


def test_a_contact_as_it_is_written_keeps_to_its_schema():
    schema = json.loads((ROOT / "docs/contact.schema.json").read_text())
    turn = Turn(index=0, role=Role.CUSTOMER, text="Hello.", begin_offset_ms=0, duration_ms=900)
    contact = Contact(
        contact_id="c-001",
        status=Status.ANALYZED,
        file_name="c-001.wav",
        started_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
        conversation_location="America/Toronto",
        source=Source(bucket="recordings", key="originalAudio/c-001.wav", size_bytes=16_044),
        turns=(turn,),
    )

    jsonschema.validate(json.loads(contact.model_dump_json()), schema)


def test_the_rule_set_that_comes_with_us_keeps_to_its_schema_and_is_read():
    schema = json.loads((ROOT / "docs/categories.schema.json").read_text())
    shipped = default_files.rules()

    jsonschema.validate(json.loads(shipped), schema)

    assert len(parse(shipped).categories) >= 10
