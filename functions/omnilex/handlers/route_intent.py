"""The bot's one code hook: Lex V2 has one for an alias and locale, so this calls the intent's."""

from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.intent_functions import IntentFunctionError, IntentFunctions
from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.domain.dialog import Reply
from omnilex.settings import RouterSettings

logger = Logger()
settings = RouterSettings.from_env()
intents = IntentFunctions(boto3.client("lambda"), settings.intent_functions)

APOLOGY = "I am sorry, something went wrong on our side and nothing was done. Please try again."


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A Lex V2 code-hook event; the answer of its intent's function, or an apology."""
    try:
        return intents.answer(event)
    except IntentFunctionError as error:
        logger.error("intent function failed", reason=str(error))
        dialog = to_dialog(event)
        return to_answer(Reply.close(dialog.intent, APOLOGY, failed=True), dialog)
