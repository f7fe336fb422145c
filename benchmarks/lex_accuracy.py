"""How well the local Lex tells intents apart, on questions that it never saw.

    python -m benchmarks.lex_accuracy

reads BANKING77's training split (from the test data folder beside the repository), gives the bot
ten examples of each intent, and prints the accuracy on the rest, beside TF-IDF with logistic
regression from the same examples; then, with a fifth of the intents left out of the bot, how well
the confidence parts their questions from the others' (AUROC), and what the default threshold of
0.4 does to both. Three draws, averaged.
"""

import csv
import random
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import Pipeline

from local.lex.bot.cloudformation import bot_from_properties
from local.lex.nlu.understanding import Understanding

DATA = Path(__file__).parents[2] / "shared" / "testdata" / "intents" / "banking77_train.csv"
EXAMPLES = 10
DRAWS = 3
HELD_OUT = 20  # questions of each intent that are asked
LEFT_OUT = 0.2  # of the intents, to be unknown to the bot
THRESHOLD = 0.4

Questions = Mapping[str, Sequence[str]]


def questions() -> dict[str, list[str]]:
    """Every question by its intent."""
    if not DATA.exists():
        sys.exit(f"{DATA} is not there: the test data lie beside the repository.")
    result = defaultdict(list)
    with DATA.open(newline="") as file:
        for row in csv.DictReader(file):
            result[row["category"]].append(row["text"])
    return dict(result)


def understanding(examples: Questions) -> Understanding:
    """A bot with these sample utterances."""
    intents = [
        {"Name": f"Intent{place}", "SampleUtterances": [{"Utterance": text} for text in texts]}
        for place, texts in enumerate(examples.values())
    ]
    locale = {"LocaleId": "en_US", "NluConfidenceThreshold": THRESHOLD, "Intents": intents}
    bot = bot_from_properties({"Name": "Banking", "BotLocales": [locale]})
    return Understanding(bot.locales["en_US"])


def asked(bot: Understanding, examples: Questions, texts: Sequence[str]) -> list[tuple[str, float]]:
    """The intent and the confidence for each text."""
    names = {f"Intent{place}": name for place, name in enumerate(examples)}
    best = [bot.ranking(text)[0] for text in texts]
    return [(names[name], score) for name, score in best]


def baseline(examples: Questions) -> Any:
    pairs = [(text, name) for name, texts in examples.items() for text in texts]
    model = Pipeline(
        [
            ("words", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)),
            ("regression", LogisticRegression(C=20, max_iter=2000)),
        ]
    )
    return model.fit([text for text, _ in pairs], [name for _, name in pairs])


def draw(every: Questions, seed: int) -> dict[str, float]:
    chance = random.Random(seed)
    mixed = {name: chance.sample(list(texts), len(texts)) for name, texts in every.items()}
    examples = {name: texts[:EXAMPLES] for name, texts in mixed.items()}
    rest = {name: texts[EXAMPLES : EXAMPLES + HELD_OUT] for name, texts in mixed.items()}
    texts = [text for name in rest for text in rest[name]]
    gold = [name for name in rest for _ in rest[name]]
    bot, plain = understanding(examples), baseline(examples)
    ours = [name for name, _ in asked(bot, examples, texts)]
    figures = {
        "accuracy, this engine": float(np.mean([a == b for a, b in zip(ours, gold, strict=True)])),
        "accuracy, TF-IDF + logistic regression": float(
            np.mean(plain.predict(texts) == np.array(gold))
        ),
    }
    return figures | out_of_scope(examples, rest, chance)


def out_of_scope(examples: Questions, rest: Questions, chance: random.Random) -> dict[str, float]:
    unknown = set(chance.sample(sorted(examples), int(len(examples) * LEFT_OUT)))
    known = {name: texts for name, texts in examples.items() if name not in unknown}
    bot, plain = understanding(known), baseline(known)
    texts = [text for name in rest for text in rest[name]]
    inside = [name not in unknown for name in rest for _ in rest[name]]
    scores = np.array([score for _, score in asked(bot, known, texts)])
    theirs = plain.predict_proba(texts).max(axis=1)
    kept = scores >= THRESHOLD
    return {
        "AUROC out of scope, this engine": float(roc_auc_score(inside, scores)),
        "AUROC out of scope, TF-IDF + logistic regression": float(roc_auc_score(inside, theirs)),
        "known questions above the threshold": float(kept[np.array(inside)].mean()),
        "unknown questions below the threshold": float((~kept[~np.array(inside)]).mean()),
    }


def main() -> None:
    every = questions()
    draws = [draw(every, seed) for seed in range(DRAWS)]
    print(f"{len(every)} intents, {EXAMPLES} examples each, {DRAWS} draws")
    for name in draws[0]:
        print(f"  {name:<52}{np.mean([figures[name] for figures in draws]):.3f}")


if __name__ == "__main__":
    main()
