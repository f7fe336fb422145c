"""No function imports a library that it has no use for."""

import sys
from collections import defaultdict
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
EVERYWHERE = {"boto3", "botocore", "aws_lambda_powertools", "pydantic", "pydantic_core"}
# Each costs memory and time at a cold start; see benchmarks/handlers.py.
LARGE = {"av": {"make_playback"}, "lameenc": {"make_playback"}}


@pytest.fixture(scope="module")
def libraries() -> dict[str, set[str]]:
    """The handlers that import a library, however many modules lie between."""
    sys.path.insert(0, str(ROOT / "functions"))
    graph = grimp.build_graph(
        "omnilex", include_external_packages=True, exclude_type_checking_imports=True
    )
    found: dict[str, set[str]] = defaultdict(set)
    for handler in graph.find_children("omnilex.handlers"):
        for module in graph.find_upstream_modules(handler):
            top = module.partition(".")[0]
            if top != "omnilex" and top not in sys.stdlib_module_names:
                found[top].add(handler.rpartition(".")[2])
    return dict(found)


def test_a_large_library_is_imported_by_those_that_use_it(libraries: dict[str, set[str]]) -> None:
    assert {name: who for name, who in libraries.items() if name not in EVERYWHERE} == LARGE
