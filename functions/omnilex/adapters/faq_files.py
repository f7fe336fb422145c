"""The frequent questions as they are written: one CSV a language, in Kendra's form.

``<locale>.csv`` has question, answer and source; ``<locale>.alternates.csv`` source and another
wording of its question. Neither has a header.
"""

import csv
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from omnilex.domain.wording import Language

FOLDER = Path(__file__).parents[1] / "faq"
LOCALES = {Language.ENGLISH: "en_US", Language.SPANISH: "es_US"}


class FaqEntry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    answer: str
    source: str
    alternates: tuple[str, ...]


def read(language: Language) -> list[FaqEntry]:
    """Every question of the language, in the order of the file."""
    locale = LOCALES[language]
    alternates: dict[str, list[str]] = {}
    for source, wording in _rows(FOLDER / f"{locale}.alternates.csv"):
        alternates.setdefault(source, []).append(wording)
    return [
        FaqEntry(
            question=question,
            answer=answer,
            source=source,
            alternates=tuple(alternates.get(source, ())),
        )
        for question, answer, source in _rows(FOLDER / f"{locale}.csv")
    ]


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.reader(text))
