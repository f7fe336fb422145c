import json
import time
from datetime import UTC, datetime
from typing import Any

from omnilex.domain.session import Session
from omnilex.domain.visits import MOST_VISITS, Visit
from omnilex.handlers.record_visit import lambda_handler, visits
from tests.integration.bank.world import ANA, CONTEXT, World, event

VISITOR = "0" * 31 + "1"
SESSION = "web." + "0" * 31 + "2"


def leave(situation: str = "page_left", **changes: Any) -> int:
    asked = event("record_visit", situation)
    asked["body"] = json.dumps(json.loads(asked["body"]) | changes)
    return int(lambda_handler(asked, CONTEXT)["statusCode"])


def verified(world: World) -> None:
    now_s = int(time.time())
    session = Session(session_id=SESSION).with_customer(ANA, now_s)
    world.sessions.put(session, now_s)


def test_a_visit_is_the_customers_once_the_pin_was_given(world: World):
    assert leave() == 204
    before = visits.of_customer(ANA, datetime.now(UTC))
    verified(world)

    leave(page="/accounts", dwell_s=7)

    after = visits.of_customer(ANA, datetime.now(UTC))
    assert before == []
    assert [(visit.page, visit.dwell_s) for visit in after] == [
        ("/mortgages", 42),
        ("/accounts", 7),
    ]


def test_anything_but_a_plain_beacon_is_refused(world: World):
    refused: list[dict[str, Any]] = [
        {"consent": None},
        {"visitor_id": "somebody"},
        {"page": "https://elsewhere.example"},
        {"page": "/?account=20417731"},
        {"dwell_s": -1},
        {"dwell_s": 10**6},
        {"session_id": "voice.1"},
        {"more": True},
    ]

    statuses = [leave(**changes) for changes in refused]

    assert statuses == [400] * len(refused)
    assert visits._table.scan()["Items"] == []


def test_without_consent_nothing_is_kept(world: World):
    assert leave("without_consent") == 400


def test_what_is_no_json_is_refused(world: World):
    asked = event("record_visit", "page_left") | {"body": "{"}

    assert lambda_handler(asked, CONTEXT)["statusCode"] == 400


def test_one_visitor_fills_no_table(world: World):
    visit = Visit(at=datetime.now(UTC), page="/", dwell_s=1)

    kept = [visits.keep(VISITOR, visit) for _ in range(MOST_VISITS + 1)]

    assert kept == [True] * MOST_VISITS + [False]
