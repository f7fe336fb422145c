"""The pages are served by the template's own rules and headers; each has its test."""

import pytest

from tests.local.site.conftest import Site

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
}


def test_what_is_below_api_is_the_http_apis(site: Site):
    answer = site.get("/api/chat?language=es", "POST", '{"text": "hola"}')

    stage = "/_aws/execute-api/abc123/$default"
    assert answer.status == 200
    assert site.asked[-1] == ("POST", f"{stage}/chat?language=es", '{"text": "hola"}')


def test_what_the_api_says_of_caching_stands(site: Site):
    assert site.get("/api/contacts").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/", "home"),
        ("/es/", "inicio"),
        ("/privacy/", "privacy"),
        ("/dashboard/", "dashboard"),
        ("/widget.js", "widget"),
    ],
)
def test_each_page_stands_at_its_address(site: Site, path: str, body: str):
    answer = site.get(path)

    assert (answer.status, answer.body) == (200, body)


def test_every_address_of_the_dashboard_is_its_one_page(site: Site):
    assert site.get("/dashboard/contacts/c-0001").body == "dashboard"


@pytest.mark.parametrize("path", ["/dashboard", "/es", "/privacy"])
def test_a_folder_without_its_slash_leads_to_the_folder(site: Site, path: str):
    answer = site.get(path)

    assert (answer.status, answer.headers["location"]) == (301, f"{path}/")


@pytest.mark.parametrize("path", ["/nowhere", "/es/nowhere.html", "/.env", "/../template.yaml"])
def test_where_there_is_nothing_the_banks_own_page_says_so(site: Site, path: str):
    answer = site.get(path)

    assert (answer.status, answer.body) == (404, "not found")


@pytest.mark.parametrize("path", ["/", "/es/", "/dashboard/contacts", "/nowhere", "/widget.js"])
def test_every_answer_carries_the_whole_policy(site: Site, path: str):
    policy = site.get(path).headers["content-security-policy"]

    assert {rule.strip() for rule in policy.split(";")} >= POLICY
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(self)"),
    ],
)
def test_every_answer_carries_each_security_header(site: Site, name: str, value: str):
    assert site.get("/").headers[name] == value
    assert site.get("/nowhere").headers[name] == value


def test_a_file_with_a_hash_in_its_name_is_kept_for_ever(site: Site):
    kept = site.get("/assets/bank-4f3a.js").headers["cache-control"]

    assert kept == "public, max-age=31536000, immutable"


def test_a_large_file_goes_compressed_to_whom_takes_it_so(site: Site):
    path = "/assets/large-7c1d.js"

    compressed = site.get(path, headers={"Accept-Encoding": "gzip"})

    assert compressed.headers["content-encoding"] == "gzip"
    assert int(compressed.headers["content-length"]) < 1_000
    assert compressed.body == site.get(path).body
    assert "content-encoding" not in site.get(path).headers


@pytest.mark.parametrize("path", ["/", "/widget.js", "/es/"])
def test_what_keeps_its_name_is_asked_for_again(site: Site, path: str):
    assert site.get(path).headers["cache-control"] == "no-cache"
