"""What the sentiment engine says of turns that leave no doubt, and how its scores add up."""

from dataclasses import asdict

import pytest

from local.comprehend.sentiment import READ_CHARACTERS, Sentiment, SentimentEngine, SentimentScore


@pytest.fixture(scope="module")
def engine():
    return SentimentEngine()


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("Thank you so much, you have been wonderful.", Sentiment.POSITIVE),
        ("I love this bank, everybody is so friendly.", Sentiment.POSITIVE),
        ("This is terrible, I am furious and I want to complain.", Sentiment.NEGATIVE),
        ("I have been on hold for an hour.", Sentiment.NEGATIVE),
        ("Please let me speak to your manager.", Sentiment.NEGATIVE),
        ("My account number is four four seven one.", Sentiment.NEUTRAL),
        ("Okay, one moment please.", Sentiment.NEUTRAL),
        ("I would like to check my balance, please.", Sentiment.NEUTRAL),
    ],
)
def test_a_plain_english_turn_gets_its_sentiment(engine, text, sentiment):
    (score,) = engine.scores([text], "en")

    assert score.sentiment is sentiment


@pytest.mark.parametrize(
    ("language", "praise", "complaint"),
    [
        ("es", "Muchas gracias, excelente servicio.", "Es terrible, estoy muy enfadado."),
        ("fr", "Merci beaucoup, c'est parfait.", "C'est inadmissible, je suis furieux."),
        ("de", "Vielen Dank, das ist wunderbar.", "Das ist furchtbar, ich bin wütend."),
        ("ja", "本当にありがとうございます、素晴らしいです。", "最悪です、とても腹が立ちます。"),
        ("zh", "非常感谢，太棒了。", "太糟糕了，我很生气。"),  # noqa: RUF001
    ],
)
def test_praise_and_complaint_are_told_apart_in_other_languages(
    engine, language, praise, complaint
):
    praised, complained = engine.scores([praise, complaint], language)

    assert praised.sentiment is Sentiment.POSITIVE
    assert complained.sentiment is Sentiment.NEGATIVE


def test_praise_with_a_complaint_has_more_mixed_confidence_than_either_alone(engine):
    both, praise, complaint = engine.scores(
        [
            "I love the app but your phone support is terrible.",
            "I love the app.",
            "Your phone support is terrible.",
        ],
        "en",
    )

    assert both.mixed > max(praise.mixed, complaint.mixed)


@pytest.mark.parametrize("language", ["en", "es", "hi"])
def test_the_four_confidences_sum_to_one(engine, language):
    texts = ["Thank you!", "12345", "   ", "😀", "नमस्ते"]

    for score in engine.scores(texts, language):
        confidences = (score.positive, score.negative, score.neutral, score.mixed)
        assert all(0 <= confidence <= 1 for confidence in confidences)
        assert sum(confidences) == pytest.approx(1)


def test_two_certain_heads_make_a_mixed_sentiment():
    score = SentimentScore.from_heads(positive=0.9, negative=0.9)

    assert score.mixed == pytest.approx(0.81)
    assert score.sentiment is Sentiment.MIXED


def test_only_the_first_500_characters_are_read(engine):
    beginning = ("The payment is due on Friday. " * 20)[:READ_CHARACTERS]

    plain, furious = engine.scores([beginning, beginning + " I am furious, awful."], "en")

    # Their places in the batch make the last digits differ.
    assert asdict(furious) == pytest.approx(asdict(plain), abs=1e-5)


def test_a_text_scores_the_same_alone_and_in_a_batch(engine):
    texts = ["I am very disappointed.", "Thanks, that is great news.", "It is on Main Street."]

    together = engine.scores(texts, "en")

    for text, in_batch in zip(texts, together, strict=True):
        (alone,) = engine.scores([text], "en")
        assert alone.positive == pytest.approx(in_batch.positive, abs=1e-4)
        assert alone.negative == pytest.approx(in_batch.negative, abs=1e-4)
