"""The tests that the documents name as proofs exist, and every setting has its row."""

import re
from pathlib import Path

import pytest

from omnilex.domain.knobs import KNOBS

ROOT = Path(__file__).parents[2]
ANALYTICS = "tests/integration/analytics"
# Where a test lies of which the row names no file.
OF = {
    "docs/peer-formulas.md": [f"{ANALYTICS}/test_peer_defects.py"],
    "docs/analytics.md": [
        f"{ANALYTICS}/test_transcription_settings.py",
        f"{ANALYTICS}/test_settings_in_the_result.py",
    ],
}
NAMED = re.compile(r"`(test_\w+)`")
FILE = re.compile(r"`(tests/[\w/]+\.py)`")


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", OF)
def test_each_test_that_is_named_is_there(document: str):
    missing = []
    for line in read(document).splitlines():
        named = NAMED.findall(line)
        text = "".join(read(file) for file in [*FILE.findall(line), *OF[document]] if named)
        missing += [one for one in named if f"def {one}(" not in text]

    assert missing == []


def test_each_setting_has_its_row_and_each_row_its_test():
    settings = read("docs/analytics.md").partition("## The settings")[2].partition("\n## ")[0]
    rows = {
        setting: NAMED.findall(line)
        for line in settings.splitlines()
        if line.startswith("| `")
        for setting in re.findall(r"`([A-Z]\w+)`", line.split("|")[1])
    }

    assert set(rows) == {knob.key for knob in KNOBS}
    assert [setting for setting, named in rows.items() if not named] == []
