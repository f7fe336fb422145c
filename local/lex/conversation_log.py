"""Conversation logs: the record that Lex writes of every turn, obfuscated slots hidden.

Each turn is one line of JSON in a file, and one event in the CloudWatch log group that the bot
alias names. Writing happens on a thread of its own: a log never makes a customer wait.
"""

import json
import logging
import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local.lex.dialog.runtime import Channel
from local.lex.dialog.turn import Turn
from local.lex.nlu.reading import read

MESSAGE_VERSION = "2.0"
PHONE_DIGITS = 7  # at least
log = logging.getLogger("local.lex")

Record = dict[str, Any]


def record_of(channel: Channel, turn: Turn, operation: str, at: datetime) -> Record:
    """The "text log" of a turn, as CloudWatch has it."""
    session = turn.session
    hidden = _hidden_slots(turn)
    state = session.state()
    dialog_action = dict(state.pop("dialogAction", None) or {})
    if turn.missed:
        dialog_action.pop("slotToElicit", None)
        state.pop("intent", None)
    state.pop("runtimeHints", None)
    said = _said(turn, hidden)
    record: Record = {
        "message-version": MESSAGE_VERSION,
        "requestId": session.request_id,
        "timestamp": at.isoformat(timespec="milliseconds"),
        "operationName": operation,
        "responseReason": "UtteranceResponse",
        "bot": channel.bot,
        "sessionId": session.session_id,
        "inputMode": turn.input_mode,
        "inputTranscript": said,
        "rawInputTranscript": said,
        "transcriptions": [{"transcription": said, "transcriptionConfidence": "1.0"}],
        "missedUtterance": turn.missed,
        "developerOverride": turn.overridden,
        "interpretations": _interpretations(turn, hidden),
        "sessionState": {**state, "dialogAction": dialog_action},
        "dialogEventLogs": turn.log,
        "messages": [_message(message) for message in turn.messages],
        "requestAttributes": dict(turn.request_attributes),
        "utteranceContext": {
            "activeRuntimeHints": session.runtime_hints or {},
            "slotElicitationStyle": dialog_action.get("slotElicitationStyle", "Default"),
        },
    }
    masked: Record = _masked(deepcopy(record), hidden)
    return masked


def _hidden_slots(turn: Turn) -> set[str]:
    """Slots of any intent that must not be read in a log."""
    intents = turn.understanding.locale.intents.values()
    return {slot.name for intent in intents for slot in intent.slots.values() if slot.obfuscated}


def _said(turn: Turn, hidden: set[str]) -> str:
    """The utterance. One said when a hidden slot was asked for is hidden whole, understood or not:
    it may be the value with a slip in it. What cannot be the phone number asked for is not.
    """
    if turn.asked in hidden and not _is_no_phone_number(turn):
        return f"{{{turn.asked}}}"
    said = turn.utterance
    for name, slot in ((turn.session.intent or {}).get("slots") or {}).items():
        value = ((slot or {}).get("value") or {}).get("originalValue")
        if name in hidden and value:
            said = said.replace(value, f"{{{name}}}")
    return said


def _is_no_phone_number(turn: Turn) -> bool:
    """A phone number was asked for; no number is named, or a short one in another wish."""
    locale = turn.understanding.locale
    asking = [one for one in locale.intents.values() if turn.asked in one.slots]
    if {one.slots[turn.asked or ""].slot_type_name for one in asking} != {"AMAZON.PhoneNumber"}:
        return False
    tokens = read(turn.utterance, locale.identifier).tokens
    digits = sum(sign.isdigit() for token in tokens for sign in token.text)
    understood = turn.session.interpretations[0]["intent"]["name"]
    is_its_own = understood in {one.name for one in asking} and not turn.overridden
    other_wish = not turn.missed and not is_its_own
    return not digits or (other_wish and digits < PHONE_DIGITS)


def _interpretations(turn: Turn, hidden: set[str]) -> list[dict[str, Any]]:
    """Where a hidden slot was asked for, only what was understood: how near other intents came
    would tell of the words.
    """
    found = turn.session.interpretations
    if turn.asked not in hidden:
        return [_interpretation(one) for one in found]
    return [
        {name: part for name, part in one.items() if name != "nluConfidence"} for one in found[:1]
    ]


def _interpretation(interpretation: dict[str, Any]) -> dict[str, Any]:
    """With the confidence as a string, which it is in logs only."""
    confidence = interpretation.get("nluConfidence")
    if not confidence:
        return interpretation
    return {**interpretation, "nluConfidence": str(confidence["score"])}


def _message(message: dict[str, Any]) -> dict[str, Any]:
    card = message.get("imageResponseCard")
    if not card or "buttons" not in card:
        return message
    listed = {name: value for name, value in card.items() if name != "buttons"}
    return {**message, "imageResponseCard": {**listed, "buttonsList": card["buttons"]}}


def _masked(value: Any, hidden: set[str]) -> Any:
    """``value`` with what hidden slots hold replaced by their names, wherever slots stand."""
    if isinstance(value, list):
        return [_masked(one, hidden) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: {name: _slot(name, slot, hidden) for name, slot in part.items()}
        if key == "slots" and isinstance(part, dict)
        else _masked(part, hidden)
        for key, part in value.items()
    }


def _slot(name: str, slot: Any, hidden: set[str]) -> Any:
    if name not in hidden or not slot:
        return slot
    mask = f"{{{name}}}"
    value = {"originalValue": mask, "interpretedValue": mask, "resolvedValues": [mask]}
    return {"shape": "Scalar", "value": value}


class ConversationLogs:
    """Writes the records of a runtime: to ``folder``, a file an alias, and to CloudWatch."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._queue: queue.SimpleQueue[tuple[Channel, Record]] = queue.SimpleQueue()
        self._streams: set[tuple[str, str]] = set()
        self._client: Any = None
        threading.Thread(target=self._work, name="conversation-logs", daemon=True).start()

    def __call__(self, channel: Channel, turn: Turn, operation: str) -> None:
        record = record_of(channel, turn, operation, turn.moment.now.astimezone(UTC))
        self._queue.put((channel, record))

    def _work(self) -> None:
        while True:
            channel, record = self._queue.get()
            try:
                self._write(channel, record)
            except Exception:
                # A log that cannot be written must not end the ones after it.
                log.exception("conversation log of %s", channel.bot["name"])

    def _write(self, channel: Channel, record: Record) -> None:
        line = json.dumps(record, ensure_ascii=False)
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)
            name = f"{channel.bot['id']}-{channel.bot['aliasId']}.jsonl"
            with (self._folder / name).open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        for group, prefix in _groups(channel):
            self._send(group, f"{prefix}/{channel.bot['aliasId']}/{channel.bot['localeId']}", line)

    def _send(self, group: str, stream: str, line: str) -> None:
        if self._client is None:
            import boto3

            self._client = boto3.client("logs")
        if (group, stream) not in self._streams:
            with suppress(self._client.exceptions.ResourceAlreadyExistsException):
                self._client.create_log_stream(logGroupName=group, logStreamName=stream)
            self._streams.add((group, stream))
        at_ms = int(datetime.now().astimezone().timestamp() * 1000)
        self._client.put_log_events(
            logGroupName=group,
            logStreamName=stream,
            logEvents=[{"timestamp": at_ms, "message": line}],
        )


def _groups(channel: Channel) -> Iterator[tuple[str, str]]:
    """The log groups that the alias names, with the prefixes of their streams."""
    for setting in channel.conversation_logs.get("TextLogSettings") or []:
        cloud_watch = (setting.get("Destination") or {}).get("CloudWatch") or {}
        arn = cloud_watch.get("CloudWatchLogGroupArn")
        if arn and str(setting.get("Enabled")).lower() == "true":
            group = arn.partition(":log-group:")[2].removesuffix(":*")
            yield group, (cloud_watch.get("LogPrefix") or "lex").rstrip("/")
