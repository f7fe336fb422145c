import pytest

from local.comprehend.entities import RuleEntityEngine
from local.comprehend.pii import PiiEngine, is_card_number

engine = PiiEngine(RuleEntityEngine())


def pii(text, language="en"):
    return [(one.type, text[one.begin : one.end]) for one in engine.entities(text, language)]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("My name is Ana Bell.", "NAME", "Ana Bell"),
        ("Write to ana@example.com.", "EMAIL", "ana@example.com"),
        ("Call 416-555-0199 now.", "PHONE", "416-555-0199"),
        ("It is 4111 1111 1111 1111.", "CREDIT_DEBIT_NUMBER", "4111 1111 1111 1111"),
        ("The security code is 123.", "CREDIT_DEBIT_CVV", "123"),
        ("It expires 04/27.", "CREDIT_DEBIT_EXPIRY", "04/27"),
        ("My social is 078-05-1120.", "SSN", "078-05-1120"),
        ("My PIN is 4471.", "PIN", "4471"),
        ("my pin is four four seven one", "PIN", "four four seven one"),
        ("My account number is 44719283.", "BANK_ACCOUNT_NUMBER", "44719283"),
        ("The routing number is 021000021.", "BANK_ROUTING", "021000021"),
        ("I live at 123 Main Street.", "ADDRESS", "123 Main Street"),
        ("I called on Tuesday.", "DATE_TIME", "Tuesday"),
        ("She is 42 years old.", "AGE", "42 years old"),
        ("It came from 10.0.0.7 today.", "IP_ADDRESS", "10.0.0.7"),
        ("Mi clave es 4471.", "PIN", "4471"),
    ],
)
def test_each_kind_is_found_by_its_form_or_its_cue(text, kind, found):
    language = "es" if text.startswith("Mi ") else "en"

    assert (kind, found) in pii(text, language)


def test_a_card_number_needs_its_check_digit():
    assert is_card_number("4111-1111-1111-1111")
    assert not is_card_number("4111-1111-1111-1112")
    assert not is_card_number("4111")


def test_an_amount_is_no_pii():
    assert pii("I paid $1,250.75 for three months.") == []
