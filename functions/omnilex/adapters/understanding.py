"""What language services and support files make of turns, once what is sensitive is out of them."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from omnilex.adapters.comprehend import Comprehend
from omnilex.adapters.support_files import EntityListError, SupportFiles
from omnilex.domain.analysis import with_sentiment
from omnilex.domain.categories import RuleSet, RuleSetError
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Entity, KeyPhrase, Role, Turn, Word
from omnilex.domain.entities import EntityList, key_phrases, together
from omnilex.domain.redaction import redact
from omnilex.domain.transcript import Transcript

UNKNOWN = "The language could not be told, so there is no sentiment."


class Understanding(BaseModel):
    """Turns with sentiment and entities, and their words, redacted both; ``details`` say in plain
    words what could not be done.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    turns: tuple[Turn, ...]
    words: tuple[Word, ...]
    language: str | None
    language_confidence: float | None = None
    phrases: tuple[KeyPhrase, ...] = ()
    rules: RuleSet = RuleSet()
    details: tuple[str, ...] = ()


class Interpreter:
    def __init__(
        self, comprehend: Comprehend, files: SupportFiles, configured: Configuration
    ) -> None:
        self._comprehend = comprehend
        self._files = files
        self._configured = configured

    def understand(self, transcript: Transcript, language: str | None) -> Understanding:
        """``language`` is Transcribe's or Comprehend's code; None where it must be found out."""
        details: list[str] = []
        sure: float | None = None
        if language is None and transcript.turns:
            language, sure = self._language_of(transcript.turns)
        code = self._configured.comprehend_language(language)
        turns, words = self._redacted(transcript, language)
        phrases: tuple[KeyPhrase, ...] = ()
        if code and turns:
            turns, phrases = self._judged(turns, code, details)
        elif turns:
            details.append(_without_sentiment(language))
        return Understanding(
            turns=tuple(turns),
            words=tuple(words),
            language=language,
            language_confidence=sure,
            phrases=phrases,
            rules=self._rules(details),
            details=tuple(details),
        )

    def _language_of(self, turns: Sequence[Turn]) -> tuple[str | None, float | None]:
        """Of what the people say; where nobody but the bot does, of that."""
        said = [turn.text for turn in turns if turn.role is not Role.BOT]
        return self._comprehend.language(said or [turn.text for turn in turns]) or (None, None)

    def _redacted(
        self, transcript: Transcript, language: str | None
    ) -> tuple[list[Turn], list[Word]]:
        if not self._configured.redacts:
            return list(transcript.turns), list(transcript.words)
        texts = [turn.text for turn in transcript.turns]
        found = self._comprehend.pii(texts, (language or "").split("-")[0])
        return redact(transcript.turns, transcript.words, found)

    def _judged(
        self, turns: list[Turn], code: str, details: list[str]
    ) -> tuple[list[Turn], tuple[KeyPhrase, ...]]:
        """The bot has no feelings; what it names are no findings."""
        human = [turn for turn in turns if turn.role is not Role.BOT]
        recognizer = self._recognizer(code)
        listed = None if recognizer else self._entity_list(code, details)
        texts = [turn.text for turn in human]
        found = self._comprehend.understand(texts, code, recognizer)
        judged = with_sentiment(human, found.judged, self._configured)
        known = [
            turn.model_copy(
                update={"entities": tuple(self._entities(turn.text, listed, custom, standard))}
            )
            for turn, custom, standard in zip(judged, found.custom, found.entities, strict=True)
        ]
        by_index = {turn.index: turn for turn in known}
        said = {turn.index: of for turn, of in zip(human, found.phrases, strict=True)}
        phrases = key_phrases([said.get(turn.index, ()) for turn in turns])
        return [by_index.get(turn.index, turn) for turn in turns], phrases

    def _entities(
        self,
        text: str,
        listed: EntityList | None,
        custom: Sequence[Entity],
        standard: Sequence[Entity],
    ) -> list[Entity]:
        own = listed.entities(text) if listed else custom
        return together(own, standard, self._configured.entity_threshold)

    def _recognizer(self, code: str) -> str | None:
        name = self._configured.entity_recognizer_endpoint
        return self._comprehend.recognizer(name, code) if name else None

    def _entity_list(self, code: str, details: list[str]) -> EntityList | None:
        name = self._configured.entity_string_map
        try:
            return self._files.entity_list(name, code) if name else None
        except EntityListError as error:
            details.append(f"The entity list was left out: {error}.")
            return None

    def _rules(self, details: list[str]) -> RuleSet:
        try:
            return self._files.rules() or RuleSet()
        except RuleSetError as error:
            details.append(f"No categories were looked for: the rule set is at fault ({error}).")
            return RuleSet()


def _without_sentiment(language: str | None) -> str:
    if language is None:
        return UNKNOWN
    return f"There is no sentiment, and there are no entities: Comprehend does not read {language}."
