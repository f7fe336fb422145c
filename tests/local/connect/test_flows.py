"""Flows as they are written: read, and what is wrong with them said by name."""

import json
from pathlib import Path

import pytest

from local.connect.errors import FlowFormatError
from local.connect.flow import content_of, parse
from local.connect.validation import check, problems
from tests.local.connect.flows import END, block, content, flow, say

REAL = (
    Path(__file__).parents[4]
    / "shared/testdata/connect_flows/awssamples_genai_samplecontactflow.json"
)


def test_a_flow_of_awss_own_samples_loads_and_has_no_fault():
    if not REAL.is_file():
        pytest.skip(f"the sample flow is not beside the project: {REAL.name}")

    read = parse(content_of(REAL.read_text()))

    assert len(read.actions) == 12
    assert problems(read) == []


def test_a_small_flow_is_read_as_it_is_written():
    read = flow(say("hello", "Hello."))

    assert read.start == "hello"
    assert read["hello"].next_action == "end"
    assert dict(read["hello"].errors) == {"NoMatchingError": "end"}


def test_a_snippet_of_a_template_is_the_flow_in_its_sub():
    written = content(say("hello", "Hello."))

    assert content_of(f"Fn::Sub: |\n  {written}\n").strip() == written


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON"),
        ("{}", '"Version": "2019-10-30"'),
        (json.dumps({"Version": "2019-10-30", "Actions": []}), "list of Actions"),
        (json.dumps({"Version": "2019-10-30", "Actions": [{"Type": "Loop"}]}), "no Identifier"),
        (json.dumps({"Version": "2019-10-30", "Actions": [END, END]}), "Several blocks"),
    ],
)
def test_what_is_no_flow_is_refused(text: str, says: str):
    with pytest.raises(FlowFormatError, match=says):
        parse(text)


def test_a_file_that_is_neither_is_refused():
    with pytest.raises(FlowFormatError, match="Fn::Sub"):
        content_of("hello: world\n")


def test_an_unknown_block_is_named_with_what_to_do():
    found = problems(flow(block("vip", "CreateCase", errors={"NoMatchingError": "end"})))

    assert len(found) == 1
    assert found[0].startswith("Block vip: CreateCase is not emulated. Replace it for local runs")
    with pytest.raises(FlowFormatError, match="CreateCase"):
        check(flow(block("vip", "CreateCase")))


LEX = {"Text": "Hi", "LexV2Bot": {"AliasArn": "a"}}
BOTH = {"NoMatchingCondition": "end", "NoMatchingError": "end"}


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (block("b", "MessageParticipant", {"Text": "a", "SSML": "b"}), "exactly one of Text"),
        (block("b", "MessageParticipant", {"Text": "a", "Colour": "b"}), "no parameter Colour"),
        (block("b", "UpdateFlowLoggingBehavior"), "FlowLoggingBehavior is missing"),
        (
            block("b", "UpdateFlowLoggingBehavior", {"FlowLoggingBehavior": "On"}),
            "must be Enabled or Disabled",
        ),
        (block("b", "Compare", {"ComparisonValue": "1"}), "NoMatchingCondition is missing"),
        (
            block("b", "ConnectParticipantWithLexBot", LEX, errors={"NoMatchingError": "end"}),
            "NoMatchingCondition is missing",
        ),
        (
            block("b", "ConnectParticipantWithLexBot", LEX, errors={**BOTH, "Busy": "end"}),
            "has no error Busy",
        ),
        (block("b", "InvokeLambdaFunction", {"LambdaFunctionARN": "a"}), "NoMatchingError is"),
        (say("b", "a", then="nowhere"), "leads to nowhere"),
        (
            block("b", "MessageParticipant", {"Text": "a"}, conditions={"1": "end"}),
            "does not branch by conditions",
        ),
        (
            block(
                "b",
                "GetParticipantInput",
                {"Text": "a", "StoreInput": "False", "InputTimeLimitSeconds": "5"},
                conditions={"12": "end"},
                errors=BOTH,
            ),
            "12 is no single key",
        ),
        (block("b", "Loop", {"LoopCount": "3"}, conditions={"DoneLooping": "end"}), "branches by"),
        (block("b" * 51, "UpdateContactTextToSpeechVoice", {"TextToSpeechVoice": "Joanna"}), "50"),
        (block("b", "DisconnectParticipant"), "nothing follows it"),
        (block("b", "UpdateContactTextToSpeechVoice", {"TextToSpeechVoice": "J"}, then=None), "no"),
    ],
)
def test_each_fault_is_said_with_its_block(written: dict[str, object], says: str):
    found = problems(flow(written))

    assert any(says in one for one in found), found
    assert all(one.startswith("Block b") for one in found)


def test_a_start_that_is_no_block_is_a_fault():
    written = json.loads(content(say("hello", "Hello.")))

    found = problems(parse(json.dumps({**written, "StartAction": "elsewhere"})))

    assert found == ["StartAction names elsewhere, which is no block."]
