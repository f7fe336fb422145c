"""Objects as S3 keeps them: with every version they ever had."""

from typing import TYPE_CHECKING

from omnilex.domain.removal import Files

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class ObjectVersions:
    def __init__(self, client: "S3Client") -> None:
        self._client = client

    def remove(self, files: Files) -> None:
        """Every version and every marker that says it was deleted; none left is as well."""
        bucket = files.bucket
        pages = self._client.get_paginator("list_object_versions").paginate(
            Bucket=bucket, Prefix=files.prefix
        )
        for page in pages:
            for one in (*page.get("Versions", []), *page.get("DeleteMarkers", [])):
                if files.has(one["Key"]):
                    self._client.delete_object(
                        Bucket=bucket, Key=one["Key"], VersionId=one["VersionId"]
                    )
