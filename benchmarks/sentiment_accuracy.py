"""Accuracy of the local sentiment and entity engines on text they were not made from.

    python -m benchmarks.sentiment_accuracy

prints accuracy and macro-F1 over POSITIVE, NEGATIVE and NEUTRAL, beside VADER alone, on a
held-out tenth of GoEmotions, a held-out fifth of the Amazon snippets (both need the test
data folder beside the repository) and hand-labelled contact-centre lines kept here. MIXED
texts are left out; a MIXED answer to one of the others counts as wrong. Entities: found when
the type is right and the spans overlap.
"""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from local.comprehend.entities import Entity, entity_engine
from local.comprehend.sentiment import SentimentEngine
from local.comprehend.training.corpora import (
    CorpusMissingError,
    LabelledText,
    amazon_snippets,
    goemotions,
    labelled_lines,
)

HERE = Path(__file__).parent
SENTIMENTS = ("POSITIVE", "NEGATIVE", "NEUTRAL")
# VADER's own advice: below this distance from zero a text is neutral.
VADER_NEUTRAL = 0.05
BATCH = 25

Predict = Callable[[Sequence[str]], list[str]]


def accuracy(gold: Sequence[str], predicted: Sequence[str]) -> float:
    return sum(a == b for a, b in zip(gold, predicted, strict=True)) / len(gold)


def macro_f1(gold: Sequence[str], predicted: Sequence[str]) -> float:
    return sum(f1(gold, predicted, sentiment) for sentiment in SENTIMENTS) / len(SENTIMENTS)


def f1(gold: Sequence[str], predicted: Sequence[str], sentiment: str) -> float:
    both = sum(a == b == sentiment for a, b in zip(gold, predicted, strict=True))
    either = gold.count(sentiment) + predicted.count(sentiment)
    return 2 * both / either if either else 0.0


def by_engine(engine: SentimentEngine, language: str) -> Predict:
    def predict(texts: Sequence[str]) -> list[str]:
        batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
        return [
            str(score.sentiment) for batch in batches for score in engine.scores(batch, language)
        ]

    return predict


def by_vader(texts: Sequence[str]) -> list[str]:
    lexicon = SentimentIntensityAnalyzer()
    return [vader_sentiment(lexicon.polarity_scores(text)["compound"]) for text in texts]


def vader_sentiment(compound: float) -> str:
    if abs(compound) < VADER_NEUTRAL:
        return "NEUTRAL"
    return "POSITIVE" if compound > 0 else "NEGATIVE"


def report(name: str, labelled: Sequence[LabelledText], predict: Predict, engine: str) -> None:
    texts = [one for one in labelled if one.sentiment in SENTIMENTS]
    gold = [one.sentiment for one in texts]
    started = time.perf_counter()
    predicted = predict([one.text for one in texts])
    text_ms = (time.perf_counter() - started) * 1000 / len(texts)
    per_sentiment = "  ".join(f"{f1(gold, predicted, one):.3f}" for one in SENTIMENTS)
    print(
        f"{name:34} {engine:6} {len(texts):5}  {accuracy(gold, predicted):.3f}  "
        f"{macro_f1(gold, predicted):.3f}  {per_sentiment}  {text_ms:.2f}"
    )


def english_sets() -> dict[str, list[LabelledText]]:
    sets = {"contact centre (own, by hand)": labelled_lines(HERE / "contact_centre_sentiment.tsv")}
    try:
        sets["GoEmotions, held out"] = [one for one in goemotions() if one.held_out]
        sets["Amazon snippets, held out"] = [one for one in amazon_snippets() if one.held_out]
    except CorpusMissingError as missing:
        print(f"without the public sets: {missing}")
    return sets


def other_languages() -> dict[str, list[LabelledText]]:
    by_language: dict[str, list[LabelledText]] = {}
    for line in (HERE / "other_languages_sentiment.tsv").read_text("utf-8").splitlines():
        language, sentiment, text = line.split("\t")
        one = LabelledText(text, sentiment == "POSITIVE", sentiment == "NEGATIVE")
        by_language.setdefault(language, []).append(one)
    return by_language


MARKED = re.compile(r"\[(?P<type>[A-Z_]+) (?P<text>[^\]]+)\]")


def marked_entities(line: str) -> tuple[str, list[Entity]]:
    """``I am [PERSON Ana]`` -> the text without the marks, and what they mark."""
    text, gold, end = "", [], 0
    for match in MARKED.finditer(line):
        text += line[end : match.start()]
        gold.append(Entity(match["type"], match["text"], len(text), len(text + match["text"]), 1.0))
        text += match["text"]
        end = match.end()
    return text + line[end:], gold


def is_same(one: Entity, other: Entity) -> bool:
    return one.type == other.type and one.begin < other.end and other.begin < one.end


def report_entities() -> None:
    engine = entity_engine()
    right = found_count = gold_count = 0
    for line in (HERE / "contact_centre_entities.txt").read_text("utf-8").splitlines():
        text, gold = marked_entities(line)
        found = engine.entities(text, "en")
        right += sum(any(is_same(one, other) for other in found) for one in gold)
        found_count += len(found)
        gold_count += len(gold)
    precision, recall = right / found_count, right / gold_count
    print(
        f"\nentities by {type(engine).__name__}: precision {precision:.3f}, recall {recall:.3f}, "
        f"F1 {2 * right / (found_count + gold_count):.3f} ({gold_count} entities)"
    )


def main() -> None:
    engine = SentimentEngine()
    print(f"{'texts':34} {'by':6} {'n':>5}  {'acc':5}  {'F1':5}  POS    NEG    NEU    ms/text")
    for name, labelled in english_sets().items():
        report(name, labelled, by_vader, "VADER")
        report(name, labelled, by_engine(engine, "en"), "ours")
    print("\nother languages, own lines by hand: right of all")
    for language, labelled in other_languages().items():
        predicted = by_engine(engine, language)([one.text for one in labelled])
        right = sum(one.sentiment == guess for one, guess in zip(labelled, predicted, strict=True))
        print(f"  {language:5} {right} of {len(labelled)}")
    report_entities()


if __name__ == "__main__":
    main()
