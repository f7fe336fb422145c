"""What Amplify's API knows of manual deployments: a zip is uploaded, started, and then served.

https://docs.aws.amazon.com/amplify/latest/APIReference/API_StartDeployment.html
"""

import io
import json
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ARN = "arn:aws:amplify:us-east-1:000000000000:apps/{app}/branches/{branch}/jobs/{job}"
CREATED, SUCCEED, FAILED = "CREATED", "SUCCEED", "FAILED"


class NotFoundError(LookupError):
    """There is no such app or job."""


class BadRequestError(ValueError):
    """The request cannot be what was meant."""


@dataclass(frozen=True)
class Deployments:
    """Beside each app's file ``<app id>.json`` a folder of its branches and their jobs.

    ``clock`` tells epoch seconds.
    """

    folder: Path
    clock: Callable[[], float] = time.time

    def create(self, app: str, branch: str) -> str:
        """A new job's id. Raises NotFoundError."""
        if not (self.folder / f"{app}.json").is_file():
            raise NotFoundError(f"App with ID {app} not found")
        jobs = self._branch(app, branch)
        jobs.mkdir(parents=True, exist_ok=True)
        job = str(1 + max((int(one.stem) for one in jobs.glob("*.json")), default=0))
        self._write(app, branch, job, {"status": CREATED, "startTime": self.clock()})
        return job

    def upload(self, app: str, branch: str, job: str, archive: bytes) -> None:
        """Raises NotFoundError."""
        self._read(app, branch, job)
        self._archive(app, branch, job).write_bytes(archive)

    def start(self, app: str, branch: str, job: str) -> dict[str, Any]:
        """Serve what was uploaded; returns the job's summary.

        Raises NotFoundError, BadRequestError.
        """
        self._read(app, branch, job)
        archive = self._archive(app, branch, job)
        if not archive.is_file():
            raise BadRequestError(f"Nothing was uploaded for the job {job}")
        status = SUCCEED if self._unpack(archive, self._files(app, branch, job)) else FAILED
        archive.unlink()
        known = self._read(app, branch, job)
        self._write(app, branch, job, {**known, "status": status, "endTime": self.clock()})
        if status == SUCCEED:
            (self._branch(app, branch) / "current").write_text(job)
        return self.summary(app, branch, job)

    def summary(self, app: str, branch: str, job: str) -> dict[str, Any]:
        """As the API tells of a job. Raises NotFoundError."""
        known = self._read(app, branch, job)
        return {
            "jobArn": ARN.format(app=app, branch=branch, job=job),
            "jobId": job,
            "jobType": "MANUAL",
            "commitId": "",
            "commitMessage": "",
            "commitTime": known["startTime"],
            **known,
        }

    def current(self, app: str, branch: str = "main") -> Path | None:
        """The folder of the files that are served."""
        pointer = self._branch(app, branch) / "current"
        return self._files(app, branch, pointer.read_text()) if pointer.is_file() else None

    def _unpack(self, archive: Path, files: Path) -> bool:
        """False for what is no zip of files below its root."""
        try:
            with zipfile.ZipFile(io.BytesIO(archive.read_bytes())) as packed:
                if any(not is_below(name) for name in packed.namelist()):
                    return False
                packed.extractall(files)
        except zipfile.BadZipFile:
            return False
        return True

    def _branch(self, app: str, branch: str) -> Path:
        return self.folder / app / branch

    def _files(self, app: str, branch: str, job: str) -> Path:
        return self._branch(app, branch) / job

    def _archive(self, app: str, branch: str, job: str) -> Path:
        return self._branch(app, branch) / f"{job}.zip"

    def _read(self, app: str, branch: str, job: str) -> dict[str, Any]:
        file = self._branch(app, branch) / f"{job}.json"
        if not file.is_file():
            raise NotFoundError(f"Job {job} of the branch {branch} of the app {app} not found")
        known: dict[str, Any] = json.loads(file.read_text())
        return known

    def _write(self, app: str, branch: str, job: str, known: dict[str, Any]) -> None:
        (self._branch(app, branch) / f"{job}.json").write_text(json.dumps(known))


def is_below(name: str) -> bool:
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts
