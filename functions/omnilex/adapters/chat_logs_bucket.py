"""Where analytics takes its files from: chat logs go there."""

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnilex.domain.conversation import ChatLog
from omnilex.domain.correlation import of_file

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class ChatLogsBucket:
    def __init__(self, client: "S3Client") -> None:
        self._client = client

    def put(self, bucket: str, folder: str, log: ChatLog, *, again: bool = False) -> str | None:
        """The file's name is the conversation's. The first that is written stays, but for one that
        is written ``again``: a new version, which is analysed anew.

        Returns the file's correlation id; None where it was there before.
        """
        key = f"{folder}/chat-{log.session_id}.json"
        first: dict[str, Any] = {} if again else {"IfNoneMatch": "*"}
        try:
            written = self._client.put_object(
                Bucket=bucket,
                Key=key,
                Body=log.model_dump_json().encode(),
                ContentType="application/json",
                **first,
            )
        except ClientError as error:
            if error.response["Error"]["Code"] not in {
                "PreconditionFailed",
                "ConditionalRequestConflict",
            }:
                raise
            return None
        return of_file(bucket, key, written.get("VersionId"))
