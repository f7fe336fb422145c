from collections.abc import Iterator

import pytest

from omnilex.adapters.support_files import SupportFiles
from omnilex.handlers.seed_support_files import lambda_handler
from tests.integration.analytics.world import CONTEXT, S3, SUPPORT_FILES, World, event
from tests.integration.custom_resource import CloudFormation, listening


@pytest.fixture
def cloudformation(world: World) -> Iterator[CloudFormation]:
    with listening(lambda event: lambda_handler(event, CONTEXT)) as cloudformation:
        yield cloudformation


def test_a_new_stack_gets_a_rule_set_and_entity_lists_that_can_be_read(
    cloudformation: CloudFormation,
):
    answer = cloudformation.tell(event("seed_support_files", "stack_created"))

    files = SupportFiles(S3, SUPPORT_FILES)
    rules = files.rules()
    english = files.entity_list("simple-entity-list.csv", "en")
    spanish = files.entity_list("simple-entity-list.csv", "es")
    assert answer["Status"] == "SUCCESS"
    assert rules is not None
    assert {"Complaint", "Fraud", "Hardship"} <= {one.name for one in rules.categories}
    assert english is not None
    assert [one.type for one in english.entities("My debit card and a late fee")] == [
        "PRODUCT",
        "FEE",
    ]
    assert spanish is not None
    assert [one.text for one in spanish.entities("la HIPOTECA")] == ["HIPOTECA"]


def test_what_an_administrator_has_edited_stays(cloudformation: CloudFormation, world: World):
    world.lay("categories.json", '{"version": 1}')

    cloudformation.tell(event("seed_support_files", "stack_created"))

    assert world.body(SUPPORT_FILES, "categories.json") == b'{"version": 1}'
    assert "simple-entity-list-en.csv" in world.keys(SUPPORT_FILES)


def test_a_stack_that_goes_leaves_the_files(cloudformation: CloudFormation, world: World):
    answer = cloudformation.tell(event("seed_support_files", "stack_deleted"))

    assert answer["Status"] == "SUCCESS"
    assert world.keys(SUPPORT_FILES) == []


def test_what_cannot_be_laid_fails_the_deployment_with_the_reason(cloudformation: CloudFormation):
    answer = cloudformation.tell(event("seed_support_files", "bucket_missing"))

    assert answer["Status"] == "FAILED"
    assert "NoSuchBucket" in answer["Reason"]
