"""The bucket where recordings arrive, are played from, and end when they failed."""

import io
from typing import IO, TYPE_CHECKING, BinaryIO

from botocore.exceptions import ClientError

from omnilex.domain.contact import Source

if TYPE_CHECKING:
    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client
    from typing_extensions import Buffer

URL_LIVES_S = 300
HEAD_BYTES = 262_144


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

    def open(self, source: Source) -> BinaryIO:
        """The recording as a stream; nothing is held in memory but what is read."""
        body = self._client.get_object(Bucket=source.bucket, Key=source.key)["Body"]
        return io.BufferedReader(_Readable(body), buffer_size=1 << 16)

    def put(self, bucket: str, key: str, audio: IO[bytes], content_type: str) -> None:
        self._client.upload_fileobj(audio, bucket, key, ExtraArgs={"ContentType": content_type})

    def copy(self, source: Source, key: str) -> None:
        self._client.copy({"Bucket": source.bucket, "Key": source.key}, source.bucket, key)

    def move(self, source: Source, key: str) -> None:
        """Copy, make sure of the copy, and only then delete; a second call finds it done."""
        if not self._exists(source.bucket, source.key):
            return
        self.copy(source, key)
        copied = self._client.head_object(Bucket=source.bucket, Key=key)
        if copied["ContentLength"] != source.size_bytes:
            raise OSError(f"the copy of {source.key} has another length")
        self._client.delete_object(Bucket=source.bucket, Key=source.key)

    def sign(self, bucket: str, key: str) -> str:
        """An address that plays the audio for five minutes."""
        return self._client.generate_presigned_url(
            "get_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=URL_LIVES_S
        )

    def _exists(self, bucket: str, key: str) -> bool:
        try:
            self._client.head_object(Bucket=bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in {"404", "NoSuchKey", "NotFound"}:
                return False
            raise
        return True


class _Readable(io.RawIOBase):
    """botocore's body as a raw stream, which BufferedReader can stand on."""

    def __init__(self, body: "StreamingBody") -> None:
        self._body = body

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "Buffer") -> int:
        target = memoryview(buffer)
        block = self._body.read(len(target))
        target[: len(block)] = block
        return len(block)
