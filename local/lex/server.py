"""The service: its ASGI application."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from local.lex.bots import Bots
from local.lex.dialog.runtime import Runtime
from local.lex.speech import Speech
from local.lex.wire.control_api import ControlApi
from local.lex.wire.runtime_api import RuntimeApi

EXPOSED = [
    *("x-amzn-requestid", "x-amzn-errortype", "x-amz-lex-messages", "x-amz-lex-interpretations"),
    *("x-amz-lex-session-state", "x-amz-lex-request-attributes", "x-amz-lex-session-id"),
    *("x-amz-lex-input-mode", "x-amz-lex-input-transcript", "content-type"),
]


def application(bots: Bots, runtime: Runtime) -> Starlette:
    """The runtime's operations and the emulator's own; any page may call the former."""
    cors = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["*"],
        expose_headers=EXPOSED,
        max_age=600,
    )
    routes = RuntimeApi(runtime, Speech()).routes() + ControlApi(bots).routes()
    return Starlette(routes=routes, middleware=[cors])
