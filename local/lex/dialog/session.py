"""What the runtime remembers of a conversation."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from local.lex.errors import ConflictError

IntentState = dict[str, Any]


def fresh_intent(name: str, slot_names: list[str]) -> IntentState:
    """An intent that has just begun, in the wire's shape."""
    return {
        "name": name,
        "slots": dict.fromkeys(slot_names),
        "state": "InProgress",
        "confirmationState": "None",
    }


@dataclass
class Session:
    """One customer's conversation with one alias and locale, in the wire's shapes."""

    session_id: str
    attributes: dict[str, str] = field(default_factory=dict)
    active_contexts: list[dict[str, Any]] = field(default_factory=list)
    dialog_action: dict[str, Any] | None = None
    intent: IntentState | None = None
    interpretations: list[dict[str, Any]] = field(default_factory=list)
    runtime_hints: dict[str, Any] | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)
    attempts: int = 0  # answers to the current question that were not understood
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    used_at: datetime | None = None
    context_deadlines: dict[str, datetime] = field(default_factory=dict)

    def state(self) -> dict[str, Any]:
        """The session state as it travels."""
        state: dict[str, Any] = {
            "sessionAttributes": dict(self.attributes),
            "activeContexts": self.active_contexts,
            "originatingRequestId": self.request_id,
        }
        if self.dialog_action is not None:
            state["dialogAction"] = self.dialog_action
        if self.intent is not None:
            state["intent"] = self.intent
        if self.runtime_hints:
            state["runtimeHints"] = self.runtime_hints
        return state


class Sessions:
    """Every session, in memory; one request at a time in each."""

    def __init__(self) -> None:
        self._sessions: dict[tuple[str, ...], Session] = {}
        self._busy: set[tuple[str, ...]] = set()
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, key: tuple[str, ...]) -> Iterator[None]:
        """Hold the session for one request. Raises ConflictError while another holds it."""
        with self._lock:
            if key in self._busy:
                raise ConflictError("Another request for this session is being answered.")
            self._busy.add(key)
        try:
            yield
        finally:
            with self._lock:
                self._busy.discard(key)

    def live(self, key: tuple[str, ...], now: datetime, idle_seconds: int) -> Session | None:
        """The session, unless it never was or has been idle for too long."""
        session = self._sessions.get(key)
        if session and session.used_at and (now - session.used_at).total_seconds() > idle_seconds:
            del self._sessions[key]
            return None
        return session

    def keep(self, key: tuple[str, ...], session: Session) -> None:
        self._sessions[key] = session

    def drop(self, key: tuple[str, ...]) -> None:
        self._sessions.pop(key, None)
