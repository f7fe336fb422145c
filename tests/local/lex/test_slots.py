"""What customers say as values of slots."""

import pytest

from local.lex.bots import build
from tests.local.lex.talk import Talk, bot, intent, slot, slot_type

TYPES = [
    slot_type("Loan", ("mortgage", "home loan", "house"), ("credit card", "visa"), restrict=True),
    slot_type("Flower", "lilies", "roses", "tulips"),
    {
        "Name": "FourDigitPin",
        "ParentSlotTypeSignature": "AMAZON.AlphaNumeric",
        "ValueSelectionSetting": {
            "ResolutionStrategy": "ORIGINAL_VALUE",
            "RegexFilter": {"Pattern": "[0-9]{4}"},
        },
    },
    {
        "Name": "AirportCode",
        "ParentSlotTypeSignature": "AMAZON.AlphaNumeric",
        "ValueSelectionSetting": {
            "ResolutionStrategy": "ORIGINAL_VALUE",
            "RegexFilter": {"Pattern": "[A-Z]{3}"},
        },
    },
]
# Said on Wednesday 25 November 2020, the day of the developer guide's own examples.
ANSWERS = {
    "AMAZON.Number": {
        "twenty-five": "25",
        "one hundred and thirty-two": "132",
        "25": "25",
        "one hundred twenty three point four five": "123.45",
        "point four two": "0.42",
        "minus 15": "-15",
        "two thousand five hundred": "2500",
        "I want 3 of them": "3",
        "1,250": "1250",
        "a hundred and twenty five": "125",
        "one hundred twenty five dollars and fifty cents": "125.50",
        "40 dollars and 5 cents": "40.05",
        "forty dollars": "40",
    },
    "AMAZON.Date": {
        "today": "2020-11-25",
        "tomorrow": "2020-11-26",
        "next week": "2020-11-29",
        "next month": "2020-12-31",
        "this month": "2020-11-01",
        "next year": "2021-12-31",
        "last year": "2019-01-01",
        "December 24th": "2020-12-24",
        "the 3rd of June": "2021-06-03",
        "2021-02-28": "2021-02-28",
        "friday": "2020-11-27",
    },
    "AMAZON.Time": {
        "5 in the evening": "17:00",
        "5 pm": "17:00",
        "10:30 am": "10:30",
        "noon": "12:00",
        "14:45": "14:45",
        "half past five in the afternoon": "17:30",
        "quarter to nine am": "08:45",
    },
    "AMAZON.Duration": {
        "ten minutes": "PT10M",
        "five hours ten minutes": "PT5H10M",
        "eight weeks": "P8W",
        "two days": "P2D",
        "half an hour": "PT30M",
        "two hours and a half": "PT2H30M",
    },
    "AMAZON.PhoneNumber": {
        "555 010 0123": "5550100123",
        "+1 (555) 010-0123": "+15550100123",
        "five five five oh one double two": "5550122",
        "my number is 555-0142": "5550142",
    },
    "AMAZON.EmailAddress": {
        "Jane.Doe+1@example.com": "jane.doe+1@example.com",
        "it is joe@example.org thanks": "joe@example.org",
        "jane dot doe at example dot com": "jane.doe@example.com",
    },
    "AMAZON.AlphaNumeric": {
        "A1234": "A1234",
        "A 1 2 3": "A123",
        "double two four one": "2241",
        "0042": "0042",
    },
    "FourDigitPin": {
        "0042": "0042",
        "zero zero four two": "0042",
        "my pin is 1234": "1234",
        "double one double two": "1122",
        "twelve thirty four": "1234",
    },
    "AirportCode": {"SEA": "SEA", "s e a": "sea"},
    "AMAZON.Currency": {
        "$125.50": "USD 125.50",
        "a hundred and twenty five fifty": "USD 125.50",
        "twenty dollars": "USD 20.00",
        "3 euros": "EUR 3.00",
        "£5": "GBP 5.00",
    },
    "AMAZON.Percentage": {"25 percent": "25%", "12.5%": "12.5%", "40": "40"},
    "AMAZON.Confirmation": {
        "yes": "Yes",
        "yeah sure": "Yes",
        "no thanks": "No",
        "maybe": "Maybe",
        "I don't know": "Don't know",
    },
    "AMAZON.City": {"Seattle": "Seattle", "I live in New York": "New York", "to paris": "paris"},
    "AMAZON.Country": {"Canada": "Canada", "from the United States": "United States"},
    "AMAZON.State": {"Texas": "Texas"},
    "AMAZON.FirstName": {"Maria": "Maria", "my name is John": "John"},
    "AMAZON.LastName": {"O'Neill": "O'Neill", "my last name is Smith": "Smith"},
    "AMAZON.StreetName": {"Main Street": "Main Street", "it's 5th Avenue": "5th Avenue"},
    "AMAZON.UKPostalCode": {"sw1a 1aa": "SW1A 1AA", "it is M11AE": "M1 1AE"},
    "AMAZON.FreeFormInput": {"anything, at all!": "anything, at all!"},
    "Loan": {
        "mortgage": "mortgage",
        "my house please": "mortgage",
        "the Home Loan": "mortgage",
        "morgage": "mortgage",
        "VISA": "credit card",
    },
    "Flower": {"roses": "roses", "I would like tulips": "tulips", "orchids": "orchids"},
}
UNANSWERED = {
    "AMAZON.Number": ["blah", "soon"],
    "AMAZON.Date": ["blah", "purple"],
    "AMAZON.Time": ["10 o'clock", "blah"],
    "AMAZON.Duration": ["blah"],
    "AMAZON.PhoneNumber": ["blah", "12"],
    "AMAZON.EmailAddress": ["jane", "jane@"],
    "FourDigitPin": ["123", "12345", "one two three", "abcd"],
    "AirportCode": ["SE1", "Seattle"],
    "AMAZON.Currency": ["blah"],
    "AMAZON.Percentage": ["blah"],
    "AMAZON.Confirmation": ["banana"],
    "AMAZON.UKPostalCode": ["12345"],
    "Loan": ["boat", "something else"],
}


@pytest.fixture(scope="module")
def asker():
    """One intent for each type: "ask for 3" asks for the third."""
    intents = [
        intent(f"Ask{at}", f"ask for number {at}", slots=[slot("Value", name)])
        for at, name in enumerate(ANSWERS)
    ]
    return build(bot(*intents, types=TYPES))


def answered(asker, type_name, said):
    talk = Talk(asker)
    talk.put(
        {
            "intent": {"name": f"Ask{list(ANSWERS).index(type_name)}"},
            "dialogAction": {"type": "ElicitSlot", "slotToElicit": "Value"},
        }
    )
    talk.say(said)
    return talk


@pytest.mark.parametrize(
    ("type_name", "said", "meant"),
    [(name, said, meant) for name, pairs in ANSWERS.items() for said, meant in pairs.items()],
)
def test_an_answer_has_lexs_interpreted_value(asker, type_name, said, meant):
    talk = answered(asker, type_name, said)

    assert talk.slots == {"Value": meant}


@pytest.mark.parametrize(
    ("type_name", "said"), [(name, said) for name, texts in UNANSWERED.items() for said in texts]
)
def test_what_is_no_value_is_asked_for_again(asker, type_name, said):
    talk = answered(asker, type_name, said)

    assert talk.action == "ElicitSlot Value"
    assert talk.slots == {"Value": None}


def test_a_value_travels_with_what_was_said_and_what_it_resolves_to(asker):
    talk = answered(asker, "Loan", "the house")

    assert talk.state["intent"]["slots"]["Value"] == {
        "shape": "Scalar",
        "value": {
            "originalValue": "house",
            "interpretedValue": "mortgage",
            "resolvedValues": ["mortgage"],
        },
    }


def test_an_expandable_type_takes_any_word_and_resolves_it_to_nothing(asker):
    talk = answered(asker, "Flower", "orchids")

    value = talk.state["intent"]["slots"]["Value"]["value"]
    assert value == {
        "originalValue": "orchids",
        "interpretedValue": "orchids",
        "resolvedValues": [],
    }


def test_a_slots_own_sample_utterances_frame_its_value():
    asked = slot("Word", "Flower", SampleUtterances=[{"Utterance": "give me {Word} quickly"}])
    talk = Talk(bot(intent("Pay", "pay a bill", slots=[asked]), types=TYPES))
    talk.say("pay a bill")

    talk.say("give me orchids quickly")

    assert talk.slots == {"Word": "orchids"}


def test_several_values_of_a_multi_valued_slot_make_a_list():
    asked = {**slot("Flowers", "Flower"), "MultipleValuesSetting": {"AllowMultipleValues": True}}
    talk = Talk(bot(intent("Pay", "pay a bill", slots=[asked]), types=TYPES))
    talk.say("pay a bill")

    talk.say("roses, tulips and lilies")

    value = talk.state["intent"]["slots"]["Flowers"]
    assert value["shape"] == "List"
    assert [one["value"]["interpretedValue"] for one in value["values"]] == [
        "roses",
        "tulips",
        "lilies",
    ]


def test_several_slots_are_filled_from_one_sentence():
    pay = intent(
        "Pay",
        "pay {Amount} to my {Payee}",
        "pay a bill",
        slots=[slot("Payee", "Loan"), slot("Amount", "AMAZON.Number"), slot("When", "AMAZON.Date")],
    )
    talk = Talk(bot(pay, types=TYPES))

    talk.say("pay two hundred dollars to my home loan tomorrow")

    assert talk.slots == {"Payee": "mortgage", "Amount": "200", "When": "2020-11-26"}


def test_a_full_stop_makes_no_second_slot_of_the_first_ones_words():
    pay = intent(
        "Pay",
        "pay {Amount} to my {Payee}",
        slots=[slot("Payee", "Loan"), slot("Amount", "AMAZON.Number"), slot("From", "Loan")],
    )
    talk = Talk(bot(pay, types=TYPES))

    talk.say("Pay twenty dollars to my mortgage.")

    assert talk.slots == {"Payee": "mortgage", "Amount": "20", "From": None}
