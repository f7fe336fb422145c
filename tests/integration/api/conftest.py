"""The dashboard's API on moto: the bank, its contacts, and three people of its staff."""

import json
from collections.abc import Iterator

import pytest
from moto import mock_aws
from moto.awslambda_simple.models import LambdaSimpleBackend

from tests.integration.analytics.conftest import OFFLINE
from tests.integration.analytics.world import set_up
from tests.integration.api.world import Desk
from tests.integration.bank.world import create_bank_table, create_services

FOUND = {"question": "When?", "answer": "At nine.", "source": "https://x", "score": 0.9}


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The function that searches the frequent questions finds one."""
    monkeypatch.setattr(
        LambdaSimpleBackend, "invoke", lambda *_, **__: json.dumps({"matches": [FOUND]}).encode()
    )
    with mock_aws(config=OFFLINE):
        set_up()
        create_bank_table()
        create_services()
        yield Desk()
