"""What OmniLex relies on in the local AWS, as the launcher starts it."""

import io
import json
import os
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.e2e.encrypted import keys
from tests.local.aws.conftest import ROLE, LocalAws, Notes, policy

WHO = """
import os
def handler(event, context):
    return {"pid": os.getpid(), "said": event}
"""
FAILING = """
class CardBlockedError(Exception):
    pass
def handler(event, context):
    raise CardBlockedError("no such card")
"""
ANSWERING = """
import boto3
def handler(event, context):
    states = boto3.client("stepfunctions")
    if event["well"]:
        states.send_task_success(taskToken=event["token"], output='{"done": true}')
    else:
        states.send_task_failure(taskToken=event["token"], error="CardBlocked", cause="no card")
"""
GONE = "TaskDoesNotExist"
DEAF = "def handler(event, context):\n    return None\n"


def until(look: Callable[[], Any], within_s: float = 10) -> Any:
    """What ``look`` gives once it gives something."""
    deadline = time.monotonic() + within_s
    while not (found := look()):
        assert time.monotonic() < deadline, "it has not come"
        time.sleep(0.05)
    return found


def test_an_error_of_a_function_keeps_its_class(aws: LocalAws):
    aws.function("failing", FAILING)

    answer = aws.invoke("failing")

    assert answer["error"] == "Unhandled"
    assert answer["payload"]["errorType"] == "CardBlockedError"
    assert answer["payload"]["errorMessage"] == "no such card"


def test_a_function_stays_warm_between_calls_of_different_threads(aws: LocalAws):
    aws.function("who", WHO)
    first = aws.invoke("who")["payload"]["pid"]
    time.sleep(1.5)

    with ThreadPoolExecutor(1) as other:
        second = other.submit(aws.invoke, "who").result()["payload"]["pid"]

    assert second == first
    assert first != os.getpid()


def test_a_function_finds_the_packages_of_its_layer(aws: LocalAws):
    functions = aws.client("lambda")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("python/heavy.py", "WEIGHT_MB = 102")
    layer = functions.publish_layer_version(
        LayerName="heavy", Content={"ZipFile": packed.getvalue()}
    )
    aws.function("weighing", "import heavy\ndef handler(event, context): return heavy.WEIGHT_MB")

    without = aws.invoke("weighing")
    functions.update_function_configuration(
        FunctionName="weighing", Layers=[layer["LayerVersionArn"]]
    )

    assert without["error"] == "Unhandled"
    assert aws.invoke("weighing")["payload"] == 102


def test_first_calls_at_once_all_work(aws: LocalAws):
    aws.function("crowded", WHO)

    with ThreadPoolExecutor(6) as callers:
        answers = list(callers.map(lambda n: aws.invoke("crowded", {"n": n}), range(6)))

    assert [answer["error"] for answer in answers] == [None] * 6
    assert sorted(answer["payload"]["said"]["n"] for answer in answers) == list(range(6))


def waiting(arn: str, *, well: bool = True, timeout_s: int = 20) -> dict[str, Any]:
    """A machine whose one task waits for its token; its error is kept beside its input."""
    return {
        "StartAt": "Wait",
        "States": {
            "Wait": {
                "Type": "Task",
                "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
                "Parameters": {
                    "FunctionName": arn,
                    "Payload": {"token.$": "$$.Task.Token", "well": well},
                },
                "TimeoutSeconds": timeout_s,
                "Catch": [
                    {"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Caught"}
                ],
                "End": True,
            },
            "Caught": {"Type": "Pass", "End": True},
        },
    }


def test_a_token_that_is_answered_before_the_wait_begins_is_not_lost(aws: LocalAws):
    arn = aws.function("answers-well", ANSWERING)

    described = aws.ended(aws.run(waiting(arn)))

    assert json.loads(described["output"]) == {"done": True}


def test_a_token_that_fails_is_caught_with_the_input_kept(aws: LocalAws):
    arn = aws.function("answers-badly", ANSWERING)

    described = aws.ended(aws.run(waiting(arn, well=False), {"file": "a.wav"}))

    assert json.loads(described["output"]) == {
        "file": "a.wav",
        "error": {"Error": "CardBlocked", "Cause": "no card"},
    }


def test_a_token_that_nobody_answers_times_out(aws: LocalAws):
    arn = aws.function("deaf", DEAF)

    described = aws.ended(aws.run(waiting(arn, timeout_s=1)))

    assert json.loads(described["output"])["error"]["Error"] == "States.Timeout"


def test_a_function_that_fails_before_the_wait_is_caught(aws: LocalAws):
    arn = aws.function("fails-first", FAILING)

    described = aws.ended(aws.run(waiting(arn)))

    assert json.loads(described["output"])["error"]["Error"] == "CardBlockedError"


def test_an_execution_whose_time_is_over_ends_and_catches_nothing(aws: LocalAws):
    sqs, states, events = (aws.client(name) for name in ("sqs", "stepfunctions", "events"))
    tokens, endings = (sqs.create_queue(QueueName=n)["QueueUrl"] for n in ("tokens", "endings"))
    pattern = {"source": ["aws.states"], "detail": {"status": ["TIMED_OUT"]}}
    events.put_rule(Name="endings", EventPattern=json.dumps(pattern))
    arn = "arn:aws:sqs:us-east-1:000000000000:endings"
    events.put_targets(Rule="endings", Targets=[{"Id": "1", "Arn": arn}])
    machine = waiting("nobody") | {"TimeoutSeconds": 1}
    machine["States"]["Wait"] |= {
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {"QueueUrl": tokens, "MessageBody.$": "$$.Task.Token"},
        "Retry": [{"ErrorEquals": ["States.ALL"]}],
    }

    described = aws.ended(aws.run(machine))

    arn = described["executionArn"]
    history = states.get_execution_history(executionArn=arn)["events"]
    (told,) = sqs.receive_message(QueueUrl=endings, WaitTimeSeconds=5)["Messages"]
    event = json.loads(told["Body"])
    (asked,) = sqs.receive_message(QueueUrl=tokens)["Messages"]
    assert described["status"] == "TIMED_OUT"
    assert {"output", "error", "cause"} & described.keys() == set()
    assert history[-1]["type"] == "ExecutionTimedOut"
    assert history[-1]["executionTimedOutEventDetails"] == {"error": "States.Timeout"}
    assert event["detail-type"] == "Step Functions Execution Status Change"
    assert event["detail"]["executionArn"] == arn
    answering = only_for(aws, described["stateMachineArn"])
    until(lambda: refusal(lambda: answering.send_task_heartbeat(taskToken=asked["Body"])))
    assert refusal(lambda: answering.send_task_heartbeat(taskToken=asked["Body"])) == GONE
    assert states.get_execution_history(executionArn=arn)["events"] == history


def only_for(aws: LocalAws, machine: str) -> Any:
    """Step Functions for somebody who may answer this machine's tasks and do nothing else."""
    iam = aws.client("iam")
    iam.create_user(UserName="answers")
    allow = {"Effect": "Allow", "Action": "states:SendTask*", "Resource": machine}
    iam.put_user_policy(UserName="answers", PolicyName="answer", PolicyDocument=policy(allow))
    key = iam.create_access_key(UserName="answers")["AccessKey"]
    return aws.client("stepfunctions", key["AccessKeyId"], key["SecretAccessKey"])


def refusal(call: Callable[[], Any]) -> str | None:
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


@pytest.mark.parametrize(("caller", "refused"), [("test", 1), ("transcribe.amazonaws.com", 0)])
def test_only_a_service_announces_events_of_aws(aws: LocalAws, caller: str, refused: int):
    entry = {"Source": "aws.transcribe", "DetailType": "Job", "Detail": "{}"}

    answer = aws.client("events", caller).put_events(Entries=[entry])

    assert answer["FailedEntryCount"] == refused


def test_an_event_that_its_function_fails_at_is_kept_with_its_dead_letters(aws: LocalAws):
    events, functions, sqs = (aws.client(name) for name in ("events", "lambda", "sqs"))
    url = sqs.create_queue(QueueName="given-up")["QueueUrl"]
    arn = aws.function("gives-up", FAILING)
    dead_letters = {"TargetArn": "arn:aws:sqs:us-east-1:000000000000:given-up"}
    functions.update_function_configuration(FunctionName="gives-up", DeadLetterConfig=dead_letters)
    functions.put_function_event_invoke_config(FunctionName="gives-up", MaximumRetryAttempts=0)
    events.put_rule(Name="gives-up", EventPattern=json.dumps({"source": ["card"]}))
    events.put_targets(Rule="gives-up", Targets=[{"Id": "1", "Arn": arn}])

    entry = {"Source": "card", "DetailType": "Blocked", "Detail": '{"number": 7}'}
    events.put_events(Entries=[entry])

    (letter,) = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10)["Messages"]
    assert json.loads(letter["Body"])["requestPayload"]["detail"] == {"number": 7}


def test_a_dropped_file_starts_a_machine_and_names_its_version(aws: LocalAws):
    s3, states, events = (aws.client(name) for name in ("s3", "stepfunctions", "events"))
    s3.create_bucket(Bucket="dropped")
    s3.put_bucket_versioning(Bucket="dropped", VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_notification_configuration(
        Bucket="dropped", NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    machine = states.create_state_machine(
        name="listens",
        definition=json.dumps({"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}),
        roleArn=ROLE,
    )["stateMachineArn"]
    pattern = {"source": ["aws.s3"], "detail": {"object": {"key": [{"prefix": "in/"}]}}}
    events.put_rule(Name="dropped", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="dropped", Targets=[{"Id": "1", "Arn": machine, "RoleArn": ROLE}])

    s3.put_object(Bucket="dropped", Key="out/b.wav", Body=b"b")
    put = s3.put_object(Bucket="dropped", Key="in/a.wav", Body=b"a")
    place = {"Bucket": "dropped", "Key": "in/a.wav"}
    copied = s3.copy_object(**place, CopySource=place, MetadataDirective="REPLACE")

    def both() -> list[dict[str, Any]]:
        listed = states.list_executions(stateMachineArn=machine)["executions"]
        return listed if len(listed) == 2 else []

    told = [
        json.loads(states.describe_execution(executionArn=one["executionArn"])["input"])
        for one in until(both)
    ]
    assert {one["detail"]["object"]["version-id"] for one in told} == {
        put["VersionId"],
        copied["VersionId"],
    }
    assert {one["detail"]["object"]["key"] for one in told} == {"in/a.wav"}


def test_of_two_transactions_on_one_item_at_once_one_wins(aws: LocalAws):
    dynamodb = aws.client("dynamodb")
    dynamodb.create_table(
        TableName="money",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    dynamodb.put_item(TableName="money", Item={"pk": {"S": "a"}, "cents": {"N": "100"}})

    def take(number: int) -> bool:
        update = {
            "TableName": "money",
            "Key": {"pk": {"S": "a"}},
            "UpdateExpression": "SET cents = cents - :all",
            "ConditionExpression": "cents = :all",
            "ExpressionAttributeValues": {":all": {"N": "100"}},
        }
        put = {"TableName": "money", "Item": {"pk": {"S": f"payment-{number}"}}}
        client = aws.client("dynamodb")
        try:
            client.transact_write_items(TransactItems=[{"Update": update}, {"Put": put}])
        except client.exceptions.TransactionCanceledException:
            return False
        return True

    for _ in range(3):
        dynamodb.put_item(TableName="money", Item={"pk": {"S": "a"}, "cents": {"N": "100"}})
        with ThreadPoolExecutor(8) as takers:
            assert sum(takers.map(take, range(8))) == 1
    item = dynamodb.get_item(TableName="money", Key={"pk": {"S": "a"}})["Item"]
    assert item["cents"] == {"N": "0"}


TEMPLATE = {
    "Resources": {
        "Bot": {
            "Type": "AWS::Lex::Bot",
            "Properties": {
                "Name": "Bank",
                "RoleArn": ROLE,
                "DataPrivacy": {"ChildDirected": False},
                "IdleSessionTTLInSeconds": 300,
                "BotLocales": [{"LocaleId": "en_US", "NluConfidenceThreshold": 0.4}],
            },
        },
        "Version": {
            "Type": "AWS::Lex::BotVersion",
            "Properties": {
                "BotId": {"Ref": "Bot"},
                "BotVersionLocaleSpecification": [
                    {
                        "LocaleId": "en_US",
                        "BotVersionLocaleDetails": {"SourceBotVersion": "DRAFT"},
                    }
                ],
            },
        },
        "Alias": {
            "Type": "AWS::Lex::BotAlias",
            "Properties": {
                "BotAliasName": "live",
                "BotId": {"Ref": "Bot"},
                "BotVersion": {"Fn::GetAtt": ["Version", "BotVersion"]},
            },
        },
        "Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "s"}},
        "Machine": {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {
                "RoleArn": ROLE,
                "StateMachineName": "from-yaml",
                "DefinitionString": "StartAt: P\nStates:\n  P: {Type: Pass, End: true}\n",
            },
        },
    },
    "Outputs": {"Secret": {"Value": {"Ref": "Secret"}}, "Bot": {"Value": {"Ref": "Bot"}}},
}


def test_a_template_reaches_lex_and_takes_yaml(aws: LocalAws, lex: Notes):
    formation = aws.client("cloudformation")
    formation.create_stack(StackName="contract", TemplateBody=json.dumps(TEMPLATE))

    def created() -> Any:
        stack = formation.describe_stacks(StackName="contract")["Stacks"][0]
        assert "FAILED" not in stack["StackStatus"], stack
        assert "ROLLBACK" not in stack["StackStatus"], stack
        return stack if stack["StackStatus"] == "CREATE_COMPLETE" else None

    outputs = {one["OutputKey"]: one["OutputValue"] for one in until(created)["Outputs"]}

    bot = f"/_control/bots/{outputs['Bot']}"
    paths = [path for _, path, _ in lex.asked]
    assert bot in paths
    assert f"{bot}/versions" in paths
    assert any(path.startswith(f"{bot}/aliases/") for path in paths)
    assert outputs["Secret"].startswith("arn:aws:secretsmanager:")
    machine = "arn:aws:states:us-east-1:000000000000:stateMachine:from-yaml"
    started = aws.client("stepfunctions").start_execution(stateMachineArn=machine)
    assert aws.ended(started["executionArn"])["status"] == "SUCCEEDED"


def test_what_was_kept_is_there_after_a_restart_and_no_worker_outlives_it(
    tmp_path: Path, aws: LocalAws, lex: Notes
):
    first = LocalAws(tmp_path, lex)
    first.function("kept", WHO)
    first.client("s3").create_bucket(Bucket="kept")
    first.client("s3").put_object(Bucket="kept", Key="a", Body=b"a")
    worker = first.invoke("kept")["payload"]["pid"]
    first.stop()

    second = LocalAws(tmp_path, lex)
    try:
        body = second.client("s3").get_object(Bucket="kept", Key="a")["Body"].read()
        answer = second.invoke("kept")
    finally:
        second.stop()

    assert body == b"a"
    assert answer["error"] is None
    until(lambda: not Path(f"/proc/{worker}").exists())


def bot_stack(text: str, version: str, **more: Any) -> str:
    """A bot that says this, a version of it by this name, and the alias that serves the version."""
    bot, alias = TEMPLATE["Resources"]["Bot"], TEMPLATE["Resources"]["Alias"]
    resources = {
        "Bot": {**bot, "Properties": {**bot["Properties"], "Description": text}},
        version: {
            **TEMPLATE["Resources"]["Version"],
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
        },
        "Alias": {
            **alias,
            "Properties": {
                **alias["Properties"],
                "BotVersion": {"Fn::GetAtt": [version, "BotVersion"]},
            },
        },
    }
    return json.dumps({"Resources": resources | more})


REFUSED_FLOW = {
    "Type": "AWS::Connect::ContactFlow",
    "DependsOn": "Alias",
    "Properties": {
        "InstanceArn": "arn:aws:connect:us-east-1:000000000000:instance/any",
        "Name": "refused",
        "Type": "CONTACT_FLOW",
        "Content": "{",
    },
}


def test_a_changed_bot_moves_the_alias_and_a_failed_update_moves_it_back(aws: LocalAws, lex: Notes):
    formation = aws.client("cloudformation")

    def settled() -> Any:
        status = formation.describe_stacks(StackName="changing")["Stacks"][0]["StackStatus"]
        return None if status.endswith("IN_PROGRESS") else status

    def served() -> str:
        put = [body for _, path, body in lex.asked if "/aliases/" in path]
        return str(put[-1]["BotVersion"])

    formation.create_stack(StackName="changing", TemplateBody=bot_stack("one", "VersionOne"))
    states = [(until(settled), served())]
    formation.update_stack(StackName="changing", TemplateBody=bot_stack("two", "VersionTwo"))
    states.append((until(settled), served()))
    refused = bot_stack("three", "VersionThree", Flow=REFUSED_FLOW)
    formation.update_stack(StackName="changing", TemplateBody=refused)
    states.append((until(settled), served()))

    drafts = [body["Description"] for _, path, body in lex.asked if "Description" in body]
    assert states == [
        ("CREATE_COMPLETE", "1"),
        ("UPDATE_COMPLETE", "2"),
        ("UPDATE_ROLLBACK_COMPLETE", "2"),
    ]
    assert drafts[-4:] == ["one", "two", "three", "two"]


SHIELDED = {
    "Pool": {"Type": "AWS::Cognito::UserPool", "Properties": {"UserPoolName": "shielded"}},
    "App": {"Type": "AWS::Amplify::App", "Properties": {"Name": "shielded"}},
    "Firewall": {
        "Type": "AWS::WAFv2::WebACL",
        "Properties": {
            "Name": "shielding",
            "Scope": "REGIONAL",
            "DefaultAction": {"Allow": {}},
            "VisibilityConfig": {
                "CloudWatchMetricsEnabled": True,
                "MetricName": "shielding",
                "SampledRequestsEnabled": False,
            },
        },
    },
    "Shield": {
        "Type": "AWS::WAFv2::WebACLAssociation",
        "Properties": {
            "ResourceArn": {"Fn::GetAtt": ["Pool", "Arn"]},
            "WebACLArn": {"Fn::GetAtt": ["Firewall", "Arn"]},
        },
    },
    "Domain": {
        "Type": "AWS::Amplify::Domain",
        "Properties": {
            "AppId": {"Fn::GetAtt": ["App", "AppId"]},
            "DomainName": "bank.example.com",
            "SubDomainSettings": [{"BranchName": "main", "Prefix": ""}],
        },
    },
}


def test_a_firewall_and_a_domain_come_change_and_go_with_their_stack(aws: LocalAws):
    formation, firewall = aws.client("cloudformation"), aws.client("wafv2")

    def behind() -> list[str]:
        acls = firewall.list_web_acls(Scope="REGIONAL")["WebACLs"]
        return [
            arn.partition(":userpool/")[1] or arn.partition(":apps/")[1]
            for acl in acls
            for arn in firewall.list_resources_for_web_acl(WebACLArn=acl["ARN"])["ResourceArns"]
        ]

    def physical(name: str) -> str:
        described = formation.describe_stack_resource(StackName="shielded", LogicalResourceId=name)
        return str(described["StackResourceDetail"]["PhysicalResourceId"])

    def settled() -> Any:
        status = formation.describe_stacks(StackName="shielded")["Stacks"][0]["StackStatus"]
        return None if status.endswith("IN_PROGRESS") else status

    formation.create_stack(StackName="shielded", TemplateBody=json.dumps({"Resources": SHIELDED}))
    made = until(settled), behind(), physical("Domain").rpartition("/")[2]
    moved = json.loads(json.dumps(SHIELDED))
    moved["Shield"]["Properties"]["ResourceArn"] = {"Fn::GetAtt": ["App", "Arn"]}
    moved["Domain"]["Properties"]["DomainName"] = "www.example.com"
    formation.update_stack(StackName="shielded", TemplateBody=json.dumps({"Resources": moved}))
    changed = until(settled), behind(), physical("Domain").rpartition("/")[2]
    bare = {"Resources": {"Pool": SHIELDED["Pool"]}}
    formation.update_stack(StackName="shielded", TemplateBody=json.dumps(bare))
    gone = until(settled), behind()

    assert made == ("CREATE_COMPLETE", [":userpool/"], "bank.example.com")
    assert changed == ("UPDATE_COMPLETE", [":apps/"], "www.example.com")
    assert gone == ("UPDATE_COMPLETE", [])


def test_a_condition_may_ask_for_the_region(aws: LocalAws):
    def parameter(condition: str) -> dict[str, Any]:
        properties = {"Name": f"/{condition}", "Type": "String", "Value": "made"}
        return {"Type": "AWS::SSM::Parameter", "Condition": condition, "Properties": properties}

    def in_region(name: str) -> dict[str, Any]:
        return {"Fn::Equals": [{"Ref": "AWS::Region"}, name]}

    template = {
        "Conditions": {"Here": in_region("us-east-1"), "Elsewhere": in_region("eu-west-2")},
        "Resources": {name: parameter(name) for name in ("Here", "Elsewhere")},
    }
    aws.client("cloudformation").create_stack(
        StackName="regional", TemplateBody=json.dumps(template)
    )

    def made() -> Any:
        found = aws.client("ssm").get_parameters(Names=["/Here", "/Elsewhere"])["Parameters"]
        return [one["Name"] for one in found]

    assert until(made) == ["/Here"]


OWN: dict[str, Any] = {"Fn::If": ["Own", {"Fn::GetAtt": ["Key", "Arn"]}, {"Ref": "AWS::NoValue"}]}
KMS_RULE = {
    "BucketKeyEnabled": True,
    "ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": OWN},
}
PLAIN_RULE = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
ENCRYPTED = {
    "Parameters": {"OwnKey": {"Type": "String"}},
    "Conditions": {"Own": {"Fn::Equals": [{"Ref": "OwnKey"}, "true"]}},
    "Resources": {
        "Key": {
            "Type": "AWS::KMS::Key",
            "Condition": "Own",
            "DeletionPolicy": "Retain",
            "Properties": {"EnableKeyRotation": True},
        },
        "Table": {
            "Type": "AWS::DynamoDB::Table",
            "Properties": {
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                "SSESpecification": {"SSEEnabled": True, "KMSMasterKeyId": OWN},
            },
        },
        "Bucket": {
            "Type": "AWS::S3::Bucket",
            "Properties": {
                "BucketEncryption": {
                    "ServerSideEncryptionConfiguration": [{"Fn::If": ["Own", KMS_RULE, PLAIN_RULE]}]
                }
            },
        },
        "Queue": {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "SqsManagedSseEnabled": {"Fn::If": ["Own", False, True]},
                "KmsMasterKeyId": OWN,
            },
        },
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": OWN}},
        "Logs": {"Type": "AWS::Logs::LogGroup", "Properties": {"KmsKeyId": OWN}},
        "Secret": {
            "Type": "AWS::SecretsManager::Secret",
            "Properties": {"KmsKeyId": OWN, "GenerateSecretString": {"PasswordLength": 20}},
        },
        "Function": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Runtime": "python3.13",
                "Handler": "index.handler",
                "Role": ROLE,
                "Code": {"ZipFile": "def handler(event, context): pass"},
                "KmsKeyArn": OWN,
            },
        },
    },
}


def test_a_key_of_ones_own_is_told_of_everything_taken_back_and_kept(aws: LocalAws):
    formation = aws.client("cloudformation")

    def parameters(own: str) -> dict[str, Any]:
        given = [{"ParameterKey": "OwnKey", "ParameterValue": own}]
        template = json.dumps(ENCRYPTED)
        return {"StackName": "encrypted", "TemplateBody": template, "Parameters": given}

    def told() -> tuple[set[str], str]:
        """The keys of everything, and what the secret says."""
        until(settled)
        listed = formation.list_stack_resources(StackName="encrypted")["StackResourceSummaries"]
        (secret,) = (one for one in listed if one["LogicalResourceId"] == "Secret")
        says = aws.client("secretsmanager").get_secret_value(SecretId=secret["PhysicalResourceId"])
        under = set(keys(aws.client, "encrypted").values())
        return under, f"{says['ARN']} {says['SecretString']}"

    def settled() -> bool:
        status = formation.describe_stacks(StackName="encrypted")["Stacks"][0]["StackStatus"]
        assert "ROLLBACK" not in status
        return not status.endswith("IN_PROGRESS")

    formation.create_stack(**parameters("false"))
    bare, secret = told()
    formation.update_stack(**parameters("true"))
    own, same = told()
    formation.update_stack(**parameters("false"))
    off, still = told()
    (kept,) = aws.client("kms").list_keys()["Keys"]

    assert bare == off == {""}
    assert own == {kept["KeyArn"]}
    assert secret == same == still


LISTING = """
import boto3
def handler(event, context):
    boto3.client("sqs").list_queues()
"""


def test_what_a_function_does_with_its_role_is_recorded_once(aws: LocalAws):
    aws.function("listing", LISTING)

    for _ in range(2):
        assert aws.invoke("listing")["error"] is None

    recorded = aws.used_permissions.read_text().splitlines()
    assert recorded.count("any\tsqs:ListQueues") == 1
