"""What the customer's utterance does: answers a question, or starts an intent."""

from typing import Any

from local.lex.bot.model import Conditional, NextStep, Response, Slot
from local.lex.dialog.contexts import barred_intents
from local.lex.dialog.flow import Flow, Point, Step
from local.lex.dialog.turn import Turn
from local.lex.faq import kendra_attributes, qna_attributes
from local.lex.nlu.builtin_values import confirmation
from local.lex.nlu.reading import normal_form
from local.lex.nlu.spelling import BY_LETTER, BY_WORD, spelled
from local.lex.nlu.understanding import PATTERN_SCORE, SlotValue

DEFAULT_RETRIES = 1
NEVER = 2.0
CLEARLY_ANOTHER = 0.75  # from here another intent wins over a guess at a slot's value
MAX_INTERPRETATIONS = 5
SEARCHES = {
    "AMAZON.KendraSearchIntent": kendra_attributes,
    "AMAZON.QnAIntent": qna_attributes,
}

Ranking = list[tuple[str, float]]


class Answers:
    """Takes one utterance into a flow."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._turn: Turn = flow.turn
        self._ranking: Ranking | None = None

    def take(self) -> None:
        """Understand the utterance where the conversation stands, and walk on."""
        action = (self._turn.session.dialog_action or {}).get("type")
        if self._turn.session.intent is None or action not in {"ElicitSlot", "ConfirmIntent"}:
            self._flow.run(self._start_best())
        elif action == "ElicitSlot":
            name = self._turn.session.dialog_action["slotToElicit"]  # type: ignore[index]
            self._flow.run(self._answer_slot(self._turn.slot(name)))
        else:
            self._flow.run(self._answer_confirmation())

    @property
    def ranking(self) -> Ranking:
        if self._ranking is None:
            ranked = self._turn.understanding.ranking(
                self._turn.utterance, barred_intents(self._turn)
            )
            self._ranking = ranked
        return self._ranking

    # ── An intent ───────────────────────────────────────────────────────────────────────────

    def _start_best(self) -> Step | None:
        locale = self._turn.understanding.locale
        name, score = self.ranking[0] if self.ranking else ("", 0.0)
        if name and score >= locale.threshold:
            self._interpret(name)
            return self._start(name)
        self._interpret(None)
        searched = self._search()
        if searched:
            return searched
        self._turn.missed = True
        fallback = locale.fallback
        return self._flow.start(fallback.name) if fallback else self._flow.elicit_intent

    def _search(self) -> Step | None:
        """The intent that answers from a FAQ, if the bot has one and the FAQ knows."""
        for signature, attributes in SEARCHES.items():
            intent = self._turn.understanding.locale.intent_with(signature)
            found = self._turn.search(self._turn.utterance) if intent and self._turn.search else []
            if intent and found:
                self._turn.request_attributes.update(attributes(found))
                return self._flow.start(intent.name)
        return None

    def _start(self, name: str) -> Step | None:
        understanding = self._turn.understanding
        intent = understanding.locale.intents[name]
        found = understanding.slots_in(intent, self._turn.utterance, self._turn.moment)
        return self._flow.start(name, {slot: value.wire() for slot, value in found.items()})

    def _interpret(self, current: str | None) -> None:
        """List what the utterance may mean; FallbackIntent stands at the threshold."""
        locale = self._turn.understanding.locale
        scores = dict(self.ranking)
        listed: list[dict[str, Any]] = []
        fallback = locale.fallback.name if locale.fallback else None
        below = False
        for name, score in self.ranking:
            if not below and score < locale.threshold and fallback and name != current:
                listed.append({"intent": {"name": fallback, "slots": {}}})
                below = True
            listed.append(_scored(name, score))
        if fallback and not below:
            listed.append({"intent": {"name": fallback, "slots": {}}})
        listed.sort(key=lambda one: one["intent"]["name"] != current)
        if current and current not in scores and current != fallback:
            listed.insert(0, _scored(current, 1.0))
        for one in listed:
            one["interpretationSource"] = "Lex"
        self._turn.session.interpretations = listed[:MAX_INTERPRETATIONS]

    def _another(self, least: float) -> str | None:
        """Another intent that the utterance means with at least this confidence."""
        if not self.ranking:
            return None
        name, score = self.ranking[0]
        current = self._turn.intent.name
        wanted = max(least, self._turn.understanding.locale.threshold)
        return name if name != current and score >= wanted else None

    # ── A slot ──────────────────────────────────────────────────────────────────────────────

    def _answer_slot(self, slot: Slot) -> Step | None:
        if slot.sub_slot_setting:
            return self._answer_composite(slot)
        value, wire = self._slot_answer(slot)
        if slot.slot_type_name != "AMAZON.FreeFormInput":
            other = self._another(self._least_for_another(value))
            if other:
                self._interpret(other)
                return self._start(other)
        searched = self._search() if wire is None else None
        if searched:
            self._interpret(None)
            return searched
        self._interpret(self._turn.intent.name)
        if wire is None:
            return self._missed_slot(slot)
        self._certain_interpretation()
        self._turn.intent_state["slots"][slot.name] = wire
        self._overanswer(slot)
        return self._captured(slot)

    def _answer_composite(self, slot: Slot) -> Step | None:
        asked = (self._turn.session.dialog_action or {}).get("subSlotToElicit") or {}
        if not self._flow.take_composite(slot, asked.get("name")):
            other = self._another(0.0)
            if other:
                self._interpret(other)
                return self._start(other)
            self._interpret(self._turn.intent.name)
            return self._missed_slot(slot)
        self._interpret(self._turn.intent.name)
        self._certain_interpretation()
        if self._flow.is_open(slot):
            return lambda: self._flow.elicit_slot(slot.name)
        return self._captured(slot)

    def _least_for_another(self, value: SlotValue | None) -> float:
        """The confidence from which an utterance means another intent and not this answer."""
        if value is None:
            return 0.0
        if not value.certain:
            return CLEARLY_ANOTHER
        # A bare value is an answer; one in a sentence that another intent knows is not.
        whole = normal_form(value.original) == normal_form(self._turn.utterance)
        return NEVER if whole else PATTERN_SCORE

    def _slot_answer(self, slot: Slot) -> tuple[SlotValue | None, dict[str, Any] | None]:
        turn = self._turn
        if slot.multiple:
            values = turn.understanding.all_values(slot, turn.utterance, turn.moment)
            if len(values) > 1:
                first = {**values[0].wire()["value"], "originalValue": turn.utterance}  # type: ignore[dict-item]
                first["interpretedValue"] = turn.utterance
                listed = [value.wire() for value in values]
                return values[0], {"shape": "List", "value": first, "values": listed}
        value = turn.understanding.slot_value(slot, self._said(), turn.moment)
        if value is None or value.interpreted is None:
            return None, None
        wire = value.wire()
        if slot.multiple:
            return value, {"shape": "List", "value": wire["value"], "values": [wire]}
        return value, wire

    def _said(self) -> str:
        """The utterance, put together where the customer was asked to spell."""
        style = (self._turn.session.dialog_action or {}).get("slotElicitationStyle")
        if style not in {BY_LETTER, BY_WORD}:
            return self._turn.utterance
        word = spelled(self._turn.utterance, style, self._turn.understanding.language)
        return word or self._turn.utterance

    def _certain_interpretation(self) -> None:
        self._turn.session.interpretations[0]["nluConfidence"] = {"score": 1.0}

    def _overanswer(self, slot: Slot) -> None:
        """Fill further slots that an answer in a whole sentence names.

        A slot that is filled is filled anew where the sentence is one of the intent's own.
        """
        if len(self._turn.utterance.split()) < 4:  # noqa: PLR2004  a bare value
            return
        understanding = self._turn.understanding
        state = self._turn.intent_state["slots"]
        said_as_written = understanding.slots_as_written(
            self._turn.intent, self._turn.utterance, self._turn.moment
        )
        found = understanding.slots_in(self._turn.intent, self._turn.utterance, self._turn.moment)
        taken = str(((state[slot.name] or {}).get("value") or {}).get("originalValue", ""))
        for name, value in found.items():
            apart = value.original.lower() not in taken.lower()
            is_open = state.get(name) is None or name in said_as_written
            if name != slot.name and is_open and value.interpreted is not None and apart:
                state[name] = value.wire()

    def _captured(self, slot: Slot) -> Step | None:
        capture = slot.value_elicitation_setting.slot_capture_setting
        self._turn.session.attempts = 0
        goes_on = capture is not None and (capture.capture_next_step or capture.capture_response)
        if not self._turn.intent.configured and not goes_on:
            return self._flow.legacy_hook(self._flow.default)
        if capture is None:
            return self._flow.default
        point = Point(
            capture.capture_response,
            capture.capture_next_step,
            capture.capture_conditional,
            capture.code_hook,
        )
        return self._flow.elicitation_hook(
            capture.elicitation_code_hook, lambda: self._flow.pass_point(point)
        )

    def _missed_slot(self, slot: Slot) -> Step | None:
        setting = slot.value_elicitation_setting
        self._turn.missed = True
        self._turn.session.attempts += 1
        prompt = setting.prompt_specification
        retries = (
            DEFAULT_RETRIES if not prompt or prompt.max_retries is None else prompt.max_retries
        )
        spent = self._turn.session.attempts > retries
        capture = setting.slot_capture_setting
        if spent:
            again: Step = lambda: self._give_up(  # noqa: E731  a step
                capture.failure_response if capture else None,
                capture.failure_next_step if capture else None,
                capture.failure_conditional if capture else None,
            )
        else:
            again = self._retry
        if not self._turn.intent.configured:
            return self._flow.legacy_hook(again, proposed=None if spent else again)
        hook = capture.elicitation_code_hook if capture else None
        return self._flow.elicitation_hook(hook, again, proposed=None if spent else again)

    def _retry(self) -> Step | None:
        """Ask the same once more."""
        action = self._turn.session.dialog_action or {}
        if action.get("type") == "ElicitSlot":
            slot = self._turn.slot(action["slotToElicit"])
            self._flow.prompt(self._flow.prompt_for(slot))
            return None
        confirmation_setting = self._turn.intent.intent_confirmation_setting
        self._flow.prompt(
            confirmation_setting.prompt_specification if confirmation_setting else None
        )
        return None

    def _give_up(
        self,
        response: Response | None,
        next_step: NextStep | None,
        conditional: Conditional | None,
    ) -> Step | None:
        self._turn.intent_state["state"] = "Failed"
        self._turn.session.attempts = 0
        point = Point(response, next_step, conditional)
        return self._flow.pass_point(point, self._flow.start_fallback)

    # ── A confirmation ──────────────────────────────────────────────────────────────────────

    def _answer_confirmation(self) -> Step | None:
        said = confirmation(self._turn.utterance, self._turn.understanding.language)
        if said not in {"Yes", "No"}:
            other = self._another(0.0)
            if other:
                self._interpret(other)
                return self._start(other)
            self._interpret(self._turn.intent.name)
            return self._missed_confirmation()
        self._interpret(self._turn.intent.name)
        self._certain_interpretation()
        self._turn.session.attempts = 0
        self._turn.intent_state["confirmationState"] = "Confirmed" if said == "Yes" else "Denied"
        return self._after_confirmation(confirmed=said == "Yes")

    def _after_confirmation(self, *, confirmed: bool) -> Step | None:
        flow = self._flow
        setting = self._turn.intent.intent_confirmation_setting
        onward: Step = flow.fulfill if confirmed else flow.decline
        if setting is None:
            return flow.legacy_hook(flow.default)
        if confirmed:
            point = Point(
                setting.confirmation_response,
                setting.confirmation_next_step,
                setting.confirmation_conditional,
                setting.code_hook,
            )
            onward = lambda: flow.pass_point(point, flow.default)  # noqa: E731  a step
        if not self._turn.intent.configured:
            return flow.legacy_hook(onward)
        return flow.elicitation_hook(setting.elicitation_code_hook, onward)

    def _missed_confirmation(self) -> Step | None:
        setting = self._turn.intent.intent_confirmation_setting
        self._turn.missed = True
        self._turn.session.attempts += 1
        prompt = setting.prompt_specification if setting else None
        retries = (
            DEFAULT_RETRIES if not prompt or prompt.max_retries is None else prompt.max_retries
        )
        again: Step = self._retry
        if self._turn.session.attempts > retries:
            again = lambda: self._give_up(  # noqa: E731  a step
                setting.failure_response if setting else None,
                setting.failure_next_step if setting else None,
                setting.failure_conditional if setting else None,
            )
        if not self._turn.intent.configured:
            return self._flow.legacy_hook(again)
        hook = setting.elicitation_code_hook if setting else None
        return self._flow.elicitation_hook(hook, again)


def _scored(name: str, score: float) -> dict[str, Any]:
    return {"intent": {"name": name, "slots": {}}, "nluConfidence": {"score": round(score, 2)}}
