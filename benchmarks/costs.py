"""What a thousand calls and a thousand chats cost on AWS, from list prices and what one uses.

Prints the tables of docs/costs.md. What Comprehend bills is counted in an analysis as it runs
(``benchmarks.analysis``); the other quantities are of one contact, as its comment says.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
CALL_MINUTES = 6.0
BOT_MINUTES = 1.0
CHAT_MESSAGES = 8
CHAT_MINUTES = 1.2  # how long its 170 words would take to say
A_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for ``per`` units, in us-east-1, first tier, without a free one."""

    usd: float
    per: int
    unit: str


PRICES = {
    "Connect, voice": Price(0.018, 1, "minute"),
    "Connect, inbound number": Price(0.0022, 1, "minute"),
    "Lex, speech": Price(0.004, 1, "request"),
    "Lex, text": Price(0.00075, 1, "request"),
    "Transcribe, batch": Price(0.024, 1, "minute"),
    "Comprehend": Price(0.0001, 1, "unit of 100 characters"),
    "Lambda, arm64": Price(0.0000133334, 1, "GB-second"),
    "Lambda, requests": Price(0.20, 1_000_000, "requests"),
    "Step Functions": Price(0.025, 1000, "state transitions"),
    "DynamoDB, writes": Price(0.625, 1_000_000, "write units"),
    "DynamoDB, reads": Price(0.125, 1_000_000, "read units"),
    "S3, writes": Price(0.005, 1000, "requests"),
    "S3, storage": Price(0.023, 1, "GB-month"),
    "HTTP API": Price(1.00, 1_000_000, "requests"),
    "CloudWatch Logs": Price(0.50, 1, "GB"),
    "Twilio, SMS with carrier's fee": Price(0.0118, 1, "segment"),
}

Used = dict[str, float]  # quantities of one contact by price


def a_call() -> Used:
    """Six minutes: one with the bot, five with an agent; recorded, transcribed, analysed."""
    return {
        "Connect, voice": CALL_MINUTES,
        "Connect, inbound number": CALL_MINUTES,
        "Lex, speech": 8,  # what the caller says to the bot in a minute
        "Transcribe, batch": CALL_MINUTES,
        "Comprehend": counted_units(CALL_MINUTES),
        "Step Functions": 9,  # states of a recording's way, from its history
        "Lambda, arm64": 20,  # billed by the functions' own reports, the bot's turns included
        "Lambda, requests": 45,
        "DynamoDB, writes": 120,  # the rows of a contact, of its search index, of the session
        "DynamoDB, reads": 150,
        "S3, writes": 8,  # recording, transcript, result, words, waveform, playback
        "S3, storage": 0.012,  # 11 MB of recording and 1 MB of results, for a month
        "CloudWatch Logs": 40_000 / 1e9,
    }


def a_chat() -> Used:
    """Eight messages with a payment, served by the bot, then analysed."""
    return {
        "Lex, text": CHAT_MESSAGES,
        "HTTP API": CHAT_MESSAGES + 2,  # the greeting and the end
        "Comprehend": counted_units(CHAT_MINUTES),
        "Step Functions": 8,
        "Lambda, arm64": 36,  # seen once, eleven cold starts among its 37 invocations
        "Lambda, requests": 45,
        "DynamoDB, writes": 110,
        "DynamoDB, reads": 140,
        "S3, writes": 5,
        "CloudWatch Logs": 30_000 / 1e9,
    }


def an_sms_chat() -> Used:
    """The same by SMS: every message and every answer is a segment, or nearly."""
    return {**a_chat(), "Twilio, SMS with carrier's fee": CHAT_MESSAGES * 2.5}


CONTACTS = {"calls": a_call, "web chats": a_chat, "SMS chats": an_sms_chat}


@cache
def counted_units(minutes: float) -> int:
    """What Comprehend bills for the analysis of one conversation."""
    command = [sys.executable, "-m", "benchmarks.analysis", "--one", "speaker", str(minutes)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    units: int = json.loads(told.splitlines()[-1])["comprehend_units"]
    return units


def cost_usd(used: Used) -> dict[str, float]:
    return {name: amount * PRICES[name].usd / PRICES[name].per for name, amount in used.items()}


def tables() -> str:
    """Markdown: one row a price, one column a thousand contacts of a kind; then the prices."""
    costs = {kind: cost_usd(use()) for kind, use in CONTACTS.items()}
    lines = [
        "| US dollars per 1,000 | " + " | ".join(costs) + " |",
        "|---|" + "---:|" * len(costs),
    ]
    for name in PRICES:
        amounts = [of.get(name, 0) * A_THOUSAND for of in costs.values()]
        lines.append(f"| {name} | " + " | ".join(_usd(amount) for amount in amounts) + " |")
    totals = [sum(of.values()) * A_THOUSAND for of in costs.values()]
    lines.append("| **all** | " + " | ".join(f"**{_usd(total)}**" for total in totals) + " |")
    lines += ["", "| price | US dollars | for |", "|---|---:|---|"]
    for name, price in PRICES.items():
        number = f"{price.per:,} " if price.per > 1 else "a "
        lines.append(
            f"| {name} | {price.usd:.10f}".rstrip("0").rstrip(".") + f" | {number}{price.unit} |"
        )
    return "\n".join(lines)


def _usd(amount: float) -> str:
    return f"{amount:,.2f}" if amount else ""


if __name__ == "__main__":
    print(tables())
