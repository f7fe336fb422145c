"""The environment of every test, set once before anything of ours is imported; the run's shape."""

import json
import os
from typing import Any

INTENT_FUNCTIONS = {
    "Welcome": "omnilex-welcome-customer",
    "VerifyIdentity": "omnilex-verify-identity",
    "MakePayment": "omnilex-make-payment",
    "PlannedPayments": "omnilex-manage-planned-payments",
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
    SEARCH_TABLE="search",
    CONFIGURATION_PATH="/omnilex",
    BANK_TIME_ZONE="America/Toronto",
    BOT_ID="BOTID00001",
    BOT_ALIAS_ID="ALIASID001",
    PIN_PEPPER_SECRET="pin-pepper",
    PIN_HASH_COST='{"n": 2, "r": 8, "p": 1}',
    INTENT_FUNCTIONS=json.dumps(INTENT_FUNCTIONS),
    SEARCH_FAQ_FUNCTION="omnilex-search-faq",
    SCHEDULE_GROUP="omnilex-payments",
    EXECUTE_PAYMENT_ARN="arn:aws:lambda:us-east-1:123456789012:function:omnilex-execute-payment",
    SCHEDULER_ROLE_ARN="arn:aws:iam::123456789012:role/omnilex-payment-scheduler",
    PAYMENT_DEAD_LETTERS_ARN="arn:aws:sqs:us-east-1:123456789012:omnilex-payment-dead-letters",
    CONVERSATIONS_TABLE="conversations",
    CONVERSATION_ENDINGS_URL="https://sqs.us-east-1.amazonaws.com/123456789012/conversation-endings",
    STATE_MACHINE_ARN="arn:aws:states:us-east-1:123456789012:stateMachine:PostCallAnalyticsWorkflow",
    TWILIO_SECRET_ARN="twilio",
    SLACK_SECRET_ARN="slack",
    TRANSCRIPT_KEY_ARN="arn:aws:kms:us-east-1:123456789012:key/0f2c1d3e-0000-4000-8000-000000000000",
    SLACK_MESSAGES_URL="https://sqs.us-east-1.amazonaws.com/123456789012/slack-messages.fifo",
    SITE_URL="https://www.example.com",
    WEBHOOK_URL="https://www.example.com/api",
    ALLOW_PIN_BY_SMS="false",
    POWERTOOLS_SERVICE_NAME="test",
    POWERTOOLS_METRICS_NAMESPACE="OmniLex/test",
    POWERTOOLS_TRACE_DISABLED="true",
)

# moto first: a client that a handler makes at import is then one that moto can intercept.
import moto  # noqa: E402, F401
import pytest  # noqa: E402
from xdist.scheduler import LoadScopeScheduling  # noqa: E402

from tests import least_privilege  # noqa: E402

least_privilege.watch()

# What a folder's tests share is dear (a stack, an emulator, a model), so one worker runs them.
TOGETHER = ("e2e", "local/aws", "local/comprehend", "local/transcribe")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--prove-least-privilege",
        action="store_true",
        help="fail where a function's grants and the calls seen in the whole suite differ",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(least_privilege.Proof(config))


class TogetherScheduling(LoadScopeScheduling):
    """A file's tests go to one worker, and so do the tests of a folder that share what is dear."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid.split("::", 1)[0].removeprefix("tests/"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> TogetherScheduling:
    return TogetherScheduling(config, log)


def group_of(path: str) -> str:
    return next((folder for folder in TOGETHER if path.startswith(f"{folder}/")), path)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What the proofs tried, and what they found wrong."""
    reports = [report for kind in terminalreporter.stats.values() for report in kind]
    figures = [
        figure
        for report in reports
        for name, figure in getattr(report, "user_properties", ())
        if name == "proof" and getattr(report, "when", "") == "call"
    ]
    if figures:
        terminalreporter.section("proofs")
        for figure in figures:
            terminalreporter.line(figure)
