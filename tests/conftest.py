"""The environment of every test, set once before anything of ours is imported."""

import json
import os

INTENT_FUNCTIONS = {
    "Welcome": "omnilex-welcome-customer",
    "VerifyIdentity": "omnilex-verify-identity",
    "MakePayment": "omnilex-make-payment",
    "ProvideAccountDetails": "omnilex-provide-account-details",
    "OpenAccount": "omnilex-open-account",
    "AnswerQuestion": "omnilex-answer-question",
    "TransferToAgent": "omnilex-transfer-to-agent",
    "Help": "omnilex-explain-options",
    "StartOver": "omnilex-start-over",
    "Repeat": "omnilex-repeat-answer",
    "FallbackIntent": "omnilex-offer-help",
}

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
    BOT_ID="BOTID00001",
    BOT_ALIAS_ID="ALIASID001",
    PIN_PEPPER_SECRET="pin-pepper",
    INTENT_FUNCTIONS=json.dumps(INTENT_FUNCTIONS),
    SEARCH_FAQ_FUNCTION="omnilex-search-faq",
    SCHEDULE_GROUP="omnilex-payments",
    EXECUTE_PAYMENT_ARN="arn:aws:lambda:us-east-1:123456789012:function:omnilex-execute-payment",
    SCHEDULER_ROLE_ARN="arn:aws:iam::123456789012:role/omnilex-payment-scheduler",
    PAYMENT_DEAD_LETTERS_ARN="arn:aws:sqs:us-east-1:123456789012:omnilex-payment-dead-letters",
    CONVERSATIONS_TABLE="conversations",
    CONVERSATION_ENDINGS_URL="https://sqs.us-east-1.amazonaws.com/123456789012/conversation-endings",
    POWERTOOLS_SERVICE_NAME="test",
    POWERTOOLS_TRACE_DISABLED="true",
)

# moto first: a client that a handler makes at import is then one that moto can intercept.
import moto  # noqa: E402, F401
