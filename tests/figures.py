"""What handlers have counted, read out of what they printed."""

import json

import pytest


def counted(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, float]]:
    """{figure: {channel, or "" where it has none: sum}} of what was printed since the last look."""
    sums: dict[str, dict[str, float]] = {}
    for line in capsys.readouterr().out.splitlines():
        if '"_aws"' not in line:
            continue
        told = json.loads(line)
        (figure,) = told["_aws"]["CloudWatchMetrics"][0]["Metrics"]
        by_channel = sums.setdefault(figure["Name"], {})
        channel = told.get("channel", "")
        by_channel[channel] = by_channel.get(channel, 0) + sum(told[figure["Name"]])
    return sums
