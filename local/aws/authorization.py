"""Functions may do here what their roles allow, as on AWS: ministack enforces IAM.

It knows the resource of nearly every request. What it does not know it calls ``*``, which no role
of ours is granted; those requests are named here. Requests never leave this machine, so they count
as sent over TLS, which the buckets' policies demand. A service of ours, which signs as its service
principal, is trusted as the account itself is.
"""

import json
import re
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from local.aws.step_functions import machine_of_token

SERVICE_PRINCIPAL = ".amazonaws.com"
ACCOUNT_KEY = "test"

_event_source: ContextVar[str | None] = ContextVar("_event_source", default=None)


def install(record: Path) -> None:
    """``record`` gets a line for each role and each action that it was seen to use."""
    from ministack.core import iam_actions, iam_evaluator

    resource_of = iam_actions.extract_resource_arn
    value_of = iam_evaluator._resolve_condition_key
    credential_of = iam_evaluator.resolve_credential

    def named(service: str, method: str, path: str, *request: Any) -> Any:
        found = resource_of(service, method, path, *request)
        _, body, query, region, account = request
        if service == "events":
            _event_source.set(event_source(body))
        prefix = f"arn:aws:{service}:{region}:{account}"
        if service == "scheduler":
            return schedule_arn(prefix, path, body, query) or found
        if found != "*":
            return found
        unnamed = UNNAMED.get(service)
        return (unnamed(prefix, body) if unnamed else None) or found

    def condition(key: str, context: Any) -> Any:
        if key.lower() == "events:source":
            return _event_source.get()
        return "true" if key.lower() == "aws:securetransport" else value_of(key, context)

    def known(access_key_id: str, *rest: Any) -> Any:
        own = ACCOUNT_KEY if access_key_id.endswith(SERVICE_PRINCIPAL) else access_key_id
        return credential_of(own, *rest)

    iam_actions.extract_resource_arn = named
    iam_evaluator._resolve_condition_key = condition
    iam_evaluator.resolve_credential = known
    iam_evaluator.evaluate = Used(record).watching(iam_evaluator.evaluate)


class Used:
    """What roles were allowed and did, each once, appended to a file of tab-separated lines."""

    def __init__(self, record: Path) -> None:
        self._record = record
        self._known: set[str] = set()

    def watching(self, decide: Callable[..., Any]) -> Callable[..., Any]:
        """The same decision, noted where it allows."""

        def evaluated(context: Any, *policies: Any) -> Any:
            decided = decide(context, *policies)
            if decided.decision == "Allow":
                self.note(context.principal_arn, context.action)
            return decided

        return evaluated

    def note(self, principal: str, action: str) -> None:
        role = re.search(r":(?:assumed-role|role)/([^/]+)", principal)
        line = f"{role[1]}\t{action}\n" if role else ""
        if line and line not in self._known:
            self._known.add(line)
            with self._record.open("a") as out:
                out.write(line)


def parameter_arn(prefix: str, body: bytes) -> str | None:
    """The parameters that ``GetParametersByPath`` and ``GetParameters`` ask for."""
    asked = json.loads(body or b"{}")
    path = asked.get("Path") or next(iter(asked.get("Names", [])), None)
    return f"{prefix}:parameter/{path.strip('/')}" if path else None


def schedule_arn(prefix: str, path: str, body: bytes, query: dict[str, Any]) -> str | None:
    """A schedule in its group; ministack takes every group for ``default``."""
    name = re.fullmatch(r"/schedules/([^/]+)/?", path)
    if name is None:
        return None
    given = query.get("groupName") or (json.loads(body).get("GroupName") if body else None)
    group = given[0] if isinstance(given, list) else given
    return f"{prefix}:schedule/{group or 'default'}/{name[1]}"


def event_source(body: bytes) -> str | None:
    """The source of the first event; we send one at a time."""
    entries = json.loads(body or b"{}").get("Entries") or [{}]
    source: str | None = entries[0].get("Source")
    return source


def machine_arn(_prefix: str, body: bytes) -> str | None:
    """The state machine whose task the token is of, or was; for one of an earlier start, a machine
    that gives tokens.
    """
    from ministack.services import stepfunctions

    token = json.loads(body or b"{}").get("taskToken")
    machines = stepfunctions._state_machines.items()
    giving = (arn for arn, one in machines if ".waitForTaskToken" in one["definition"])
    return machine_of_token.get(token) or next(giving, None)


UNNAMED = {"ssm": parameter_arn, "states": machine_arn}
