"""A stack's whole life, with the real `sam build`, `sam deploy` and `sam delete`, on this machine.

``python -m tests.e2e.deploy_story`` tells it step by step. The tests do the same: deploy, deploy
again, switch every optional part, fail, change what the bot understands, delete, look what is left.
It has a local AWS and a Lex of its own, and a copy of what people edit: the template and the bot.
"""

import contextlib
import random
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import yaml

from local.stack import deploy, processes
from local.stack.description import client
from local.stack.environment import ACCOUNT, REGION, STACK_NAME, url
from local.stack.parts import GATEWAY, make_parts
from local.stack.places import ROOT, SAM, Home
from tests.e2e import encrypted
from tests.e2e.leftovers import names_by_type

NEW_UTTERANCE = "flibber the wug"
EDITED = ("bot", "connect", "statemachine")
# The copy's bot understands by itself and keeps no log: functions start slowly, and the one that
# closes a chat later may write to a log group that has been deleted already.
LOG = "TextLogSettings:\n          - Enabled: "
SILENT = {
    "bot/en_US.yaml": ("CodeHook: {Enabled: true}", "CodeHook: {Enabled: false}"),
    "template.yaml": (f"{LOG}true", f"{LOG}false"),
}
CODE = ("functions/", "faq_search/", "ffmpeg/")
NEEDED = (GATEWAY, "Lex")
SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:vendor-"
INSTANCE = f"arn:aws:connect:{REGION}:{ACCOUNT}:instance/0c0ffee0-0000-4000-8000-00000000000"
INDEX = "aaaaaaaa-0000-4000-8000-00000000000"
# Each optional part: the parameter that switches it, a value, another, and what switches it off.
OPTIONAL = {
    "ConnectInstanceArn": (f"{INSTANCE}0", f"{INSTANCE}1", ""),
    "KendraIndexId": (f"{INDEX}0", f"{INDEX}1", ""),
    "TwilioSecretArn": (f"{SECRET}twilio-1", f"{SECRET}twilio-2", ""),
    "SlackSecretArn": (f"{SECRET}slack-1", f"{SECRET}slack-2", ""),
    "SiteDomain": ("bank.example.com", "www.example.com", ""),
    "AlarmEmail": ("ops@bank.example", "night@bank.example", ""),
    "Firewall": ("true", "true", "false"),
    "OwnKey": ("true", "true", "false"),
}
ON, CHANGED, OFF = (
    {parameter: choices[which] for parameter, choices in OPTIONAL.items()} for which in range(3)
)
ENVIRONMENTS = {
    "KendraIndexId": ("answer-question", "KENDRA_INDEX_ID"),
    "TwilioSecretArn": ("relay-sms", "TWILIO_SECRET_ARN"),
    "SlackSecretArn": ("receive-slack", "SLACK_SECRET_ARN"),
}
# A flow that Connect refuses, after the alias has moved: the whole deployment must go back.
REFUSED = f"""
  RefusedFlow:
    Type: AWS::Connect::ContactFlow
    DependsOn: OmniLexBotAlias
    Properties: {{InstanceArn: "{INSTANCE}0", Name: refused, Type: CONTACT_FLOW, Content: "{{"}}

Outputs:
"""


@dataclass
class Story:
    """One stack from its first deployment to its end."""

    project: Path
    home: Home
    port: int

    def deploy(self, parameters: Mapping[str, str] | None = None) -> dict[str, str]:
        """`sam build` and `sam deploy` of the copy. Raises DeployError."""
        self.build()
        return self.deploy_what_is_built(parameters)

    def build(self) -> None:
        """`sam build` alone. Raises DeployError."""
        deploy.build(self.home, threading.Event(), self.project)

    def deploy_what_is_built(self, parameters: Mapping[str, str] | None = None) -> dict[str, str]:
        """`sam deploy` alone. Raises DeployError."""
        never = threading.Event()
        given = deploy.runtime_parameters() | {"Stage": "dev"} | dict(parameters or {})
        return deploy.put_stack(self.home, url(self.port), given, never)

    def delete(self) -> None:
        """What `sam delete` asks for, which then looks once and waits for half a minute."""
        formation = client("cloudformation", url(self.port))
        formation.delete_stack(StackName=STACK_NAME)
        waiter = formation.get_waiter("stack_delete_complete")
        waiter.wait(StackName=STACK_NAME, WaiterConfig={"Delay": 0.2, "MaxAttempts": 600})

    def delete_with_sam(self) -> None:
        """`sam delete`, which takes its artifacts away too."""
        command = [str(SAM), "delete", "--stack-name", STACK_NAME, "--region", REGION]
        environment, stopped = deploy.at(url(self.port)), threading.Event()
        deploy.run(self.home, "sam delete", [*command, "--no-prompts"], environment, stopped)

    def teach(self, intent: str, utterance: str) -> None:
        """Add an utterance to the English bot, as somebody would who edits the file."""
        file = self.project / "bot" / "en_US.yaml"
        locale = yaml.safe_load(file.read_text())
        (taught,) = (one for one in locale["Intents"] if one["Name"] == intent)
        taught["SampleUtterances"].append({"Utterance": utterance})
        file.write_text(yaml.safe_dump(locale, sort_keys=False, allow_unicode=True))

    @contextlib.contextmanager
    def something_refused(self) -> Iterator[None]:
        """A resource in what is built that cannot be made, for as long as the block lasts."""
        template = self.home.build / "template.yaml"
        built = template.read_text()
        template.write_text(built.replace("\nOutputs:\n", REFUSED, 1))
        yield
        template.write_text(built)

    def understood(self, text: str) -> str:
        """The intent that the live alias sees in these words."""
        outputs = {one["OutputKey"]: one["OutputValue"] for one in self.stack["Outputs"]}
        lex = boto3.client(
            "lexv2-runtime",
            endpoint_url=url(self.port + 1),
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        answer = lex.recognize_text(
            botId=outputs["BotId"],
            botAliasId=outputs["BotAliasId"],
            localeId="en_US",
            sessionId=f"story.{time.monotonic_ns()}",
            text=text,
        )
        return str(answer["interpretations"][0]["intent"]["name"])

    @property
    def stack(self) -> dict[str, Any]:
        described = client("cloudformation", url(self.port)).describe_stacks(StackName=STACK_NAME)
        stack: dict[str, Any] = described["Stacks"][0]
        return stack

    @property
    def resources(self) -> dict[str, str]:
        """What the stack is made of now: logical to physical id."""
        pages = client("cloudformation", url(self.port)).get_paginator("list_stack_resources")
        return {
            one["LogicalResourceId"]: one.get("PhysicalResourceId", "")
            for page in pages.paginate(StackName=STACK_NAME)
            for one in page["StackResourceSummaries"]
            if one["ResourceStatus"] != "DELETE_COMPLETE"
        }

    @property
    def bot_versions(self) -> list[str]:
        """The numbers of the versions that the stack holds."""
        return [
            physical.split("|")[1]
            for logical, physical in self.resources.items()
            if logical.startswith("OmniLexBotVersion")
        ]

    def serving(self) -> dict[str, str]:
        """For each optional part the value that is at work, or what means that it is off."""
        found = {name: self.variable(*where) for name, where in ENVIRONMENTS.items()}
        resources, at = self.resources, url(self.port)
        found["SiteDomain"] = resources.get("SiteAddress", "").rpartition("/")[2]
        found["ConnectInstanceArn"] = resources.get("BankLine", "").partition("/contact-flow")[0]
        found["AlarmEmail"] = self.mailed
        found["OwnKey"] = self.encrypted
        shielded = [
            arn
            for scope in ("REGIONAL", "CLOUDFRONT")
            for acl in client("wafv2", at).list_web_acls(Scope=scope)["WebACLs"]
            for arn in client("wafv2", at).list_resources_for_web_acl(WebACLArn=acl["ARN"])[
                "ResourceArns"
            ]
        ]
        both = len(shielded) == 2 and "userpool" in shielded[0] and "apps/" in shielded[1]
        found["Firewall"] = "true" if both else "false" if not shielded else str(shielded)
        return found

    @property
    def mailed(self) -> str:
        """Who is mailed when an alarm goes off."""
        mails = client("sns", url(self.port)).list_subscriptions()["Subscriptions"]
        return "".join(mail["Endpoint"] for mail in mails)

    @property
    def encrypted(self) -> str:
        """``true`` where the stack's key is that of everything but S3's logs; or what is not so."""
        found = encrypted.keys(lambda service: client(service, url(self.port)), STACK_NAME)
        logs, others = found.pop("AccessLogs"), set(found.values())
        key_id = self.resources.get("DataKey", "")
        own = {f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{key_id}"} if key_id else {""}
        return str(bool(key_id)).lower() if (logs, others) == ("", own) else str(found)

    def variable(self, function: str, name: str) -> str:
        """A variable in a function's environment."""
        described = client("lambda", url(self.port)).get_function_configuration(
            FunctionName=f"{STACK_NAME}-{function}"
        )
        return str(described["Environment"]["Variables"][name])

    def left(self) -> dict[str, set[str]]:
        """By type, the names of all there is in this AWS, beside what holds the artifacts."""
        found = names_by_type(lambda service: client(service, url(self.port)))
        found["AWS::S3::Bucket"].discard(deploy.ARTIFACTS)
        return {kind: names for kind, names in found.items() if names}


@contextlib.contextmanager
def begun(folder: Path) -> Iterator[Story]:
    """An AWS with nothing in it, and the copy; both are gone afterwards."""
    home, project = Home(folder / "home"), folder / "project"
    project.mkdir(parents=True)
    template = (ROOT / "template.yaml").read_text()
    for code in CODE:  # as they are: nobody edits them here, and they are built already
        template = template.replace(f"Uri: {code}\n", f"Uri: {ROOT / code}\n")
        (project / code).symlink_to(ROOT / code)
    (project / "template.yaml").write_text(template)
    for name in EDITED:
        shutil.copytree(ROOT / name, project / name)
    for name, (spoken, unspoken) in SILENT.items():
        file = project / name
        file.write_text(file.read_text().replace(spoken, unspoken))
    port = free_port()
    parts = [part for part in make_parts(home, port) if part.name in NEEDED]
    try:
        for part in parts:
            part.start()
        for part in parts:
            part.wait_until_ready()
        yield Story(project, home, port)
    finally:
        processes.stop_all(parts, grace_s=0)  # nobody wants its state


def free_port() -> int:
    """The first of two that are free side by side, not the same for stories at once."""
    for base in random.sample(range(25000, 26000, 2), 500):
        with contextlib.suppress(OSError), socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", base))
            second.bind(("127.0.0.1", base + 1))
            return base
    raise OSError("no two free ports side by side between 25000 and 26000")


def tell(story: Story) -> Iterator[str]:
    """Each step of the life, when it is done."""
    story.deploy()
    yield f"deployed: {len(story.resources)} resources, bot version {story.bot_versions}"
    story.deploy()
    yield f"deployed again: {story.stack['StackStatus']}, nothing changed"
    for what, parameters in (("on", ON), ("changed", CHANGED), ("off", OFF)):
        story.deploy_what_is_built(parameters)
        yield f"optional parts {what}: {len(story.resources)} resources"
    story.teach("Help", NEW_UTTERANCE)
    story.build()
    with story.something_refused(), contextlib.suppress(deploy.DeployError):
        story.deploy_what_is_built()
    yield f"failed and went back: {story.stack['StackStatus']}, version {story.bot_versions}"
    story.deploy_what_is_built()
    yield f"changed an utterance: version {story.bot_versions}, {story.understood(NEW_UTTERANCE)}"
    story.delete_with_sam()
    yield f"deleted; what is left: {story.left()}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, begun(Path(folder)) as story:
        started = time.monotonic()
        for step in tell(story):
            sys.stdout.write(f"  ✓ {time.monotonic() - started:6.1f} s  {step}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
