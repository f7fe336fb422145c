"""Figures as CloudWatch reads them out of the log: the embedded metric format."""

import json
import time
from typing import Any

import pytest
from aws_lambda_powertools import Logger

from omnilex.adapters.metrics import Metric, Metrics


@pytest.fixture
def logger() -> Logger:
    return Logger(service="figures")


def printed(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    (line,) = [one for one in capsys.readouterr().out.splitlines() if '"_aws"' in one]
    read: dict[str, Any] = json.loads(line)
    return read


def test_a_figure_counts_over_all_channels_and_by_its_own(
    logger: Logger, capsys: pytest.CaptureFixture[str]
):
    Metrics(logger).count(Metric.PAYMENTS_MADE, channel="sms")

    line = printed(capsys)
    (told,) = line["_aws"]["CloudWatchMetrics"]
    assert told["Namespace"] == "OmniLex/test"
    assert told["Dimensions"] == [["service"], ["channel"]]
    assert told["Metrics"] == [{"Name": "PaymentsMade", "Unit": "Count"}]
    assert (line["service"], line["channel"], line["PaymentsMade"]) == ("omnilex", "sms", [1])
    assert abs(line["_aws"]["Timestamp"] / 1000 - time.time()) < 60


def test_without_a_channel_there_is_only_the_figure_over_all(
    logger: Logger, capsys: pytest.CaptureFixture[str]
):
    Metrics(logger).count(Metric.CONTACTS_STUCK, 3)

    line = printed(capsys)
    (told,) = line["_aws"]["CloudWatchMetrics"]
    assert told["Dimensions"] == [["service"]]
    assert line["ContactsStuck"] == [3]


def test_the_line_of_a_figure_is_found_by_the_correlation_id_and_is_not_counted_by_it(
    logger: Logger, capsys: pytest.CaptureFixture[str]
):
    logger.set_correlation_id("talk-1")

    Metrics(logger).count(Metric.TURNS, channel="web")

    line = printed(capsys)
    dimensions = line["_aws"]["CloudWatchMetrics"][0]["Dimensions"]
    assert line["correlation_id"] == "talk-1"
    assert "correlation_id" not in {name for names in dimensions for name in names}


def test_figures_do_not_add_up_in_one_line(logger: Logger, capsys: pytest.CaptureFixture[str]):
    metrics = Metrics(logger)
    metrics.count(Metric.PIN_WRONG, channel="web")
    capsys.readouterr()

    metrics.count(Metric.PIN_LOCKED)

    line = printed(capsys)
    assert "PinWrong" not in line
    assert "channel" not in line
