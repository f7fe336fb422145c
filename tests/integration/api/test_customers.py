from datetime import timedelta

from omnilex.adapters.visits import Visits
from omnilex.domain.visits import Visit
from tests.integration.analytics.world import DYNAMODB, NOON
from tests.integration.api.world import OWN, Desk, ask
from tests.integration.bank.world import ANA


def test_a_customer_is_one_line_of_time_over_all_that_happened(desk: Desk):
    desk.two()
    desk.bank.open_accounts()
    at = NOON - timedelta(hours=2)
    visit = Visit(view_id="00000001", page="/mortgages", started_at=at, dwell_s=42)
    Visits(DYNAMODB.Table("sessions")).keep(ANA, (visit,), NOON + timedelta(days=3_650))

    page = ask("GET", f"/customers/{ANA}").body

    kinds = [moment["kind"] for moment in page["timeline"]]
    assert page["name"] == "Ana Moreau"
    assert kinds == sorted(kinds, key=kinds.index)
    assert {"contact", "visit"} <= set(kinds)
    [visit] = [moment for moment in page["timeline"] if moment["kind"] == "visit"]
    assert (visit["title"], visit["dwell_s"]) == ("/mortgages", 42)
    [contact] = [moment for moment in page["timeline"] if moment["kind"] == "contact"]
    assert (contact["contact_id"], contact["medium"]) == (OWN, "phone")


def test_a_customer_whom_only_contacts_name_has_no_name(desk: Desk):
    desk.two()

    page = ask("GET", f"/customers/{ANA}").body

    assert page["name"] is None
    assert len(page["timeline"]) == 1


def test_a_customer_that_nobody_knows_is_said_not_to_be(desk: Desk):
    assert ask("GET", "/customers/1").body["error"] == "customer_not_found"


def test_frequent_questions_are_answered_for_staff_too(desk: Desk):
    found = ask("GET", "/faq", query={"q": "When are you open?"}).body

    assert [match["answer"] for match in found["matches"]] == ["At nine."]
