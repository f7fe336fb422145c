"""An AWS account over HTTP, as far as a doctor looks at it: each service in its own protocol."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import boto3
from botocore.config import Config
from moto.core.serialize import SERIALIZERS
from moto.core.utils import get_service_model

ACCOUNT, REGION = "123456789012", "us-east-1"
TWILIO = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:twilio-AbCdEf"
SLACK = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:slack-AbCdEf"
INSTANCE_ID = "0c0ffee0-0000-4000-8000-000000000000"
INSTANCE = f"arn:aws:connect:{REGION}:{ACCOUNT}:instance/{INSTANCE_ID}"
INDEX = "aaaaaaaa-0000-4000-8000-000000000000"
# A request is signed for a service under this name; boto3 knows it by that one.
SIGNED_FOR = {"lex": "lexv2-models", "servicequotas": "service-quotas"}
MOVED = 301
# The one operation that is asked of a service that names none in its requests.
ONLY = {"lex": "ListBots", "amplify": "ListApps", "connect": "DescribeInstance", "s3": "HeadBucket"}


class Refused:
    """An error that AWS answers with, and its HTTP status."""

    def __init__(self, code: str, status: int = 400) -> None:
        self.code, self.status = code, status

    def written(self, protocol: str) -> tuple[dict[str, str], bytes]:
        message = f"said of {self.code}"
        if protocol == "query":
            inside = f"<Error><Code>{self.code}</Code><Message>{message}</Message></Error>"
            return {}, f"<ErrorResponse>{inside}</ErrorResponse>".encode()
        if protocol == "rest-xml":  # S3, whose answers to HEAD have no body
            return ({"x-amz-bucket-region": "eu-west-1"} if self.status == MOVED else {}), b""
        body = {"__type": self.code, "message": message}
        return {"x-amzn-ErrorType": self.code}, json.dumps(body).encode()


def quotas(**values: float) -> dict[str, Any]:
    names = {
        "lambda_": "Concurrent executions",
        "medical": "Number of concurrent medical batch transcription jobs",
        "analytics": "Number of concurrent batch transcription jobs (Call Analytics)",
        "transcribe": "Number of concurrent batch transcription jobs",
    }
    return {"Quotas": [{"QuotaName": names[name], "Value": of} for name, of in values.items()]}


WELL: dict[str, Any] = {
    "GetCallerIdentity": {
        "UserId": "AIDA",
        "Account": ACCOUNT,
        "Arn": f"arn:aws:iam::{ACCOUNT}:user/deployer",
    },
    "ListBots": {"botSummaries": []},
    "ListTranscriptionJobs": {"TranscriptionJobSummaries": []},
    "ListEndpoints": {"EndpointPropertiesList": []},
    "ListApps": {"apps": []},
    "ListServiceQuotas": quotas(lambda_=1000.0, analytics=100.0, medical=100.0, transcribe=250.0),
    "ListAWSDefaultServiceQuotas": quotas(),
    "GetAccountSummary": {"SummaryMap": {"Roles": 40, "RolesQuota": 1000}},
    "DescribeStacks": Refused("ValidationError"),
    "ListStackResources": Refused("ValidationError"),
    "HeadBucket": Refused("404", 404),
    TWILIO: {"SecretString": json.dumps({"account_sid": "AC0", "auth_token": "made-up-token"})},
    SLACK: {"SecretString": json.dumps({"signing_secret": "s", "bot_token": "made-up-token"})},
    "DescribeInstance": {
        "Instance": {"Id": INSTANCE_ID, "InstanceAlias": "the-bank", "InstanceStatus": "ACTIVE"}
    },
    "DescribeIndex": {"Name": "questions", "Id": INDEX, "Status": "ACTIVE"},
}


class Account:
    """Answers as in WELL, but for what a test says, and services that are elsewhere or nowhere.

    ``asked`` are the operations that were asked of it.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.begin_anew()

    def begin_anew(self) -> None:
        self.answers = dict(WELL)
        self.addresses: dict[str, str] = {}
        self.asked: list[str] = []

    def client(self, service: str, region_name: str, config: Config) -> Any:
        """Instead of boto3's, whose making takes longer than its answer; nothing is tried twice."""
        return client(service, region_name, self.addresses.get(service, self.url))

    def respond(self, headers: Any, body: bytes) -> tuple[int, dict[str, str], bytes]:
        signed_for = re.search(r"/(\w+)/aws4_request", headers["Authorization"])
        assert signed_for is not None
        service = SIGNED_FOR.get(signed_for[1], signed_for[1])
        target = headers.get("X-Amz-Target", "").rpartition(".")[2]
        action = parse_qs(body.decode()).get("Action", [""])[0] if not target else ""
        operation = target or action or ONLY[signed_for[1]]
        self.asked.append(operation)
        name = json.loads(body)["SecretId"] if operation == "GetSecretValue" else operation
        return serialized(service, operation, self.answers[name])


def serialized(service: str, operation: str, answer: Any) -> tuple[int, dict[str, str], bytes]:
    model = get_service_model(service).operation_model(operation)
    protocol = model.service_model.resolved_protocol
    if isinstance(answer, Refused):
        return answer.status, *answer.written(protocol)
    made = SERIALIZERS[protocol](model).serialize(answer)
    content = made["body"] if isinstance(made["body"], bytes) else made["body"].encode()
    return made["status_code"], {k: str(v) for k, v in made["headers"].items()}, content


@cache
def client(service: str, region: str, url: str) -> Any:
    once = Config(retries={"total_max_attempts": 1})
    return boto3.client(service, region_name=region, endpoint_url=url, config=once)


@contextmanager
def answering() -> Iterator[Account]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, headers, content = account.respond(self.headers, body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_HEAD = respond  # noqa: N815  as the library names them

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        account = Account(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield account
        server.shutdown()
