"""Who talked how long, how fast, over whom; and where nobody did."""

from collections.abc import Sequence

from omnilex.domain.contact import ParticipantTalk, Role, Span, Talk, Turn, Word

NON_TALK_FROM_MS = 3_000
MINUTE_MS = 60_000


def of_contact(turns: Sequence[Turn], words: Sequence[Word], duration_ms: int) -> Talk:
    """Talk figures from the turns, in every mode. ``turns`` are in the order they began; where a
    form has no ``words``, those of the turns' texts are counted.
    """
    total_ms = sum(turn.duration_ms for turn in turns)
    counts: dict[Role, int] = dict.fromkeys(Role, 0)
    for word in words:
        counts[turns[word.turn].role] += 1
    for turn in turns if not words else ():
        counts[turn.role] += len(turn.text.split())
    gaps = non_talk(turns, duration_ms)
    return Talk(
        AGENT=_participant(turns, Role.AGENT, counts[Role.AGENT], total_ms),
        CUSTOMER=_participant(turns, Role.CUSTOMER, counts[Role.CUSTOMER], total_ms),
        non_talk_time_ms=sum(gap.duration_ms for gap in gaps),
        non_talk=tuple(gaps),
    )


def non_talk(turns: Sequence[Turn], duration_ms: int) -> list[Span]:
    """Three seconds and more in which nobody speaks, the beginning and the end included."""
    gaps, talked_until_ms = [], 0
    for turn in turns:
        if turn.begin_offset_ms - talked_until_ms >= NON_TALK_FROM_MS:
            gaps.append(_span(talked_until_ms, turn.begin_offset_ms))
        talked_until_ms = max(talked_until_ms, turn.end_offset_ms)
    if duration_ms - talked_until_ms >= NON_TALK_FROM_MS:
        gaps.append(_span(talked_until_ms, duration_ms))
    return gaps


def _participant(turns: Sequence[Turn], role: Role, words: int, total_ms: int) -> ParticipantTalk:
    own = [turn for turn in turns if turn.role is role]
    talk_ms = sum(turn.duration_ms for turn in own)
    return ParticipantTalk(
        talk_time_ms=talk_ms,
        words_per_minute=words * MINUTE_MS / talk_ms if talk_ms else None,
        longest_monologue_ms=max((turn.duration_ms for turn in own), default=0),
        interruptions=_interruptions(turns, role),
        talk_share=talk_ms / total_ms if total_ms else None,
    )


def _interruptions(turns: Sequence[Turn], role: Role) -> int:
    """Turns of ``role`` that begin while another participant still speaks."""
    count, until_ms = 0, dict.fromkeys(Role, 0)
    for turn in turns:
        others = (end for one, end in until_ms.items() if one is not turn.role)
        if turn.role is role and turn.begin_offset_ms < max(others):
            count += 1
        until_ms[turn.role] = max(until_ms[turn.role], turn.end_offset_ms)
    return count


def _span(begin_ms: int, end_ms: int) -> Span:
    return Span(begin_offset_ms=begin_ms, duration_ms=end_ms - begin_ms)
