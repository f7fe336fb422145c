"""An AWS account before a deployment; botocore's stubber holds the answers to AWS's own shapes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.stub import Stubber

from local.stack.account import Plan, bucket_name, examine, plan_of
from local.stack.errors import UsageError
from local.stack.findings import Finding

ACCOUNT, REGION = "123456789012", "us-east-1"
TWILIO = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:twilio-AbCdEf"
SLACK = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:slack-AbCdEf"
INSTANCE_ID = "0c0ffee0-0000-4000-8000-000000000000"
INSTANCE = f"arn:aws:connect:{REGION}:{ACCOUNT}:instance/{INSTANCE_ID}"
INDEX = "aaaaaaaa-0000-4000-8000-000000000000"
ALL = {
    "AlarmEmail": "ops@bank.example",
    "TwilioSecretArn": TWILIO,
    "SlackSecretArn": SLACK,
    "ConnectInstanceArn": INSTANCE,
    "KendraIndexId": INDEX,
}

Answers = dict[tuple[str, str], Any]


class Refused:
    """An error that AWS answers with."""

    def __init__(self, code: str, status: int = 400) -> None:
        self.code, self.status = code, status


WELL: Answers = {
    ("sts", "get_caller_identity"): {
        "UserId": "AIDA",
        "Account": ACCOUNT,
        "Arn": f"arn:aws:iam::{ACCOUNT}:user/deployer",
    },
    ("lexv2-models", "list_bots"): {"botSummaries": []},
    ("transcribe", "list_transcription_jobs"): {"TranscriptionJobSummaries": []},
    ("comprehend", "list_endpoints"): {"EndpointPropertiesList": []},
    ("amplify", "list_apps"): {"apps": []},
    ("service-quotas", "get_service_quota"): {
        "Quota": {"ServiceCode": "lambda", "QuotaName": "Concurrent executions", "Value": 1000.0}
    },
    ("service-quotas", "list_service_quotas"): {
        "Quotas": [
            {"QuotaName": "Number of concurrent streams", "Value": 25.0},
            {"QuotaName": "Number of concurrent batch transcription jobs", "Value": 250.0},
        ]
    },
    ("iam", "get_account_summary"): {"SummaryMap": {"Roles": 40, "RolesQuota": 1000}},
    ("cloudformation", "describe_stacks"): Refused("ValidationError"),
    ("cloudformation", "list_stack_resources"): Refused("ValidationError"),
    ("s3", "head_bucket"): Refused("404", 404),
    ("secretsmanager", TWILIO): {
        "SecretString": json.dumps({"account_sid": "AC0", "auth_token": "made-up-token"})
    },
    ("secretsmanager", SLACK): {
        "SecretString": json.dumps({"signing_secret": "s", "bot_token": "made-up-token"})
    },
    ("connect", "describe_instance"): {
        "Instance": {"Id": INSTANCE_ID, "InstanceAlias": "the-bank", "InstanceStatus": "ACTIVE"}
    },
    ("kendra", "describe_index"): {"Name": "questions", "Id": INDEX, "Status": "ACTIVE"},
}


def aws(**other: Any) -> Callable[..., Any]:
    """A client maker whose every call is answered as in WELL, but for the operations named."""
    answers = {key: other.get(key[1], answer) for key, answer in WELL.items()}

    def make(service: str, region_name: str) -> Any:
        client = boto3.client(service, region_name=region_name)
        stub = Stubber(client)

        def next_answer(params: Any, model: Any, **_: Any) -> None:
            operation = "_".join(split(model.name))
            key = (service, params["SecretId"] if service == "secretsmanager" else operation)
            answer = answers[key]
            if isinstance(answer, Exception):
                raise answer
            if isinstance(answer, Refused):
                stub.add_client_error(operation, answer.code, http_status_code=answer.status)
            else:
                stub.add_response(operation, answer)

        client.meta.events.register_first("before-parameter-build.*.*", next_answer)
        stub.activate()  # afterwards: the first to register is asked first
        return client

    return make


def split(name: str) -> list[str]:
    """The words of an operation's name: ``ListBots`` is list, bots."""
    words = "".join(f"_{one.lower()}" if one.isupper() else one for one in name)
    return words.removeprefix("_").split("_")


def found(make: Callable[..., Any], region: str = REGION, **parameters: str) -> dict[str, Finding]:
    plan = Plan("omnilex-dev", region, {"AlarmEmail": "ops@bank.example", **parameters})
    return {one.about: one for one in examine(plan, make)}


def test_an_account_that_has_all_that_is_asked_for_is_well():
    findings = found(aws(), **ALL)

    assert [one for one in findings.values() if one.remedy] == []
    assert findings["Connect instance"].found == "the-bank is ACTIVE"
    assert findings["TwilioSecretArn"].found == "has account_sid, auth_token"


def test_no_value_of_a_secret_is_told():
    findings = found(aws(), **ALL)

    assert "made-up-token" not in str(findings)


def test_without_credentials_nothing_else_is_asked():
    findings = found(aws(get_caller_identity=Refused("ExpiredToken", 403)))

    assert list(findings) == ["Credentials"]
    assert "aws sso login" in findings["Credentials"].remedy


def test_a_region_without_a_service_is_named_with_one_that_has_it():
    gone = EndpointConnectionError(endpoint_url="https://models-v2-lex.test")

    finding = found(aws(list_bots=gone), "eu-north-1")["Lex V2"]

    assert finding.found == "does not answer in eu-north-1"
    assert "us-east-1" in finding.remedy
    assert finding.is_failure


def test_credentials_that_may_not_use_a_service_are_told_from_a_region_without_it():
    finding = found(aws(list_bots=Refused("AccessDeniedException", 403)))["Lex V2"]

    assert finding.found == "these credentials may not ask it"


def test_an_error_of_a_service_is_told_in_its_own_words():
    finding = found(aws(list_apps=Refused("InternalFailureException", 500)))["Amplify"]

    assert "InternalFailureException" in finding.found
    assert finding.is_failure


def test_a_new_accounts_ten_executions_at_once_are_a_warning():
    quota = {"Quota": {"QuotaName": "Concurrent executions", "Value": 10.0}}

    finding = found(aws(get_service_quota=quota))["Lambda's concurrency"]

    assert finding.found == "10 executions at once"
    assert finding.is_warning


@pytest.mark.parametrize(("wanted", "is_failure"), [("100", False), ("400", True)])
def test_the_bulk_upload_may_not_want_more_jobs_than_the_account_has(wanted: str, is_failure: bool):
    finding = found(aws(), BulkUploadMaxTranscribeJobs=wanted)["Transcribe's jobs"]

    assert finding.is_failure is is_failure


def test_a_quota_that_is_not_listed_is_a_warning():
    finding = found(aws(list_service_quotas={"Quotas": []}))["Transcribe's jobs"]

    assert finding.is_warning


def test_what_the_credentials_may_not_look_at_is_a_warning():
    finding = found(aws(get_account_summary=Refused("AccessDenied", 403)))["IAM roles"]

    assert finding.is_warning
    assert finding.found == "these credentials may not look"


def test_too_few_roles_are_a_failure():
    finding = found(aws(get_account_summary={"SummaryMap": {"Roles": 990, "RolesQuota": 1000}}))

    assert finding["IAM roles"].is_failure


def stack_in(status: str) -> dict[str, Any]:
    return {
        "Stacks": [
            {"StackName": "omnilex-dev", "CreationTime": "2026-01-01", "StackStatus": status}
        ]
    }


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        ("UPDATE_COMPLETE", ""),
        ("UPDATE_IN_PROGRESS", "Wait"),
        ("ROLLBACK_COMPLETE", "sam delete --stack-name omnilex-dev"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback --stack-name omnilex-dev"),
    ],
)
def test_a_stack_that_cannot_be_deployed_to_says_what_to_do_first(status: str, remedy: str):
    finding = found(aws(describe_stacks=stack_in(status)))["Stack"]

    assert status in finding.found
    assert remedy in finding.remedy
    assert bool(finding.remedy) is bool(remedy)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Refused("404", 404), "is free"),
        (Refused("403", 403), "is taken already"),
        ({}, "is yours already"),
        (EndpointConnectionError(endpoint_url="https://s3.test"), "Could not connect"),
    ],
)
def test_a_buckets_name_is_free_taken_or_left_by_a_former_stack(answer: Any, words: str):
    finding = found(aws(head_bucket=answer))["InputBucketName"]

    assert words in finding.found
    assert finding.is_failure is (words != "is free")


def test_the_stacks_own_buckets_are_well():
    name = f"omni-lex-sentiment-source-audio-{ACCOUNT}-{REGION}"
    listed = {
        "StackResourceSummaries": [
            {
                "LogicalResourceId": "InputBucket",
                "PhysicalResourceId": name,
                "ResourceType": "AWS::S3::Bucket",
                "LastUpdatedTimestamp": "2026-01-01",
                "ResourceStatus": "CREATE_COMPLETE",
            }
        ]
    }

    finding = found(aws(list_stack_resources=listed, head_bucket={}))["InputBucketName"]

    assert finding == Finding("InputBucketName", f"{name}, the stack's own")


@pytest.mark.parametrize("name", ["Bank", "a_b", "ab", "a" * 64, "-bank"])
def test_a_name_that_no_bucket_may_have_is_a_failure(name: str):
    finding = found(aws(), InputBucketName=name)["InputBucketName"]

    assert "is no name for a bucket" in finding.found


@pytest.mark.parametrize("region", ["us-east-1", "ca-central-1", "ap-southeast-2"])
def test_the_names_that_the_template_makes_up_fit_everywhere(region: str):
    name = bucket_name(
        Plan("omnilex", region, {}),
        "SupportFilesBucketName",
        "omni-lex-sentiment-custom-source-files",
        ACCOUNT,
    )

    assert len(name) <= 63


@pytest.mark.parametrize("text", ['{"account_sid": "AC0"}', "not JSON", "[]"])
def test_a_secret_without_its_keys_says_which_it_lacks(text: str):
    finding = found(aws(**{TWILIO: {"SecretString": text}}), TwilioSecretArn=TWILIO)

    assert "auth_token" in finding["TwilioSecretArn"].found
    assert finding["TwilioSecretArn"].is_failure


def test_a_secret_that_is_not_there_is_a_failure():
    missing = aws(**{SLACK: Refused("ResourceNotFoundException")})

    finding = found(missing, SlackSecretArn=SLACK)["SlackSecretArn"]

    assert "ResourceNotFoundException" in finding.found
    assert finding.is_failure


def test_a_connect_instance_of_another_region_or_not_yet_made_is_a_failure():
    creating = {"Instance": {"Id": INSTANCE_ID, "InstanceStatus": "CREATION_IN_PROGRESS"}}

    elsewhere = found(aws(), "ca-central-1", ConnectInstanceArn=INSTANCE)["Connect instance"]
    early = found(aws(describe_instance=creating), ConnectInstanceArn=INSTANCE)["Connect instance"]

    assert elsewhere.found == "is in us-east-1, the stack in ca-central-1"
    assert "CREATION_IN_PROGRESS" in early.found
    assert elsewhere.is_failure
    assert early.is_failure


def test_a_kendra_index_that_is_not_ready_is_a_failure():
    creating = {"Name": "questions", "Id": INDEX, "Status": "CREATING"}

    finding = found(aws(describe_index=creating), KendraIndexId=INDEX)["Kendra index"]

    assert finding.is_failure


def test_a_firewall_elsewhere_than_in_us_east_1_and_alarms_for_nobody_are_warnings():
    findings = found(aws(), "ca-central-1", Firewall="true", AlarmEmail="")

    assert findings["Firewall"].is_warning
    assert findings["Alarms"].is_warning


def samconfig(folder: Path, overrides: str) -> Path:
    file = folder / "samconfig.toml"
    file.write_text(
        f'[dev.deploy.parameters]\nstack_name = "omnilex-dev"\nparameter_overrides = {overrides}\n'
    )
    return file


@pytest.mark.parametrize(
    "overrides", ["'Stage=dev AlarmEmail=\"a@b.c\"'", '["Stage=dev", "AlarmEmail=a@b.c"]']
)
def test_a_stage_is_read_from_samconfig(tmp_path: Path, overrides: str):
    plan = plan_of("dev", "ca-central-1", samconfig(tmp_path, overrides))

    assert plan == Plan("omnilex-dev", "ca-central-1", {"Stage": "dev", "AlarmEmail": "a@b.c"})


def test_a_stage_that_samconfig_does_not_know_is_refused_with_those_it_knows(tmp_path: Path):
    with pytest.raises(UsageError, match="no stage qa") as refused:
        plan_of("qa", None, samconfig(tmp_path, '""'))

    assert "dev" in refused.value.remedy


def test_without_a_region_the_command_asks_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))

    with pytest.raises(UsageError, match="No region"):
        plan_of("dev", None, samconfig(tmp_path, '""'))
