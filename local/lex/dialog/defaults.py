"""Default values of slots."""

from local.lex.dialog.turn import Turn, scalar


def default_values(turn: Turn) -> None:
    """Fill empty slots with the first of their default values that is known."""
    slots = turn.intent_state["slots"]
    for slot in turn.intent.ordered_slots:
        setting = slot.value_elicitation_setting.default_value_specification
        for default in (setting.default_value_list or []) if setting else []:
            value = _value(turn, default.default_value)
            if slots.get(slot.name) is None and value:
                slots[slot.name] = scalar(value)


def _value(turn: Turn, expression: str) -> str | None:
    """A constant, ``#context.attribute``, ``[session attribute]`` or ``<request attribute>``."""
    if expression.startswith("#"):
        name, _, attribute = expression[1:].partition(".")
        for context in turn.session.active_contexts:
            if context["name"] == name:
                found: str | None = context["contextAttributes"].get(attribute)
                return found
        return None
    if expression.startswith("[") and expression.endswith("]"):
        return turn.session.attributes.get(expression[1:-1])
    if expression.startswith("<") and expression.endswith(">"):
        return turn.request_attributes.get(expression[1:-1])
    return expression
