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
                "update": lambda physical, old, new, stack: put_bot_version(physical, new),
                "delete": lambda physical, properties: (
                    None
                ),  # versions are kept, as in the template
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


def control(method: str, path: str, body: Properties | None = None) -> None:
    """One call of the Lex service's control API, waiting for the service to start."""
    url = f"{os.environ['AWS_ENDPOINT_URL_LEX_RUNTIME_V2']}/_control/{path}"
    payload = json.dumps(body or {}).encode()
    headers = {"Content-Type": "application/json"}
    give_up_at = time.monotonic() + LEX_START_S
    while True:
        request = urllib.request.Request(url, payload, headers, method=method)
        try:
            urllib.request.urlopen(request, timeout=120).close()
        except urllib.error.HTTPError as error:
            raise LexRefusedError(error.read().decode(errors="replace")) from None
        except urllib.error.URLError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.2)
        else:
            return


def create_bot(logical_id: str, properties: Properties, stack: str) -> Created:
    return put_bot(make_id(stack, logical_id), properties)


def put_bot(bot_id: str, properties: Properties) -> Created:
    control("PUT", f"bots/{bot_id}", properties)
    return bot_id, {"Id": bot_id, "Arn": f"arn:aws:lex:{REGION}:{ACCOUNT}:bot/{bot_id}"}


def create_bot_version(logical_id: str, properties: Properties, stack: str) -> Created:
    return put_bot_version(f"{properties['BotId']}|1", properties)


def put_bot_version(physical: str, properties: Properties) -> Created:
    version = physical.split("|")[1]
    control("PUT", f"bots/{properties['BotId']}/versions/{version}")
    return physical, {"BotId": properties["BotId"], "BotVersion": version}


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
        self._folder.mkdir(parents=True, exist_ok=True)
        app = {
            "appId": app_id,
            "name": properties["Name"],
            "customRules": properties.get("CustomRules", []),
            "customHeaders": properties.get("CustomHeaders", ""),
        }
        target = self._folder / f"{app_id}.json"
        written = target.with_suffix(".new")
        written.write_text(json.dumps(app, indent=2))
        written.replace(target)
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
