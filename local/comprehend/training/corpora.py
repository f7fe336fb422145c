"""The labelled texts, each with the part of them that training never sees.

GoEmotions (google-research, Apache-2.0) and the Amazon review snippets of
cjhutto/vaderSentiment (MIT) are read from the test data beside the repository; the
contact-centre lines next to this file are our own.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TESTDATA = Path(__file__).parents[4] / "shared" / "testdata"
CONTACT_CENTRE = Path(__file__).with_name("contact_centre.tsv")

POSITIVE_EMOTIONS = frozenset(
    {"admiration", "amusement", "approval", "caring", "desire", "excitement"}
    | {"gratitude", "joy", "love", "optimism", "pride", "relief"}
)
NEGATIVE_EMOTIONS = frozenset(
    {"anger", "annoyance", "disappointment", "disapproval", "disgust", "embarrassment"}
    | {"fear", "grief", "nervousness", "remorse", "sadness"}
)
# Snippets are rated from -4 to 4 by twenty people; means nearer zero than this are neutral.
SNIPPET_NEUTRAL_BELOW = 0.5
COMMENTS_PER_HELD_OUT = 10
PRODUCTS_PER_HELD_OUT = 5


class CorpusMissingError(Exception):
    """The test data is not beside the repository."""


@dataclass(frozen=True)
class LabelledText:
    text: str
    has_positive: bool
    has_negative: bool
    held_out: bool = False

    @property
    def sentiment(self) -> str:
        if self.has_positive:
            return "MIXED" if self.has_negative else "POSITIVE"
        return "NEGATIVE" if self.has_negative else "NEUTRAL"


def _lines(path: Path) -> Iterator[str]:
    if not path.is_file():
        raise CorpusMissingError(f"{path.name} is not in {path.parent}; see the README there")
    with path.open(encoding="utf-8") as file:
        yield from (line.rstrip("\n") for line in file)


def _held_out(key: str, one_in: int) -> bool:
    return zlib.crc32(key.encode()) % one_in == 0


def goemotions(folder: Path = TESTDATA) -> list[LabelledText]:
    """Comments; every tenth, by a hash of its id, is held out."""
    names = list(_lines(folder / "sentiment" / "goemotions_labels.txt"))
    texts = []
    for line in _lines(folder / "sentiment" / "goemotions_train.tsv"):
        text, emotion_ids, comment_id = line.split("\t")
        emotions = {names[int(emotion_id)] for emotion_id in emotion_ids.split(",")}
        texts.append(
            LabelledText(
                text,
                has_positive=bool(emotions & POSITIVE_EMOTIONS),
                has_negative=bool(emotions & NEGATIVE_EMOTIONS),
                held_out=_held_out(comment_id, COMMENTS_PER_HELD_OUT),
            )
        )
    return texts


def amazon_snippets(folder: Path = TESTDATA) -> list[LabelledText]:
    """Review sentences; every fifth review, by a hash of its id, is held out whole."""
    texts = []
    for line in _lines(folder / "sentiment" / "amazon_snippets.txt"):
        snippet_id, rating, text = line.split("\t", 2)
        texts.append(
            LabelledText(
                text.strip(),
                has_positive=float(rating) > SNIPPET_NEUTRAL_BELOW,
                has_negative=float(rating) < -SNIPPET_NEUTRAL_BELOW,
                held_out=_held_out(snippet_id.split("_")[0], PRODUCTS_PER_HELD_OUT),
            )
        )
    return texts


def labelled_lines(path: Path = CONTACT_CENTRE) -> list[LabelledText]:
    """Lines of ``SENTIMENT<tab>text``."""
    texts = []
    for line in _lines(path):
        sentiment, text = line.split("\t")
        texts.append(
            LabelledText(
                text,
                has_positive=sentiment in {"POSITIVE", "MIXED"},
                has_negative=sentiment in {"NEGATIVE", "MIXED"},
            )
        )
    return texts
