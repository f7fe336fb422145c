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

    def refer_by_arn(created: Any, properties: dict[str, Any]) -> Any:
        physical, attributes = created
        return attributes.get("Id") or attributes.get("Arn") or physical, attributes

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
    # `!Ref` of a secret is its ARN.
    after_create(handlers["AWS::SecretsManager::Secret"], refer_by_arn)


def after_create(handler: dict[str, Any], mend: Any) -> None:
    create = handler["create"]

    def mended(logical_id: str, properties: dict[str, Any], stack: str) -> Any:
        return mend(create(logical_id, properties, stack), properties)

    handler["create"] = mended
