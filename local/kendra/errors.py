"""Kendra's errors: the name clients match on, the HTTP status, the wording."""

from typing import Any


class KendraError(Exception):
    """An error the service answers with."""

    code = "InternalServerException"
    status = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def body(self) -> dict[str, Any]:
        return {"__type": self.code, "Message": self.message}


class InvalidRequestError(KendraError):
    code = "ValidationException"
    status = 400


class IndexNotFoundError(KendraError):
    code = "ResourceNotFoundException"
    status = 400


class UnknownOperationError(KendraError):
    code = "UnknownOperationException"
    status = 400
