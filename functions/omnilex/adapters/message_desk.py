"""Hands a message to the bot: in its session's turn and language, as the customer it is from."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.config import Config

from omnilex.adapters.identities_table import IdentitiesTable
from omnilex.adapters.lex_bot import LexBot
from omnilex.adapters.session_turns import SessionTurns
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.adapters.talks_table import TalksTable
from omnilex.domain import messaging
from omnilex.domain.chat import (
    BotBusyError,
    BotThrottledError,
    BotTurn,
    BotUnavailableError,
    ChatMessage,
    InputKind,
    Kind,
    quick_replies,
)
from omnilex.domain.dialog import Action
from omnilex.domain.messaging import Answer, Asks, Talk
from omnilex.domain.session import Channel, Session, SessionBusyError
from omnilex.domain.verification import NUMBER, PIN
from omnilex.domain.wording import Language, Said
from omnilex.settings import MessagingSettings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBServiceResource
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client

# For the client of the bot: what the customer said must not be heard twice.
ONCE = Config(read_timeout=18, retries={"total_max_attempts": 1})
UNANSWERED = (BotBusyError, BotThrottledError, BotUnavailableError, SessionBusyError)


@dataclass(frozen=True)
class Correspondent:
    """Who writes: ``identity`` as the vendor has it, for the session that its id was made from."""

    channel: Channel
    session_id: str
    identity: str


class MessageDesk:
    """``clock`` tells epoch seconds."""

    def __init__(
        self,
        bot: LexBot,
        *,
        sessions: SessionsTable,
        turns: SessionTurns,
        talks: TalksTable,
        identities: IdentitiesTable,
        clock: Callable[[], float],
    ) -> None:
        self._bot = bot
        self._sessions = sessions
        self._turns = turns
        self._talks = talks
        self._identities = identities
        self._clock = clock

    def answer(
        self, who: Correspondent, text: str, *, may_tell_pin: bool, to_turn: str | None = None
    ) -> Answer:
        """One turn; what fails is said plainly, and not tried again behind the customer's back.

        A PIN is not passed on to the bot from a channel that must not carry one, nor is what
        answers another turn than the last.
        """
        talk = self._talks.get(who.session_id, self._now_s)
        language = talk.language if talk else messaging.language_of(text)
        try:
            with self._turns.take(who.session_id):
                if not may_tell_pin and self._tells_pin(who, text):
                    refused = words(messaging.PIN_NOT_READ, language)
                    return refused.model_copy(update={"asks": Asks.PIN})
                talk = self._talks.get(who.session_id, self._now_s)
                if to_turn is not None and (talk is None or talk.turn_id != to_turn):
                    return self._stale(who, language)
                return self._answer(who, text, talk)
        except UNANSWERED:
            return words(messaging.BUSY, language)

    def give_pin(self, who: Correspondent, pin: str, number: str | None = None) -> Answer | None:
        """The PIN that the bot waits for; None where it waits for none. Raises ``UNANSWERED``.

        ``number`` is said first where the bot asks for that.
        """
        with self._turns.take(who.session_id):
            talk = self._talks.get(who.session_id, self._now_s) or Talk()
            self._begin(who)
            if self.asks(who.session_id) is Asks.NUMBER and number:
                self._say(who, number, talk.language)
            if self.asks(who.session_id) is not Asks.PIN:
                return None
            return self._say(who, pin, talk.language)

    def asks(self, session_id: str) -> Asks:
        """What the session waits for now."""
        waiting = self._sessions.asked(session_id, self._now_s).reply
        slot = waiting.slot if waiting else None
        if slot == NUMBER:
            return Asks.NUMBER
        return Asks.PIN if slot == PIN else Asks.NOTHING

    def talk(self, session_id: str) -> Talk:
        return self._talks.get(session_id, self._now_s) or Talk()

    def _tells_pin(self, who: Correspondent, text: str) -> bool:
        return self.asks(who.session_id) is Asks.PIN and messaging.gives_pin(text)

    def _answer(self, who: Correspondent, text: str, talk: Talk | None) -> Answer:
        session = self._begin(who)
        known = talk or Talk(language=messaging.language_of(text))
        if (language := messaging.switched_to(text)) and self.asks(who.session_id) is Asks.NOTHING:
            return self._switch(who, language)
        if messaging.asks_to_unlink(text):
            return self._unlink(who, session, known.language)
        said = messaging.chosen(text, known.choices)
        answer = self._say(who, said, known.language)
        return answer.model_copy(update={"is_first": talk is None})

    def _begin(self, who: Correspondent) -> Session:
        customer = self._identities.customer_of(who.channel, who.identity)
        return self._sessions.begin(
            who.session_id, who.channel, who.identity, self._now_s, known_number=customer
        )

    def _say(self, who: Correspondent, text: str, language: Language) -> Answer:
        turn = self._bot.say(who.session_id, text, language)
        # Whether it waits for the PIN the bot has just said; for the number, its row.
        waits = Asks.PIN if turn.wants is InputKind.PIN else self.asks(who.session_id)
        asks = Asks.NOTHING if waits is Asks.PIN and turn.wants is InputKind.TEXT else waits
        talk = self._keep(who, language, turn)
        return Answer(
            turn=turn,
            language=language,
            asks=asks,
            turn_id=talk.turn_id,
            newly_linked=self._link(who),
        )

    def _link(self, who: Correspondent) -> bool:
        """Remember whose PIN was given here; True where that was not known."""
        now_s = self._now_s
        session = self._sessions.get(who.session_id, now_s)
        customer = session.verified_customer(now_s)
        if customer is None or customer == session.known_number:
            return False
        return self._identities.link(who.channel, who.identity, customer)

    def _keep(self, who: Correspondent, language: Language, turn: BotTurn) -> Talk:
        choices = tuple(button.value for button in messaging.buttons_of(turn))
        talk = Talk(language=language, choices=choices, turn_id=secrets.token_hex(4))
        self._talks.put(who.session_id, talk, self._now_s)
        return talk

    def _stale(self, who: Correspondent, language: Language) -> Answer:
        """Ask the open question again; only its own buttons answer it."""
        waiting = self._sessions.asked(who.session_id, self._now_s)
        asked = waiting.reply.text if waiting.reply and waiting.is_open else None
        said = messaging.STALE.of(asked=asked) if asked else messaging.STALE_ALONE
        action = waiting.reply.action if waiting.reply and asked else Action.ELICIT_INTENT
        turn = words(said, language).turn
        turn = turn.model_copy(update={"quick_replies": quick_replies(action, (), language)})
        talk = self._keep(who, language, turn)
        asks = self.asks(who.session_id)
        return Answer(turn=turn, language=language, asks=asks, turn_id=talk.turn_id)

    def _switch(self, who: Correspondent, language: Language) -> Answer:
        answer = words(messaging.IN_YOUR_LANGUAGE, language)
        talk = self._keep(who, language, answer.turn)
        return answer.model_copy(update={"turn_id": talk.turn_id})

    def _unlink(self, who: Correspondent, session: Session, language: Language) -> Answer:
        """Whoever writes next is asked who they are, in this session too."""
        linked = self._identities.unlink(who.channel, who.identity)
        forgotten = session.started_over().model_copy(
            update={"customer_id": None, "verified_until": 0, "receipt": None}
        )
        self._sessions.put(forgotten, self._now_s)
        return words(messaging.UNLINKED if linked else messaging.NOT_LINKED, language)

    @property
    def _now_s(self) -> int:
        return int(self._clock())


def open_desk(
    dynamodb: "DynamoDBServiceResource", lex: "LexRuntimeV2Client", settings: MessagingSettings
) -> MessageDesk:
    """The desk of a function, over its own clients."""
    table = dynamodb.Table(settings.sessions_table)
    bot_id, alias_id = settings.bot_id, settings.bot_alias_id
    return MessageDesk(
        LexBot(lex, bot_id, alias_id, settings.bank_time_zone, time.sleep),
        sessions=SessionsTable(table),
        turns=SessionTurns(table, time.time, time.sleep),
        talks=TalksTable(table),
        identities=IdentitiesTable(dynamodb.Table(settings.bank_table)),
        clock=time.time,
    )


def words(said: Said, language: Language) -> Answer:
    """What is said without the bot."""
    message = ChatMessage(kind=Kind.TEXT, text=said(language))
    turn = BotTurn(messages=(message,), wants=InputKind.TEXT, ended=False)
    return Answer(turn=turn, language=language)
