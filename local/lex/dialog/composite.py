"""Composite slots: one question that several values answer."""

import re
from typing import Any

from local.lex.bot.model import Slot, SubSlotSpecification
from local.lex.dialog.turn import Turn
from local.lex.nlu.understanding import SlotValue

_TOKEN = re.compile(r"\(|\)|[\w-]+")


def alternatives(expression: str) -> list[list[str]]:
    """The sets of sub-slots that satisfy ``(A AND B) OR C``, in the order they are written.

    Raises ValueError for an expression that is not one.
    """
    tokens = _TOKEN.findall(expression)
    found, rest = _any_of(tokens)
    if rest:
        raise ValueError(f"{rest[0]!r} does not belong there")
    return found


def _any_of(tokens: list[str]) -> tuple[list[list[str]], list[str]]:
    found, rest = _all_of(tokens)
    while rest and rest[0].upper() == "OR":
        more, rest = _all_of(rest[1:])
        found = found + more
    return found, rest


def _all_of(tokens: list[str]) -> tuple[list[list[str]], list[str]]:
    found, rest = _one(tokens)
    while rest and rest[0].upper() == "AND":
        more, rest = _one(rest[1:])
        found = [left + right for left in found for right in more]
    return found, rest


def _one(tokens: list[str]) -> tuple[list[list[str]], list[str]]:
    if not tokens or tokens[0] in {")"}:
        raise ValueError("a sub-slot is missing")
    if tokens[0] != "(":
        return [[tokens[0]]], tokens[1:]
    found, rest = _any_of(tokens[1:])
    if not rest or rest[0] != ")":
        raise ValueError("a bracket is not closed")
    return found, rest[1:]


class CompositeSlot:
    """One composite slot of the current intent, in the turn's session."""

    def __init__(self, turn: Turn, slot: Slot) -> None:
        self._turn = turn
        self._slot = slot
        setting = slot.sub_slot_setting
        self.parts: dict[str, SubSlotSpecification] = (
            (setting.slot_specifications or {}) if setting else {}
        )
        expression = (setting.expression if setting else None) or " AND ".join(self.parts)
        self._alternatives = alternatives(expression)

    @property
    def filled(self) -> dict[str, Any]:
        """The sub-slots that have a value."""
        value = self._turn.intent_state["slots"].get(self._slot.name) or {}
        return {name: part for name, part in (value.get("subSlots") or {}).items() if part}

    def missing(self) -> str | None:
        """The sub-slot to ask for next; None when the expression is satisfied.

        The alternative of which most is known already is the one that is gone on with.
        """
        known = self.filled
        best = max(self._alternatives, key=lambda names: sum(name in known for name in names))
        return next((name for name in best if name not in known), None)

    def take(self, asked: str | None) -> bool:
        """Fill sub-slots from the utterance, the one asked for first; False if it has none."""
        found = dict(self.filled)
        before = len(found)
        if asked in self.parts:
            value = self._value(asked)
            if value and value.interpreted is not None:
                found[asked] = value.wire()
        taken = [str((part.get("value") or {}).get("originalValue", "")) for part in found.values()]
        for name in self.parts:
            value = None if name in found else self._value(name)
            apart = value is not None and value.original not in taken
            if value and value.certain and value.interpreted is not None and apart:
                found[name] = value.wire()
                taken.append(value.original)
        if len(found) == before:
            return False
        self._turn.intent_state["slots"][self._slot.name] = {
            "shape": "Composite",
            "subSlots": {name: found.get(name) for name in self.parts},
        }
        return True

    def _value(self, name: str) -> SlotValue | None:
        part = self.parts[name]
        turn = self._turn
        as_slot = Slot(name=name, slot_type_name=self._type_of(name))
        if part.value_elicitation_setting:
            as_slot.value_elicitation_setting = part.value_elicitation_setting
        return turn.understanding.slot_value(as_slot, turn.utterance, turn.moment)

    def _type_of(self, name: str) -> str:
        part = self.parts[name]
        if part.slot_type_name:
            return part.slot_type_name
        whole = self._turn.understanding.locale.slot_types.get(self._slot.slot_type_name or "")
        setting = whole.composite_slot_type_setting if whole else None
        named = {
            sub.name: sub.slot_type_name for sub in (setting.sub_slots if setting else []) or []
        }
        return named.get(name) or ""
