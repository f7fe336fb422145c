"""From a recording to Transcribe's output: heard, in a vocabulary's words, filtered, redacted."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from local.comprehend.sentiment import SentimentEngine
from local.speech.audio import Recording, resample
from local.speech.diarizer import speakers_of
from local.speech.recognizer import RecognizedWord, Recognizer
from local.transcribe import call_output, output
from local.transcribe.calls import CHANNELS, Call
from local.transcribe.jobs import Job
from local.transcribe.output import Labelled
from local.transcribe.redaction import Redactor, silenced
from local.transcribe.vocabularies import WordLists, filtered, with_phrases

Document = tuple[str, str, bytes]


class WrongChannelsError(ValueError):
    """A Call Analytics job's recording has one channel, or too many."""


class Transcripts:
    def __init__(
        self,
        ear: Callable[[str | None], Recognizer],
        vocabularies: WordLists,
        filters: WordLists,
    ) -> None:
        """``ear`` is what hears a language."""
        self._ear = ear
        self._vocabularies = vocabularies
        self._filters = filters

    def documents(self, job: Job, recording: Recording) -> Iterator[Document]:
        """Bucket, key and contents of each file that the job shall write."""
        if isinstance(job, Call) and len(recording.channels) != CHANNELS:
            raise WrongChannelsError
        heard = self._heard(job, recording)
        if not job.redaction or job.redaction.get("RedactionOutput") != "redacted":
            yield (*job.output, self._written(job, recording, heard))
        if job.redaction:
            kinds = job.redaction.get("PiiEntityTypes") or []
            redacted = [
                self._redactor.redacted(part, job.language or "en-US", kinds) for part in heard
            ]
            yield (*job.redacted_output, self._written(job, recording, redacted))
            if isinstance(job, Call):
                words = [word for part in redacted for _, word in part]
                yield (*job.redacted_media, silenced(recording, words))

    @cached_property
    def _feeling(self) -> SentimentEngine:
        return SentimentEngine()

    @cached_property
    def _redactor(self) -> Redactor:
        return Redactor()

    def _heard(self, job: Job, recording: Recording) -> list[Labelled]:
        """One list of labelled words for each channel that is heard by itself."""
        ear = self._ear(job.language)
        if isinstance(job, Call) or job.settings.get("ChannelIdentification"):
            return [
                self._refined(
                    job,
                    [
                        (f"ch_{at}", word)
                        for word in ear.recognize(channel, recording.rate_hz).words
                    ],
                )
                for at, channel in enumerate(recording.channels)
            ]
        mono = recording.mono()
        recognition = ear.recognize(mono, recording.rate_hz)
        if not job.settings.get("ShowSpeakerLabels"):
            return [self._refined(job, [("", word) for word in recognition.words])]
        spans = [(one.begin_s, one.end_s) for one in recognition.segments]
        most = int(job.settings["MaxSpeakerLabels"])
        speakers = speakers_of(resample(mono, recording.rate_hz), spans, most)
        labelled: list[tuple[str, RecognizedWord]] = []
        for speaker, segment in zip(speakers, recognition.segments, strict=True):
            labelled += self._refined(job, [(f"spk_{speaker}", word) for word in segment.words])
        return [labelled]

    def _refined(self, job: Job, labelled: Labelled) -> Labelled:
        """Words of one label, by the job's vocabulary and filter."""
        words: Sequence[RecognizedWord] = [word for _, word in labelled]
        vocabulary, unwanted = job.word_lists
        if vocabulary:
            words = with_phrases(words, self._vocabularies.get(vocabulary).words)
        if unwanted:
            method = str(job.settings.get("VocabularyFilterMethod") or "mask")
            words = filtered(words, self._filters.get(unwanted).words, method)
        label = labelled[0][0] if labelled else ""
        return [(label, word) for word in words]

    def _written(self, job: Job, recording: Recording, parts: Sequence[Labelled]) -> bytes:
        if isinstance(job, Call):
            said = [[word for _, word in part] for part in parts]
            return call_output.document(job, recording, said, self._feeling.scores)
        return _written(job, parts)


def _written(job: Job, parts: Sequence[Labelled]) -> bytes:
    if job.settings.get("ChannelIdentification"):
        return output.by_channel(job, [[word for _, word in part] for part in parts])
    (labelled,) = parts
    if job.settings.get("ShowSpeakerLabels"):
        return output.by_speaker(job, labelled, len({label for label, _ in labelled}))
    return output.plain(job, [word for _, word in labelled])
