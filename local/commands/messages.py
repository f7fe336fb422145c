"""`omnilex chat --channel sms|slack`: write to the bot as the vendors would bring it."""

import getpass
import sys
import uuid
from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from local.stack.description import Customer, Stack
from local.vendors.slack_user import ENTER_PIN, SlackUser
from local.vendors.text_phone import BANK, LINK, TextPhone

Read = Callable[[str], str]
LEAVE = {"/quit", "/exit"}
HELLO = {"en": "hello", "es": "hola"}
HIDDEN = "\u2022\u2022\u2022\u2022"


class Writer:
    """Reads what a customer types; ``customer`` has their PIN given for them, once."""

    def __init__(
        self, console: Console, customer: Customer | None, read: Read, read_hidden: Read
    ) -> None:
        self.console = console
        self.customer = customer
        self._read = read
        self._read_hidden = read_hidden
        self._gave_pin = False

    def line(self) -> str | None:
        """None when they have had enough."""
        text = self._read("you> ").strip()
        return None if not text or text in LEAVE else text

    def number(self) -> str:
        if self.customer and not self._gave_pin:
            self.note(f"number> {self.customer.phone}")
            return self.customer.phone
        return self._read("phone or customer number> ").strip()

    def pin(self) -> str:
        if self.customer and not self._gave_pin:
            self._gave_pin = True
            self.note(f"PIN> {HIDDEN}")
            return self.customer.pin
        return self._read_hidden("PIN> ").strip()

    def note(self, text: str) -> None:
        self.console.print(text, style="dim", markup=False, soft_wrap=True)

    def bot(self, text: str) -> None:
        self.console.print(Text("OmniLex: ", style="bold").append(text, "not bold"), soft_wrap=True)


def text_the_bank(stack: Stack, writer: Writer, language: str) -> None:
    """Until the customer has had enough."""
    number = writer.customer.phone if writer.customer else f"+1647{uuid.uuid4().int % 10**7:07}"
    phone = TextPhone(stack, number)
    writer.note(f"Texting {BANK} from {number}, through {stack.api_url}/sms")
    said: str | None = HELLO[language]
    writer.note(f"you> {said}")
    while said:
        texts = phone.text(said)
        show_texts(writer, texts)
        while token := last_token(texts):
            texts = give_pin(writer, phone, token)
        said = writer.line()


def show_texts(writer: Writer, texts: list[str]) -> None:
    for text in texts:
        writer.bot(text)
    if not texts:
        writer.note("(no answer: Twilio itself answers STOP, START and HELP)")


def last_token(texts: list[str]) -> str | None:
    found = [match[1] for text in texts for match in LINK.finditer(text)]
    return found[-1] if found else None


def give_pin(writer: Writer, phone: TextPhone, token: str | None) -> list[str]:
    """On the page behind the link, until it is right or not wanted; what is texted then."""
    writer.note("The page behind the link asks for the PIN (empty: not now).")
    while token and (pin := writer.pin()):
        outcome = phone.enter_pin(token, pin)
        token = outcome["token"]
        if outcome["message"]:
            writer.note(f"page: {outcome['message']}")
    texts = phone.arrived()
    for text in texts:
        writer.bot(text)
    return texts


def write_in_slack(stack: Stack, writer: Writer, language: str) -> None:
    """Until the customer has had enough; a number presses the button of that number."""
    who = writer.customer.customer_number if writer.customer else uuid.uuid4().hex[:8].upper()
    user = SlackUser(stack, f"U{who}")
    writer.note(f"Direct message as {user.user}, through {stack.api_url}/slack/events")
    said: str | None = HELLO[language]
    writer.note(f"you> {said}")
    while said:
        messages = answer_of(user, said)
        show_messages(writer, messages)
        while any(button["action_id"] == ENTER_PIN for button in user.buttons):
            if not fill_in_modal(writer, user):
                break
            show_messages(writer, user.wait())
        said = writer.line()


def answer_of(user: SlackUser, said: str) -> list[dict[str, Any]]:
    if said.isdigit() and 1 <= int(said) <= len(user.buttons):
        return user.press(user.buttons[int(said) - 1])
    return user.say(said)


def fill_in_modal(writer: Writer, user: SlackUser) -> bool:
    """False when the customer closes it."""
    view = user.open_modal()
    writer.note(f"Modal: {view['title']['text']} (empty: close it)")
    errors = {"pin": ""}
    while errors:
        blocks = {block["block_id"] for block in view["blocks"]}
        fields = {"number": writer.number()} if "number" in blocks else {}
        fields["pin"] = writer.pin()
        if not all(fields.values()):
            return False
        errors = user.submit(view, fields)
        for said in errors.values():
            writer.note(f"modal: {said}")
    return True


def show_messages(writer: Writer, messages: list[dict[str, Any]]) -> None:
    count = 0
    for block in (block for message in messages for block in message["blocks"]):
        if block["type"] == "actions":
            for button in block["elements"]:
                count += 1
                writer.console.print(f"  {count}  {button['text']['text']}", markup=False)
        else:
            show_block(writer, block)


def show_block(writer: Writer, block: dict[str, Any]) -> None:
    if block["type"] == "context":
        writer.note(" ".join(plain(one["text"]) for one in block["elements"]))
    elif block.get("fields"):
        rows = [plain(one["text"]).replace("\n", ": ") for one in block["fields"]]
        lines = "\n".join([plain(block["text"]["text"]), *rows])
        writer.console.print(Padding(Text(lines), (0, 0, 0, 2)))
    elif block["type"] == "section":
        writer.bot(plain(block["text"]["text"]))


def plain(text: str) -> str:
    """Slack's markup as a terminal shows it."""
    bare = text.replace("*", "")
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def make_writer(console: Console, customer: Customer | None, read_line: Read) -> Writer:
    """At a terminal, or from a script whose lines are all that is said."""
    if sys.stdin.isatty():
        return Writer(console, customer, input, getpass.getpass)
    return Writer(console, customer, read_line, read_line)
