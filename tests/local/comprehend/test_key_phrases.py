from local.comprehend.key_phrases import key_phrases


def phrases(text):
    return [phrase.text for phrase in key_phrases(text)]


def test_a_phrase_is_a_run_of_meaning_with_its_determiner():
    text = "I was charged an overdraft fee on my savings account."

    assert phrases(text) == ["an overdraft fee", "my savings account"]


def test_punctuation_ends_a_phrase():
    assert phrases("the branch, the manager; the form") == ["the branch", "the manager", "the form"]


def test_function_words_alone_make_no_phrase():
    assert phrases("Yes, I will do that for you.") == []


def test_offsets_give_the_text_back():
    text = "😀 I lost my blue card."

    (phrase,) = key_phrases(text)

    assert text[phrase.begin : phrase.end] == phrase.text == "my blue card"
