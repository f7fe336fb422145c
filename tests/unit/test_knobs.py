from pathlib import Path

import pytest
import yaml

from omnilex.domain.configuration import Configuration
from omnilex.domain.knobs import (
    KNOBS,
    Kind,
    SettingNotFoundError,
    SettingRefusedError,
    checked,
    shown,
)

CHANGEABLE = [one for one in KNOBS if one.kind is not Kind.FIXED]
TEMPLATE = Path(__file__).parents[2] / "template.yaml"


def test_there_is_a_knob_for_each_value_of_the_configuration():
    aliases = {field.alias for field in Configuration.model_fields.values()}

    assert {one.key for one in KNOBS} == aliases


def test_defaults_are_those_of_the_template():
    parameters = yaml.safe_load(TEMPLATE.read_text().split("\nConditions:")[0])["Parameters"]

    assert {one.key: one.default for one in KNOBS} == {
        one.key: str(parameters[one.key]["Default"]) for one in KNOBS
    }


@pytest.mark.parametrize("knob", CHANGEABLE, ids=lambda knob: knob.key)
def test_every_setting_takes_its_own_default(knob):
    assert checked(knob.key, f" {knob.default} ") == knob.default


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("MaxSpeakers", "1"),
        ("MaxSpeakers", "31"),
        ("MaxSpeakers", "two"),
        ("MinSentimentNegative", "1"),
        ("EntityThreshold", "nan"),
        ("SpeakerSeparationType", "both"),
        ("ConversationLocation", "Canada/Nowhere"),
        ("ConversationLocation", "../etc/passwd"),
        ("TranscribeLanguages", "english"),
        ("TranscribeAlternateLanguage", "en-US | es-US"),
        ("SpeakerNames", "Agent"),
        ("VocabularyName", "my vocabulary"),
        ("ComprehendLanguages", "en | " * 300),
        ("FilenameAgentRegex", "_AGENT_"),
        ("FilenameGuidRegex", "("),
        ("FilenameDateTimeFields", "yyyy"),
        ("InputBucketName", "another-bucket"),
        ("InputBucketRawAudio", "elsewhere"),
    ],
)
def test_a_value_that_a_setting_cannot_have_is_refused_by_name(key: str, value: str):
    with pytest.raises(SettingRefusedError, match=key):
        checked(key, value)


def test_a_setting_that_is_none_is_not_found():
    with pytest.raises(SettingNotFoundError):
        checked("Colour", "red")


def test_what_may_not_be_changed_is_shown_so():
    told = {one["key"]: one["is_changeable"] for one in shown({})}

    assert told["MaxSpeakers"] is True
    assert told["InputBucketName"] is False
