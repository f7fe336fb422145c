"""How a spaCy model and the rules share the work; the model itself is an optional extra."""

from types import SimpleNamespace

from local.comprehend.entities import RuleEntityEngine
from local.comprehend.spacy_entities import SpacyEntityEngine

TEXT = "Ask Ms. Zhou of Quorum about $20 by Friday."


def model_that_finds(*spans):
    def model(text):
        return SimpleNamespace(
            ents=[
                SimpleNamespace(
                    label_=label,
                    text=found,
                    start_char=text.index(found),
                    end_char=text.index(found) + len(found),
                )
                for label, found in spans
            ]
        )

    return model


def entities(model, language):
    found = SpacyEntityEngine(RuleEntityEngine(), model).entities(TEXT, language)
    return [(str(one.type), one.text) for one in found]


def test_the_model_adds_what_the_rules_cannot_know():
    model = model_that_finds(("PERSON", "Zhou"), ("ORG", "Quorum"), ("CARDINAL", "20"))

    assert entities(model, "en") == [
        ("PERSON", "Zhou"),
        ("ORGANIZATION", "Quorum"),
        ("QUANTITY", "$20"),
        ("DATE", "Friday"),
    ]


def test_the_model_is_not_asked_about_other_languages():
    model = model_that_finds(("ORG", "Quorum"))

    assert ("ORGANIZATION", "Quorum") not in entities(model, "de")
