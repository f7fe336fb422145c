"""The runtime's operations over built bots and sessions."""

import random
import re
import uuid
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from local.lex.dialog.answers import Answers
from local.lex.dialog.contexts import age_contexts
from local.lex.dialog.flow import Flow
from local.lex.dialog.hooks import BotMember, Invoke, LambdaHook
from local.lex.dialog.requested_state import apply_state, client_messages, strings
from local.lex.dialog.session import Session, Sessions
from local.lex.dialog.turn import Turn
from local.lex.errors import ResourceNotFoundError, ValidationError
from local.lex.faq import AnswerSource
from local.lex.nlu.found import Moment
from local.lex.nlu.understanding import Understanding

MAX_TEXT = 1024
TIME_ZONE = "x-amz-lex:time-zone"  # the request attribute that AWS reserves for it
_SESSION_ID = re.compile(r"[0-9a-zA-Z._:-]{2,100}")


@dataclass(frozen=True)
class Channel:
    """One alias and locale of a bot, ready to talk."""

    understanding: Understanding
    bot: BotMember
    function_arn: str | None
    idle_seconds: int
    conversation_logs: dict[str, Any] = field(default_factory=dict)


Record = Callable[[Channel, Turn, str], None]
"""Writes the conversation log of a turn; the last argument is the operation's name."""


class Runtime:
    """RecognizeText, PutSession, GetSession and DeleteSession."""

    def __init__(
        self,
        channels: Callable[[str, str, str], Channel],
        invoke: Invoke,
        clock: Callable[[], datetime],
        choice: random.Random | None = None,
        *,
        record: Record | None = None,
        search: AnswerSource | None = None,
    ) -> None:
        self._channels = channels
        self._invoke = invoke
        self._clock = clock
        self._choice = choice or random.Random()  # noqa: S311  picks among message variations
        self._record = record
        self._search = search
        self.sessions = Sessions()

    def recognize(
        self,
        key: tuple[str, str, str, str],
        text: str,
        state: Any = None,
        request_attributes: Any = None,
        *,
        input_mode: str = "Text",
        response_content_type: str = "text/plain; charset=utf-8",
        operation: str = "RecognizeText",
    ) -> dict[str, Any]:
        """One turn of the conversation ``key`` (bot, alias, locale, session)."""
        # Audio may hold no speech: then nothing was said, and the bot says so.
        least = 0 if input_mode == "Speech" else 1
        if not isinstance(text, str) or not least <= len(text) <= MAX_TEXT:
            raise ValidationError(f"text must be 1 to {MAX_TEXT} characters long.")
        channel = self._channel(key)
        with self.sessions.turn(key):
            turn = self._turn(key, channel, request_attributes)
            turn.utterance = text
            turn.input_mode = input_mode
            turn.response_content_type = response_content_type
            if (turn.session.dialog_action or {}).get("type") == "Close":
                turn.session.dialog_action = None
            age_contexts(turn)
            apply_state(turn.session, state, turn.understanding.locale)
            Answers(Flow(turn, self._hook(channel))).take()
            return self._finish(key, channel, turn, operation)

    def likeliest(self, key: tuple[str, str, str, str], texts: list[str]) -> str:
        """Of what may have been said, what answers the open question, else what is best known."""
        if len(set(texts)) == 1:
            return texts[0]
        channel = self._channel(key)
        known = self.sessions.live(key, self._clock(), channel.idle_seconds)
        if known:
            moment = Moment(self._clock(), channel.understanding.locale.identifier)
            asked = (known.dialog_action or {}).get("slotToElicit")
            answers = [one for one in texts if _answers(channel, known, asked, one, moment)]
            if answers:
                return answers[0]
        return max(texts, key=lambda text: channel.understanding.ranking(text)[0][1])

    def put_session(
        self, key: tuple[str, str, str, str], state: Any, messages: Any, request_attributes: Any
    ) -> dict[str, Any]:
        """Replace the session's state and do what its dialogAction says."""
        channel = self._channel(key)
        if not isinstance(state, dict):
            raise ValidationError("sessionState is required.")
        with self.sessions.turn(key):
            self.sessions.drop(key)
            turn = self._turn(key, channel, request_attributes)
            apply_state(turn.session, state, turn.understanding.locale)
            self._perform(turn, channel, client_messages(messages))
            if turn.session.intent and not turn.session.interpretations:
                intent = {"name": turn.session.intent["name"], "slots": {}}
                turn.session.interpretations = [{"intent": intent, "interpretationSource": "Lex"}]
            return self._finish(key, channel, turn, "PutSession")

    def _perform(self, turn: Turn, channel: Channel, messages: list[dict[str, Any]]) -> None:
        flow = Flow(turn, self._hook(channel))
        action = turn.session.dialog_action or {}
        turn.messages += messages
        silent = bool(messages)
        kind = action.get("type")
        if kind == "ElicitSlot":
            part = (action.get("subSlotToElicit") or {}).get("name")
            style = action.get("slotElicitationStyle")
            slot = action["slotToElicit"]
            flow.run(lambda: flow.elicit_slot(slot, silent=silent, style=style, part=part))
        elif kind == "ConfirmIntent":
            flow.run(lambda: flow.confirm(silent=silent))
        elif kind == "Delegate":
            flow.run(flow.default)

    def get_session(self, key: tuple[str, str, str, str]) -> dict[str, Any]:
        session = self._existing(key)
        return {
            "sessionId": session.session_id,
            "messages": session.messages,
            "interpretations": _interpretations(session),
            "sessionState": deepcopy(session.state()),
        }

    def delete_session(self, key: tuple[str, str, str, str]) -> dict[str, Any]:
        with self.sessions.turn(key):
            self._existing(key)
            self.sessions.drop(key)
        return dict(zip(("botId", "botAliasId", "localeId", "sessionId"), key, strict=True))

    def _existing(self, key: tuple[str, str, str, str]) -> Session:
        channel = self._channel(key)
        session = self.sessions.live(key, self._clock(), channel.idle_seconds)
        if session is None:
            raise ResourceNotFoundError(f"There is no session {key[3]}.")
        return session

    def _channel(self, key: tuple[str, str, str, str]) -> Channel:
        if not _SESSION_ID.fullmatch(key[3]):
            raise ValidationError("sessionId must be 2 to 100 of 0-9 a-z A-Z . _ : -")
        return self._channels(key[0], key[1], key[2])

    def _turn(self, key: tuple[str, ...], channel: Channel, request_attributes: Any) -> Turn:
        now = self._clock()
        known = self.sessions.live(key, now, channel.idle_seconds)
        # A copy: an error halfway leaves the session as it was.
        session = deepcopy(known) if known else Session(key[3])
        session.used_at = now
        session.request_id = str(uuid.uuid4())
        attributes = strings(request_attributes or {}, "requestAttributes")
        return Turn(
            channel.understanding,
            session,
            Moment(_in_zone_of(attributes, now), channel.understanding.locale.identifier),
            request_attributes=attributes,
            asked=(session.dialog_action or {}).get("slotToElicit"),
            choice=self._choice,
            search=self._search,
        )

    def _hook(self, channel: Channel) -> LambdaHook:
        return LambdaHook(self._invoke, channel.function_arn, channel.bot)

    def _finish(
        self, key: tuple[str, ...], channel: Channel, turn: Turn, operation: str
    ) -> dict[str, Any]:
        session = turn.session
        session.messages = turn.messages[:10]
        _put_current_first(session)
        self.sessions.keep(key, session)
        if self._record:
            self._record(channel, turn, operation)
        answer: dict[str, Any] = {
            "sessionId": session.session_id,
            "interpretations": _interpretations(session),
            "sessionState": deepcopy(session.state()),
            "requestAttributes": dict(turn.request_attributes),
        }
        if session.messages:
            answer["messages"] = session.messages
        return answer


def _put_current_first(session: Session) -> None:
    """The first interpretation is the intent the turn ended in."""
    if session.intent is None:
        return
    name = session.intent["name"]
    listed = session.interpretations
    current = next((one for one in listed if one["intent"]["name"] == name), None)
    current = current or {"intent": {"name": name, "slots": {}}, "interpretationSource": "Lex"}
    session.interpretations = [current, *(one for one in listed if one is not current)][:5]


def _answers(
    channel: Channel, session: Session, asked: str | None, text: str, moment: Moment
) -> bool:
    """Whether the text is a value of the slot that is asked for."""
    intent = channel.understanding.locale.intents.get((session.intent or {}).get("name", ""))
    slot = intent.slots.get(asked) if intent and asked else None
    value = channel.understanding.slot_value(slot, text, moment) if slot else None
    return value is not None and value.certain


def _interpretations(session: Session) -> list[dict[str, Any]]:
    """As the API gives them: the current intent in full, the others by name."""
    result = []
    for interpretation in session.interpretations:
        name = interpretation["intent"]["name"]
        current = session.intent is not None and session.intent["name"] == name
        intent = deepcopy(session.intent) if current else interpretation["intent"]
        result.append({**interpretation, "intent": intent})
    return result


def _in_zone_of(request_attributes: dict[str, str], now: datetime) -> datetime:
    """The moment in the time zone that the request names; dates are resolved there, else in UTC."""
    zone = request_attributes.get(TIME_ZONE)
    try:
        return now.astimezone(ZoneInfo(zone)) if zone else now
    except (ValueError, ZoneInfoNotFoundError):
        raise ValidationError(f"{TIME_ZONE} is no time zone: {zone}") from None
