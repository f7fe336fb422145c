"""Lex's export: a zip, or the folder it unpacks to."""

import io
import json
import stat
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from local.lex.bot.model import Bot, Intent, Locale, Slot, SlotType
from local.lex.bot.parts import assemble_locale, read_part
from local.lex.errors import BotFormatError

MAX_UNPACKED_BYTES = 200_000_000
MANIFEST = {"metaData": {"schemaVersion": "1", "fileFormat": "LexJson", "resourceType": "BOT"}}

Files = Mapping[PurePosixPath, bytes]


def read_export(path: Path) -> Bot:
    """The bot in an export zip or its unpacked folder."""
    if path.is_dir():
        return bot_from_files(
            {
                PurePosixPath(file.relative_to(path).as_posix()): file.read_bytes()
                for file in sorted(path.rglob("*"))
                if file.is_file()
            }
        )
    return read_export_zip(path.read_bytes(), path.name)


def read_export_zip(content: bytes, name: str = "export.zip") -> Bot:
    """The bot in the bytes of an export zip."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise BotFormatError(name, "not a zip file", "Give the zip that Lex exported.") from error
    with archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise BotFormatError(name, "unpacks to more than 200 MB", "Is this a Lex export?")
        return bot_from_files(dict(_entries(archive, name)))


def _entries(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[PurePosixPath, bytes]]:
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        unsafe = path.is_absolute() or ".." in path.parts or ":" in path.parts[0]
        if unsafe or stat.S_ISLNK(entry.external_attr >> 16):
            raise BotFormatError(name, f"{entry.filename!r} leads out of the zip", "Remove it.")
        if not entry.is_dir():
            yield path, archive.read(entry)


def bot_from_files(files: Files) -> Bot:
    """The bot in a set of files, wherever in the tree its Bot.json or locales lie."""
    tree = {path: text for path, text in files.items() if _belongs(path)}
    locale_files = sorted(path for path in tree if path.name.lower() == "botlocale.json")
    bot_files = sorted(path for path in tree if path.name.lower() == "bot.json")
    if not locale_files:
        raise BotFormatError(
            "the export",
            "no BotLocales/<locale>/BotLocale.json in it",
            "Give the folder or zip that holds Manifest.json.",
        )
    if bot_files:
        bot = read_part(Bot, _json(tree, bot_files[0]), str(bot_files[0]))
        root = bot_files[0].parent
        locale_files = [path for path in locale_files if path.is_relative_to(root)]
    else:
        bot = Bot(name=_name_without_bot_file(locale_files[0]), idle_session_ttl_in_seconds=300)
    for path in locale_files:
        locale = _read_locale(tree, path)
        bot.locales[locale.identifier] = locale
    return bot


def _belongs(path: PurePosixPath) -> bool:
    hidden = any(part == "__MACOSX" or part.startswith(".") for part in path.parts)
    return path.suffix.lower() == ".json" and not hidden


def _name_without_bot_file(locale_file: PurePosixPath) -> str:
    parts = locale_file.parts
    above = parts[:-3]  # <bot>/BotLocales/<locale>/BotLocale.json
    return above[-1] if above else "Bot"


def _read_locale(tree: Files, path: PurePosixPath) -> Locale:
    document = _json(tree, path)
    if isinstance(document, dict) and not (document.get("identifier") or document.get("localeId")):
        document = {**document, "identifier": path.parent.name}
    elif isinstance(document, dict) and "localeId" in document:
        document = {"identifier": document["localeId"], **document}
    locale = read_part(Locale, document, str(path))
    inside = {other: text for other, text in tree.items() if other.is_relative_to(path.parent)}
    intents = [
        (read_part(Intent, _json(inside, file), str(file)), _slots(inside, file))
        for file in _named(inside, "intent.json")
    ]
    slot_types = [
        read_part(SlotType, _json(inside, file), str(file))
        for file in _named(inside, "slottype.json")
    ]
    vocabulary = _named(inside, "customvocabulary.json")
    locale.custom_vocabulary = _json(inside, vocabulary[0]) if vocabulary else None
    return assemble_locale(locale, intents, slot_types)


def _slots(tree: Files, intent_file: PurePosixPath) -> list[Slot]:
    return [
        read_part(Slot, _json(tree, file), str(file))
        for file in _named(tree, "slot.json")
        if file.is_relative_to(intent_file.parent)
    ]


def _named(tree: Files, name: str) -> list[PurePosixPath]:
    return sorted(path for path in tree if path.name.lower() == name)


def _json(tree: Files, path: PurePosixPath) -> Any:
    try:
        return json.loads(tree[path].decode("utf-8-sig"))
    except ValueError as error:
        raise BotFormatError(str(path), f"not JSON ({error})", "Mend the file.") from error


def export_files(bot: Bot) -> dict[str, Any]:
    """The export's files by path, each as the document to be written."""
    files: dict[str, Any] = {"Manifest.json": MANIFEST, f"{bot.name}/Bot.json": bot.document()}
    for locale in bot.locales.values():
        root = f"{bot.name}/BotLocales/{locale.identifier}"
        files[f"{root}/BotLocale.json"] = locale.document()
        for slot_type in locale.slot_types.values():
            files[f"{root}/SlotTypes/{slot_type.name}/SlotType.json"] = slot_type.document()
        for intent in locale.intents.values():
            files[f"{root}/Intents/{intent.name}/Intent.json"] = intent.document()
            for slot in intent.slots.values():
                place = f"{root}/Intents/{intent.name}/Slots/{slot.name}/Slot.json"
                files[place] = slot.document()
        if locale.custom_vocabulary is not None:
            vocabulary = f"{root}/CustomVocabulary/CustomVocabulary.json"
            files[vocabulary] = locale.custom_vocabulary
    return files


def write_export_zip(bot: Bot) -> bytes:
    """The zip that the Lex console imports; equal bots give equal bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, document in export_files(bot).items():
            entry = zipfile.ZipInfo(path, date_time=(2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, json.dumps(document, indent=2, ensure_ascii=False))
    return written.getvalue()


def write_export_folder(bot: Bot, folder: Path) -> None:
    """The same tree, unpacked."""
    for path, document in export_files(bot).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
