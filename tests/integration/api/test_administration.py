from datetime import timedelta

from omnilex.adapters.audit_trail import AuditTrail
from omnilex.domain.knobs import KNOBS
from omnilex.domain.staff import AuditEntry, Deed
from tests.integration.analytics.world import DYNAMODB, NOON, SSM
from tests.integration.api.world import Desk, ask

RULES = {"version": 1, "categories": [{"name": "Fees", "rules": [{"phrases": ["late fee"]}]}]}


def put(key: str, value: object) -> int:
    return ask("PUT", f"/settings/{key}", role="admin", body={"value": value}).status


def test_every_setting_is_shown_with_its_value(desk: Desk):
    shown = ask("GET", "/settings", role="admin").body["settings"]

    assert {one["key"] for one in shown} == {one.key for one in KNOBS}
    assert {one["key"]: one["value"] for one in shown if one["key"] == "MaxSpeakers"} == {
        "MaxSpeakers": "2"
    }


def test_a_setting_is_changed_for_everybody_and_who_did_it_is_written_down(desk: Desk):
    assert put("SpeakerNames", "Advisor|Client ") == 200

    stored = SSM.get_parameter(Name="/omnilex/SpeakerNames")["Parameter"]["Value"]
    assert stored == "Advisor | Client"
    assert [(one.deed, one.subject, one.detail, one.email) for one in desk.audit()] == [
        ("CHANGED_SETTING", "SpeakerNames", "Advisor | Client", "admin@example.com")
    ]


def test_a_value_that_a_setting_cannot_have_is_refused_with_the_reason(desk: Desk):
    answer = ask("PUT", "/settings/MaxSpeakers", role="admin", body={"value": 31})

    assert (answer.status, answer.body["error"]) == (400, "bad_setting")
    assert answer.body["message"] == "MaxSpeakers must be a whole number from 2 to 30."
    assert desk.audit() == []


def test_a_setting_that_is_none_is_said_not_to_be(desk: Desk):
    assert put("Colour", "red") == 404


def test_the_rule_set_is_read_changed_and_checked(desk: Desk):
    changed = ask("PUT", "/categories", role="admin", body=RULES)
    wrong = ask("PUT", "/categories", role="admin", body=RULES | {"version": 2})

    assert changed.status == 200
    assert ask("GET", "/categories").body["categories"][0]["name"] == "Fees"
    assert wrong.status == 400
    assert [one.deed for one in desk.audit()] == ["CHANGED_CATEGORIES"]


def test_the_audit_trail_is_read_newest_first_over_months(desk: Desk):
    trail = AuditTrail(DYNAMODB.Table("bank"))
    for days in (40, 3, 1):
        at = NOON - timedelta(days=days)
        entry = AuditEntry(at=at, staff_id="s-1", deed=Deed.LISTENED, subject=f"c-{days}")
        trail.keep(entry)
        trail.keep(entry)  # the same again is the same

    query = {"from": "2026-10-01", "to": "2026-11-23"}
    entries = ask("GET", "/audit", role="admin", query=query).body

    assert [one["subject"] for one in entries["entries"]] == ["c-1", "c-3", "c-40"]
    assert entries["has_more"] is False


def test_somebody_learns_who_they_are(desk: Desk):
    assert ask("GET", "/me", role="agent").body == {
        "staff_id": "00000000-0000-4000-8000-000000000007",
        "email": "agent@example.com",
        "groups": ["agent"],
        "agent": "MarcusHale",
    }
