"""Why a recording failed, in words for the person who dropped it."""

import json


class EmptyRecordingError(ValueError):
    """The file has no bytes."""

    def __init__(self) -> None:
        super().__init__("The file is empty.")


class TranscriptionFailedError(RuntimeError):
    """Transcribe ended the job as FAILED; the message is its reason."""


OWN_WORDS = {"EmptyRecordingError", "TranscriptUnreadableError"}
SAID_BY = {
    "States.Timeout": "The analysis took too long and was stopped.",
    "States.TaskFailed": "A step of the analysis failed.",
}
TRANSCRIPTION = "TranscriptionFailedError"


class TranscriptUnreadableError(ValueError):
    """Transcribe's output is not of a form that we know."""


def reason_of(error: str, cause: str) -> str:
    """A sentence for an execution's ``Error`` and ``Cause``; the cause of a function is JSON."""
    message = _message(cause)
    if error == TRANSCRIPTION:
        return f"The recording could not be transcribed: {message or 'no reason was given.'}"
    if error in OWN_WORDS and message:
        return message
    known = SAID_BY.get(error)
    return known or f"The analysis stopped at an unexpected error ({error}). It can be tried again."


def _message(cause: str) -> str:
    try:
        parsed = json.loads(cause)
    except ValueError:
        return cause
    return str(parsed.get("errorMessage", "")) if isinstance(parsed, dict) else cause
