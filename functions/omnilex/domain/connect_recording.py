"""What Amazon Connect calls a recording: contact id, when the call began, and whose part it is."""

import re
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict

from omnilex.domain.contact import Role
from omnilex.domain.transcript import Transcript

OF_A_PERSON = "-agent"
CHANNELS = ("Customer", "Agent")  # left and right
_KEY = re.compile(
    r"(?:^|/)CallRecordings/(?P<ivr>ivr/)?\d{4}/\d\d/\d\d/"
    r"(?P<contact_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
    r"_(?P<began>\d{8}T\d\d:\d\d)_UTC\.wav"
)


class ConnectRecording(BaseModel):
    """``is_ivr``: the bot's part of the call; else the part with a person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contact_id: str
    began_at: datetime
    is_ivr: bool

    @property
    def own_id(self) -> str:
        """Both parts carry the call's id; the part with a person is a contact of its own."""
        return self.contact_id if self.is_ivr else f"{self.contact_id}{OF_A_PERSON}"

    @property
    def other_id(self) -> str:
        """Of the other part of the call, if there is one."""
        return f"{self.contact_id}{OF_A_PERSON}" if self.is_ivr else self.contact_id

    @staticmethod
    def said_by_the_bot(transcript: Transcript) -> Transcript:
        """Who answers in the bot's part is the bot."""
        turns = tuple(
            turn.model_copy(update={"role": Role.BOT}) if turn.role is Role.AGENT else turn
            for turn in transcript.turns
        )
        reason = "Amazon Connect records the customer on the left, the bot on the right"
        return transcript.model_copy(update={"turns": turns, "role_reason": reason})


def read(key: str) -> ConnectRecording | None:
    """None where the key is not one of Connect's."""
    match = _KEY.search(key)
    if match is None:
        return None
    try:
        began_at = datetime.strptime(match["began"], "%Y%m%dT%H:%M").replace(tzinfo=UTC)
    except ValueError:
        return None
    return ConnectRecording(
        contact_id=match["contact_id"], began_at=began_at, is_ivr=bool(match["ivr"])
    )
