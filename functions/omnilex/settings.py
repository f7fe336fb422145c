"""What the template puts into a function's environment; nothing else reads it."""

import os
from typing import Self

from pydantic import BaseModel, ConfigDict, Json


class Settings(BaseModel):
    """The environment of every function: the template's Globals."""

    model_config = ConfigDict(frozen=True)

    bank_table: str
    sessions_table: str
    contacts_table: str
    search_table: str
    configuration_path: str
    bank_time_zone: str

    @classmethod
    def from_env(cls) -> Self:
        """Read each field from the variable of its name in capitals; a missing one is an error."""
        names = (name for name in cls.model_fields if name.upper() in os.environ)
        return cls.model_validate({name: os.environ[name.upper()] for name in names})


class RouterSettings(Settings):
    """``intent_functions`` is {intent: function name}, a JSON object in the environment."""

    intent_functions: Json[dict[str, str]]


class BotSettings(Settings):
    bot_id: str
    bot_alias_id: str


class ChatSettings(BotSettings):
    conversation_endings_url: str


class SweepSettings(Settings):
    state_machine_arn: str


class PinSettings(Settings):
    """``pin_hash_cost`` is scrypt's {n, r, p} of today; cheaper hashes are made anew at sign-in."""

    pin_pepper_secret: str
    pin_hash_cost: Json[dict[str, int]]


class PaymentSettings(Settings):
    """Where planned payments wait for their day."""

    schedule_group: str
    execute_payment_arn: str
    scheduler_role_arn: str
    payment_dead_letters_arn: str


class FaqSettings(Settings):
    """``kendra_index_id`` is empty where the bank searches its own questions."""

    search_faq_function: str
    kendra_index_id: str = ""


class AnalysisSettings(Settings):
    """What was logged of calls and of chats under way."""

    conversations_table: str


class TranscriptionSettings(AnalysisSettings):
    """``transcript_key_arn`` is empty where the bank has no key of its own."""

    transcript_key_arn: str = ""


class ConversationSettings(AnalysisSettings):
    """The queue of chats that may be over."""

    conversation_endings_url: str


class ApiSettings(FaqSettings):
    """The state machine that analyses a contact again."""

    state_machine_arn: str


class MessagingSettings(Settings):
    """What SMS and Slack need to reach the bot."""

    bot_id: str
    bot_alias_id: str


class TwilioSettings(MessagingSettings):
    """``twilio_secret_arn`` is empty where there is no SMS."""

    twilio_secret_arn: str = ""


class SmsSettings(TwilioSettings):
    """``webhook_url`` is the address that Twilio is told to call, up to the route's own path."""

    site_url: str
    webhook_url: str
    allow_pin_by_sms: bool


class SlackSettings(MessagingSettings):
    """``slack_secret_arn`` is empty where there is no Slack."""

    slack_secret_arn: str = ""


class ReceiveSlackSettings(SlackSettings):
    slack_messages_url: str
