"""Text to speech: SVOX Pico's voices, inside the process."""

import io
import re
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile

VOICE_RATE_HZ = 16_000
# The language's voice where the country has none of its own.
_VOICES = {
    "en_US": "en-US",
    "en_GB": "en-GB",
    "en": "en-US",
    "de": "de-DE",
    "es": "es-ES",
    "fr": "fr-FR",
    "it": "it-IT",
}
# The voices spell words in capitals, and leave signs out.
_SAID_AS = {"PIN": "pin", "OmniLex": "Omni Lex", "&": "and"}
_SPELLED = re.compile(r"\bPIN\b|\bOmniLex\b|(?<= )&(?= )")
MP3_KBIT_S = 48

Pcm = npt.NDArray[np.int16]


@cache
def _engine() -> Any:
    from py_nanotts import NanoTTS

    return NanoTTS()


def synthesize(text: str, locale_id: str = "en_US") -> Pcm:
    """``text`` spoken: 16-bit samples at 16 kHz; in the English voice where there is no other."""
    if not text.strip():
        return np.zeros(0, np.int16)
    language = locale_id.partition("_")[0]
    text = _SPELLED.sub(lambda found: _SAID_AS[found[0]], text)
    voice = _VOICES.get(locale_id) or _VOICES.get(language) or _VOICES["en"]
    return np.frombuffer(_engine().speak(text, voice=voice), np.int16)


def as_mp3(samples: Pcm) -> bytes:
    """The samples as an MP3 stream."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.set_bit_rate(MP3_KBIT_S)
    encoder.set_in_sample_rate(VOICE_RATE_HZ)
    encoder.set_channels(1)
    encoder.set_quality(5)
    encoder.silence()
    return bytes(encoder.encode(samples.tobytes())) + bytes(encoder.flush())


def as_ogg(samples: Pcm) -> bytes:
    """The samples as Ogg Vorbis."""
    target = io.BytesIO()
    soundfile.write(target, samples, VOICE_RATE_HZ, format="OGG", subtype="VORBIS")
    return target.getvalue()
