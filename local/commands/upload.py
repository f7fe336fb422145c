"""`omnilex upload`: drop recordings, transcripts and chats; follow each until it has ended."""

import argparse
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from local.commands.arguments import Subcommands, add_command, add_json
from local.commands.product import Api
from local.stack import description
from local.stack.description import Stack
from local.stack.errors import FAILED, UsageError

POLL_S = 0.5
ENDED = {"ANALYZED", "FAILED"}
LOST_S = 120.0  # a recording is on the list some seconds after it is dropped


@dataclass
class Followed:
    """One dropped file and how far it has come."""

    file: Path
    key: str
    version_id: str
    contact_id: str | None = None
    status: str = "DROPPED"
    reason: str | None = None

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED

    def report(self) -> dict[str, Any]:
        shown = asdict(self)
        kept = ("contact_id", "status", "reason")
        return {"file": str(self.file)} | {name: shown[name] for name in kept}


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "upload",
        run,
        does="drop recordings, transcripts or chat logs, follow each, and print what became of it",
        example="omnilex upload samples/*.wav --json",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    require_files(arguments.files)
    stack = description.load()
    dropped = [drop(stack, file) for file in arguments.files]
    console = Console(highlight=False, stderr=arguments.json)
    follow(Api(stack), dropped, console)
    if arguments.json:
        print(json.dumps([followed.report() for followed in dropped], indent=2))
    else:
        show(dropped, stack)
    return FAILED if any(followed.status != "ANALYZED" for followed in dropped) else 0


def require_files(files: list[Path]) -> None:
    for file in files:
        if not file.is_file():
            raise UsageError(f"There is no file {file}.", "Check the name and try again.")


def drop(stack: Stack, file: Path) -> Followed:
    """Put one file where recordings arrive."""
    key = f"{stack.output('InputBucketRawAudio')}/{file.name}"
    with file.open("rb") as body:
        answer = stack.client("s3").put_object(
            Bucket=stack.output("InputBucketName"), Key=key, Body=body
        )
    return Followed(file, key, answer.get("VersionId", ""))


def follow(api: Api, dropped: list[Followed], console: Console) -> None:
    """Poll until each has ended; one that never gets on the list counts as failed."""
    started = time.monotonic()
    with console.status("Waiting") as status:
        while True:
            look(api, dropped)
            waited_s = time.monotonic() - started
            give_up_on_lost(dropped, waited_s)
            waiting = [followed for followed in dropped if not followed.has_ended]
            if not waiting:
                return
            states = ", ".join(f"{one.file.name} {one.status.lower()}" for one in waiting[:3])
            status.update(f"{states}  ({len(waiting)} of {len(dropped)}, {waited_s:.0f} s)")
            time.sleep(POLL_S)


def look(api: Api, dropped: list[Followed]) -> None:
    """Find each file's contact on the list, which may lag; how it stands is in its document."""
    searched = any(followed.contact_id is None for followed in dropped)
    rows = list(api.contacts()) if searched else []
    for followed in dropped:
        if followed.has_ended:
            continue
        known = {one.contact_id for one in dropped}
        contact = (
            api.contact(followed.contact_id)
            if followed.contact_id
            else find(api, followed, [row for row in rows if row["contact_id"] not in known])
        )
        if contact is not None:
            followed.contact_id = contact["contact_id"]
            followed.status, followed.reason = contact["status"], contact["reason"]


def find(api: Api, followed: Followed, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The contact of a file: a row is its if the document has the file's version."""
    named = (row for row in rows if row["file_name"] == followed.file.name)
    contacts = (api.contact(row["contact_id"]) for row in named)
    return next((contact for contact in contacts if is_of(contact, followed)), None)


def is_of(contact: dict[str, Any], followed: Followed) -> bool:
    source = contact["source"]
    return bool(source["key"] == followed.key and source["version_id"] == followed.version_id)


def give_up_on_lost(dropped: list[Followed], waited_s: float) -> None:
    for followed in dropped:
        if followed.contact_id is None and waited_s > LOST_S:
            followed.status = "FAILED"
            followed.reason = "It never got on the list of contacts; see `omnilex logs`."


def show(dropped: list[Followed], stack: Stack) -> None:
    for followed in dropped:
        mark = "✓" if followed.status == "ANALYZED" else "✗"
        print(f"{mark} {followed.file}  {followed.status}  {followed.contact_id or ''}")
        if followed.reason:
            print(f"  {followed.reason}")
    print(f"See them at {stack.dashboard_url}, or: omnilex contact ID")
