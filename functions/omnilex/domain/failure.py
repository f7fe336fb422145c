"""Why a recording failed, in words for the person who dropped it."""

import json


class RecordingError(ValueError):
    """The file itself is at fault; the message says how, and is shown as it is."""


class EmptyRecordingError(RecordingError):
    """The file has no bytes."""

    def __init__(self) -> None:
        super().__init__("The file is empty.")


class NotARecordingError(RecordingError):
    def __init__(self, what: str) -> None:
        super().__init__(f"This file is no recording: it is {what}.")


class DamagedRecordingError(RecordingError):
    def __init__(self, fault: str) -> None:
        super().__init__(f"The recording is damaged: {fault}.")


class NoAudioStreamError(RecordingError):
    def __init__(self) -> None:
        super().__init__("This file has no audio stream.")


class NoSoundError(RecordingError):
    def __init__(self) -> None:
        super().__init__("The recording holds no sound: there is a header and nothing after it.")


class RecordingTooLongError(RecordingError):
    def __init__(self, duration_ms: int) -> None:
        minutes = duration_ms // 60_000
        super().__init__(
            f"Longer than 4 hours ({minutes // 60} h {minutes % 60:02} min), the most Transcribe "
            "takes. Cut the recording and drop its parts."
        )


class RecordingTooShortError(RecordingError):
    def __init__(self) -> None:
        super().__init__("Shorter than half a second, which is the least that Transcribe takes.")


class RecordingTooLargeError(RecordingError):
    def __init__(self) -> None:
        super().__init__(
            "Larger than 2 GB, which is the most that Transcribe takes. Save it as MP3 or FLAC."
        )


class FileGoneError(RecordingError):
    def __init__(self) -> None:
        super().__init__("The file was gone before it could be read.")


class TranscriptUnreadableError(RecordingError):
    """A transcript that is not of a form that we know."""


class TranscriptionFailedError(RuntimeError):
    """Transcribe ended the job as FAILED; the message is its reason."""


class LanguageNotIdentifiedError(RuntimeError):
    """Transcribe could not tell the language; the job is done again in the first of the list."""


SAID_BY = {
    "States.Timeout": "The analysis took too long and was stopped.",
    "States.HeartbeatTimeout": "The analysis took too long and was stopped.",
    "States.TaskFailed": "A step of the analysis failed.",
    "ExecutionAborted": "The analysis was stopped by hand before it had ended.",
    "ExecutionLost": "The analysis ended without a result. It can be tried again.",
}
NO_REASON = "no reason was given."
TRANSCRIPTION = TranscriptionFailedError.__name__
UNIDENTIFIED = LanguageNotIdentifiedError.__name__


def reason_of(error: str, cause: str) -> str:
    """A sentence for an execution's ``Error`` and ``Cause``; the cause of a function is JSON."""
    message = _message(cause)
    if error in {TRANSCRIPTION, UNIDENTIFIED}:
        return f"The recording could not be transcribed: {message or NO_REASON}"
    if error in _own_words() and message:
        return message
    known = SAID_BY.get(error)
    return known or f"The analysis stopped at an unexpected error ({error}). It can be tried again."


def _own_words() -> set[str]:
    return {kind.__name__ for kind in RecordingError.__subclasses__()}


def _message(cause: str) -> str:
    try:
        parsed = json.loads(cause)
    except ValueError:
        return cause
    return str(parsed.get("errorMessage", "")) if isinstance(parsed, dict) else cause
