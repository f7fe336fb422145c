"""The pages as Amplify Hosting would serve them: rules first, then files, then 404."""

import json
import mimetypes
from collections.abc import Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from local.site.amplify import REDIRECTS, App, DeployedApp
from local.site.api import forward, local_address

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
READING = {"GET", "HEAD"}
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=0, must-revalidate"
PHONE, CALLS = "/phone", "/phone/calls"
HASHED = "/assets/"  # Vite puts a hash of the content into each name here
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


class Site:
    """Files below ``roots`` (the first that has one wins) and the deployed app's rules."""

    def __init__(
        self, roots: Sequence[Path], app_state: Path, gateway: str, phone: str | None = None
    ) -> None:
        self._folders = [StaticFiles(directory=root, html=True, check_dir=False) for root in roots]
        self._deployed = DeployedApp(app_state)
        self._gateway = gateway
        self._phone = phone

    async def answer(self, request: Request) -> Response:
        app = self._deployed.current()
        path = request.url.path
        response = (
            await self._call(request)
            or await self._by_rules(app, request)
            or await self._file(path, request)
        )
        if response is None:
            response = Response("Not found\n", 404, media_type="text/plain")
        for name, value in app.headers_for(path).items():
            response.headers.setdefault(name, value)
        return response

    async def _call(self, request: Request) -> Response | None:
        """A call of the phone page; there is none on AWS, where the telephone is a real one."""
        if self._phone is None or not request.url.path.startswith(CALLS):
            return None
        return await self._passed_on(self._phone + request.url.path.removeprefix(PHONE), request)

    async def _by_rules(self, app: App, request: Request) -> Response | None:
        for rule in app.rules:
            target = rule.target_of(request.url.path)
            if target is None:
                continue
            if rule.status in REDIRECTS:
                return RedirectResponse(target, int(rule.status))
            if rule.status == "404-200":
                existing = await self._file(request.url.path, request)
                return existing or await self._rewritten(target, request)
            response = await self._rewritten(target, request)
            if response is not None and rule.status == "404":
                response.status_code = 404
            return response
        return None

    async def _rewritten(self, target: str, request: Request) -> Response | None:
        address = local_address(target, self._gateway)
        if address is None:
            return await self._file(target, request)
        return await self._passed_on(address, request)

    async def _passed_on(self, address: str, request: Request) -> Response:
        if request.url.query:
            address += f"?{request.url.query}"
        body = await request.body()
        try:
            answer = await run_in_threadpool(
                forward, address, request.method, request.headers, body
            )
        except OSError:
            problem = {"error": "unavailable", "message": "The service cannot be reached."}
            return JSONResponse(problem, 502)
        return Response(answer.body, answer.status, answer.headers)

    async def _file(self, path: str, request: Request) -> Response | None:
        if request.method not in READING or is_hidden(path):
            return None
        scope = {**request.scope, "path": path, "root_path": ""}
        for folder in self._folders:
            try:
                response = await folder.get_response(folder.get_path(scope), scope)
            except HTTPException:
                continue
            if response.status_code < 400:  # noqa: PLR2004 - html=True answers 404.html itself
                forever = path.startswith(HASHED)
                response.headers["cache-control"] = FOREVER if forever else ASK_AGAIN
                return response
        return None


def is_hidden(path: str) -> bool:
    """Files that begin with a dot are nobody's business; `..` is one of them."""
    return any(part.startswith(".") for part in path.split("/"))


def application(
    roots: Sequence[Path], app_state: Path, gateway: str, phone: str | None = None
) -> Starlette:
    """The ASGI application."""
    for suffix, media_type in TYPES.items():
        mimetypes.add_type(media_type, suffix)
    site = Site(roots, app_state, gateway, phone)
    return Starlette(
        routes=[
            Route(
                "/_health",
                lambda _: Response(json.dumps({"status": "ok"}), media_type="application/json"),
            ),
            Route("/{path:path}", site.answer, methods=METHODS),
        ]
    )
