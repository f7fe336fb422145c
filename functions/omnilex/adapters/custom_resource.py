"""The answer that CloudFormation waits for from a custom resource."""

import json
import urllib.request
from collections.abc import Mapping
from typing import Any

SUCCESS = "SUCCESS"
FAILED = "FAILED"


def answer(
    event: Mapping[str, Any], status: str, values: Mapping[str, str], reason: str = ""
) -> None:
    """PUT the outcome to the pre-signed address that the request brought."""
    body = {
        "Status": status,
        "Reason": reason,
        "PhysicalResourceId": event.get("PhysicalResourceId", event["LogicalResourceId"]),
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "Data": dict(values),
    }
    request = urllib.request.Request(  # noqa: S310 - the address is CloudFormation's
        event["ResponseURL"],
        json.dumps(body).encode(),
        {"Content-Type": ""},
        method="PUT",
    )
    urllib.request.urlopen(request, timeout=10).close()  # noqa: S310
