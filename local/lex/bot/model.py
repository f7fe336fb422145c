"""A bot as the real exports write it: the same names, camel case on disk, snake case here.

Every field may be missing or null, as in exports. Unknown fields are kept, so that what is read
can be written again unchanged.
"""

from functools import cached_property
from typing import Any

from pydantic import AliasGenerator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Part(BaseModel):
    model_config = ConfigDict(
        alias_generator=AliasGenerator(alias=to_camel),
        populate_by_name=True,
        extra="allow",
        ignored_types=(cached_property,),
    )

    def document(self) -> dict[str, Any]:
        """The part as JSON in the exports' spelling; what was never said is left out."""
        return self.model_dump(by_alias=True, exclude_unset=True)


class Text(Part):
    value: str = ""


class Message(Part):
    plain_text_message: Text | None = None
    ssml_message: Text | None = None
    custom_payload: Text | None = None
    image_response_card: dict[str, Any] | None = None


class MessageGroup(Part):
    message: Message = Field(default_factory=Message)
    variations: list[Message] | None = None


class Response(Part):
    message_groups_list: list[MessageGroup] | None = None
    allow_interrupt: bool | None = None


class Prompt(Response):
    max_retries: int | None = None
    message_selection_strategy: str | None = None
    prompt_attempts_specification: dict[str, Any] | None = None


class DialogAction(Part):
    type: str
    slot_to_elicit: str | None = None
    suppress_next_message: bool | None = None


class IntentOverride(Part):
    name: str | None = None
    slots: dict[str, Any] | None = None


class NextStep(Part):
    dialog_action: DialogAction | None = None
    intent: IntentOverride | None = None
    session_attributes: dict[str, str] | None = None


class Condition(Part):
    expression_string: str


class Branch(Part):
    name: str | None = None
    condition: Condition | None = None
    next_step: NextStep | None = None
    response: Response | None = None


class Conditional(Part):
    is_active: bool | None = None
    conditional_branches: list[Branch] | None = None
    default_branch: Branch | None = None


class Outcomes(Part):
    """What follows a code hook, for success, failure and timeout."""

    success_response: Response | None = None
    success_next_step: NextStep | None = None
    success_conditional: Conditional | None = None
    failure_response: Response | None = None
    failure_next_step: NextStep | None = None
    failure_conditional: Conditional | None = None
    timeout_response: Response | None = None
    timeout_next_step: NextStep | None = None
    timeout_conditional: Conditional | None = None


class CodeHook(Part):
    enable_code_hook_invocation: bool | None = None
    is_active: bool | None = None
    invocation_label: str | None = None
    post_code_hook_specification: Outcomes | None = None


class ElicitationCodeHook(Part):
    enable_code_hook_invocation: bool | None = None
    invocation_label: str | None = None


class InitialResponse(Part):
    initial_response: Response | None = None
    next_step: NextStep | None = None
    conditional: Conditional | None = None
    code_hook: CodeHook | None = None


class Confirmation(Part):
    is_active: bool | None = None
    prompt_specification: Prompt | None = None
    confirmation_response: Response | None = None
    confirmation_next_step: NextStep | None = None
    confirmation_conditional: Conditional | None = None
    declination_response: Response | None = None
    declination_next_step: NextStep | None = None
    declination_conditional: Conditional | None = None
    failure_response: Response | None = None
    failure_next_step: NextStep | None = None
    failure_conditional: Conditional | None = None
    code_hook: CodeHook | None = None
    elicitation_code_hook: ElicitationCodeHook | None = None


class Closing(Part):
    is_active: bool | None = None
    closing_response: Response | None = None
    next_step: NextStep | None = None
    conditional: Conditional | None = None


class FulfillmentUpdates(Part):
    active: bool | None = None
    timeout_in_seconds: int | None = None
    start_response: dict[str, Any] | None = None
    update_response: dict[str, Any] | None = None


class FulfillmentHook(Part):
    enabled: bool | None = None
    is_active: bool | None = None
    post_fulfillment_status_specification: Outcomes | None = None
    fulfillment_updates_specification: FulfillmentUpdates | None = None


class DialogHook(Part):
    enabled: bool | None = None


class Utterance(Part):
    utterance: str


class DefaultValue(Part):
    default_value: str


class DefaultValues(Part):
    default_value_list: list[DefaultValue] | None = None


class SlotCapture(Part):
    capture_response: Response | None = None
    capture_next_step: NextStep | None = None
    capture_conditional: Conditional | None = None
    failure_response: Response | None = None
    failure_next_step: NextStep | None = None
    failure_conditional: Conditional | None = None
    code_hook: CodeHook | None = None
    elicitation_code_hook: ElicitationCodeHook | None = None


class ValueElicitation(Part):
    slot_constraint: str | None = None
    prompt_specification: Prompt | None = None
    sample_utterances: list[Utterance] | None = None
    default_value_specification: DefaultValues | None = None
    slot_capture_setting: SlotCapture | None = None


class SubSlotSpecification(Part):
    slot_type_name: str | None = None
    slot_type_id: str | None = None
    value_elicitation_setting: ValueElicitation | None = None


class SubSlotSetting(Part):
    expression: str | None = None
    slot_specifications: dict[str, SubSlotSpecification] | None = None


class MultipleValues(Part):
    allow_multiple_values: bool | None = None


class Obfuscation(Part):
    obfuscation_setting_type: str | None = None


class Slot(Part):
    name: str
    slot_type_name: str | None = None
    obfuscation_setting: Obfuscation | None = None
    multiple_values_setting: MultipleValues | None = None
    sub_slot_setting: SubSlotSetting | None = None
    value_elicitation_setting: ValueElicitation = Field(default_factory=ValueElicitation)

    @property
    def required(self) -> bool:
        return self.value_elicitation_setting.slot_constraint == "Required"

    @property
    def multiple(self) -> bool:
        setting = self.multiple_values_setting
        return bool(setting and setting.allow_multiple_values)

    @property
    def obfuscated(self) -> bool:
        setting = self.obfuscation_setting
        return bool(setting and setting.obfuscation_setting_type == "DefaultObfuscation")


class SlotTypeValue(Part):
    sample_value: Text = Field(default_factory=Text)
    synonyms: list[Text] | None = None


class RegexFilter(Part):
    pattern: str


class ValueSelection(Part):
    resolution_strategy: str | None = None
    regex_filter: RegexFilter | None = None


class SubSlotType(Part):
    name: str
    slot_type_id: str | None = None
    slot_type_name: str | None = None


class CompositeSetting(Part):
    sub_slots: list[SubSlotType] | None = None


class SlotType(Part):
    name: str
    identifier: str | None = None
    slot_type_values: list[SlotTypeValue] | None = None
    parent_slot_type_signature: str | None = None
    value_selection_setting: ValueSelection | None = None
    composite_slot_type_setting: CompositeSetting | None = None

    @property
    def strategy(self) -> str:
        setting = self.value_selection_setting
        return (setting and setting.resolution_strategy) or "ORIGINAL_VALUE"


class SlotPriority(Part):
    priority: int
    slot_name: str


class InputContext(Part):
    name: str


class OutputContext(Part):
    name: str
    time_to_live_in_seconds: int = 300
    turns_to_live: int = 5


class Kendra(Part):
    kendra_index: str | None = None
    query_filter_string_enabled: bool | None = None
    query_filter_string: str | None = None


class Intent(Part):
    name: str
    parent_intent_signature: str | None = None
    sample_utterances: list[Utterance] | None = None
    initial_response_setting: InitialResponse | None = None
    intent_confirmation_setting: Confirmation | None = None
    intent_closing_setting: Closing | None = None
    dialog_code_hook: DialogHook | None = None
    fulfillment_code_hook: FulfillmentHook | None = None
    input_contexts: list[InputContext] | None = None
    output_contexts: list[OutputContext] | None = None
    kendra_configuration: Kendra | None = None
    slot_priorities: list[SlotPriority] | None = None
    slots: dict[str, Slot] = Field(default_factory=dict, exclude=True)

    @property
    def configured(self) -> bool:
        """Whether the intent has a conversation flow of its own (not the legacy default order)."""
        return self.initial_response_setting is not None

    @property
    def dialog_hook_enabled(self) -> bool:
        return bool(self.dialog_code_hook and self.dialog_code_hook.enabled)

    @property
    def utterances(self) -> list[str]:
        return [sample.utterance for sample in self.sample_utterances or []]

    @cached_property
    def ordered_slots(self) -> list[Slot]:
        """The slots by ascending priority; one that has none comes last."""
        places = {entry.slot_name: entry.priority for entry in self.slot_priorities or []}
        return sorted(self.slots.values(), key=lambda slot: places.get(slot.name, 10_000))


class Locale(Part):
    """A language of the bot; ``identifier`` is the locale id, such as en_US."""

    name: str | None = None
    identifier: str
    nlu_confidence_threshold: float | None = None
    voice_settings: dict[str, Any] | None = None
    intents: dict[str, Intent] = Field(default_factory=dict, exclude=True)
    slot_types: dict[str, SlotType] = Field(default_factory=dict, exclude=True)
    custom_vocabulary: dict[str, Any] | None = Field(default=None, exclude=True)

    @property
    def threshold(self) -> float:
        threshold = self.nlu_confidence_threshold
        return 0.4 if threshold is None else threshold

    def intent_with(self, signature: str) -> Intent | None:
        """The intent derived from this built-in, if the locale has one."""
        for intent in self.intents.values():
            if intent.parent_intent_signature == signature:
                return intent
        return None

    @property
    def fallback(self) -> Intent | None:
        return self.intent_with("AMAZON.FallbackIntent")


class Bot(Part):
    name: str
    idle_session_ttl_in_seconds: int | None = Field(default=None, alias="idleSessionTTLInSeconds")
    data_privacy: dict[str, Any] | None = None
    locales: dict[str, Locale] = Field(default_factory=dict, exclude=True)

    @property
    def idle_seconds(self) -> int:
        return self.idle_session_ttl_in_seconds or 300
