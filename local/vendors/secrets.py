"""What Twilio, Slack and a local stack know together: made up once, kept with the stack's data."""

import json
import secrets
from typing import Any

TWILIO, SLACK = "omnilex-local/twilio", "omnilex-local/slack"


def provide(client: Any, api_url: str) -> dict[str, str]:
    """Make the secrets, or take up those there are; the template's parameters for them.

    ``api_url`` is where the vendors' APIs listen now.
    """
    twilio = {
        "account_sid": f"AC{secrets.token_hex(16)}",
        "auth_token": secrets.token_hex(16),
        "api_url": api_url,
    }
    slack = {
        "signing_secret": secrets.token_hex(16),
        "bot_token": f"xoxb-{secrets.token_hex(16)}",
        "api_url": f"{api_url}/api",
    }
    return {
        "TwilioSecretArn": _keep(client, TWILIO, twilio),
        "SlackSecretArn": _keep(client, SLACK, slack),
    }


def read(client: Any, name: str) -> dict[str, str]:
    kept: dict[str, str] = json.loads(client.get_secret_value(SecretId=name)["SecretString"])
    return kept


def _keep(client: Any, name: str, fresh: dict[str, str]) -> str:
    """The secret's ARN; of one that is there, only the address changes."""
    try:
        kept = read(client, name)
    except client.exceptions.ResourceNotFoundException:
        return str(client.create_secret(Name=name, SecretString=json.dumps(fresh))["ARN"])
    now = {**kept, "api_url": fresh["api_url"]}
    return str(client.put_secret_value(SecretId=name, SecretString=json.dumps(now))["ARN"])
