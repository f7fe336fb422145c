"""The environment of every test, set once before anything of ours is imported."""

import os

os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_SESSION_TOKEN="testing",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_REGION="us-east-1",
    AWS_EC2_METADATA_DISABLED="true",
    BANK_TABLE="bank",
    SESSIONS_TABLE="sessions",
    CONTACTS_TABLE="contacts",
    CONFIGURATION_PATH="/omnilex",
    BANK_TIME_ZONE="America/Toronto",
    POWERTOOLS_SERVICE_NAME="test",
    POWERTOOLS_TRACE_DISABLED="true",
)

# moto first: a client that a handler makes at import is then one that moto can intercept.
import moto  # noqa: F401
