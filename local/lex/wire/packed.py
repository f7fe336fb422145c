"""Header values as Lex packs them: JSON, gzipped, in base64."""

import base64
import binascii
import gzip
import json
import zlib
from typing import Any

from local.lex.errors import ValidationError

MAX_UNPACKED = 64 * 1024


def pack(value: Any) -> str:
    """``value`` as a header value."""
    # mtime=0: the same value packs the same.
    packed = gzip.compress(json.dumps(value, ensure_ascii=False).encode(), mtime=0)
    return base64.b64encode(packed).decode()


def unpack(value: str | None, name: str) -> Any:
    """The value in a header; None without one. Raises ValidationError."""
    if not value:
        return None
    try:
        # 31: a gzip header is expected. Never more than the limit is unpacked.
        text = zlib.decompressobj(31).decompress(
            base64.b64decode(value, validate=True), MAX_UNPACKED + 1
        )
        if len(text) > MAX_UNPACKED:
            raise ValidationError(f"Header {name} unpacks to more than {MAX_UNPACKED} bytes.")
        return json.loads(text)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise ValidationError(
            f"Header {name} must be JSON, compressed with gzip and then encoded in base64."
        ) from error
