"""Files that people upload: which kinds, how large, and under which key."""

import re
from pathlib import PurePosixPath

from pydantic import BaseModel, ConfigDict, Field

MOST_BYTES = 500 * 1024 * 1024
TYPES = {
    ".wav": ("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"),
    ".mp3": ("audio/mpeg", "audio/mp3"),
    ".flac": ("audio/flac", "audio/x-flac"),
    ".ogg": ("audio/ogg",),
    ".m4a": ("audio/mp4", "audio/x-m4a", "audio/m4a"),
    ".mp4": ("audio/mp4", "video/mp4"),
    ".webm": ("audio/webm", "video/webm"),
    ".amr": ("audio/amr",),
    ".json": ("application/json",),
}
NAME_CHARACTERS = 200


class UploadRefusedError(ValueError):
    """With a sentence that says what to do instead."""


class Upload(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    file_name: str = Field(min_length=1, max_length=400)
    content_type: str = Field(min_length=1, max_length=100)
    size_bytes: int = Field(ge=1)

    def key(self, folder: str, unique: str) -> str:
        """Where it goes: its name stays, for it carries metadata. Raises UploadRefusedError."""
        name = PurePosixPath(self.file_name.replace("\\", "/")).name
        suffix = PurePosixPath(name).suffix.lower()
        if suffix not in TYPES:
            known = ", ".join(TYPES)
            raise UploadRefusedError(f"Upload a recording or a chat log, one of: {known}.")
        if self.content_type.split(";")[0].strip().lower() not in TYPES[suffix]:
            raise UploadRefusedError(
                f"A {suffix} file comes as {TYPES[suffix][0]}, not as {self.content_type}."
            )
        if self.size_bytes > MOST_BYTES:
            raise UploadRefusedError(f"A file is at most {MOST_BYTES // 1024**2} MB.")
        stem = re.sub(r"[^\w .()+=@-]", "-", PurePosixPath(name).stem)[-NAME_CHARACTERS:]
        return f"{folder}/uploads/{unique}/{stem.lstrip(' .') or 'file'}{suffix}"
