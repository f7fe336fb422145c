"""Puts calls together: the deployed instance, this machine's voices, functions, bot and bucket."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from local.connect import ssml
from local.connect.calls import AgentLeg, Call, Calls, new_contact
from local.connect.engine import Surroundings
from local.connect.instance import Instance
from local.connect.recording import key_of
from local.connect.services import Bot, invoke_through_boto3
from local.connect.steps import Pcm
from local.speech.synthesizer import VOICE_RATE_HZ, synthesize

BANK_NUMBER = "+18005550142"
PATIENCE = 3  # a function's first start shares this machine with everything else
CUSTOMER_VOICE, AGENT_VOICE = "en_GB", "en_US"


class Voices:
    """The bot in its language's voice; the customer and the agent in voices of their own."""

    def bot(self, text: str, language_code: str) -> tuple[Pcm, int]:
        """Text, or SSML: of its marks those of another language are heard."""
        parts = [
            synthesize(said, code.replace("-", "_"))
            for said, code in ssml.parts(text, language_code)
        ]
        return np.concatenate(parts) if parts else np.zeros(0, np.int16), VOICE_RATE_HZ

    def customer(self, text: str, language_code: str) -> tuple[Pcm, int]:
        """In English with another accent than the bot."""
        is_english = language_code.startswith("en")
        voice = CUSTOMER_VOICE if is_english else language_code.replace("-", "_")
        return synthesize(text, voice), VOICE_RATE_HZ

    def agent(self, text: str) -> tuple[Pcm, int]:
        return synthesize(text, AGENT_VOICE), VOICE_RATE_HZ


@dataclass(frozen=True)
class Clients:
    """boto3 clients; ``functions`` makes one of Lambda that waits for some seconds."""

    s3: Any
    lex: Any
    functions: Callable[[float], Any]


def make_calls(instance: Instance, voices: Voices, clients: Clients) -> Calls:
    around = Surroundings(
        invoke=invoke_through_boto3(clients.functions),
        bot=lambda arn, locale, session_id: Bot(clients.lex, arn, locale, session_id),
        flow=instance.flow,
        has_queue=instance.has_queue,
    )

    def make(caller: str | None, flow: str | None, agent: AgentLeg | None) -> Call:
        chosen = instance.flow(flow)
        contact = new_contact(instance.instance_arn(), caller, BANK_NUMBER)
        return Call(contact, chosen, around, voices.bot, agent)

    def keep(call: Call) -> dict[str, str] | None:
        return store(call, instance, clients.s3)

    return Calls(make, keep)


def store(call: Call, instance: Instance, s3: Any) -> dict[str, str] | None:
    """Each recording where the instance keeps them; where the bot's part is."""
    place = instance.storage()
    if place is None:
        return None
    kept = None
    for recording, ivr in ((call.with_agent, False), (call.ivr, True)):
        if recording.is_empty:
            continue
        key = key_of(place.prefix, call.contact.contact_id, call.contact.started_at, ivr=ivr)
        answer = s3.put_object(
            Bucket=place.bucket, Key=key, Body=recording.wav(), ContentType="audio/wav"
        )
        kept = {"bucket": place.bucket, "key": key, "version_id": answer.get("VersionId", "")}
    return kept


def local_clients() -> Clients:
    """At the endpoints that the environment names."""
    import boto3
    from botocore.config import Config

    once = Config(read_timeout=30, retries={"total_max_attempts": 1})

    @cache
    def functions(timeout_s: float) -> Any:
        waits = Config(read_timeout=timeout_s * PATIENCE, retries={"total_max_attempts": 1})
        return boto3.client("lambda", config=waits)

    return Clients(boto3.client("s3"), boto3.client("lexv2-runtime", config=once), functions)
