"""The ways a bot is spelled, brought to one: that of the real exports.

There are exports, the developer guide's page, the API's shapes and CloudFormation. They differ in
capitals, in a few names and in maps written as lists.
"""

from collections.abc import Mapping
from typing import Any

RENAMED = {
    "messageGroupList": "messageGroupsList",
    "messageGroups": "messageGroupsList",
    "confirmationPrompt": "promptSpecification",
    "sampleValueElicitingUtterances": "sampleUtterances",
    "slotValueElicitationSetting": "valueElicitationSetting",
    "defaultValueSpec": "defaultValueSpecification",
    "allowMutlipleValues": "allowMultipleValues",
    "idleSessionTtlInSeconds": "idleSessionTTLInSeconds",
    "priorities": "slotPriorities",
}
STRATEGIES = {
    "OriginalValue": "ORIGINAL_VALUE",
    "TopResolution": "TOP_RESOLUTION",
    "Concatenation": "CONCATENATION",
}
# Maps whose keys are the author's own words, never to be respelled.
FREE_KEYS = {"sessionAttributes", "promptAttemptsSpecification", "slotSpecifications"}
CAPITAL_RUNS = {"SSMLMessage": "ssmlMessage", "DTMFSpecification": "dtmfSpecification"}


def exported(value: Any, key: str = "") -> Any:
    """``value`` with every name as the exports spell it; ``key`` is the name it stands under."""
    if isinstance(value, list):
        return _map_from_list(key, value)
    if not isinstance(value, Mapping):
        return STRATEGIES.get(value, value) if key == "resolutionStrategy" else value
    if key in FREE_KEYS or _is_slot_map(key, value):
        return {name: exported(part) for name, part in value.items()}
    spelled = {_spelled(name): part for name, part in value.items()}
    document = {name: exported(part, name) for name, part in spelled.items()}
    if "active" in document and ("conditionalBranches" in document or key in _WITH_ACTIVE_FLAG):
        document["isActive"] = document.pop("active")
    return document


_WITH_ACTIVE_FLAG = {
    "codeHook",
    "intentConfirmationSetting",
    "intentClosingSetting",
    "fulfillmentCodeHook",
}


def _spelled(name: str) -> str:
    camel = CAPITAL_RUNS.get(name) or name[:1].lower() + name[1:]
    return RENAMED.get(camel, camel)


def _is_slot_map(key: str, value: Mapping[str, Any]) -> bool:
    return key == "slots" and "slotName" not in value


def _map_from_list(key: str, values: list[Any]) -> Any:
    """CloudFormation writes two maps as lists; all other lists stay lists."""
    if key == "sessionAttributes":
        return {entry["Key"]: entry["Value"] for entry in values}
    if key == "slots" and all(_is_override(entry) for entry in values):
        return {entry["SlotName"]: _override(entry) for entry in values}
    if key == "slotSpecifications":
        return {entry["SubSlotName"]: exported(entry) for entry in values}
    return [exported(entry) for entry in values]


def _is_override(entry: Any) -> bool:
    return isinstance(entry, Mapping) and set(entry) <= {"SlotName", "SlotValueOverride"}


def _override(entry: Mapping[str, Any]) -> Any:
    return exported(entry.get("SlotValueOverride"))
