"""Entities by spaCy's small English model (an optional extra), completed by the rules."""

from typing import Any

from local.comprehend.entities import Entity, EntityEngine, without_overlaps
from local.comprehend.entity_rules import EntityType

MODEL_LANGUAGE = "en"
# spaCy gives no confidences; this is its precision on our labelled utterances.
SCORE = 0.86
TYPES = {
    "PERSON": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "GPE": EntityType.LOCATION,
    "LOC": EntityType.LOCATION,
    "FAC": EntityType.LOCATION,
    "PRODUCT": EntityType.COMMERCIAL_ITEM,
    "EVENT": EntityType.EVENT,
    "WORK_OF_ART": EntityType.TITLE,
    "DATE": EntityType.DATE,
    "TIME": EntityType.DATE,
    "MONEY": EntityType.QUANTITY,
    "PERCENT": EntityType.QUANTITY,
    "QUANTITY": EntityType.QUANTITY,
}
# What the rules know better than the model, which was not trained on a bank's calls.
RULES_FIRST = frozenset({EntityType.OTHER, EntityType.COMMERCIAL_ITEM, EntityType.QUANTITY})


class SpacyEntityEngine:
    """spaCy for names, firms, places and dates in English; the rules for everything else."""

    def __init__(self, rules: EntityEngine, model: Any) -> None:
        self._rules = rules
        self._model = model

    def entities(self, text: str, language: str) -> list[Entity]:
        by_rule = self._rules.entities(text, language)
        if language != MODEL_LANGUAGE:
            return by_rule
        first = [entity for entity in by_rule if entity.type in RULES_FIRST]
        rest = [entity for entity in by_rule if entity.type not in RULES_FIRST]
        return without_overlaps([*first, *self._by_model(text), *rest], text)

    def _by_model(self, text: str) -> list[Entity]:
        return [
            Entity(TYPES[span.label_], span.text, span.start_char, span.end_char, SCORE)
            for span in self._model(text).ents
            if span.label_ in TYPES
        ]
