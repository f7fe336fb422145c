"""Entities by rules and closed lists; spaCy's recognizer instead where it is installed."""

import importlib.util
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from local.comprehend.entity_rules import FIRST_NAME, RULES, SAID_NAME, EntityRule, EntityType
from local.comprehend.gazetteers import FIRST_NAMES, NOT_NAMES, ONLY_CAPITALISED

SPACY_MODEL = "en_core_web_sm"


@dataclass(frozen=True)
class Entity:
    """A span of the text; offsets are code points, ``end`` is exclusive, score is in [0, 1].

    ``type`` is an EntityType, or what a custom recognizer calls it.
    """

    type: str
    text: str
    begin: int
    end: int
    score: float


class EntityEngine(Protocol):
    def entities(self, text: str, language: str) -> list[Entity]:
        """The entities of a text in the order of their offsets, none overlapping."""


class RuleEntityEngine:
    """Patterns in the order in which they win an overlap."""

    def __init__(self, rules: Sequence[EntityRule] = RULES) -> None:
        self._rules = rules

    def entities(self, text: str, language: str) -> list[Entity]:
        every = (entity for rule in self._rules for entity in _matches(rule, text))
        return without_overlaps(every, text)


def without_overlaps(entities: Iterable[Entity], text: str) -> list[Entity]:
    """The entities in the order of the text; of two that overlap, the one given first."""
    covered = bytearray(len(text))
    kept = []
    for entity in entities:
        if not any(covered[entity.begin : entity.end]):
            covered[entity.begin : entity.end] = b"\1" * (entity.end - entity.begin)
            kept.append(entity)
    return sorted(kept, key=lambda entity: entity.begin)


def _matches(rule: EntityRule, text: str) -> Iterator[Entity]:
    group = "entity" if "entity" in rule.pattern.groupindex else 0
    for match in rule.pattern.finditer(text):
        begin, end = match.span(group)
        entity = Entity(rule.type, text[begin:end], begin, end, rule.score)
        if _is_plausible(rule, entity):
            yield entity


def _is_plausible(rule: EntityRule, entity: Entity) -> bool:
    if entity.type == EntityType.PERSON:
        return _is_name(rule, entity.text)
    return entity.text.lower() not in ONLY_CAPITALISED or entity.text[:1].isupper()


def _is_name(rule: EntityRule, text: str) -> bool:
    words = text.lower().split()
    if NOT_NAMES & set(words):
        return False
    needs_known_name = rule is FIRST_NAME or (rule is not SAID_NAME and text[:1].islower())
    return words[0] in FIRST_NAMES or not needs_known_name


def entity_engine() -> EntityEngine:
    """The best engine installed here."""
    if not (importlib.util.find_spec("spacy") and importlib.util.find_spec(SPACY_MODEL)):
        return RuleEntityEngine()
    from local.comprehend.spacy_entities import SpacyEntityEngine

    model = importlib.import_module("spacy").load(SPACY_MODEL)
    return SpacyEntityEngine(RuleEntityEngine(), model)
