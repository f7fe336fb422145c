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
    configuration_path: str

    @classmethod
    def from_env(cls) -> Self:
        """Read each field from the variable of its name in capitals; a missing one is an error."""
        names = (name for name in cls.model_fields if name.upper() in os.environ)
        return cls.model_validate({name: os.environ[name.upper()] for name in names})


class RouterSettings(Settings):
    """``intent_functions`` is {intent: function name}, a JSON object in the environment."""

    intent_functions: Json[dict[str, str]]


class ChatSettings(Settings):
    bot_id: str
    bot_alias_id: str


class PinSettings(Settings):
    pin_pepper_secret: str
