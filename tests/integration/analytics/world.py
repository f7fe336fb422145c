"""What the tests of post-call analytics say and look at."""

import io
import json
import math
import struct
import wave
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import yaml
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ssm.models import ssm_backends
from moto.transcribe.models import transcribe_backends

from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.runs_table import RunsTable
from omnilex.adapters.s3_events import to_source
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Contact
from omnilex.domain.registration import contact_of

ROOT = Path(__file__).parents[3]
GUID = "6f1c2d3e-0000-4000-8000-000000000001"
JOB = f"{GUID}-636c8068"
EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:PostCallAnalyticsWorkflow:e-0001"
RECORDINGS = "omni-lex-sentiment-source-audio-123456789012-us-east-1"
RESULTS = "omni-lex-sentiment-transcribe-output-123456789012-us-east-1"
SUPPORT_FILES = "omni-lex-sentiment-custom-source-files-123456789012-us-east-1"
RATE_HZ = 8_000
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

# Made once: a client takes longer to make than most tests take.
DYNAMODB = boto3.resource("dynamodb")
S3 = boto3.client("s3")
SSM = boto3.client("ssm")


@dataclass
class Context:
    """As much of Lambda's context as the logger and the API's resolver read."""

    function_name: str = "function"
    memory_limit_in_mb: int = 256
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:123456789012:function:function"
    aws_request_id: str = "00000000-0000-4000-8000-000000000004"


CONTEXT: Any = Context()


def event(handler: str, situation: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / "events" / handler / f"{situation}.json").read_text())
    return read


def wav(*, channels: int = 1, seconds: float = 2.0, alike: bool = False) -> bytes:
    """A tone; another one on a second channel, unless the channels are ``alike``."""
    frames = []
    for at in range(int(seconds * RATE_HZ)):
        tones = (440, 440 if alike else 660)[:channels]
        samples = [round(8_000 * math.sin(2 * math.pi * hz * at / RATE_HZ)) for hz in tones]
        frames.append(struct.pack(f"<{channels}h", *samples))
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(b"".join(frames))
    return written.getvalue()


def transcript(*said: tuple[str, float, str]) -> dict[str, Any]:
    """Transcribe's document of (speaker, begin in seconds, text), half a second a word."""
    items: list[dict[str, Any]] = []
    for speaker, begin_s, text in said:
        for number, word in enumerate(text.split()):
            items += _items(speaker, begin_s + number / 2, word)
    return {
        "jobName": GUID,
        "accountId": DEFAULT_ACCOUNT_ID,
        "status": "COMPLETED",
        "results": {
            "transcripts": [{"transcript": " ".join(text for _, _, text in said)}],
            **_labels(items),
            "items": items,
        },
    }


def _items(speaker: str, begin_s: float, word: str) -> list[dict[str, Any]]:
    label = "channel_label" if speaker.startswith("ch_") else "speaker_label"
    bare = word.rstrip(".,?!")
    spoken = {
        "start_time": f"{begin_s:.2f}",
        "end_time": f"{begin_s + 0.4:.2f}",
        "type": "pronunciation",
        "alternatives": [{"confidence": "0.99", "content": bare}],
        label: speaker,
    }
    mark = {
        "type": "punctuation",
        "alternatives": [{"confidence": "0.0", "content": word[len(bare) :]}],
        label: speaker,
    }
    return [spoken, mark] if word != bare else [spoken]


def _labels(items: list[dict[str, Any]]) -> dict[str, Any]:
    channels = sorted({item["channel_label"] for item in items if "channel_label" in item})
    if channels:
        of = {name: [item for item in items if item["channel_label"] == name] for name in channels}
        listed = [{"channel_label": name, "items": of[name]} for name in channels]
        return {"channel_labels": {"number_of_channels": len(channels), "channels": listed}}
    speakers = {item["speaker_label"] for item in items}
    return {"speaker_labels": {"speakers": len(speakers), "segments": []}} if items else {}


CALL = transcript(
    ("spk_0", 0.0, "Thank you for calling, how can I help?"),
    ("spk_1", 5.0, "This is terrible. My card is blocked."),
    ("spk_0", 12.0, "I will unblock your card now."),
    ("spk_1", 18.0, "Wonderful, thank you."),
)


@cache
def defaults() -> dict[str, str]:
    """Every configuration value as the template's parameters have it."""
    text = (ROOT / "template.yaml").read_text().split("\nConditions:")[0]
    parameters = yaml.safe_load(text)["Parameters"]
    named = {
        "InputBucketName": RECORDINGS,
        "OutputBucketName": RESULTS,
        "BulkUploadBucket": "omni-lex-sentiment-bulk-upload-123456789012-us-east-1",
        "SupportFilesBucketName": SUPPORT_FILES,
    }
    return {name: str(one["Default"]) for name, one in parameters.items()} | named


def configuration() -> Configuration:
    return Configuration.model_validate(defaults())


def set_up() -> None:
    keys = {"pk": "HASH", "sk": "RANGE"}
    index = {"gsi1pk": "HASH", "gsi1sk": "RANGE"}
    DYNAMODB.create_table(
        TableName="contacts",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in (*keys, *index)
        ],
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys.items()],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "gsi1",
                "KeySchema": [
                    {"AttributeName": name, "KeyType": kind} for name, kind in index.items()
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    DYNAMODB.create_table(
        TableName="search",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in keys],
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys.items()],
    )
    DYNAMODB.create_table(
        TableName="conversations",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in keys],
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys.items()],
    )
    DYNAMODB.create_table(
        TableName="sessions",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    for bucket in (RECORDINGS, RESULTS, SUPPORT_FILES):
        S3.create_bucket(Bucket=bucket)
    configure_all(defaults())


def configure_all(values: dict[str, str]) -> None:
    """Past the client: every test begins with these forty."""
    store: Any = ssm_backends[DEFAULT_ACCOUNT_ID]["us-east-1"]
    for name, value in values.items():
        if value:
            store.put_parameter(
                name=f"/omnilex/{name}",
                description="",
                value=value,
                parameter_type="String",
                allowed_pattern="",
                keyid="",
                overwrite=True,
                tags=[],
                data_type="text",
                tier=None,
                policies=None,
            )


class World:
    def __init__(self) -> None:
        self.table = DYNAMODB.Table("contacts")
        self.contacts = ContactsTable(self.table)
        self.runs = RunsTable(self.table)

    def configure(self, name: str, value: str) -> None:
        SSM.put_parameter(Name=f"/omnilex/{name}", Value=value, Type="String", Overwrite=True)

    def drop(self, detail: dict[str, Any], body: bytes) -> dict[str, Any]:
        """The file that the event speaks of, with its size put right in the event."""
        detail["object"]["size"] = len(body)
        S3.put_object(Bucket=detail["bucket"]["name"], Key=detail["object"]["key"], Body=body)
        return detail

    def lay(self, key: str, body: str) -> None:
        """A support file as an administrator uploads it."""
        S3.put_object(Bucket=SUPPORT_FILES, Key=key, Body=body.encode())

    def keep(self, key: str, document: Any) -> None:
        body = document if isinstance(document, str) else json.dumps(document)
        S3.put_object(Bucket=RESULTS, Key=key, Body=body.encode())

    def read(self, key: str) -> Any:
        return json.loads(self.body(RESULTS, key))

    def body(self, bucket: str, key: str) -> bytes:
        return S3.get_object(Bucket=bucket, Key=key)["Body"].read()

    def keys(self, bucket: str) -> list[str]:
        listed = S3.list_objects_v2(Bucket=bucket).get("Contents", [])
        return [one["Key"] for one in listed]

    def contact(self, contact_id: str = GUID) -> Contact:
        return self.contacts.get(contact_id)

    def rows(self, kind: str) -> list[dict[str, Any]]:
        """Every row whose key starts with ``kind``."""
        return [row for row in self.table.scan()["Items"] if str(row["pk"]).split("#")[0] == kind]

    def register(self, body: bytes, situation: str = "recording_dropped") -> Contact:
        """The recording of a RegisterContact event, dropped and on the list."""
        asked = event("register_contact", situation)
        contact = contact_of(to_source(self.drop(asked["detail"], body)), configuration(), NOON)
        self.contacts.put(contact)
        return contact

    def end_job(self, name: str = JOB, *, reason: str | None = None) -> None:
        """Transcribe ends a job: well, or with the ``reason`` that it gives."""
        job = self.jobs()[name]
        job.status = "FAILED" if reason else "COMPLETED"
        answer = job.response_object
        job.response_object = lambda kind: {
            "TranscriptionJob": answer(kind)["TranscriptionJob"]
            | ({"FailureReason": reason} if reason else {})
        }

    def jobs(self) -> dict[str, Any]:
        """Transcribe's jobs by name."""
        jobs: dict[str, Any] = transcribe_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].transcriptions
        return jobs
