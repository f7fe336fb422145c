"""Alarms, figures, dashboard and runbooks name what exists, and one another."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from omnilex.adapters.metrics import SERVICE, Metric

ROOT = Path(__file__).parents[2]
OWN = {"Fn::Sub": "OmniLex/${AWS::StackName}"}
RUNBOOKS = ROOT / "docs/runbooks"
NOT_OF_AN_ALARM = {"README.md", "restore.md"}
PARTS = ["Look", "Mend", "Prove", "Afterwards"]
GRID = 24
CHANNELS = {"web", "sms", "slack", "voice"}


@pytest.fixture
def alarms(resources: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        name: resource["Properties"]
        for name, resource in resources.items()
        if resource["Type"] == "AWS::CloudWatch::Alarm"
    }


@pytest.fixture
def widgets(resources: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = body_of(resources)["widgets"]
    return found


def body_of(resources: dict[str, Any]) -> dict[str, Any]:
    written = resources["OperationsDashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    body: dict[str, Any] = json.loads(written)
    return body


def runbook_of(alarm: dict[str, Any]) -> str:
    named = re.search(r" Runbook: docs/runbooks/([a-z0-9-]+\.md)$", alarm["AlarmDescription"])
    assert named is not None, alarm["AlarmDescription"]
    return named[1]


def emitted() -> set[str]:
    """The figures that handlers print."""
    handlers = (ROOT / "functions/omnilex/handlers").glob("*.py")
    used = {name for file in handlers for name in re.findall(r"Metric\.(\w+)", file.read_text())}
    return {Metric[name].value for name in used}


def test_each_alarm_names_its_runbook_and_each_runbook_is_of_an_alarm(
    alarms: dict[str, dict[str, Any]],
):
    kept = {file.name for file in RUNBOOKS.glob("*.md")} - NOT_OF_AN_ALARM

    named = [runbook_of(alarm) for alarm in alarms.values()]

    assert sorted(named) == sorted(kept)


def test_each_runbook_is_called_as_its_alarm(alarms: dict[str, dict[str, Any]]):
    for name, alarm in alarms.items():
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name.removesuffix("Alarm")).lower()
        assert runbook_of(alarm) == f"{words}.md"


def test_each_runbook_says_what_to_look_at_mend_and_prove(alarms: dict[str, dict[str, Any]]):
    for name, alarm in alarms.items():
        text = (RUNBOOKS / runbook_of(alarm)).read_text()

        assert text.startswith(f"# {name.removesuffix('Alarm')}\n\n**Means.** ")
        assert "**The customer sees.** " in text
        assert re.findall(r"^## (.+)$", text, re.M) == PARTS
        assert "omnilex alarms\n" in text.split("## Prove")[1]


def test_each_alarm_tells_the_topic_when_it_begins_and_when_it_is_over(
    alarms: dict[str, dict[str, Any]],
):
    for alarm in alarms.values():
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "AlarmTopic"}]
        assert alarm["TreatMissingData"] == "notBreaching"


def test_there_is_an_alarm_for_each_thing_that_goes_wrong(alarms: dict[str, dict[str, Any]]):
    watched = {alarm["MetricName"] for alarm in alarms.values()}

    assert watched >= {
        *("ApproximateNumberOfMessagesVisible", "ContactsFailed", "ContactsStuck", "PinLocked"),
        *("PaymentsRejected", "5xx", "Latency", "Throttles", "ConcurrentExecutions"),
    }


def test_each_figure_is_printed_by_a_function_and_shown_on_the_dashboard(
    widgets: list[dict[str, Any]],
):
    shown = {line[1] for line in metrics_of(widgets) if line[0].startswith("OmniLex/")}

    assert {metric.value for metric in Metric} == emitted() == shown


def test_each_alarm_on_a_figure_of_ours_watches_one_that_is_printed(
    alarms: dict[str, dict[str, Any]],
):
    own = [alarm for alarm in alarms.values() if alarm["Namespace"] == OWN]

    assert own
    assert {alarm["MetricName"] for alarm in own} <= emitted()
    assert all(one["Dimensions"] == [{"Name": "service", "Value": SERVICE}] for one in own)


def test_functions_print_figures_into_the_namespace_that_alarms_watch(template: dict[str, Any]):
    told = template["Globals"]["Function"]["Environment"]["Variables"]

    assert told["POWERTOOLS_METRICS_NAMESPACE"] == OWN


def test_the_dashboard_lists_every_alarm(
    alarms: dict[str, dict[str, Any]], widgets: list[dict[str, Any]]
):
    (listed,) = [one["properties"]["alarms"] for one in widgets if one["type"] == "alarm"]

    assert listed == [f"${{{name}.Arn}}" for name in alarms]


def test_no_widget_of_the_dashboard_lies_over_another(widgets: list[dict[str, Any]]):
    covered: set[tuple[int, int]] = set()
    for one in widgets:
        cells = {
            (x, y)
            for x in range(one["x"], one["x"] + one["width"])
            for y in range(one["y"], one["y"] + one["height"])
        }
        assert not cells & covered
        assert one["x"] + one["width"] <= GRID
        covered |= cells


def test_each_widget_is_of_a_form_that_cloudwatch_takes(widgets: list[dict[str, Any]]):
    for one in widgets:
        assert one.keys() == {"type", "x", "y", "width", "height", "properties"}
        told = one["properties"]
        if one["type"] == "text":
            assert told.keys() == {"markdown"}
        elif one["type"] == "alarm":
            assert told.keys() == {"title", "alarms"}
        else:
            assert one["type"] == "metric"
            assert told["region"] == "${AWS::Region}"
            assert told["view"] == "timeSeries"
            assert told["title"]
            assert all(is_metric(line) for line in told["metrics"])


def test_the_dashboard_names_only_resources_that_are_there(
    resources: dict[str, Any], template: dict[str, Any]
):
    written = json.dumps(body_of(resources))

    named = {name.split(".")[0] for name in re.findall(r"\$\{([\w:.]+)\}", written)}

    assert named <= {"AWS::StackName", "AWS::Region", *resources, *template["Parameters"]}


def test_figures_are_kept_by_channel_and_by_nothing_that_is_a_customers(
    widgets: list[dict[str, Any]],
):
    own = [line for line in metrics_of(widgets) if line[0].startswith("OmniLex/")]

    assert {line[2] for line in own} == {"service", "channel"}
    assert {line[3] for line in own} == {SERVICE, *CHANNELS}


def test_functions_and_state_machines_are_traced(
    template: dict[str, Any], resources: dict[str, Any]
):
    machines = [
        one["Properties"]
        for one in resources.values()
        if one["Type"] == "AWS::Serverless::StateMachine"
    ]

    assert template["Globals"]["Function"]["Tracing"] == "Active"
    assert machines
    assert all(machine["Tracing"] == {"Enabled": True} for machine in machines)


def test_the_access_log_has_the_id_by_which_the_functions_lines_are_found(
    resources: dict[str, Any],
):
    logged = resources["HttpApiStage"]["Properties"]["AccessLogSettings"]["Format"]

    assert '"requestId":"$context.requestId"' in logged


def metrics_of(widgets: list[dict[str, Any]]) -> list[list[Any]]:
    """Every line that names a metric, and does not compute one."""
    return [
        line
        for one in widgets
        for line in one["properties"].get("metrics", [])
        if isinstance(line[0], str)
    ]


def is_metric(line: list[Any]) -> bool:
    """``[namespace, name, dimension, value ..., {options}]``, or one expression."""
    if isinstance(line[0], dict):
        return len(line) == 1 and {"expression", "id"} <= line[0].keys()
    named = line[:-1] if isinstance(line[-1], dict) else line
    return len(named) % 2 == 0 and all(isinstance(word, str) for word in named)
