"""Transcribe's errors: the name clients match on, and the wording."""


class TranscribeError(Exception):
    """Answered with status 400 under ``code``."""

    code = "InternalFailureException"
    status = 400


class BadRequestError(TranscribeError):
    code = "BadRequestException"


class ConflictError(TranscribeError):
    code = "ConflictException"


class NotFoundError(TranscribeError):
    code = "NotFoundException"


class UnknownOperationError(TranscribeError):
    code = "UnknownOperationException"


class ThrottlingError(TranscribeError):
    code = "ThrottlingException"
