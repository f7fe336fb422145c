"""What there is in an AWS account, type by type: to see what a deleted stack has left."""

from collections.abc import Callable
from typing import Any

# How each type is listed: the service, its paginated operation, and where the name is.
LISTED = {
    "AWS::DynamoDB::Table": ("dynamodb", "list_tables", "TableNames[]"),
    "AWS::S3::Bucket": ("s3", "list_buckets", "Buckets[].Name"),
    "AWS::KMS::Alias": ("kms", "list_aliases", "Aliases[].AliasName"),
    "AWS::KMS::Key": ("kms", "list_keys", "Keys[].KeyId"),
    "AWS::SecretsManager::Secret": ("secretsmanager", "list_secrets", "SecretList[].ARN"),
    "AWS::Lambda::Function": ("lambda", "list_functions", "Functions[].FunctionName"),
    "AWS::Lambda::EventSourceMapping": (
        *("lambda", "list_event_source_mappings", "EventSourceMappings[].UUID"),
    ),
    "AWS::Lambda::LayerVersion": ("lambda", "list_layers", "Layers[].LayerName"),
    "AWS::Logs::LogGroup": ("logs", "describe_log_groups", "logGroups[].logGroupName"),
    "AWS::SQS::Queue": ("sqs", "list_queues", "QueueUrls[]"),
    "AWS::SNS::Topic": ("sns", "list_topics", "Topics[].TopicArn"),
    "AWS::SNS::Subscription": ("sns", "list_subscriptions", "Subscriptions[].SubscriptionArn"),
    "AWS::SSM::Parameter": ("ssm", "describe_parameters", "Parameters[].Name"),
    "AWS::IAM::Role": ("iam", "list_roles", "Roles[].RoleName"),
    "AWS::Events::Rule": ("events", "list_rules", "Rules[].Name"),
    "AWS::StepFunctions::StateMachine": (
        *("stepfunctions", "list_state_machines", "stateMachines[].name"),
    ),
    "AWS::Scheduler::ScheduleGroup": (
        *("scheduler", "list_schedule_groups", "ScheduleGroups[?Name!='default'].Name"),
    ),
    "AWS::CloudWatch::Alarm": ("cloudwatch", "describe_alarms", "MetricAlarms[].AlarmName"),
    "AWS::CloudWatch::Dashboard": (
        *("cloudwatch", "list_dashboards", "DashboardEntries[].DashboardName"),
    ),
    "AWS::ApiGatewayV2::Api": ("apigatewayv2", "get_apis", "Items[].ApiId"),
}
MOST = 60  # user pools that one call lists


def names_by_type(client: Callable[[str], Any]) -> dict[str, set[str]]:
    """Every name there is of every type that can be listed."""
    found: dict[str, set[str]] = {}
    for kind, (service, operation, names) in LISTED.items():
        paginator = client(service).get_paginator(operation)
        found[kind] = {str(name) for name in paginator.paginate().search(names) if name}
    pools = client("cognito-idp").list_user_pools(MaxResults=MOST)["UserPools"]
    found["AWS::Cognito::UserPool"] = {pool["Id"] for pool in pools}
    found["AWS::WAFv2::WebACL"] = {
        acl["ARN"]
        for scope in ("REGIONAL", "CLOUDFRONT")
        for acl in client("wafv2").list_web_acls(Scope=scope)["WebACLs"]
    }
    return found
