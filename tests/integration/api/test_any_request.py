"""Whatever is asked, by whomever: an answer in our own form, and never that something broke."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docs.openapi import document
from tests.integration.api.world import OWN, Desk, ask

API = json.loads(document())
OPERATIONS = [
    (method.upper(), path, [one["name"] for one in operation.get("parameters", [])])
    for path, operations in API["paths"].items()
    for method, operation in operations.items()
]
# Texts that have broken somebody's server, and any other.
TEXTS = st.one_of(
    st.sampled_from(
        ["", " ", "-1", "0", "1e999", "nan", "null", "true", "9" * 400, "\x00", "é\u202e"]
    ),
    st.sampled_from(
        ["2026-11-23", "2026-11-23T12:00:00Z", "9999-12-31", "0001-01-01", "-started_at"]
    ),
    st.sampled_from(["../../etc", "' OR 1=1", "=cmd()", '"a phrase" word', "AGENT", "CALL", OWN]),
    st.text(max_size=30),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
BODY_FIELDS = ["text", "at_ms", "tags", "value", "file_name", "content_type", "size_bytes"]
BODIES = st.one_of(
    st.none(), TEXTS, JSON, st.dictionaries(st.sampled_from(BODY_FIELDS), JSON, max_size=4)
)


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    method, path, names = draw(st.sampled_from(OPERATIONS))
    places = [name for name in names if f"{{{name}}}" in path]
    for name in places:
        text = draw(st.sampled_from([OWN, "MaxSpeakers", "20417731"]) | TEXTS)
        path = path.replace(f"{{{name}}}", text)
    queries = st.dictionaries(st.sampled_from([*names, "x"]), TEXTS, max_size=4)
    return {
        "method": method,
        "path": path,
        "role": draw(st.sampled_from(["agent", "supervisor", "admin", "admin admin", ""])),
        "query": draw(queries),
        "body": draw(BODIES) if method in {"POST", "PUT"} else None,
    }


def check(desk: Desk, asked: dict[str, Any]) -> None:
    answer = ask(**asked)

    assert answer.status < 500, (asked, answer.text)
    if answer.status >= 400:
        assert set(answer.body) == {"error", "message"}


def try_many(desk: Desk, examples: int) -> None:
    desk.two()
    desk.machine()
    suppressed = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]

    @settings(max_examples=examples, deadline=None, suppress_health_check=suppressed)
    @given(requests())
    def each(asked: dict[str, Any]) -> None:
        check(desk, asked)

    each()


def test_no_request_breaks_anything(desk: Desk):
    try_many(desk, 100)


@pytest.mark.nightly
@pytest.mark.timeout(1_800)
def test_no_request_of_thousands_breaks_anything(desk: Desk):
    try_many(desk, 10_000)
