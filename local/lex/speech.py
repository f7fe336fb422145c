"""What the customer says and hears: audio to text and text to audio, by local engines."""

import html
import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from local.lex.errors import ValidationError
from local.speech.synthesizer import VOICE_RATE_HZ, as_mp3, as_ogg, synthesize

MAX_AUDIO_S = 15
SILENCE_S = 0.4
SLOWER = 0.9
FULL_SCALE = 32_768  # of a 16-bit sample
_RATES = {"8000": 8_000, "16000": 16_000}
_MP3, _OGG, _PCM = "audio/mpeg", "audio/ogg", "audio/pcm"
_OF_ITS_OWN = re.compile(r"^You (?=[A-Z])")  # heard now and then in the silence before speech
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class AudioInput:
    """Mono PCM of 16 bits, little-endian."""

    pcm: bytes
    rate_hz: int

    @classmethod
    def of(cls, content_type: str, body: bytes) -> "AudioInput | None":
        """The audio in a request; None for text. Raises ValidationError."""
        kind, *parameters = [part.strip().lower() for part in content_type.split(";")]
        if kind == "text/plain":
            return None
        if kind not in {"audio/l16", "audio/x-l16", "audio/lpcm"}:
            raise ValidationError(
                f"requestContentType {content_type!r} is not supported: send "
                "text/plain; charset=utf-8 or audio/l16; rate=16000; channels=1."
            )
        given = dict(part.split("=", 1) for part in parameters if "=" in part)
        rate = given.get("rate") or given.get("sample-rate") or "16000"
        if rate not in _RATES or given.get("is-big-endian") == "true":
            raise ValidationError("Audio must be little-endian PCM at 8000 or 16000 Hz.")
        if len(body) > MAX_AUDIO_S * _RATES[rate] * 2:
            raise ValidationError(f"An utterance is {MAX_AUDIO_S} seconds long at most.")
        return cls(body[: len(body) // 2 * 2], _RATES[rate])


def keyed(content_type: str, text: str) -> str | None:
    """What was keyed in, when a text request says ``input-mode=DTMF``; None for plain text.

    The API has no way to say so; a telephone's keys come by streams that this service does not
    take. ``*`` takes the last key back and ``#`` ends the input, as Lex's defaults are.
    """
    if "input-mode=dtmf" not in content_type.replace(" ", "").lower():
        return None
    keys: list[str] = []
    for key in text:
        if key == "#":
            break
        if key == "*":
            keys = keys[:-1]
        elif not key.isspace():
            keys.append(key)
    if not keys or not all(key in "0123456789ABCD" for key in keys):
        raise ValidationError("DTMF input is made of 0 to 9, *, # and A to D.")
    return "".join(keys)


class Speech:
    """Both directions."""

    def hear(self, audio: AudioInput, locale_id: str = "en_US") -> list[str]:
        """What the words in the audio may be, the likeliest first; empty ones where nobody speaks.
        The engine hears a short answer otherwise when silence stands around it, and when it is said
        a little slower. What no engine here knows the language of is heard as English.
        """
        # The engine loads for a second: only where somebody speaks at all.
        from local.speech.recognizer import multilingual, shared

        other = None if locale_id.startswith("en") else multilingual()
        engine = other.hearing(locale_id.replace("_", "-")) if other else shared()
        samples = np.frombuffer(audio.pcm, np.int16).astype(np.float32) / np.float32(FULL_SCALE)
        silence = np.zeros(int(SILENCE_S * audio.rate_hz), np.float32)
        surrounded = np.concatenate([silence, samples, silence])
        slower_hz = round(audio.rate_hz * SLOWER)
        hearings = ((samples, audio.rate_hz), (surrounded, audio.rate_hz), (surrounded, slower_hz))
        texts = [engine.recognize(heard, rate_hz).text for heard, rate_hz in hearings]
        return [_OF_ITS_OWN.sub("", text) for text in texts]

    def speak(self, text: str, wanted: str, locale_id: str) -> tuple[bytes, str]:
        """``text`` as audio of the ``Accept``-like type ``wanted``, and that type."""
        kind = wanted.partition(";")[0].strip().lower()
        samples = synthesize(text, locale_id)
        if kind in {_MP3, "audio/*"}:
            return as_mp3(samples), _MP3
        if kind == _OGG:
            return as_ogg(samples), _OGG
        if kind == _PCM:
            return samples.tobytes(), f"{_PCM};rate={VOICE_RATE_HZ}"
        raise ValidationError(
            f"responseContentType {wanted!r} is not supported: ask for audio/mpeg, audio/ogg, "
            "audio/pcm or text/plain; charset=utf-8."
        )


def spoken_text(messages: list[dict[str, Any]]) -> str:
    """What of the messages is said: text, and SSML without its marks; no cards or payloads."""
    said = []
    for message in messages:
        content = message.get("content") or ""
        if message["contentType"] == "SSML":
            content = html.unescape(_TAGS.sub(" ", content))
        if message["contentType"] in {"PlainText", "SSML"}:
            said.append(content)
    return " ".join(said)
