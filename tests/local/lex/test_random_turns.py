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
    delegate,
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
    st.text(min_size=1, max_size=60),
    st.sampled_from(WORDS.split("|")),
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
    """A bad value now and then: one in every place would stop all at the first."""
    return st.sampled_from([good] * 15 + [bad]).flatmap(lambda chosen: chosen)


def parts(needed=(), **members):
    """An object; what is needed may be missing too, now and then."""
    full = st.fixed_dictionaries(
        {name: members[name] for name in needed},
        optional={name: part for name, part in members.items() if name not in needed},
    )
    return mostly(full, st.fixed_dictionaries({}, optional=members)) if needed else full


INTENTS = ["OrderFlowers", "TrackOrder", "Pay", "FallbackIntent", "Nope"]
SLOTS = ["FlowerType", "PickupDate", "PickupTime", "Order", "Payee", "Nope"]
strings = st.dictionaries(st.text(min_size=1, max_size=5), mostly(st.text(max_size=9)), max_size=2)
values = mostly(
    parts(
        ["value"],
        shape=mostly(st.sampled_from(["Scalar", "List", "Composite"])),
        value=mostly(
            parts(
                ["interpretedValue"],
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
        ["name"],
        name=mostly(st.sampled_from(INTENTS)),
        slots=mostly(st.dictionaries(st.sampled_from(SLOTS), values, max_size=2)),
        state=mostly(st.sampled_from(["InProgress", "Fulfilled", "Failed", "ReadyForFulfillment"])),
        confirmationState=mostly(st.sampled_from(["None", "Confirmed", "Denied"])),
    )
)
KINDS = ["Close", "ConfirmIntent", "Delegate", "ElicitIntent", "ElicitSlot", "None"]
actions = mostly(
    parts(
        ["type", "slotToElicit"],
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
                ["name"],
                name=mostly(st.sampled_from(["paid", "a_b"])),
                timeToLive=mostly(
                    parts(
                        timeToLiveInSeconds=mostly(st.integers(5, 86_400)),
                        turnsToLive=mostly(st.integers(1, 20)),
                    )
                ),
                contextAttributes=strings,
            )
        ),
        max_size=2,
    )
)
asked = parts(
    dialogAction=actions,
    intent=intents,
    sessionAttributes=strings,
    activeContexts=contexts,
    runtimeHints=parts(slotHints=mostly(st.just({}))),
)
answered = parts(
    ["dialogAction"],
    dialogAction=actions,
    intent=intents,
    sessionAttributes=strings,
    activeContexts=contexts,
    runtimeHints=mostly(st.just({})),
)
messages = mostly(
    st.lists(
        mostly(
            parts(
                ["contentType", "content"],
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
# None stands for a hook that leaves everything to Lex.
hook_answers = st.one_of(
    st.none(),
    mostly(
        parts(["sessionState"], sessionState=answered, messages=messages, requestAttributes=strings)
    ),
)
turns = st.lists(
    st.one_of(
        st.tuples(st.just("say"), texts, st.none(), st.none(), hook_answers),
        st.tuples(st.just("say"), texts, mostly(asked), mostly(strings), hook_answers),
        st.tuples(st.just("put"), st.just(""), mostly(asked), mostly(strings), hook_answers),
    ),
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


OPENINGS = ["I would like to order some flowers", "pay a bill", "pay Maria", "where is my order"]
openings = st.sampled_from(OPENINGS)


def converse(shop, opening, conversation):
    """Take the turns; whatever is not an answer in shape must be one of Lex's errors."""
    talk = Talk(shop, delegate)
    talk.say(opening)
    for operation, text, state, attributes, hook_answer in conversation:
        talk.hook = delegate if hook_answer is None else lambda event, told=hook_answer: told
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
@given(openings, turns)
def test_random_conversations_stay_in_shape(shop, opening, conversation):
    converse(shop, opening, conversation)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@settings(max_examples=1_700, deadline=None, suppress_health_check=SLOW)
@given(openings, turns)
def test_random_conversations_stay_in_shape_all_night(shop, opening, conversation):
    converse(shop, opening, conversation)
