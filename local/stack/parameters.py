"""Template parameters of the stack here: ``omnilex up --parameter KEY=VALUE`` keeps them."""

import json
import re
from collections.abc import Sequence

from local.stack.errors import UsageError
from local.stack.places import Home

FORM = re.compile(r"([A-Za-z][A-Za-z0-9]*)=(.*)")


def keep(home: Home, given: Sequence[str]) -> None:
    """In place of those kept before; an empty value means the template's default again.

    Raises UsageError.
    """
    found = {}
    for one in given:
        parts = FORM.fullmatch(one)
        if parts is None:
            raise UsageError(f"--parameter {one} is not KEY=VALUE, for example KendraIndexId=...")
        found[parts[1]] = parts[2]
    if found:
        home.folder.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in {**load(home), **found}.items() if value}
        home.parameters.write_text(json.dumps(kept, indent=2) + "\n")


def load(home: Home) -> dict[str, str]:
    if not home.parameters.is_file():
        return {}
    kept: dict[str, str] = json.loads(home.parameters.read_text())
    return kept
