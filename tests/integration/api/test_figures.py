import csv
import io
import random
from datetime import timedelta

import pytest

from omnilex.adapters import search_index
from omnilex.api import figures
from omnilex.domain.contact import BotFigures, CategoryMatch, EntityMention, Status
from omnilex.domain.exports import COLUMNS, as_csv
from tests.integration.analytics.world import NOON
from tests.integration.api.world import AGENT, OTHERS, OWN, Desk, ask, contact_ids

TRIGGERS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "|calc", "%0A=1", "\n=1"]
PAYLOADS = TRIGGERS + [f"{sign}cmd|' /C calc'!A{n}" for sign in "=+-@" for n in range(5)]
INTENTS = [f"Intent{number}" for number in range(20)]
DAYS = {"from": "2026-11-20", "to": "2026-11-23"}


def row(**changes: object) -> dict[str, object]:
    plain = dict.fromkeys(COLUMNS[:11], "x")
    sentiment = {"AGENT": {"average": None, "trend": None}, "CUSTOMER": None}
    return {**plain, "sentiment": sentiment, "categories": [], "entities": [], "tags": []} | changes


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_of_an_export_is_a_formula_and_its_text_can_be_had_back(payload: str):
    written = as_csv([row(agent=payload, tags=[payload], reason=payload)])

    [_, cells] = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    cell = cells[COLUMNS.index("agent")]
    assert cell == f"'{payload}"
    assert not any(one.lstrip(" ").startswith(("=", "+", "-", "@")) for one in cells)


def test_numbers_stay_numbers_in_an_export(desk: Desk):
    desk.two()

    answer = ask("GET", "/exports/contacts", role="admin", query={"agent": AGENT})

    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [one["contact_id"] for one in rows] == [OWN]
    assert (rows[0]["customer_average"], rows[0]["customer_trend"]) == ("0.5", "5.0")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="contacts.csv"'
    assert [(entry.deed, entry.detail) for entry in desk.audit()] == [("EXPORTED", "1 of 1 as csv")]


def test_an_export_as_json_holds_the_rows_of_the_list(desk: Desk):
    desk.two()

    exported = ask("GET", "/exports/contacts", role="admin", query={"format": "json"}).body

    assert exported["contacts"] == ask("GET", "/contacts").body["contacts"]


def test_figures_add_up_and_each_leads_to_its_contacts(desk: Desk):
    one, other = desk.two()
    desk.put(
        one.model_copy(
            update={
                "categories": (CategoryMatch(name="Complaint"),),
                "entities": (EntityMention(type="OTHER", text="late fee", count=2),),
                "bot": BotFigures(
                    contained=False, intents=("MakePayment",), misses=("why",), pin_failures=2
                ),
            }
        )
    )
    desk.put(other.model_copy(update={"started_at": NOON - timedelta(days=2)}))

    told = ask("GET", "/summary", query=DAYS).body

    assert (told["contacts"], told["failed"], told["average"], told["trend"]) == (2, 0, 0.5, 5.0)
    assert [day["date"] for day in told["days"]] == ["2026-11-21", "2026-11-23"]
    assert {agent["name"]: agent["contacts"] for agent in told["by_agent"]} == {
        AGENT: 1,
        "ElenaRuiz": 1,
    }
    assert told["containment"] == {"bot_contacts": 1, "contained": 0, "share": 0.0}
    assert (told["pin_failures"], told["unanswered"]) == (2, [{"text": "why", "count": 1}])
    assert told["entities"] == [{"text": "late fee", "contacts": 1}]
    for figure in (
        {"category": "Complaint"},
        {"intent": "MakePayment"},
        {"entity": "late fee"},
        {"contained": "false"},
        {"pin_failed": "true"},
        {"unanswered": "why"},
        {"day": "2026-11-23"},
    ):
        assert contact_ids(ask("GET", "/contacts", query=figure)) == [OWN]


def test_an_export_of_many_comes_in_parts_that_leave_nothing_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    desk.two()
    monkeypatch.setattr(figures, "MOST_EXPORTED", 1)
    monkeypatch.setattr(search_index, "TOGETHER", 1)

    parts, cursor = [], None
    while cursor or not parts:
        query = {"cursor": cursor} if cursor else {}
        answer = ask("GET", "/exports/contacts", role="admin", query=query)
        parts.append(answer.text)
        cursor = answer.headers.get("X-Next-Cursor")

    rows = list(csv.DictReader(io.StringIO("".join(parts).removeprefix("\ufeff"))))
    assert len(parts) == 2
    assert [one["contact_id"] for one in rows] == [OWN, OTHERS]
    assert [one.detail for one in desk.audit()] == ["1 of 2 as csv"] * 2


def told_of(desk: Desk, **query: str) -> int:
    return int(ask("GET", "/contacts", query=DAYS | query).body["total"])


def test_every_figure_counts_just_the_contacts_that_its_link_shows(desk: Desk):
    pick = random.Random(7)
    one, _ = desk.two()
    names = [f"c-{number}" for number in range(8)]
    for name in names:
        desk.keep_whole(
            one.model_copy(
                update={
                    "contact_id": name,
                    "started_at": NOON - timedelta(hours=pick.randrange(60)),
                    "agent": pick.choice(["Zoë", "zoe", "Max", None]),
                    "status": pick.choice([Status.ANALYZED, Status.FAILED]),
                    "categories": tuple(
                        CategoryMatch(name=f"Category {place}")
                        for place in pick.sample(range(4), pick.randrange(3))
                    ),
                    "entities": tuple(
                        EntityMention(
                            type="OTHER", text=pick.choice(["Fee", "fee"]) + f" {n}", count=1
                        )
                        for n in pick.sample(range(25), 14)
                    ),
                    "bot": BotFigures(
                        contained=pick.random() < 0.5,
                        intents=tuple(pick.sample(INTENTS, 12)),
                        misses=("Why", "why") if pick.random() < 0.5 else (),
                        pin_failures=pick.randrange(3),
                    ),
                }
            )
        )

    desk.index(*names)

    told = ask("GET", "/summary", query=DAYS).body

    assert told["contacts"] == told_of(desk)
    assert told["failed"] == told_of(desk, status="FAILED")
    assert told["containment"]["contained"] == told_of(desk, contained="true")
    assert told["pin_contacts"] == told_of(desk, pin_failed="true") < told["pin_failures"]
    for day in told["days"]:
        assert day["contacts"] == told_of(desk, day=day["date"])
    for kind, name in (("channel", "by_channel"), ("agent", "by_agent")):
        assert all(x["contacts"] == told_of(desk, **{kind: x["name"]}) for x in told[name])
    for kind, name in (("category", "by_category"), ("intent", "by_intent")):
        assert all(x["contacts"] == told_of(desk, **{kind: x["name"]}) for x in told[name])
    assert {x["name"] for x in told["by_agent"]} == {AGENT, "ElenaRuiz", "Max", "Zoë"} or {
        x["name"] for x in told["by_agent"]
    } == {AGENT, "ElenaRuiz", "Max", "zoe"}
    assert len(told["entities"]) == 20
    assert all(x["contacts"] == told_of(desk, entity=x["text"]) for x in told["entities"])
    assert [(x["count"], told_of(desk, unanswered=x["text"])) for x in told["unanswered"]] == [
        (told["unanswered"][0]["count"],) * 2
    ]


@pytest.mark.parametrize("path", ["/audit", "/contacts", "/summary", "/exports/contacts"])
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "0001-01-01T00:00:00Z"])
def test_a_day_at_the_end_of_time_is_refused_and_breaks_nothing(desk: Desk, path: str, day: str):
    for name in ("from", "to"):
        answer = ask("GET", path, role="admin", query={name: day})

        assert (answer.status, answer.body["error"]) == (400, "bad_request")


def test_figures_of_an_agent_are_found_by_any_spelling(desk: Desk):
    desk.two()

    told = ask("GET", "/summary", query=DAYS | {"agent": "marcushale"}).body

    assert (told["contacts"], told_of(desk, agent="marcushale")) == (1, 1)


def test_figures_can_be_had_of_one_channel_agent_and_category(desk: Desk):
    one, _ = desk.two()
    desk.put(one.model_copy(update={"categories": (CategoryMatch(name="Complaint"),)}))

    filters = {"channel": "CALL", "agent": AGENT, "category": "Complaint"}
    told = ask("GET", "/summary", query=DAYS | filters).body
    none = ask("GET", "/summary", query=DAYS | filters | {"channel": "CHAT"}).body

    assert (told["contacts"], none["contacts"]) == (1, 0)


def test_an_agent_has_figures_of_their_own_contacts_alone(desk: Desk):
    desk.two()

    told = ask("GET", "/summary", role="agent", query=DAYS | {"agent": "ElenaRuiz"}).body
    offered = ask("GET", "/facets", role="agent").body

    assert [agent["name"] for agent in told["by_agent"]] == [AGENT]
    assert offered["agents"] == [AGENT]


def test_a_period_must_begin_before_it_ends_and_not_be_endless(desk: Desk):
    for period in ({"from": "2026-11-24", "to": "2026-11-23"}, {"from": "2020-01-01"}):
        assert ask("GET", "/summary", query=period).body["error"] == "bad_period"
