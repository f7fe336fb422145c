"""Agent and customer exchanged, where the analysis took one for the other."""

from omnilex.domain import sentiment
from omnilex.domain.categories import RuleSet, find
from omnilex.domain.contact import Contact, Loudness, Role, Sentiment, Talk, Turn
from omnilex.domain.loudness import Waveform

OTHER = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT, Role.BOT: Role.BOT}


class NothingToSwapError(ValueError):
    """The contact has no turns of two people."""


def swapped(contact: Contact, rules: RuleSet) -> Contact:
    """Turns, sentiment, talk and loudness change sides, and the rule set looks again; categories
    that are none of its own stay. Raises NothingToSwapError.
    """
    turns = tuple(_swapped_turn(turn) for turn in contact.turns)
    if not any(turn.role is not Role.BOT for turn in turns):
        raise NothingToSwapError(contact.contact_id)
    length_ms = contact.duration_ms or max(turn.end_offset_ms for turn in turns)
    own = {category.name for category in rules.categories}
    others = tuple(one for one in contact.categories if one.name not in own)
    categories, highlights = find(rules, turns, length_ms, contact.channel)
    return contact.model_copy(
        update={
            "turns": turns,
            "categories": (*others, *categories),
            "highlights": highlights or contact.highlights,
            "sentiment": Sentiment(
                AGENT=sentiment.of_participant(turns, Role.AGENT, length_ms),
                CUSTOMER=sentiment.of_participant(turns, Role.CUSTOMER, length_ms),
            ),
            "talk": contact.talk and _swapped_talk(contact.talk),
            "loudness": contact.loudness and _swapped_loudness(contact.loudness),
        }
    )


def swapped_waveform(waveform: Waveform) -> Waveform:
    return waveform.model_copy(update={"AGENT": waveform.CUSTOMER, "CUSTOMER": waveform.AGENT})


def _swapped_turn(turn: Turn) -> Turn:
    return turn.model_copy(update={"role": OTHER[turn.role]})


def _swapped_talk(talk: Talk) -> Talk:
    return talk.model_copy(update={"AGENT": talk.CUSTOMER, "CUSTOMER": talk.AGENT})


def _swapped_loudness(loudness: Loudness) -> Loudness:
    return Loudness(AGENT=loudness.CUSTOMER, CUSTOMER=loudness.AGENT)
