import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from omnilex.domain.session import Session
from omnilex.domain.visits import MOST_VISITS, Visit
from omnilex.handlers.record_visit import lambda_handler, visits
from tests.integration.bank.world import ANA, CONTEXT, World, event

SESSION = "web." + "0" * 31 + "2"


def view(**changes: Any) -> dict[str, Any]:
    at = datetime.now(UTC) - timedelta(minutes=5)
    plain = {"view_id": "view-0001", "page": "/mortgages", "dwell_s": 42}
    return {**plain, "started_at": at.isoformat(), **changes}


def leave(*views: dict[str, Any], **changes: Any) -> tuple[int, dict[str, Any]]:
    asked = event("record_visit", "page_left")
    beacon = json.loads(asked["body"]) | {"views": views or (view(),)} | changes
    answer = lambda_handler(asked | {"body": json.dumps(beacon)}, CONTEXT)
    return int(answer["statusCode"]), json.loads(answer["body"])


def kept() -> list[tuple[str, int]]:
    return [(one.page, one.dwell_s) for one in visits.of_customer(ANA, datetime.now(UTC))]


def verified(world: World) -> None:
    now_s = int(time.time())
    world.sessions.put(Session(session_id=SESSION).with_customer(ANA, now_s), now_s)


def test_what_a_customer_read_is_kept_once_however_often_it_is_sent(world: World):
    verified(world)
    leave(view())

    answer = leave(view(dwell_s=50), view(view_id="view-0002", page="/es/", dwell_s=7))

    assert answer == (200, {"kept": 2})
    assert sorted(kept()) == [("/es/", 7), ("/mortgages", 50)]


def test_before_the_pin_a_visit_is_nobodys(world: World):
    now_s = int(time.time())
    world.sessions.put(Session(session_id=SESSION), now_s)

    assert leave()[0] == 409
    assert leave(session_id="web." + "f" * 32)[0] == 409
    assert kept() == []


def test_anything_but_a_plain_beacon_is_refused(world: World):
    verified(world)
    refused = [
        leave(consent=False),
        leave(view(view_id="x")),
        leave(view(page="https://elsewhere.example")),
        leave(view(page="/?account=20417731")),
        leave(view(dwell_s=-1)),
        leave(view(dwell_s=10**6)),
        leave(view(started_at="2026-11-23T12:00:00")),
        leave(session_id="voice.1"),
        leave(more=True),
        leave(views=[]),
    ]

    assert [status for status, _ in refused] == [400] * len(refused)
    assert kept() == []


def test_what_is_no_json_is_refused(world: World):
    asked = event("record_visit", "page_left") | {"body": "{"}

    assert lambda_handler(asked, CONTEXT)["statusCode"] == 400


def test_the_sample_events_are_answered(world: World):
    statuses = [
        lambda_handler(event("record_visit", situation), CONTEXT)["statusCode"]
        for situation in ("page_left", "without_consent")
    ]

    assert statuses == [409, 400]


def test_visits_of_another_time_are_left_out(world: World):
    verified(world)

    assert leave(view(started_at="2020-01-01T00:00:00Z")) == (200, {"kept": 0})


def test_one_customer_fills_no_table(world: World):
    at = datetime.now(UTC)
    several = tuple(
        Visit(view_id=f"view-{number:04d}", page="/", started_at=at, dwell_s=1)
        for number in range(MOST_VISITS + 1)
    )

    assert visits.keep(ANA, several, at) == MOST_VISITS
    assert visits.keep(ANA, several[:1], at) == 1
