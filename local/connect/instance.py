"""What is deployed to the instance, one file a resource; the launcher writes, the service reads."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.connect.errors import NoFlowError
from local.connect.flow import Flow, parse
from local.connect.validation import check

FLOWS, QUEUES, ASSOCIATIONS, STORAGE = "flows", "queues", "associations", "storage"
CALLS = "CALL_RECORDINGS"


@dataclass(frozen=True)
class Place:
    bucket: str
    prefix: str


class Instance:
    """A folder; `kind`/`id`.json holds a resource's properties with its Arn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, kind: str, resource_id: str, properties: dict[str, Any]) -> None:
        place = self._folder / kind
        place.mkdir(parents=True, exist_ok=True)
        written = place / f"{resource_id}.new"
        written.write_text(json.dumps(properties, indent=2))
        written.replace(place / f"{resource_id}.json")

    def remove(self, kind: str, resource_id: str) -> None:
        (self._folder / kind / f"{resource_id}.json").unlink(missing_ok=True)

    def all_of(self, kind: str) -> list[dict[str, Any]]:
        files = sorted((self._folder / kind).glob("*.json"), key=lambda one: one.stat().st_mtime_ns)
        return [json.loads(file.read_text()) for file in files]

    def flow(self, arn: str | None = None) -> Flow:
        """Of this ARN or id; without one the newest. Raises NoFlowError, FlowFormatError."""
        known = self.all_of(FLOWS)
        wanted = [one for one in known if arn is None or one["Arn"].endswith(arn)]
        if not wanted:
            named = f"no contact flow {arn}" if arn else "no contact flow yet"
            raise NoFlowError(f"The instance has {named}. Deploy one: omnilex up")
        newest = wanted[-1]
        return check(parse(newest["Content"], newest["Name"]))

    def instance_arn(self) -> str:
        """Of the newest flow's instance. Raises NoFlowError."""
        known = self.all_of(FLOWS)
        if not known:
            raise NoFlowError("The instance has no contact flow yet. Deploy one: omnilex up")
        return str(known[-1]["InstanceArn"])

    def has_queue(self, arn: str) -> bool:
        return any(one["Arn"] == arn for one in self.all_of(QUEUES))

    def storage(self, resource_type: str = CALLS) -> Place | None:
        """Where recordings are kept; None where the instance keeps none."""
        for one in reversed(self.all_of(STORAGE)):
            if one["ResourceType"] == resource_type:
                return Place(one["S3Config"]["BucketName"], one["S3Config"]["BucketPrefix"])
        return None
