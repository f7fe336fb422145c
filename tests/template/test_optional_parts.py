"""Each optional part is what its parameter makes; a key of one's own is everywhere or nowhere."""

import json
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

import pytest

from tests.template.conditions import Decided

INSTANCE = "arn:aws:connect:us-east-1:123456789012:instance/0c0ffee0-0000-4000-8000-000000000000"
SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:vendor"
ON_SITE = {"SiteFirewall", "SiteStandsBehindFirewall"}
Grants = frozenset[tuple[str, str]]


class Part(NamedTuple):
    """What switches a part on, and what is made and granted to the other functions for it alone."""

    value: str
    makes: AbstractSet[str] = frozenset()
    grants: Grants = frozenset()


def may(action: str, *functions: str) -> Grants:
    return frozenset((f"{function}Function", action) for function in functions)


PARTS = {
    "ConnectInstanceArn": Part(
        INSTANCE,
        {
            *("BankLine", "ServiceHours", "ServiceQueue", "ConnectKeepsCalls", "ConnectKeepsChats"),
            *("ConnectUsesBot", "ConnectUsesIdentifyCaller", "ConnectInvokesIdentifyCaller"),
            *("ConnectUsesBriefAgent", "ConnectInvokesBriefAgent"),
            *("ConnectUsesResumeCall", "ConnectInvokesResumeCall"),
            *("IdentifyCallerFunction", "IdentifyCallerLogs", "BriefAgentFunction"),
            *("BriefAgentLogs", "ResumeCallFunction", "ResumeCallLogs"),
        },
    ),
    "KendraIndexId": Part(
        "aaaaaaaa-0000-4000-8000-000000000000",
        grants=may("kendra:Query", "AnswerQuestion", "OfferHelp", "ServeContacts"),
    ),
    "TwilioSecretArn": Part(
        SECRET, grants=may("secretsmanager:GetSecretValue", "CheckPin", "RelaySms")
    ),
    "SlackSecretArn": Part(
        SECRET, grants=may("secretsmanager:GetSecretValue", "AnswerSlack", "ReceiveSlack")
    ),
    "SiteDomain": Part("bank.example.com", {"SiteAddress"}),
    "AlarmEmail": Part("ops@bank.example", {"AlarmMail"}),
    "Firewall": Part("true", {"SignInFirewall", "SignInStandsBehindFirewall", *ON_SITE}),
    "OwnKey": Part(
        "true",
        {"DataKey", "DataKeyAlias"},
        may("kms:Decrypt", "StartTranscription")
        | may("kms:Encrypt", "StartTranscription")
        | may("kms:GenerateDataKey", "StartTranscription"),
    ),
}
STORES = {
    "AWS::Connect::InstanceStorageConfig": "connect",
    "AWS::DynamoDB::Table": "dynamodb",
    "AWS::Logs::LogGroup": "logs",
    "AWS::S3::Bucket": "s3",
    "AWS::SecretsManager::Secret": "secretsmanager",
    "AWS::SNS::Topic": "sns",
    "AWS::SQS::Queue": "sqs",
}
KEY = {"Fn::GetAtt": ["DataKey", "Arn"]}


def granted(resources: dict[str, Any]) -> Grants:
    """Which function's role may do what."""
    return frozenset(
        (name, action)
        for name, resource in resources.items()
        if resource["Type"] == "AWS::Serverless::Function"
        for statement in statements(resource["Properties"].get("Policies", []))
        for action in statement["Action"]
    )


def statements(policies: Any) -> Iterator[dict[str, Any]]:
    if isinstance(policies, dict) and "Action" in policies:
        yield policies
    elif isinstance(policies, dict | list):
        for one in policies.values() if isinstance(policies, dict) else policies:
            yield from statements(one)


@pytest.mark.parametrize("parameter", PARTS)
def test_a_part_makes_and_grants_what_is_its_own_and_nothing_else(
    parameter: str, template: dict[str, Any]
):
    part = PARTS[parameter]
    bare = Decided(template, {}).resources

    made = Decided(template, {parameter: part.value}).resources

    assert made.keys() ^ bare.keys() == part.makes
    assert granted({name: made[name] for name in bare}) ^ granted(bare) == part.grants


def test_what_is_not_always_made_belongs_to_one_part(template: dict[str, Any]):
    sometimes = {name for name, one in template["Resources"].items() if "Condition" in one}

    assert sorted(sometimes) == sorted(name for part in PARTS.values() for name in part.makes)


def test_the_sites_firewall_can_be_made_in_one_region_only(template: dict[str, Any]):
    elsewhere = Decided(template, {"Firewall": "true"}, region="ca-central-1").resources

    assert PARTS["Firewall"].makes - elsewhere.keys() == ON_SITE


def keys(resources: dict[str, Any]) -> dict[str, Any]:
    """By name the key of everything that stores; None where it is AWS's own."""
    return {
        name: key_of(one["Type"], one["Properties"])
        for name, one in resources.items()
        if one["Type"] in STORES
    }


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def key_of(kind: str, properties: dict[str, Any]) -> Any:
    if kind == "AWS::DynamoDB::Table":
        return properties["SSESpecification"].get("KMSMasterKeyId")
    if kind == "AWS::Connect::InstanceStorageConfig":
        return properties["S3Config"].get("EncryptionConfig", {}).get("KeyId")
    if kind == "AWS::S3::Bucket":
        (rule,) = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        return rule["ServerSideEncryptionByDefault"].get("KMSMasterKeyID")
    return properties.get("KmsMasterKeyId", properties.get("KmsKeyId"))


def test_with_a_key_of_ones_own_everything_that_stores_is_encrypted_under_it(
    template: dict[str, Any],
):
    own = Decided(template, {"OwnKey": "true", "ConnectInstanceArn": INSTANCE})

    found = keys(own.resources)

    assert found.pop("AccessLogs") is None  # S3 delivers its logs to no bucket with a key of KMS
    assert {template["Resources"][name]["Type"] for name in found} == STORES.keys()
    assert all(key == KEY for key in found.values())
    assert own.function_defaults["KmsKeyArn"] == KEY
    queues = [one for one in own.resources.values() if one["Type"] == "AWS::SQS::Queue"]
    assert all(queue["Properties"]["SqsManagedSseEnabled"] is False for queue in queues)


def test_without_one_nothing_names_a_key_and_everything_is_encrypted_by_its_service(
    template: dict[str, Any],
):
    bare = Decided(template, {"ConnectInstanceArn": INSTANCE})

    assert set(keys(bare.resources).values()) == {None}
    assert "DataKey" not in json.dumps([bare.resources, bare.function_defaults])
    for one in bare.resources.values():
        properties = one.get("Properties", {})
        if one["Type"] == "AWS::SQS::Queue":
            assert properties["SqsManagedSseEnabled"] is True
        elif one["Type"] == "AWS::DynamoDB::Table":
            assert properties["SSESpecification"]["SSEEnabled"] is True
        elif one["Type"] == "AWS::S3::Bucket":
            (rule,) = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
            assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}


@pytest.fixture
def policy(resources: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = resources["DataKey"]["Properties"]["KeyPolicy"]["Statement"]
    return found


def test_who_may_use_a_service_of_the_account_may_use_the_key_through_it_alone(
    policy: list[dict[str, Any]],
):
    (everybody,) = [one for one in policy if one["Principal"] == {"AWS": "*"}]
    asked = everybody["Condition"]["StringEquals"]
    through = {one["Fn::Sub"].split(".")[0] for one in asked["kms:ViaService"]}

    assert asked["kms:CallerAccount"] == {"Ref": "AWS::AccountId"}
    assert through == {"lambda", *STORES.values()}


def test_the_services_that_write_by_themselves_may_use_the_key(policy: list[dict[str, Any]]):
    services = {
        json.dumps(name): set(one["Action"])
        for one in policy
        for name in as_list(one["Principal"].get("Service", []))
    }

    logs = json.dumps({"Fn::Sub": "logs.${AWS::Region}.amazonaws.com"})
    assert services.keys() == {logs, '"cloudwatch.amazonaws.com"', '"events.amazonaws.com"'}
    assert all({"kms:Decrypt", "kms:GenerateDataKey*"} <= given for given in services.values())


def test_the_key_is_renewed_each_year_and_outlives_the_stack(resources: dict[str, Any]):
    key = resources["DataKey"]

    assert key["Properties"]["EnableKeyRotation"] is True
    assert key["DeletionPolicy"] == key["UpdateReplacePolicy"] == "Retain"
