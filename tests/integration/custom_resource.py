"""CloudFormation, as a custom resource's function knows it: an address to answer at."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

Handler = Callable[[dict[str, Any]], object]


class CloudFormation:
    """Tells a function what happened to its resource, and hears the answer."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.answers: list[dict[str, Any]] = []
        answers = self.answers

        class Receive(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                answers.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *arguments: Any) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Receive)
        self.url = f"http://127.0.0.1:{self.server.server_port}/answer"

    def tell(self, event: dict[str, Any]) -> dict[str, Any]:
        self._handler({**event, "ResponseURL": self.url})
        return self.answers[-1]


@contextmanager
def listening(handler: Handler) -> Iterator[CloudFormation]:
    cloudformation = CloudFormation(handler)
    thread = threading.Thread(target=cloudformation.server.serve_forever, args=(0.01,))
    thread.start()
    yield cloudformation
    cloudformation.server.shutdown()
    thread.join()
    cloudformation.server.server_close()
