"""Files that break what reads them: run as a process of its own, so that its memory can be told.

Prints, as JSON, what became of each and the most memory that was used.
"""

import io
import json
import resource
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from moto import mock_aws

from local.speech.recognizer import Recognition
from omnilex.handlers import resume_transcription, start_transcription, sweep_contacts
from tests.integration.analytics.local_transcribe import LocalTranscribe
from tests.integration.analytics.world import World, set_up, transcript
from tests.proofs.pipeline import Pipeline
from tests.proofs.test_nothing_vanishes import answer_for_comprehend
from tests.recordings import amr, id3, mp4, tone, wav_header, webm, written

FAILED, PARSED = "failed", "parsed"
HOUR = 3_600


def bomb(hours: int, *, says_so: bool) -> bytes:
    """Hours of silence in a few kilobytes; the header tells how many, or nothing."""
    out, rate_hz = io.BytesIO(), 1_000
    with soundfile.SoundFile(out, "w", rate_hz, 1, format="FLAC") as file:
        for _ in range(hours):
            file.write(np.zeros(HOUR * rate_hz, dtype=np.int16))
    body = bytearray(out.getvalue())
    if not says_so:
        body[21:26] = bytes([body[21] & 0xF0, 0, 0, 0, 0])
    return bytes(body)


def said(words: int, word: str = "word") -> bytes:
    return json.dumps(transcript(("spk_0", 0.0, " ".join([word] * words)))).encode()


def long_talk(words: int, a_turn: int = 25) -> bytes:
    """Two people who never come to an end."""
    turns = words // a_turn
    lines = (
        (f"spk_{at % 2}", at * a_turn / 2, " ".join(f"word{at}-{one}" for one in range(a_turn)))
        for at in range(turns)
    )
    return json.dumps(transcript(*lines)).encode()


def no_recordings() -> Iterator[tuple[str, bytes, str]]:
    whole = written("WAV")
    yield "nothing.wav", b"", "empty"
    yield "header.wav", wav_header(16_000), "no sound"
    yield "one-sample.wav", wav_header(2) + b"\0\0", "half a second"
    yield "short.wav", written("WAV", samples=tone(0.2)), "half a second"
    yield "four-gigabytes.wav", wav_header(2**32 - 1) + bytes(32_000), PARSED
    yield "no-format.wav", whole[:12] + whole[36:], "damaged"
    yield "no-channels.wav", wav_header(32_000, channels=0, bits=16) + bytes(32_000), "damaged"
    yield "unknown-coding.wav", wav_header(32_000, coding=0x55AA) + bytes(32_000), "isn't valid"
    yield "picture.wav", b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG picture"
    yield "photo.mp3", b"\xff\xd8\xff\xe0" + bytes(100), "JPEG picture"
    yield "letter.mp3", b"Dear Sir, please find my call attached.", "text"
    yield "page.wav", b"<!DOCTYPE html><html></html>", "text"
    yield "paper.flac", b"%PDF-1.7\n" + bytes(100), "PDF document"
    yield "archive.wav", b"PK\x03\x04" + bytes(100), "ZIP archive"
    yield "squeezed.wav", b"\x1f\x8b\x08" + zlib.compress(bytes(10_000_000)), "gzip archive"
    yield "noise.bin", bytes(range(256)) * 40, "isn't valid"
    yield "program.exe", b"MZ" + bytes(100), "a program"
    for cut in (5, 13, 30, 43):
        yield f"cut-{cut}.wav", whole[:cut], FAILED
    for form in ("MP3", "FLAC", "OGG"):
        body = written(form)
        yield f"cut-early.{form.lower()}", body[:30], FAILED
        yield f"cut-half.{form.lower()}", body[: len(body) // 2], ""


def recordings() -> Iterator[tuple[str, bytes, str]]:
    whole = written("WAV")
    yield "cut-half.wav", whole[: len(whole) // 2], PARSED
    yield "silence.wav", written("WAV", samples=tone() * 0), PARSED
    yield "eight-channels.wav", written("WAV", samples=tone(channels=8)), PARSED
    yield "thirty-two.wav", written("WAV", samples=tone(channels=32)), PARSED
    for kind in ("PCM_U8", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "IMA_ADPCM", "MS_ADPCM"):
        yield f"{kind.lower()}.wav", written("WAV", kind), PARSED
    yield "nan.wav", wav_header(32_000, coding=3, bits=32) + b"\0\0\xc0\x7f" * 8_000, PARSED
    yield "studio.wav", written("WAV", samples=tone(rate_hz=192_000), rate_hz=192_000), PARSED
    yield "opus.ogg", written("OGG", "OPUS", tone(rate_hz=48_000), 48_000), PARSED
    yield "cover.mp3", id3(10_000_000) + written("MP3"), PARSED
    yield (
        "five-hours.wav",
        wav_header(5 * HOUR * 200, rate_hz=100) + bytes(5 * HOUR * 200),
        "4 hours",
    )
    yield "bomb.flac", bomb(10, says_so=True), "4 hours"
    yield "quiet-bomb.flac", bomb(10, says_so=False), "4 hours"
    yield "film.mp4", mp4((b"vide",), brand=b"isom"), "no audio stream"
    yield "film.webm", webm((1,)), "no audio stream"
    yield "cut.m4a", mp4()[:20], "damaged"
    yield "hollow.m4a", mp4(), "isn't valid"
    yield "hollow.webm", webm(), "isn't valid"
    yield "hollow.amr", amr(), ""


def transcripts() -> Iterator[tuple[str, bytes, str]]:
    yield "empty.json", b"{}", FAILED
    yield "broken.json", b'{"results": {"items": [', FAILED
    yield "no-words.json", json.dumps(transcript()).encode(), PARSED
    yield "one-word.json", said(1), PARSED
    yield "one-turn-of-10,000-words.json", said(10_000), PARSED
    yield "100,000-words.json", long_talk(100_000), PARSED
    yield "long-turn.json", said(40, "w" * 400), PARSED
    yield "right-to-left.json", said(20, "\u0645\u0631\u062d\u0628\u0627\u202e"), PARSED
    yield "faces.json", said(20, "\U0001f600\ufe0f"), PARSED
    yield "nul.json", said(20, "a\u0000b"), PARSED
    yield "not-utf-8.json", said(3, "caf").replace(b"caf", b"caf\xe9"), ""


def keys() -> list[str]:
    """Names that break paths, queries, JSON, shells, tables and spreadsheets."""
    return [
        'quote".wav',
        "apostrophe's.wav",
        'x","inputType":"transcript","key":"secret.wav',
        "percent%2Fslash.wav",
        "plus+sign.wav",
        "space and  spaces.wav",
        "../../up.wav",
        "./here.wav",
        "double//slash.wav",
        "\U0001f600.wav",
        "\u0645\u0631\u062d\u0628\u0627.wav",
        "\u202egnp.wav",
        "=cmd()|calc.wav",
        "@sum.wav",
        "-dash.wav",
        "semi;colon.wav",
        "$(reboot).wav",
        "`tick`.wav",
        "question?.wav",
        "hash#mark.wav",
        "amp&er=sand.wav",
        "back\\slash.wav",
        "<script>alert(1)</script>.wav",
        "{curly}[square].wav",
        "tab\tand\nline.wav",
        "no-ending",
        "two.wav.mp3",
        "_GUID_.._AGENT_' OR 1=1_CUST_$ne_.wav",
        f"{'deep/' * 60}call.wav",
        f"{'n' * 1_003}.wav",
    ]


class Silent:
    """Hears every sample and no word."""

    def recognize(self, samples: Any, rate_hz: int) -> Recognition:
        if not np.isfinite(samples).all():
            raise ValueError("not a number")
        return Recognition(())


def peak_bytes() -> int:
    """Of this process: what getrusage tells counts the one that started it, too."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (one for one in status.read_text().splitlines() if one.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def recordings_and_names() -> Iterator[tuple[str, bytes, str]]:
    """Name, contents, and how it ends: ``parsed``, ``failed``, or a word of the reason; whichever
    comes is well where nothing is said.
    """
    yield from no_recordings()
    yield from recordings()
    yield from ((name, written("WAV"), PARSED) for name in keys())
    yield from ((f"bad {at} {name}", b"%PDF", "PDF") for at, name in enumerate(keys()[:5]))


PARTS = {"recordings": recordings_and_names, "transcripts": transcripts}


def run(part: str) -> dict[str, Any]:
    outcomes, slowest = [], 0.0
    corpus = list(PARTS[part]())
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        set_up()
        answer_for_comprehend(patch)
        pipeline = Pipeline(World(), patch, 0)
        transcribe = LocalTranscribe(pipeline.tell, Silent)
        for module in (start_transcription, resume_transcription, sweep_contacts):
            patch.setattr(module.transcribe, "_client", transcribe)
        for name, body, _ in corpus:
            began = time.monotonic()
            pipeline.drop(f"originalAudio/{name}", body)
            slowest = max(slowest, time.monotonic() - began)
        ended = pipeline.outcomes()
        violations = pipeline.violations()
    for name, _, ends in corpus:
        failed, _, contact = ended[f"originalAudio/{name}"]
        outcomes.append(
            {
                "name": name,
                "expected": ends,
                "status": FAILED if failed else PARSED,
                "reason": contact.reason,
            }
        )
    return {
        "outcomes": outcomes,
        "violations": violations,
        "slowest_s": slowest,
        "peak_bytes": peak_bytes(),
    }


if __name__ == "__main__":
    import tests.conftest  # noqa: F401  the environment of every test

    json.dump(run(sys.argv[1]), sys.stdout)
