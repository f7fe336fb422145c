"""Answers for KendraSearchIntent and QnAIntent: a FAQ file, searched by meaning.

The file is Kendra's basic FAQ CSV: question, answer and, if there is one, the source's address; no
header. No model writes an answer here: what is found is what somebody wrote.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from local.lex.errors import BotFormatError
from local.lex.nlu.classifier import embed

LEAST_LIKE = 0.55  # the cosine from which a question counts as the one that was asked
MOST = 5


@dataclass(frozen=True)
class FoundAnswer:
    question: str
    answer: str
    source: str


AnswerSource = Callable[[str], list[FoundAnswer]]
"""Answers to a question, the best first; none where nothing is near enough."""


def faq_answers(path: Path) -> AnswerSource:
    """The answers in a FAQ file. Raises BotFormatError."""
    entries = _read(path)
    meanings = embed([entry.question for entry in entries])

    def search(question: str) -> list[FoundAnswer]:
        likeness = meanings @ embed([question])[0]
        best = likeness.argsort()[::-1][:MOST]
        return [entries[place] for place in best if likeness[place] >= LEAST_LIKE]

    return search


def _read(path: Path) -> list[FoundAnswer]:
    if not path.is_file():
        raise BotFormatError(str(path), "no such file", "Check the path of the FAQ.")
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.reader(file) if row]
    wrong = next((number for number, row in enumerate(rows, 1) if len(row) not in {2, 3}), None)
    if wrong or not rows:
        raise BotFormatError(
            str(path),
            f"line {wrong or 1} is not question, answer, source",
            "Write Kendra's basic FAQ CSV, without a header.",
        )
    return [FoundAnswer(row[0], row[1], row[2] if row[2:] else "") for row in rows]


def kendra_attributes(found: list[FoundAnswer]) -> dict[str, str]:
    """The request attributes that a KendraSearchIntent's closing response reads."""
    prefix = "x-amz-lex:kendra-search-response-question_answer"
    attributes = {}
    for place, answer in enumerate(found, 1):
        attributes[f"{prefix}-question-{place}"] = answer.question
        attributes[f"{prefix}-answer-{place}"] = answer.answer
    return attributes


def qna_attributes(found: list[FoundAnswer]) -> dict[str, str]:
    """The request attributes that a QnAIntent's closing response reads."""
    attributes = {"x-amz-lex:qnA-search-response": found[0].answer}
    if found[0].source:
        attributes["x-amz-lex:qnA-search-response-source"] = found[0].source
    return attributes
