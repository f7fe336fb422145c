"""Under which key of KMS each thing of a stack is encrypted, as its own service tells."""

from collections.abc import Callable
from typing import Any

OF_AWS = ":alias/aws/"


def of_table(client: Callable[[str], Any], name: str) -> str:
    table = client("dynamodb").describe_table(TableName=name)["Table"]
    return str(table["SSEDescription"]["KMSMasterKeyArn"])


def of_bucket(client: Callable[[str], Any], name: str) -> str:
    answer = client("s3").get_bucket_encryption(Bucket=name)
    (rule,) = answer["ServerSideEncryptionConfiguration"]["Rules"]
    return str(rule["ApplyServerSideEncryptionByDefault"].get("KMSMasterKeyID", ""))


def of_queue(client: Callable[[str], Any], url: str) -> str:
    asked = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["KmsMasterKeyId"])
    return str(asked.get("Attributes", {}).get("KmsMasterKeyId", ""))


def of_topic(client: Callable[[str], Any], arn: str) -> str:
    answer = client("sns").get_topic_attributes(TopicArn=arn)
    return str(answer["Attributes"].get("KmsMasterKeyId", ""))


def of_logs(client: Callable[[str], Any], name: str) -> str:
    groups = client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    return next(str(one.get("kmsKeyId", "")) for one in groups if one["logGroupName"] == name)


def of_secret(client: Callable[[str], Any], arn: str) -> str:
    return str(client("secretsmanager").describe_secret(SecretId=arn).get("KmsKeyId", ""))


def of_function(client: Callable[[str], Any], name: str) -> str:
    answer = client("lambda").get_function_configuration(FunctionName=name)
    return str(answer.get("KMSKeyArn", ""))


ASKED = {
    "AWS::DynamoDB::Table": of_table,
    "AWS::S3::Bucket": of_bucket,
    "AWS::SQS::Queue": of_queue,
    "AWS::SNS::Topic": of_topic,
    "AWS::Logs::LogGroup": of_logs,
    "AWS::SecretsManager::Secret": of_secret,
    "AWS::Lambda::Function": of_function,
}


def keys(client: Callable[[str], Any], stack_name: str) -> dict[str, str]:
    """By logical name the key of everything that is stored; empty where it is AWS's own."""
    pages = client("cloudformation").get_paginator("list_stack_resources")
    found = {
        one["LogicalResourceId"]: ASKED[one["ResourceType"]](client, one["PhysicalResourceId"])
        for page in pages.paginate(StackName=stack_name)
        for one in page["StackResourceSummaries"]
        if one["ResourceType"] in ASKED and one["ResourceStatus"] != "DELETE_COMPLETE"
    }
    return {name: "" if OF_AWS in key else key for name, key in found.items()}
