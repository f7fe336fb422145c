"""Small things that CloudFormation does on AWS and ministack's leaves out."""

from typing import Any


def install() -> None:
    from ministack.core.responses import get_region
    from ministack.services import dynamodb, lambda_svc
    from ministack.services.cloudformation import changesets, engine, provisioners, stacks
    from ministack.services.cloudformation import handlers as operations

    handlers = provisioners._RESOURCE_HANDLERS
    evaluate = engine._evaluate_conditions

    def keep_dead_letter_config(created: Any, properties: dict[str, Any]) -> Any:
        config = properties.get("DeadLetterConfig")
        if config:
            record = lambda_svc._functions[created[0]]
            (record.get("config") or record)["DeadLetterConfig"] = config
        return created

    def recover_to_points_in_time(created: Any, properties: dict[str, Any]) -> Any:
        asked = properties.get("PointInTimeRecoverySpecification", {})
        told = str(asked.get("PointInTimeRecoveryEnabled", False)).lower()
        dynamodb._pitr_settings[created[0]] = told == "true"
        return created

    def evaluate_by_region(template: dict[str, Any], parameters: dict[str, Any]) -> Any:
        """A condition may compare the region, which is no parameter of the template's."""
        return evaluate(template, {"AWS::Region": {"Value": get_region()}, **parameters})

    for module in (changesets, engine, operations, stacks):
        module._evaluate_conditions = evaluate_by_region
    after_create(handlers["AWS::DynamoDB::Table"], recover_to_points_in_time)
    after_create(handlers["AWS::Lambda::Function"], keep_dead_letter_config)
    refer_by_arn(handlers["AWS::SecretsManager::Secret"])


def after_create(handler: dict[str, Any], mend: Any) -> None:
    create = handler["create"]

    def mended(logical_id: str, properties: dict[str, Any], stack: str) -> Any:
        return mend(create(logical_id, properties, stack), properties)

    handler["create"] = mended


def refer_by_arn(handler: dict[str, Any]) -> None:
    """`!Ref` of a secret is its ARN, which is its name and six characters; ministack's its name."""
    create, update, delete = handler["create"], handler["update"], handler["delete"]

    def name_of(arn: str) -> str:
        return arn.rpartition(":secret:")[2].rpartition("-")[0]

    def by_arn(made: tuple[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
        _, attributes = made
        return attributes["Arn"], attributes

    handler |= {
        "create": lambda *asked: by_arn(create(*asked)),
        "update": lambda arn, *asked: by_arn(update(name_of(arn), *asked)),
        "delete": lambda arn, properties: delete(name_of(arn), properties),
    }
