"""Transcribe's output file, field for field."""

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from local.speech.recognizer import RecognizedWord
from local.transcribe.jobs import Job

ACCOUNT = "000000000000"
Labelled = Sequence[tuple[str, RecognizedWord]]


def by_speaker(job: Job, words: Labelled, speakers: int) -> bytes:
    """``words``: each with its label ``spk_n``, in order of time."""
    items, segments = _items(words, "speaker_label"), []
    for label, run in groupby(words, key=lambda one: one[0]):
        spoken = [word for _, word in run]
        segments.append(
            {
                "start_time": _time(spoken[0].begin_s),
                "end_time": _time(spoken[-1].end_s),
                "speaker_label": label,
                "items": [
                    {
                        "speaker_label": label,
                        "start_time": _time(word.begin_s),
                        "end_time": _time(word.end_s),
                    }
                    for word in spoken
                ],
            }
        )
    labels = {"segments": segments, "channel_label": "ch_0", "speakers": speakers}
    return _document(job, items, {"speaker_labels": labels}, "speaker_label")


def by_channel(job: Job, channels: Sequence[Sequence[RecognizedWord]]) -> bytes:
    """``channels``: the words of each, in order of time."""
    labelled = [(f"ch_{at}", word) for at, words in enumerate(channels) for word in words]
    labelled.sort(key=lambda one: one[1].begin_s)
    items = _items(labelled, "channel_label")
    listed = [
        {
            "channel_label": f"ch_{at}",
            "items": [item for item in items if item["channel_label"] == f"ch_{at}"],
        }
        for at in range(len(channels))
    ]
    labels = {"channels": listed, "number_of_channels": len(channels)}
    return _document(job, items, {"channel_labels": labels}, "channel_label")


def plain(job: Job, words: Sequence[RecognizedWord]) -> bytes:
    """Neither speakers nor channels were asked for."""
    return _document(job, _items([("", word) for word in words], None), {}, None)


def _items(words: Labelled, label_name: str | None) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for label, word in words:
        labelled = {label_name: label} if label_name else {}
        items.append(
            {
                "id": len(items),
                "type": "pronunciation",
                "alternatives": [_alternative(word)],
                "start_time": _time(word.begin_s),
                "end_time": _time(word.end_s),
                **({"vocabularyFilterMatch": True} if word.is_filtered else {}),
                **labelled,
            }
        )
        if word.punctuation:
            items.append(
                {
                    "id": len(items),
                    "type": "punctuation",
                    "alternatives": [{"confidence": "0.0", "content": word.punctuation}],
                    **labelled,
                }
            )
    return items


def _alternative(word: RecognizedWord) -> dict[str, Any]:
    confidence = f"{word.confidence:.4f}"
    if word.redacted_type:
        found = {"confidence": confidence, "type": word.redacted_type, "category": "PII"}
        return {"content": word.text, "redactions": [found]}
    return {"confidence": f"{word.confidence:.3f}", "content": word.text}


def _document(
    job: Job, items: list[dict[str, Any]], labels: dict[str, Any], label_name: str | None
) -> bytes:
    redacted = any("redactions" in one["alternatives"][0] for one in items)
    results = {
        "transcripts": [{"transcript": _text(items)}],
        **labels,
        "items": items,
        "audio_segments": _audio_segments(items, label_name),
    }
    document = {
        "jobName": job.name,
        "accountId": ACCOUNT,
        "status": "COMPLETED",
        **({"isRedacted": True} if redacted else {}),
        "results": results,
    }
    return json.dumps(document).encode()


def _audio_segments(items: list[dict[str, Any]], label_name: str | None) -> list[dict[str, Any]]:
    """Runs of one speaker or channel; a channel's items may lie between another's."""
    segments: list[dict[str, Any]] = []
    for label, run in groupby(items, key=lambda item: item.get(label_name) if label_name else None):
        own = list(run)
        said = [item for item in own if item["type"] == "pronunciation"]
        if not said:
            continue
        segments.append(
            {
                "id": len(segments),
                "transcript": _text(own),
                "start_time": said[0]["start_time"],
                "end_time": said[-1]["end_time"],
                **({label_name: label} if label_name else {}),
                "items": [item["id"] for item in own],
            }
        )
    return segments


def _text(items: list[dict[str, Any]]) -> str:
    text = ""
    for item in items:
        content = item["alternatives"][0]["content"]
        text += content if item["type"] == "punctuation" or not text else f" {content}"
    return text


def _time(seconds: float) -> str:
    return f"{seconds:.3f}".rstrip("0").rstrip(".") if seconds else "0.0"
