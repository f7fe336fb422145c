"""The blocks that are emulated: their parameters, conditions and error branches.

``https://docs.aws.amazon.com/connect/latest/APIReference/flow-language-actions.html``
"""

from dataclasses import dataclass

NO_MATCHING_ERROR = "NoMatchingError"
NO_MATCHING_CONDITION = "NoMatchingCondition"
TIME_LIMIT = "InputTimeLimitExceeded"
INVALID_NUMBER = "InvalidPhoneNumber"
AT_CAPACITY = "QueueAtCapacity"
CHANNEL_MISMATCH = "ChannelMismatch"
PROMPTS = ("Text", "SSML", "PromptId", "Media")


@dataclass(frozen=True)
class Block:
    """``required_errors``: CreateContactFlow refuses the block without a branch for each.

    ``prompt`` is how many of the prompt parameters there must be, at least and at most. ``one_of``
    are the values that a parameter may have. ``takes``: the conditions that it may branch by.
    """

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    one_of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    prompt: tuple[int, int] | None = None
    takes: str = "none"
    errors: tuple[str, ...] = ()
    required_errors: tuple[str, ...] = ()
    is_terminal: bool = False
    may_end: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        return (*self.required, *self.optional, *(PROMPTS if self.prompt else ()))


ON_OFF = ("Enabled", "Disabled")
BLOCKS = {
    "UpdateFlowLoggingBehavior": Block(
        required=("FlowLoggingBehavior",), one_of=(("FlowLoggingBehavior", ON_OFF),)
    ),
    "UpdateContactTextToSpeechVoice": Block(
        required=("TextToSpeechVoice",),
        optional=("TextToSpeechEngine", "TextToSpeechStyle"),
        errors=(NO_MATCHING_ERROR,),
    ),
    "UpdateContactData": Block(
        optional=(
            *("LanguageCode", "CustomerId", "Name", "Description", "References"),
            *("SegmentAttributes", "TargetContact"),
        ),
        errors=(NO_MATCHING_ERROR,),
        required_errors=(NO_MATCHING_ERROR,),
    ),
    "UpdateContactRecordingBehavior": Block(
        required=("RecordingBehavior",),
        optional=("AnalyticsBehavior",),
        errors=(NO_MATCHING_ERROR, CHANNEL_MISMATCH),
    ),
    "MessageParticipant": Block(prompt=(1, 1), errors=(NO_MATCHING_ERROR,)),
    "GetParticipantInput": Block(
        required=("StoreInput", "InputTimeLimitSeconds"),
        optional=("InputValidation", "InputEncryption", "DTMFConfiguration"),
        one_of=(("StoreInput", ("True", "False")),),
        prompt=(0, 1),
        takes="keys",
        errors=(TIME_LIMIT, NO_MATCHING_CONDITION, NO_MATCHING_ERROR, INVALID_NUMBER),
        required_errors=(NO_MATCHING_ERROR,),
    ),
    "ConnectParticipantWithLexBot": Block(
        optional=(
            *("LexV2Bot", "LexBot", "LexSessionAttributes"),
            *("LexInitializationData", "LexTimeoutSeconds"),
        ),
        prompt=(0, 1),
        takes="intents",
        errors=(TIME_LIMIT, NO_MATCHING_CONDITION, NO_MATCHING_ERROR),
        required_errors=(NO_MATCHING_CONDITION, NO_MATCHING_ERROR),
    ),
    "InvokeLambdaFunction": Block(
        required=("LambdaFunctionARN",),
        optional=(
            *("InvocationTimeLimitSeconds", "LambdaInvocationAttributes"),
            *("InvocationType", "ResponseValidation"),
        ),
        one_of=(("InvocationType", ("SYNCHRONOUS", "ASYNCHRONOUS")),),
        errors=(NO_MATCHING_ERROR,),
        required_errors=(NO_MATCHING_ERROR,),
    ),
    "UpdateContactAttributes": Block(
        required=("Attributes",),
        optional=("TargetContact",),
        one_of=(("TargetContact", ("Current", "Related")),),
        errors=(NO_MATCHING_ERROR,),
        required_errors=(NO_MATCHING_ERROR,),
    ),
    "Compare": Block(
        required=("ComparisonValue",),
        takes="values",
        errors=(NO_MATCHING_CONDITION,),
        required_errors=(NO_MATCHING_CONDITION,),
    ),
    "Loop": Block(required=("LoopCount",), takes="loop"),
    "UpdateContactTargetQueue": Block(
        optional=("QueueId", "AgentId"),
        errors=(NO_MATCHING_ERROR,),
        required_errors=(NO_MATCHING_ERROR,),
    ),
    "TransferContactToQueue": Block(
        errors=(AT_CAPACITY, NO_MATCHING_ERROR),
        required_errors=(AT_CAPACITY, NO_MATCHING_ERROR),
        may_end=True,
    ),
    "TransferToFlow": Block(
        required=("ContactFlowId",),
        errors=(NO_MATCHING_ERROR,),
        required_errors=(NO_MATCHING_ERROR,),
        may_end=True,
    ),
    "Wait": Block(
        required=("TimeLimitSeconds",),
        optional=("Events",),
        takes="waits",
        errors=(NO_MATCHING_ERROR,),
        required_errors=(NO_MATCHING_ERROR,),
    ),
    "EndFlowExecution": Block(is_terminal=True),
    "DisconnectParticipant": Block(is_terminal=True),
}
CONTINUE, DONE = "ContinueLooping", "DoneLooping"
