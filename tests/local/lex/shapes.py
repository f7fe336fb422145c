"""What of a document botocore's shapes reject."""

import re
from functools import cache
from typing import Any

import botocore.session

_TYPES = {
    "string": str,
    "integer": int,
    "double": (int, float),
    "boolean": bool,
    "structure": dict,
    "map": dict,
    "list": list,
}


@cache
def service_model():
    return botocore.session.get_session().get_service_model("lexv2-runtime")


def output_faults(operation: str, answer: dict[str, Any]) -> list[str]:
    """The faults of an operation's answer as JSON; packed headers come unpacked."""
    return faults(service_model().operation_model(operation).output_shape, answer)


def faults_of(shape_name: str, value: Any) -> list[str]:
    return faults(service_model().shape_for(shape_name), value)


def faults(shape, value, path: str = "$") -> list[str]:
    if not isinstance(value, _TYPES[shape.type_name]):
        return [f"{path}: {value!r} is no {shape.type_name}"]
    inside = _INSIDE.get(shape.type_name)
    return _limits(shape, value, path) + (inside(shape, value, path) if inside else [])


def _limits(shape, value, path):
    told = []
    limits = shape.metadata
    size = value if shape.type_name in {"integer", "double"} else len(value) if value else 0
    if shape.type_name != "boolean" and not limits.get("min", size) <= size:
        told.append(f"{path}: smaller than {limits['min']}")
    if shape.type_name != "boolean" and not size <= limits.get("max", size):
        told.append(f"{path}: larger than {limits['max']}")
    if "enum" in limits and value not in limits["enum"]:
        told.append(f"{path}: {value!r} is none of {limits['enum']}")
    if "pattern" in limits and not re.search(limits["pattern"], value):
        told.append(f"{path}: {value!r} does not match {limits['pattern']}")
    return told


def _structure(shape, value, path):
    told = [f"{path}.{name}: missing" for name in shape.required_members if name not in value]
    told += [f"{path}.{name}: unknown" for name in value if name not in shape.members]
    for name, member in shape.members.items():
        if name in value:
            told += faults(member, value[name], f"{path}.{name}")
    return told


def _map(shape, value, path):
    # A slot without a value is null on Lex's wire; the shape itself has no word for it.
    told = []
    for key, part in value.items():
        told += faults(shape.key, key, f"{path}[{key!r}]")
        if part is not None or shape.value.name != "Slot":
            told += faults(shape.value, part, f"{path}[{key!r}]")
    return told


def _list(shape, value, path):
    return [
        fault
        for at, part in enumerate(value)
        for fault in faults(shape.member, part, f"{path}[{at}]")
    ]


_INSIDE = {"structure": _structure, "map": _map, "list": _list}
