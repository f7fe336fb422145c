"""What is made of a transcript."""

from collections.abc import Sequence

from omnilex.domain import sentiment, summary, talk
from omnilex.domain.categories import RuleSet
from omnilex.domain.categories import find as categories_of
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import (
    BotFigures,
    Contact,
    KeyPhrase,
    Role,
    Sentiment,
    Separation,
    Turn,
    Word,
)
from omnilex.domain.entities import mentions
from omnilex.domain.sentiment import Judged
from omnilex.domain.transcript import BotNotes, Transcript
from omnilex.domain.turns import SpokenWord, roles_by_channel, roles_by_content, to_turns, turns_of


def spoken_turns(
    words: Sequence[SpokenWord], separation: Separation, names: Sequence[str]
) -> tuple[list[Turn], list[Word], str]:
    """Turns, their words, and why the agent is held to be the agent."""
    spoken = turns_of(words)
    if separation is Separation.CHANNEL:
        roles, why = roles_by_channel(spoken, names), "the agent has a channel of their own"
    else:
        roles, why = roles_by_content(spoken)
    turns, placed = to_turns(spoken, roles)
    return turns, placed, why


def with_sentiment(
    turns: Sequence[Turn], judged: Sequence[Judged], configuration: Configuration
) -> list[Turn]:
    """Each turn with its label, confidences and score."""
    return [
        turn.model_copy(
            update={
                "sentiment": label,
                "confidences": of,
                "score": sentiment.score(
                    label,
                    of,
                    positive=configuration.min_sentiment_positive,
                    negative=configuration.min_sentiment_negative,
                ),
            }
        )
        for turn, (label, of) in zip(turns, judged, strict=True)
    ]


def analyzed(
    contact: Contact,
    turns: Sequence[Turn],
    words: Sequence[Word],
    duration_ms: int | None,
    names: Sequence[str],
) -> Contact:
    """The contact with its turns and all that follows from them.

    Without a known length the contact ends with its last word.
    """
    length_ms = max([duration_ms or 0, *(turn.end_offset_ms for turn in turns)])
    shown = dict(zip(("AGENT", "CUSTOMER"), _agent_first(names), strict=False))
    return contact.model_copy(
        update={
            "duration_ms": length_ms,
            "speaker_names": shown,
            "sentiment": Sentiment(
                AGENT=sentiment.of_participant(turns, Role.AGENT, length_ms),
                CUSTOMER=sentiment.of_participant(turns, Role.CUSTOMER, length_ms),
            ),
            "talk": None if contact.channel == "CHAT" else talk.of_contact(turns, words, length_ms),
            "turns": tuple(turns),
        }
    )


def found(
    contact: Contact,
    transcript: Transcript,
    phrases: Sequence[KeyPhrase],
    rules: RuleSet,
) -> Contact:
    """With what is found in the turns of an analysed contact. A service's own categories and
    highlights stand before those of the rule set.
    """
    categories, highlights = categories_of(
        rules, contact.turns, contact.duration_ms or 0, contact.channel
    )
    names = {one.name for one in transcript.categories}
    own_kinds = {one.kind for one in transcript.highlights}
    highlights = (
        *transcript.highlights,
        *(one for one in highlights if one.kind not in own_kinds),
    )
    return contact.model_copy(
        update={
            "entities": mentions(contact.turns),
            "key_phrases": tuple(phrases),
            "categories": (
                *transcript.categories,
                *(one for one in categories if one.name not in names),
            ),
            "highlights": tuple(highlights),
            "summary": summary.of_contact(contact.turns, highlights),
            "loudness": transcript.loudness,
            "bot": bot_figures(transcript.bot, contact.turns) or contact.bot,
            "feedback": transcript.feedback,
        }
    )


def bot_figures(notes: BotNotes | None, turns: Sequence[Turn]) -> BotFigures | None:
    """None where no bot took part; contained is a contact in which nobody else was needed."""
    if notes is None:
        return None
    human = any(turn.role is Role.AGENT for turn in turns)
    transferred = notes.transferred or human
    return BotFigures(
        contained=not transferred,
        intents=notes.intents,
        misses=notes.misses,
        pin_failures=notes.pin_failures,
        transferred=transferred,
    )


def _agent_first(names: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda name: "agent" not in name.casefold())
