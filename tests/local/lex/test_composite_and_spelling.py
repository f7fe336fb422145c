"""One question for several values, and answers that are spelled."""

import pytest

from local.lex.dialog.composite import alternatives
from local.lex.nlu.spelling import spelled
from tests.local.lex.talk import Talk, answer, bot, delegate, intent, prompt, slot


def address(expression: str, **elicitation):
    """A slot Address of the parts City, State and Postcode."""
    parts = {"City": "AMAZON.City", "State": "AMAZON.State", "Postcode": "AMAZON.Number"}
    return {
        "Name": "Address",
        "SlotTypeName": "AddressType",
        "SubSlotSetting": {
            "Expression": expression,
            "SlotSpecifications": [
                {
                    "SubSlotName": name,
                    "SlotTypeName": type_name,
                    "ValueElicitationSetting": {"PromptSpecification": prompt(f"{name}?")},
                }
                for name, type_name in parts.items()
            ],
        },
        "ValueElicitationSetting": {"SlotConstraint": "Required", **elicitation},
    }


ADDRESS_TYPE = {
    "Name": "AddressType",
    "ValueSelectionSetting": {"ResolutionStrategy": "CONCATENATION"},
    "CompositeSlotTypeSetting": {
        "SubSlots": [{"Name": "City"}, {"Name": "State"}, {"Name": "Postcode"}]
    },
}


def moving(expression: str, hook=delegate, **elicitation) -> Talk:
    home = address(expression, **elicitation)
    move = intent("Move", "I have moved", slots=[home], FulfillmentCodeHook={"Enabled": True})
    return Talk(bot(move, types=[ADDRESS_TYPE]), hook)


def parts(talk: Talk) -> dict[str, str]:
    sub_slots = talk.state["intent"]["slots"]["Address"]["subSlots"]
    return {name: part["value"]["interpretedValue"] for name, part in sub_slots.items() if part}


def test_each_missing_part_is_asked_for():
    talk = moving("City AND State")

    assert talk.say("I have moved") == ["City?"]
    assert talk.state["dialogAction"]["subSlotToElicit"] == {"name": "City"}
    assert talk.say("Boston") == ["State?"]
    talk.say("Massachusetts")

    assert talk.intent == "Move Fulfilled"
    assert parts(talk) == {"City": "Boston", "State": "Massachusetts"}
    assert talk.state["intent"]["slots"]["Address"]["shape"] == "Composite"


def test_one_answer_may_fill_several_parts():
    talk = moving("City AND State", PromptSpecification=prompt("Where to?"))

    assert talk.say("I have moved") == ["Where to?"]
    talk.say("to Boston Massachusetts")

    assert parts(talk) == {"City": "Boston", "State": "Massachusetts"}


def test_the_alternative_that_is_begun_is_gone_on_with():
    talk = moving("(City AND State) OR Postcode", PromptSpecification=prompt("Where to?"))
    talk.say("I have moved")

    talk.say("90210")

    assert talk.intent == "Move Fulfilled"
    assert parts(talk) == {"Postcode": "90210"}


def test_a_part_that_is_not_understood_is_asked_for_again():
    talk = moving("Postcode")
    talk.say("I have moved")

    assert talk.say("somewhere by the trees") == ["Postcode?"]
    assert talk.state["dialogAction"]["subSlotToElicit"] == {"name": "Postcode"}


def test_a_lambda_may_ask_for_one_part():
    def hook(event):
        if event["invocationSource"] == "DialogCodeHook":
            return delegate(event)
        reply = answer(event, "ElicitSlot", "Which state?", slot="Address")
        reply["sessionState"]["dialogAction"]["subSlotToElicit"] = {"name": "State"}
        return reply

    talk = moving("City", hook)
    talk.say("I have moved")

    assert talk.say("Boston") == ["Which state?"]
    assert talk.state["dialogAction"]["subSlotToElicit"] == {"name": "State"}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("A", [["A"]]),
        ("A AND B", [["A", "B"]]),
        ("(A AND B) OR C", [["A", "B"], ["C"]]),
        ("A AND (B OR C)", [["A", "B"], ["A", "C"]]),
        ("((A))", [["A"]]),
    ],
)
def test_an_expression_means_sets_of_parts(expression: str, expected: list[list[str]]):
    assert alternatives(expression) == expected


@pytest.mark.parametrize("expression", ["", "(A", "A AND", "A B", ") A"])
def test_what_is_no_expression_is_refused(expression: str):
    with pytest.raises(ValueError, match=r".+"):
        alternatives(expression)


@pytest.mark.parametrize(
    ("said", "style", "word"),
    [
        ("b o b", "SpellByLetter", "bob"),
        ("B. O. B.", "SpellByLetter", "bob"),
        ("m double t", "SpellByLetter", "mtt"),
        ("a b one two", "SpellByLetter", "ab12"),
        ("j o at x dot c o m", "SpellByLetter", "jo@x.com"),
        ("b as in boy o as in orange b as in boy", "SpellByWord", "bob"),
        ("v like victor i for india", "SpellByWord", "vi"),
        ("victor india", "SpellByWord", "vi"),
        ("double t as in tango", "SpellByWord", "tt"),
    ],
)
def test_spelling_is_put_together(said: str, style: str, word: str):
    assert spelled(said, style) == word


def test_a_customer_who_is_asked_to_spell_is_understood():
    def hook(event):
        if not event["sessionState"]["intent"]["slots"]["Name"]:
            reply = answer(event, "ElicitSlot", "Please spell it.", slot="Name")
            reply["sessionState"]["dialogAction"]["slotElicitationStyle"] = "SpellByWord"
            return reply
        return delegate(event)

    name = slot("Name", "AMAZON.FirstName")
    talk = Talk(
        bot(intent("Book", "book a table", slots=[name], DialogCodeHook={"Enabled": True})), hook
    )
    talk.say("book a table")

    talk.say("a as in apple n as in nancy a as in apple")

    assert talk.slots["Name"].lower() == "ana"
