"""How soon each channel's webhook answers, on a running stack (`omnilex up`).

    python -m benchmarks.acknowledgement

Slack waits 3 seconds for its acknowledgement, Twilio 15 for the answer itself, the widget's API
29. Each message is signed as the vendor signs it and goes through the deployed API. Slack's are
sent one by one, each once the one before is answered; then by four people at once, who do not wait
for answers.
"""

import sys
import time
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from local.commands.product import Api
from local.stack import description
from local.stack.errors import StackError
from local.vendors.slack_user import SlackUser
from local.vendors.text_phone import TextPhone

MESSAGES, PEOPLE = 100, 4
ASKED = "what can you do"
SLACK_S, TWILIO_S, API_S = 3.0, 15.0, 29.0


def timed(does: Callable[[], object]) -> float:
    began = time.perf_counter()
    does()
    return time.perf_counter() - began


def told(what: str, seconds: Iterable[float], limit_s: float) -> None:
    """In milliseconds; and how often the vendor would have given up."""
    measured = np.array(list(seconds)) * 1_000
    middle, high, highest = np.percentile(measured, [50, 99, 100])
    late = int((measured > limit_s * 1_000).sum())
    share = high / limit_s / 10
    print(f"{what:<32} {len(measured):>4}  median {middle:6.0f}  p99 {high:6.0f}  ", end="")
    print(f"most {highest:6.0f} ms  (of {limit_s:.0f} s: {late} late, p99 {share:.1f} %)")


def in_slack(user: SlackUser) -> float:
    return timed(lambda: user.deliver(ASKED, f"Ev{uuid.uuid4().hex[:10].upper()}"))


def in_slack_one_by_one(user: SlackUser) -> Iterable[float]:
    for _ in range(MESSAGES):
        yield in_slack(user)
        user.wait()


def main() -> None:
    try:
        stack = description.load()
    except StackError as error:
        sys.exit(f"{error} This benchmark measures a running stack.")

    def somebody(_: int = 0) -> SlackUser:
        return SlackUser(stack, f"U{uuid.uuid4().hex[:9].upper()}")

    in_slack(somebody()), somebody().say(ASKED)  # every function starts once
    told("Slack, acknowledged", in_slack_one_by_one(somebody()), SLACK_S)
    people = [somebody() for _ in range(PEOPLE)] * (MESSAGES // PEOPLE)
    with ThreadPoolExecutor(PEOPLE) as at_once:
        list(at_once.map(in_slack, people[:PEOPLE]))  # so many environments start once
        told(f"Slack, acknowledged, {PEOPLE} at once", at_once.map(in_slack, people), SLACK_S)
    people[-1].wait()
    phone = TextPhone(stack, f"+1647{uuid.uuid4().int % 10**7:07}")
    phone.text(ASKED)
    texts = [timed(lambda: phone.text(ASKED)) for _ in range(MESSAGES)]
    told("SMS, answered", texts, TWILIO_S)
    api, turns = Api(stack), []
    for at in range(MESSAGES):
        if at % 20 == 0:  # a session has thirty turns a minute
            session = api.chat({"text": ASKED, "language": "en"})["session_id"]
        said = {"session_id": session, "text": ASKED, "language": "en"}
        turns.append(timed(lambda said=said: api.chat(said)))  # type: ignore[misc]
    told("web chat, answered", turns, API_S)


if __name__ == "__main__":
    main()
