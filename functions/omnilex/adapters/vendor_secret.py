"""What a channel's vendor and we both know, kept in Secrets Manager as JSON; read every 5 minutes.

A new secret is used within that time, so a token can be renewed without a deploy.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, SecretStr

from omnilex.domain.messaging import ChannelNotConfiguredError

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

KEPT_FOR_S = 5 * 60


class TwilioSecret(BaseModel):
    """Of the account; ``api_url`` is Twilio's unless something stands in for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account_sid: str
    auth_token: SecretStr
    api_url: str = "https://api.twilio.com"


class SlackSecret(BaseModel):
    """Of the app; ``api_url`` is Slack's unless something stands in for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    signing_secret: SecretStr
    bot_token: SecretStr
    api_url: str = "https://slack.com/api"


Kept = TypeVar("Kept", TwilioSecret, SlackSecret)


class VendorSecret(Generic[Kept]):
    """``arn`` is empty where the channel is not set up; ``clock`` tells seconds."""

    def __init__(
        self,
        client: "SecretsManagerClient",
        arn: str,
        form: type[Kept],
        clock: Callable[[], float],
    ) -> None:
        self._client = client
        self._arn = arn
        self._form: type[Kept] = form
        self._clock = clock
        self._kept: Kept | None = None
        self._read_at = 0.0

    def get(self) -> Kept:
        """Raises ChannelNotConfiguredError."""
        if not self._arn:
            raise ChannelNotConfiguredError
        now = self._clock()
        if self._kept is None or now - self._read_at >= KEPT_FOR_S:
            secret = self._client.get_secret_value(SecretId=self._arn)["SecretString"]
            self._kept, self._read_at = self._form.model_validate_json(secret), now
        return self._kept
