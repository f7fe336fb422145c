"""AWS::WAFv2::WebACLAssociation for CloudFormation, which ministack has as calls alone."""

import json
from typing import Any

from local.aws.resources import Created, Properties


class AssociationRefusedError(ValueError):
    """WAF did not take an association; its words reach the stack's events."""


def install() -> None:
    from ministack.services.cloudformation import provisioners

    provisioners._RESOURCE_HANDLERS["AWS::WAFv2::WebACLAssociation"] = {
        "create": lambda logical_id, properties, stack: associate(properties),
        "update": lambda physical, old, new, stack: move(old, new),
        "delete": lambda physical, properties: disassociate(properties),
    }


def associate(properties: Properties) -> Created:
    from ministack.services import waf

    answered(waf._associate_web_acl(properties))
    return f"{properties['WebACLArn']}|{properties['ResourceArn']}", {}


def move(old: Properties, new: Properties) -> Created:
    """Another web ACL takes the resource over; another resource leaves the first one free."""
    if old["ResourceArn"] != new["ResourceArn"]:
        disassociate(old)
    return associate(new)


def disassociate(properties: Properties) -> None:
    from ministack.services import waf

    answered(waf._disassociate_web_acl(properties))


def answered(answer: tuple[int, Any, bytes]) -> None:
    status, _, body = answer
    if status >= 400:  # noqa: PLR2004  where HTTP's errors begin
        raise AssociationRefusedError(json.loads(body).get("message", "refused"))
