"""CloudFormation types that ministack lacks: Lex bots in our Lex service, Amplify apps on disk."""

import hashlib
import json
import os
import string
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ACCOUNT = "000000000000"
REGION = "us-east-1"
ALPHABET = string.ascii_uppercase + string.digits
ID_LENGTH = 10
LEX_START_S = 60.0

Properties = dict[str, Any]
Created = tuple[str, dict[str, Any]]


class LexRefusedError(ValueError):
    """The Lex service did not take a definition; its words reach the stack's events."""


def install(state: Path) -> None:
    """Teach CloudFormation the types; Amplify apps are kept below ``state``/amplify."""
    from ministack.services.cloudformation import provisioners

    amplify = Amplify(state / "amplify")
    provisioners._RESOURCE_HANDLERS.update(
        {
            "AWS::Lex::Bot": {
                "create": create_bot,
                "update": lambda physical, old, new, stack: put_bot(physical, new),
                "delete": lambda physical, properties: control("DELETE", f"bots/{physical}"),
            },
            "AWS::Lex::BotVersion": {
                "create": create_bot_version,
                # Versions are kept, as the template says.
                "delete": lambda physical, properties: None,
            },
            "AWS::Lex::BotAlias": {
                "create": create_bot_alias,
                "update": lambda physical, old, new, stack: put_bot_alias(
                    physical.split("|")[0], new
                ),
                "delete": delete_bot_alias,
            },
            "AWS::Amplify::App": {
                "create": amplify.create_app,
                "update": lambda physical, old, new, stack: amplify.put_app(
                    physical.rsplit("/", 1)[-1], new
                ),
                "delete": amplify.delete_app,
            },
            "AWS::Amplify::Branch": {
                "create": amplify.create_branch,
                "update": lambda physical, old, new, stack: (physical, {"Arn": physical}),
                "delete": lambda physical, properties: None,
            },
            "AWS::Amplify::Domain": {
                "create": lambda logical_id, properties, stack: amplify.put_domain(properties),
                "update": lambda physical, old, new, stack: amplify.put_domain(new),
                "delete": amplify.delete_domain,
            },
        }
    )


def make_id(*parts: str, alphabet: str = ALPHABET, length: int = ID_LENGTH) -> str:
    """The same id for the same stack and logical id, so that a re-created stack keeps its ids."""
    number = int.from_bytes(hashlib.sha256("/".join(parts).encode()).digest())
    characters = []
    for _ in range(length):
        number, digit = divmod(number, len(alphabet))
        characters.append(alphabet[digit])
    return "".join(characters)


# ── Lex ──────────────────────────────────────────────────────────────────────────────────────────


def control(method: str, path: str, body: Properties | None = None) -> Properties:
    """One call of the Lex service's control API, waiting for the service to start; its answer."""
    url = f"{os.environ['AWS_ENDPOINT_URL_LEX_RUNTIME_V2']}/_control/{path}"
    payload = json.dumps(body or {}).encode()
    headers = {"Content-Type": "application/json"}
    give_up_at = time.monotonic() + LEX_START_S
    while True:
        request = urllib.request.Request(url, payload, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                answered: Properties = json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise LexRefusedError(error.read().decode(errors="replace")) from None
        except urllib.error.URLError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.2)
        else:
            return answered


def create_bot(logical_id: str, properties: Properties, stack: str) -> Created:
    return put_bot(make_id(stack, logical_id), properties)


def put_bot(bot_id: str, properties: Properties) -> Created:
    control("PUT", f"bots/{bot_id}", properties)
    return bot_id, {"Id": bot_id, "Arn": f"arn:aws:lex:{REGION}:{ACCOUNT}:bot/{bot_id}"}


def create_bot_version(logical_id: str, properties: Properties, stack: str) -> Created:
    bot_id = properties["BotId"]
    version = control("POST", f"bots/{bot_id}/versions")["botVersion"]
    return f"{bot_id}|{version}", {"BotId": bot_id, "BotVersion": version}


def create_bot_alias(logical_id: str, properties: Properties, stack: str) -> Created:
    return put_bot_alias(make_id(stack, logical_id), properties)


def put_bot_alias(alias_id: str, properties: Properties) -> Created:
    bot_id = properties["BotId"]
    control("PUT", f"bots/{bot_id}/aliases/{alias_id}", properties)
    arn = f"arn:aws:lex:{REGION}:{ACCOUNT}:bot-alias/{bot_id}/{alias_id}"
    attributes = {"BotAliasId": alias_id, "Arn": arn, "BotAliasStatus": "Available"}
    return f"{alias_id}|{bot_id}", attributes


def delete_bot_alias(physical: str, properties: Properties) -> None:
    alias_id, bot_id = physical.split("|")
    control("DELETE", f"bots/{bot_id}/aliases/{alias_id}")


# ── Amplify ──────────────────────────────────────────────────────────────────────────────────────


class Amplify:
    """One file an app: what the site server serves by."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create_app(self, logical_id: str, properties: Properties, stack: str) -> Created:
        app_id = "d" + make_id(stack, logical_id, alphabet=ALPHABET.lower(), length=13)
        return self.put_app(app_id, properties)

    def put_app(self, app_id: str, properties: Properties) -> Created:
        app = {
            "appId": app_id,
            "name": properties["Name"],
            "customRules": properties.get("CustomRules", []),
            "customHeaders": properties.get("CustomHeaders", ""),
        }
        self._write(f"{app_id}.json", app)
        arn = f"arn:aws:amplify:{REGION}:{ACCOUNT}:apps/{app_id}"
        attributes = {
            "AppId": app_id,
            "AppName": properties["Name"],
            "Arn": arn,
            "DefaultDomain": f"{app_id}.amplifyapp.com",
        }
        return arn, attributes

    def delete_app(self, physical: str, properties: Properties) -> None:
        (self._folder / f"{physical.rsplit('/', 1)[-1]}.json").unlink(missing_ok=True)

    def create_branch(self, logical_id: str, properties: Properties, stack: str) -> Created:
        app = f"arn:aws:amplify:{REGION}:{ACCOUNT}:apps/{properties['AppId']}"
        arn = f"{app}/branches/{properties['BranchName']}"
        return arn, {"Arn": arn, "BranchName": properties["BranchName"]}

    def put_domain(self, properties: Properties) -> Created:
        """Nothing is served at it here; the addresses are those that Amplify would tell to set."""
        app_id, name = properties["AppId"], properties["DomainName"]
        self._write(f"{app_id}.domain", {"domainName": name})
        arn = f"arn:aws:amplify:{REGION}:{ACCOUNT}:apps/{app_id}/domains/{name}"
        attributes = {
            "Arn": arn,
            "DomainStatus": "PENDING_VERIFICATION",
            "CertificateRecord": f"_{make_id(name)}.{name}. CNAME _{make_id(app_id)}.acm.test.",
            "StatusReason": "",
        }
        return arn, attributes

    def delete_domain(self, physical: str, properties: Properties) -> None:
        (self._folder / f"{properties['AppId']}.domain").unlink(missing_ok=True)

    def _write(self, name: str, content: dict[str, Any]) -> None:
        """In one piece: the site server reads at any time."""
        self._folder.mkdir(parents=True, exist_ok=True)
        written = self._folder / f"{name}.new"
        written.write_text(json.dumps(content, indent=2))
        written.replace(self._folder / name)
