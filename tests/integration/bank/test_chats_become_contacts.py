"""From the bot's conversation log to the file that analytics takes."""

import base64
import gzip
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from omnilex.adapters.conversation_endings import ConversationEndings
from omnilex.adapters.lex_conversation_log import entries_of
from omnilex.domain.chat import Feedback
from omnilex.domain.conversation import Part
from omnilex.domain.session import Channel
from omnilex.handlers import close_conversation, collect_conversation
from tests.integration.bank.world import (
    ANA,
    CONTEXT,
    DYNAMODB,
    SESSION_ID,
    World,
    endings_waiting,
    event,
)

BUCKET, FOLDER = "source-audio", "originalAudio"
SSM, S3 = boto3.client("ssm"), boto3.client("s3")
CONFIGURATION = {
    "BulkUploadBucket": "bulk",
    "BulkUploadMaxDripRate": "50",
    "BulkUploadMaxTranscribeJobs": "250",
    "ComprehendLanguages": "en",
    "ContentRedactionLanguages": "en-US",
    "ConversationLocation": "America/Toronto",
    "EntityRecognizerEndpoint": "undefined",
    "EntityStringMap": "undefined",
    "EntityThreshold": "0.5",
    "FilenameAgentRegex": "_AGENT_(.*?)_",
    "FilenameCustomerRegex": "_CUST_(.*?)_",
    "FilenameDateTimeFields": "%Y %m %d %H %M %S",
    "FilenameDateTimeRegex": r"(\d{4})-(\d{2})-(\d{2})T(\d{2})-(\d{2})-(\d{2})",
    "FilenameGuidRegex": "_GUID_(.*?)_",
    "InputBucketAudioPlayback": "mp3",
    "InputBucketFailedTranscriptions": "failedAudio",
    "InputBucketName": BUCKET,
    "InputBucketRawAudio": FOLDER,
    "MaxSpeakers": "2",
    "MinSentimentNegative": "0.4",
    "MinSentimentPositive": "0.4",
    "OutputBucketName": "output",
    "OutputBucketParsedResults": "parsedFiles",
    "RetentionDays": "365",
    "SpeakerNames": "Agent | Caller",
    "SpeakerSeparationType": "speaker",
    "StepFunctionName": "PostCallAnalyticsWorkflow",
    "SupportFilesBucketName": "support",
    "TranscribeAlternateLanguage": "en-US",
    "TranscribeLanguages": "en-US",
    "VocabularyName": "undefined",
}


@pytest.fixture
def chats(world: World) -> Iterator[World]:
    DYNAMODB.meta.client.create_table(
        TableName="conversations",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in ["pk", "sk"]
        ],
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
    )
    S3.create_bucket(Bucket=BUCKET)
    S3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    for key, value in CONFIGURATION.items():
        SSM.put_parameter(Name=f"/omnilex/{key}", Value=value, Type="String")
    yield world
    close_conversation.configuration._kept = None


def collect(situation: str) -> int:
    asked = event("collect_conversation", situation)
    collected: int = collect_conversation.lambda_handler(asked, CONTEXT)["collected"]
    return collected


def close(situation: str) -> dict[str, Any]:
    answer: dict[str, Any] = close_conversation.lambda_handler(
        event("close_conversation", situation), CONTEXT
    )
    return answer


def files() -> list[dict[str, Any]]:
    """Every version of every file in the folder."""
    found = S3.list_object_versions(Bucket=BUCKET, Prefix=f"{FOLDER}/").get("Versions", [])
    return [
        json.loads(
            S3.get_object(Bucket=BUCKET, Key=one["Key"], VersionId=one["VersionId"])["Body"].read()
        )
        for one in found
    ]


def said(name: str) -> list[str]:
    entries, _ = entries_of(event("collect_conversation", name))
    return [str(one.entry["inputTranscript"]) for one in entries]


def test_a_chat_that_has_gone_quiet_is_written_for_analytics(chats: World):
    assert collect("payment_in_chat") == 4

    assert close("quiet_for_five_minutes") == {"batchItemFailures": []}

    [log] = files()
    assert (log["format"], log["version"]) == ("omnilex-chat-log", 1)
    assert (log["medium"], log["language"], log["feedback"]) == ("web", "en-US", None)
    assert log["started_at"] == "2026-11-23T12:00:01Z"
    assert log["ended_at"] == "2026-11-23T12:00:04Z"
    assert [one["inputTranscript"] for one in log["entries"]] == [
        "pay 50 to my mortgage",
        "{PhoneNumber}",
        "{Pin}",
        "yes",
    ]
    assert log["entries"][0]["messages"][0]["content"].startswith("I can help with that.")


def test_the_contact_names_the_customer_who_was_verified(chats: World):
    chats.verified()
    collect("payment_in_chat")

    close("ended_with_a_thumb_up")

    [log] = files()
    assert (log["customer_id"], log["feedback"]) == (ANA, "up")


def test_a_chat_of_nobody_verified_names_nobody(chats: World):
    collect("payment_in_chat")

    close("ended_with_a_thumb_up")

    assert files()[0]["customer_id"] is None


def test_the_file_opens_no_session(chats: World):
    collect("payment_in_chat")

    close("ended_with_a_thumb_up")

    assert SESSION_ID not in json.dumps(files())
    assert files()[0]["session_id"].startswith("web.")


def test_a_chat_that_goes_on_is_left_alone(chats: World):
    asked = event("collect_conversation", "payment_in_chat")
    now = datetime.now(UTC).isoformat()
    packed = gzip.decompress(base64.b64decode(asked["awslogs"]["data"])).decode()
    asked["awslogs"]["data"] = base64.b64encode(
        gzip.compress(packed.replace("2026-11-23T12:00:04.000Z", now).encode())
    ).decode()
    collect_conversation.lambda_handler(asked, CONTEXT)

    close("quiet_for_five_minutes")

    assert files() == []


def test_each_chat_is_written_once(chats: World):
    collect("payment_in_chat")
    collect("payment_in_chat")

    for _ in range(3):
        close("quiet_for_five_minutes")
    collect("payment_in_chat")
    close("quiet_for_five_minutes")

    [log] = files()
    assert len(log["entries"]) == 4


def soon() -> str:
    """After all that is closed now."""
    return (datetime.now(UTC) + timedelta(seconds=2)).isoformat()


def test_who_comes_back_to_a_session_begins_another_contact(chats: World):
    collect("payment_in_chat")
    close("quiet_for_five_minutes")

    collect_at(soon())
    close("ended_with_a_thumb_up")

    first, second = files()
    assert first["session_id"] != second["session_id"]
    assert sorted(len(one["entries"]) for one in (first, second)) == [1, 4]


def test_a_file_that_could_not_be_written_is_written_when_asked_again(chats: World):
    collect("payment_in_chat")
    with Stubber(close_conversation.chat_logs._client) as s3:
        s3.add_client_error("put_object", "SlowDown")
        failed = close("quiet_for_five_minutes")
    collect_at(soon())

    close("quiet_for_five_minutes")

    assert failed["batchItemFailures"] != []
    [log] = files()
    assert len(log["entries"]) == 4


def test_a_writer_that_died_after_writing_leaves_one_file(chats: World):
    collect("payment_in_chat")
    close("quiet_for_five_minutes")
    part = files()[0]["session_id"]
    DYNAMODB.Table("conversations").delete_item(
        Key={"pk": f"CONVERSATION#{SESSION_ID}", "sk": f"PART#{part}"}
    )

    again = close("quiet_for_five_minutes")

    assert again == {"batchItemFailures": []}
    assert len(files()) == 1


def test_what_is_said_on_the_phone_is_in_its_recording(chats: World):
    contact_id = "5ca32fbd-8f92-46af-92a5-6b0f970f0efe"
    chats.sessions.begin(contact_id, Channel.VOICE, "+14165550142", int(time.time()))

    collect("call_on_the_phone")

    assert endings_waiting() == 0
    assert len(close_conversation.conversations.entries(contact_id)) == 1


def test_a_look_at_the_chat_waits_until_it_may_be_over(chats: World):
    collect("payment_in_chat")

    assert endings_waiting() == 1


def test_a_lock_out_ends_the_chat(chats: World):
    collect("locked_out")

    assert endings_waiting() == 2


def collect_at(at: str, utterance: str = "hello again", **logged: Any) -> None:
    """One entry more, said at a time of its own."""
    asked = event("collect_conversation", "payment_in_chat")
    batch = json.loads(gzip.decompress(base64.b64decode(asked["awslogs"]["data"])))
    record = json.loads(batch["logEvents"][0]["message"])
    more = {"timestamp": at, "requestId": f"late-{at}", "inputTranscript": utterance, **logged}
    batch["logEvents"] = [{**batch["logEvents"][0], "message": json.dumps({**record, **more})}]
    asked["awslogs"]["data"] = base64.b64encode(gzip.compress(json.dumps(batch).encode())).decode()
    collect_conversation.lambda_handler(asked, CONTEXT)


def test_an_entry_that_the_log_brings_late_joins_its_conversation(chats: World):
    chats.verified()
    collect("payment_in_chat")
    close("ended_with_a_thumb_up")
    chats.sessions.put(chats.session().model_copy(update={"customer_id": None}), int(time.time()))

    collect_at("2026-11-23T12:00:02.500Z")
    close("quiet_for_five_minutes")
    close("quiet_for_five_minutes")

    newest, first = files()
    assert [len(one["entries"]) for one in (first, newest)] == [4, 5]
    assert first["session_id"] == newest["session_id"]
    assert (newest["customer_id"], newest["feedback"]) == (ANA, "up")


def test_a_thumb_that_comes_late_is_carried_to_the_chat_that_is_written(chats: World):
    collect("payment_in_chat")
    close("quiet_for_five_minutes")

    close("ended_with_a_thumb_up")
    close("ended_with_a_thumb_up")

    newest, first = files()
    assert [one["feedback"] for one in (first, newest)] == [None, "up"]
    assert first["entries"] == newest["entries"]


def test_a_thumb_for_nothing_said_is_nothing(chats: World):
    assert close("ended_with_a_thumb_up") == {"batchItemFailures": []}

    assert files() == []


GOODBYE = {
    "missedUtterance": True,
    "sessionState": {"dialogAction": {"type": "Close"}},
}


def test_a_goodbye_ends_the_chat_at_once(chats: World):
    collect("payment_in_chat")
    collect_at(datetime.now(UTC).isoformat(), "goodbye", **GOODBYE)

    close("quiet_for_five_minutes")

    [log] = files()
    assert len(log["entries"]) == 5


def test_who_has_more_to_say_after_a_goodbye_goes_on(chats: World):
    collect("payment_in_chat")
    collect_at(datetime.now(UTC).isoformat(), "goodbye", **GOODBYE)
    collect_at((datetime.now(UTC) + timedelta(seconds=1)).isoformat(), "oh, and my balance")

    close("quiet_for_five_minutes")

    assert files() == []


def test_an_end_is_waited_out_for_last_words_and_for_a_thumb():
    sent: list[dict[str, Any]] = []

    class Queue:
        def send_message(self, **message: Any) -> None:
            sent.append({**json.loads(message["MessageBody"]), "after": message["DelaySeconds"]})

    queue: Any = Queue()
    endings = ConversationEndings(queue, "url")

    endings.end(SESSION_ID, Feedback.DOWN)
    endings.end(SESSION_ID)
    endings.look_soon(SESSION_ID)
    endings.look_when_idle(SESSION_ID)

    assert sent == [
        {"session_id": SESSION_ID, "ended": True, "feedback": "down", "after": 10},
        {"session_id": SESSION_ID, "ended": True, "feedback": None, "after": 60},
        {"session_id": SESSION_ID, "ended": False, "feedback": None, "after": 10},
        {"session_id": SESSION_ID, "ended": False, "feedback": None, "after": 301},
    ]


def test_the_log_asking_whether_somebody_is_there_is_no_chat(chats: World):
    assert collect("somebody_there") == 0


def test_lines_that_are_no_turns_are_counted_and_not_repeated(chats: World, log: list[str]):
    assert collect("not_a_turn") == 0

    assert [one for one in log if "'lines': 2" in one]


def test_one_that_cannot_be_read_does_not_hold_up_the_rest(chats: World):
    collect("payment_in_chat")

    answer = close("one_of_two_unreadable")

    unreadable = event("close_conversation", "one_of_two_unreadable")["Records"][0]["messageId"]
    assert answer == {"batchItemFailures": [{"itemIdentifier": unreadable}]}
    assert len(files()) == 1


def test_pins_and_cards_said_unasked_are_gone_before_the_first_write(chats: World):
    collect("card_and_pin_said_unasked")

    rows = json.dumps(DYNAMODB.Table("conversations").scan()["Items"], default=str)
    for secret in ("4111", "4821", "48 21", "four eight two one"):
        assert secret not in rows
    assert said("card_and_pin_said_unasked") == [
        "my card is [CREDIT_DEBIT_NUMBER]",
        "[PIN]",
        "[PIN] that is",
        "my pin is [PIN], pay 1500 to my mortgage",
        "1500",
    ]


def test_a_bucket_that_refuses_is_an_error(chats: World):
    collect("payment_in_chat")
    _, loose = close_conversation.conversations.parts(SESSION_ID)
    part = Part(name="web.part", entries=tuple(loose))
    chat_log = close_conversation.ChatLog.of(part, chats.session())

    with pytest.raises(ClientError):
        close_conversation.chat_logs.put("nobody-has-this-bucket", FOLDER, chat_log)
