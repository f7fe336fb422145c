"""`omnilex chat`: talk to the bot in the terminal, through the API that the widget uses."""

import argparse
import getpass
import sys
from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from local.commands import messages
from local.commands.arguments import Subcommands, add_command
from local.commands.product import Api, RefusedError
from local.stack import description
from local.stack.description import Customer, Stack
from local.stack.errors import UsageError

Read = Callable[[str], str]
ASKS_PHONE = ("phone", "teléfono")
LEAVE = {"/quit", "/exit"}
VOICE = "voice"
MESSAGE_CHANNELS = {"sms": messages.text_the_bank, "slack": messages.write_in_slack}


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "chat",
        run,
        does="talk to the bot; an empty line or Ctrl-D ends it",
        example='omnilex chat --as "Ana Moreau"',
    )
    parser.add_argument(
        "--as",
        dest="customer",
        metavar="CUSTOMER",
        help="answer for this demonstration customer when the bot asks for phone number or PIN",
    )
    parser.add_argument("--language", choices=["en", "es"], default="en", help="default: en")
    parser.add_argument(
        "--channel",
        choices=["web", *MESSAGE_CHANNELS, VOICE],
        default="web",
        help="how you come in; each goes through the webhook that the vendor would call, voice "
        "through the contact flow, as `omnilex call`",
    )


def run(arguments: argparse.Namespace) -> int:
    stack = description.load()
    customer = find_customer(stack, arguments.customer) if arguments.customer else None
    console = Console(highlight=False)
    try:
        hold(arguments, stack, customer, console)
    except EOFError:
        console.print()
    except RefusedError as refused:
        if refused.code != "session_expired":
            raise
        console.print("The session has expired; start again.", style="dim")
    return 0


def hold(
    arguments: argparse.Namespace, stack: Stack, customer: Customer | None, console: Console
) -> None:
    """The conversation, on its channel."""
    if arguments.channel == VOICE:
        from local.commands import call

        call.talk(stack, console, customer)
        return
    if write := MESSAGE_CHANNELS.get(arguments.channel):
        writer = messages.make_writer(console, customer, read_line)
        write(stack, writer, arguments.language)
        return
    Conversation(Api(stack), console, customer, language=arguments.language).hold()


def find_customer(stack: Stack, wanted: str) -> Customer:
    """By name or a part of it, by phone or by number. Raises UsageError."""
    for customer in stack.customers:
        known = (customer.name.lower(), customer.phone, customer.customer_number)
        if wanted.lower() in known[0] or wanted in known[1:]:
            return customer
    names = ", ".join(customer.name for customer in stack.customers)
    raise UsageError(f"There is no customer {wanted}.", f"Customers: {names}")


RECEIPT = {
    "en": {
        "to": "to",
        "from": "from",
        "on": "on",
        "left": "{} left",
        "reference": "reference",
        "planned": "Planned",
        "receipt": "Receipt",
    },
    "es": {
        "to": "a",
        "from": "de",
        "on": "el",
        "left": "quedan {}",
        "reference": "referencia",
        "planned": "Programado",
        "receipt": "Recibo",
    },
}


class Conversation:
    """One session, turn by turn."""

    def __init__(
        self,
        api: Api,
        console: Console,
        customer: Customer | None,
        read: Read | None = None,
        read_hidden: Read = getpass.getpass,
        *,
        language: str = "en",
    ) -> None:
        self._api = api
        self._console = console
        self._customer = customer
        self._language = language
        self._read = read or (input if sys.stdin.isatty() else read_line)
        self._read_hidden = read_hidden if sys.stdin.isatty() else self._read
        self._choices: list[str] = []
        self._gave: set[str] = set()

    def hold(self) -> None:
        """Until the bot or the customer has had enough."""
        answer = self._api.chat({"language": self._language})
        while True:
            self._show(answer)
            if answer["ended"]:
                return
            text = self._answer_for_customer(answer) or self._ask(answer)
            if not text or text in LEAVE:
                return
            said = {"session_id": answer["session_id"], "text": text}
            answer = self._api.chat({**said, "language": self._language})

    def _answer_for_customer(self, answer: dict[str, Any]) -> str | None:
        """Phone number and PIN of the customer we speak for, each once."""
        if self._customer is None:
            return None
        said = " ".join(message.get("text") or "" for message in answer["messages"]).lower()
        if answer["input"]["kind"] == "pin":
            return self._once("PIN", self._customer.pin, "••••")
        if any(word in said for word in ASKS_PHONE):
            return self._once("phone", self._customer.phone, self._customer.phone)
        return None

    def _once(self, what: str, text: str, shown: str) -> str | None:
        if what in self._gave:
            return None
        self._gave.add(what)
        self._console.print(f"you> {shown}", style="dim", markup=False)
        return text

    def _ask(self, answer: dict[str, Any]) -> str:
        if answer["input"]["kind"] == "pin":
            return self._read_hidden("PIN> ").strip()
        text = self._read("you> ").strip()
        if text.isdigit() and 1 <= int(text) <= len(self._choices):
            return self._choices[int(text) - 1]
        return text

    def _show(self, answer: dict[str, Any]) -> None:
        self._choices = []
        for message in answer["messages"]:
            if message["kind"] == "card" and message.get("card"):
                self._show_card(message["card"])
            elif message["kind"] == "receipt" and message.get("receipt"):
                self._show_receipt(message["receipt"])
            elif message.get("text"):
                line = Text("OmniLex: ", style="bold")
                self._console.print(line.append(message["text"], "not bold"), soft_wrap=True)

    def _show_card(self, card: dict[str, Any]) -> None:
        for part in ("title", "subtitle"):
            if card.get(part):
                self._console.print(f"  {card[part]}", markup=False)
        for button in card["buttons"]:
            self._choices.append(button["value"])
            self._console.print(f"  {len(self._choices)}  {button['text']}", markup=False)

    def _show_receipt(self, receipt: dict[str, Any]) -> None:
        says = RECEIPT[self._language]
        money = f"{receipt['amount_cents'] / 100:,.2f} {receipt['currency']}"
        lines = [f"{money} {says['to']} {receipt['payee']}"]
        lines.append(f"{says['from']} {receipt['from_account']}")
        if receipt["pay_on"]:
            lines.append(f"{says['on']} {receipt['pay_on']}")
        else:
            left = f"{receipt['balance_after_cents'] / 100:,.2f} {receipt['currency']}"
            lines += [says["left"].format(left), receipt["paid_at"]]
        lines.append(f"{says['reference']} {receipt['reference']}")
        title = says["planned" if receipt["pay_on"] else "receipt"]
        self._console.print(Panel(Text("\n".join(lines)), title=title, expand=False))


def read_line(prompt: str) -> str:
    """A line of a script; its end ends the conversation."""
    del prompt
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
