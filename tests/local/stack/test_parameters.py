from pathlib import Path

import pytest

from local.stack import parameters, parts
from local.stack.errors import UsageError
from local.stack.places import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_parameters_are_kept_and_an_empty_one_is_the_default_again(home: Home):
    parameters.keep(home, ["KendraIndexId=an-index", "LogRetentionDays=7"])
    parameters.keep(home, ["KendraIndexId="])

    assert parameters.load(home) == {"LogRetentionDays": "7"}


def test_a_home_without_parameters_has_none(home: Home):
    parameters.keep(home, [])

    assert parameters.load(home) == {}


@pytest.mark.parametrize("given", ["KendraIndexId", "=value", "a b=c"])
def test_what_is_no_parameter_is_a_usage_error(home: Home, given: str):
    with pytest.raises(UsageError, match="KEY=VALUE"):
        parameters.keep(home, [given])


def test_kendra_runs_where_an_index_is_named(home: Home):
    without = {part.name for part in parts.make_parts(home, 5100)}
    parameters.keep(home, ["KendraIndexId=an-index"])
    named = {part.name: part for part in parts.make_parts(home, 5100)}

    assert set(named) - without == {"Kendra"}
    assert named["Kendra"].port == 5107
    assert named["the local AWS"].environment["AWS_ENDPOINT_URL_KENDRA"].endswith(":5107")
