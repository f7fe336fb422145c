"""The bank's telephone line: a flow that Connect would take, and that keeps the PIN to itself."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from local.connect.flow import Action, Flow, content_of, parse
from local.connect.validation import problems

ROOT = Path(__file__).parents[2]
FILE = ROOT / "connect" / "bank_line.yaml"
MOST_CHARACTERS = 256_000


@pytest.fixture(scope="module")
def flow() -> Flow:
    return parse(content_of(FILE.read_text()))


def blocks(flow: Flow, kind: str) -> list[Action]:
    return [one for one in flow.actions.values() if one.type == kind]


def reached(flow: Flow, start: str, until: set[str]) -> set[str]:
    """Every block on the way from ``start``, up to those of ``until``."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += [] if name in until else flow[name].targets
    return seen


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)


def test_connect_would_take_the_flow(flow: Flow):
    assert problems(flow) == []
    assert len(content_of(FILE.read_text())) <= MOST_CHARACTERS


def test_every_block_is_reached(flow: Flow):
    assert reached(flow, flow.start, set()) == set(flow.actions)


def test_the_template_deploys_this_file_and_has_every_resource_it_names(
    resources: dict[str, Any],
):
    content = resources["BankLine"]["Properties"]["Content"]["Fn::Transform"]
    named = re.findall(r"\$\{(\w+)\.(\w+)\}", FILE.read_text())

    assert content["Parameters"]["Location"] == str(FILE.relative_to(ROOT))
    assert {name for name, _ in named} <= set(resources)
    assert {attribute for _, attribute in named} <= {"Arn", "QueueArn"}


def test_the_flow_waits_for_what_it_uses(resources: dict[str, Any], flow: Flow):
    associated = {
        str(one["Properties"]["IntegrationArn"]["Fn::GetAtt"][0])
        for name, one in resources.items()
        if name in resources["BankLine"]["DependsOn"]
    }
    used = {
        re.findall(r"\$\{(\w+)\.", str(value))[0]
        for kind, parameter in (
            ("InvokeLambdaFunction", "LambdaFunctionARN"),
            ("ConnectParticipantWithLexBot", "LexV2Bot"),
        )
        for value in (one.parameters[parameter] for one in blocks(flow, kind))
    }

    assert used == associated


def test_functions_take_calls_from_this_instance_only(resources: dict[str, Any], flow: Flow):
    permitted = {
        one["Properties"]["FunctionName"]["Ref"]
        for one in resources.values()
        if one["Type"] == "AWS::Lambda::Permission"
        and one["Properties"]["Principal"] == "connect.amazonaws.com"
        and one["Properties"]["SourceArn"] == {"Ref": "ConnectInstanceArn"}
        and one["Properties"]["SourceAccount"] == {"Ref": "AWS::AccountId"}
    }
    called = {
        re.findall(r"\$\{(\w+)\.Arn\}", one.parameters["LambdaFunctionARN"])[0]
        for one in blocks(flow, "InvokeLambdaFunction")
    }

    assert called == permitted


def test_without_an_instance_nothing_of_the_telephone_is_made(resources: dict[str, Any]):
    conditional = {name for name, one in resources.items() if one.get("Condition") == "UsesConnect"}
    of_connect = {
        name for name, one in resources.items() if one["Type"].startswith("AWS::Connect::")
    }

    assert of_connect <= conditional
    assert {"IdentifyCallerFunction", "ResumeCallFunction", "BriefAgentFunction"} <= conditional


def test_recordings_and_chats_arrive_where_contacts_are_analysed(resources: dict[str, Any]):
    kept = {
        one["Properties"]["ResourceType"]: one["Properties"]["S3Config"]
        for one in resources.values()
        if one["Type"] == "AWS::Connect::InstanceStorageConfig"
    }

    assert set(kept) == {"CALL_RECORDINGS", "CHAT_TRANSCRIPTS"}
    for config in kept.values():
        assert config["BucketName"] == {"Ref": "InputBucket"}
        assert config["BucketPrefix"]["Fn::Sub"].startswith("${InputBucketRawAudio}/")


def test_the_branches_are_intents_of_the_bot(flow: Flow):
    locale = yaml.safe_load((ROOT / "bot/en_US.yaml").read_text())
    intents = {intent["Name"] for intent in locale["Intents"]}
    wanted = {
        operand
        for one in blocks(flow, "ConnectParticipantWithLexBot")
        for condition in one.conditions
        for operand in condition.operands
    }

    assert wanted <= intents


def test_the_pin_is_asked_for_with_recording_and_log_off(flow: Flow):
    recording = {
        one.identifier: one.parameters["RecordingBehavior"]["IVRRecordingBehavior"]
        for one in blocks(flow, "UpdateContactRecordingBehavior")
    }
    logging = {
        one.identifier: one.parameters["FlowLoggingBehavior"]
        for one in blocks(flow, "UpdateFlowLoggingBehavior")
    }
    asking = {
        one.identifier
        for one in blocks(flow, "ConnectParticipantWithLexBot")
        if one.parameters["LexSessionAttributes"]["call_part"] == "pin"
    }
    off = {name for name, state in (recording | logging).items() if state == "Disabled"}
    on = {name for name, state in recording.items() if state == "Enabled"}

    assert asking
    assert not asking & reached(flow, flow.start, off)
    paused = reached(flow, next(iter(off & set(recording))), on)
    assert asking <= paused
    assert "hang up" not in paused, "a way out of the PIN leaves the recording off"


def test_whatever_turns_the_recording_on_again_turns_the_log_on(flow: Flow):
    for action in blocks(flow, "UpdateContactRecordingBehavior"):
        state = action.parameters["RecordingBehavior"]["IVRRecordingBehavior"]
        followed = flow[action.next_action or ""]
        if action.identifier != "record":
            assert followed.type == "UpdateFlowLoggingBehavior"
            assert followed.parameters["FlowLoggingBehavior"] == state


def test_four_keys_are_a_pin(flow: Flow):
    for block in blocks(flow, "ConnectParticipantWithLexBot"):
        attributes = block.parameters["LexSessionAttributes"]
        if attributes["call_part"] == "pin":
            assert attributes["x-amz-lex:dtmf:max-length:VerifyIdentity:Pin"] == "4"
            assert attributes["x-amz-lex:dtmf:end-character:VerifyIdentity:Pin"] == "#"


def test_no_text_names_a_customer(flow: Flow):
    """A caller's number can be forged: who it belongs to is said after the PIN only."""
    texts = [text for one in flow.actions.values() for text in strings(dict(one.parameters))]

    assert not any("customer_name" in text for text in texts if text.startswith("$.Attributes"))
