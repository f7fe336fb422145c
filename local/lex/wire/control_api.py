"""The emulator's own interface: bots as CloudFormation's resources, and its health."""

import json
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.lex.bots import Bots, Properties
from local.lex.errors import BotFormatError, ValidationError
from local.lex.wire.errors import Endpoint, answering

BOT = "/_control/bots/{bot_id}"


class ControlApi:
    """``PUT`` and ``DELETE`` of a bot, a version and an alias; ``GET`` lists the bots.

    ``POST`` makes the next version.
    """

    def __init__(self, bots: Bots) -> None:
        self._bots = bots

    def routes(self) -> list[Route]:
        bots = self._bots
        return [
            Route("/_health", _health, methods=["GET"]),
            Route("/_control/bots", answering(self._list), methods=["GET"]),
            Route(
                BOT,
                _putting(lambda path, body: bots.put_bot(path["bot_id"], body)),
                methods=["PUT"],
            ),
            Route(BOT, _deleting(lambda path: bots.delete_bot(path["bot_id"])), methods=["DELETE"]),
            Route(f"{BOT}/versions", answering(self._add_version), methods=["POST"]),
            Route(
                f"{BOT}/versions/{{version}}",
                _putting(lambda path, _: bots.put_version(path["bot_id"], path["version"])),
                methods=["PUT"],
            ),
            Route(
                f"{BOT}/aliases/{{alias_id}}",
                _putting(lambda path, body: bots.put_alias(path["bot_id"], path["alias_id"], body)),
                methods=["PUT"],
            ),
            Route(
                f"{BOT}/aliases/{{alias_id}}",
                _deleting(lambda path: bots.delete_alias(path["bot_id"], path["alias_id"])),
                methods=["DELETE"],
            ),
        ]

    async def _add_version(self, request: Request) -> Response:
        version = await run_in_threadpool(self._bots.add_version, request.path_params["bot_id"])
        return JSONResponse({"botVersion": version})

    async def _list(self, _: Request) -> Response:
        return JSONResponse({"bots": self._bots.listed()})


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _putting(put: Callable[[dict[str, str], Properties], None]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        try:
            properties = json.loads(await request.body() or b"{}")
            if not isinstance(properties, dict):
                raise ValidationError("The request body must be a JSON object.")
            await run_in_threadpool(put, request.path_params, properties)
        except ValueError as error:
            raise ValidationError("The request body is not JSON.") from error
        except BotFormatError as error:
            raise ValidationError(str(error)) from error
        return JSONResponse({"status": "ok"})

    return answering(endpoint)


def _deleting(delete: Callable[[dict[str, str]], None]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        await run_in_threadpool(delete, request.path_params)
        return JSONResponse({"status": "ok"})

    return answering(endpoint)
