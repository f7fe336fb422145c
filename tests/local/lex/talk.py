"""Bots made in a line, and conversations with them without a network."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from local.lex.bot.cloudformation import bot_from_properties
from local.lex.bot.files import read_bot
from local.lex.bot.model import Bot
from local.lex.bots import TEST_ALIAS, Bots, BuiltBot, build
from local.lex.dialog.hooks import HookError
from local.lex.dialog.runtime import Runtime
from tests.local.lex.shapes import output_faults

REPOSITORY = Path(__file__).parents[3]
REAL_BOTS = REPOSITORY.parent / "shared" / "testdata" / "lex_bots"
REAL_BOT_NAMES = [
    "aws_lexhelper_airline",
    "awssamples_reminderbot",
    "lomibaod_pizza",
    "tachyon_orderflower_repeat",
]
BOT_ID = "BOT0000001"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:hook"
# A Wednesday; the developer guide's own examples of dates are told from it.
NOON = datetime(2020, 11, 25, 12, 0, tzinfo=UTC)


def real_bot(name: str) -> Bot:
    """A real export; the test is skipped where the exports are not kept."""
    folder = REAL_BOTS / name
    if not folder.is_dir():
        pytest.skip(f"the real export {name} is not on this machine")
    return read_bot(folder)


# ── Bots in CloudFormation's spelling ───────────────────────────────────────────────────────────


def bot(*intents: dict[str, Any], types: list[dict[str, Any]] | None = None, **locale: Any) -> Bot:
    """A bot of one locale, en_US, with a FallbackIntent unless one is among the intents."""
    named = [intent["Name"] for intent in intents]
    fallback = [] if "FallbackIntent" in named else [FALLBACK]
    document = {
        "LocaleId": locale.pop("locale", "en_US"),
        "NluConfidenceThreshold": 0.4,
        "Intents": [*intents, *fallback],
        "SlotTypes": types or [],
        **locale,
    }
    return bot_from_properties(
        {"Name": "TestBot", "IdleSessionTTLInSeconds": 300, "BotLocales": [document]}
    )


def intent(name: str, *utterances: str, slots: list[dict[str, Any]] | None = None, **parts: Any):
    slots = slots or []
    return {
        "Name": name,
        "SampleUtterances": [{"Utterance": text} for text in utterances],
        "Slots": slots,
        "SlotPriorities": [
            {"Priority": at, "SlotName": slot["Name"]} for at, slot in enumerate(slots, 1)
        ],
        **parts,
    }


def slot(name: str, type_name: str, *, required: bool = True, retries: int = 2, **elicitation: Any):
    return {
        "Name": name,
        "SlotTypeName": type_name,
        "ValueElicitationSetting": {
            "SlotConstraint": "Required" if required else "Optional",
            "PromptSpecification": prompt(f"{name}?", retries=retries),
            **elicitation,
        },
    }


def slot_type(name: str, *values: str | tuple[str, ...], restrict: bool = False):
    """Values, each alone or with its synonyms behind it."""
    spelled = [(value,) if isinstance(value, str) else value for value in values]
    return {
        "Name": name,
        "ValueSelectionSetting": {
            "ResolutionStrategy": "TOP_RESOLUTION" if restrict else "ORIGINAL_VALUE"
        },
        "SlotTypeValues": [
            {"SampleValue": {"Value": first}, "Synonyms": [{"Value": one} for one in others]}
            for first, *others in spelled
        ],
    }


def says(*texts: str) -> dict[str, Any]:
    """A response: one message group for each text."""
    return {"MessageGroupsList": [{"Message": {"PlainTextMessage": {"Value": t}}} for t in texts]}


def prompt(*texts: str, retries: int = 2) -> dict[str, Any]:
    return {**says(*texts), "MaxRetries": retries, "AllowInterrupt": True}


def step(kind: str, **more: Any) -> dict[str, Any]:
    """A next step; ``slot`` to elicit, ``intent`` to go to, ``slots`` and ``attributes`` to set."""
    action = {"Type": kind}
    if "slot" in more:
        action["SlotToElicit"] = more["slot"]
    if "silent" in more:
        action["SuppressNextMessage"] = more["silent"]
    result: dict[str, Any] = {"DialogAction": action}
    if "intent" in more or "slots" in more:
        result["Intent"] = {
            **({"Name": more["intent"]} if "intent" in more else {}),
            "Slots": [
                {"SlotName": name, "SlotValueOverride": value}
                for name, value in more.get("slots", {}).items()
            ],
        }
    if "attributes" in more:
        result["SessionAttributes"] = [
            {"Key": key, "Value": value} for key, value in more["attributes"].items()
        ]
    return result


FALLBACK = {
    "Name": "FallbackIntent",
    "ParentIntentSignature": "AMAZON.FallbackIntent",
    "IntentClosingSetting": {"ClosingResponse": says("I do not understand.")},
}


def flowers(**parts: Any) -> dict[str, Any]:
    """The developer guide's OrderFlowers, in the default order unless ``parts`` say otherwise."""
    asked = {
        "PromptSpecification": prompt(
            "Okay, your {FlowerType} will be ready for pickup by {PickupTime} on {PickupDate}. "
            "Does this sound okay?"
        ),
        "DeclinationResponse": says("Okay, I will not place your order."),
    }
    return intent(
        "OrderFlowers",
        "I would like to pick up flowers",
        "I would like to order some flowers",
        slots=[
            slot(
                "FlowerType",
                "FlowerTypes",
                PromptSpecification=prompt("What type of flowers would you like to order?"),
            ),
            slot(
                "PickupDate",
                "AMAZON.Date",
                PromptSpecification=prompt(
                    "What day do you want the {FlowerType} to be picked up?"
                ),
            ),
            slot(
                "PickupTime",
                "AMAZON.Time",
                PromptSpecification=prompt(
                    "At what time do you want the {FlowerType} to be picked up?"
                ),
            ),
        ],
        **{"IntentConfirmationSetting": asked, **parts},
    )


FLOWER_TYPES = slot_type("FlowerTypes", "lilies", "roses", "tulips")

# ── Lambda answers ──────────────────────────────────────────────────────────────────────────────


def delegate(event: dict[str, Any]) -> dict[str, Any]:
    """A hook that leaves everything to Lex."""
    return answer(event, "Delegate")


def answer(event: dict[str, Any], kind: str, *messages: str, **more: Any) -> dict[str, Any]:
    """A hook's answer: ``slot`` to elicit, changes of the ``intent``, other parts of the state."""
    action = {"type": kind, **({"slotToElicit": more.pop("slot")} if "slot" in more else {})}
    given = event["sessionState"]
    state = {
        "dialogAction": action,
        "intent": {**given["intent"], **more.pop("intent", {})},
        "sessionAttributes": given["sessionAttributes"],
        **more,
    }
    said = [{"contentType": "PlainText", "content": text} for text in messages]
    return {"sessionState": state, **({"messages": said} if said else {})}


class Talk:
    """A customer's conversation with a bot. ``events`` are the Lambda's; ``now`` can be moved."""

    def __init__(self, spoken_to: Bot | BuiltBot, hook=None, locale: str = "en_US") -> None:
        built = spoken_to if isinstance(spoken_to, BuiltBot) else build(spoken_to)
        self.hook = hook
        self.now = NOON
        self.events: list[dict[str, Any]] = []
        self.timeouts: list[float] = []
        self.key = (BOT_ID, TEST_ALIAS, locale, "session-1")
        bots = Bots()
        bots.serve(BOT_ID, built, FUNCTION if hook else None)
        self.runtime = Runtime(bots.channel, self._invoke, lambda: self.now, random.Random(7))
        self.last: dict[str, Any] = {}

    def _invoke(self, function_arn: str, event: bytes, timeout_s: float) -> bytes:
        self.events.append(json.loads(event))
        self.timeouts.append(timeout_s)
        result = self.hook(self.events[-1])
        return result if isinstance(result, bytes) else json.dumps(result).encode()

    def say(self, text: str, state: Any = None, attributes: Any = None) -> list[str]:
        """One turn; gives what the bot says. The whole answer is in ``last``."""
        self.last = self.runtime.recognize(self.key, text, state, attributes)
        assert output_faults("RecognizeText", self.last) == []
        return self.words

    def put(self, state: Any, messages: Any = None, attributes: Any = None) -> list[str]:
        self.last = self.runtime.put_session(self.key, state, messages, attributes)
        return self.words

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @property
    def words(self) -> list[str]:
        return [message.get("content", "[card]") for message in self.last.get("messages", [])]

    @property
    def state(self) -> dict[str, Any]:
        return self.last["sessionState"]

    @property
    def action(self) -> str:
        """What the bot waits for: ``ElicitSlot Amount``, ``ConfirmIntent``, ``Close`` ..."""
        action = self.state.get("dialogAction") or {}
        return " ".join(action[part] for part in ("type", "slotToElicit") if part in action)

    @property
    def intent(self) -> str:
        """The intent and its state: ``MakePayment InProgress``."""
        return f"{self.state['intent']['name']} {self.state['intent']['state']}"

    @property
    def slots(self) -> dict[str, Any]:
        """The interpreted values of the slots."""
        return {
            name: value and value["value"]["interpretedValue"]
            for name, value in self.state["intent"]["slots"].items()
        }

    @property
    def scores(self) -> list[tuple[str, float | None]]:
        """What the utterance may mean, in the order Lex lists it."""
        return [
            (one["intent"]["name"], one.get("nluConfidence", {}).get("score"))
            for one in self.last["interpretations"]
        ]


def raising(message: str = "Unhandled", *, timed_out: bool = False):
    """A hook that fails as Lambda does."""

    def hook(event):
        raise HookError(message, timed_out=timed_out)

    return hook
