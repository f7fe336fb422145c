"""What CloudWatch learns by itself on AWS: the figures in functions' log lines, how full queues
are, how executions ended, what an API answered. And alarms that look at their own dimensions.

An alarm is looked at when it is asked for, and when a figure that it watches comes in.
"""

import json
import math
import operator
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

EMF = '"_aws"'
SERVER_ERROR, CLIENT_ERROR = 500, 400
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanThreshold": operator.gt,
    "GreaterThanOrEqualToThreshold": operator.ge,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
ENDINGS = {
    "ExecutionsFailed": "FAILED",
    "ExecutionsTimedOut": "TIMED_OUT",
    "ExecutionsAborted": "ABORTED",
    "ExecutionsSucceeded": "SUCCEEDED",
}
Point = dict[str, Any]


def install() -> None:
    from ministack.services import apigateway, cloudwatch, lambda_svc

    emit, answer = lambda_svc._emit_lambda_logs, apigateway._handle_execute_in_scope
    describe = cloudwatch._describe_alarms

    def emit_logs(
        function: Any, request_id: str, text: str | None, *rest: Any, **more: Any
    ) -> None:
        emit(function, request_id, text, *rest, **more)
        record_figures(text or "")

    async def answer_and_count(api_id: str, *request: Any) -> Any:
        began_at = time.perf_counter()
        answered = await answer(api_id, *request)
        record_answer(api_id, int(answered[0]), (time.perf_counter() - began_at) * 1000)
        return answered

    def look_and_describe(*request: Any, **more: Any) -> Any:
        for alarm in list(cloudwatch._alarms.values()):
            look(alarm)
        return describe(*request, **more)

    lambda_svc._emit_lambda_logs = emit_logs
    apigateway._handle_execute_in_scope = answer_and_count
    cloudwatch._describe_alarms = look_and_describe
    cloudwatch._evaluate_alarm = look


def record_figures(text: str) -> None:
    """The figures in the lines of a log; who watches one of them looks at once."""
    from ministack.services import cloudwatch

    for namespace, name, value, unit, dimensions in figures_in(text):
        cloudwatch.record_metric(namespace, name, value, unit, dimensions)
        for alarm in list(cloudwatch._alarms.values()):
            if (alarm["Namespace"], alarm["MetricName"]) == (namespace, name):
                look(alarm)


def record_answer(api_id: str, status: int, elapsed_ms: float) -> None:
    from ministack.services import cloudwatch

    refused = CLIENT_ERROR <= status < SERVER_ERROR
    for name, value, unit in (
        ("Count", 1, "Count"),
        ("4xx", int(refused), "Count"),
        ("5xx", int(status >= SERVER_ERROR), "Count"),
        ("Latency", elapsed_ms, "Milliseconds"),
    ):
        cloudwatch.record_metric("AWS/ApiGateway", name, value, unit, {"ApiId": api_id})


def figures_in(text: str) -> Iterator[tuple[str, str, float, str, dict[str, str]]]:
    """(namespace, name, value, unit, dimensions) of each line in the embedded metric format."""
    for line in text.splitlines():
        if EMF not in line:
            continue
        try:
            told = json.loads(line)
        except ValueError:
            continue
        for group in told.get("_aws", {}).get("CloudWatchMetrics", []):
            for names in group["Dimensions"]:
                dimensions = {name: str(told[name]) for name in names}
                for one in group["Metrics"]:
                    for value in as_list(told[one["Name"]]):
                        unit = one.get("Unit", "None")
                        yield group["Namespace"], one["Name"], float(value), unit, dimensions


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def look(alarm: dict[str, Any]) -> None:
    """Bring the alarm's state up to date, and tell its topic of a change."""
    from ministack.services import cloudwatch

    state, why = judged(alarm, time.time())
    before = alarm["StateValue"]
    if state is None or state == before:
        return
    alarm["StateValue"], alarm["StateReason"] = state, why
    alarm["StateUpdatedTimestamp"] = int(time.time())
    cloudwatch._record_history(alarm["AlarmName"], before, state, why)
    cloudwatch._dispatch_alarm_actions(alarm, before, state, why)


def judged(alarm: dict[str, Any], now: float) -> tuple[str | None, str]:
    """The state and its reason; None where data are missing and the alarm ignores that."""
    period, periods = int(alarm["Period"]), int(alarm["EvaluationPeriods"])
    needed = int(alarm.get("DatapointsToAlarm") or periods)
    values = [
        value_of(alarm, now - (back + 1) * period, now - back * period) for back in range(periods)
    ]
    known = [value for value in values if value is not None]
    if not known:
        missing = {"notBreaching": "OK", "breaching": "ALARM", "missing": "INSUFFICIENT_DATA"}
        return missing.get(alarm["TreatMissingData"]), "no data"
    compare = COMPARE[alarm["ComparisonOperator"]]
    over = [value for value in known if compare(value, alarm["Threshold"])]
    told = f"{len(over)} of {periods} datapoints crossed {alarm['Threshold']:g}: {known[0]:g}"
    return ("ALARM" if len(over) >= needed else "OK"), told


def value_of(alarm: dict[str, Any], since: float, until: float) -> float | None:
    """The alarm's statistic over one period."""
    from ministack.services import cloudwatch

    dimensions = {one["Name"]: str(one["Value"]) for one in alarm["Dimensions"]}
    if alarm["Namespace"] == "AWS/SQS":
        return depth(dimensions["QueueName"])
    if alarm["Namespace"] == "AWS/States":
        machine, status = dimensions["StateMachineArn"], ENDINGS[alarm["MetricName"]]
        return float(sum(ended(machine, status, since, until)))
    points = list(recorded(alarm, dimensions, since, until))
    if not points:
        return None
    statistic = alarm.get("ExtendedStatistic") or alarm["Statistic"]
    value = cloudwatch._stat_value(cloudwatch._calc_stats(points), statistic, points)
    return None if value is None or math.isnan(value) else float(value)


def recorded(
    alarm: dict[str, Any], dimensions: dict[str, str], since: float, until: float
) -> Iterator[Point]:
    """An alarm without dimensions watches the figure of the whole account."""
    from ministack.services import cloudwatch

    for (namespace, name, _), points in list(cloudwatch._metrics.items()):
        if (namespace, name) != (alarm["Namespace"], alarm["MetricName"]):
            continue
        for point in reversed(points):
            if point["Timestamp"] < since:
                break
            same = not dimensions or point["Dimensions"] == dimensions
            if same and point["Timestamp"] <= until:
                yield point


def depth(queue_name: str) -> float | None:
    from ministack.services import sqs

    for url, queue in list(sqs._queues.items()):
        if str(url).rsplit("/", 1)[-1] == queue_name:
            sqs._refresh_counts(queue)
            return float(queue["attributes"]["ApproximateNumberOfMessages"])
    return None


def ended(machine: str, status: str, since: float, until: float) -> Iterator[bool]:
    from ministack.services import stepfunctions

    for one in list(stepfunctions._executions.values()):
        if one["stateMachineArn"] == machine and one["status"] == status and one["stopDate"]:
            at = datetime.fromisoformat(one["stopDate"]).timestamp()
            yield since < at <= until
