"""Comprehend's errors: the name clients match on, the HTTP status, the wording."""

from local.aws_json import ServiceError


class InvalidRequestError(ServiceError):
    code = "InvalidRequestException"


class TextSizeLimitExceededError(ServiceError):
    code = "TextSizeLimitExceededException"
    batch_code = "TEXT_SIZE_LIMIT_EXCEEDED"

    def __init__(self, limit_bytes: int, size_bytes: int) -> None:
        super().__init__(
            f"Input text size exceeds limit. Max length of request text allowed is {limit_bytes} "
            f"bytes while in this request the text size is {size_bytes} bytes"
        )


class BatchSizeLimitExceededError(ServiceError):
    code = "BatchSizeLimitExceededException"

    def __init__(self, limit: int, size: int) -> None:
        super().__init__(
            f"The number of documents in the request exceeds the limit of {limit}: it has {size}. "
            "Try your request again with fewer documents."
        )


class UnsupportedLanguageError(ServiceError):
    code = "UnsupportedLanguageException"

    def __init__(self, language: str, supported: tuple[str, ...]) -> None:
        super().__init__(
            f"Value '{language}' at 'languageCode' failed to satisfy constraint: "
            f"Member must satisfy enum value set: [{', '.join(supported)}]"
        )


class ResourceNotFoundError(ServiceError):
    code = "ResourceNotFoundException"
    status = 404

    def __init__(self) -> None:
        super().__init__("RESOURCE_NOT_FOUND: Could not find specified resource.")


class ResourceUnavailableError(ServiceError):
    code = "ResourceUnavailableException"
    status = 404

    def __init__(self, arn: str) -> None:
        super().__init__(f"The specified resource is not available: {arn}")
