"""One id for all that is logged of one conversation, or of one dropped file.

It is computed from what every function has at hand, so that nothing has to carry it and no caller
can set it. A session's id opens the session; what is made from it opens nothing.
"""

import hashlib

_LETTERS = 20


def of_session(session_id: str) -> str:
    return f"talk-{_digest('session', session_id)}"


def of_file(bucket: str, key: str, version_id: str | None) -> str:
    """Of one version of one file, from its arrival to the contact that it became."""
    return f"file-{_digest('file', bucket, key, version_id or '')}"


def _digest(*told: str) -> str:
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:_LETTERS]
