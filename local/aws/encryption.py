"""Under which key things are encrypted, where ministack's CloudFormation forgets it.

Nothing is encrypted on this machine, and no key's policy is asked; but whoever describes a table, a
bucket, a function or a topic is told the key that the template gave it, as on AWS.
"""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from local.aws.resources import Properties

Mend = Callable[[str, Properties], None]
NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


def install() -> None:
    from ministack.services.cloudformation import provisioners

    mends: dict[str, Mend] = {
        "AWS::DynamoDB::Table": describe_table,
        "AWS::Lambda::Function": describe_function,
        "AWS::S3::Bucket": describe_bucket,
        "AWS::SNS::Topic": describe_topic,
    }
    for kind, mend in mends.items():
        after_put(provisioners._RESOURCE_HANDLERS[kind], mend)


def after_put(handler: dict[str, Any], mend: Mend) -> None:
    """Call ``mend`` with the physical id and the properties once a thing is made or changed."""
    create, update = handler["create"], handler["update"]

    def created(logical_id: str, properties: Properties, stack: str) -> Any:
        made = create(logical_id, properties, stack)
        mend(made[0], properties)
        return made

    def updated(physical: str, old: Properties, new: Properties, stack: str, *name: str) -> Any:
        made = update(physical, old, new, stack, *name)
        mend(made[0], new)
        return made

    handler |= {"create": created, "update": updated}


def describe_table(name: str, properties: Properties) -> None:
    from ministack.services import dynamodb

    asked = properties.get("SSESpecification", {})
    told = {**asked, "Enabled": str(asked.get("SSEEnabled", False)).lower() == "true"}
    dynamodb._tables[name]["SSEDescription"] = dynamodb._sse_description_from_spec(told)


def describe_function(name: str, properties: Properties) -> None:
    from ministack.services import lambda_svc

    lambda_svc._functions[name]["config"]["KMSKeyArn"] = properties.get("KmsKeyArn", "")


def describe_topic(arn: str, properties: Properties) -> None:
    from ministack.services import sns

    attributes = sns._topics[arn]["attributes"]
    attributes.pop("KmsMasterKeyId", None)
    if "KmsMasterKeyId" in properties:
        attributes["KmsMasterKeyId"] = properties["KmsMasterKeyId"]


def describe_bucket(name: str, properties: Properties) -> None:
    from ministack.services import s3

    asked = properties.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
    if asked:
        s3._put_bucket_encryption(name, configuration(asked))
    else:
        s3._delete_bucket_encryption(name)


def configuration(rules: list[dict[str, Any]]) -> bytes:
    """A template's rules as PutBucketEncryption sends them."""
    root = ElementTree.Element("ServerSideEncryptionConfiguration", xmlns=NAMESPACE)
    for rule in rules:
        written = ElementTree.SubElement(root, "Rule")
        by_default = ElementTree.SubElement(written, "ApplyServerSideEncryptionByDefault")
        for key, value in rule["ServerSideEncryptionByDefault"].items():
            ElementTree.SubElement(by_default, key).text = value
        enabled = str(rule.get("BucketKeyEnabled", False)).lower()
        ElementTree.SubElement(written, "BucketKeyEnabled").text = enabled
    return ElementTree.tostring(root)
