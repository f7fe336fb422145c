"""What EventBridge does on AWS and ministack does not: services speak, versions are named, and what
a function fails at is brought again.
"""

import json
import re
from contextvars import ContextVar
from typing import Any

# A service of ours signs its requests as its service principal does on AWS.
_SERVICE_CREDENTIAL = re.compile(r"Credential=[a-z0-9-]+\.amazonaws\.com/")

_from_service: ContextVar[bool] = ContextVar("_from_service", default=False)
_version: ContextVar[str | None] = ContextVar("_version", default=None)


def install() -> None:
    """Our services may publish ``aws.*`` events; S3's events carry the object's version; functions
    are invoked asynchronously, with retries and dead letters.
    """
    from ministack import app
    from ministack.services import eventbridge, lambda_svc, s3

    put_events = eventbridge._put_events
    handle = app.SERVICE_HANDLERS["events"]
    fire = s3._fire_s3_event
    dispatch = eventbridge._dispatch_event

    def put_events_of_services(data: dict[str, Any], allow_aws_source: bool = False) -> Any:
        return put_events(data, allow_aws_source=allow_aws_source or _from_service.get())

    async def handle_knowing_the_caller(
        method: str, path: str, headers: dict[str, str], body: Any, query: dict[str, Any]
    ) -> Any:
        token = _from_service.set(is_service(headers))
        try:
            return await handle(method, path, headers, body, query)
        finally:
            _from_service.reset(token)

    def fire_with_version(*values: Any, version_id: str | None = None, **named: Any) -> None:
        token = _version.set(version_id)
        try:
            fire(*values, version_id=version_id, **named)
        finally:
            _version.reset(token)

    def dispatch_with_version(event: dict[str, Any], *values: Any) -> Any:
        return dispatch(with_version(event, _version.get()), *values)

    def invoke(arn: str, payload: str) -> None:
        function, config, _ = lambda_svc._get_func_record_for_ref(arn)
        if function and config:
            record = lambda_svc._execution_record_for_config(function, config)
            lambda_svc.invoke_async_with_retry(record, json.loads(payload))

    eventbridge._put_events = put_events_of_services
    app.SERVICE_HANDLERS["events"] = handle_knowing_the_caller
    s3._fire_s3_event = fire_with_version
    eventbridge._dispatch_event = dispatch_with_version
    eventbridge._dispatch_to_lambda = invoke


def is_service(headers: dict[str, str]) -> bool:
    """Whether a request is signed by a service rather than by somebody's key."""
    signature = next((v for name, v in headers.items() if name.lower() == "authorization"), "")
    return bool(_SERVICE_CREDENTIAL.search(signature))


def with_version(event: dict[str, Any], version_id: str | None) -> dict[str, Any]:
    """An event of S3 with the object's version, where the bucket keeps versions."""
    if event.get("Source") != "aws.s3" or not version_id:
        return event
    detail = json.loads(event["Detail"])
    detail["object"] = {**detail["object"], "version-id": version_id}
    return {**event, "Detail": json.dumps(detail)}
