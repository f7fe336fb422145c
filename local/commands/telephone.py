"""A telephone at the local Connect: what `omnilex call` and `omnilex chat --channel voice` dial."""

import base64
import http.client
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from local.commands.product import Api, RefusedError, parse
from local.stack.description import Stack
from local.stack.errors import NotHealthyError

TIMEOUT_S = 60.0
RATE_HZ = 16_000
NOT_FOUND = 404
ENDED = {"ANALYZED", "FAILED"}
POLL_S = 0.5
LONGEST_ANALYSIS_S = 180.0


@dataclass
class Telephone:
    """One call. Each step gives what one hears of it, and the state that the face goes on by."""

    stack: Stack
    state: dict[str, Any] = field(default_factory=dict)

    @property
    def contact_id(self) -> str:
        return str(self.state["contact_id"])

    @property
    def has_ended(self) -> bool:
        return bool(self.state.get("ended"))

    @property
    def asks_in_secret(self) -> bool:
        """The recording is paused: what is keyed in now is not for anybody's eyes."""
        return self.state.get("recording") == "paused" and not self.has_ended

    def dial(self, caller: str | None, agent: str | None = None) -> list[dict[str, Any]]:
        """``agent``: a recording, or words, of the colleague who takes the call."""
        return self._step("POST", "/calls", {"from": caller, "agent": _agent(agent)})

    def say(self, text: str) -> list[dict[str, Any]]:
        return self._turn({"text": text})

    def press(self, keys: str) -> list[dict[str, Any]]:
        return self._turn({"keys": keys})

    def wait(self) -> list[dict[str, Any]]:
        return self._turn({"silence": True})

    def speak(self, pcm: bytes) -> list[dict[str, Any]]:
        """16 kHz, 16 bits."""
        path = f"/calls/{self.contact_id}/turns"
        return self._step("POST", path, pcm, f"audio/l16; rate={RATE_HZ}; channels=1")

    def hang_up(self) -> dict[str, Any]:
        self._step("DELETE", f"/calls/{self.contact_id}")
        return self.state

    def _turn(self, done: dict[str, Any]) -> list[dict[str, Any]]:
        return self._step("POST", f"/calls/{self.contact_id}/turns", done)

    def _step(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | bytes | None = None,
        content_type: str = "application/json",
    ) -> list[dict[str, Any]]:
        address = urlsplit(self.stack.aws_endpoint_urls["connect"])
        payload = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        connection = http.client.HTTPConnection(address.netloc, timeout=TIMEOUT_S)
        try:
            connection.request(method, path, payload, {"Content-Type": content_type})
            response = connection.getresponse()
            answer = parse(response.read())
        except OSError as error:
            raise NotHealthyError(
                f"The telephone line does not answer: {error}.",
                "See what is wrong: omnilex status",
            ) from error
        finally:
            connection.close()
        if response.status >= 400:  # noqa: PLR2004
            raise RefusedError(response.status, answer)
        events: list[dict[str, Any]] = answer.pop("events", [])
        self.state = answer
        return events


def analysed(api: Api, contact_id: str) -> dict[str, Any] | None:
    """The call's contact when its analysis has ended; None when that takes too long."""
    give_up_at = time.monotonic() + LONGEST_ANALYSIS_S
    while time.monotonic() < give_up_at:
        try:
            contact = api.contact(contact_id)
        except RefusedError as refused:
            if refused.status != NOT_FOUND:
                raise
        else:
            if contact["status"] in ENDED:
                return contact
        time.sleep(POLL_S)
    return None


def _agent(given: str | None) -> dict[str, str] | None:
    if not given:
        return None
    file = Path(given)
    if file.is_file():
        return {"audio": base64.b64encode(file.read_bytes()).decode()}
    return {"text": given}
