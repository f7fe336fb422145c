"""The training's parts; the training itself runs for minutes and is not run here."""

import numpy as np
import pytest

from local.comprehend.sentiment import WEIGHTS
from local.comprehend.training.corpora import (
    TESTDATA,
    CorpusMissingError,
    amazon_snippets,
    goemotions,
    labelled_lines,
)
from local.comprehend.training.train import logistic_regression, vocabulary

needs_testdata = pytest.mark.skipif(
    not TESTDATA.is_dir(), reason="the shared test data is not beside the repository"
)


def test_the_heads_learn_what_decides():
    random = np.random.default_rng(7)
    rows = np.column_stack([random.normal(size=(500, 2)), np.ones(500)]).astype(np.float32)
    labels = (rows[:, 0] > 0.5).astype(np.float64)

    head = logistic_regression(rows, labels, np.ones(500), ridge=1.0)

    assert head[0] > 5 * abs(head[1])
    assert np.mean((rows @ head > 0) == labels) > 0.97


def test_a_missing_corpus_is_named(tmp_path):
    with pytest.raises(CorpusMissingError, match=r"goemotions_labels\.txt is not in"):
        goemotions(tmp_path)


def test_our_own_lines_hold_every_sentiment():
    lines = labelled_lines()

    assert {line.sentiment for line in lines} == {"POSITIVE", "NEGATIVE", "NEUTRAL", "MIXED"}
    assert 80 <= len(lines) <= 120


def test_the_vocabulary_is_made_of_words_that_texts_share():
    lines = labelled_lines()

    assert {"thank", "you", "please"} <= set(vocabulary(lines))


@needs_testdata
def test_a_tenth_of_the_comments_and_a_fifth_of_the_reviews_are_held_out():
    comments, snippets = goemotions(), amazon_snippets()

    assert 0.09 < np.mean([comment.held_out for comment in comments]) < 0.11
    assert 0.15 < np.mean([snippet.held_out for snippet in snippets]) < 0.25


def test_the_weights_are_small_enough_to_commit():
    assert WEIGHTS.stat().st_size <= 100_000
