"""Which of Comprehend's twelve languages a text is in, by py3langid."""

from dataclasses import dataclass

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "ar", "hi", "ja", "ko", "zh", "zh-TW")
# Scores below this are left out, as the service's own answers leave them out.
LEAST_SCORE = 0.01
CHINESE = "zh"
TRADITIONAL_CHINESE = "zh-TW"


@dataclass(frozen=True)
class LanguageScore:
    """A Comprehend language code and its confidence in [0, 1]."""

    language: str
    score: float


class LanguageEngine:
    """Ranks the twelve languages; loads in under a second."""

    def __init__(self) -> None:
        self._identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        self._identifier.set_languages([code for code in LANGUAGES if code != TRADITIONAL_CHINESE])

    def languages(self, text: str) -> list[LanguageScore]:
        """The likely languages, most likely first; none for a text without letters."""
        if not any(character.isalpha() for character in text):
            return []
        # A tie, which is what "ok" gives, goes to the language that the service lists first.
        ranked = sorted(
            self._identifier.rank(text), key=lambda one: (-one[1], LANGUAGES.index(one[0]))
        )
        return [
            LanguageScore(_script(code, text), float(score))
            for code, score in ranked
            if score >= LEAST_SCORE
        ]


def _script(code: str, text: str) -> str:
    """Split Chinese by script: whichever has more characters that the other cannot write."""
    if code != CHINESE:
        return code
    traditional = sum(_only(character, "big5", "gb2312") for character in text)
    simplified = sum(_only(character, "gb2312", "big5") for character in text)
    return TRADITIONAL_CHINESE if traditional > simplified else CHINESE


def _only(character: str, written_in: str, not_in: str) -> bool:
    return bool(character.encode(written_in, "ignore")) and not character.encode(not_in, "ignore")
