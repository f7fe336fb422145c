"""The queue of conversations to look at: a message waits in it until the chat may be over."""

from typing import TYPE_CHECKING

from omnilex.domain.chat import Feedback
from omnilex.domain.conversation import IDLE_S, LAST_WORDS_S, THUMB_S, Ending

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class ConversationEndings:
    def __init__(self, client: "SQSClient", queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url

    def end(self, session_id: str, feedback: Feedback | None = None) -> None:
        """The conversation is over; what is logged last, or a thumb, may still be on its way."""
        ending = Ending(session_id=session_id, ended=True, feedback=feedback)
        self._send(ending, LAST_WORDS_S if feedback else THUMB_S)

    def look_soon(self, session_id: str) -> None:
        """The bot took its leave: see in a moment whether the customer did."""
        self._send(Ending(session_id=session_id), LAST_WORDS_S)

    def look_when_idle(self, session_id: str) -> None:
        """See in five minutes whether anything more was said."""
        self._send(Ending(session_id=session_id), IDLE_S + 1)

    def _send(self, ending: Ending, after_s: int) -> None:
        self._client.send_message(
            QueueUrl=self._queue_url,
            MessageBody=ending.model_dump_json(),
            DelaySeconds=after_s,
        )
