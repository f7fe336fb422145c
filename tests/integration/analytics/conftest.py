"""Post-call analytics on moto, without a contact."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from tests.integration.analytics.world import World, set_up


@pytest.fixture
def world() -> Iterator[World]:
    with mock_aws():
        set_up()
        yield World()
