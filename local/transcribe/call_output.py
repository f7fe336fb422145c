"""Call Analytics' output file, field for field, and the figures in it.

AWS publishes no formulas. The scores here follow its published examples: a turn is worth +5, -5
or 0 by its sentiment; a quarter has the mean of the turns that begin in it; a participant's
quarters end with their last turn.
"""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean
from typing import Any

import numpy as np

from local.comprehend.sentiment import SentimentScore
from local.speech.audio import LOUDEST, Recording
from local.speech.recognizer import RecognizedWord
from local.transcribe.call_categories import found
from local.transcribe.call_findings import findings
from local.transcribe.call_turns import Span, Turn, interruptions, ms, silences
from local.transcribe.calls import ROLES, Call
from local.transcribe.output import ACCOUNT

PAUSE_S = 0.8  # a longer one ends a turn
LONG_S = 20  # a turn that has lasted this long ends with its sentence
SENTENCE_ENDS = {".", "?", "!"}
MINUTE_MS = 60_000
QUARTERS = 4
WORTH = {"POSITIVE": 5.0, "NEGATIVE": -5.0}

Scorer = Callable[[Sequence[str], str], Sequence[SentimentScore]]


def document(
    job: Call, recording: Recording, channels: Sequence[Sequence[RecognizedWord]], scorer: Scorer
) -> bytes:
    """``channels``: the words of each, in order of time."""
    turns = _with_sentiment(_turns(job.roles, channels), job.language or "en-US", scorer)
    scores = [_loudness(recording, channel) for channel in range(len(channels))]
    return json.dumps(
        {
            "JobStatus": "COMPLETED",
            "LanguageCode": job.language,
            **_identified(job),
            "Transcript": [_entry(job.name, turn, scores[turn.channel]) for turn in turns],
            "AccountId": ACCOUNT,
            "Categories": _categories(found(job.categories, turns)),
            "Channel": "VOICE",
            "JobName": job.name,
            "Participants": [{"ParticipantRole": role} for role in ROLES],
            "ConversationCharacteristics": characteristics(turns),
            "ContentMetadata": {"Output": "Redacted" if _is_redacted(turns) else "Raw"},
        }
    ).encode()


def _categories(matches: Mapping[str, Sequence[Span]]) -> dict[str, Any]:
    return {
        "MatchedDetails": {
            name: {
                "PointsOfInterest": [
                    {"BeginOffsetMillis": begin, "EndOffsetMillis": end} for begin, end in spans
                ]
            }
            for name, spans in matches.items()
        },
        "MatchedCategories": list(matches),
    }


def characteristics(turns: Sequence[Turn]) -> dict[str, Any]:
    """``turns`` in order of time; the whole call's figures."""
    by_role = {role: [turn for turn in turns if turn.role == role] for role in ROLES}
    spoke = {role: own for role, own in by_role.items() if own}
    talk_ms = {role: sum(turn.length_ms for turn in own) for role, own in by_role.items()}
    return {
        "NonTalkTime": _listed(silences(turns)),
        "Interruptions": _interruptions(interruptions(turns)),
        "TotalConversationDurationMillis": max((turn.end_ms for turn in turns), default=0),
        "Sentiment": {
            "OverallSentiment": {role: _score(own) for role, own in by_role.items()},
            "SentimentByPeriod": {
                "QUARTER": {role: _by_quarter(own) for role, own in spoke.items()}
            },
        },
        "TalkSpeed": {
            "DetailsByParticipant": {
                role: {"AverageWordsPerMinute": _speed(own, talk_ms[role])}
                for role, own in by_role.items()
            }
        },
        "TalkTime": {
            "DetailsByParticipant": {
                role: {"TotalTimeMillis": total} for role, total in talk_ms.items()
            },
            "TotalTimeMillis": sum(talk_ms.values()),
        },
    }


def _turns(roles: Sequence[str], channels: Sequence[Sequence[RecognizedWord]]) -> list[Turn]:
    turns = [
        Turn(role, channel, words)
        for channel, (role, spoken) in enumerate(zip(roles, channels, strict=True))
        for words in _runs(spoken)
    ]
    return sorted(turns, key=lambda turn: turn.begin_ms)


def _runs(words: Sequence[RecognizedWord]) -> list[tuple[RecognizedWord, ...]]:
    """Speech without a long pause."""
    if not words:
        return []
    cuts, begin_s = [0], words[0].begin_s
    for at, (word, after) in enumerate(pairwise(words), 1):
        is_long = word.end_s - begin_s > LONG_S and word.punctuation in SENTENCE_ENDS
        if is_long or after.begin_s - word.end_s > PAUSE_S:
            cuts.append(at)
            begin_s = after.begin_s
    return [tuple(words[one:two]) for one, two in pairwise([*cuts, len(words)])]


def _with_sentiment(turns: Sequence[Turn], language: str, scorer: Scorer) -> list[Turn]:
    if not turns:
        return []
    scores = scorer([turn.content for turn in turns], language.partition("-")[0])
    return [
        Turn(turn.role, turn.channel, turn.words, score.sentiment.value)
        for turn, score in zip(turns, scores, strict=True)
    ]


def _identified(job: Call) -> dict[str, Any]:
    """Nothing where the language was given, or could not be identified."""
    if not job.language_score:
        return {}
    return {
        "LanguageIdentification": [{"Code": job.language, "Score": f"{job.language_score:.4f}"}]
    }


def _is_redacted(turns: Sequence[Turn]) -> bool:
    return any(word.redacted_type for turn in turns for word in turn.words)


def _entry(job_name: str, turn: Turn, loudness: Sequence[float | None]) -> dict[str, Any]:
    heard = slice(turn.begin_ms // 1000, turn.end_ms // 1000 + 1)
    return {
        "LoudnessScores": list(loudness[heard]),
        "Content": turn.content,
        "Items": [item for word in turn.words for item in _items(word)],
        "Id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{job_name}/{turn.channel}/{turn.begin_ms}")),
        "BeginOffsetMillis": turn.begin_ms,
        "EndOffsetMillis": turn.end_ms,
        "Sentiment": turn.sentiment,
        "ParticipantRole": turn.role,
        **findings(turn),
    }


def _items(word: RecognizedWord) -> list[dict[str, Any]]:
    begin_ms, end_ms = ms(word.begin_s), ms(word.end_s)
    said: dict[str, Any] = {
        "Type": "pronunciation",
        "Content": word.text,
        "Confidence": f"{word.confidence:.4f}",
        "BeginOffsetMillis": begin_ms,
        "EndOffsetMillis": end_ms,
        **({"VocabularyFilterMatch": True} if word.is_filtered else {}),
    }
    if word.redacted_type:
        said["Redaction"] = [
            {"Confidence": said["Confidence"], "Type": word.redacted_type, "Category": "PII"}
        ]
    if not word.punctuation:
        return [said]
    mark = {
        "Type": "punctuation",
        "Content": word.punctuation,
        "Confidence": "0.0",
        "BeginOffsetMillis": end_ms,
        "EndOffsetMillis": end_ms,
    }
    return [said, mark]


def _loudness(recording: Recording, channel: int) -> list[float | None]:
    """Decibels of each second: 20 log10 of the samples' root mean square; None where silent."""
    pcm, rate_hz = recording.channel(channel) * LOUDEST, recording.rate_hz
    squares = [
        float(np.mean(pcm[begin : begin + rate_hz].astype(np.float64) ** 2))
        for begin in range(0, len(pcm), rate_hz)
    ]
    return [round(10 * float(np.log10(one)), 2) if one >= 1 else None for one in squares]


def _listed(spans: Sequence[Span]) -> dict[str, Any]:
    return {
        "Instances": [_instance(span) for span in spans],
        "TotalTimeMillis": sum(end - begin for begin, end in spans),
    }


def _instance(span: Span) -> dict[str, int]:
    begin_ms, end_ms = span
    return {
        "BeginOffsetMillis": begin_ms,
        "DurationMillis": end_ms - begin_ms,
        "EndOffsetMillis": end_ms,
    }


def _interruptions(found: Mapping[str, Sequence[Span]]) -> dict[str, Any]:
    every = [span for spans in found.values() for span in spans]
    return {
        "TotalCount": len(every),
        "TotalTimeMillis": sum(end - begin for begin, end in every),
        "InterruptionsByInterrupter": {
            role: [_instance(span) for span in spans] for role, spans in found.items()
        },
    }


def _by_quarter(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """Of one participant, who has spoken."""
    last_ms = turns[-1].end_ms
    bounds = [last_ms * at // QUARTERS for at in range(QUARTERS + 1)]
    return [
        {
            "Score": _score([turn for turn in turns if begin <= turn.begin_ms < end]),
            "BeginOffsetMillis": begin,
            "EndOffsetMillis": end,
        }
        for begin, end in pairwise(bounds)
    ]


def _score(turns: Sequence[Turn]) -> float:
    return round(fmean(WORTH.get(turn.sentiment, 0.0) for turn in turns), 1) if turns else 0.0


def _speed(turns: Sequence[Turn], talk_ms: int) -> int:
    words = sum(len(turn.words) for turn in turns)
    return round(words * MINUTE_MS / talk_ms) if talk_ms else 0
