"""Where everything lies: the project, and the home of one running stack."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = ROOT / ".local" / "envs"
SAM = ENVIRONMENTS / "sam" / "bin" / "sam"
MINISTACK_PYTHON = ENVIRONMENTS / "ministack" / "bin" / "python"
LAMBDA_PYTHON = ENVIRONMENTS / "lambda-runtime" / "bin" / "python"
WHEELS = ROOT / ".local" / "wheels"
BUILD_CACHE = ROOT / ".local" / "build-cache"
ZIPS = ROOT / ".local" / "zips"  # of what is large and seldom another
INSTALLED = ROOT / ".local" / "build.toml"  # SAM's note of what it has below .aws-sam
PAGES = ROOT / "frontend" / "dist"
PHONE_PAGE = ROOT / "frontend" / "dist-phone"  # never deployed: on AWS the telephone is a real one
SAMPLES = ROOT / "samples"


@dataclass(frozen=True)
class Home:
    """Folder of one stack: its logs, its data, and what it says of itself.

    ``.local`` of the project, or the folder that OMNILEX_HOME names.
    """

    folder: Path

    @classmethod
    def from_env(cls) -> "Home":
        return cls(Path(os.environ.get("OMNILEX_HOME") or ROOT / ".local").resolve())

    @property
    def description(self) -> Path:
        return self.folder / "stack.json"

    @property
    def parameters(self) -> Path:
        """Template parameters other than the defaults."""
        return self.folder / "parameters.json"

    @property
    def lock(self) -> Path:
        return self.folder / "up.lock"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def build(self) -> Path:
        return self.folder / "build"

    @property
    def keepsakes(self) -> Path:
        """What is kept between runs and belongs to the data: password, seeded recordings."""
        return self.state / "keepsakes.json"
