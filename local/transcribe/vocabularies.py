"""Custom vocabularies and vocabulary filters: kept by name, and applied to what was heard."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from rapidfuzz import fuzz

from local.speech.recognizer import RecognizedWord
from local.transcribe.errors import BadRequestError, ConflictError, NotFoundError

NAME = re.compile(r"[0-9a-zA-Z._-]{1,200}")
ALIKE = 84.0  # of 100: "river bend" and "Riverbend", "Riverband" too
SHORTEST = 5  # letters: shorter phrases sound like too much
MASK = "***"
PAGE = 5
Lines = Callable[[str], list[str]]


@dataclass
class WordList:
    """A vocabulary's phrases as they shall be written, or a filter's words."""

    name: str
    language: str
    words: list[str]
    modified_at: datetime = field(default_factory=lambda: datetime.now(UTC))


class WordLists:
    """``kind`` is what messages call them; ``lines`` reads a word list's file from S3."""

    def __init__(self, kind: str, lines: Lines) -> None:
        self._kind = kind
        self._lines = lines
        self._lists: dict[str, WordList] = {}

    def create(
        self, name: str, language: str, words: list[str] | None, uri: str | None
    ) -> WordList:
        """Raises BadRequestError and ConflictError."""
        if not NAME.fullmatch(name):
            raise BadRequestError(f"The {self._kind} name '{name}' isn't valid.")
        if name in self._lists:
            raise ConflictError(f"The requested {self._kind} name already exists.")
        return self._keep(name, language, words, uri)

    def update(
        self, name: str, language: str | None, words: list[str] | None, uri: str | None
    ) -> WordList:
        """Raises BadRequestError and NotFoundError."""
        return self._keep(name, language or self.get(name).language, words, uri)

    def get(self, name: str) -> WordList:
        """Raises NotFoundError."""
        try:
            return self._lists[name]
        except KeyError:
            raise NotFoundError(
                f"The requested {self._kind} couldn't be found. Check the {self._kind} name and "
                "try your request again."
            ) from None

    def delete(self, name: str) -> None:
        """Raises NotFoundError."""
        self.get(name)
        del self._lists[name]

    def listed(self, request: dict[str, Any]) -> tuple[list[WordList], str | None]:
        """A page by name, and the token of the next."""
        part = str(request.get("NameContains") or "").casefold()
        found = [one for name, one in sorted(self._lists.items()) if part in name.casefold()]
        at, size = int(request.get("NextToken") or 0), int(request.get("MaxResults") or PAGE)
        return found[at : at + size], str(at + size) if at + size < len(found) else None

    def _keep(self, name: str, language: str, words: list[str] | None, uri: str | None) -> WordList:
        if (words is None) == (uri is None):
            raise BadRequestError(
                f"Specify either the words of the {self._kind} or its file, and not both."
            )
        kept = WordList(name, language, words if words is not None else self._lines(uri or ""))
        if not kept.words:
            raise BadRequestError(f"The {self._kind} is empty.")
        self._lists[name] = kept
        return kept


def phrases_of(lines: Sequence[str]) -> list[str]:
    """Of a vocabulary's file: its DisplayAs where there is one, else the phrase without hyphens."""
    head = lines[0].split("\t") if lines else []
    if "Phrase" not in head:
        return [line.strip().replace("-", " ") for line in lines if line.strip()]
    shown = head.index("DisplayAs") if "DisplayAs" in head else -1
    rows = [line.split("\t") for line in lines[1:] if line.strip()]
    return [
        (row[shown].strip() if 0 <= shown < len(row) else "")
        or row[head.index("Phrase")].replace("-", " ")
        for row in rows
    ]


def with_phrases(words: Sequence[RecognizedWord], phrases: Sequence[str]) -> list[RecognizedWord]:
    """What sounds like a phrase of the vocabulary is written as it."""
    corrected = list(words)
    for phrase in sorted(phrases, key=len, reverse=True):
        wanted = _letters(phrase.replace("-", " "))
        if len(wanted) >= SHORTEST:
            corrected = _corrected(corrected, phrase.replace("-", " ").split(), wanted)
    return corrected


def _corrected(words: list[RecognizedWord], phrase: list[str], wanted: str) -> list[RecognizedWord]:
    """The best of the windows of about the phrase's length, from left to right."""
    done: list[RecognizedWord] = []
    at = 0
    while at < len(words):
        sizes = range(max(1, len(phrase) - 1), len(phrase) + 2)
        scored = [
            (fuzz.ratio(_letters(" ".join(one.text for one in words[at : at + n])), wanted), -n)
            for n in sizes
            if at + n <= len(words)
        ]
        score, size = max(scored, default=(0.0, -1))
        if score >= ALIKE:
            done += _placed(phrase, words[at : at - size])
            at -= size
        else:
            done.append(words[at])
            at += 1
    return done


def _placed(phrase: list[str], heard: list[RecognizedWord]) -> list[RecognizedWord]:
    """The phrase's words, sharing the time of what was heard."""
    begin_s, end_s = heard[0].begin_s, heard[-1].end_s
    step_s = (end_s - begin_s) / len(phrase)
    return [
        replace(
            heard[-1],
            text=text,
            punctuation=heard[-1].punctuation if at == len(phrase) - 1 else "",
            begin_s=begin_s + at * step_s,
            end_s=begin_s + (at + 1) * step_s,
        )
        for at, text in enumerate(phrase)
    ]


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def filtered(
    words: Sequence[RecognizedWord], unwanted: Sequence[str], method: str
) -> list[RecognizedWord]:
    """Each unwanted word masked, removed or tagged, whole and whatever its case."""
    found = {one.casefold() for one in unwanted}
    if method == "remove":
        return [word for word in words if word.text.casefold() not in found]
    return [_marked(word, method) if word.text.casefold() in found else word for word in words]


def _marked(word: RecognizedWord, method: str) -> RecognizedWord:
    return replace(word, text=MASK) if method == "mask" else replace(word, is_filtered=True)
