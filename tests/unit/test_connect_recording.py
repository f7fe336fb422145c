from datetime import UTC, datetime

import pytest

from omnilex.domain.connect_recording import read
from omnilex.domain.contact import Role, Turn
from omnilex.domain.transcript import Transcript

ID = "5ca32fbd-8f92-46af-92a5-6b0f970f0efe"


def test_the_bots_part_lies_in_a_folder_of_its_own():
    name = read(f"originalAudio/CallRecordings/ivr/2026/11/23/{ID}_20261123T14:30_UTC.wav")

    assert name is not None
    assert name.contact_id == ID
    assert name.began_at == datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
    assert name.is_ivr


def test_the_part_with_a_person_lies_beside_it():
    name = read(f"connect/bank/CallRecordings/2026/11/23/{ID}_20261123T14:30_UTC.wav")

    assert name is not None
    assert not name.is_ivr


@pytest.mark.parametrize(
    "key",
    [
        "originalAudio/Call1_GUID_c1f0a4_AGENT_MarcusHale_DT_2026-11-16T09-12-40.wav",
        f"originalAudio/{ID}_20261123T14:30_UTC.wav",
        f"originalAudio/CallRecordings/2026/11/23/{ID}_20261399T99:30_UTC.wav",
        f"originalAudio/MyCallRecordings/2026/11/23/{ID}_20261123T14:30_UTC.wav",
    ],
)
def test_other_names_are_not_connects(key: str):
    assert read(key) is None


def test_who_answers_in_the_bots_part_is_the_bot():
    name = read(f"originalAudio/CallRecordings/ivr/2026/11/23/{ID}_20261123T14:30_UTC.wav")
    transcript = Transcript(turns=(turn(0, Role.AGENT), turn(1, Role.CUSTOMER)))

    assert name is not None
    assert [one.role for one in name.said_by_the_bot(transcript).turns] == [Role.BOT, Role.CUSTOMER]


def turn(index: int, role: Role) -> Turn:
    return Turn(index=index, role=role, text="hello", begin_offset_ms=index, duration_ms=400)
