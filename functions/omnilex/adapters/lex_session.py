"""The state of a Lex session, set from outside a turn."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from omnilex.adapters.lex_bot import LOCALES
from omnilex.adapters.lex_v2 import to_state
from omnilex.domain.dialog import Reply
from omnilex.domain.wording import Language

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client


class LexSessions:
    def __init__(self, client: "LexRuntimeV2Client", bot_id: str, alias_id: str) -> None:
        self._client = client
        self._bot_id = bot_id
        self._alias_id = alias_id

    def wait_for(
        self, session_id: str, reply: Reply, attributes: Mapping[str, str], language: Language
    ) -> None:
        """The next thing that is said answers ``reply``. Raises botocore's errors."""
        self._client.put_session(
            botId=self._bot_id,
            botAliasId=self._alias_id,
            localeId=LOCALES[language],
            sessionId=session_id,
            sessionState=to_state(reply, attributes),  # type: ignore[arg-type]
            responseContentType="text/plain; charset=utf-8",
        )
