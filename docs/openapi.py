"""The dashboard's API in OpenAPI 3.1, made of its routes; `make schemas` writes openapi.json."""

import json
from pathlib import Path
from typing import Any, cast

from omnilex.api.app import TITLE, VERSION, build
from omnilex.api.desk import Desk

WHAT = """The routes behind the sign-in, below /api on the site. Send Cognito's id token as a bearer
token. Agents see their own contacts, supervisors all; administrators also delete, export and change
settings. What is another's is answered as if it were not there. Every refusal is an Error."""
REFUSAL = {
    "type": "object",
    "required": ["error", "message"],
    "properties": {
        "error": {"type": "string", "description": "a code that stays"},
        "message": {"type": "string", "description": "plain words for people"},
    },
}
REFUSALS = {
    "400": "What was sent cannot be understood; the message says what to do.",
    "401": "Not signed in, or not any more.",
    "403": "Not in a group that may do this.",
    "404": "Not there, or not for the one who asks.",
    "429": "Too much at once; wait a second.",
}


def document() -> str:
    """Of the routes alone: nothing is asked of the desk before a request comes."""
    app = build(cast(Desk, None))
    told: dict[str, Any] = json.loads(app.get_openapi_json_schema(title=TITLE, version=VERSION))
    told["info"]["description"] = WHAT
    told["servers"] = [{"url": "/api"}]
    schemas = told["components"]["schemas"]
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    schemas["Error"] = REFUSAL
    told["components"]["securitySchemes"] = {
        "staff": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    }
    told["security"] = [{"staff": []}]
    for operations in told["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            operation["responses"] |= {code: _refusal(words) for code, words in REFUSALS.items()}
    return json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _refusal(words: str) -> dict[str, Any]:
    schema = {"schema": {"$ref": "#/components/schemas/Error"}}
    return {"description": words, "content": {"application/json": schema}}


if __name__ == "__main__":
    Path(__file__).with_suffix(".json").write_text(document())
