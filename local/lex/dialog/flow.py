"""The walk through an intent: each step does its part and names the step after it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from local.lex.bot.model import (
    CodeHook,
    Conditional,
    ElicitationCodeHook,
    NextStep,
    Outcomes,
    Prompt,
    Response,
    Slot,
)
from local.lex.dialog.composite import CompositeSlot
from local.lex.dialog.contexts import activate_outputs
from local.lex.dialog.defaults import default_values
from local.lex.dialog.hook_answer import HookAnswer
from local.lex.dialog.hooks import HookError, LambdaHook, dependency_failed
from local.lex.dialog.session import fresh_intent
from local.lex.dialog.turn import Turn
from local.lex.errors import BadGatewayError

MAX_STEPS = 60

Step = Callable[[], "Step | None"]
"""One step; it returns the next, or None when the customer has the word."""


@dataclass(frozen=True)
class Point:
    """A place in an intent's conversation flow: say, branch or go on, perhaps call the Lambda."""

    response: Response | None = None
    next_step: NextStep | None = None
    conditional: Conditional | None = None
    code_hook: CodeHook | None = None


class Flow:
    """Walks until the customer has to answer or the conversation is over."""

    def __init__(self, turn: Turn, hook: LambdaHook) -> None:
        self.turn = turn
        self.session = turn.session
        self._hook = hook

    def run(self, step: Step | None) -> None:
        """Take steps from ``step`` on."""
        for _ in range(MAX_STEPS):
            if step is None:
                return
            step = step()
        raise BadGatewayError(
            f"Invalid Bot Configuration: intent {self.turn.intent.name} goes round in circles."
        )

    # ── Starting ────────────────────────────────────────────────────────────────────────────

    def start(self, name: str, slots: dict[str, Any] | None = None) -> Step | None:
        """Begin an intent with the slots already known."""
        intent = self.turn.understanding.locale.intents.get(name)
        if intent is None:
            raise BadGatewayError(f"Invalid Bot Configuration: the bot has no intent {name}.")
        self.session.intent = fresh_intent(name, [slot.name for slot in intent.ordered_slots])
        self.session.intent["slots"].update(slots or {})
        self.session.attempts = 0
        self.session.dialog_action = None
        default_values(self.turn)
        setting = intent.initial_response_setting
        if setting is None:
            return lambda: self.legacy_hook(self.default)
        hook = setting.code_hook
        return lambda: self.pass_point(
            Point(setting.initial_response, setting.next_step, setting.conditional, hook)
        )

    def start_fallback(self) -> Step | None:
        """The FallbackIntent; without one the conversation is over."""
        fallback = self.turn.understanding.locale.fallback
        self.turn.missed = True
        if fallback is None or self._current_is(fallback.name):
            return self.end
        return self.start(fallback.name)

    def _current_is(self, name: str) -> bool:
        return self.session.intent is not None and self.session.intent["name"] == name

    # ── Points and next steps ───────────────────────────────────────────────────────────────

    def pass_point(self, point: Point, otherwise: Step | None = None) -> Step | None:
        """Say the point's response, then take its branch or next step, else ``otherwise``."""
        self.turn.say(point.response)
        if point.next_step:
            self.turn.apply_values(point.next_step)
        branch = self.turn.branch(point.conditional)
        if branch is not None:
            self.turn.say(branch.response)
            if branch.next_step:
                self.turn.apply_values(branch.next_step)
            return self._next(branch.next_step, point, otherwise)
        return self._next(point.next_step, point, otherwise)

    def _next(self, step: NextStep | None, point: Point, otherwise: Step | None) -> Step | None:
        action = step.dialog_action if step else None
        fallback = otherwise or self.default
        if step is None or action is None:
            return (
                (lambda: self.code_hook(point.code_hook, fallback)) if point.code_hook else fallback
            )
        name = step.intent.name if step.intent else None
        if name and not self._current_is(name) and action.type != "StartIntent":
            self._switch(name, step)
        silent = bool(action.suppress_next_message)
        known: dict[str, Step] = {
            "InvokeDialogCodeHook": lambda: self.code_hook(point.code_hook, fallback),
            "ElicitSlot": lambda: self.elicit_slot(action.slot_to_elicit or "", silent=silent),
            "ElicitIntent": self.elicit_intent,
            "ConfirmIntent": lambda: self.confirm(silent=silent),
            "FulfillIntent": self.fulfill,
            "CloseIntent": self.close_intent,
            "EndConversation": self.end,
            "StartIntent": lambda: self._start_named(name),
            "EvaluateConditional": fallback,
        }
        if action.type not in known:
            raise BadGatewayError(f"Invalid Bot Configuration: no next step {action.type}.")
        return known[action.type]

    def _start_named(self, name: str | None) -> Step | None:
        fallback = self.turn.understanding.locale.fallback
        if fallback and name == fallback.name:
            return self.start_fallback()
        return self.start(name or "")

    def _switch(self, name: str, step: NextStep) -> None:
        intent = self.turn.understanding.locale.intents.get(name)
        if intent is None:
            raise BadGatewayError(f"Invalid Bot Configuration: the bot has no intent {name}.")
        self.session.intent = fresh_intent(name, [slot.name for slot in intent.ordered_slots])
        self.session.attempts = 0
        self.turn.apply_values(step)

    def default(self) -> Step | None:
        """Lex's own order: required slots, confirmation, fulfillment."""
        state = self.turn.intent_state
        for slot in self.turn.intent.ordered_slots:
            if slot.required and self.is_open(slot):
                return lambda: self.elicit_slot(slot.name)
        confirmation = self.turn.intent.intent_confirmation_setting
        asks = confirmation is not None and confirmation.is_active is not False
        if asks and state["confirmationState"] == "None":
            return self.confirm
        if state["confirmationState"] == "Denied":
            return self.decline
        return self.fulfill

    # ── Hooks ───────────────────────────────────────────────────────────────────────────────

    def legacy_hook(self, otherwise: Step, proposed: Step | None = None) -> Step | None:
        """The Lambda of an intent in the default order, on every turn if it is switched on."""
        if not self.turn.intent.dialog_hook_enabled or self._hook.function_arn is None:
            return otherwise
        return self._dialog_hook(None, None, otherwise, proposed)

    def code_hook(self, hook: CodeHook | None, otherwise: Step) -> Step | None:
        """The Lambda at a point of the flow; a hook that is off counts as success."""
        outcomes = hook.post_code_hook_specification if hook else None
        if not hook or not self._runs(hook.enable_code_hook_invocation, hook.is_active):
            return self._outcome(outcomes, "success", otherwise)
        return self._dialog_hook(hook.invocation_label, outcomes, otherwise, None)

    def elicitation_hook(
        self, hook: ElicitationCodeHook | None, otherwise: Step, proposed: Step | None = None
    ) -> Step | None:
        """The Lambda after an answer to a prompt."""
        if not hook or not self._runs(hook.enable_code_hook_invocation, True):
            return otherwise
        return self._dialog_hook(hook.invocation_label, None, otherwise, proposed)

    def _runs(self, enabled: bool | None, active: bool | None) -> bool:
        wanted = enabled is not False and active is not False
        return (
            wanted and self.turn.intent.dialog_hook_enabled and self._hook.function_arn is not None
        )

    def _dialog_hook(
        self, label: str | None, outcomes: Outcomes | None, otherwise: Step, proposed: Step | None
    ) -> Step | None:
        stage = f"DialogCodeHook{f' {label}' if label else ''}"
        self.turn.log.append({"dialogCodeHookInvocationLabel": label})
        try:
            answer = self._hook.call(self.turn, "DialogCodeHook", label, self._proposal(proposed))
        except HookError as failure:
            kind = "timeout" if failure.timed_out else "failure"
            if not _says(outcomes, kind):
                raise dependency_failed(failure, self.turn, stage) from failure
            self.turn.intent_state["state"] = "Failed"
            return self._outcome(outcomes, kind, self.end)
        return self._obey(self._checked(answer, stage), outcomes, otherwise)

    def _checked(self, answer: Any, stage: str) -> HookAnswer:
        intents = self.turn.understanding.locale.intents
        known = {name: set(intent.slots) for name, intent in intents.items()}
        return HookAnswer(answer, f"intent {self.turn.intent.name}, {stage}", known)

    def _proposal(self, proposed: Step | None) -> dict[str, Any] | None:
        """What Lex would ask next, for the hook's event: only the elicitation of a slot."""
        state = self.turn.intent_state
        attempts = self.session.attempts
        wanted = None
        if proposed is not None and self.session.dialog_action:
            wanted = self.session.dialog_action.get("slotToElicit")
        elif state["confirmationState"] == "None":
            slots = self.turn.intent.ordered_slots
            missing = [s.name for s in slots if s.required and state["slots"].get(s.name) is None]
            wanted, attempts = (missing[0], 0) if missing else (None, 0)
        if not wanted:
            return None
        attempt = f"Retry{min(attempts, 5)}" if attempts else "Initial"
        return {
            "dialogAction": {"type": "ElicitSlot", "slotToElicit": wanted},
            "intent": state,
            "prompt": {"attempt": attempt},
        }

    def _outcome(self, outcomes: Outcomes | None, kind: str, otherwise: Step) -> Step | None:
        if outcomes is None:
            return otherwise
        point = Point(
            getattr(outcomes, f"{kind}_response"),
            getattr(outcomes, f"{kind}_next_step"),
            getattr(outcomes, f"{kind}_conditional"),
        )
        return self.pass_point(point, otherwise)

    def _obey(self, answer: HookAnswer, outcomes: Outcomes | None, otherwise: Step) -> Step | None:
        """Take over what the Lambda decided."""
        switched = self.take_over(answer)
        if answer.action == "Delegate":
            if self.turn.intent_state["state"] == "Failed":
                return self._outcome(outcomes, "failure", self.end)
            if switched:
                return self.default
            return self._outcome(outcomes, "success", otherwise)
        silent = bool(answer.messages)
        known: dict[str, Step] = {
            "ElicitSlot": lambda: self.elicit_slot(
                answer.slot_to_elicit or "",
                silent=silent,
                style=answer.elicitation_style,
                part=answer.sub_slot_to_elicit,
            ),
            "ConfirmIntent": lambda: self.confirm(silent=silent),
            "ElicitIntent": self.elicit_intent,
            "Close": lambda: self.closed_by_hook(silent=silent),
        }
        return known[answer.action]

    def take_over(self, answer: HookAnswer) -> bool:
        """Apply the answer's state and messages; True when it changed the intent."""
        if answer.attributes is not None:
            self.session.attributes = answer.attributes
        if answer.contexts is not None:
            self.session.active_contexts = answer.contexts
        if answer.hints is not None:
            self.session.runtime_hints = answer.hints or None
        if answer.request_attributes is not None:
            self.turn.request_attributes.update(answer.request_attributes)
        switched = self._take_intent(answer.intent)
        for message in answer.messages:
            filled = {**message}
            if "content" in filled and filled["contentType"] != "CustomPayload":
                filled["content"] = self.turn.fill(filled["content"])[0] or filled["content"]
            self.turn.messages.append(filled)
        return switched

    def _take_intent(self, given: dict[str, Any] | None) -> bool:
        if given is None:
            return False
        switched = not self._current_is(given["name"])
        definition = self.turn.understanding.locale.intents[given["name"]]
        if switched:
            slots = [slot.name for slot in definition.ordered_slots]
            self.session.intent = fresh_intent(given["name"], slots)
            self.turn.overridden = True
        state = self.turn.intent_state
        if given["slots"] is not None:
            state["slots"] = {s.name: given["slots"].get(s.name) for s in definition.ordered_slots}
        state["state"] = given.get("state") or state["state"]
        state["confirmationState"] = given.get("confirmationState") or state["confirmationState"]
        return switched

    # ── Waiting for the customer ────────────────────────────────────────────────────────────

    def elicit_slot(
        self, name: str, *, silent: bool = False, style: str | None = None, part: str | None = None
    ) -> Step | None:
        """Ask for a slot; of a composite one for ``part``, else for what is missing."""
        slot = self.turn.slot(name)
        self.session.attempts = 0
        self.turn.intent_state["state"] = "InProgress"
        action: dict[str, Any] = {"type": "ElicitSlot", "slotToElicit": name}
        if style:
            action["slotElicitationStyle"] = style
        if slot.sub_slot_setting:
            part = part or self._part_to_ask(slot)
        if part:
            action["subSlotToElicit"] = {"name": part}
        self.session.dialog_action = action
        if not silent:
            self.prompt(self.prompt_for(slot))
        return None

    def is_open(self, slot: Slot) -> bool:
        """Whether the slot still has to be asked for."""
        if slot.sub_slot_setting:
            return self._composite(slot).missing() is not None
        return self.turn.intent_state["slots"].get(slot.name) is None

    def _part_to_ask(self, slot: Slot) -> str | None:
        """None where the slot has a question for the whole and nothing is known yet."""
        composite = self._composite(slot)
        asks_whole = slot.value_elicitation_setting.prompt_specification is not None
        return None if asks_whole and not composite.filled else composite.missing()

    def _composite(self, slot: Slot) -> CompositeSlot:
        try:
            return CompositeSlot(self.turn, slot)
        except ValueError as error:
            raise BadGatewayError(
                f"Invalid Bot Configuration: the expression of slot {slot.name}: {error}."
            ) from error

    def prompt_for(self, slot: Slot) -> Prompt | None:
        """The question that stands: the sub-slot's, where one is asked for."""
        asked = (self.session.dialog_action or {}).get("subSlotToElicit")
        if not asked:
            return slot.value_elicitation_setting.prompt_specification
        specification = self._composite(slot).parts.get(asked["name"])
        setting = specification.value_elicitation_setting if specification else None
        return setting.prompt_specification if setting else None

    def take_composite(self, slot: Slot, asked: str | None) -> bool:
        """Fill the slot's parts from the utterance; False if it has none."""
        return self._composite(slot).take(asked)

    def prompt(self, prompt: Prompt | None) -> None:
        self.turn.say(prompt)

    def elicit_intent(self) -> Step | None:
        self.session.dialog_action = {"type": "ElicitIntent"}
        self.session.attempts = 0
        self.session.intent = None
        return None

    def confirm(self, *, silent: bool = False) -> Step | None:
        """Ask for a yes."""
        setting = self.turn.intent.intent_confirmation_setting
        self.session.attempts = 0
        self.turn.intent_state["confirmationState"] = "None"
        self.turn.intent_state["state"] = "InProgress"
        self.session.dialog_action = {"type": "ConfirmIntent"}
        if not silent and setting:
            self.prompt(setting.prompt_specification)
        return None

    # ── Ending ──────────────────────────────────────────────────────────────────────────────

    def decline(self) -> Step | None:
        """The customer said no."""
        setting = self.turn.intent.intent_confirmation_setting
        self.turn.intent_state["state"] = "Failed"
        if setting is None:
            return self.end
        return self.pass_point(
            Point(
                setting.declination_response,
                setting.declination_next_step,
                setting.declination_conditional,
                None,
            ),
            self.end,
        )

    def fulfill(self) -> Step | None:
        """Fulfil the intent, by the Lambda if it is to."""
        setting = self.turn.intent.fulfillment_code_hook
        self.turn.intent_state["state"] = "ReadyForFulfillment"
        active = setting is not None and setting.is_active is not False
        outcomes = setting.post_fulfillment_status_specification if setting and active else None
        if not setting or not active or not setting.enabled:
            return self._fulfilled_without_hook(outcomes)
        updates = setting.fulfillment_updates_specification
        timeout_s = float((updates.timeout_in_seconds if updates and updates.active else 0) or 30)
        try:
            answer = self._hook.call(self.turn, "FulfillmentCodeHook", timeout_s=timeout_s)
        except HookError as failure:
            kind = "timeout" if failure.timed_out else "failure"
            if not _says(outcomes, kind):
                raise dependency_failed(failure, self.turn, "FulfillmentCodeHook") from failure
            self.turn.intent_state["state"] = "Failed"
            return self._outcome(outcomes, kind, self.end)
        return self._after_fulfillment(self._checked(answer, "FulfillmentCodeHook"), outcomes)

    def _fulfilled_without_hook(self, outcomes: Outcomes | None) -> Step | None:
        intent = self.turn.intent
        closing = intent.intent_closing_setting
        left_to_the_client = not intent.configured and outcomes is None and closing is None
        if left_to_the_client and intent.parent_intent_signature != "AMAZON.FallbackIntent":
            self.session.dialog_action = {"type": "Close"}
            return None
        self.turn.intent_state["state"] = "Fulfilled"
        return self._outcome(outcomes, "success", self.close_intent)

    def _after_fulfillment(self, answer: HookAnswer, outcomes: Outcomes | None) -> Step | None:
        if answer.action != "Delegate":
            return self._obey(answer, outcomes, self.close_intent)
        if self.take_over(answer):
            return self.default
        state = self.turn.intent_state
        kind = "failure" if state["state"] == "Failed" else "success"
        if kind == "success":
            state["state"] = "Fulfilled"
        return self._outcome(outcomes, kind, self.close_intent if kind == "success" else self.end)

    def closed_by_hook(self, *, silent: bool) -> Step | None:
        """The Lambda closed the intent; the bot speaks only if the Lambda did not."""
        if silent:
            return self._close
        setting = self.turn.intent.fulfillment_code_hook
        outcomes = setting.post_fulfillment_status_specification if setting else None
        failed = self.turn.intent_state["state"] == "Failed"
        if outcomes:
            self.turn.say(outcomes.failure_response if failed else outcomes.success_response)
        closing = self.turn.intent.intent_closing_setting
        if closing and closing.is_active is not False and not failed:
            self.turn.say(closing.closing_response)
        return self._close

    def close_intent(self) -> Step | None:
        """The closing response, if the intent has one."""
        setting = self.turn.intent.intent_closing_setting
        if self.turn.intent_state["state"] != "Failed":
            self.turn.intent_state["state"] = "Fulfilled"
        if setting is None or setting.is_active is False:
            return self.end
        point = Point(setting.closing_response, setting.next_step, setting.conditional)
        return self.pass_point(point, self.end)

    def end(self) -> Step | None:
        """The conversation is over."""
        if self.session.intent is not None:
            state = self.session.intent
            missing = any(
                slot.required and self.is_open(slot) for slot in self.turn.intent.ordered_slots
            )
            if state["confirmationState"] == "Denied" and state["state"] != "Fulfilled":
                state["state"] = "Failed"
            elif state["state"] in {"InProgress", "ReadyForFulfillment"} and not missing:
                state["state"] = "Fulfilled"
        return self._close

    def _close(self) -> Step | None:
        if self.session.intent is not None and self.session.intent["state"] == "Fulfilled":
            activate_outputs(self.turn)
        self.session.dialog_action = {"type": "Close"}
        return None


def _says(outcomes: Outcomes | None, kind: str) -> bool:
    """Whether the bot's author said what follows a failure or a timeout."""
    return outcomes is not None and any(
        getattr(outcomes, f"{kind}_{part}") is not None
        for part in ("response", "next_step", "conditional")
    )
