"""Calls as they go on: the line between an engine and a face (a terminal, a page, a test)."""

import base64
import io
import threading
import time
import uuid
import wave
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np

from local.connect.contact import Contact
from local.connect.engine import Engine, Surroundings
from local.connect.errors import ConnectError, NoCallError
from local.connect.flow import Flow
from local.connect.recording import CUSTOMER, GAP_MS, OTHER, Recording
from local.connect.ssml import plain
from local.connect.steps import (
    Caption,
    Heard,
    Keyed,
    Listen,
    Note,
    Pcm,
    Say,
    Silent,
    Spoke,
    Step,
)

IDLE_S = 300.0
HIDDEN = "•"
MOST_KEPT = 200

Speak = Callable[[str, str], tuple[Pcm, int]]
"""Says a text in a language code's voice: samples and their rate."""
Keep = Callable[["Call"], dict[str, str] | None]
"""Stores an ended call's recordings; where the first of them is."""
Event = dict[str, Any]


@dataclass(frozen=True)
class AgentLeg:
    """What a person says who takes the call from the queue: a recording, or words to be spoken."""

    pcm: Pcm
    rate_hz: int
    text: str = ""


@dataclass
class Turn:
    """``waited_ms`` passed before the customer spoke, ``interrupted_ms`` into what was said."""

    heard: Heard
    text: str = ""
    waited_ms: int = 400
    interrupted_ms: int | None = None


@dataclass
class Call:
    contact: Contact
    flow: Flow
    around: Surroundings
    speak: Speak
    agent: AgentLeg | None = None
    listen: Listen | None = None
    has_ended: bool = False
    was_queued: bool = False
    ivr: Recording = field(default_factory=Recording)
    with_agent: Recording = field(default_factory=Recording)
    used_at: float = field(default_factory=time.monotonic)
    kept: dict[str, str] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._steps = Engine(self.contact, self.around).run(self.flow)
        self._said_from_ms = 0

    def begin(self) -> list[Event]:
        return self._go_on(None)

    def take(self, turn: Turn) -> list[Event]:
        """What the customer did, and what came of it. Raises ConnectError after the end."""
        if self.listen is None or self.has_ended:
            raise ConnectError("The call has ended.")
        if turn.interrupted_ms is not None:
            self.ivr.interrupt(self._said_from_ms + turn.interrupted_ms)
        if isinstance(turn.heard, Spoke) and not self.listen.hears:
            return self._deaf(turn)
        return [*self._heard(turn), *self._go_on(turn.heard)]

    def hang_up(self) -> None:
        self._steps.close()
        self._end()

    def _deaf(self, turn: Turn) -> list[Event]:
        """Keys alone are taken here: time runs out, and what was said is heard at the next turn."""
        listen = self.listen
        self.ivr.wait(listen.start_timeout_ms if listen else 0)
        events = self._go_on(Silent())
        return events if self.has_ended else [*events, *self.take(turn)]

    def _heard(self, turn: Turn) -> list[Event]:
        self._said_from_ms = self.ivr.now_ms
        heard, listen = turn.heard, self.listen
        if isinstance(heard, Silent):
            self.ivr.wait(listen.start_timeout_ms if listen else 0)
            return []
        self.ivr.wait(turn.waited_ms)
        if isinstance(heard, Keyed):
            shown = heard.pressed if self.contact.ivr_recorded else HIDDEN * len(heard.pressed)
            event = {"kind": "keys", "text": shown, "at_ms": self.ivr.now_ms}
            self.ivr.wait(300 * len(heard.pressed))
            return [event]
        at_ms = self.ivr.add(heard.pcm, heard.rate_hz, CUSTOMER)
        self.ivr.wait(listen.end_timeout_ms if listen else 0)
        spoken: Event = {"kind": "spoke", "at_ms": at_ms, "text": turn.text}
        if turn.text:  # said by a voice of ours: the face has not heard it
            spoken["audio"] = as_wav(heard.pcm, heard.rate_hz)
        return [spoken]

    def _go_on(self, heard: Heard | None) -> list[Event]:
        events: list[Event] = []
        self.listen = None
        answer = heard
        while True:
            try:
                step = self._steps.send(answer) if answer else next(self._steps)
            except StopIteration:
                self._end()
                return events
            answer = None
            if isinstance(step, Listen):
                self.listen = step
                return events
            events += self._event(step)

    def _event(self, step: Step) -> list[Event]:
        self.ivr.is_on = self.contact.ivr_recorded
        if isinstance(step, Say):
            pcm, rate_hz = self.speak(step.text, step.language_code)
            self.ivr.wait(GAP_MS)
            at_ms = self.ivr.add(pcm, rate_hz, OTHER)
            interrupts, words = step.may_interrupt, plain(step.text)
            return [self._spoken("BOT", words, pcm, rate_hz, at_ms=at_ms, may_interrupt=interrupts)]
        if isinstance(step, Caption):
            return [{"kind": "understood", "text": step.text}]
        if isinstance(step, Note):
            return self._noted(step)
        return []

    def _noted(self, note: Note) -> list[Event]:
        if note.kind == "agent":
            self.was_queued = True
            return self._answered() if self.agent else []
        return [{"kind": "note", "about": note.kind, "text": note.text, "at_ms": self.ivr.now_ms}]

    def _answered(self) -> list[Event]:
        """The person's part, in a recording of its own, as Connect keeps it."""
        if self.agent is None:
            return []
        self.with_agent.is_on = "Agent" in self.contact.recorded
        self.with_agent.add(self.agent.pcm, self.agent.rate_hz, OTHER)
        at_ms = self.ivr.now_ms
        agent = self.agent
        return [self._spoken("AGENT", agent.text, agent.pcm, agent.rate_hz, at_ms=at_ms)]

    def _spoken(
        self,
        who: str,
        text: str,
        pcm: Pcm,
        rate_hz: int,
        *,
        at_ms: int,
        may_interrupt: bool = False,
    ) -> Event:
        return {
            "kind": "said",
            "who": who,
            "text": text,
            "at_ms": at_ms,
            "duration_ms": len(pcm) * 1_000 // rate_hz,
            "may_interrupt": may_interrupt,
            "audio": as_wav(pcm, rate_hz),
        }

    def _end(self) -> None:
        self.listen = None
        self.has_ended = True

    def state(self) -> dict[str, Any]:
        """What a face needs to go on, and what a colleague would see."""
        return {
            "contact_id": self.contact.contact_id,
            "ended": self.has_ended,
            "queued": self.was_queued,
            "recording": "on" if self.contact.ivr_recorded else "paused",
            "listen": asdict(self.listen) if self.listen else None,
            "attributes": dict(self.contact.attributes),
            "kept": self.kept,
        }


class Calls:
    """Every call of this process; one that nobody uses for five minutes is ended."""

    def __init__(self, make: Callable[..., Call], keep: Keep) -> None:
        self._make = make
        self._keep = keep
        self._calls: dict[str, Call] = {}
        self._lock = threading.Lock()

    def start(self, **given: Any) -> tuple[Call, list[Event]]:
        """Raises ConnectError where there is no flow that can be run."""
        self._end_forgotten()
        call = self._make(**given)
        with self._lock:
            self._calls[call.contact.contact_id] = call
            for old in list(self._calls)[:-MOST_KEPT]:
                del self._calls[old]
        with call.lock:
            return call, self._finished(call, call.begin())

    def take(self, contact_id: str, turn: Turn) -> tuple[Call, list[Event]]:
        """Raises NoCallError, ConnectError."""
        call = self.get(contact_id)
        with call.lock:
            call.used_at = time.monotonic()
            return call, self._finished(call, call.take(turn))

    def hang_up(self, contact_id: str) -> Call:
        call = self.get(contact_id)
        with call.lock:
            if not call.has_ended:
                call.hang_up()
                self._finished(call, [])
        return call

    def get(self, contact_id: str) -> Call:
        with self._lock:
            call = self._calls.get(contact_id)
        if call is None:
            raise NoCallError(f"There is no call {contact_id}. Call again.")
        return call

    def _finished(self, call: Call, events: list[Event]) -> list[Event]:
        if call.has_ended and call.kept is None:
            call.kept = self._keep(call)
            events.append({"kind": "ended", "kept": call.kept})
        return events

    def _end_forgotten(self) -> None:
        now = time.monotonic()
        with self._lock:
            known = list(self._calls.values())
        forgotten = [one for one in known if not one.has_ended and now - one.used_at > IDLE_S]
        for call in forgotten:
            self.hang_up(call.contact.contact_id)


def new_contact(instance_arn: str, caller: str | None, called: str | None) -> Contact:
    return Contact(str(uuid.uuid4()), instance_arn, caller, called, started_at=datetime.now(UTC))


def as_wav(pcm: Pcm, rate_hz: int) -> str:
    """Base64 of a WAV file."""
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(np.asarray(pcm, np.int16).tobytes())
    return base64.b64encode(target.getvalue()).decode()
