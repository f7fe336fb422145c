"""Transcribe's errors: the name clients match on, and the wording."""

from local.aws_json import ServiceError


class BadRequestError(ServiceError):
    code = "BadRequestException"


class ConflictError(ServiceError):
    code = "ConflictException"


class NotFoundError(ServiceError):
    code = "NotFoundException"
