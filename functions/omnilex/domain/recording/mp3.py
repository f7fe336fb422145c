"""MPEG audio: frames, perhaps after tags with a picture."""

from omnilex.domain.recording.format import Read, RecordingFormat

SEARCHED_BYTES = 65_536
_TAG, _HEADER, _SYNC = 10, 4, 0xE0
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_KBPS = {
    (True, 3): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 1): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 3): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 1): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_LAYER_I, _LAYER_III, _MPEG_1, _MONO = 3, 1, 3, 3
_SIDE_INFO = {(True, True): 17, (True, False): 32, (False, True): 9, (False, False): 17}


def probe(read: Read, size_bytes: int) -> RecordingFormat | None:
    """None where no two frames follow one another."""
    begin = _after_tags(read)
    stretch = read(begin, SEARCHED_BYTES)
    at = stretch.find(b"\xff")
    while at >= 0:
        frame = _Frame.read(stretch[at : at + _HEADER])
        if frame and _follows(frame, stretch, at, begin, size_bytes):
            return _format(frame, stretch[at:], size_bytes - begin - at)
        at = stretch.find(b"\xff", at + 1)
    return None


def _after_tags(read: Read) -> int:
    """Where the frames begin: after every ID3v2 tag, whose length has seven bits a byte."""
    at = 0
    while (tag := read(at, _TAG))[:3] == b"ID3" and len(tag) == _TAG:
        length = 0
        for byte in tag[6:]:
            length = length << 7 | byte & 0x7F
        at += _TAG + length
    return at


class _Frame:
    """One frame's header."""

    def __init__(self, version: int, layer: int, kbps: int, rate_hz: int, *, mono: bool) -> None:
        self.mpeg_1 = version == _MPEG_1
        self.layer = layer
        self.kbps = kbps
        self.rate_hz = rate_hz
        self.mono = mono

    @classmethod
    def read(cls, header: bytes) -> "_Frame | None":
        if len(header) < _HEADER or header[1] & _SYNC != _SYNC:
            return None
        version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
        bits, rate = header[2] >> 4, header[2] >> 2 & 3
        if version == 1 or layer == 0 or bits in {0, 15} or rate == 3:  # noqa: PLR2004  reserved
            return None
        kbps = _KBPS[version == _MPEG_1, layer][bits - 1]
        return cls(version, layer, kbps, _RATES[version][rate], mono=header[3] >> 6 == _MONO)

    @property
    def samples(self) -> int:
        if self.layer == _LAYER_I:
            return 384
        return 576 if self.layer == _LAYER_III and not self.mpeg_1 else 1_152

    @property
    def shortest_bytes(self) -> int:
        if self.layer == _LAYER_I:
            return 12 * self.kbps * 1000 // self.rate_hz * 4
        return self.samples // 8 * self.kbps * 1000 // self.rate_hz


def _follows(frame: _Frame, stretch: bytes, at: int, begin: int, size_bytes: int) -> bool:
    """Another frame, padded or not, or the end of the file."""
    after = at + frame.shortest_bytes
    if begin + after >= size_bytes:
        return begin + after <= size_bytes + frame.shortest_bytes
    return any(_Frame.read(stretch[place : place + _HEADER]) for place in (after, after + 1))


def _format(frame: _Frame, first: bytes, sound_bytes: int) -> RecordingFormat:
    frames = _counted(frame, first)
    milliseconds = (
        frames * frame.samples * 1000 // frame.rate_hz if frames else sound_bytes * 8 // frame.kbps
    )
    return RecordingFormat(
        name="mp3",
        channels=1 if frame.mono else 2,
        rate_hz=frame.rate_hz,
        duration_ms=milliseconds,
    )


def _counted(frame: _Frame, first: bytes) -> int | None:
    """How many frames there are, where the first one says so, as variable bit rates need."""
    at = _HEADER + _SIDE_INFO[frame.mpeg_1, frame.mono]
    if first[at : at + 4] not in {b"Xing", b"Info"} or not first[at + 7] & 1:
        return None
    return int.from_bytes(first[at + 8 : at + 12], "big")
