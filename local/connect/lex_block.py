"""ConnectParticipantWithLexBot: the bot has the word until it closes an intent."""

from collections.abc import Generator, Mapping

from local.connect.services import Bot, BotTurn, is_heard_here
from local.connect.steps import (
    END_TIMEOUT_MS,
    KEY_TIMEOUT_MS,
    MAX_KEYS,
    MAX_LENGTH_MS,
    START_TIMEOUT_MS,
    Caption,
    Heard,
    Keyed,
    Keypad,
    Listen,
    Note,
    Say,
    Silent,
    Spoke,
    Step,
)

PREFIX = "x-amz-lex:"
NOT_HEARD_HERE = (
    "Only English is heard on this machine, unless `make whisper` has added other languages. Type "
    "what you say; it is taken as you write it."
)


def converse(
    bot: Bot, attributes: Mapping[str, str], prompt: Say | None, language_code: str
) -> Generator[Step, Heard | None, BotTurn]:
    """Until the bot closes; its last turn. Raises ServiceFailedError."""
    if prompt:
        yield prompt
    waits_for = bot.waits_for()
    sent: Mapping[str, str] | None = attributes
    known = dict(attributes)
    while True:
        listen = listening(known, *waits_for)
        heard = _as_input((yield listen), listen)
        if _is_unheard(heard, language_code):
            yield Note("language", NOT_HEARD_HERE)
            continue
        turn = bot.hear(heard, sent)
        sent, known, waits_for = None, {**attributes, **turn.attributes}, turn.waits_for
        if isinstance(heard, Spoke) and turn.transcript:
            yield Caption(turn.transcript)
        for text in turn.texts:
            yield Say(text, language_code, may_interrupt=not turn.has_ended)
        if turn.has_ended:
            return turn


def _is_unheard(heard: Heard, language_code: str) -> bool:
    """Spoken into a microphone, in a language that no recognizer here knows."""
    return isinstance(heard, Spoke) and not heard.text and not is_heard_here(language_code)


def _as_input(heard: Heard | None, listen: Listen) -> Heard:
    """Keys as Lex gets them; none left is nothing said."""
    if isinstance(heard, Keyed) and listen.keypad:
        keys = listen.keypad.read(heard.pressed)
        return Keyed(keys) if keys else Silent()
    return heard or Silent()


def listening(attributes: Mapping[str, str], intent: str, slot: str) -> Listen:
    """How long the bot waits and which keys end an input, by its reserved attributes."""

    def setting(name: str, otherwise: str) -> str:
        places = (f"{intent}:{slot}", f"{intent}:*", f"*:{slot}", "*:*")
        found = (attributes.get(f"{PREFIX}{name}:{place}") for place in places)
        return next((value for value in found if value), otherwise)

    return Listen(
        hears=True,
        keypad=Keypad(
            end_key=setting("dtmf:end-character", "#"),
            deletion_key=setting("dtmf:deletion-character", "*"),
            max_length=int(setting("dtmf:max-length", str(MAX_KEYS))),
            timeout_ms=int(setting("dtmf:end-timeout-ms", str(KEY_TIMEOUT_MS))),
        ),
        start_timeout_ms=int(setting("audio:start-timeout-ms", str(START_TIMEOUT_MS))),
        end_timeout_ms=int(setting("audio:end-timeout-ms", str(END_TIMEOUT_MS))),
        max_length_ms=int(setting("audio:max-length-ms", str(MAX_LENGTH_MS))),
    )
