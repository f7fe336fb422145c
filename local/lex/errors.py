"""The runtime's errors, named and numbered as Lex V2 does."""


class LexError(Exception):
    """An answer other than 200; ``code`` travels in ``x-amzn-ErrorType``."""

    code = "InternalServerException"
    status = 500


class ValidationError(LexError):
    code = "ValidationException"
    status = 400


class ResourceNotFoundError(LexError):
    code = "ResourceNotFoundException"
    status = 404


class ConflictError(LexError):
    code = "ConflictException"
    status = 409


class DependencyFailedError(LexError):
    """The Lambda could not be called, raised, or ran out of time."""

    code = "DependencyFailedException"
    status = 424


class BadGatewayError(LexError):
    """The bot is not built, or the Lambda answered what Lex does not accept."""

    code = "BadGatewayException"
    status = 502


class BotFormatError(Exception):
    """A bot that does not load: which file or resource, which field, and the remedy."""

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(f"{where}: {problem}. {remedy}")
