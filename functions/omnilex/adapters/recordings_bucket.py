"""The bucket where recordings arrive, are played from, and end when they failed."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from omnilex.adapters.described_object import described
from omnilex.domain.contact import Source
from omnilex.domain.failure import FileGoneError

if TYPE_CHECKING:
    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client
    from typing_extensions import Buffer

URL_LIVES_S = 300
HEAD_BYTES = 262_144
UNVERSIONED = "null"
BEGINNING_BYTES = 4_096


class RecordingsBucket:
    def __init__(self, client: "S3Client") -> None:
        self._client = client

    def head(self, source: Source) -> bytes:
        """The first quarter of a megabyte: header and some samples."""
        if not source.size_bytes:
            return b""
        upto = f"bytes=0-{HEAD_BYTES - 1}"
        return self._client.get_object(Bucket=source.bucket, Key=source.key, Range=upto)[
            "Body"
        ].read()

    def reader(self, source: Source) -> Callable[[int, int], bytes]:
        """``read(at, length)``: any part of the recording; its beginning is fetched once."""
        head = self.head(source)

        def read(at: int, length: int) -> bytes:
            if at + length <= len(head) or len(head) == source.size_bytes:
                return head[at : at + length]
            if at >= source.size_bytes or length <= 0:
                return b""
            wanted = f"bytes={at}-{at + length - 1}"
            return self._client.get_object(Bucket=source.bucket, Key=source.key, Range=wanted)[
                "Body"
            ].read()

        return read

    def begins(self, source: Source) -> tuple[bytes, dict[str, str]]:
        """The first bytes, and the metadata of the dropped object. Raises FileGoneError."""
        upto = f"bytes=0-{BEGINNING_BYTES - 1}"
        wanted: Any = {"Range": upto} if source.size_bytes else {}
        try:
            answer = self._client.get_object(Bucket=source.bucket, Key=source.key, **wanted)
        except self._client.exceptions.NoSuchKey:
            raise FileGoneError from None
        return answer["Body"].read(), answer["Metadata"]

    def whole(self, source: Source) -> bytes:
        """A file that is small enough to be held."""
        return self._client.get_object(Bucket=source.bucket, Key=source.key)["Body"].read()

    def open(self, source: Source) -> BinaryIO:
        """The recording as a seekable stream; nothing is held in memory but what is read."""

        def body_from(at: int) -> "StreamingBody":
            return self._client.get_object(
                Bucket=source.bucket, Key=source.key, Range=f"bytes={at}-"
            )["Body"]

        return io.BufferedReader(_Readable(body_from, source.size_bytes), buffer_size=1 << 16)

    def put(self, bucket: str, key: str, audio: IO[bytes], content_type: str) -> None:
        self._client.upload_fileobj(audio, bucket, key, ExtraArgs={"ContentType": content_type})

    def copy(self, source: Source, key: str) -> None:
        self._client.copy({"Bucket": source.bucket, "Key": source.key}, source.bucket, key)

    def move(self, source: Source, key: str) -> None:
        """Copy, make sure of the copy, and only then delete; a second call finds it done.

        A file whose newer version has come meanwhile stays: it is not the one that is meant.
        """
        there = described(self._client, source.bucket, source.key)
        if there is None or _is_newer(there.get("VersionId"), source.version_id):
            return
        self.copy(source, key)
        copied = self._client.head_object(Bucket=source.bucket, Key=key)
        if copied["ContentLength"] != source.size_bytes:
            raise OSError(f"the copy of {source.key} has another length")
        self._client.delete_object(Bucket=source.bucket, Key=source.key)

    def restore(self, source: Source, key: str) -> bool:
        """Move what failed back from ``key``; False where it is not there, or a newer file is."""
        failed = described(self._client, source.bucket, key)
        if failed is None:
            return False
        there = described(self._client, source.bucket, source.key)
        if there is not None and there["ETag"] != failed["ETag"]:
            return False
        if there is None:
            self._client.copy({"Bucket": source.bucket, "Key": key}, source.bucket, source.key)
        self._client.delete_object(Bucket=source.bucket, Key=key)
        return True

    def arrived(
        self, bucket: str, folder: str, *, since: datetime, until: datetime
    ) -> Iterator[Source]:
        """The newest version of every file that was dropped between the two times."""
        pages = self._client.get_paginator("list_object_versions").paginate(
            Bucket=bucket, Prefix=folder
        )
        for page in pages:
            for one in page.get("Versions", []):
                is_file = one["IsLatest"] and not one["Key"].endswith("/")
                if is_file and since <= one["LastModified"] < until:
                    version = one["VersionId"]
                    yield Source(
                        bucket=bucket,
                        key=one["Key"],
                        version_id=None if version == UNVERSIONED else version,
                        size_bytes=one["Size"],
                    )

    def sign(self, bucket: str, key: str) -> str:
        """An address that plays the audio for five minutes."""
        return self._client.generate_presigned_url(
            "get_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=URL_LIVES_S
        )

    def form(self, bucket: str, key: str, content_type: str, size_bytes: int) -> dict[str, Any]:
        """``{"url", "fields"}`` of a form that takes this one file, for five minutes."""
        return self._client.generate_presigned_post(
            bucket,
            key,
            Fields={"Content-Type": content_type},
            Conditions=[
                {"Content-Type": content_type},
                ["content-length-range", 1, size_bytes],
            ],
            ExpiresIn=URL_LIVES_S,
        )


def _is_newer(there: str | None, meant: str | None) -> bool:
    return there is not None and meant is not None and there != meant


class _Readable(io.RawIOBase):
    """Bodies of S3 as a raw stream, which BufferedReader can stand on; a seek is another body."""

    def __init__(self, body_from: "Callable[[int], StreamingBody]", size_bytes: int) -> None:
        self._body_from = body_from
        self._size_bytes = size_bytes
        self._body: StreamingBody | None = None
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size_bytes}[whence]
        if base + offset != self._at:
            self._at = max(0, base + offset)
            self._leave()
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: "Buffer") -> int:
        if self._at >= self._size_bytes:
            return 0
        if self._body is None:
            self._body = self._body_from(self._at)
        target = memoryview(buffer)
        block = self._body.read(len(target))
        target[: len(block)] = block
        self._at += len(block)
        return len(block)

    def close(self) -> None:
        self._leave()
        super().close()

    def _leave(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None
