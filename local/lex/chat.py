"""``omnilex lex chat``: a conversation in the terminal, with a look inside if wanted."""

import json
import sys
from typing import Any

from rich.console import Console
from rich.text import Text

from local.lex.errors import LexError
from local.lex.talking import Answer, Conversation


def chat(conversation: Conversation, *, debug: bool) -> None:
    """Read utterances until the end of the input."""
    console = Console(highlight=False)
    prompt = "you> " if sys.stdin.isatty() else ""
    while True:
        try:
            text = input(prompt).strip()
        except EOFError:
            return
        if not text:
            continue
        if not prompt:
            console.print(f"you> {text}", style="dim", markup=False)
        try:
            answer = conversation.say(text)
        except LexError as error:
            console.print(Text(f"✗ {error.code}: {error}", style="red"))
            continue
        if debug:
            explain(answer, console)
        show(answer, console)


def show(answer: Answer, console: Console) -> None:
    for message in answer.document.get("messages", []):
        card = message.get("imageResponseCard")
        if card:
            _show_card(card, console)
        else:
            console.print(Text(f"bot> {message.get('content', '')}"))
    if not answer.document.get("messages"):
        console.print("bot> (nothing to say)", style="dim")


def _show_card(card: dict[str, Any], console: Console) -> None:
    console.print(Text(f"bot> {card['title']}", style="bold"))
    if card.get("subtitle"):
        console.print(Text(f"     {card['subtitle']}"))
    for button in card.get("buttons") or []:
        console.print(Text(f"     [{button['value']}] {button['text']}"))


def explain(answer: Answer, console: Console) -> None:
    """Intent, confidence and slots; what is waited for; the hooks and what they answered."""
    for call in answer.hooks:
        label = call.event.get("invocationLabel")
        source = call.event["invocationSource"] + (f" {label}" if label else "")
        action = ((call.answer or {}).get("sessionState") or {}).get("dialogAction") or {}
        console.print(Text(f"  hook     {source} -> {json.dumps(action)}", style="cyan"))
    confidence = "" if answer.confidence is None else f" ({answer.confidence:.2f})"
    state = f"{answer.intent.get('name', '-')}{confidence} {answer.intent.get('state', '')}"
    console.print(Text(f"  intent   {state}", style="cyan"))
    others = [
        f"{one['intent']['name']} {one['nluConfidence']['score']:.2f}"
        for one in answer.document.get("interpretations", [])[1:]
        if "nluConfidence" in one
    ]
    if others:
        console.print(Text(f"  or       {', '.join(others)}", style="cyan"))
    for name, value in answer.slots.items():
        console.print(Text(f"  slot     {name} = {value}", style="cyan"))
    waits = " ".join(str(part) for part in answer.dialog_action.values())
    console.print(Text(f"  next     {waits or '-'}", style="cyan"))
