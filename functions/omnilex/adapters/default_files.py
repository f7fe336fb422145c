"""The rule set and the entity lists that come with us."""

from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "support"
LIST = "simple-entity-list"


def rules() -> bytes:
    return (FOLDER / "categories.json").read_bytes()


def entity_lists() -> Iterator[tuple[str, bytes]]:
    """Language and CSV."""
    for path in sorted(FOLDER.glob(f"{LIST}-*.csv")):
        yield path.stem.removeprefix(f"{LIST}-"), path.read_bytes()
