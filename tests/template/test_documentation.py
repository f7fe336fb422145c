"""What the documents say exists: files they link to, commands, targets, figures."""

import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks import costs
from local.cli import COMMANDS

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LEX_ALONE = "lex"  # a command with a parser of its own


def commands(document: Path) -> Iterator[str]:
    """What stands in backticks or in a fenced block."""
    text = document.read_text(encoding="utf-8")
    for block in re.findall(r"```\w*\n(.*?)```", text, re.S):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.S))


def named(pattern: str) -> set[tuple[str, str]]:
    """(document, name) of every command that the pattern finds a name in."""
    return {
        (document.name, found[1])
        for document in DOCUMENTS
        for command in commands(document)
        if (found := re.match(r"(?:\$ )?" + pattern, command))
    }


def test_each_link_leads_to_a_file() -> None:
    missing = [
        (document.name, link)
        for document in DOCUMENTS
        for link in re.findall(
            r"\]\((?!https?:|mailto:|#)([^)#\s]+)", document.read_text(encoding="utf-8")
        )
        if not (document.parent / link).exists()
    ]

    assert missing == []


def test_each_command_of_the_command_line_exists() -> None:
    told = named(r"(?:\.venv/bin/)?omnilex ([a-z][a-z-]*)")

    assert told
    assert [one for one in told if one[1] not in (*COMMANDS, LEX_ALONE)] == []


def test_each_make_target_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z][a-z-]*):", makefile, re.M)

    told = named(r"make ([a-z][a-z-]*)")

    assert told
    assert [one for one in told if one[1] not in targets] == []


def test_the_cost_tables_are_what_the_benchmark_prints() -> None:
    printed = costs.tables()

    assert printed in (ROOT / "docs/costs.md").read_text(encoding="utf-8"), (
        "put into docs/costs.md what `python -m benchmarks.costs` prints"
    )
