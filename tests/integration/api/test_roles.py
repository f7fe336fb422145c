"""Every route for every role, and other people's contacts for an agent."""

from typing import Any

from omnilex.handlers.serve_contacts import app
from tests.integration.api.world import OTHERS, OWN, Desk, ask

ROLES = ("agent", "supervisor", "admin")
NOTE = {"text": "Call back"}
WAV = {"file_name": "a.wav", "content_type": "audio/wav", "size_bytes": 9}

# (method, path, query or body) -> the status for an agent, a supervisor, an administrator.
CELLS: list[tuple[str, str, Any, tuple[int, int, int]]] = [
    ("GET", "/contacts", {}, (200, 200, 200)),
    ("GET", f"/contacts/{OWN}", {}, (200, 200, 200)),
    ("GET", f"/contacts/{OWN}/transcript", {}, (200, 200, 200)),
    ("GET", f"/contacts/{OWN}/words", {}, (200, 200, 200)),
    ("GET", f"/contacts/{OWN}/audio", {}, (200, 200, 200)),
    ("POST", f"/contacts/{OWN}/notes", NOTE, (201, 201, 201)),
    ("DELETE", f"/contacts/{OWN}/notes/n-1", None, (404, 404, 404)),
    ("PUT", f"/contacts/{OWN}/tags", {"tags": ["vip"]}, (200, 200, 200)),
    ("POST", "/uploads", WAV, (200, 200, 200)),
    ("POST", f"/contacts/{OWN}/reanalysis", None, (403, 202, 202)),
    ("POST", f"/contacts/{OWN}/speaker-swap", None, (403, 200, 200)),
    ("DELETE", f"/contacts/{OWN}", None, (403, 403, 202)),
    ("GET", "/summary", {}, (200, 200, 200)),
    ("GET", "/facets", {}, (200, 200, 200)),
    ("GET", "/exports/contacts", {}, (403, 403, 200)),
    ("GET", "/customers/20417731", {}, (200, 200, 200)),
    ("GET", "/faq", {"q": "hours"}, (200, 200, 200)),
    ("GET", "/me", {}, (200, 200, 200)),
    ("GET", "/settings", {}, (403, 403, 200)),
    ("PUT", "/settings/MaxSpeakers", {"value": 3}, (403, 403, 200)),
    ("GET", "/categories", {}, (403, 200, 200)),
    ("PUT", "/categories", {"version": 1}, (403, 403, 200)),
    ("GET", "/audit", {}, (403, 403, 200)),
]
OTHERS_CELLS = [
    (method, path.replace(OWN, OTHERS).replace("20417731", "20417750"), given)
    for method, path, given, (agent, _, _) in CELLS
    if agent != 403 and (OWN in path or "customers" in path)
]


def send(method: str, path: str, given: Any, role: str) -> int:
    query, body = (given, None) if method == "GET" else (None, given)
    return ask(method, path, role=role, query=query, body=body).status


def test_every_route_is_in_the_table():
    shapes = {
        f"{method} {path.split('?')[0]}".replace(OWN, "<contact_id>")
        .replace("n-1", "<note_id>")
        .replace("20417731", "<customer_id>")
        .replace("MaxSpeakers", "<key>")
        for method, path, _, _ in CELLS
    }

    assert shapes == {f"{r.method} {r.path}" for r in app._static_routes + app._dynamic_routes}


def test_each_role_may_do_what_it_may_and_nothing_else(desk: Desk):
    desk.two()
    desk.machine()

    answered = {
        (role, method, path): send(method, path, given, role)
        for role in ROLES
        for method, path, given, _ in CELLS
    }

    assert answered == {
        (role, method, path): statuses[ROLES.index(role)]
        for role in ROLES
        for method, path, _, statuses in CELLS
    }


def test_what_is_another_agents_is_not_there(desk: Desk):
    desk.two()

    answered = {
        (method, path): send(method, path, given, "agent") for method, path, given in OTHERS_CELLS
    }

    assert len(answered) >= 8
    assert set(answered.values()) == {404}


def test_who_is_in_none_of_the_groups_may_do_nothing(desk: Desk):
    for groups in ("", "nobody", "administrator", "agents"):
        assert ask("GET", "/contacts", role=groups).status == 403


def test_an_address_of_nothing_is_said_to_be_one(desk: Desk):
    answer = ask("GET", "/nothing")

    assert (answer.status, answer.body["error"]) == (404, "not_found")
