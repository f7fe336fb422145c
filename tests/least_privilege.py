"""What each function is granted against what the tests saw it do: no more, no less.

Every AWS call that a handler makes in a test is noted by the IAM actions it takes, and so is every
permission that a role used in the stack of the end-to-end tests. A run of the whole suite fails by
what was used by no test, or done without a grant; ``--prove-least-privilege`` asks it of any run.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

ROOT = Path(__file__).parents[1]
HANDLERS = "omnilex.handlers."
Grant = tuple[str, str]  # function, IAM action

# Where the action is not called as the operation is, or there are several.
ACTIONS = {
    "s3:HeadObject": ["s3:GetObject"],
    "s3:ListObjectsV2": ["s3:ListBucket"],
    "s3:ListObjectVersions": ["s3:ListBucketVersions"],
    "s3:HeadBucket": ["s3:ListBucket"],
    "s3:CreateMultipartUpload": ["s3:PutObject"],
    "s3:UploadPart": ["s3:PutObject"],
    "s3:UploadPartCopy": ["s3:PutObject"],
    "s3:CompleteMultipartUpload": ["s3:PutObject"],
    "s3:CopyObject": ["s3:GetObject", "s3:PutObject"],
    "s3:CreateBucket": ["s3:PutObject"],  # as which botocore signs a form for one object
    "lambda:Invoke": ["lambda:InvokeFunction"],
    "scheduler:CreateSchedule": ["scheduler:CreateSchedule", "iam:PassRole"],
    "scheduler:UpdateSchedule": ["scheduler:UpdateSchedule", "iam:PassRole"],
    # Transcribe reads and writes with the caller's permissions.
    "transcribe:StartTranscriptionJob": [
        *("transcribe:StartTranscriptionJob", "s3:GetObject", "s3:PutObject"),
    ],
}
# SAM's policy templates that the template uses.
POLICY_TEMPLATES = {"LambdaInvokePolicy": ["lambda:InvokeFunction"]}
TRANSACTED = {
    "Put": "dynamodb:PutItem",
    "Update": "dynamodb:UpdateItem",
    "Delete": "dynamodb:DeleteItem",
    "ConditionCheck": "dynamodb:ConditionCheckItem",
    "Get": "dynamodb:GetItem",
}
VERSIONED = {"s3:GetObject": "s3:GetObjectVersion", "s3:DeleteObject": "s3:DeleteObjectVersion"}
# Granted, needed on AWS, and used by nothing that a test can see; each with its reason.
DEAD_LETTERS = "Lambda sends with the function's role what it could not deliver from a stream"
MISSING_KEYS = "without it S3 answers 403, not 404, for a key that is not there; nothing is listed"
KENDRA = "only where KendraIndexId names an index; the tests ask the local Kendra by other clients"
ANALYTICS = (
    "only where TranscribeApiMode is analytics, whose jobs the tests give by a client of theirs"
)
RECOGNIZER = "only where a recognizer of one's own is named, which the tests give by a stand-in"
IN_MEMORY = "ten thousand files are moved between buckets in memory, with jobs counted there too"
JOB_FAILED = "only where a job has failed before anybody waits for it, or unheard"
OWN_KEY = "only where OwnKey makes a key; Transcribe uses it then as the caller"
IDENTIFIED = "only where Transcribe has identified the language, which wants Whisper here"
UNSEEN: dict[Grant, str] = {
    ("answer_question", "kendra:Query"): KENDRA,
    ("offer_help", "kendra:Query"): KENDRA,
    ("serve_contacts", "kendra:Query"): KENDRA,
    ("start_transcription", "transcribe:StartCallAnalyticsJob"): ANALYTICS,
    ("start_transcription", "transcribe:GetCallAnalyticsJob"): ANALYTICS,
    ("resume_transcription", "transcribe:GetCallAnalyticsJob"): ANALYTICS,
    ("sweep_contacts", "transcribe:GetCallAnalyticsJob"): ANALYTICS,
    ("analyze_transcript", "comprehend:ListEndpoints"): RECOGNIZER,
    ("move_bulk_files", "s3:GetObject"): IN_MEMORY,
    ("move_bulk_files", "s3:PutObject"): IN_MEMORY,
    ("move_bulk_files", "s3:DeleteObject"): IN_MEMORY,
    ("move_bulk_files", "transcribe:ListTranscriptionJobs"): IN_MEMORY,
    ("move_bulk_files", "transcribe:ListCallAnalyticsJobs"): IN_MEMORY,
    ("start_transcription", "states:SendTaskFailure"): JOB_FAILED,
    ("start_transcription", "kms:Encrypt"): OWN_KEY,
    ("start_transcription", "kms:Decrypt"): OWN_KEY,
    ("start_transcription", "kms:GenerateDataKey"): OWN_KEY,
    ("sweep_contacts", "states:SendTaskFailure"): JOB_FAILED,
    ("resume_transcription", "dynamodb:PutItem"): IDENTIFIED,
    ("publish_bank_event", "sqs:SendMessage"): DEAD_LETTERS,
    ("index_contact", "sqs:SendMessage"): DEAD_LETTERS,
    ("remove_contact", "sqs:SendMessage"): DEAD_LETTERS,
    ("analyze_transcript", "s3:ListBucket"): MISSING_KEYS,
    ("fail_contact", "s3:ListBucket"): MISSING_KEYS,
    ("register_contact", "s3:ListBucket"): MISSING_KEYS,
    ("seed_support_files", "s3:ListBucket"): MISSING_KEYS,
    ("serve_contacts", "s3:ListBucket"): MISSING_KEYS,
}
SEEN: set[Grant] = set()


def watch() -> None:
    """Note the calls of every client that is made from now on."""
    boto3.setup_default_session()
    assert boto3.DEFAULT_SESSION is not None
    boto3.DEFAULT_SESSION.events.register("provide-client-params", note)


def note(params: dict[str, Any], model: Any, **_: Any) -> None:
    """One AWS call, with the function that makes it; a test's own call is nobody's."""
    for caller in callers():
        for action in actions_of(model.service_model.signing_name, model.name, params):
            SEEN.add((caller, action))


def callers() -> set[str]:
    """The innermost handler on the stack, or in a thread of an adapter those that import it."""
    adapters = set()
    for name in modules_on_the_stack():
        if name.startswith(HANDLERS):
            return {name.removeprefix(HANDLERS)}
        if name.startswith("tests."):
            return set()
        if name.startswith("omnilex.adapters."):
            adapters.add(name)
    loaded = {name: module for name, module in sys.modules.items() if name.startswith(HANDLERS)}
    return {
        name.removeprefix(HANDLERS)
        for name, module in loaded.items()
        if adapters & {getattr(value, "__module__", "") for value in vars(module).values()}
    }


def modules_on_the_stack() -> Iterator[str]:
    frame: Any = sys._getframe(1)
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name != __name__:
            yield name
        frame = frame.f_back


def actions_of(service: str, operation: str, params: dict[str, Any]) -> list[str]:
    """The IAM actions that a call needs."""
    if operation in {"TransactWriteItems", "TransactGetItems"}:
        return [TRANSACTED[kind] for item in params["TransactItems"] for kind in item]
    if operation == "DeleteObjects":
        return [
            "s3:DeleteObjectVersion" if "VersionId" in one else "s3:DeleteObject"
            for one in params["Delete"]["Objects"]
        ]
    actions = ACTIONS.get(f"{service}:{operation}", [f"{service}:{operation}"])
    if params.get("VersionId") and service == "s3":
        return [VERSIONED.get(action, action) for action in actions]
    return actions


def granted() -> set[Grant]:
    """What the template's function policies say."""
    from cfnlint.decode import decode  # noqa: PLC0415  it loads every resource's schema

    template, problems = decode(str(ROOT / "template.yaml"))
    assert template is not None, problems
    resources = json.loads(json.dumps(template))["Resources"]
    return {
        (handler, action)
        for resource in resources.values()
        if resource["Type"] == "AWS::Serverless::Function"
        for handler in [resource["Properties"]["Handler"].split(".")[-2]]
        for statement in statements(resource["Properties"].get("Policies", []))
        for action in statement["Action"]
        if not action.startswith("logs:")
    }


def statements(policies: Any) -> Iterator[dict[str, Any]]:
    """Every IAM statement, those under a condition of the template too."""
    if isinstance(policies, dict) and "Effect" in policies:
        yield policies
        return
    inner = policies.items() if isinstance(policies, dict) else enumerate(policies)
    for name, one in inner:
        if name in POLICY_TEMPLATES:
            yield {"Action": POLICY_TEMPLATES[name]}
        elif isinstance(one, dict | list):
            yield from statements(one)


def discrepancies(seen: set[Grant]) -> list[str]:
    """In words, sorted; empty where grants and calls agree."""
    allowed = granted()
    known = {function for function, _ in allowed}
    unused = [
        f"{function} is granted {action} and never uses it"
        for function, action in allowed - seen - set(UNSEEN)
    ]
    stale = [
        f"{function} does not need to be excused for {action}"
        for function, action in set(UNSEEN) - allowed
    ]
    missing = [
        f"{function} needs {action}, which its role lacks"
        for function, action in seen - allowed
        if function in known
    ]
    return sorted(unused + missing + stale)


def note_stack(home: Path) -> None:
    """What a stack of ours allowed its functions: sees what other threads do, and Lambda itself."""
    record = home / "state" / "aws" / "used-permissions.tsv"
    for line in record.read_text().splitlines() if record.is_file() else []:
        role, action = line.split("\t")
        function = re.search(r"-(\w+)FunctionRole", role)
        if function:
            name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", function[1]).lower()
            SEEN.add((name, action))


def is_whole(config: pytest.Config) -> bool:
    """Whether nothing was left out of the run that could have used a grant."""
    options = config.option
    only_failed = config.getoption("lf", False), config.getoption("last_failed_no_failures", "all")
    chosen = (options.keyword, options.deselect, *only_failed)
    return (
        config.args_source is pytest.Config.ArgsSource.TESTPATHS
        and options.markexpr == "not nightly"
        and chosen == ("", None, False, "all")
        and not config.getoption("stack", None)
    )


class Proof:
    """The plugin: gathers what the workers saw, judges a whole run, and fails it."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._found: list[str] | None = None
        self._skipped_ends = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A part of the product that cannot run here, for want of a browser say, proves nothing."""
        self._skipped_ends += report.skipped and report.nodeid.startswith("tests/e2e/")

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        output = getattr(node, "workeroutput", {})
        SEEN.update((function, action) for function, action in output.get("seen_actions", []))

    @pytest.hookimpl(tryfirst=True)  # before a worker sends its output
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        worker_output = getattr(self._config, "workeroutput", None)
        if worker_output is not None:
            worker_output["seen_actions"] = sorted(SEEN)
            return
        asked = self._config.getoption("prove_least_privilege")
        if asked or (is_whole(self._config) and exitstatus == 0 and not self._skipped_ends):
            self._found = discrepancies(SEEN)
        if self._found:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self._found is None:
            return
        terminalreporter.section("least privilege")
        told = self._found or [
            f"{len(granted())} grants: each used by the tests but {len(UNSEEN)} with a reason, "
            "and nothing was done without a grant"
        ]
        for line in told:
            terminalreporter.line(line)
