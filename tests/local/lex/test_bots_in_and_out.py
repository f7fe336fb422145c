"""Bots are read, written and read again unchanged, and what is broken says where."""

import io
import json
import zipfile

import pytest

from local.lex.bot.convert import write_bot
from local.lex.bot.export import export_files, read_export_zip, write_export_zip
from local.lex.bot.files import read_bot
from local.lex.bots import build
from local.lex.errors import BotFormatError
from local.lex.nlu.classifier import fill_braces
from tests.local.lex.talk import (
    FLOWER_TYPES,
    REAL_BOT_NAMES,
    REPOSITORY,
    Talk,
    bot,
    delegate,
    flowers,
    real_bot,
)


def spoken(document):
    """A bot's files without what says nothing: nulls, and the ids only an export has."""
    if isinstance(document, dict):
        return {
            name: spoken(part)
            for name, part in document.items()
            if part is not None and name not in {"identifier", "version"}
        }
    return [spoken(part) for part in document] if isinstance(document, list) else document


@pytest.mark.parametrize("name", REAL_BOT_NAMES)
def test_a_real_export_is_written_as_it_was_read(name):
    given = real_bot(name)

    again = read_export_zip(write_export_zip(given))

    assert export_files(again) == export_files(given)


@pytest.mark.parametrize("name", REAL_BOT_NAMES)
@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_a_real_export_goes_through_cloudformation_and_back(name, suffix, tmp_path):
    given = real_bot(name)

    write_bot(given, tmp_path / f"template{suffix}")
    again = read_bot(tmp_path / f"template{suffix}")

    assert list(again.locales) == list(given.locales)
    for locale_id, locale in given.locales.items():
        other = again.locales[locale_id]
        assert list(other.intents) == list(locale.intents)
        assert list(other.slot_types) == list(locale.slot_types)
        for intent_name, intent in locale.intents.items():
            written = other.intents[intent_name]
            assert spoken(written.document()).get("slotPriorities") == spoken(
                intent.document()
            ).get("slotPriorities")
            assert written.utterances == intent.utterances
            assert list(written.slots) == list(intent.slots)
            for slot_name, slot in intent.slots.items():
                assert spoken(written.slots[slot_name].document()) == spoken(slot.document())


@pytest.mark.parametrize("name", REAL_BOT_NAMES)
def test_an_intents_own_sample_utterances_mean_it(name):
    right = said = 0
    for understanding in build(real_bot(name)).locales.values():
        for intent in understanding.locale.intents.values():
            examples = {slot.name: understanding.slot_types.values(slot.slot_type_name or "")
                        for slot in intent.slots.values()}  # fmt: skip
            for utterance in intent.utterances:
                best, _ = understanding.ranking(fill_braces(utterance, examples, 0))[0]
                right += best == intent.name
                said += 1

    assert right / said >= 0.99


def test_the_projects_own_template_loads_and_talks():
    bank = read_bot(REPOSITORY / "template.yaml")
    talk = Talk(bank, delegate)

    talk.say("pay 200 to my mortgage")

    assert list(bank.locales) == ["en_US", "es_US"]
    assert (talk.slots["Payee"], talk.slots["Amount"]) == ("mortgage", "200")
    assert talk.words == ["Pay 200 dollars to your mortgage? Please say yes or no."]


@pytest.fixture
def folder(tmp_path):
    write_bot(bot(flowers(), types=[FLOWER_TYPES]), tmp_path / "export")
    return tmp_path / "export"


def test_the_folder_of_an_export_is_read_wherever_it_lies(folder):
    assert list(read_bot(folder).locales["en_US"].intents) == ["FallbackIntent", "OrderFlowers"]
    assert list(read_bot(folder / "TestBot").locales) == ["en_US"]
    assert list(read_bot(folder.parent).locales) == ["en_US"]


def break_file(folder, name, text):
    [file] = [file for file in folder.rglob("*.json") if str(file).endswith(name)]
    file.write_text(text)


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("Slots/PickupTime/Slot.json", "{", ["PickupTime/Slot.json", "not JSON", "Mend"]),
        ("Slots/PickupTime/Slot.json", "[]", ["PickupTime/Slot.json", "not a JSON object"]),
        ("Slots/PickupTime/Slot.json", "{}", ["PickupTime/Slot.json", "name", "Correct name"]),
        (
            "OrderFlowers/Intent.json",
            '{"name": "OrderFlowers", "slotPriorities": [{"priority": "x", "slotName": "A"}]}',
            ["OrderFlowers/Intent.json", "slotPriorities.0.priority", "Correct"],
        ),
        (
            "SlotType.json",
            '{"name": "FlowerTypes", "slotTypeValues": "roses"}',
            ["SlotType.json", "slotTypeValues", "Correct"],
        ),
    ],
)
def test_a_broken_export_names_the_file_the_field_and_the_remedy(folder, file, text, told):
    break_file(folder, file, text)

    with pytest.raises(BotFormatError) as caught:
        read_bot(folder)

    assert [part for part in told if part not in str(caught.value)] == []


def test_what_is_no_bot_says_so(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"not a zip")
    (tmp_path / "b.yaml").write_text("Resources: {}")
    (tmp_path / "c.yaml").write_text("- [")
    (tmp_path / "empty").mkdir()

    for name, told in (
        ("a.zip", "not a zip file"),
        ("b.yaml", "no resource of type AWS::Lex::Bot"),
        ("c.yaml", "not YAML or JSON"),
        ("empty", "no BotLocales"),
        ("missing", "no such file or folder"),
    ):
        with pytest.raises(BotFormatError, match=told):
            read_bot(tmp_path / name)


@pytest.mark.parametrize(
    "shaken",
    [
        lambda path, document: (f"Extra/{path}", document),
        lambda path, document: (path.replace("/", "\\"), document),
        lambda path, document: (path.replace("Manifest", "manifest"), document),
    ],
)
def test_zips_made_by_hand_are_read_too(shaken):
    given = bot(flowers(), types=[FLOWER_TYPES])
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("__MACOSX/TestBot/._Bot.json", b"\0")
        for path, document in export_files(given).items():
            archive.writestr(*shaken(path, json.dumps(document)))

    assert export_files(read_export_zip(written.getvalue())) == export_files(given)


@pytest.mark.parametrize("path", ["../Bot.json", "/etc/Bot.json", "C:/Bot.json"])
def test_a_zip_that_leads_out_of_itself_is_refused(path):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(path, "{}")

    with pytest.raises(BotFormatError, match="leads out of the zip"):
        read_export_zip(written.getvalue())
