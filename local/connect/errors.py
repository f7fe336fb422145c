"""What can be wrong with a flow or a call; the words say what to do."""


class ConnectError(ValueError):
    """``code`` is the error's name on the wire."""

    status = 400
    code = "InvalidRequestException"


class FlowFormatError(ConnectError):
    """``problems``: each a sentence that names the block."""

    code = "InvalidContactFlowException"

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class NoFlowError(ConnectError):
    status = 404
    code = "ResourceNotFoundException"


class NoCallError(ConnectError):
    status = 404
    code = "ResourceNotFoundException"
