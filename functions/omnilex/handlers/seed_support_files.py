"""Custom resource: lays the files that an administrator edits, where there are none yet."""

from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters import custom_resource, default_files
from omnilex.adapters.correlation import correlated
from omnilex.adapters.support_files import RULES, SupportFiles, list_key

logger = Logger()
s3 = boto3.client("s3")


@correlated(logger)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> None:
    """A CloudFormation custom-resource request; nothing is done when the stack goes."""
    try:
        if event["RequestType"] != "Delete":
            properties = event["ResourceProperties"]
            lay(SupportFiles(s3, properties["Bucket"]), properties["EntityStringMap"])
    except Exception as error:
        logger.exception("the support files could not be laid")
        custom_resource.answer(
            event, custom_resource.FAILED, {}, f"{type(error).__name__}: {error}"
        )
    else:
        custom_resource.answer(event, custom_resource.SUCCESS, {})


def lay(files: SupportFiles, entity_list: str) -> None:
    files.put_new(RULES, default_files.rules(), "application/json")
    for language, body in default_files.entity_lists():
        files.put_new(list_key(entity_list, language), body, "text/csv")
