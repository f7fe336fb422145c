"""How soon the dashboard shows its first list of 10,000 contacts, in a browser.

The built pages and the real API, whose search table is in memory (see counted_table.py here); every
call of the table takes 5 ms more, as a round trip to DynamoDB does. From the press of Enter to the
first row, nothing cached, the median of five; `--most 1000` is quicker to load.
"""

import argparse
import json
import random
import shutil
import statistics
import sys
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "functions"))

from benchmarks.counted_table import CountedTable
from benchmarks.search import contact
from omnilex.adapters.search_index import SearchIndex
from omnilex.adapters.search_writer import Indexed, SearchWriter
from omnilex.api.app import build
from omnilex.api.desk import Desk
from omnilex.domain.search import projection_of

PAGES = Path(__file__).parents[1] / "frontend/dist"
TOGETHER, CALL_S, TRIES = 1_000, 0.005, 5
CLIENT = "benchmark"
CLAIMS = {
    **{"sub": "1", "email": "admin@omnilex.example", "token_use": "id"},
    "cognito:groups": "[admin]",
}
WATCH = """() => new Promise(done => {
  const look = () => document.querySelector("tbody tr")
    ? done(performance.now()) : requestAnimationFrame(look);
  look();
})"""


class SlowTable(CountedTable):
    """Each read takes a round trip."""

    def query(self, **asked: Any) -> dict[str, Any]:
        time.sleep(CALL_S)
        return super().query(**asked)

    def batch_get_item(self, **asked: Any) -> dict[str, Any]:
        time.sleep(CALL_S)
        return super().batch_get_item(**asked)


def loaded(most: int) -> CountedTable:
    table, pick = CountedTable(), random.Random(1)
    writer = SearchWriter(table)  # type: ignore[arg-type]
    for first in range(0, most, TOGETHER):
        made = [contact(number, pick) for number in range(first, min(first + TOGETHER, most))]
        writer.apply({one.contact_id: Indexed(projection=projection_of(one, ())) for one in made})
    table.__class__ = SlowTable
    return table


def serve(table: CountedTable) -> ThreadingHTTPServer:
    desk: dict[str, Any] = dict.fromkeys(Desk.__dataclass_fields__)
    del desk["clock"]
    wired = {"index": SearchIndex(table), "zone": ZoneInfo("UTC")}  # type: ignore[arg-type]
    app = build(Desk(**desk | wired))

    class Site(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            if address.path == "/config.json":
                self.answer(200, "application/json", json.dumps(configuration(self)).encode())
            elif address.path.startswith("/api/"):
                told = app.resolve(event(address.path[4:], address.query), None)  # type: ignore[arg-type]
                self.answer(told["statusCode"], "application/json", told["body"].encode())
            else:
                file = PAGES / address.path.strip("/")
                file = file if file.is_file() else PAGES / "dashboard/index.html"
                kind = guess_type(file.name)[0] or "application/octet-stream"
                self.answer(200, kind, file.read_bytes())

        def answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(BrokenPipeError):  # the page was closed
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def configuration(site: BaseHTTPRequestHandler) -> dict[str, str]:
    origin = f"http://{site.headers['Host']}"
    return {
        "authority": origin,
        "client_id": CLIENT,
        "authorization_endpoint": f"{origin}/authorize",
        "token_endpoint": f"{origin}/token",
        "end_session_endpoint": f"{origin}/logout",
        "redirect_uri": f"{origin}/dashboard/callback",
    }


def event(path: str, query: str) -> dict[str, Any]:
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": query,
        "queryStringParameters": dict(parse_qsl(query)),
        "headers": {},
        "requestContext": {
            "authorizer": {"jwt": {"claims": CLAIMS}},
            "http": {"method": "GET", "path": path},
            "requestId": "benchmark",
            "stage": "$default",
        },
        "isBase64Encoded": False,
    }


def opened(browser: Browser, origin: str) -> float:
    """Milliseconds from the navigation's begin to the first row."""
    user = {
        **{"id_token": "a.b.c", "access_token": "a.b.c", "token_type": "Bearer"},
        **{"scope": "openid", "profile": CLAIMS, "expires_at": int(time.time()) + 3_600},
    }
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    key, value = f"oidc.user:{origin}:{CLIENT}", json.dumps(user)
    context.add_init_script(f"sessionStorage.setItem({json.dumps(key)}, {json.dumps(value)})")
    page = context.new_page()
    page.goto(f"{origin}/dashboard/", wait_until="commit")
    shown_ms: float = page.evaluate(WATCH)
    context.close()
    return shown_ms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=10_000, help="contacts")
    most = parser.parse_args().most
    chromium = shutil.which("chromium")
    if chromium is None or not (PAGES / "dashboard/index.html").is_file():
        sys.exit("Chromium and the built pages are needed: make up, once.")
    server = serve(loaded(most))
    origin = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        opened(browser, origin)  # the browser itself has come up
        times = [opened(browser, origin) for _ in range(TRIES)]
        browser.close()
    each = ", ".join(f"{one:.0f}" for one in sorted(times))
    print(f"first row of {most:,} contacts: {statistics.median(times):.0f} ms (of {each})")


if __name__ == "__main__":
    main()
