import json
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from omnilex.adapters.support_files import SupportFiles
from omnilex.adapters.understanding import Interpreter, Understanding
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import (
    BotFigures,
    Contact,
    Role,
    SentimentLabel,
    Separation,
    Status,
    Turn,
)
from omnilex.domain.conversation import Entry
from omnilex.domain.failure import TranscriptUnreadableError
from omnilex.domain.transcript import Transcript
from omnilex.handlers import analyze_transcript, register_contact
from omnilex.handlers.analyze_transcript import lambda_handler
from tests.integration.analytics.comprehend import Comprehend
from tests.integration.analytics.world import (
    CALL,
    CONTEXT,
    GUID,
    JOB,
    NOON,
    ROOT,
    S3,
    SUPPORT_FILES,
    World,
    defaults,
    event,
    transcript,
    wav,
)

OUTPUT = f"transcriptions/{JOB}.json"
RULES = json.dumps(
    {
        "categories": [
            {"name": "Thanks", "rules": [{"speaker": "CUSTOMER", "phrases": ["thank you"]}]}
        ],
        "highlights": [{"kind": "ISSUE", "phrases": ["my card is blocked"]}],
    }
)


def analyze(world: World, situation: str = "speakers_told_apart") -> Contact:
    """The interim contact."""
    answer = lambda_handler(event("analyze_transcript", situation), CONTEXT)
    return Contact.model_validate(world.read(answer["interim_key"]))


@pytest.fixture
def transcribed(world: World, comprehend: Comprehend) -> World:
    world.register(wav())
    world.keep(OUTPUT, CALL)
    return world


def test_words_become_turns_of_the_two_participants(transcribed: World):
    contact = analyze(transcribed)

    assert [(turn.role, turn.text) for turn in contact.turns] == [
        (Role.AGENT, "Thank you for calling, how can I help?"),
        (Role.CUSTOMER, "This is terrible. My card is blocked."),
        (Role.AGENT, "I will unblock your card now."),
        (Role.CUSTOMER, "Wonderful, thank you."),
    ]
    assert contact.turns[1].begin_offset_ms == 5_000
    assert contact.turns[1].duration_ms == 3_400
    assert contact.speaker_names == {"AGENT": "Agent", "CUSTOMER": "Caller"}
    assert contact.separation_reason == "the agent is the one who greets and offers help"


def test_every_turn_has_a_sentiment_and_every_participant_a_trend(transcribed: World):
    contact = analyze(transcribed)

    labels = [turn.sentiment for turn in contact.turns]
    customer = contact.sentiment.CUSTOMER
    neutral, negative, positive = (
        SentimentLabel(name) for name in ("NEUTRAL", "NEGATIVE", "POSITIVE")
    )
    assert labels == [neutral, negative, neutral, positive]
    assert contact.turns[1].score == pytest.approx(-5 * (0.94 - 0.4) / 0.6)
    assert contact.turns[3].score == pytest.approx(+5 * (0.94 - 0.4) / 0.6)
    assert customer.average == pytest.approx(0)
    assert customer.quarters == pytest.approx((None, -4.5, None, 4.5))
    assert customer.trend == pytest.approx(9.0)


def test_who_talked_how_long_is_counted(transcribed: World):
    contact = analyze(transcribed)

    assert contact.talk is not None
    assert contact.duration_ms == 24_000
    assert contact.talk.AGENT.talk_time_ms == 3_900 + 2_900
    assert contact.talk.CUSTOMER.talk_time_ms == 3_400 + 1_400
    assert contact.talk.AGENT.interruptions == 0


def test_the_words_are_kept_apart_from_the_document(transcribed: World):
    contact = analyze(transcribed)

    kept = transcribed.read(f"words/{GUID}.json")
    assert contact.words_key == f"words/{GUID}.json"
    assert kept["contact_id"] == GUID
    assert kept["words"][0] == {
        "text": "Thank",
        "begin_offset_ms": 0,
        "end_offset_ms": 400,
        "confidence": 0.99,
        "turn": 0,
    }
    assert len(kept["words"]) == 24


def test_the_list_shows_that_the_contact_is_being_analysed(transcribed: World):
    analyze(transcribed)

    assert transcribed.contact().status is Status.ANALYZING
    assert transcribed.contact().turns == ()


def test_channels_are_the_participants_in_the_order_of_their_names(transcribed: World):
    transcribed.keep(OUTPUT, transcript(("ch_1", 0, "Hello there."), ("ch_0", 2, "Hello.")))

    contact = analyze(transcribed, "channels_told_apart")

    assert [turn.role for turn in contact.turns] == [Role.CUSTOMER, Role.AGENT]
    assert contact.speaker_separation is Separation.CHANNEL


def test_a_language_that_comprehend_does_not_speak_has_turns_without_sentiment(
    transcribed: World, comprehend: Comprehend
):
    contact = analyze(transcribed, "language_without_sentiment")

    assert len(contact.turns) == 4
    assert {turn.sentiment for turn in contact.turns} == {None}
    assert contact.sentiment.CUSTOMER.average is None
    assert comprehend.batches == []


def test_a_contact_of_unknown_length_ends_with_its_last_word(transcribed: World):
    contact = analyze(transcribed, "length_unknown")

    assert contact.duration_ms == 19_400


def test_a_recording_in_which_nobody_speaks_is_a_contact_without_turns(transcribed: World):
    transcribed.keep(OUTPUT, transcript())

    contact = analyze(transcribed)

    assert contact.turns == ()
    assert contact.separation_reason == "nobody speaks"
    assert contact.sentiment.AGENT.average is None


def test_turns_go_to_comprehend_at_most_25_at_a_time_and_the_same_text_once(
    transcribed: World, comprehend: Comprehend
):
    said = [(f"spk_{at % 2}", at * 4.0, f"Sentence number {at // 2}") for at in range(120)]
    transcribed.keep(OUTPUT, transcript(*said))

    contact = analyze(transcribed)

    assert len(contact.turns) == 120
    assert sorted(len(batch) for batch in comprehend.batches) == [10, 25, 25]


def test_a_turn_longer_than_comprehend_takes_is_sent_in_pieces(
    transcribed: World, comprehend: Comprehend
):
    long_turn = " ".join(["wonderful"] * 700)
    transcribed.keep(OUTPUT, transcript(("spk_0", 0, long_turn)))

    contact = analyze(transcribed)

    (batch,) = comprehend.batches
    assert [len(piece.encode()) for piece in batch] == [5_000, 1_999]
    assert contact.turns[0].sentiment is SentimentLabel.POSITIVE
    assert contact.turns[0].text == long_turn


@pytest.mark.parametrize(
    "output",
    [
        "not JSON",
        {"results": {}},
        {"results": {"items": [{"type": "pronunciation", "alternatives": []}]}},
    ],
)
def test_a_transcript_of_another_form_is_said_to_be_one(transcribed: World, output: Any):
    transcribed.keep(OUTPUT, output)

    with pytest.raises(TranscriptUnreadableError, match="cannot be read as"):
        analyze(transcribed)


def dropped(world: World, file: str, key: str = "originalAudio/dropped") -> Contact:
    """The interim contact of a file that is a transcript itself."""
    asked = event("register_contact", "name_without_metadata")
    asked["detail"]["object"]["key"] = key
    world.drop(asked["detail"], (ROOT / "tests/data/dropped" / file).read_bytes())
    registered = register_contact.lambda_handler(asked, CONTEXT)
    taken = {"transcript_key": None, "duration_ms": None, "language": None}
    answer = lambda_handler({"contact_id": registered["contact_id"], **taken}, CONTEXT)
    return Contact.model_validate(world.read(answer["interim_key"]))


@pytest.mark.parametrize("file", ["transcribe_speakers.json", "transcribe_channels.json"])
def test_what_transcribe_wrote_elsewhere_is_analysed_as_if_it_were_ours(
    world: World, comprehend: Comprehend, file: str
):
    contact = dropped(world, file)

    assert [turn.role.value for turn in contact.turns] == 3 * ["AGENT", "CUSTOMER"]
    assert contact.turns[3].text == "[PIN]"
    assert contact.language == ("en-US" if "speakers" in file else "es")
    assert contact.sentiment.CUSTOMER.average is not None


def test_the_pin_that_a_customer_says_is_in_no_file_of_ours(world: World, comprehend: Comprehend):
    contact = dropped(world, "transcribe_speakers.json")

    words = world.read(contact.words_key or "")["words"]
    assert "[PIN]" in [word["text"] for word in words]
    assert not {"eight", "two", "one"} & {word["text"] for word in words}
    assert "eight two one" not in contact.model_dump_json()
    assert all("eight two" not in text for batch in comprehend.batches for text in batch)


def test_call_analytics_own_findings_stand_first(world: World, comprehend: Comprehend):
    world.lay("categories.json", RULES)

    contact = dropped(world, "call_analytics.json")

    assert [one.name for one in contact.categories] == ["card-blocked", "Thanks"]
    assert (contact.categories[0].points[0].turn, contact.categories[1].points[0].turn) == (1, 3)
    assert [(one.kind.value, one.text) for one in contact.highlights] == [
        ("ISSUE", "My debit card is blocked"),
        ("OUTCOME", "I have unblocked it"),
        ("ACTION_ITEM", "I will send you a letter."),
    ]
    assert contact.loudness is not None
    assert contact.loudness.CUSTOMER[4:7] == (78.0, 80.2, 81.5)
    assert contact.turns[1].loudness_db == pytest.approx(79.3)
    assert contact.talk is not None
    assert contact.talk.AGENT.interruptions == 1
    assert [(one.begin_offset_ms, one.duration_ms) for one in contact.talk.non_talk] == [
        (14_000, 4_500)
    ]
    assert contact.duration_ms == 20_500


def test_a_word_that_transcribe_redacted_is_a_tag_with_its_own_confidence(transcribed: World):
    redacted = transcript(("spk_0", 0, "My name is [PII]."))
    hidden = redacted["results"]["items"][3]
    hidden["alternatives"] = [{"content": "[PII]", "redactions": [{"confidence": "0.71"}]}]
    transcribed.keep(OUTPUT, redacted)

    contact = analyze(transcribed)

    assert [one.type for one in contact.turns[0].redactions] == ["PII"]
    assert transcribed.read(contact.words_key or "")["words"][3]["confidence"] == 0.71


def test_contact_lens_output_of_a_call_keeps_its_tags(world: World, comprehend: Comprehend):
    contact = dropped(world, "contact_lens_call.json")

    assert [turn.role.value for turn in contact.turns] == 2 * ["AGENT", "CUSTOMER"]
    assert contact.turns[0].text == "Hello, this is [PII]. How may I help you?"
    assert [one.type for one in contact.turns[0].redactions] == ["PII"]
    assert [one.name for one in contact.categories] == ["Cancellation"]
    assert contact.highlights[0].text == "I want to cancel my credit card"
    assert contact.talk is not None
    assert contact.talk.CUSTOMER.words_per_minute == pytest.approx(13 * 60_000 / 7_900)


@pytest.mark.parametrize("file", ["contact_lens_chat.json", "connect_chat.json"])
def test_a_chat_with_a_person_has_messages_of_all_three(
    world: World, comprehend: Comprehend, file: str
):
    contact = dropped(world, file)

    assert [(turn.role.value, turn.begin_offset_ms) for turn in contact.turns] == [
        ("BOT", 1_100),
        ("CUSTOMER", 9_300),
        ("BOT", 10_000),
        ("AGENT", 34_000),
        ("CUSTOMER", 52_000),
        ("AGENT", 80_000),
        ("CUSTOMER", 104_000),
    ]
    assert contact.turns[0].text == "What is it about?"
    assert contact.turns[0].sentiment is None
    assert contact.turns[4].text.endswith("My account number is [BANK_ACCOUNT_NUMBER].")
    assert contact.turns[4].sentiment is SentimentLabel.NEGATIVE
    assert contact.bot is not None
    assert (contact.bot.contained, contact.bot.transferred) == (False, True)
    assert contact.talk is None
    assert contact.duration_ms == 110_400


def test_attachments_of_a_chat_are_counted(world: World, comprehend: Comprehend):
    contact = dropped(world, "connect_chat.json")

    assert "Attachments that were sent: 1." in contact.details


def test_contact_lens_findings_of_a_chat_are_kept(world: World, comprehend: Comprehend):
    contact = dropped(world, "contact_lens_chat.json")

    assert [(one.kind.value, one.text) for one in contact.highlights] == [
        ("ISSUE", "I lost my debit card"),
        ("OUTCOME", "I have blocked the card."),
    ]
    assert contact.categories[0].points[0].text == "I lost my debit card"


@pytest.mark.parametrize("file", ["chat_log.json", "lex_log.jsonl"])
def test_a_chat_with_the_bot_says_how_the_bot_did(world: World, comprehend: Comprehend, file: str):
    contact = dropped(world, file)

    assert contact.bot is not None
    assert contact.bot.contained
    assert contact.bot.intents == ("Welcome", "VerifyIdentity", "MakePayment")
    assert contact.bot.misses == ("can you juggle",)
    assert contact.bot.pin_failures == 1
    confirmed = next(turn for turn in contact.turns if "Confirm" in turn.text)
    assert (confirmed.intent, confirmed.intent_confidence) == ("MakePayment", 0.95)
    assert confirmed.slots == {"Payee": "mortgage", "Amount": "125.50"}
    assert contact.sentiment.CUSTOMER.average is not None


CALL_ID = "5ca32fbd-8f92-46af-92a5-6b0f970f0efe"


def logged(
    said: str, intent: str, action: dict[str, str], *, part: str = "talk", **attributes: str
) -> dict[str, Any]:
    """An entry of a call: what was understood, and with which part of the flow it went on."""
    understood = intent if part == "talk" else "VerifyIdentity"
    state = {
        "intent": {"name": intent if action["type"] != "Close" else "VerifyIdentity"},
        "dialogAction": action,
        "sessionAttributes": {"call_part": part, **attributes},
    }
    return {
        "sessionId": CALL_ID,
        "inputTranscript": said,
        "missedUtterance": False,
        "interpretations": [{"intent": {"name": understood}}],
        "sessionState": state,
    }


ENDED, ASKS_PIN = {"type": "Close"}, {"type": "ElicitSlot", "slotToElicit": "Pin"}
PIN_GIVEN = {"said": "{Pin}", "intent": "VerifyIdentity", "part": "pin"}
BALANCE = logged("what is my balance", "ProvideAccountDetails", ENDED)


def called(world: World, *entries: dict[str, Any]) -> Contact:
    """The interim contact of the bot's part of a call, of which this was logged."""
    situation = event("register_contact", "call_through_connect")
    place = situation["detail"]
    S3.put_object(Bucket=place["bucket"]["name"], Key=place["object"]["key"], Body=wav(channels=2))
    register_contact.lambda_handler(situation, CONTEXT)
    world.keep(OUTPUT, transcript(("ch_1", 0, "How can I help?"), ("ch_0", 2, "My balance.")))
    kept = [
        Entry(
            session_id=CALL_ID,
            request_id=str(second),
            at=NOON + timedelta(seconds=second),
            locale="en_US",
            entry={**one, "timestamp": f"2026-11-23T17:00:{second:02}Z"},
        )
        for second, one in enumerate(entries)
    ]
    analyze_transcript.conversations.append(kept, int(time.time()))
    asked = {**event("analyze_transcript", "channels_told_apart"), "contact_id": CALL_ID}
    interim = lambda_handler(asked, CONTEXT)["interim_key"]
    return Contact.model_validate(world.read(interim))


def test_a_call_says_how_the_bot_did(world: World, comprehend: Comprehend):
    wrong, right = logged(action=ASKS_PIN, **PIN_GIVEN), logged(action=ENDED, **PIN_GIVEN)

    contact = called(world, BALANCE, wrong, right)

    assert [turn.role for turn in contact.turns] == [Role.BOT, Role.CUSTOMER]
    assert contact.bot == BotFigures(
        contained=True, intents=("ProvideAccountDetails", "VerifyIdentity"), pin_failures=1
    )


def test_a_question_that_lex_missed_and_the_bot_answered_is_no_miss(
    world: World, comprehend: Comprehend
):
    asks = {"type": "ElicitIntent"}
    answered = logged("are you open on sundays", "FallbackIntent", asks, understood="yes")
    missed = logged("can you juggle", "FallbackIntent", asks, understood="no")
    unknown = logged("do you sell stamps", "AnswerQuestion", asks, understood="no")

    contact = called(world, answered, missed, unknown)

    assert contact.bot is not None
    assert contact.bot.misses == ("can you juggle", "do you sell stamps")


def test_a_locked_pin_of_a_call_went_to_a_person(world: World, comprehend: Comprehend):
    wrong = logged(action=ASKS_PIN, **PIN_GIVEN)
    locked = logged(action=ENDED, **PIN_GIVEN, verification="locked")

    contact = called(world, BALANCE, wrong, wrong, locked)

    assert contact.bot is not None
    assert (contact.bot.pin_failures, contact.bot.transferred) == (3, True)


def test_a_call_analysed_again_after_its_log_is_gone_keeps_what_it_told(
    world: World, comprehend: Comprehend
):
    known = BotFigures(contained=True, intents=("MakePayment",))
    called(world)
    earlier = world.contacts.get(CALL_ID)
    world.contacts.put(earlier.model_copy(update={"bot": known}))

    asked = {**event("register_contact", "call_through_connect"), "asked": {"reanalysis": True}}
    register_contact.lambda_handler(asked, CONTEXT)

    assert called(world).bot == known


def test_nothing_secret_of_a_chat_is_kept(world: World, comprehend: Comprehend):
    contact = dropped(world, "chat_log.json")

    pins = [turn for turn in contact.turns if turn.text == "[PIN]"]
    asked = next(turn for turn in contact.turns if turn.text.startswith("Thank you. Please"))
    assert [len(turn.redactions) for turn in pins] == [1, 1]
    assert asked.slots == {"PhoneNumber": "•••"}
    assert "4165550134" not in contact.model_dump_json()
    assert contact.turns[3].text == "[PHONE]"


def test_what_the_customer_pressed_at_the_end_is_said(world: World, comprehend: Comprehend):
    contact = dropped(world, "chat_log.json")

    assert contact.feedback == contact.row()["feedback"] == "up"


def test_a_language_nobody_named_is_found_out(world: World, comprehend: Comprehend):
    contact = dropped(world, "connect_chat.json")

    assert (contact.language, contact.language_confidence) == ("es", 0.97)
    assert comprehend.asked.count("detect_dominant_language") == 1


def test_a_language_that_cannot_be_found_out_is_said_in_plain_words(
    world: World, comprehend: Comprehend
):
    comprehend.language = ("", 0.0)

    contact = dropped(world, "connect_chat.json")

    assert contact.language is None
    assert contact.turns[1].sentiment is None
    assert "The language could not be told, so there is no sentiment." in contact.details


def test_a_language_without_sentiment_is_said_in_plain_words(transcribed: World):
    contact = analyze(transcribed, "language_without_sentiment")

    assert contact.details == (
        "There is no sentiment, and there are no entities: Comprehend does not read nl-NL.",
    )


def test_entities_are_those_of_the_list_and_of_comprehend(transcribed: World):
    transcribed.lay("simple-entity-list-en.csv", "item,entity\nCard,PRODUCT\nnock,NOTHING\n")
    transcribed.keep(OUTPUT, transcript(("spk_0", 0, "Your card went to Denver in June. Knock.")))

    contact = analyze(transcribed)

    assert [(one.type, one.text, one.score) for one in contact.turns[0].entities] == [
        ("PRODUCT", "card", 1.0),
        ("LOCATION", "Denver", 0.94),
        ("LOCATION", "June", 0.94),
    ]
    assert [one.text for one in contact.entities] == ["card", "Denver", "June"]
    assert [one.begin_offset for one in contact.turns[0].entities] == [5, 18, 28]


def test_a_recognizer_in_service_stands_before_the_list(world: World, comprehend: Comprehend):
    comprehend.endpoints = {"other-en": "IN_SERVICE", "bank-en": "IN_SERVICE"}
    comprehend.custom = {"Denver": "BRANCH"}
    configured = Configuration.model_validate(
        {**defaults(), "EntityRecognizerEndpoint": "bank", "EntityThreshold": "0.9"}
    )

    contact = understood(configured, "I went to Denver.")

    assert [(one.type, one.text) for one in contact.turns[0].entities] == [("BRANCH", "Denver")]
    assert comprehend.asked.count("list_endpoints") == 2


@pytest.mark.parametrize("status", ["CREATING", "FAILED"])
def test_a_recognizer_out_of_service_is_not_asked(
    world: World, comprehend: Comprehend, status: str
):
    comprehend.endpoints = {"bank-en": status}
    configured = Configuration.model_validate({**defaults(), "EntityRecognizerEndpoint": "bank"})

    contact = understood(configured, "I went to Denver.")

    assert [(one.type, one.text) for one in contact.turns[0].entities] == [("LOCATION", "Denver")]
    assert "detect_entities" not in comprehend.asked


def test_an_entity_below_the_threshold_does_not_count(world: World, comprehend: Comprehend):
    configured = Configuration.model_validate({**defaults(), "EntityThreshold": "0.95"})

    assert understood(configured, "I went to Denver.").turns[0].entities == ()


def test_without_languages_for_redaction_nothing_is_redacted(world: World, comprehend: Comprehend):
    configured = Configuration.model_validate(
        {**defaults(), "ContentRedactionLanguages": "undefined"}
    )

    shown = understood(configured, "My pin is four one two three.")

    assert shown.turns[0].text == "My pin is four one two three."
    assert "detect_pii_entities" not in comprehend.asked


def test_what_comprehend_finds_sensitive_is_hidden_and_a_name_is_not(transcribed: World):
    transcribed.keep(OUTPUT, transcript(("spk_0", 0, "I am Ana, write to ana@example.com please.")))

    contact = analyze(transcribed)

    assert contact.turns[0].text == "I am Ana, write to [EMAIL] please."


def test_key_phrases_and_a_summary_are_found(transcribed: World):
    transcribed.keep(
        OUTPUT,
        transcript(
            ("spk_0", 0, "You paid the last bill of June. The last bill is settled now."),
            ("spk_1", 20, "I paid the last payment twice in June."),
        ),
    )

    contact = analyze(transcribed)

    assert [(one.text, one.count) for one in contact.key_phrases] == [
        ("last payment", 1),
        ("last bill", 2),
    ][::-1]
    assert 1 <= len(contact.summary) <= 5


def test_the_rule_set_of_the_administrator_decides_on_categories(transcribed: World):
    transcribed.lay("categories.json", RULES)

    contact = analyze(transcribed)

    (match,) = contact.categories
    assert (match.name, match.points[0].text) == ("Thanks", "thank you")
    assert contact.row()["categories"] == ["Thanks"]


def test_support_files_at_fault_are_left_out_and_named(transcribed: World):
    transcribed.lay("categories.json", '{"version": 7}')
    S3.put_object(
        Bucket=SUPPORT_FILES, Key="simple-entity-list-en.csv", Body=b"item,entity\n\xff,X"
    )

    contact = analyze(transcribed)

    entity_list, rule_set = contact.details
    assert entity_list.startswith("The entity list was left out: simple-entity-list-en.csv cannot")
    assert rule_set.startswith("No categories were looked for: the rule set is at fault (version:")
    assert contact.sentiment.CUSTOMER.average is not None


def test_an_hour_takes_few_requests(transcribed: World, comprehend: Comprehend):
    said = [
        (f"spk_{at % 2}", at * 7.2, f"This is sentence {at} of a long call about a mortgage.")
        for at in range(500)
    ]
    transcribed.keep(OUTPUT, transcript(*said))

    contact = analyze(transcribed)

    assert len(contact.turns) == 500
    assert Counter(comprehend.asked) == {
        "batch_detect_sentiment": 20,
        "batch_detect_entities": 1,
        "batch_detect_key_phrases": 1,
        "detect_pii_entities": 1,
    }


def understood(configured: Configuration, text: str) -> Understanding:
    turn = Turn(index=0, role=Role.CUSTOMER, text=text, begin_offset_ms=0, duration_ms=1_000)
    files = SupportFiles(S3, SUPPORT_FILES)
    interpreter = Interpreter(analyze_transcript.comprehend, files, configured)
    return interpreter.understand(Transcript(turns=(turn,)), "en-US")


def test_a_text_that_comprehend_refuses_stops_the_analysis(
    transcribed: World, comprehend: Comprehend
):
    comprehend.refuses = "card"

    with pytest.raises(RuntimeError, match="INTERNAL_SERVER_ERROR"):
        analyze(transcribed)
