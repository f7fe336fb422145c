"""A contact in a flow: its attributes, what references read, and the event that functions get."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

REFERENCE = re.compile(r"\$(?:\.[A-Za-z_][\w-]*|\['[^']+'\])+")
_STEP = re.compile(r"\.([A-Za-z_][\w-]*)|\['([^']+)'\]")
STARTED = "INBOUND"


@dataclass
class Contact:
    """``stored_input`` is what the customer keyed in, ``external`` the last function's answer."""

    contact_id: str
    instance_arn: str
    customer_number: str | None
    system_number: str | None
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    attributes: dict[str, str] = field(default_factory=dict)
    external: dict[str, Any] = field(default_factory=dict)
    lex: dict[str, Any] = field(default_factory=dict)
    language_code: str = "en-US"
    voice: str = "Joanna"
    stored_input: str | None = None
    queue_arn: str | None = None
    loops: dict[str, int] = field(default_factory=dict)
    recorded: frozenset[str] = frozenset()
    ivr_recorded: bool = False
    logged: bool = False

    def fill(self, written: Any) -> Any:
        """``written`` with every reference replaced; one that leads nowhere is empty."""
        if isinstance(written, str):
            return REFERENCE.sub(lambda found: self._text(found[0]), written)
        if isinstance(written, dict):
            return {name: self.fill(value) for name, value in written.items()}
        return written

    def _text(self, reference: str) -> str:
        value = self.read(reference)
        if isinstance(value, bool):
            return str(value).lower()
        return "" if value is None else str(value)

    def read(self, reference: str) -> Any:
        """What ``$.External.name`` and its like lead to; None where there is nothing."""
        value: Any = self._root()
        for plain, quoted in _STEP.findall(reference):
            if not isinstance(value, dict):
                return None
            value = value.get(plain or quoted)
        return value

    def _root(self) -> dict[str, Any]:
        return {
            "Attributes": self.attributes,
            "Channel": "VOICE",
            "ContactId": self.contact_id,
            "CustomerEndpoint": _endpoint(self.customer_number) or {},
            "External": self.external,
            "InitialContactId": self.contact_id,
            "InitiationMethod": STARTED,
            "InstanceARN": self.instance_arn,
            "LanguageCode": self.language_code,
            "Lex": self.lex,
            "Queue": _queue(self.queue_arn) or {},
            "StoredCustomerInput": self.stored_input,
            "SystemEndpoint": _endpoint(self.system_number) or {},
            "TextToSpeechVoiceId": self.voice,
        }

    def event(self, parameters: dict[str, str]) -> dict[str, Any]:
        """What InvokeLambdaFunction sends."""
        stream = {"StartFragmentNumber": None, "StartTimestamp": None, "StreamARN": None}
        return {
            "Name": "ContactFlowEvent",
            "Details": {
                "ContactData": {
                    "Attributes": dict(self.attributes),
                    "Channel": "VOICE",
                    "ContactId": self.contact_id,
                    "CustomerEndpoint": _endpoint(self.customer_number),
                    "CustomerId": None,
                    "Description": None,
                    "InitialContactId": self.contact_id,
                    "InitiationMethod": STARTED,
                    "InstanceARN": self.instance_arn,
                    "LanguageCode": self.language_code,
                    "MediaStreams": {"Customer": {"Audio": stream}},
                    "Name": None,
                    "PreviousContactId": self.contact_id,
                    "Queue": _queue(self.queue_arn),
                    "References": {},
                    "SystemEndpoint": _endpoint(self.system_number),
                },
                "Parameters": parameters,
            },
        }


def _endpoint(number: str | None) -> dict[str, str] | None:
    return {"Address": number, "Type": "TELEPHONE_NUMBER"} if number else None


def _queue(arn: str | None) -> dict[str, str] | None:
    return {"ARN": arn, "Name": arn.rsplit("/", 1)[-1]} if arn else None
