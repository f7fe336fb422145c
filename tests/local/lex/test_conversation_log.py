"""The conversation log has Lex's record of every turn, and never what a hidden slot holds."""

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest

from local.lex.bots import TEST_ALIAS, Bots, build
from local.lex.conversation_log import ConversationLogs, record_of
from local.lex.dialog.runtime import Runtime
from tests.local.lex.talk import BOT_ID, NOON, bot, intent, prompt, slot

HIDDEN = {"ObfuscationSettingType": "DefaultObfuscation"}
PIN = {**slot("Pin", "Digits"), "ObfuscationSetting": HIDDEN}
DIGITS = {
    "Name": "Digits",
    "ParentSlotTypeSignature": "AMAZON.AlphaNumeric",
    "ValueSelectionSetting": {
        "ResolutionStrategy": "ORIGINAL_VALUE",
        "RegexFilter": {"Pattern": "[0-9]{4}"},
    },
}
SIGN_IN = intent(
    "SignIn",
    "sign me in",
    slots=[PIN, slot("Town", "AMAZON.City")],
    IntentConfirmationSetting={"PromptSpecification": prompt("Sure?")},
)


PAY = intent("Pay", "pay {Amount} to my card", slots=[slot("Amount", "AMAZON.Number")])


def conversation(*texts: str, more: tuple[dict[str, Any], ...] = ()) -> list[dict]:
    """The records of a conversation."""
    records = []
    bots = Bots()
    bots.serve(BOT_ID, build(bot(SIGN_IN, *more, types=[DIGITS])))
    runtime = Runtime(
        bots.channel,
        lambda *_: b"",
        lambda: NOON,
        random.Random(7),
        record=lambda *turn: records.append(record_of(*turn, NOON)),
    )
    for text in texts:
        runtime.recognize((BOT_ID, TEST_ALIAS, "en_US", "session-1"), text)
    return records


def test_a_turn_is_recorded_as_lex_does():
    record = conversation("sign me in")[0]

    assert record["message-version"] == "2.0"
    assert record["operationName"] == "RecognizeText"
    assert record["inputMode"] == "Text"
    assert record["inputTranscript"] == "sign me in"
    assert record["missedUtterance"] is False
    assert record["developerOverride"] is False
    assert record["timestamp"] == "2020-11-25T12:00:00.000+00:00"
    assert record["interpretations"][0]["nluConfidence"] == "1.0"
    assert record["sessionState"]["dialogAction"]["slotToElicit"] == "Pin"
    assert record["messages"] == [{"contentType": "PlainText", "content": "Pin?"}]
    assert record["bot"]["aliasId"] == TEST_ALIAS


def test_a_hidden_slot_is_read_nowhere_in_the_log():
    records = conversation("sign me in", "4821", "Toronto", "yes")
    # A request's id is random, and may hold any four digits.
    log = json.dumps([{**record, "requestId": ""} for record in records])

    assert "4821" not in log
    assert '"originalValue": "{Pin}"' in log
    assert "Toronto" in log


def test_a_slip_when_a_hidden_slot_is_asked_for_is_hidden_too():
    records = conversation("sign me in", "48 21 5")

    assert records[1]["inputTranscript"] == "{Pin}"
    assert records[1]["missedUtterance"] is True
    assert "48 21" not in json.dumps(records)
    assert "intent" not in records[1]["sessionState"]


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("what is a mortgage", "what is a mortgage"),
        ("goodbye", "goodbye"),
        ("pay 12.50 to my card", "pay 12.50 to my card"),
        ("12.50", "{Phone}"),
        ("it is 416 555 0142 I think so", "{Phone}"),
        ("four one six five five five", "{Phone}"),
    ],
)
def test_what_names_no_number_where_one_was_asked_for_is_read(said: str, logged: str):
    phone = {**slot("Phone", "AMAZON.PhoneNumber"), "ObfuscationSetting": HIDDEN}

    wishes = (intent("CallMe", "call me", slots=[phone]), PAY)

    record = conversation("call me", said, more=wishes)[1]

    assert record["inputTranscript"] == logged


def test_the_records_are_lines_of_a_file(tmp_path: Path):
    logs = ConversationLogs(tmp_path)
    bots = Bots()
    bots.serve(BOT_ID, build(bot(SIGN_IN, types=[DIGITS])))
    runtime = Runtime(bots.channel, lambda *_: b"", lambda: NOON, record=logs)

    for text in ("sign me in", "4821"):
        runtime.recognize((BOT_ID, TEST_ALIAS, "en_US", "session-1"), text)

    file = tmp_path / f"{BOT_ID}-{TEST_ALIAS}.jsonl"
    deadline = time.monotonic() + 5
    while not file.exists() or len(file.read_text().splitlines()) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["inputTranscript"] for line in lines] == ["sign me in", "{Pin}"]
