"""Every block, and every branch out of it."""

from typing import Any

import numpy as np
import pytest

from local.connect.contact import Contact
from local.connect.lex_block import listening
from local.connect.services import BotTurn, ServiceFailedError
from local.connect.steps import Keyed, Keypad, Silent, Spoke
from local.speech.choice import has_whisper
from tests.local.connect.flows import (
    ALIAS,
    CALLER,
    FUNCTION,
    QUEUE,
    World,
    block,
    contact,
    flow,
    run,
    say,
)

LOST, UNMATCHED = "NoMatchingError", "NoMatchingCondition"


def speech() -> Spoke:
    return Spoke(np.full(1_600, 900, np.int16), 16_000)


# ── Messages and settings ───────────────────────────────────────────────────────────────────────


def test_a_message_is_said_with_what_is_known_in_it():
    ran = run(flow(say("hello", "You call from $.CustomerEndpoint.Address, $.Attributes.name.")))

    assert ran.said == [f"You call from {CALLER}, ."]


def test_a_message_of_nothing_takes_its_error_branch():
    empty = block("b", "MessageParticipant", {"Text": "$.Attributes.none"}, errors={LOST: "sorry"})

    assert run(flow(empty, say("sorry", "Sorry."))).said == ["Sorry."]


def test_language_and_voice_hold_from_then_on():
    voice = block("v", "UpdateContactTextToSpeechVoice", {"TextToSpeechVoice": "Lupe"}, then="l")
    language = block("l", "UpdateContactData", {"LanguageCode": "es-US"}, then="hola")

    ran = run(flow(voice, language, say("hola", "$.LanguageCode $.TextToSpeechVoiceId")))

    assert ran.said == ["es-US Lupe"]
    assert ran.steps[-2].language_code == "es-US"  # type: ignore[union-attr]


def test_recording_and_log_are_turned_on_and_off():
    on = {"RecordedParticipants": ["Agent", "Customer"], "IVRRecordingBehavior": "Enabled"}
    recording = block("r", "UpdateContactRecordingBehavior", {"RecordingBehavior": on}, then="g")
    log = block("g", "UpdateFlowLoggingBehavior", {"FlowLoggingBehavior": "Enabled"})

    ran = run(flow(recording, log))

    assert ran.contact.ivr_recorded
    assert ran.contact.logged
    assert ran.contact.recorded == {"Agent", "Customer"}


def test_attributes_are_kept_and_read():
    kept = block("a", "UpdateContactAttributes", {"Attributes": {"who": "$.ContactId"}}, then="say")

    ran = run(flow(kept, say("say", "$.Attributes.who")))

    assert ran.said == [ran.contact.contact_id]


# ── Keys ────────────────────────────────────────────────────────────────────────────────────────


def menu(**parameters: Any) -> dict[str, Any]:
    given = {"Text": "Press 1.", "StoreInput": "False", "InputTimeLimitSeconds": "3"}
    errors = {"InputTimeLimitExceeded": "late", UNMATCHED: "other", LOST: "end"}
    return block(
        "menu", "GetParticipantInput", given | parameters, conditions={"1": "one"}, errors=errors
    )


BRANCHES = [say("one", "One."), say("late", "Late."), say("other", "Other.")]


@pytest.mark.parametrize(
    ("heard", "answer"), [(Keyed("1"), "One."), (Keyed("9"), "Other."), (Silent(), "Late.")]
)
def test_a_menu_branches_by_its_first_key(heard: Any, answer: str):
    ran = run(flow(menu(), *BRANCHES), heard=[heard])

    assert ran.said == ["Press 1.", answer]
    assert not ran.listened[0].hears
    assert ran.listened[0].start_timeout_ms == 3_000


@pytest.mark.parametrize(
    ("heard", "stored"),
    [(Keyed("4165#99"), "4165"), (Silent(), "Timeout"), (Keyed("4*"), "Timeout")],
)
def test_stored_input_is_what_was_keyed_up_to_its_end(heard: Any, stored: str):
    stores = menu(StoreInput="True", InputValidation={"CustomValidation": {"MaximumLength": "9"}})
    stores["Transitions"]["NextAction"] = "one"

    ran = run(flow(stores, *BRANCHES), heard=[heard])

    assert ran.contact.stored_input == stored


def test_a_number_that_is_none_takes_its_own_branch():
    wanted = {"PhoneNumberValidation": {"NumberFormat": "E164", "CountryCode": "CA"}}
    stores = menu(StoreInput="True", InputValidation=wanted)
    stores["Transitions"]["Errors"].append(
        {"ErrorType": "InvalidPhoneNumber", "NextAction": "other"}
    )

    assert run(flow(stores, *BRANCHES), heard=[Keyed("12#")]).said[-1] == "Other."


@pytest.mark.parametrize(
    ("pressed", "read"),
    [("4821#", "4821"), ("482199", "4821"), ("48*", ""), ("48", "48"), ("#", "")],
)
def test_a_keypad_reads_up_to_its_end(pressed: str, read: str):
    assert Keypad(max_length=4).read(pressed) == read


# ── The bot ─────────────────────────────────────────────────────────────────────────────────────


def lex(**attributes: str) -> dict[str, Any]:
    parameters = {
        "Text": "How can I help?",
        "LexV2Bot": {"AliasArn": ALIAS},
        "LexSessionAttributes": attributes,
    }
    errors = {UNMATCHED: "other", LOST: "late"}
    return block(
        "lex", "ConnectParticipantWithLexBot", parameters, conditions={"Pay": "one"}, errors=errors
    )


def turn(intent: str, *texts: str, ends: bool = True, **more: Any) -> BotTurn:
    return BotTurn(texts, "what was heard", intent, has_ended=ends, **more)


@pytest.mark.skipif(has_whisper(), reason="Whisper hears Spanish")
def test_who_speaks_a_language_that_is_not_heard_here_is_told_and_heard_when_it_is_written():
    spanish = block("es", "UpdateContactData", {"LanguageCode": "es-US"}, then="lex")
    world = World(turns=[turn("Pay", "Listo.")])
    written = Spoke(np.zeros(160, np.int16), 16_000, "quiero pagar")

    ran = run(flow(spanish, lex(), *BRANCHES), world, [speech(), written])

    assert "Only English is heard on this machine" in ran.notes("language")[0]
    assert world.heard == [written]


@pytest.mark.parametrize(("intent", "answer"), [("Pay", "One."), ("Hello", "Other.")])
def test_the_bot_talks_until_it_closes_and_the_intent_decides(intent: str, answer: str):
    turns: Any = [turn(intent, "How much?", ends=False), turn(intent, "Done.")]
    world = World(turns=turns)

    ran = run(
        flow(lex(number="$.CustomerEndpoint.Address"), *BRANCHES), world, [speech(), speech()]
    )

    assert ran.said == ["How can I help?", "How much?", "Done.", answer]
    assert ran.contact.lex["IntentName"] == intent
    assert world.sent == [{"number": CALLER}, None]


def test_slots_and_attributes_of_the_bot_are_read_afterwards():
    closed = turn("Pay", slots={"Payee": "mortgage"}, attributes={"mood": "calm"})
    said = say("one", "$.Lex.Slots.Payee $.Lex.SessionAttributes.mood")

    ran = run(flow(lex(), said, *BRANCHES[1:]), World(turns=[closed]), [speech()])

    assert ran.said[-1] == "mortgage calm"


def test_a_bot_that_fails_takes_the_error_branch():
    world = World(turns=[ServiceFailedError("Lex is down")])

    ran = run(flow(lex(), *BRANCHES), world, [speech()])

    assert ran.said[-1] == "Late."
    assert ran.notes("error") == ["Lex is down"]


def test_a_block_without_a_bot_takes_the_error_branch():
    nobody = lex()
    nobody["Parameters"]["LexV2Bot"] = {"AliasArn": "$.Attributes.bot"}

    assert run(flow(nobody, *BRANCHES)).said == ["Late."]


def test_keys_are_trimmed_as_the_slot_wants_and_none_left_is_silence():
    attributes = {"x-amz-lex:dtmf:max-length:Verify:Pin": "4"}
    world = World(turns=[turn("Pay", ends=False, waits_for=("Verify", "Pin")), turn("Pay")])
    world.waits_for = ("Verify", "Pin")

    run(flow(lex(**attributes), *BRANCHES), world, [Keyed("48219"), Keyed("*")])

    assert world.heard == [Keyed("4821"), Silent()]


@pytest.mark.parametrize(
    ("slot", "timeout_ms"), [(("Verify", "Pin"), 9_000), (("Verify", "Number"), 6_000)]
)
def test_the_nearest_reserved_attribute_counts(slot: tuple[str, str], timeout_ms: int):
    attributes = {
        "x-amz-lex:audio:start-timeout-ms:*:*": "6000",
        "x-amz-lex:audio:start-timeout-ms:Verify:Pin": "9000",
    }

    assert listening(attributes, *slot).start_timeout_ms == timeout_ms


# ── Functions ───────────────────────────────────────────────────────────────────────────────────


def function(**parameters: Any) -> dict[str, Any]:
    given = {"LambdaFunctionARN": FUNCTION, "LambdaInvocationAttributes": {"n": "$.ContactId"}}
    return block("f", "InvokeLambdaFunction", given | parameters, then="one", errors={LOST: "late"})


def test_a_function_gets_connects_event_and_its_answer_is_read():
    world = World(answers={FUNCTION: {"name": "Ana", "known": True}})
    said = say("one", "$.External.name $.External.known")

    ran = run(flow(function(), said, *BRANCHES[1:]), world)

    details = world.events[0]["Details"]
    assert ran.said == ["Ana true"]
    assert world.events[0]["Name"] == "ContactFlowEvent"
    assert details["Parameters"] == {"n": ran.contact.contact_id}
    assert details["ContactData"]["CustomerEndpoint"]["Address"] == CALLER


@pytest.mark.parametrize("answer", [None, "words", {"nested": {"a": 1}}])
def test_an_answer_that_connect_does_not_take_is_an_error(answer: Any):
    assert run(flow(function(), *BRANCHES), World(answers={FUNCTION: answer})).said == ["Late."]


def test_a_nested_answer_is_taken_as_json():
    world = World(answers={FUNCTION: {"nested": {"name": "Ana"}}})
    as_json = function(ResponseValidation={"ResponseType": "JSON"})
    said = say("one", "$.External.nested.name")

    assert run(flow(as_json, said, *BRANCHES[1:]), world).said == ["Ana"]


def test_the_event_of_a_withheld_number_has_no_endpoint():
    withheld = Contact("id", "arn", None, None)

    assert withheld.event({})["Details"]["ContactData"]["CustomerEndpoint"] is None
    assert contact().event({})["Details"]["ContactData"]["Channel"] == "VOICE"


# ── Deciding ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("value", "answer"), [("1", "One."), ("2", "Other.")])
def test_a_comparison_branches_or_does_not_match(value: str, answer: str):
    compare = block(
        "c",
        "Compare",
        {"ComparisonValue": value},
        conditions={"1": "one"},
        errors={UNMATCHED: "other"},
    )

    assert run(flow(compare, *BRANCHES)).said == [answer]


def test_a_loop_goes_round_as_often_as_it_says():
    loop = block(
        "loop",
        "Loop",
        {"LoopCount": "2"},
        then=None,
        conditions={"ContinueLooping": "again", "DoneLooping": "one"},
    )

    ran = run(flow(loop, say("again", "Again.", then="loop"), *BRANCHES))

    assert ran.said == ["Again.", "Again.", "One."]


def test_a_flow_that_never_listens_is_ended():
    ran = run(flow(say("a", "A.", then="b"), say("b", "B.", then="a")))

    assert "was ended" in ran.notes("error")[0]


# ── Passing on ──────────────────────────────────────────────────────────────────────────────────


def queue(arn: str = QUEUE) -> list[dict[str, Any]]:
    errors = {"QueueAtCapacity": "other", LOST: "late"}
    return [
        block("q", "UpdateContactTargetQueue", {"QueueId": arn}, then="t", errors={LOST: "late"}),
        block("t", "TransferContactToQueue", then="end", errors=errors),
    ]


def test_a_call_is_put_in_its_queue():
    ran = run(flow(*queue(), *BRANCHES))

    assert ran.contact.queue_arn == QUEUE
    assert ran.notes("agent") == ["waiting"]
    assert ran.said[0].startswith("Thank you for calling.")


def test_a_queue_that_is_full_takes_its_branch():
    assert run(flow(*queue(), *BRANCHES), World(queue_is_full=True)).said == ["Other."]


def test_a_queue_that_is_none_takes_the_error_branch():
    assert run(flow(*queue("nowhere"), *BRANCHES)).said == ["Late."]


def test_no_queue_at_all_takes_the_error_branch():
    assert run(flow(queue()[1], *BRANCHES)).said == ["Late."]


def test_another_flow_takes_over_or_is_missing():
    to = block("f", "TransferToFlow", {"ContactFlowId": "second"}, errors={LOST: "late"})
    second = flow(say("hi", "Second flow."))

    assert run(flow(to, *BRANCHES), World(flows={"second": second})).said == ["Second flow."]
    assert run(flow(to, *BRANCHES)).said == ["Late."]
