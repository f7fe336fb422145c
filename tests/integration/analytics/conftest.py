"""Post-call analytics on moto, without a contact."""

from collections.abc import Iterator

import pytest
from moto import mock_aws
from moto.transcribe.models import FakeTranscriptionJob

from tests.integration.analytics.world import World, set_up


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Transcribe's jobs run until a test ends them: moto's own end as they start."""
    monkeypatch.setattr(FakeTranscriptionJob, "status", "IN_PROGRESS")
    with mock_aws():
        set_up()
        yield World()
