"""All that one request works with, and the look-ups conditions and messages share."""

import random
import re
from dataclasses import dataclass, field
from typing import Any

from local.lex.bot.model import Branch, Conditional, Intent, Message, NextStep, Response, Slot
from local.lex.dialog.conditions import ConditionError, Value, holds
from local.lex.dialog.session import IntentState, Session
from local.lex.errors import BadGatewayError
from local.lex.faq import AnswerSource
from local.lex.nlu.found import Moment
from local.lex.nlu.understanding import Understanding

_PLACEHOLDER = re.compile(r"\(\(([^()]+)\)\)|\{([^{}\s\"':]+)\}|\[([^\[\]\s\"',]+)\]")


@dataclass
class Turn:
    """``messages`` and ``log`` grow while the engine works."""

    understanding: Understanding
    session: Session
    moment: Moment
    utterance: str = ""
    asked: str | None = None  # the slot that the last turn asked for
    input_mode: str = "Text"
    response_content_type: str = "text/plain; charset=utf-8"
    request_attributes: dict[str, str] = field(default_factory=dict)
    messages: list[dict[str, Any]] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)
    choice: random.Random = field(default_factory=random.Random)
    search: AnswerSource | None = None
    missed: bool = False
    overridden: bool = False  # the Lambda changed the intent

    @property
    def intent(self) -> Intent:
        """The definition of the current intent."""
        name = self.intent_state["name"]
        return self.understanding.locale.intents[name]

    @property
    def intent_state(self) -> IntentState:
        if self.session.intent is None:
            raise BadGatewayError("Invalid Bot Configuration: no intent is in progress.")
        return self.session.intent

    def slot(self, name: str) -> Slot:
        """The current intent's slot. Raises BadGatewayError where there is none of that name."""
        slot = self.intent.slots.get(name)
        if slot is None:
            raise BadGatewayError(
                f"Invalid Bot Configuration: intent {self.intent.name} has no slot {name}."
            )
        return slot

    def lookup(self, reference: str) -> Value:
        """The value of ``{slot}``, ``[session attribute]``, ``((request attribute))`` or ``$.``."""
        if reference.startswith("(("):
            return self.request_attributes.get(reference[2:-2])
        if reference.startswith("["):
            return self.session.attributes.get(reference[1:-1])
        if reference.startswith("{"):
            return self._slot_value(reference[1:-1].strip())
        facts = {"$.inputMode": self.input_mode, "$.inputTranscript": self.utterance}
        facts["$.transcriptions[0].transcription"] = self.utterance
        return facts.get(reference)

    def _slot_value(self, path: str) -> Value:
        name, *inner = path.split(".")
        slots = (self.session.intent or {}).get("slots") or {}
        if name == (self.session.intent or {}).get("name") and inner:
            name, *inner = inner
        value = slots.get(name)
        for sub_slot in inner:
            value = ((value or {}).get("subSlots") or {}).get(sub_slot)
        return interpreted(value)

    def say(self, response: Response | None) -> None:
        """Add one message out of each group of the response."""
        for group in (response.message_groups_list or []) if response else []:
            choices = [group.message, *(group.variations or [])]
            self.choice.shuffle(choices)
            filled = (self._filled(message) for message in choices)
            said = next((message for message in filled if message is not None), None)
            if said is not None:
                self.messages.append(said)

    def _filled(self, message: Message) -> dict[str, Any] | None:
        """The message as it travels, or None where a placeholder has no value."""
        for kind, text in (
            ("PlainText", message.plain_text_message),
            ("SSML", message.ssml_message),
        ):
            if text is not None:
                content, complete = self.fill(text.value)
                return {"content": content, "contentType": kind} if complete else None
        if message.custom_payload is not None:
            content, _ = self.fill(message.custom_payload.value)
            return {"content": content, "contentType": "CustomPayload"}
        if message.image_response_card is not None:
            return {"contentType": "ImageResponseCard", "imageResponseCard": self._card(message)}
        return None

    def _card(self, message: Message) -> dict[str, Any]:
        card = {k: v for k, v in (message.image_response_card or {}).items() if v is not None}
        for name in ("title", "subtitle"):
            if name in card:
                card[name] = self.fill(card[name])[0]
        return card

    def fill(self, text: str) -> tuple[str, bool]:
        """The text with its placeholders filled, and whether all of them could be."""
        complete = True

        def value(match: re.Match[str]) -> str:
            nonlocal complete
            found = self.lookup(match.group())
            known = match[2] is None or self._is_slot(match[2])
            if found is None:
                complete = complete and not known
                return "" if known else match.group()
            return ", ".join(found) if isinstance(found, list) else found

        return _PLACEHOLDER.sub(value, text), complete

    def _is_slot(self, path: str) -> bool:
        name = path.split(".", maxsplit=1)[0]
        return self.session.intent is not None and (
            name in self.intent.slots or name == self.intent.name
        )

    def branch(self, conditional: Conditional | None) -> Branch | None:
        """The branch whose condition holds first, the default one if none does."""
        if conditional is None or conditional.is_active is False:
            return None
        for branch in conditional.conditional_branches or []:
            expression = branch.condition.expression_string if branch.condition else "false"
            try:
                true = holds(expression, self.lookup)
            except ConditionError as error:
                raise BadGatewayError(
                    f"Invalid Bot Configuration: condition {expression!r}: {error}."
                ) from error
            self.log.append(
                {
                    "conditionalEvaluationResult": [
                        {
                            "conditionalBranchName": branch.name,
                            "expressionString": expression,
                            "evaluationResult": str(true).lower(),
                        }
                    ]
                }
            )
            if true:
                return branch
        return conditional.default_branch

    def apply_values(self, step: NextStep) -> None:
        """The session attributes and slot values a next step sets."""
        self.session.attributes.update(step.session_attributes or {})
        overrides = (step.intent.slots if step.intent else None) or {}
        for name, override in overrides.items():
            if self.session.intent is not None and name in self.intent.slots:
                self.intent_state["slots"][name] = slot_from_override(override)


def interpreted(slot: Any) -> Value:
    """What a slot's value means; the list of them for a multi-valued slot."""
    if not isinstance(slot, dict):
        return None
    if slot.get("values"):
        return [text for text in map(interpreted, slot["values"]) if isinstance(text, str)]
    value = slot.get("value") or {}
    if isinstance(value.get("interpretedValue"), str):
        return str(value["interpretedValue"])
    parts = [interpreted(part) for part in (slot.get("subSlots") or {}).values()]
    said = [part for part in parts if isinstance(part, str)]
    return " ".join(said) if said else None


def slot_from_override(override: Any) -> dict[str, Any] | None:
    """A bot author's slot value as it travels; an empty one clears the slot."""
    if not isinstance(override, dict):
        return None
    if override.get("values"):
        return {"shape": "List", "values": [slot_from_override(one) for one in override["values"]]}
    text = (override.get("value") or {}).get("interpretedValue")
    return scalar(text) if text else None


def scalar(text: str) -> dict[str, Any]:
    """A slot holding one value that needed no interpretation."""
    value = {"originalValue": text, "interpretedValue": text, "resolvedValues": [text]}
    return {"shape": "Scalar", "value": value}
