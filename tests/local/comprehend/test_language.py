import pytest

from local.comprehend.language import LANGUAGES, LanguageEngine


@pytest.fixture(scope="module")
def engine():
    return LanguageEngine()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Hello, I would like to speak to somebody about my account."),
        ("es", "Buenos días, quisiera hablar con alguien sobre mi cuenta."),
        ("fr", "Bonjour, je voudrais parler à quelqu'un de mon compte."),
        ("de", "Guten Tag, ich möchte mit jemandem über mein Konto sprechen."),
        ("it", "Buongiorno, vorrei parlare con qualcuno del mio conto."),
        ("pt", "Bom dia, gostaria de falar com alguém sobre a minha conta."),
        ("ar", "مرحبا، أود التحدث مع شخص ما بخصوص حسابي."),
        ("hi", "नमस्ते, मैं अपने खाते के बारे में बात करना चाहता हूँ।"),
        ("ja", "こんにちは、口座について相談したいのですが。"),
        ("ko", "안녕하세요, 제 계좌에 대해 상담하고 싶습니다."),
        ("zh", "你好，我想咨询一下我的账户。"),  # noqa: RUF001
        ("zh-TW", "你好，我想請問一下我的帳戶。"),  # noqa: RUF001
    ],
)
def test_each_language_of_the_service_is_recognised(engine, language, text):
    dominant = engine.languages(text)[0]

    assert dominant.language == language
    assert dominant.score > 0.9


def test_scores_fall_and_sum_to_at_most_one(engine):
    ranked = engine.languages("Okay, thank you very much.")

    scores = [one.score for one in ranked]
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) <= 1 + 1e-6
    assert {one.language for one in ranked} <= set(LANGUAGES)


def test_a_text_without_evidence_is_taken_for_english(engine):
    assert engine.languages("ok")[0].language == "en"


def test_a_text_without_letters_has_no_language(engine):
    assert engine.languages("12345 ...") == []
