"""What goes wrong on this machine, and the exit code it ends with."""

FAILED = 1
USAGE = 2
NOT_HEALTHY = 3
INTERRUPTED = 130


class StackError(Exception):
    """What happened, and what to do; ends the command with ``exit_code``."""

    exit_code = FAILED

    def __init__(self, happened: str, remedy: str = "") -> None:
        super().__init__(happened)
        self.happened = happened
        self.remedy = remedy


class UsageError(StackError):
    """The arguments cannot be what was meant."""

    exit_code = USAGE


class NotHealthyError(StackError):
    """The stack does not run, or a part of it does not."""

    exit_code = NOT_HEALTHY


class DeployError(NotHealthyError):
    """`sam build` or `sam deploy` refused."""
