"""The bucket of bulk uploads."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from omnilex.adapters.described_object import described

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SEEN = 1_000
AT_ONCE = 8


class BulkFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    size_bytes: int
    etag: str

    @property
    def is_folder(self) -> bool:
        return self.key.endswith("/")


class BulkBucket:
    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def files(self) -> list[BulkFile]:
        """The first thousand at most, folders' markers among them."""
        listed = self._client.list_objects_v2(Bucket=self._bucket, MaxKeys=SEEN)
        return [
            BulkFile(key=one["Key"], size_bytes=one["Size"], etag=one["ETag"])
            for one in listed.get("Contents", [])
        ]

    def move(self, files: list[BulkFile], bucket: str, folder: str) -> None:
        """Copy each, make sure of the copy, and only then delete; markers are deleted."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda one: self._move(one, bucket, f"{folder}/{one.key}"), files))

    def _move(self, file: BulkFile, bucket: str, key: str) -> None:
        if not file.is_folder:
            self._copy(file, bucket, key)
        self._client.delete_object(Bucket=self._bucket, Key=file.key)

    def _copy(self, file: BulkFile, bucket: str, key: str) -> None:
        """Unless a try that did not come to its end has copied it."""
        there = described(self._client, bucket, key)
        if there and there["ETag"] == file.etag and there["ContentLength"] == file.size_bytes:
            return
        self._client.copy({"Bucket": self._bucket, "Key": file.key}, bucket, key)
        copied = self._client.head_object(Bucket=bucket, Key=key)
        if copied["ContentLength"] != file.size_bytes:
            raise OSError(f"the copy of {file.key} has another length")
