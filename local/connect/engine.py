"""Runs a flow: a generator of steps that says and waits, block by block."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from local.connect import blocks
from local.connect.contact import Contact
from local.connect.errors import ConnectError, FlowFormatError
from local.connect.flow import Action, Flow
from local.connect.lex_block import converse
from local.connect.services import Bot, Invoke, ServiceFailedError
from local.connect.steps import Heard, Keyed, Keypad, Listen, Note, Say, Step

MOST_BLOCKS = 1_000  # a flow that never listens would go round for ever
LAMBDA_S = 8.0
IN_QUEUE = {
    "en": "Thank you for calling. Your call is very important to us and will be answered in the "
    "order it was received.",
    "es": "Gracias por llamar. Su llamada es muy importante y la atenderemos en el orden en que "
    "la recibimos.",
}

Run = Generator[Step, Heard | None, str | None]


@dataclass(frozen=True)
class Surroundings:
    """What lies around a flow: other flows, queues, functions and bots of the instance."""

    invoke: Invoke
    bot: Callable[[str, str, str], Bot]
    flow: Callable[[str], Flow]
    has_queue: Callable[[str], bool]
    queue_is_full: bool = False


class Engine:
    def __init__(self, contact: Contact, around: Surroundings) -> None:
        self._contact = contact
        self._around = around
        self._flow: Flow | None = None
        self._at_once: dict[str, Callable[[Action], str | None]] = {
            "UpdateFlowLoggingBehavior": self._logging,
            "UpdateContactTextToSpeechVoice": self._voice,
            "UpdateContactData": self._contact_data,
            "UpdateContactAttributes": self._attributes,
            "Compare": self._compare,
            "Loop": self._loop,
            "Wait": self._wait,
            "EndFlowExecution": self._end,
            "DisconnectParticipant": self._end,
        }
        self._runs: dict[str, Callable[[Action], Run]] = {
            "UpdateContactRecordingBehavior": self._recording,
            "MessageParticipant": self._message,
            "GetParticipantInput": self._input,
            "ConnectParticipantWithLexBot": self._lex,
            "InvokeLambdaFunction": self._lambda,
            "UpdateContactTargetQueue": self._target_queue,
            "TransferContactToQueue": self._to_queue,
            "TransferToFlow": self._to_flow,
        }

    def run(self, flow: Flow) -> Generator[Step, Heard | None, None]:
        """Until the flow ends. Each `Listen` wants what was heard sent back."""
        self._flow = flow
        following: str | None = flow.start
        for _ in range(MOST_BLOCKS):
            if following is None:
                return
            action = self._flow[following]
            yield Note("block", f"{action.identifier} ({action.type})")
            at_once = self._at_once.get(action.type)
            following = at_once(action) if at_once else (yield from self._runs[action.type](action))
        yield Note("error", f"The flow ran through {MOST_BLOCKS} blocks and was ended.")

    # ── Settings ────────────────────────────────────────────────────────────────────────────

    def _logging(self, action: Action) -> str | None:
        self._contact.logged = action.parameters["FlowLoggingBehavior"] == "Enabled"
        return action.next_action

    def _voice(self, action: Action) -> str | None:
        self._contact.voice = self._contact.fill(action.parameters["TextToSpeechVoice"])
        return action.next_action

    def _contact_data(self, action: Action) -> str | None:
        code = self._contact.fill(action.parameters.get("LanguageCode"))
        if code:
            self._contact.language_code = code
        return action.next_action

    def _recording(self, action: Action) -> Run:
        behaviour = action.parameters["RecordingBehavior"]
        self._contact.recorded = frozenset(behaviour.get("RecordedParticipants") or ())
        self._contact.ivr_recorded = behaviour.get("IVRRecordingBehavior") == "Enabled"
        yield Note("recording", "on" if self._contact.ivr_recorded else "paused")
        return action.next_action

    def _attributes(self, action: Action) -> str | None:
        self._contact.attributes |= self._contact.fill(action.parameters["Attributes"])
        return action.next_action

    # ── Talking ─────────────────────────────────────────────────────────────────────────────

    def _message(self, action: Action) -> Run:
        said = self._prompt(action)
        if said is None:
            return self._error(action, blocks.NO_MATCHING_ERROR)
        yield said
        return action.next_action

    def _prompt(self, action: Action, *, may_interrupt: bool = False) -> Say | None:
        """A recorded prompt is not here, so its name is said; None where there is nothing."""
        given = action.parameters
        text = self._contact.fill(given.get("Text") or given.get("SSML") or "")
        stored = given.get("PromptId") or (given.get("Media") or {}).get("Uri")
        if not text and stored:
            text = f"Prompt {self._contact.fill(stored).rsplit('/', 1)[-1]}."
        if not text.strip():
            return None
        return Say(text, self._contact.language_code, may_interrupt=may_interrupt)

    def _input(self, action: Action) -> Run:
        prompt = self._prompt(action, may_interrupt=True)
        if prompt:
            yield prompt
        stores = action.parameters["StoreInput"] == "True"
        keypad = _keypad_of(action.parameters, single=not stores)
        wait_ms = int(float(action.parameters["InputTimeLimitSeconds"]) * 1_000)
        heard = yield Listen(hears=False, keypad=keypad, start_timeout_ms=wait_ms)
        keys = keypad.read(heard.pressed) if isinstance(heard, Keyed) else ""
        if stores:
            return self._stored(action, keys)
        if not keys:
            return self._error(action, blocks.TIME_LIMIT)
        return self._matching(action, keys)

    def _stored(self, action: Action, keys: str) -> str | None:
        validation = action.parameters.get("InputValidation") or {}
        number = validation.get("PhoneNumberValidation")
        if keys and number and not _is_number(keys, number.get("NumberFormat")):
            return self._error(action, blocks.INVALID_NUMBER)
        self._contact.stored_input = keys or "Timeout"
        return action.next_action

    def _lex(self, action: Action) -> Run:
        given = action.parameters
        arn = self._contact.fill((given.get("LexV2Bot") or {}).get("AliasArn") or "")
        if ":bot-alias/" not in arn:
            yield Note("error", f"{action.identifier} names no alias of a Lex V2 bot.")
            return self._error(action, blocks.NO_MATCHING_ERROR)
        locale = self._contact.language_code.replace("-", "_")
        bot = self._around.bot(arn, locale, self._contact.contact_id)
        attributes = self._contact.fill(given.get("LexSessionAttributes") or {})
        prompt = self._prompt(action, may_interrupt=True)
        try:
            ended = yield from converse(bot, attributes, prompt, self._contact.language_code)
        except ServiceFailedError as error:
            yield Note("error", str(error))
            return self._error(action, blocks.NO_MATCHING_ERROR)
        self._contact.lex = {
            "IntentName": ended.intent,
            "Slots": ended.slots,
            "SessionAttributes": ended.attributes,
            "IntentConfidence": {"Score": ended.confidence},
        }
        yield Note("intent", ended.intent or "none")
        return self._matching(action, ended.intent or "")

    # ── Deciding ────────────────────────────────────────────────────────────────────────────

    def _compare(self, action: Action) -> str | None:
        value = self._contact.fill(action.parameters["ComparisonValue"])
        return self._matching(action, value)

    def _loop(self, action: Action) -> str | None:
        count = int(self._contact.fill(str(action.parameters["LoopCount"])))
        gone = self._contact.loops.get(action.identifier, 0)
        goes_on = gone < count
        self._contact.loops[action.identifier] = gone + 1 if goes_on else 0
        return self._matching(action, blocks.CONTINUE if goes_on else blocks.DONE)

    def _wait(self, action: Action) -> str | None:
        return self._matching(action, "WaitCompleted") or action.next_action

    def _matching(self, action: Action, value: str) -> str | None:
        for condition in action.conditions:
            if _holds(condition.operator, value, condition.operands):
                return condition.next_action
        return action.errors.get(blocks.NO_MATCHING_CONDITION, action.next_action)

    def _error(self, action: Action, name: str) -> str | None:
        """The branch of the error; an error without one ends the contact, as in Connect."""
        return action.errors.get(name) or action.errors.get(blocks.NO_MATCHING_ERROR)

    # ── Reaching out ────────────────────────────────────────────────────────────────────────

    def _lambda(self, action: Action) -> Run:
        given = action.parameters
        arn = self._contact.fill(given["LambdaFunctionARN"])
        parameters = self._contact.fill(given.get("LambdaInvocationAttributes") or {})
        timeout_s = float(given.get("InvocationTimeLimitSeconds") or LAMBDA_S)
        try:
            answer = self._around.invoke(arn, self._contact.event(parameters), timeout_s)
            self._contact.external = _checked(answer, given.get("ResponseValidation") or {})
        except ServiceFailedError as error:
            yield Note("error", str(error))
            return self._error(action, blocks.NO_MATCHING_ERROR)
        yield Note("function", arn.rsplit(":", 1)[-1])
        return action.next_action

    def _target_queue(self, action: Action) -> Run:
        arn = self._contact.fill(action.parameters.get("QueueId") or "")
        if not self._around.has_queue(arn):
            yield Note("error", f"There is no queue {arn or '(none named)'}.")
            return self._error(action, blocks.NO_MATCHING_ERROR)
        self._contact.queue_arn = arn
        return action.next_action

    def _to_queue(self, action: Action) -> Run:
        if self._contact.queue_arn is None:
            yield Note("error", "No queue was set before TransferContactToQueue.")
            return self._error(action, blocks.NO_MATCHING_ERROR)
        if self._around.queue_is_full:
            return self._error(action, blocks.AT_CAPACITY)
        yield Note("queue", self._contact.queue_arn.rsplit("/", 1)[-1])
        language = self._contact.language_code
        yield Say(IN_QUEUE.get(language[:2], IN_QUEUE["en"]), language)
        yield Note("agent", "waiting")
        return None

    def _to_flow(self, action: Action) -> Run:
        try:
            flow = self._around.flow(self._contact.fill(action.parameters["ContactFlowId"]))
        except (ConnectError, FlowFormatError) as error:
            yield Note("error", str(error))
            return self._error(action, blocks.NO_MATCHING_ERROR)
        self._flow = flow
        return flow.start

    def _end(self, action: Action) -> str | None:
        del action
        return None


def _keypad_of(given: Any, *, single: bool) -> Keypad:
    settings = given.get("DTMFConfiguration") or {}
    custom = (given.get("InputValidation") or {}).get("CustomValidation") or {}
    most = int(custom.get("MaximumLength") or 20)
    between = float(settings.get("InterdigitTimeLimitSeconds") or 5)
    cancel = "" if settings.get("DisableCancelKey") == "True" or single else "*"
    end = "" if single else settings.get("InputTerminationSequence") or "#"
    return Keypad(end, cancel, 1 if single else most, int(between * 1_000), single=single)


def _is_number(keys: str, number_format: str | None) -> bool:
    least = 8 if number_format == "E164" else 7
    return keys.isdigit() and least <= len(keys) <= 15  # noqa: PLR2004 - E.164's most


def _holds(operator: str, value: str, operands: tuple[str, ...]) -> bool:
    tests: dict[str, Callable[[str], bool]] = {
        "Equals": lambda one: value == one,
        "TextStartsWith": value.startswith,
        "TextEndsWith": value.endswith,
        "TextContains": lambda one: one in value,
        "NumberLessThan": lambda one: _number(value) < _number(one),
        "NumberLessOrEqualTo": lambda one: _number(value) <= _number(one),
        "NumberGreaterThan": lambda one: _number(value) > _number(one),
        "NumberGreaterOrEqualTo": lambda one: _number(value) >= _number(one),
    }
    holds = tests.get(operator)
    return holds is not None and any(holds(one) for one in operands)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _checked(answer: Any, validation: dict[str, str]) -> dict[str, Any]:
    """STRING_MAP, the default, takes no nested values. Raises ServiceFailedError."""
    if not isinstance(answer, dict):
        raise ServiceFailedError("A function answers a contact flow with an object.")
    nested = [name for name, value in answer.items() if isinstance(value, dict | list)]
    if nested and validation.get("ResponseType", "STRING_MAP") == "STRING_MAP":
        raise ServiceFailedError(f"{', '.join(nested)} is nested, and ResponseType is STRING_MAP.")
    return answer
