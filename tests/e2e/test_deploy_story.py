"""Deploy, fail and go back, change, switch the optional parts, delete: see deploy_story.py."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cfnlint.decode import decode

from local.stack import bot_version
from local.stack.errors import DeployError
from tests.e2e.deploy_story import (
    CHANGED,
    NEW_UTTERANCE,
    OFF,
    ON,
    ROOT,
    Story,
    begun,
)

ENVIRONMENTS = ROOT / ".local" / "envs"
PARTS_OF_OTHERS = {"AWS::Lex::BotVersion"}  # goes with its bot


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    if not (ENVIRONMENTS / "ministack").exists():
        pytest.skip("the local AWS is not installed; run `make test`, which sets it up")
    with begun(tmp_path) as running:
        yield running


def retained(story: Story) -> dict[str, set[str]]:
    """By type, the physical ids of what the template says is kept."""
    template, _ = decode(str(ROOT / "template.yaml"))
    made: dict[str, str] = story.resources
    kept: dict[str, set[str]] = {}
    for name, resource in json.loads(json.dumps(template))["Resources"].items():
        is_kept = resource.get("DeletionPolicy") == "Retain" and name in made
        if is_kept and resource["Type"] not in PARTS_OF_OTHERS:
            kept.setdefault(resource["Type"], set()).add(made[name])
    return kept


@pytest.mark.nightly
@pytest.mark.timeout(600)
def test_a_failed_deployment_goes_back_a_changed_bot_goes_live_and_a_deleted_stack_leaves_records(
    story: Story,
):
    def seen() -> tuple[list[str], str, str]:
        return story.bot_versions, story.understood(NEW_UTTERANCE), story.mailed

    mailed = {"AlarmEmail": ON["AlarmEmail"]}
    story.deploy()
    before = seen()

    story.teach("Help", NEW_UTTERANCE)
    story.build()
    with story.something_refused(), pytest.raises(DeployError) as failed:
        story.deploy_what_is_built(mailed)
    after, status = seen(), story.stack["StackStatus"]
    story.deploy_what_is_built(mailed)
    changed = seen()
    kept = retained(story)
    story.delete()

    assert before == after == (["1"], "FallbackIntent", "")
    assert status == "UPDATE_ROLLBACK_COMPLETE"
    assert "RefusedFlow" in str(failed.value)
    assert changed == (["3"], "Help", ON["AlarmEmail"])  # the second went back
    assert story.left() == kept


@pytest.mark.nightly
@pytest.mark.timeout(1200)
def test_each_optional_part_is_made_changed_and_taken_away_and_a_second_deployment_changes_nothing(
    story: Story,
):
    story.deploy()
    bare = story.resources
    said: dict[str, Any] = {"bare": story.serving()}
    keys = []

    for name, parameters in (("on", ON), ("changed", CHANGED), ("off", OFF)):
        story.deploy_what_is_built(parameters)
        said[name] = story.serving()
        keys.append(story.resources.get("DataKey", ""))
    changed_at = story.stack["LastUpdatedTime"]
    story.deploy()
    again, changed_again_at = story.resources, story.stack["LastUpdatedTime"]
    kept = retained(story)
    story.delete_with_sam()

    assert said == {"bare": OFF, "on": ON, "changed": CHANGED, "off": OFF}
    assert keys == [keys[0], keys[0], ""]
    assert again == bare
    assert changed_again_at == changed_at
    assert story.left() == kept | {"AWS::KMS::Key": {keys[0]}}


def test_a_bot_whose_text_changes_is_another_version_in_the_template(tmp_path: Path):
    for folder in ("bot", "functions/omnilex/faq", "functions/omnilex/domain"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "functions/omnilex/domain/demo_bank.py").touch()
    template, text = tmp_path / "template.yaml", tmp_path / "bot" / "en_US.yaml"
    template.write_text('  OmniLexBotVersion:\n  !Ref OmniLexBotVersion\n  Contents: "00000000"\n')
    text.write_text("one")

    first = bot_version.write(tmp_path), template.read_text()
    again = bot_version.write(tmp_path)
    text.write_text("two")
    other = bot_version.write(tmp_path), template.read_text()

    assert (first[0], again, other[0]) == (True, False, True)
    assert bot_version.name_of(tmp_path / "bot") in other[1]
    assert first[1] != other[1]
