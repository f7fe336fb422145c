"""How fast the local Lex builds a bot and answers.

    python -m benchmarks.lex_speed

prints the time to build a bot of twenty intents, the median and the 99th percentile of a turn
in process and over HTTP (unmodified boto3), without and with a Lambda hook, and turns a second of
two customers at once. The hook is a function of this process that delegates: what is measured is
the runtime's own part.
"""

import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import boto3
import numpy as np
from botocore.config import Config

from benchmarks.serving import served
from local.lex.bot.cloudformation import bot_from_properties
from local.lex.bots import Bots, build
from local.lex.dialog.runtime import Runtime

BOT_ID, ALIAS, LOCALE = "SPEEDBOT01", "TSTALIASID", "en_US"
TURNS = 400
INTENTS = 20
VERBS = ("open", "close", "change", "check", "cancel")
THINGS = ("a savings account", "my credit card", "the mortgage", "a standing order")
WAYS = (
    "{} {}",
    "please {} {}",
    "i want to {} {}",
    "can you {} {}",
    "i would like to {} {}",
    "help me {} {}",
    "how do i {} {}",
    "i need to {} {} today",
    "could you {} {} for me",
    "{} {} please",
)


def bot_properties(*, hooked: bool) -> dict[str, object]:
    """Twenty intents of ten utterances, and a fallback."""
    jobs = [(verb, thing) for verb in VERBS for thing in THINGS][:INTENTS]
    intents = [
        {
            "Name": f"Job{place}",
            "SampleUtterances": [{"Utterance": way.format(verb, thing)} for way in WAYS],
            "FulfillmentCodeHook": {"Enabled": hooked},
            "IntentClosingSetting": {
                "ClosingResponse": {
                    "MessageGroupsList": [{"Message": {"PlainTextMessage": {"Value": "Done."}}}]
                }
            },
        }
        for place, (verb, thing) in enumerate(jobs)
    ]
    fallback = {
        "Name": "FallbackIntent",
        "ParentIntentSignature": "AMAZON.FallbackIntent",
    }
    locale = {"LocaleId": LOCALE, "NluConfidenceThreshold": 0.4, "Intents": [*intents, fallback]}
    return {"Name": "Speed", "BotLocales": [locale]}


def hook(function_arn: str, event: bytes, timeout_s: float) -> bytes:
    del function_arn, timeout_s
    state = json.loads(event)["sessionState"]
    answer = {"sessionState": {"dialogAction": {"type": "Delegate"}, "intent": state["intent"]}}
    return json.dumps(answer).encode()


def utterances(count: int) -> list[str]:
    """None of them a sample utterance, so that the classifier has to work."""
    said = [f"hi could i {verb} {thing} right now thanks" for verb in VERBS for thing in THINGS]
    return [said[place % len(said)] for place in range(count)]


def timed(turn: Callable[[str], object], count: int = TURNS) -> tuple[float, float]:
    """Median and 99th percentile of a turn, in milliseconds."""
    for text in utterances(20):
        turn(text)
    took = []
    for text in utterances(count):
        began = time.perf_counter()
        turn(text)
        took.append((time.perf_counter() - began) * 1000)
    return float(np.percentile(took, 50)), float(np.percentile(took, 99))


def client(url: str) -> Callable[[str], object]:
    lex = boto3.client(
        "lexv2-runtime",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="x",
        aws_secret_access_key="x",  # noqa: S106  unread
        config=Config(retries={"total_max_attempts": 1}),
    )
    session = f"s{threading.get_ident()}"
    return lambda text: lex.recognize_text(
        botId=BOT_ID, botAliasId=ALIAS, localeId=LOCALE, sessionId=session, text=text
    )


def turns_a_second(url: str, customers: int = 2, count: int = 150) -> float:
    def talk() -> None:
        turn = client(url)
        for text in utterances(count):
            turn(text)

    threads = [threading.Thread(target=talk) for _ in range(customers)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return customers * count / (time.perf_counter() - began)


def main() -> None:
    build(bot_from_properties({**bot_properties(hooked=False), "Name": "Warm"}))
    began = time.perf_counter()
    plain = build(bot_from_properties(bot_properties(hooked=False)))
    print(
        f"build, {INTENTS} intents of {len(WAYS)} utterances  {time.perf_counter() - began:6.2f} s"
    )
    for name, built in (
        ("without a hook", plain),
        ("with a hook", build(bot_from_properties(bot_properties(hooked=True)))),
    ):
        bots = Bots()
        bots.serve(BOT_ID, built, "arn:aws:lambda:us-east-1:000000000000:function:hook")
        runtime = Runtime(bots.channel, hook, lambda: datetime.now(UTC))
        key = (BOT_ID, ALIAS, LOCALE, "session-1")
        median, high = timed(lambda text, key=key, runtime=runtime: runtime.recognize(key, text))
        print(f"in process, {name:<16} p50 {median:6.2f} ms   p99 {high:6.2f} ms")
        with served(bots, runtime) as url:
            median, high = timed(client(url))
            print(f"over HTTP,  {name:<16} p50 {median:6.2f} ms   p99 {high:6.2f} ms")
            print(f"two customers, {name:<16} {turns_a_second(url):5.0f} turns a second")


if __name__ == "__main__":
    main()
