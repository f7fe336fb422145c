"""One AWS for every sample event: what each finds there, and who stands in for whom it asks."""

import base64
import gzip
import importlib
import io
import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

import boto3
from botocore.response import StreamingBody
from moto import mock_aws
from moto.awslambda_simple.models import LambdaSimpleBackend
from moto.comprehend.responses import ComprehendResponse
from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.transcribe.models import FakeTranscriptionJob, transcribe_backends
from pytest import MonkeyPatch

from omnilex.adapters.bank_table import PLANS as PLANS_PARTITION
from omnilex.adapters.bank_table import plan_item
from omnilex.adapters.pin_links import PinLink, PinLinks
from omnilex.domain.demo_bank import PLANS
from omnilex.domain.dialog import Reply
from omnilex.domain.session import Asked, Channel, Session
from omnilex.domain.wording import Language
from omnilex.handlers import (
    answer_slack,
    check_pin,
    move_bulk_files,
    receive_slack,
    relay_chat,
    relay_sms,
)
from tests.conftest import INTENT_FUNCTIONS
from tests.integration.analytics.comprehend import OPERATIONS, Comprehend, respond
from tests.integration.analytics.world import (
    CALL,
    GUID,
    JOB,
    S3,
    configuration,
    set_up,
    transcript,
    wav,
)
from tests.integration.api.world import Desk
from tests.integration.bank.messaging import (
    ANAS_PHONE,
    OUR_PHONE,
    Vendor,
    bot_of,
    create_secrets,
    says,
    signed_by_slack,
)
from tests.integration.bank.world import (
    ANA,
    CONTEXT,
    DYNAMODB,
    NOON,
    SESSION_ID,
    create_bank_table,
    create_services,
    event,
    match,
)

Event = dict[str, Any]
CALL_ID = "5ca32fbd-8f92-46af-92a5-6b0f970f0efe"
TEXTING = "sms.0123456789abcdef0123456789abcdef"
VISITOR = "web.00000000000000000000000000000002"
INTERIM_KEY = f"interim/{GUID}.json"
STATES = boto3.client("stepfunctions")
TALKING = (answer_slack, check_pin, receive_slack, relay_chat, relay_sms)


class Everything(Desk):
    """A customer whose PIN was given in the web chat, and an empty list of contacts."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = int(time.time())

    def begin_anew(self) -> None:
        """Past the clients: tables and buckets take longer to make than an event to answer."""
        for table in dynamodb_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].tables.values():
            table.items.clear()
        for bucket in s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets.values():
            bucket.keys.clear()
        transcribe_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].transcriptions.clear()
        self.bank.open_accounts()
        self.bank.verified()

    def known(self) -> None:
        """The recording that most events are about, on the list and transcribed."""
        contact = self.register(wav(seconds=1))
        self.keep(f"transcriptions/{JOB}.json", CALL)
        self.keep(INTERIM_KEY, contact.model_dump_json())

    def told_apart_by_channels(self) -> None:
        self.known()
        said = transcript(("ch_0", 0.0, "How can I help?"), ("ch_1", 5.0, "My card is blocked."))
        self.keep(f"transcriptions/{JOB}.json", said)

    def analyzed_before(self) -> None:
        self.analyzed(GUID, agent="MarcusHale")

    def dropped(self, situation: str, body: bytes | None = None) -> None:
        """The file that an event of RegisterContact is about."""
        body = wav(seconds=1) if body is None else body
        self.drop(event("register_contact", situation)["detail"], body)

    def dropped_before(self) -> None:
        self.dropped("recording_dropped")
        hand("register_contact", event("register_contact", "recording_dropped"))

    def language_not_identified(self) -> None:
        self.known()
        hand("start_transcription", event("start_transcription", "recording_registered"))

    def unverified(self) -> None:
        self.bank.sessions.put(Session(session_id=SESSION_ID), self.now_s)

    def visiting(self) -> None:
        known = Session(session_id=VISITOR).with_customer(ANA, self.now_s)
        self.bank.sessions.put(known, self.now_s)

    def on_the_phone(self) -> None:
        """A call is under way, and its PIN was given."""
        sessions = self.bank.sessions
        session = sessions.begin(CALL_ID, Channel.VOICE, ANAS_PHONE, self.now_s)
        sessions.put(session.with_customer(ANA, self.now_s), self.now_s)

    def asked_for_the_pin(self) -> None:
        reply = Reply.elicit("VerifyIdentity", {}, "Pin", "Please enter your 4-digit PIN.")
        self.bank.sessions.keep_asked(TEXTING, Asked(reply=reply), self.now_s)

    def plans_offered(self) -> None:
        self.bank.bank.replace(PLANS_PARTITION, [plan_item(plan) for plan in PLANS])

    def payment_proposed(self) -> None:
        hand("make_payment", event("make_payment", "payee_and_amount_given"))

    def payment_planned(self) -> None:
        later = {"pay_on": (NOON + timedelta(days=30)).date()}
        self.bank.bank.plan(self.bank.payment().model_copy(update=later), NOON)

    def bulk_upload_begun(self) -> None:
        hand("begin_bulk_upload", event("begin_bulk_upload", "started_by_hand"))


# What has happened before the events of a function, or before one of them.
BEFORE: dict[str, Callable[[Everything], None]] = {
    "analyze_transcript": Everything.known,
    "analyze_transcript/channels_told_apart": Everything.told_apart_by_channels,
    "begin_bulk_upload/started_twice": Everything.bulk_upload_begun,
    "brief_agent": Everything.on_the_phone,
    "check_pin": Everything.asked_for_the_pin,
    "collect_conversation/call_on_the_phone": Everything.on_the_phone,
    "execute_payment/day_has_come": Everything.payment_planned,
    "index_contact": Everything.known,
    "list_plans": Everything.plans_offered,
    "make_payment/confirmed": Everything.payment_proposed,
    "make_payment/confirmed_to_fulfil": Everything.payment_proposed,
    "make_playback": Everything.known,
    "manage_planned_payments": Everything.payment_planned,
    "move_bulk_files": Everything.bulk_upload_begun,
    "open_account": Everything.plans_offered,
    "publish_result": Everything.known,
    "record_visit": Everything.visiting,
    "register_contact/call_through_connect": lambda world: world.dropped("call_through_connect"),
    "register_contact/delivered_again_to_another_execution": Everything.dropped_before,
    "register_contact/empty_recording": lambda world: world.dropped("empty_recording", b""),
    "register_contact/name_without_metadata": lambda world: world.dropped("name_without_metadata"),
    "register_contact/recording_dropped": lambda world: world.dropped("recording_dropped"),
    "register_contact/telephony_id_of_another_file": lambda world: world.dropped(
        "telephony_id_of_another_file"
    ),
    "remove_contact": Everything.analyzed_before,
    "serve_contacts": Everything.analyzed_before,
    "start_transcription": Everything.known,
    "start_transcription/language_not_identified": Everything.language_not_identified,
    "transfer_to_agent/person_asked_for_on_the_phone": Everything.on_the_phone,
    "verify_identity": Everything.unverified,
    "welcome_customer": Everything.unverified,
}


def prepare(world: Everything, handler: str, situation: str) -> None:
    world.begin_anew()
    before = BEFORE.get(f"{handler}/{situation}", BEFORE.get(handler))
    if before:
        before(world)


def fresh(handler: str, sent: Event) -> Event:
    """With what no file can keep: a signature of now, a link that is good."""
    if handler == "receive_slack":
        return signed_by_slack(sent)
    if handler == "check_pin":
        link = PinLink(
            session_id=TEXTING,
            customer_phone=ANAS_PHONE,
            bank_phone=OUR_PHONE,
            language=Language.ENGLISH,
        )
        token = PinLinks(DYNAMODB.Table("sessions")).make(link, int(time.time()))
        return sent | {"rawPath": f"/pin/{token}", "pathParameters": {"token": token}}
    return sent


def hand(handler: str, sent: Event) -> Any:
    function = importlib.import_module(f"omnilex.handlers.{handler}")
    return function.lambda_handler(sent, CONTEXT)


@contextmanager
def running() -> Iterator[Everything]:
    """An AWS on moto, and in it the bot, Comprehend, the intents' functions, Twilio and Slack."""
    with ExitStack() as stack:
        stack.enter_context(mock_aws(config={"lambda": {"use_docker": False}}))
        patch = stack.enter_context(MonkeyPatch.context())
        for operation in OPERATIONS:
            answer = respond(Comprehend(), operation)
            patch.setattr(ComprehendResponse, operation, answer, raising=False)
        patch.setattr(FakeTranscriptionJob, "status", "IN_PROGRESS")
        patch.setattr(LambdaSimpleBackend, "invoke", invoke)
        set_up()
        create_bank_table()
        create_services()
        create_secrets(Vendor().url)
        S3.create_bucket(Bucket=configuration().bulk_upload_bucket)
        start_bulk_upload()
        for module in TALKING:
            stack.enter_context(bot_of(module.lex, lambda *_: says("Yes?")))
        stack.enter_context(answering(relay_chat.lex, "lex-runtime-v2.RecognizeUtterance", hears))
        stack.enter_context(
            answering(
                move_bulk_files.transcribe._client, "transcribe.ListCallAnalyticsJobs", no_jobs
            )
        )
        yield Everything()


def invoke(_: Any, function: str, qualifier: str, body: str, *__: Any) -> bytes:
    """Lambda's Invoke: the search finds the question, an intent's function is called as it is."""
    if function == "omnilex-search-faq":
        return json.dumps({"matches": [match(0.9)]}).encode()
    handlers = {
        name: name.removeprefix("omnilex-").replace("-", "_") for name in INTENT_FUNCTIONS.values()
    }
    return json.dumps(hand(handlers[function], json.loads(body))).encode()


def start_bulk_upload() -> None:
    """The execution that has the turn goes on."""
    waits = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 600, "End": True}}}
    made = STATES.create_state_machine(
        name="omnilex-bulk-upload",
        definition=json.dumps(waits),
        roleArn="arn:aws:iam::123456789012:role/machine",
    )
    STATES.start_execution(stateMachineArn=made["stateMachineArn"], name="b-0001", input="{}")


@contextmanager
def answering(client: Any, operation: str, answer: Callable[[], Event]) -> Iterator[None]:
    class Arrived:
        status_code = 200

    def arrive(**_: Any) -> tuple[Arrived, Event]:
        return Arrived(), answer()

    client.meta.events.register(f"before-call.{operation}", arrive)
    yield
    client.meta.events.unregister(f"before-call.{operation}", arrive)


def no_jobs() -> Event:
    return {"CallAnalyticsJobSummaries": []}


def hears() -> Event:
    """Lex's answer to speech; JSON comes in headers."""
    said = says("Yes?")
    return {
        **{name: packed(value) for name, value in said.items()},
        "inputTranscript": packed("hello"),
        "audioStream": StreamingBody(io.BytesIO(b"MP3"), 3),
    }


def packed(value: Any) -> str:
    return base64.b64encode(gzip.compress(json.dumps(value).encode())).decode()
