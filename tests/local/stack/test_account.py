"""An AWS account before a deployment, asked over HTTP as AWS is."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from local import cli
from local.commands import doctor
from local.stack.account import Plan, bucket_name, examine, plan_of
from local.stack.errors import UsageError
from local.stack.findings import Finding
from tests.local.stack.aws_account import (
    ACCOUNT,
    INDEX,
    INSTANCE,
    INSTANCE_ID,
    REGION,
    SLACK,
    TWILIO,
    Account,
    Refused,
    answering,
    quotas,
)

ALL = {
    "AlarmEmail": "ops@bank.example",
    "TwilioSecretArn": TWILIO,
    "SlackSecretArn": SLACK,
    "ConnectInstanceArn": INSTANCE,
    "KendraIndexId": INDEX,
}


@pytest.fixture(scope="module")
def server() -> Iterator[Account]:
    with answering() as account:
        yield account


@pytest.fixture
def aws(server: Account) -> Account:
    """An account that is well."""
    server.begin_anew()
    return server


@pytest.fixture(scope="module")
def nowhere() -> str:
    """An address at which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def found(aws: Account, region: str = REGION, **parameters: str) -> dict[str, Finding]:
    plan = Plan("dev", "omnilex-dev", region, {"AlarmEmail": "ops@bank.example", **parameters})
    return {one.about: one for one in examine(plan, aws.client)}


def test_an_account_that_has_all_that_is_asked_for_is_well(aws: Account):
    findings = found(aws, **ALL)

    assert [one for one in findings.values() if one.remedy] == []
    assert findings["Credentials"].found == f"arn:aws:iam::{ACCOUNT}:user/deployer in {ACCOUNT}"
    assert findings["Connect instance"].found == "the-bank is ACTIVE"
    assert findings["TwilioSecretArn"].found == "has account_sid, auth_token"


def test_a_doctor_only_reads(aws: Account):
    found(aws, **ALL)

    assert all(one.startswith(("Get", "List", "Describe", "Head")) for one in aws.asked)
    assert {"ListBots", "HeadBucket", "DescribeInstance", "ListServiceQuotas"} <= set(aws.asked)


def test_no_value_of_a_secret_is_told(aws: Account):
    findings = found(aws, **ALL)

    assert "made-up-token" not in str(findings)


def test_without_credentials_nothing_else_is_asked(aws: Account):
    aws.answers["GetCallerIdentity"] = Refused("ExpiredToken", 403)

    findings = found(aws)

    assert list(findings) == ["Credentials"]
    assert findings["Credentials"].found == "said of ExpiredToken (ExpiredToken)"
    assert findings["Credentials"].remedy == "Sign in: aws configure sso, or aws sso login"
    assert aws.asked == ["GetCallerIdentity"]


def test_credentials_that_a_region_does_not_know_may_be_of_one_that_is_off(aws: Account):
    aws.answers["GetCallerIdentity"] = Refused("InvalidClientTokenId", 403)

    finding = found(aws, "ap-east-1")["Credentials"]

    assert "switch ap-east-1 on" in finding.remedy


def test_who_cannot_reach_aws_is_not_told_to_sign_in(aws: Account, nowhere: str):
    aws.addresses["sts"] = nowhere

    finding = found(aws, "mars-1")["Credentials"]

    assert "Could not connect" in finding.found
    assert finding.remedy == "Check the network, and that mars-1 is a region of AWS."


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("Lex V2", "lexv2-models"),
        ("Transcribe", "transcribe"),
        ("Comprehend", "comprehend"),
        ("Amplify", "amplify"),
    ],
)
def test_a_region_without_a_service_is_named_with_one_that_has_it(
    aws: Account, nowhere: str, name: str, service: str
):
    aws.addresses[service] = nowhere

    finding = found(aws, "eu-north-1")[name]

    assert finding.found == "does not answer in eu-north-1"
    assert "us-east-1" in finding.remedy
    assert finding.is_failure


@pytest.mark.parametrize(
    ("code", "status", "told"),
    [
        ("AccessDeniedException", 403, "these credentials may not ask it"),
        ("SubscriptionRequiredException", 400, "is not open to this account yet"),
        ("OptInRequired", 401, "is not open to this account yet"),
        ("ThrottlingException", 400, "said of ThrottlingException (ThrottlingException)"),
        ("InternalServerException", 500, "said of InternalServerException"),
    ],
)
def test_why_a_service_refuses_is_told_from_a_region_without_it(
    aws: Account, code: str, status: int, told: str
):
    aws.answers["ListBots"] = Refused(code, status)

    finding = found(aws)["Lex V2"]

    assert told in finding.found
    assert finding.is_failure


def test_a_new_accounts_ten_executions_at_once_are_a_warning(aws: Account):
    aws.answers["ListServiceQuotas"] = quotas(lambda_=10.0, transcribe=250.0)

    finding = found(aws)["Lambda's concurrency"]

    assert finding.found == "10 executions at once"
    assert finding.is_warning


def test_a_quota_that_the_account_never_had_raised_is_the_default(aws: Account):
    aws.answers["ListServiceQuotas"] = quotas(analytics=100.0)
    aws.answers["ListAWSDefaultServiceQuotas"] = quotas(
        lambda_=1000.0, medical=50.0, analytics=100.0, transcribe=250.0
    )

    findings = found(aws)

    assert findings["Lambda's concurrency"].found == "1000 executions at once"
    assert findings["Transcribe's jobs"].found == "250 at once, 250 wanted"


@pytest.mark.parametrize(
    ("wanted", "is_failure"), [("100", False), ("250", False), ("251", True), ("many", True)]
)
def test_the_bulk_upload_may_not_want_more_jobs_than_the_account_has(
    aws: Account, wanted: str, is_failure: bool
):
    finding = found(aws, BulkUploadMaxTranscribeJobs=wanted)["Transcribe's jobs"]

    assert finding.is_failure is is_failure


@pytest.mark.parametrize("answer", [quotas(), Refused("AccessDeniedException", 403)])
def test_a_quota_that_is_not_told_is_a_warning(aws: Account, answer: Any):
    aws.answers["ListServiceQuotas"] = answer

    findings = found(aws)

    for about in ("Lambda's concurrency", "Transcribe's jobs"):
        assert findings[about].is_warning
        assert findings[about].remedy == "Look in Service Quotas."


def test_what_the_credentials_may_not_look_at_is_a_warning(aws: Account):
    aws.answers["GetAccountSummary"] = Refused("AccessDenied", 403)

    finding = found(aws)["IAM roles"]

    assert finding.is_warning
    assert finding.found == "these credentials may not look"


def test_too_few_roles_are_a_failure(aws: Account):
    aws.answers["GetAccountSummary"] = {"SummaryMap": {"Roles": 990, "RolesQuota": 1000}}

    finding = found(aws)["IAM roles"]

    assert finding.found == "10 more may be made"
    assert finding.is_failure


def test_a_stack_that_is_not_there_is_new(aws: Account):
    assert found(aws)["Stack"] == Finding("Stack", "omnilex-dev is new here")


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        ("UPDATE_COMPLETE", ""),
        ("UPDATE_IN_PROGRESS", "Wait"),
        ("ROLLBACK_COMPLETE", "sam delete --stack-name omnilex-dev"),
        ("DELETE_FAILED", "sam delete --stack-name omnilex-dev"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback --stack-name omnilex-dev"),
    ],
)
def test_a_stack_that_cannot_be_deployed_to_says_what_to_do_first(
    aws: Account, status: str, remedy: str
):
    one = {"StackName": "omnilex-dev", "CreationTime": "2026-01-01", "StackStatus": status}
    aws.answers["DescribeStacks"] = {"Stacks": [one]}

    finding = found(aws)["Stack"]

    assert status in finding.found
    assert remedy in finding.remedy
    assert bool(finding.remedy) is bool(remedy)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Refused("404", 404), "is free"),
        (Refused("403", 403), "is taken already, and not yours"),
        (Refused("301", 301), "is taken already, and not yours"),
        ({}, "is yours already"),
        (Refused("400", 400), "S3 answers Bad Request (400)"),
    ],
)
def test_a_buckets_name_is_free_taken_or_left_by_a_former_stack(
    aws: Account, answer: Any, words: str
):
    aws.answers["HeadBucket"] = answer

    finding = found(aws)["InputBucketName"]

    assert words in finding.found
    assert finding.is_failure is (words != "is free")


def test_an_s3_that_cannot_be_reached_says_nothing_of_a_bucket(aws: Account, nowhere: str):
    aws.addresses["s3"] = nowhere

    finding = found(aws)["InputBucketName"]

    assert "Could not connect" in finding.found
    assert finding.is_failure


def test_the_stacks_own_buckets_are_well(aws: Account):
    name = f"omni-lex-sentiment-source-audio-{ACCOUNT}-{REGION}"
    listed = {
        "LogicalResourceId": "InputBucket",
        "PhysicalResourceId": name,
        "ResourceType": "AWS::S3::Bucket",
        "LastUpdatedTimestamp": "2026-01-01",
        "ResourceStatus": "CREATE_COMPLETE",
    }
    aws.answers |= {"ListStackResources": {"StackResourceSummaries": [listed]}, "HeadBucket": {}}

    findings = found(aws)

    assert findings["InputBucketName"] == Finding("InputBucketName", f"{name}, the stack's own")
    assert "is yours already" in findings["OutputBucketName"].found


@pytest.mark.parametrize("name", ["Bank", "a_b", "ab", "a" * 64, "-bank"])
def test_a_name_that_no_bucket_may_have_is_a_failure(aws: Account, name: str):
    finding = found(aws, InputBucketName=name)["InputBucketName"]

    assert "is no name for a bucket" in finding.found


@pytest.mark.parametrize("region", ["us-east-1", "ca-central-1", "ap-southeast-2"])
def test_the_names_that_the_template_makes_up_fit_everywhere(region: str):
    name = bucket_name(
        Plan("dev", "omnilex", region, {}),
        "SupportFilesBucketName",
        "omni-lex-sentiment-custom-source-files",
        ACCOUNT,
    )

    assert len(name) <= 63


@pytest.mark.parametrize("text", ['{"account_sid": "AC0"}', "not JSON", "[]"])
def test_a_secret_without_its_keys_says_which_it_lacks(aws: Account, text: str):
    aws.answers[TWILIO] = {"SecretString": text}

    finding = found(aws, TwilioSecretArn=TWILIO)["TwilioSecretArn"]

    assert "auth_token" in finding.found
    assert finding.is_failure


@pytest.mark.parametrize(
    ("parameter", "named", "about", "asked"),
    [
        ("SlackSecretArn", SLACK, "SlackSecretArn", SLACK),
        ("ConnectInstanceArn", INSTANCE, "Connect instance", "DescribeInstance"),
        ("KendraIndexId", INDEX, "Kendra index", "DescribeIndex"),
    ],
)
def test_what_a_parameter_names_and_is_not_there_is_a_failure(
    aws: Account, parameter: str, named: str, about: str, asked: str
):
    aws.answers[asked] = Refused("ResourceNotFoundException")

    finding = found(aws, **{parameter: named})[about]

    assert "ResourceNotFoundException" in finding.found
    assert finding.remedy == "Mend its value in samconfig.toml, then look again."


def test_a_connect_instance_of_another_region_not_yet_made_or_misnamed_is_a_failure(aws: Account):
    elsewhere = found(aws, "ca-central-1", ConnectInstanceArn=INSTANCE)["Connect instance"]
    misnamed = found(aws, ConnectInstanceArn="the-bank")["Connect instance"]
    creating = {"Id": INSTANCE_ID, "InstanceStatus": "CREATION_IN_PROGRESS"}
    aws.answers["DescribeInstance"] = {"Instance": creating}
    early = found(aws, ConnectInstanceArn=INSTANCE)["Connect instance"]

    assert elsewhere.found == "is in us-east-1, the stack in ca-central-1"
    assert misnamed.found == "the-bank is no ARN of one"
    assert "CREATION_IN_PROGRESS" in early.found
    assert all(one.is_failure for one in (elsewhere, misnamed, early))


def test_a_kendra_index_that_is_not_ready_is_a_failure(aws: Account):
    aws.answers["DescribeIndex"] = {"Name": "questions", "Id": INDEX, "Status": "CREATING"}

    finding = found(aws, KendraIndexId=INDEX)["Kendra index"]

    assert finding.found == "questions is CREATING"
    assert finding.is_failure


def test_a_firewall_elsewhere_than_in_us_east_1_and_alarms_for_nobody_are_warnings(aws: Account):
    findings = found(aws, "ca-central-1", Firewall="true", AlarmEmail="")

    assert findings["Firewall"].is_warning
    assert findings["Alarms"].is_warning


@pytest.fixture
def told(
    aws: Account,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[[], tuple[int, str]]:
    """What `omnilex doctor --aws` says of the stage that samconfig names, and how it ends."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    monkeypatch.setattr(doctor, "SAMCONFIG", samconfig(tmp_path, "'AlarmEmail=a@b.c'"))

    def ask() -> tuple[int, str]:
        status = cli.main(["doctor", "--aws", "--region", REGION])
        return status, capsys.readouterr().out

    return ask


def test_the_command_ends_with_what_to_do(aws: Account, told: Callable[[], tuple[int, str]]):
    well, words = told()
    aws.answers["HeadBucket"] = Refused("403", 403)
    amiss, complaint = told()

    assert well == 0
    assert "Can omnilex-dev be deployed to us-east-1?" in words
    assert words.endswith(f"Ready: AWS_DEFAULT_REGION={REGION} make deploy STAGE=dev\n")
    assert amiss == 1
    assert "    Name another: InputBucketName\n" in complaint
    assert complaint.endswith("4 to mend before you deploy\n")


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

    parameters = {"Stage": "dev", "AlarmEmail": "a@b.c"}
    assert plan == Plan("dev", "omnilex-dev", "ca-central-1", parameters)


def test_a_stage_that_samconfig_does_not_know_is_refused_with_those_it_knows(tmp_path: Path):
    with pytest.raises(UsageError, match="no stage qa") as refused:
        plan_of("qa", None, samconfig(tmp_path, '""'))

    assert "dev" in refused.value.remedy


def test_without_a_region_the_command_asks_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))

    with pytest.raises(UsageError, match="No region"):
        plan_of("dev", None, samconfig(tmp_path, '""'))
