"""A template as CloudFormation makes it with given parameters: its conditions decided."""

from collections.abc import Mapping
from typing import Any

NO_VALUE = {"Ref": "AWS::NoValue"}


class Decided:
    """The template's parts for these parameters; those not given have their default."""

    def __init__(
        self, template: dict[str, Any], given: Mapping[str, str], region: str = "us-east-1"
    ) -> None:
        self._template = template
        defaults = {name: one.get("Default") for name, one in template["Parameters"].items()}
        self._values = {**defaults, **given, "AWS::Region": region}

    @property
    def resources(self) -> dict[str, Any]:
        """What is made: each value chosen, without what has none."""
        return {
            name: self.chosen(one)
            for name, one in self._template["Resources"].items()
            if "Condition" not in one or self.holds({"Condition": one["Condition"]})
        }

    @property
    def function_defaults(self) -> dict[str, Any]:
        chosen: dict[str, Any] = self.chosen(self._template["Globals"]["Function"])
        return chosen

    def chosen(self, value: Any) -> Any:
        if isinstance(value, list):
            return [one for one in map(self.chosen, value) if one != NO_VALUE]
        if not isinstance(value, dict):
            return value
        if value.keys() == {"Fn::If"}:
            name, met, unmet = value["Fn::If"]
            return self.chosen(met if self.holds({"Condition": name}) else unmet)
        kept = {name: self.chosen(one) for name, one in value.items()}
        return {name: one for name, one in kept.items() if one != NO_VALUE}

    def holds(self, condition: dict[str, Any]) -> bool:
        ((function, given),) = condition.items()
        if function == "Condition":
            return self.holds(self._template["Conditions"][given])
        if function == "Fn::Equals":
            return self.value(given[0]) == self.value(given[1])
        decided = [self.holds(one) for one in given]
        return {"Fn::Not": not decided[0], "Fn::And": all(decided), "Fn::Or": any(decided)}[
            function
        ]

    def value(self, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        ((function, what),) = given.items()
        if function == "Fn::Join":  # of a list that is one text, its members separated by commas
            return what[0].join(str(self.value(what[1])).split(","))
        return self._values[what]
