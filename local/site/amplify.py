"""What Amplify Hosting does with an app's CustomRules and CustomHeaders.

Rules are tried in order and the first that matches wins; Source takes ``<*>``, ``<name>`` and
``</regular expression/>``. https://docs.aws.amazon.com/amplify/latest/userguide/redirects.html
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PLACEHOLDER = re.compile(r"<(\*|[A-Za-z_][A-Za-z0-9_]*)>")
REDIRECTS = {"301", "302"}


@dataclass(frozen=True)
class Rule:
    """One rewrite or redirect. ``status`` is Amplify's: 200, 301, 302, 404 or 404-200."""

    pattern: re.Pattern[str]
    target: str
    status: str

    @classmethod
    def parse(cls, rule: Mapping[str, Any]) -> "Rule":
        return cls(compile_source(rule["Source"]), rule["Target"], str(rule.get("Status") or "302"))

    def target_of(self, path: str) -> str | None:
        """Where this rule sends a path, or None if it does not match."""
        match = self.pattern.fullmatch(path)
        if match is None:
            return None
        found = match.groupdict()
        return PLACEHOLDER.sub(lambda name: found.get(group_name(name[1])) or "", self.target)


@dataclass(frozen=True)
class HeaderRule:
    """Headers for the paths that match a glob."""

    pattern: re.Pattern[str]
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class App:
    """A deployed app as far as its pages are concerned."""

    rules: tuple[Rule, ...] = ()
    headers: tuple[HeaderRule, ...] = ()

    def headers_for(self, path: str) -> dict[str, str]:
        """Every header whose pattern matches; a later rule overrides an earlier one."""
        found: dict[str, str] = {}
        for rule in self.headers:
            if rule.pattern.fullmatch(path):
                found |= dict(rule.headers)
        return found


def group_name(placeholder: str) -> str:
    return "rest" if placeholder == "*" else f"p_{placeholder}"


def compile_source(source: str) -> re.Pattern[str]:
    """A rule's Source as a regular expression over the path."""
    if source.startswith("</") and source.endswith("/>"):
        return re.compile(source[2:-2] if source[2] == "^" else f".*{source[2:-2]}.*")
    parts = []
    end = 0
    for placeholder in PLACEHOLDER.finditer(source):
        parts.append(re.escape(source[end : placeholder.start()]))
        any_of = ".*" if placeholder[1] == "*" else "[^/]+"
        parts.append(f"(?P<{group_name(placeholder[1])}>{any_of})")
        end = placeholder.end()
    return re.compile("".join([*parts, re.escape(source[end:])]))


def compile_glob(pattern: str) -> re.Pattern[str]:
    """A customHeaders pattern; without a slash it means files of that name in any folder."""
    words = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    regular = re.sub(
        r"\*\*/|\*\*|\*|\?|[^*?]+",
        lambda token: words.get(token[0], re.escape(token[0])),
        pattern.removeprefix("/"),
    )
    anywhere = "" if "/" in pattern else "(?:.*/)?"
    return re.compile(f"/{anywhere}{regular}")


def parse_app(app: Mapping[str, Any]) -> App:
    """An app as the launcher keeps it: ``{"customRules": [...], "customHeaders": YAML}``."""
    listed = (yaml.safe_load(app.get("customHeaders") or "") or {}).get("customHeaders") or []
    headers = tuple(
        HeaderRule(
            compile_glob(entry["pattern"]),
            tuple((header["key"], str(header["value"])) for header in entry["headers"]),
        )
        for entry in listed
    )
    return App(tuple(Rule.parse(rule) for rule in app.get("customRules") or ()), headers)


class DeployedApp:
    """The app of the newest deployment, read again when its file changes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: tuple[Path, int] | None = None
        self._app = App()

    def current_id(self) -> str | None:
        """None until the first deployment of the template."""
        files = sorted(self._folder.glob("*.json"), key=lambda file: file.stat().st_mtime_ns)
        return files[-1].stem if files else None

    def current(self) -> App:
        """An app without rules until the first deployment."""
        files = sorted(self._folder.glob("*.json"), key=lambda file: file.stat().st_mtime_ns)
        version = (files[-1], files[-1].stat().st_mtime_ns) if files else None
        if version != self._read:
            self._app = parse_app(json.loads(version[0].read_text())) if version else App()
            self._read = version
        return self._app
