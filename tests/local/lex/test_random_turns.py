"""Whatever is said, sent or answered: an answer in Lex's shape or one of Lex's errors."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local.lex.bots import build
from local.lex.errors import LexError
from tests.local.lex.shapes import output_faults
from tests.local.lex.talk import (
    FLOWER_TYPES,
    Talk,
    bot,
    flowers,
    intent,
    prompt,
    slot,
    step,
)

ON = {"DialogCodeHook": {"Enabled": True}, "FulfillmentCodeHook": {"Enabled": True}}
WORDS = (
    "yes|no|roses|tomorrow|at 5 pm|ten|double two|$12.50|where is my order|order some flowers|"
    "pay a bill|maria|seattle|jane@example.com|{FlowerType}|[x]|((y))|\\|'|\"|%|next friday|-1|1e9|"
    "0042|٣|花|é|\u200d|\n|sw1a 1aa|last|point|hundred million|o'clock|31 february|and"
)
texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS.split("|")), min_size=1, max_size=6).map(" ".join),
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8))
jsons = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=6), inner, max_size=2)
    ),
    max_leaves=4,
)


def mostly(good, bad=jsons):
    """A good value three times out of four."""
    return st.one_of(good, good, good, bad)


def parts(**members):
    return st.fixed_dictionaries({}, optional=members)


INTENTS = ["OrderFlowers", "TrackOrder", "Pay", "FallbackIntent", "Nope"]
SLOTS = ["FlowerType", "PickupDate", "PickupTime", "Order", "Payee", "Nope"]
strings = mostly(st.dictionaries(st.text(max_size=5), mostly(st.text(max_size=9)), max_size=2))
values = mostly(
    parts(
        shape=mostly(st.sampled_from(["Scalar", "List", "Composite"])),
        value=mostly(
            parts(
                interpretedValue=mostly(texts),
                originalValue=mostly(texts),
                resolvedValues=mostly(st.lists(mostly(texts), max_size=2)),
            )
        ),
        values=mostly(st.lists(jsons, max_size=2)),
    )
)
intents = mostly(
    parts(
        name=mostly(st.sampled_from(INTENTS)),
        slots=mostly(st.dictionaries(st.sampled_from(SLOTS), values, max_size=2)),
        state=mostly(st.sampled_from(["InProgress", "Fulfilled", "Failed", "ReadyForFulfillment"])),
        confirmationState=mostly(st.sampled_from(["None", "Confirmed", "Denied"])),
    )
)
KINDS = ["Close", "ConfirmIntent", "Delegate", "ElicitIntent", "ElicitSlot", "None"]
actions = mostly(
    parts(
        type=mostly(st.sampled_from(KINDS)),
        slotToElicit=mostly(st.sampled_from(SLOTS)),
        slotElicitationStyle=mostly(st.sampled_from(["Default", "SpellByLetter", "SpellByWord"])),
        subSlotToElicit=jsons,
    )
)
contexts = mostly(
    st.lists(
        mostly(
            parts(
                name=mostly(st.sampled_from(["paid", "a_b", "a b"])),
                timeToLive=mostly(
                    parts(
                        timeToLiveInSeconds=mostly(st.integers(0, 90_000)),
                        turnsToLive=mostly(st.integers(0, 25)),
                    )
                ),
                contextAttributes=strings,
            )
        ),
        max_size=2,
    )
)
states = st.one_of(
    st.none(),
    mostly(
        parts(
            dialogAction=actions,
            intent=intents,
            sessionAttributes=strings,
            activeContexts=contexts,
            runtimeHints=jsons,
        )
    ),
)
messages = mostly(
    st.lists(
        mostly(
            parts(
                contentType=mostly(st.sampled_from(["PlainText", "SSML", "ImageResponseCard"])),
                content=mostly(texts),
                imageResponseCard=mostly(
                    parts(title=mostly(texts), subtitle=mostly(texts), buttons=jsons)
                ),
            )
        ),
        max_size=3,
    )
)
hook_answers = mostly(parts(sessionState=states, messages=messages, requestAttributes=strings))
turns = st.lists(
    st.tuples(st.sampled_from(["say", "say", "say", "put"]), texts, states, strings, hook_answers),
    min_size=1,
    max_size=5,
)


@pytest.fixture(scope="module")
def shop():
    """One intent in the default order, one with a flow of its own, one without a hook."""
    confirming = {"PromptSpecification": prompt("Pay {Payee}?", retries=0)}
    return build(
        bot(
            flowers(**ON),
            intent(
                "Pay",
                "pay a bill",
                "pay {Payee}",
                slots=[slot("Payee", "AMAZON.FirstName"), slot("Order", "AMAZON.AlphaNumeric")],
                InitialResponseSetting={
                    "NextStep": step("InvokeDialogCodeHook"),
                    "CodeHook": {"IsActive": True, "EnableCodeHookInvocation": True},
                },
                IntentConfirmationSetting=confirming,
                OutputContexts=[{"Name": "paid", "TimeToLiveInSeconds": 60, "TurnsToLive": 2}],
                **ON,
            ),
            intent("TrackOrder", "where is my order", slots=[slot("Order", "AMAZON.Number")]),
            types=[FLOWER_TYPES],
        )
    )


def converse(shop, conversation):
    """Take the turns; whatever is not an answer in shape must be one of Lex's errors."""
    talk = Talk(shop, lambda event: {})
    for operation, text, state, attributes, hook_answer in conversation:
        talk.hook = lambda event, told=hook_answer: told
        try:
            if operation == "say":
                talk.say(text, state, attributes)
            else:
                talk.put(state, attributes=attributes)
            session = json.loads(json.dumps(talk.runtime.get_session(talk.key)))
        except LexError:
            continue
        assert output_faults("GetSession", session) == []


SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW, derandomize=True)
@given(turns)
def test_random_conversations_stay_in_shape(shop, conversation):
    converse(shop, conversation)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@settings(max_examples=1_700, deadline=None, suppress_health_check=SLOW)
@given(turns)
def test_random_conversations_stay_in_shape_all_night(shop, conversation):
    converse(shop, conversation)
