"""The bots that are served: drafts, versions and aliases, kept in a folder."""

import hashlib
import json
import shutil
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.lex.bot.cloudformation import bot_from_properties
from local.lex.bot.model import Bot
from local.lex.dialog.runtime import Channel
from local.lex.errors import BadGatewayError, BotFormatError, ResourceNotFoundError
from local.lex.nlu.understanding import Understanding

DRAFT = "DRAFT"
TEST_ALIAS = "TSTALIASID"
Properties = Mapping[str, Any]


@dataclass(frozen=True)
class BuiltBot:
    """A bot whose locales have learnt their utterances."""

    bot: Bot
    locales: Mapping[str, Understanding]


@dataclass(frozen=True)
class Alias:
    """What a bot alias says: its version and, for each locale, the Lambda function."""

    name: str
    version: str
    functions: Mapping[str, str] = field(default_factory=dict)
    disabled: frozenset[str] = frozenset()
    conversation_logs: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class _Entry:
    versions: dict[str, BuiltBot] = field(default_factory=dict)
    aliases: dict[str, Alias] = field(default_factory=dict)


def build(bot: Bot) -> BuiltBot:
    """Learn every locale's sample utterances."""
    locales = {name: Understanding(locale) for name, locale in bot.locales.items()}
    return BuiltBot(bot, locales)


class Bots:
    """Every bot by its id. With a folder, what CloudFormation gave is there after a restart."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._entries: dict[str, _Entry] = {}
        self._built: dict[str, BuiltBot] = {}
        self._lock = threading.Lock()
        for bot_folder in sorted(folder.iterdir()) if folder and folder.is_dir() else []:
            self._load(bot_folder)

    def serve(self, bot_id: str, built: BuiltBot, function_arn: str | None = None) -> None:
        """A bot's draft under its test alias, for as long as the process runs."""
        functions = dict.fromkeys(built.locales, function_arn) if function_arn else {}
        test_alias = Alias("TestBotAlias", DRAFT, functions)
        self._entries[bot_id] = _Entry({DRAFT: built}, {TEST_ALIAS: test_alias})

    # ── CloudFormation's resources ──────────────────────────────────────────────────────────────

    def put_bot(self, bot_id: str, properties: Properties) -> None:
        """The draft of an ``AWS::Lex::Bot``. Raises BotFormatError."""
        draft = self._from_properties(properties)
        entry = self._entries.setdefault(bot_id, _Entry())
        entry.versions[DRAFT] = draft
        entry.aliases.setdefault(TEST_ALIAS, Alias("TestBotAlias", DRAFT))
        self._write(bot_id, f"{DRAFT}.json", properties)

    def add_version(self, bot_id: str) -> str:
        """The draft as it is now, as the next ``AWS::Lex::BotVersion``; returns its number."""
        entry = self._entry(bot_id)
        numbers = [int(version) for version in entry.versions if version != DRAFT]
        version = str(max(numbers, default=0) + 1)
        self.put_version(bot_id, version)
        return version

    def put_version(self, bot_id: str, version: str) -> None:
        """The draft as it is now, under this number."""
        entry = self._entry(bot_id)
        entry.versions[version] = entry.versions[DRAFT]
        if self._folder:
            shutil.copyfile(
                self._folder / bot_id / f"{DRAFT}.json", self._folder / bot_id / f"{version}.json"
            )

    def put_alias(self, bot_id: str, alias_id: str, properties: Properties) -> None:
        """An ``AWS::Lex::BotAlias``."""
        entry = self._entry(bot_id)
        entry.aliases[alias_id] = _alias(properties)
        self._write(bot_id, f"aliases/{alias_id}.json", properties)

    def delete_bot(self, bot_id: str) -> None:
        self._entries.pop(bot_id, None)
        if self._folder:
            shutil.rmtree(self._folder / bot_id, ignore_errors=True)

    def delete_alias(self, bot_id: str, alias_id: str) -> None:
        if bot_id in self._entries:
            self._entries[bot_id].aliases.pop(alias_id, None)
        if self._folder:
            (self._folder / bot_id / "aliases" / f"{alias_id}.json").unlink(missing_ok=True)

    # ── The runtime's view ──────────────────────────────────────────────────────────────────────

    def channel(self, bot_id: str, alias_id: str, locale_id: str) -> Channel:
        """One alias and locale. Raises ResourceNotFoundError, or BadGatewayError if not built."""
        entry = self._entry(bot_id)
        alias = entry.aliases.get(alias_id)
        if alias is None:
            raise ResourceNotFoundError(f"Bot {bot_id} has no alias {alias_id}.")
        built = entry.versions.get(alias.version)
        if built is None:
            raise BadGatewayError(f"Bot {bot_id} has no version {alias.version}: build it first.")
        understanding = built.locales.get(locale_id)
        if understanding is None or locale_id in alias.disabled:
            raise ResourceNotFoundError(
                f"Bot {bot_id}, alias {alias_id}: locale {locale_id} is not there or not enabled."
            )
        member = {
            "id": bot_id,
            "name": built.bot.name,
            "aliasId": alias_id,
            "aliasName": alias.name,
            "localeId": locale_id,
            "version": alias.version,
        }
        return Channel(
            understanding,
            member,
            alias.functions.get(locale_id),
            built.bot.idle_seconds,
            dict(alias.conversation_logs),
        )

    def listed(self) -> list[dict[str, Any]]:
        """Every bot with its aliases and locales, for people who look around."""
        return [
            {
                "botId": bot_id,
                "botName": built.bot.name,
                "botAliasIds": sorted(entry.aliases),
                "localeIds": sorted(built.locales),
            }
            for bot_id, entry in sorted(self._entries.items())
            for built in [entry.versions[DRAFT]]
        ]

    def _entry(self, bot_id: str) -> _Entry:
        entry = self._entries.get(bot_id)
        if entry is None:
            raise ResourceNotFoundError(f"There is no bot {bot_id}.")
        return entry

    def _from_properties(self, properties: Properties) -> BuiltBot:
        """Built once for the same properties: a draft and its version are alike."""
        digest = hashlib.sha256(json.dumps(properties, sort_keys=True).encode()).hexdigest()
        with self._lock:
            if digest not in self._built:
                self._built[digest] = build(bot_from_properties(properties))
            return self._built[digest]

    # ── The folder ──────────────────────────────────────────────────────────────────────────────

    def _write(self, bot_id: str, name: str, properties: Properties) -> None:
        if self._folder is None:
            return
        target = self._folder / bot_id / name
        target.parent.mkdir(parents=True, exist_ok=True)
        written = target.with_suffix(".new")
        written.write_text(json.dumps(properties, indent=1, ensure_ascii=False))
        written.replace(target)

    def _load(self, folder: Path) -> None:
        if not (folder / f"{DRAFT}.json").is_file():
            return
        entry = self._entries[folder.name] = _Entry()
        for file in folder.glob("*.json"):
            entry.versions[file.stem] = self._from_properties(_read(file))
        entry.aliases[TEST_ALIAS] = Alias("TestBotAlias", DRAFT)
        for file in (folder / "aliases").glob("*.json"):
            entry.aliases[file.stem] = _alias(_read(file))


def _read(file: Path) -> Properties:
    try:
        document: Properties = json.loads(file.read_text())
    except ValueError as error:
        raise BotFormatError(str(file), "not JSON", "Remove the file and deploy again.") from error
    return document


def _alias(properties: Properties) -> Alias:
    functions: dict[str, str] = {}
    disabled: set[str] = set()
    for item in properties.get("BotAliasLocaleSettings") or []:
        setting = item.get("BotAliasLocaleSetting") or {}
        hook = (setting.get("CodeHookSpecification") or {}).get("LambdaCodeHook") or {}
        if hook.get("LambdaArn"):
            functions[item["LocaleId"]] = hook["LambdaArn"]
        if str(setting.get("Enabled", True)).lower() == "false":
            disabled.add(item["LocaleId"])
    return Alias(
        properties.get("BotAliasName", ""),
        str(properties.get("BotVersion", DRAFT)),
        functions,
        frozenset(disabled),
        properties.get("ConversationLogSettings") or {},
    )
