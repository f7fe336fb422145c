"""`omnilex call`: call the bank's line; the contact flow answers, and the call is recorded."""

import argparse
import getpass
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from local.commands.arguments import Subcommands, add_command, add_json
from local.commands.chat import find_customer
from local.commands.product import Api
from local.commands.telephone import Telephone, analysed
from local.stack import description
from local.stack.description import Customer, Stack
from local.stack.errors import FAILED, UsageError

Read = Callable[[str], str]
LEAVE = {"/quit", "/exit"}
KEYS = frozenset("0123456789*#")
LABELS = {"BOT": ("OmniLex", "cyan"), "AGENT": ("agent", "blue"), "YOU": ("you", "yellow")}
SHOWN_NOTES = {"recording", "queue", "error", "language"}
WITHHELD = "withheld"
HOW = (
    "Type what you say; it is spoken and heard. #1234 presses keys, an empty line says nothing, "
    "Ctrl-D hangs up."
)


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "call",
        run,
        does="call the bank: type, or say a recording's turns; the call is recorded and analysed",
        example='omnilex call --as "Ana Moreau"',
    )
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="a recording: each turn of it is said"
    )
    add_call_arguments(parser)
    add_json(parser)


def add_call_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as",
        dest="customer",
        metavar="CUSTOMER",
        help="call from this demonstration customer's number, and key in their PIN when asked",
    )
    parser.add_argument("--from", dest="caller", metavar="NUMBER", help="the number you call from")
    parser.add_argument(
        "--agent",
        metavar="FILE|WORDS",
        help="a recording, or words, of the colleague who takes the call if it is passed on",
    )
    parser.add_argument("--no-wait", action="store_true", help="do not wait for the analysis")


def run(arguments: argparse.Namespace) -> int:
    stack = description.load()
    customer = find_customer(stack, arguments.customer) if arguments.customer else None
    said = turns_of(arguments.file) if arguments.file else iter(())
    console = Console(highlight=False, stderr=arguments.json)
    call = Conversation(Telephone(stack), console, customer, said)
    state = call.hold(arguments.caller or (customer.phone if customer else None), arguments.agent)
    contact = None if arguments.no_wait else wait(stack, state, console)
    if arguments.json:
        print(json.dumps({**state, "contact": contact}, indent=2, ensure_ascii=False))
    else:
        report(state, contact, console)
    return FAILED if contact and contact["status"] == "FAILED" else 0


def talk(stack: Stack, console: Console, customer: Customer | None) -> None:
    """A call without more ado, for `omnilex chat --channel voice`."""
    call = Conversation(Telephone(stack), console, customer, iter(()))
    state = call.hold(customer.phone if customer else None, None)
    report(state, wait(stack, state, console), console)


def turns_of(file: Path) -> Iterator[bytes]:
    """What is said in a recording, turn by turn. Raises UsageError."""
    from local.connect.utterances import utterances_of
    from local.speech.audio import UnreadableAudioError, decode

    try:
        recording = decode(file.read_bytes())
    except (OSError, UnreadableAudioError) as error:
        raise UsageError(f"{file} cannot be heard: {error}", "Give a WAV, MP3 or FLAC.") from None
    found = utterances_of(recording)
    if not found:
        raise UsageError(f"Nobody speaks in {file}.", "Give a recording of somebody who calls.")
    return iter([one.tobytes() for one in found])


class Conversation:
    """One call, turn by turn, and its live transcript."""

    def __init__(
        self,
        telephone: Telephone,
        console: Console,
        customer: Customer | None,
        said: Iterator[bytes],
        *,
        read: Read | None = None,
        read_hidden: Read = getpass.getpass,
    ) -> None:
        self._telephone = telephone
        self._console = console
        self._customer = customer
        self._said = said
        self._read = read or (input if sys.stdin.isatty() else read_line)
        self._read_hidden = read_hidden if sys.stdin.isatty() else self._read
        self._gave_pin = False
        self._spoken = ""

    def hold(self, caller: str | None, agent: str | None) -> dict[str, Any]:
        """Until one side hangs up; how the call stands then."""
        name = f" ({self._customer.name})" if self._customer else ""
        self._console.print(
            f"Calling Harbour & Vale Bank from {caller or WITHHELD}{name}", style="bold"
        )
        self._console.print(HOW + "\n", style="dim")
        try:
            self._show(self._telephone.dial(caller, agent))
            while not self._telephone.has_ended:
                events = self._turn()
                if events is None:
                    break
                self._show(events)
        except EOFError:
            self._console.print()
        return self._telephone.hang_up()

    def _turn(self) -> list[dict[str, Any]] | None:
        """What the customer does next; None hangs up."""
        if self._telephone.asks_in_secret:
            return self._telephone.press(self._pin())
        spoken = next(self._said, None)
        if spoken is not None:
            return self._telephone.speak(spoken)
        typed = self._read("you> ").strip()
        if typed in LEAVE:
            return None
        if not typed:
            return self._telephone.wait()
        keys = keys_of(typed)
        return self._telephone.press(keys) if keys else self._telephone.say(typed)

    def _pin(self) -> str:
        if self._customer and not self._gave_pin:
            self._gave_pin = True
            return f"{self._customer.pin}#"
        typed = self._read_hidden("keypad> ").strip().lstrip("#")
        kept = "".join(key for key in typed if key in KEYS)
        return f"{kept.rstrip('#')}#"

    def _show(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            self._show_one(event)

    def _show_one(self, event: dict[str, Any]) -> None:
        kind = event["kind"]
        if kind == "said":
            self._line(event["who"], event["text"] or "(a recording)", event["at_ms"])
        elif kind == "spoke":
            self._spoken = plain(event["text"])
            self._line("YOU", event["text"] or "(spoken)", event["at_ms"])
        elif kind == "keys":
            self._line("YOU", f"keys {event['text']}", event["at_ms"])
        elif kind == "understood" and plain(event["text"]) != self._spoken:
            self._aside(f"heard as: {event['text']}")
        elif kind == "note" and event["about"] in SHOWN_NOTES:
            self._aside(f"{event['about']}: {event['text']}")

    def _line(self, who: str, words: str, at_ms: int) -> None:
        label, colour = LABELS[who]
        line = Text(f"{clock(at_ms)}  ", style="dim")
        line.append(f"{label:>8}  ", style=f"bold {colour}")
        self._console.print(line.append(words, "not bold not dim default"), soft_wrap=True)

    def _aside(self, words: str) -> None:
        self._console.print(f"{'':17}{words}", style="dim", markup=False, soft_wrap=True)


def plain(words: str) -> str:
    """For comparison: neither capitals nor punctuation are heard."""
    return re.sub(r"[^\w\s]", "", words.lower())


def keys_of(typed: str) -> str | None:
    """``#1234`` presses 1234; None for words."""
    keys = typed[1:] if typed.startswith("#") and len(typed) > 1 else typed
    return keys if keys and set(keys) <= KEYS and typed.startswith("#") else None


def wait(stack: Stack, state: dict[str, Any], console: Console) -> dict[str, Any] | None:
    """The call's contact, when it was recorded and its analysis has ended."""
    if not state["kept"]:
        return None
    with console.status("Analysing the recording"):
        return analysed(Api(stack), state["contact_id"])


def report(state: dict[str, Any], contact: dict[str, Any] | None, console: Console) -> None:
    console.print()
    if state["queued"]:
        told = ("customer_name", "verified", "wanted")
        known = {name: state["attributes"].get(name) or "unknown" for name in told}
        words = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in known.items())
        console.print(f"Passed to a colleague, who sees: {words}", markup=False)
    if not state["kept"]:
        console.print("Nothing was recorded.")
        return
    console.print(f"Recorded as {state['contact_id']}", markup=False)
    if contact is None:
        console.print("It is being analysed.", style="dim")
    elif contact["status"] == "FAILED":
        console.print(f"✗ {contact['reason']}", style="red", markup=False)
    else:
        average = contact["sentiment"]["CUSTOMER"]["average"]
        mood = "not scored" if average is None else f"{average:+.1f}"
        whose = contact["customer_id"] or "nobody known"
        turns = len(contact["turns"])
        console.print(f"✓ Analysed: {turns} turns, customer {whose}, sentiment {mood}")
    console.print(f"Read it: omnilex contact {state['contact_id']}", markup=False)


def clock(at_ms: int) -> str:
    minutes, seconds = divmod(at_ms // 1_000, 60)
    return f"{minutes:02d}:{seconds:02d}"


def read_line(prompt: str) -> str:
    """A line of a script; its end hangs up."""
    del prompt
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
