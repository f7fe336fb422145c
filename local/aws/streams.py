"""DynamoDB streams over a restart: ministack keeps how far each function has read, and not what.

With the old count against a stream that begins at nothing again, a function would hear of no change
until as many had happened anew.
"""

from typing import Any


def install() -> None:
    """Let every function begin with the stream's first record after a restart."""
    from ministack.services import lambda_svc

    restore = lambda_svc._restore_state

    def restore_without_positions(state: dict[str, Any] | None) -> Any:
        kept = state and {
            name: value for name, value in state.items() if name != "dynamodb_stream_positions"
        }
        return restore(kept)

    lambda_svc._restore_state = restore_without_positions
