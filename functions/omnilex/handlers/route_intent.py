"""The bot's one code hook: Lex V2 has one for an alias and locale, so this calls the intent's."""

from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

from omnilex.adapters.intent_functions import IntentFunctionError, IntentFunctions
from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.domain.dialog import Reply
from omnilex.settings import RouterSettings

logger = Logger()
settings = RouterSettings.from_env()
# Not retried: a PIN try would count twice. The answer must reach Lex within its 30 seconds.
once = Config(read_timeout=20, retries={"total_max_attempts": 1})
intents = IntentFunctions(boto3.client("lambda", config=once), settings.intent_functions)

# A payment may have been made before its function failed; asking again finds it, and pays once.
APOLOGY = (
    "I am sorry, something went wrong on our side. Please ask me again; nothing is done twice."
)


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A Lex V2 code-hook event; the answer of its intent's function, or an apology."""
    try:
        return intents.answer(event)
    except IntentFunctionError as error:
        logger.error("intent function failed", reason=str(error))
        dialog = to_dialog(event)
        return to_answer(Reply.close(dialog.intent, APOLOGY, failed=True), dialog)
