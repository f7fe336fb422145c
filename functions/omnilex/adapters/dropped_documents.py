"""A dropped JSON file: which of the forms it is, by what stands in it, and its transcript."""

import json
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import from_json

from omnilex.adapters import call_analytics, chat_log, connect_chat, transcribe_output
from omnilex.domain.contact import Form
from omnilex.domain.failure import TranscriptUnreadableError
from omnilex.domain.transcript import Transcript

MOST_BYTES = 50_000_000
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
CHAT_LOG = "omnilex-chat-log"
KNOWN_FORMS = (
    "Transcribe and Call Analytics output, Contact Lens output, Amazon Connect chat transcripts, "
    "chat logs and Lex conversation logs"
)
WHOLE_FILE = "the whole file"

Speakers = tuple[str, ...]
READERS: dict[Form, Callable[[Any, Speakers], Transcript]] = {
    Form.TRANSCRIBE: transcribe_output.read,
    Form.CALL_ANALYTICS: lambda document, _: call_analytics.read(document),
    Form.CONTACT_LENS: lambda document, _: _contact_lens(document),
    Form.CONNECT_CHAT: lambda document, _: connect_chat.read(document),
    Form.CHAT_LOG: lambda document, _: chat_log.read_collection(document),
    Form.LEX_LOG: lambda document, _: chat_log.read_entries(document),
}


class DroppedDocument(BaseModel):
    """``content`` is the JSON; a log's is the list of its entries."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: Form
    content: Any


def looks_like_json(head: bytes) -> bool:
    """The first bytes of a file; a recording never begins so."""
    return head.removeprefix(BYTE_ORDER_MARK).lstrip()[:1] in {b"{", b"["}


def recognize(body: bytes) -> DroppedDocument:
    """Raises TranscriptUnreadableError, whose message is for who dropped the file."""
    content = _parsed(body.removeprefix(BYTE_ORDER_MARK))
    if isinstance(content, list):
        return _entries(content)
    if not isinstance(content, dict):
        raise _unknown()
    if content.get("format") == CHAT_LOG:
        return DroppedDocument(form=Form.CHAT_LOG, content=content)
    if "sessionId" in content and "timestamp" in content:
        return DroppedDocument(form=Form.LEX_LOG, content=[content])
    if isinstance(content.get("events"), list):
        return _entries([_message(one) for one in content["events"]])
    return DroppedDocument(form=_of_aws(content), content=content)


def read(document: DroppedDocument, speaker_names: Speakers) -> Transcript:
    """Raises TranscriptUnreadableError where its fields are not those of its form."""
    try:
        return READERS[document.form](document.content, speaker_names)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or WHOLE_FILE
        raise TranscriptUnreadableError(
            f"The file looks like a {document.form.value} file and cannot be read as one: "
            f"{error.error_count()} faults, the first at {where}."
        ) from None


def _parsed(body: bytes) -> Any:
    """The first way is the quickest, and keeps a word that comes again once; the second also reads
    what is not in UTF-8.
    """
    for parse in (from_json, json.loads, _lines):
        try:
            return parse(body)
        except (ValueError, RecursionError):
            continue
    raise TranscriptUnreadableError(
        "The transcript cannot be read as JSON: it is cut short or damaged."
    )


def _lines(body: bytes) -> list[Any]:
    return [json.loads(line) for line in body.decode().splitlines() if line.strip()]


def _entries(content: list[Any]) -> DroppedDocument:
    entries = [one for one in content if isinstance(one, dict) and "sessionId" in one]
    if not entries or len(entries) != len(content):
        raise _unknown()
    return DroppedDocument(form=Form.LEX_LOG, content=entries)


def _message(event: Any) -> Any:
    """Of an answer of CloudWatch Logs: the entry is a text within it."""
    try:
        return json.loads(event["message"])
    except (KeyError, TypeError, ValueError):
        return None


def _of_aws(content: dict[str, Any]) -> Form:
    if isinstance(content.get("results"), dict):
        return Form.TRANSCRIBE
    if not isinstance(content.get("Transcript"), list):
        raise _unknown()
    if "ConversationCharacteristics" not in content and "JobStatus" not in content:
        return Form.CONNECT_CHAT
    listed = content.get("Participants") or []
    by_id = any(isinstance(one, dict) and "ParticipantId" in one for one in listed)
    return Form.CONTACT_LENS if by_id else Form.CALL_ANALYTICS


def _contact_lens(document: dict[str, Any]) -> Transcript:
    is_chat = document.get("Channel") == "CHAT"
    return connect_chat.read(document) if is_chat else call_analytics.read(document)


def _unknown() -> TranscriptUnreadableError:
    return TranscriptUnreadableError(
        f"This JSON file is of no form that can be analysed. These are: {KNOWN_FORMS}."
    )
