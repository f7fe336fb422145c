"""Kendra's errors: the name clients match on, the HTTP status, the wording."""

from local.aws_json import ServiceError


class InvalidRequestError(ServiceError):
    code = "ValidationException"


class IndexNotFoundError(ServiceError):
    code = "ResourceNotFoundException"
