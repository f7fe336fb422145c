"""Lex V2's conversation log as CloudWatch Logs hands it to a subscriber."""

import base64
import gzip
import json
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from omnilex.domain.conversation import Entry
from omnilex.domain.masking import PIN_TAG, without_cards, without_pins, without_stray_pin
from omnilex.domain.session import VERIFICATION

# Parts of a record that nobody wrote or said.
_NOT_SAID = {"requestId", "sessionId", "timestamp", "bot", "nluConfidence", "audioProperties"}
_SAID_BY_CUSTOMER = ("inputTranscript", "rawInputTranscript")
# Who writes or calls: our functions know it from the session, and a log need not.
_OF_A_PERSON = {"phone_number"}


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)


class _LogEvent(_Lenient):
    message: str


class _Batch(_Lenient):
    kind: str = Field(alias="messageType")
    events: tuple[_LogEvent, ...] = Field(alias="logEvents")


class _Bot(_Lenient):
    locale: str = Field(default="en_US", alias="localeId")


class _Intent(_Lenient):
    name: str
    state: str | None = None
    slots: dict[str, Any] | None = None


class _DialogAction(_Lenient):
    type: str | None = None


class _State(_Lenient):
    intent: _Intent | None = None
    action: _DialogAction = Field(default=_DialogAction(), alias="dialogAction")


class _Record(_Lenient):
    session_id: str = Field(alias="sessionId", min_length=1)
    request_id: str = Field(alias="requestId", min_length=1)
    timestamp: str
    bot: _Bot = _Bot()
    missed: bool = Field(default=False, alias="missedUtterance")
    state: _State = Field(default=_State(), alias="sessionState")


def entries_of(event: dict[str, Any]) -> tuple[list[Entry], int]:
    """The entries of a subscription's event, and how many of its lines were none.

    Raises KeyError or ValueError for an event of another service.
    """
    packed = base64.b64decode(event["awslogs"]["data"], validate=True)
    batch = _Batch.model_validate_json(gzip.decompress(packed))
    if batch.kind != "DATA_MESSAGE":  # CloudWatch asks whether somebody is there
        return [], 0
    read = [_to_entry(one.message) for one in batch.events]
    entries = [one for one in read if one]
    return entries, len(read) - len(entries)


def _to_entry(line: str) -> Entry | None:
    try:
        record = _Record.model_validate_json(line)
        return Entry.model_validate(
            {
                "session_id": record.session_id,
                "request_id": record.request_id,
                "at": record.timestamp,
                "locale": record.bot.locale,
                "intent": record.state.intent and record.state.intent.name,
                "is_closed": record.state.action.type == "Close",
                "is_failed": bool(record.state.intent and record.state.intent.state == "Failed"),
                "is_missed": record.missed,
                "entry": _masked(json.loads(line), record),
            }
        )
    except ValidationError:
        return None


def _masked(entry: dict[str, Any], record: _Record) -> dict[str, Any]:
    """Cards are hidden wherever they stand, a PIN in what the customer said."""
    masked: dict[str, Any] = _mapped(entry, without_cards)
    hide = without_pins if _asks_for_pin(record) else _stray(record)
    for name in _SAID_BY_CUSTOMER:
        if isinstance(masked.get(name), str):
            masked[name] = hide(masked[name])
    if "transcriptions" in masked:
        masked["transcriptions"] = _mapped(masked["transcriptions"], hide)
    return masked


def _asks_for_pin(record: _Record) -> bool:
    return record.state.intent is not None and record.state.intent.name == VERIFICATION


def _stray(record: _Record) -> Callable[[str], str]:
    """Four digits that fill a slot are no PIN: what a PIN fills is hidden already."""
    intent = record.state.intent
    filled = set(_originals((intent.slots if intent else None) or {}))

    def hide(text: str) -> str:
        hidden = without_stray_pin(text)
        return text if hidden == PIN_TAG and text in filled else hidden

    return hide


def _originals(slots: dict[str, Any]) -> Iterator[str]:
    for slot in slots.values():
        value = (slot or {}).get("value") or {}
        if value.get("originalValue"):
            yield value["originalValue"]


def _mapped(value: Any, hide: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, list):
        return [_mapped(one, hide) for one in value]
    if isinstance(value, dict):
        return {
            name: one if name in _NOT_SAID else _mapped(one, hide)
            for name, one in value.items()
            if name not in _OF_A_PERSON
        }
    return value
