"""Whether an AWS account and region can take the stack: `omnilex doctor --aws`.

Only reads. Every client comes from ``make_client``, so that tests can answer in AWS's place.
"""

import json
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError

from local.stack.errors import UsageError
from local.stack.findings import Finding

MakeClient = Callable[..., Any]
# A region that lacks a service has no address of it; a firewall may swallow what is sent to one.
PATIENCE = Config(connect_timeout=5, read_timeout=15, retries={"total_max_attempts": 2})
UNREACHABLE = (ConnectionError, HTTPClientError)
# Each service the stack cannot do without, and a call that changes nothing and costs nothing.
SERVICES = {
    "Lex V2": ("lexv2-models", "list_bots", {"maxResults": 1}),
    "Transcribe": ("transcribe", "list_transcription_jobs", {"MaxResults": 1}),
    "Comprehend": ("comprehend", "list_endpoints", {"MaxResults": 1}),
    "Amplify": ("amplify", "list_apps", {"maxResults": 1}),
}
CONCURRENT_EXECUTIONS = "Concurrent executions"
EXECUTIONS_NEEDED = 100
TRANSCRIBE_JOBS = "Number of concurrent batch transcription jobs"
ROLES_NEEDED = 60
BUCKETS = {
    "InputBucketName": "omni-lex-sentiment-source-audio",
    "OutputBucketName": "omni-lex-sentiment-transcribe-output",
    "BulkUploadBucket": "omni-lex-sentiment-bulk-upload",
    "SupportFilesBucketName": "omni-lex-sentiment-custom-source-files",
}
BUCKET_NAME = re.compile(r"(?!xn--)[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]")
CONNECT_INSTANCE = re.compile(
    r"arn:aws[a-z-]*:connect:(?P<region>[a-z0-9-]+):\d{12}:instance/(?P<id>[0-9a-f-]{36})"
)
LONGEST_REGION = 11  # a longer one leaves no room for "custom-"; the template leaves it out, too
SECRETS = {
    "TwilioSecretArn": {"account_sid", "auth_token"},
    "SlackSecretArn": {"signing_secret", "bot_token"},
}
STUCK = {
    "ROLLBACK_COMPLETE": "It never was whole. Take it away: sam delete --stack-name {name}",
    "ROLLBACK_FAILED": "Take it away first: sam delete --stack-name {name}",
    "DELETE_FAILED": "Look at its events, then: sam delete --stack-name {name}",
    "UPDATE_ROLLBACK_FAILED": (
        "Finish it: aws cloudformation continue-update-rollback --stack-name {name}"
    ),
}
DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
NOT_OPEN = {"OptInRequired", "SubscriptionRequiredException"}
# S3's answers to a question after a bucket; it says nothing more.
FREE, OF_ANOTHER = 404, {301, 403}


@dataclass(frozen=True)
class Plan:
    """What is to be deployed, and where."""

    stage: str
    stack_name: str
    region: str
    parameters: Mapping[str, str]

    def asks_for(self, parameter: str) -> str:
        return self.parameters.get(parameter, "")


def plan_of(stage: str, region: str | None, samconfig: Path) -> Plan:
    """What samconfig.toml says of the stage. Raises UsageError."""
    stages = tomllib.loads(samconfig.read_text())
    if stage not in stages:
        known = ", ".join(name for name in stages if name != "version")
        raise UsageError(f"samconfig.toml knows no stage {stage}.", f"It knows: {known}")
    deploy = stages[stage].get("deploy", {}).get("parameters", {})
    given = deploy.get("parameter_overrides", "")
    words = given if isinstance(given, list) else shlex.split(given)
    parameters = dict(word.split("=", 1) for word in words if "=" in word)
    where = region or deploy.get("region") or boto3.session.Session().region_name
    if not where:
        raise UsageError(
            "No region is set.", "Name one: omnilex doctor --aws --region ca-central-1"
        )
    return Plan(stage, deploy.get("stack_name", "omnilex"), where, parameters)


def examine(plan: Plan, make_client: MakeClient = boto3.client) -> Iterator[Finding]:
    """Each thing that a deployment needs; nothing more once the credentials are no good."""

    @cache
    def client(service: str) -> Any:
        return make_client(service, region_name=plan.region, config=PATIENCE)

    try:
        who = client("sts").get_caller_identity()
    except (BotoCoreError, ClientError) as error:
        yield Finding("Credentials", said(error), way_in(error, plan))
        return
    account = who["Account"]
    yield Finding("Credentials", f"{who['Arn']} in {account}")
    for name, (service, operation, arguments) in SERVICES.items():
        yield service_answers(name, plan, client(service), operation, arguments)
    yield quota("Lambda's concurrency", lambda: concurrency(client("service-quotas")))
    yield quota("Transcribe's jobs", lambda: transcribe_jobs(plan, client("service-quotas")))
    yield guarded("IAM roles", lambda: roles(client("iam")))
    yield guarded("Stack", lambda: stack(plan, client("cloudformation")))
    own = guarded_set(lambda: own_buckets(plan, client("cloudformation")))
    for parameter, default in BUCKETS.items():
        name = bucket_name(plan, parameter, default, account)
        yield bucket(parameter, name, client("s3"), own)
    yield from optional_parts(plan, client)


def optional_parts(plan: Plan, client: Callable[[str], Any]) -> Iterator[Finding]:
    """What a parameter asks for must be there."""
    for parameter, keys in SECRETS.items():
        if arn := plan.asks_for(parameter):
            look = partial(secret, parameter, arn, keys, client("secretsmanager"))
            yield guarded(parameter, look)
    if arn := plan.asks_for("ConnectInstanceArn"):
        yield guarded("Connect instance", lambda: connect(arn, plan, client("connect")))
    if index := plan.asks_for("KendraIndexId"):
        yield guarded("Kendra index", lambda: kendra(index, client("kendra")))
    if plan.asks_for("Firewall") == "true" and plan.region != "us-east-1":
        yield Finding(
            "Firewall",
            "before the sign-in only",
            "Before the pages it can stand in us-east-1 alone: docs/deployment.md",
            is_warning=True,
        )
    if not plan.asks_for("AlarmEmail"):
        remedy = "Name somebody: AlarmEmail in samconfig.toml"
        yield Finding("Alarms", "mailed to nobody", remedy, is_warning=True)


def way_in(error: Exception, plan: Plan) -> str:
    """What to do about credentials that AWS does not know."""
    if isinstance(error, UNREACHABLE):
        return f"Check the network, and that {plan.region} is a region of AWS."
    sign_in = "Sign in: aws configure sso, or aws sso login"
    if isinstance(error, ClientError) and error.response["Error"]["Code"] == "InvalidClientTokenId":
        return f"{sign_in}; or switch {plan.region} on, if it is off in the account's settings."
    return sign_in


def service_answers(
    name: str, plan: Plan, client: Any, operation: str, arguments: dict[str, Any]
) -> Finding:
    try:
        getattr(client, operation)(**arguments)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in DENIED:
            remedy = f"Let these credentials use {name}, or deploy with others."
            return Finding(name, "these credentials may not ask it", remedy)
        if code in NOT_OPEN:
            remedy = "Finish the account's registration in AWS's console, then look again."
            return Finding(name, "is not open to this account yet", remedy)
        return Finding(name, said(error), "Try again; if it stays, ask AWS's health dashboard.")
    except BotoCoreError:
        remedy = "Take a region that has it, for example us-east-1 or ca-central-1: --region"
        return Finding(name, f"does not answer in {plan.region}", remedy)
    return Finding(name, f"answers in {plan.region}")


def quota(about: str, look: Callable[[], Finding]) -> Finding:
    """A quota that is not told stops no deployment."""
    try:
        return look()
    except (BotoCoreError, ClientError) as error:
        return Finding(about, said(error), "Look in Service Quotas.", is_warning=True)


def quota_of(quotas: Any, service: str, name: str) -> int | None:
    """The account's own, or where it never had one of its own the default of all accounts."""
    for listed in ("list_service_quotas", "list_aws_default_service_quotas"):
        for page in quotas.get_paginator(listed).paginate(ServiceCode=service):
            for one in page["Quotas"]:
                if one["QuotaName"] == name:
                    return int(one["Value"])
    return None


def concurrency(quotas: Any) -> Finding:
    about, value = "Lambda's concurrency", quota_of(quotas, "lambda", CONCURRENT_EXECUTIONS)
    if value is None:
        return Finding(about, "the quota is not told", "Look in Service Quotas.", is_warning=True)
    if value >= EXECUTIONS_NEEDED:
        return Finding(about, f"{value} executions at once")
    remedy = (
        f"Ask Service Quotas for {EXECUTIONS_NEEDED} or more (AWS Lambda, Concurrent executions)."
    )
    return Finding(about, f"{value} executions at once", remedy, is_warning=True)


def transcribe_jobs(plan: Plan, quotas: Any) -> Finding:
    """The bulk upload keeps fewer jobs than the account may have at once."""
    about, wanted = "Transcribe's jobs", plan.asks_for("BulkUploadMaxTranscribeJobs") or "250"
    allowed = quota_of(quotas, "transcribe", TRANSCRIBE_JOBS)
    if not wanted.isdigit():
        return Finding(about, f"{wanted} is no number", "Mend BulkUploadMaxTranscribeJobs.")
    if allowed is None:
        return Finding(about, "the quota is not told", "Look in Service Quotas.", is_warning=True)
    if allowed < int(wanted):
        remedy = f"Set BulkUploadMaxTranscribeJobs to {allowed} or less, or ask for more."
        return Finding(about, f"{allowed} at once, {wanted} wanted", remedy)
    return Finding(about, f"{allowed} at once, {wanted} wanted")


def roles(iam: Any) -> Finding:
    summary = iam.get_account_summary()["SummaryMap"]
    free = summary["RolesQuota"] - summary["Roles"]
    few = free < ROLES_NEEDED
    remedy = f"The stack makes {ROLES_NEEDED}: remove some, or ask for more." if few else ""
    return Finding("IAM roles", f"{free} more may be made", remedy)


def stack(plan: Plan, formation: Any) -> Finding:
    name = plan.stack_name
    try:
        status = formation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":  # there is none of this name
            return Finding("Stack", f"{name} is new here")
        raise
    if status.endswith("_IN_PROGRESS"):
        return Finding("Stack", f"{name}: {status}", "Wait until that has ended.")
    remedy = STUCK.get(status, "").format(name=name)
    return Finding("Stack", f"{name}: {status}", remedy)


def own_buckets(plan: Plan, formation: Any) -> set[str]:
    pages = formation.get_paginator("list_stack_resources").paginate(StackName=plan.stack_name)
    return {
        resource["PhysicalResourceId"]
        for page in pages
        for resource in page["StackResourceSummaries"]
        if resource["ResourceType"] == "AWS::S3::Bucket" and "PhysicalResourceId" in resource
    }


def bucket_name(plan: Plan, parameter: str, default: str, account: str) -> str:
    """As the template makes it up."""
    short = default.replace("custom-", "") if len(plan.region) > LONGEST_REGION else default
    return plan.asks_for(parameter) or f"{short}-{account}-{plan.region}"


def bucket(parameter: str, name: str, s3: Any, own: set[str]) -> Finding:
    if name in own:
        return Finding(parameter, f"{name}, the stack's own")
    if not BUCKET_NAME.fullmatch(name):
        remedy = f"Give {parameter} 3 to 63 small letters, digits and hyphens."
        return Finding(parameter, f"{name} is no name for a bucket", remedy)
    try:
        s3.head_bucket(Bucket=name)
    except ClientError as error:
        return not_ours(parameter, name, error)
    except BotoCoreError as error:
        return Finding(parameter, said(error), "Check the network and the region.")
    remedy = f"Has a former stack left it? Take it away, or name another: {parameter}"
    return Finding(parameter, f"{name} is yours already", remedy)


def not_ours(parameter: str, name: str, error: ClientError) -> Finding:
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    if status == FREE:
        return Finding(parameter, f"{name} is free")
    if status in OF_ANOTHER:
        remedy = f"Name another: {parameter}"
        return Finding(parameter, f"{name} is taken already, and not yours", remedy)
    return Finding(parameter, f"S3 answers {said(error)}", "Try again in a moment.")


def secret(about: str, arn: str, keys: set[str], manager: Any) -> Finding:
    """Its keys are looked at, and no value is told."""
    text = manager.get_secret_value(SecretId=arn).get("SecretString", "")
    try:
        kept = json.loads(text)
    except ValueError:
        kept = None
    there = set(kept) if isinstance(kept, dict) else set()
    if missing := sorted(keys - there):
        remedy = f"Write it as JSON with the keys {', '.join(sorted(keys))}: docs/channels.md"
        return Finding(about, f"lacks {', '.join(missing)}", remedy)
    return Finding(about, f"has {', '.join(sorted(keys))}")


def connect(arn: str, plan: Plan, client: Any) -> Finding:
    about, named = "Connect instance", CONNECT_INSTANCE.fullmatch(arn)
    if named is None:
        remedy = "ConnectInstanceArn wants one as arn:aws:connect:...:instance/..."
        return Finding(about, f"{arn} is no ARN of one", remedy)
    region = named["region"]
    if region != plan.region:
        remedy = f"Deploy to {region}, or name an instance of {plan.region}."
        return Finding(about, f"is in {region}, the stack in {plan.region}", remedy)
    instance = client.describe_instance(InstanceId=named["id"])["Instance"]
    status, name = instance["InstanceStatus"], instance.get("InstanceAlias", arn)
    remedy = "" if status == "ACTIVE" else "Wait until it is ACTIVE, or make another."
    return Finding(about, f"{name} is {status}", remedy)


def kendra(index: str, client: Any) -> Finding:
    found = client.describe_index(Id=index)
    remedy = "" if found["Status"] == "ACTIVE" else "Wait until it is ACTIVE."
    return Finding("Kendra index", f"{found.get('Name', index)} is {found['Status']}", remedy)


def guarded(about: str, look: Callable[[], Finding]) -> Finding:
    """What is found; that AWS refuses to tell is a finding too."""
    try:
        return look()
    except ClientError as error:
        if error.response["Error"]["Code"] in DENIED:
            remedy = "Look with other credentials, or in the console."
            return Finding(about, "these credentials may not look", remedy, is_warning=True)
        return Finding(about, said(error), "Mend its value in samconfig.toml, then look again.")
    except BotoCoreError as error:
        return Finding(about, said(error), "Check the network and the region.")


def guarded_set(look: Callable[[], set[str]]) -> set[str]:
    try:
        return look()
    except (BotoCoreError, ClientError):  # a stack that is new has none
        return set()


def said(error: Exception) -> str:
    """AWS's own words, in one line."""
    if isinstance(error, ClientError):
        told = error.response["Error"]
        words = told.get("Message") or f"{error.operation_name} is refused"
        return " ".join(f"{words} ({told['Code']})".split())
    return " ".join(str(error).split())
