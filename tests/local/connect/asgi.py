"""Asks an ASGI application without a server."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    status_code: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    def __init__(self, application: Any) -> None:
        self._application = application

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", "application/json")

    def delete(self, path: str) -> Answer:
        return self._ask("DELETE", path, b"", "application/json")

    def post(
        self, path: str, json: Any = None, *, content: bytes | None = None, kind: str = ""
    ) -> Answer:
        body = content if content is not None else dumped(json)
        return self._ask("POST", path, body, kind or "application/json")

    def _ask(self, method: str, path: str, body: bytes, kind: str) -> Answer:
        return asyncio.run(self._exchange(method, path, body, kind))

    async def _exchange(self, method: str, path: str, body: bytes, kind: str) -> Answer:
        sent: list[dict[str, Any]] = []
        plain, _, query = path.partition("?")
        scope = {
            "type": "http",
            "method": method,
            "path": plain,
            "raw_path": plain.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"content-type", kind.encode())],
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self._application(scope, receive, send)
        return Answer(sent[0]["status"], b"".join(one.get("body", b"") for one in sent))


def dumped(document: Any) -> bytes:
    return json.dumps(document).encode()
