"""The queue between who receives from Slack and who answers: in order within a conversation."""

from typing import TYPE_CHECKING

from omnilex.domain.slack import Answered, Elsewhere, Said

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SlackQueue:
    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def put(self, job: Said | Answered | Elsewhere, session_id: str) -> None:
        """A message that Slack delivers again within five minutes is not even queued again."""
        self._client.send_message(
            QueueUrl=self._url,
            MessageBody=job.model_dump_json(),
            MessageGroupId=session_id,
            MessageDeduplicationId=job.message_id,
        )
