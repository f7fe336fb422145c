"""The pages as Amplify Hosting would serve them: rules first, then files, then 404."""

import json
import mimetypes
from collections.abc import Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from local.site.amplify import REDIRECTS, App, DeployedApp
from local.site.api import forward, local_address
from local.site.control import routes
from local.site.deployments import Deployments

SMALL_BYTES = 1_000  # what is smaller goes as it is, also from Amplify's CloudFront
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
READING = {"GET", "HEAD"}
UNSAID = "public, max-age=0, s-maxage=31536000"  # what Amplify says where the app says nothing
PHONE, CALLS = "/phone", "/phone/calls"
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
    """The deployed app's files and rules, and the files below ``roots``.

    A root whose ``index.html`` is newer than the deployment's is a working copy: it comes first, so
    that what was built a moment ago is what one sees.
    """

    def __init__(
        self, roots: Sequence[Path], app_state: Path, gateway: str, phone: str | None = None
    ) -> None:
        self._roots = tuple(roots)
        self._served: dict[Path, StaticFiles] = {}
        self._deployed = DeployedApp(app_state)
        self._deployments = Deployments(app_state)
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
        response.headers.setdefault("cache-control", UNSAID)
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
            if rule.status == "404":
                return await self._missing(target, request)
            return await self._rewritten(target, request)
        return None

    async def _missing(self, target: str, request: Request) -> Response | None:
        """None where the file is there: the rule is for those that are not."""
        if await self._file(request.url.path, request) is not None:
            return None
        response = await self._rewritten(target, request)
        if response is not None:
            response.status_code = 404
        return response

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
        for folder in self._folders():
            try:
                response = await folder.get_response(folder.get_path(scope), scope)
            except HTTPException:
                continue
            if response.status_code < 400:  # noqa: PLR2004 - html=True answers 404.html itself
                return response
        return None

    def _folders(self) -> list[StaticFiles]:
        """The newest pages first; what they lack is looked for in the others."""
        app_id = self._deployed.current_id()
        deployed = self._deployments.current(app_id) if app_id else None
        found = sorted(filter(None, (deployed, *self._roots)), key=built_at, reverse=True)
        return [self._serving(folder) for folder in found]

    def _serving(self, folder: Path) -> StaticFiles:
        if folder not in self._served:
            self._served[folder] = StaticFiles(directory=folder, html=True, check_dir=False)
        return self._served[folder]


def built_at(folder: Path) -> float:
    index = folder / "index.html"
    return index.stat().st_mtime if index.is_file() else 0


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
            *routes(Deployments(app_state)),
            Route("/{path:path}", site.answer, methods=METHODS),
        ],
        middleware=[Middleware(GZipMiddleware, minimum_size=SMALL_BYTES)],
    )
