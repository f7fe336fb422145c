"""The JSON Schemas of our documents; `make schemas` writes them beside this file."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from omnilex.domain.categories import RuleSet
from omnilex.domain.contact import Contact

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DOCUMENTS: dict[str, type[BaseModel]] = {
    "categories.schema.json": RuleSet,
    "contact.schema.json": Contact,
}


def schema_of(document: type[BaseModel]) -> str:
    """As it is written, with every field that a reader finds in the file."""
    schema: dict[str, Any] = document.model_json_schema(mode="serialization", by_alias=True)
    return json.dumps({"$schema": DIALECT, **schema}, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, document in DOCUMENTS.items():
        Path(__file__).with_name(name).write_text(schema_of(document))
