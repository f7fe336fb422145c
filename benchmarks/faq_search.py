"""How well the frequent questions are found, and what is left alone.

``everyday`` and ``paraphrases`` (written to share few words with the question) were written apart
from the questions' other wordings and from each other; nothing was tuned on ``off_topic``.
"""

import csv
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "faq_search"), str(ROOT / "functions")]
os.environ |= {"BANK_TABLE": "none", "AWS_DEFAULT_REGION": "us-east-1"}

import search_faq  # noqa: E402
from encoded_wordings import EncodedWordings  # noqa: E402

from omnilex.adapters import faq_files  # noqa: E402
from omnilex.domain.faq import CONFIDENT, POSSIBLE  # noqa: E402
from omnilex.domain.wording import Language  # noqa: E402

ASKED = ROOT / "tests" / "data" / "faq"


def rows(name: str, locale: str) -> list[dict[str, str]]:
    with (ASKED / f"{name}.csv").open(encoding="utf-8", newline="") as text:
        return [row for row in csv.DictReader(text) if row["language"] == locale]


def main() -> None:
    encoded = EncodedWordings(search_faq.HERE / "wordings.npz", search_faq.encoder)
    entries = {
        language.value: [entry.model_dump() for entry in faq_files.read(language)]
        for language in Language
    }
    began = time.perf_counter()
    elsewhere = search_faq.ELSEWHERE.read_text(encoding="utf-8").splitlines()
    index = search_faq.FaqIndex(entries, elsewhere, encoded)
    print(f"index of {len(entries['en'])} questions: {time.perf_counter() - began:.2f} s")
    print(f"{'set':<14}{'n':>5}{'top-1':>7}{'top-3':>7}{'answered':>10}{'right':>7}{'offered':>9}")
    began, asked = time.perf_counter(), 0
    for language, locale in faq_files.LOCALES.items():
        for name in ("everyday", "paraphrases", "off_topic"):
            questions = rows(name, locale)
            found = [index.matches(row["question"], language) for row in questions]
            asked += len(questions)
            print(line(f"{name} {language}", questions, found))
    print(f"{(time.perf_counter() - began) / asked * 1000:.1f} ms a question")


def line(name: str, questions: list[dict[str, str]], found: list[list[dict[str, object]]]) -> str:
    """``answered`` is the share above CONFIDENT, ``right`` how many of those rightly."""
    total = len(questions)
    first = [
        row.get("source") == one[0]["source"] for row, one in zip(questions, found, strict=True)
    ]
    third = [
        row.get("source") in [match["source"] for match in one[:3]]
        for row, one in zip(questions, found, strict=True)
    ]
    scores = [float(str(one[0]["score"])) for one in found]
    sure = [is_right for is_right, score in zip(first, scores, strict=True) if score >= CONFIDENT]
    offered = sum(POSSIBLE <= score < CONFIDENT for score in scores)
    right = f"{sum(sure) / len(sure):.3f}" if sure else "-"
    return (
        f"{name:<14}{total:>5}{sum(first) / total:>7.3f}{sum(third) / total:>7.3f}"
        f"{len(sure) / total:>10.3f}{right:>7}{offered / total:>9.3f}"
    )


if __name__ == "__main__":
    main()
