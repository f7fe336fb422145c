"""Comprehend's errors: the name clients match on, the HTTP status, the wording."""

from typing import Any


class ComprehendError(Exception):
    """An error the service answers with; the class name without ``Error`` is its code."""

    code = "InternalServerException"
    status = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def body(self) -> dict[str, Any]:
        return {"__type": self.code, "Message": self.message}


class InvalidRequestError(ComprehendError):
    code = "InvalidRequestException"
    status = 400


class TextSizeLimitExceededError(ComprehendError):
    code = "TextSizeLimitExceededException"
    batch_code = "TEXT_SIZE_LIMIT_EXCEEDED"
    status = 400

    def __init__(self, limit_bytes: int, size_bytes: int) -> None:
        super().__init__(
            f"Input text size exceeds limit. Max length of request text allowed is {limit_bytes} "
            f"bytes while in this request the text size is {size_bytes} bytes"
        )


class BatchSizeLimitExceededError(ComprehendError):
    code = "BatchSizeLimitExceededException"
    status = 400

    def __init__(self, limit: int, size: int) -> None:
        super().__init__(
            f"The number of documents in the request exceeds the limit of {limit}: it has {size}. "
            "Try your request again with fewer documents."
        )


class UnsupportedLanguageError(ComprehendError):
    code = "UnsupportedLanguageException"
    status = 400

    def __init__(self, language: str, supported: tuple[str, ...]) -> None:
        super().__init__(
            f"Value '{language}' at 'languageCode' failed to satisfy constraint: "
            f"Member must satisfy enum value set: [{', '.join(supported)}]"
        )


class ResourceNotFoundError(ComprehendError):
    code = "ResourceNotFoundException"
    status = 404

    def __init__(self) -> None:
        super().__init__("RESOURCE_NOT_FOUND: Could not find specified resource.")


class ResourceUnavailableError(ComprehendError):
    code = "ResourceUnavailableException"
    status = 404

    def __init__(self, arn: str) -> None:
        super().__init__(f"The specified resource is not available: {arn}")


class UnknownOperationError(ComprehendError):
    code = "UnknownOperationException"
    status = 400


class SerializationError(ComprehendError):
    code = "SerializationException"
    status = 400


class ThrottlingError(ComprehendError):
    code = "ThrottlingException"
    status = 400

    def __init__(self) -> None:
        super().__init__("Rate exceeded")
