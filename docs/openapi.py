"""The HTTP API in OpenAPI 3.1, made of its routes and models; `make schemas` writes it down."""

import json
import re
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from pydantic import BaseModel

from omnilex.api.app import TITLE, VERSION, build
from omnilex.api.desk import Desk
from omnilex.domain.chat import ChatRequest, ChatResponse, EndRequest, VoiceRequest
from omnilex.domain.demo_bank import Plan
from omnilex.domain.pin_page import PinEntry, PinOutcome
from omnilex.domain.visits import Beacon

WHAT = """The routes below /api on the site. Those without security need no sign-in; for the others
send Cognito's id token as a bearer token. Agents see their own contacts, supervisors all;
administrators also delete, export and change settings. What is another's is answered as if it were
not there. Every refusal is an Error."""
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


class Plans(BaseModel):
    plans: list[Plan]


class Route(NamedTuple):
    """A route of its own function. Without a model the body is its sender's own."""

    key: str
    tag: str
    what: str
    asked: type[BaseModel] | None = None
    answered: type[BaseModel] | None = None
    sent_as: str = "application/json"
    is_open: bool = True


FORM = "application/x-www-form-urlencoded"
APART = (
    Route("POST /chat", "chat", "One written message to the bot.", ChatRequest, ChatResponse),
    Route("POST /chat/voice", "chat", "One spoken message.", VoiceRequest, ChatResponse),
    Route("POST /chat/end", "chat", "The end of a chat, and the thumb for it.", EndRequest),
    Route("GET /plans", "site", "What the bank offers.", answered=Plans),
    Route("POST /visits", "site", "Pages looked at, with consent.", Beacon),
    Route("POST /pin/{token}", "messages", "The PIN, by a one-time link.", PinEntry, PinOutcome),
    Route("POST /customers/{customer_id}/unlock", "customers", "Unlock a PIN.", is_open=False),
    Route("POST /sms", "messages", "Twilio's webhook, signed by it.", sent_as=FORM),
    Route("POST /slack/events", "messages", "Slack's Events API, signed by it."),
    Route("POST /slack/interactions", "messages", "Slack's buttons, signed by it.", sent_as=FORM),
)


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
    for route in APART:
        method, path = route.key.split()
        told["paths"].setdefault(path, {})[method.lower()] = _open(route, schemas)
    return json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _open(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    method, path = route.key.split()
    answer: dict[str, Any] = {"description": "Done."}
    if route.answered:
        answer["content"] = _content(route.answered, schemas, "application/json", "serialization")
    told: dict[str, Any] = {
        "summary": route.what,
        "tags": [route.tag],
        "security": [] if route.is_open else [{"staff": []}],
        "operationId": "_".join(re.findall(r"\w+", f"{method.lower()} {path}")),
        "responses": {"200": answer, "400": _refusal(REFUSALS["400"])},
    }
    told["parameters"] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path)
    ]
    if method == "POST":
        content = (
            _content(route.asked, schemas, route.sent_as, "validation")
            if route.asked
            else {route.sent_as: {"schema": {"type": "object"}}}
        )
        told["requestBody"] = {"required": True, "content": content}
    return told


def _content(
    model: type[BaseModel],
    schemas: dict[str, Any],
    sent_as: str,
    mode: Literal["validation", "serialization"],
) -> dict[str, Any]:
    """With the model's schema among those that are named, apart from the dashboard's."""
    made = model.model_json_schema(ref_template="#/components/schemas/Public{model}", mode=mode)
    for name, part in (made.pop("$defs", {}) | {model.__name__: made}).items():
        schemas[f"Public{name}"] = part
    return {sent_as: {"schema": {"$ref": f"#/components/schemas/Public{model.__name__}"}}}


def _refusal(words: str) -> dict[str, Any]:
    schema = {"schema": {"$ref": "#/components/schemas/Error"}}
    return {"description": words, "content": {"application/json": schema}}


if __name__ == "__main__":
    Path(__file__).with_suffix(".json").write_text(document())
