"""AWS::Connect::* for CloudFormation: deployed things are written where Connect reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.aws.resources import Created, Properties, make_id
from local.connect.flow import parse
from local.connect.instance import ASSOCIATIONS, FLOWS, QUEUES, STORAGE, Instance
from local.connect.validation import check

HEX = "0123456789abcdef"


@dataclass(frozen=True)
class Kind:
    """``arn`` is the resource's part of its ARN; ``attribute`` what GetAtt calls the ARN."""

    folder: str
    arn: str
    attribute: str
    accept: Callable[[Properties], object] = lambda _: None


def accept_flow(properties: Properties) -> None:
    """Raises FlowFormatError, whose words reach the stack's events."""
    check(parse(properties["Content"], properties["Name"]))


KINDS = {
    "AWS::Connect::ContactFlow": Kind(FLOWS, "contact-flow", "ContactFlowArn", accept_flow),
    "AWS::Connect::Queue": Kind(QUEUES, "queue", "QueueArn"),
    "AWS::Connect::HoursOfOperation": Kind("hours", "operating-hours", "HoursOfOperationArn"),
    "AWS::Connect::IntegrationAssociation": Kind(
        ASSOCIATIONS, "integration-association", "IntegrationAssociationId"
    ),
    "AWS::Connect::InstanceStorageConfig": Kind(STORAGE, "storage", "AssociationId"),
}


def install(folder: Path) -> None:
    """Teach CloudFormation the types; what is deployed is kept below ``folder``."""
    from ministack.services.cloudformation import provisioners

    instance = Instance(folder)
    provisioners._RESOURCE_HANDLERS.update(
        {name: _handler(kind, instance) for name, kind in KINDS.items()}
    )


def _handler(kind: Kind, instance: Instance) -> dict[str, Any]:
    def create(logical_id: str, properties: Properties, stack: str) -> Created:
        return put(resource_id(stack, logical_id), properties)

    def put(identifier: str, properties: Properties) -> Created:
        kind.accept(properties)
        of_instance = properties.get("InstanceArn") or properties["InstanceId"]
        arn = f"{of_instance}/{kind.arn}/{identifier}"
        instance.put(kind.folder, identifier, {**properties, "Arn": arn, "Id": identifier})
        named = arn if kind.attribute.endswith("Arn") else identifier
        return named, {"Arn": arn, kind.attribute: named}

    def update(physical: str, old: Properties, new: Properties, stack: str) -> Created:
        return put(physical.rsplit("/", 1)[-1], new)

    def delete(physical: str, properties: Properties) -> None:
        instance.remove(kind.folder, physical.rsplit("/", 1)[-1])

    return {"create": create, "update": update, "delete": delete}


def resource_id(stack: str, logical_id: str) -> str:
    """A UUID, the same for the same resource of the same stack."""
    digits = make_id(stack, logical_id, alphabet=HEX, length=32)
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return "-".join(parts)
