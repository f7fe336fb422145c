"""What a doctor finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at; ``remedy`` is empty where all is well."""

    about: str
    found: str
    remedy: str = ""
    is_warning: bool = False

    @property
    def is_failure(self) -> bool:
        return bool(self.remedy) and not self.is_warning
