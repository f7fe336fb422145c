"""The private names of ministack that we stand on. They are checked before any is replaced."""

import importlib
from importlib.metadata import version

PINNED = "1.5.33"

NAMES = {
    "ministack.app": ("SERVICE_HANDLERS", "main"),
    "ministack.core.iam_actions": ("extract_resource_arn",),
    "ministack.core.iam_evaluator": ("_resolve_condition_key", "evaluate", "resolve_credential"),
    "ministack.core.lambda_runtime": (
        "_PROVIDED_INIT_TIMEOUT",
        "ProvidedWorker",
        "Worker",
        "_worker_class_for",
    ),
    "ministack.services.lambda_svc": (
        "_docker_extracted_dir",
        "_emit_lambda_logs",
        "_execute_function_provided_warm",
        "_execute_function_warm",
        "_execution_record_for_config",
        "_functions",
        "_get_func_record_for_ref",
        "_provided_runtime_code_dir",
        "_provided_worker_env",
        "_resolve_layer_zip",
        "_restore_state",
        "_runtime_env_vars",
        "invoke_async_with_retry",
    ),
    "ministack.services.cloudformation.changesets": ("_evaluate_conditions",),
    "ministack.services.cloudformation.engine": ("CfnLoader", "_evaluate_conditions"),
    "ministack.services.cloudformation.handlers": ("_evaluate_conditions",),
    "ministack.services.cloudformation.provisioners": ("_RESOURCE_HANDLERS", "_sfn_definition"),
    "ministack.services.cloudformation.stacks": ("_evaluate_conditions",),
    "ministack.services.apigateway": ("_handle_execute_in_scope",),
    "ministack.services.cloudwatch": (
        "_alarms",
        "_calc_stats",
        "_describe_alarms",
        "_dispatch_alarm_actions",
        "_evaluate_alarm",
        "_metrics",
        "_record_history",
        "_stat_value",
        "record_metric",
    ),
    "ministack.services.dynamodb": (
        "_describe_continuous_backups",
        "_emit_stream_event",
        "_extract_key_val",
        "_items_replaced",
        "_pitr_settings",
        "_restore_table_to_point_in_time",
        "_sse_description_from_spec",
        "_tables",
    ),
    "ministack.services.eventbridge": ("_dispatch_event", "_dispatch_to_lambda", "_put_events"),
    "ministack.services.s3": (
        "_delete_bucket_encryption",
        "_fire_s3_event",
        "_put_bucket_encryption",
    ),
    "ministack.services.sns": ("_topics",),
    "ministack.services.sqs": ("_queues", "_refresh_counts"),
    "ministack.services.stepfunctions": (
        "_AWS_SDK_SERVICE_MAP",
        "_ExecutionError",
        "_add_event",
        "_emit_execution_status_event",
        "_invoke_resource",
        "_invoke_with_callback",
        "_executions",
        "_run_execution",
        "_state_machines",
        "_task_tokens",
        "now_iso",
    ),
    "ministack.services.waf": ("_associate_web_acl", "_disassociate_web_acl"),
}


class SeamMissingError(RuntimeError):
    """This ministack is not the one that the launcher was written for."""


def check() -> None:
    """Raise SeamMissingError, naming every private name that is gone."""
    missing = [
        f"{module}.{name}"
        for module, names in NAMES.items()
        for name in names
        if not hasattr(importlib.import_module(module), name)
    ]
    if missing:
        raise SeamMissingError(
            f"ministack {version('ministack')} lacks {', '.join(missing)}; "
            f"the launcher needs ministack=={PINNED}: run `make clean setup`"
        )
