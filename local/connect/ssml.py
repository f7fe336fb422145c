"""What of an SSML prompt is said, and in which language."""

import html
import re

_LANGUAGE = re.compile(r"<lang\s+xml:lang=[\"']([\w-]+)[\"']\s*>(.*?)</lang>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def parts(text: str, language_code: str) -> list[tuple[str, str]]:
    """Each stretch of words with its language code; plain text is one stretch."""
    if "<speak" not in text:
        return [(text, language_code)]
    found: list[tuple[str, str]] = []
    pieces = _LANGUAGE.split(text)  # words, then a language and its words, and so on
    found.append((pieces[0], language_code))
    for code, inside, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        found += [(inside, code), (after, language_code)]
    said = [(plain(words), code) for words, code in found]
    return [(words, code) for words, code in said if words]


def plain(text: str) -> str:
    """The words without the marks; text that is no SSML stays as it is."""
    if "<speak" not in text and "<lang" not in text and not _TAG.search(text):
        return text
    return re.sub(r"\s+", " ", html.unescape(_TAG.sub(" ", text))).strip()
