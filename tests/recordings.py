"""Recordings of every form, a few bytes to a few kilobytes each."""

import io
import struct

import numpy as np
import soundfile

RATE_HZ = 8_000


def tone(seconds: float = 2.0, channels: int = 1, rate_hz: int = RATE_HZ) -> np.ndarray:
    """Another pitch on each channel."""
    at = np.arange(int(seconds * rate_hz)) / rate_hz
    pitches = [0.25 * np.sin(2 * np.pi * (220 + 110 * one) * at) for one in range(channels)]
    return np.stack(pitches, axis=1).astype(np.float32)


def written(
    form: str, kind: str | None = None, samples: np.ndarray | None = None, rate_hz: int = RATE_HZ
) -> bytes:
    """By libsndfile: WAV, FLAC, OGG, MP3 and their kinds."""
    out = io.BytesIO()
    soundfile.write(out, tone() if samples is None else samples, rate_hz, format=form, subtype=kind)
    return out.getvalue()


def wav_header(
    data_bytes: int, *, channels: int = 1, rate_hz: int = RATE_HZ, coding: int = 1, bits: int = 16
) -> bytes:
    """What a WAV claims, whatever follows it."""
    frame = channels * bits // 8
    described = struct.pack("<HHIIHH", coding, channels, rate_hz, rate_hz * frame, frame, bits)
    return (
        b"RIFF"
        + struct.pack("<I", min(data_bytes + 36, 2**32 - 1))
        + b"WAVEfmt "
        + struct.pack("<I", len(described))
        + described
        + b"data"
        + struct.pack("<I", min(data_bytes, 2**32 - 1))
    )


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


def mp4(
    handlers: tuple[bytes, ...] = (b"soun",),
    *,
    brand: bytes = b"M4A ",
    channels: int = 1,
    seconds: float = 2.0,
    last: bool = False,
) -> bytes:
    """The boxes of an AAC file; its sound is noise."""
    config = 2 << 11 | 8 << 7 | channels << 3  # AAC LC at 16 kHz
    decoder = (
        b"\x04\x11" + bytes([0x40, 0x15]) + bytes(11) + b"\x05\x02" + struct.pack(">H", config)
    )
    esds = box(b"esds", bytes(4) + b"\x03\x19" + bytes(3) + decoder)
    entry = bytes(16) + struct.pack(">HHI", 2, 16, 0) + struct.pack(">I", 16_000 << 16) + esds
    tracks = b""
    for handler in handlers:
        table = box(b"stsd", bytes(4) + struct.pack(">I", 1) + box(b"mp4a", entry))
        mdia = (
            box(b"mdhd", bytes(12) + struct.pack(">II", 1_000, int(seconds * 1_000)) + bytes(4))
            + box(b"hdlr", bytes(8) + handler + bytes(13))
            + box(b"minf", box(b"stbl", table))
        )
        tracks += box(b"trak", box(b"mdia", mdia))
    moov, mdat = box(b"moov", tracks), box(b"mdat", bytes(range(256)) * 4)
    return box(b"ftyp", brand + bytes(4)) + (mdat + moov if last else moov + mdat)


def element(identity: bytes, body: bytes) -> bytes:
    return identity + struct.pack(">I", 0x1000_0000 | len(body)) + body


def webm(kinds: tuple[int, ...] = (2,), *, channels: int = 2, seconds: float = 2.0) -> bytes:
    """The elements of an Opus file; its sound is missing."""
    info = element(b"\x2a\xd7\xb1", struct.pack(">I", 1_000_000)) + element(
        b"\x44\x89", struct.pack(">d", seconds * 1_000)
    )
    audio = element(b"\x9f", bytes([channels])) + element(b"\xb5", struct.pack(">d", 48_000))
    tracks = b"".join(
        element(b"\xae", element(b"\x83", bytes([kind])) + element(b"\xe1", audio))
        for kind in kinds
    )
    segment = element(b"\x15\x49\xa9\x66", info) + element(b"\x16\x54\xae\x6b", tracks)
    return element(b"\x1a\x45\xdf\xa3", b"") + element(b"\x18\x53\x80\x67", segment)


def amr(frames: int = 100, *, wide: bool = False) -> bytes:
    """Frames of 12.2 kbit/s, or of 12.65 in the wide band."""
    head, length, mode = (b"#!AMR-WB\n", 33, 2) if wide else (b"#!AMR\n", 32, 7)
    return head + (bytes([mode << 3 | 4]) + bytes(length - 1)) * frames


def id3(picture_bytes: int) -> bytes:
    """A tag with a picture before an MP3's sound."""
    length = [picture_bytes >> shift & 0x7F for shift in (21, 14, 7, 0)]
    return b"ID3\x04\x00\x00" + bytes(length) + bytes(picture_bytes)
