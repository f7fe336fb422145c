"""Each sample event has every field that the real service sends, and no field that it does not."""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
EVENTS = sorted((ROOT / "events").glob("*/*.json"))
MACHINES = [
    yaml.safe_load(path.read_text()) for path in sorted((ROOT / "statemachine").glob("*.asl.yaml"))
]

Event = dict[str, Any]
Fields = tuple[set[str], set[str]]  # those always there, those there at times


def names(text: str) -> set[str]:
    return set(text.split())


HTTP: Fields = (
    names("version routeKey rawPath rawQueryString headers requestContext isBase64Encoded"),
    names("body pathParameters queryStringParameters"),
)
HTTP_CONTEXT: Fields = (
    names("accountId apiId domainName domainPrefix http requestId routeKey stage time timeEpoch"),
    names("authorizer"),
)
HTTP_CALL = names("method path protocol sourceIp userAgent")
# What the gateway sets; the rest is the caller's.
HTTP_HEADERS = names("host x-amzn-trace-id x-forwarded-for x-forwarded-port x-forwarded-proto")
TOKENS = {
    "id": names(
        "at_hash aud auth_time cognito:groups cognito:username email email_verified event_id exp"
        " iat iss jti origin_jti sub token_use"
    ),
    "access": names(
        "auth_time client_id cognito:groups event_id exp iat iss jti origin_jti scope sub"
        " token_use username version"
    ),
}
LEX: Fields = (
    names(
        "messageVersion invocationSource inputMode responseContentType sessionId inputTranscript"
        " rawInputTranscript bot interpretations sessionState transcriptions requestAttributes"
    ),
    names("proposedNextState"),
)
LEX_BOT = names("id name aliasId aliasName localeId version")
LEX_STATE = names("originatingRequestId sessionAttributes activeContexts intent")
CONNECT = names(
    "Attributes Channel ContactId CustomerEndpoint CustomerId Description InitialContactId"
    " InitiationMethod InstanceARN LanguageCode MediaStreams Name PreviousContactId Queue"
    " References SystemEndpoint"
)
SQS = names(
    "messageId receiptHandle body attributes messageAttributes md5OfBody eventSource"
    " eventSourceARN awsRegion"
)
SQS_ATTRIBUTES = names(
    "ApproximateReceiveCount SentTimestamp SenderId ApproximateFirstReceiveTimestamp"
)
FIFO_ATTRIBUTES = names("SequenceNumber MessageGroupId MessageDeduplicationId")
STREAM = names("eventID eventName eventVersion eventSource awsRegion dynamodb eventSourceARN")
STREAM_RECORD: Fields = (
    names("ApproximateCreationDateTime Keys SequenceNumber SizeBytes StreamViewType"),
    names("NewImage"),
)
EVENTBRIDGE = names("version id detail-type source account time region resources detail")
OBJECT_CREATED = names("version bucket object request-id requester source-ip-address reason")
LOGS = names("messageType owner logGroup logStream subscriptionFilters logEvents")
CUSTOM_RESOURCE = names(
    "RequestType ServiceToken ResponseURL StackId RequestId LogicalResourceId ResourceType"
    " ResourceProperties"
)
CHANGED = {
    "Create": set(),
    "Update": names("PhysicalResourceId OldResourceProperties"),
    "Delete": names("PhysicalResourceId"),
}
# What our own functions, and the scheduler, are handed by what we wrote ourselves.
OUR_OWN = {
    "execute_payment": [{"payment_key", "correlation_id"}],
    "index_contact": [{"reindex"}, {"empty"}],
    "search_faq": [{"question", "language"}],
}


def load(path: Path) -> Event:
    read: Event = json.loads(path.read_text(encoding="utf-8"))
    return read


def kind_of(event: Event) -> str:
    """The service that sends it."""
    telling = {
        "routeKey": "HTTP API",
        "invocationSource": "Lex",
        "Details": "Connect",
        "RequestType": "CloudFormation",
        "awslogs": "CloudWatch Logs",
        "detail-type": "EventBridge",
    }
    for field, kind in telling.items():
        if field in event and "error" not in event:
            return kind
    if "Records" in event:
        return "SQS" if event["Records"][0]["eventSource"] == "aws:sqs" else "DynamoDB"
    return "task"


def of(*kinds: str) -> list[Any]:
    """The sample events of some services, as parameters that bear the event's name."""
    named = [(path.parent.name, path.stem, load(path)) for path in EVENTS]
    return [
        pytest.param(handler, event, id=f"{handler}/{situation}")
        for handler, situation, event in named
        if kind_of(event) in kinds
    ]


def camel(handler: str) -> str:
    return "".join(word.capitalize() for word in handler.split("_"))


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def check(found: Event, fields: Fields) -> None:
    always, at_times = fields
    assert always <= set(found), "lacks"
    assert set(found) <= always | at_times, "has too much"


def test_every_function_has_a_sample_event_and_no_other_has(functions: dict[str, Any]):
    handlers = {snake(name.removesuffix("Function")) for name in functions}

    assert {path.parent.name for path in EVENTS} == handlers


def test_every_service_that_calls_us_has_a_sample_event():
    kinds = {kind_of(load(path)) for path in EVENTS}

    assert kinds == {
        *("HTTP API", "Lex", "Connect", "SQS", "DynamoDB", "EventBridge", "CloudWatch Logs"),
        *("CloudFormation", "task"),
    }


@pytest.mark.parametrize(("handler", "event"), of("HTTP API"))
def test_a_request_is_one_that_the_gateway_hands_on(
    handler: str, event: Event, resources: dict[str, Any]
):
    check(event, HTTP)
    check(event["requestContext"], HTTP_CONTEXT)
    request, headers = event["requestContext"], event["headers"]
    routes = {
        one["Properties"]["RouteKey"]: one["Properties"]
        for one in resources.values()
        if one["Type"] == "AWS::ApiGatewayV2::Route"
        and one["Properties"]["Target"]["Fn::Sub"]
        == f"integrations/${{{camel(handler)}Integration}}"
    }
    route = routes[event["routeKey"]]
    given = re.findall(r"\{(\w+)\}", event["routeKey"])
    path = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", event["routeKey"].partition(" ")[2])
    asked = re.fullmatch(path, event["rawPath"])

    assert {*HTTP_HEADERS, *(["content-length"] if "body" in event else [])} <= set(headers)
    assert all(name == name.lower() for name in headers)
    assert set(request["http"]) == HTTP_CALL
    assert request["routeKey"] == event["routeKey"]
    assert event["routeKey"].startswith(f"{request['http']['method']} ")
    assert request["http"]["path"] == event["rawPath"]
    assert asked is not None
    assert event.get("pathParameters", {}) == {name: asked[name] for name in given}
    assert bool(event["rawQueryString"]) == ("queryStringParameters" in event)
    assert ("authorizer" in request) == ("AuthorizerId" in route)
    assert request["timeEpoch"] == 1000 * int(
        datetime.strptime(request["time"], "%d/%b/%Y:%H:%M:%S %z").timestamp()
    )
    if "body" in event:
        packed = event["body"].encode()
        sent = base64.b64decode(packed, validate=True) if event["isBase64Encoded"] else packed
        assert headers["content-length"] == str(len(sent))


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param(one.values[1]["requestContext"]["authorizer"]["jwt"]["claims"], id=one.id)
        for one in of("HTTP API")
        if "authorizer" in one.values[1]["requestContext"]
    ],
)
def test_who_signed_in_bears_the_claims_of_a_user_pools_token(claims: dict[str, str]):
    assert set(claims) - {"custom:agent"} == TOKENS[claims["token_use"]]
    assert all(isinstance(value, str) for value in claims.values())


@pytest.fixture(scope="module")
def bot() -> dict[str, dict[str, bool]]:
    """Each intent's slots in the order in which they are asked for, and which it must have."""
    text = (ROOT / "bot/en_US.yaml").read_text(encoding="utf-8")
    return {
        intent["Name"]: {
            slot["Name"]: slot["ValueElicitationSetting"]["SlotConstraint"] == "Required"
            for slot in intent.get("Slots", [])
        }
        for intent in yaml.safe_load(text)["Intents"]
    }


@pytest.mark.parametrize(("handler", "event"), of("Lex"))
def test_a_turn_is_one_that_lex_hands_on(
    handler: str, event: Event, bot: dict[str, dict[str, bool]]
):
    check(event, LEX)
    state, intent = event["sessionState"], event["sessionState"]["intent"]
    top, proposed = event["interpretations"][0], event.get("proposedNextState")
    missing = [
        name
        for name, is_required in bot.get(intent["name"], {}).items()
        if is_required and intent["slots"][name] is None
    ]
    is_asked_next = (
        missing
        and event["invocationSource"] == "DialogCodeHook"
        and intent["confirmationState"] == "None"
    )

    assert set(event["bot"]) == LEX_BOT
    assert set(state) == LEX_STATE
    assert top["intent"] == intent
    for one in event["interpretations"]:
        assert set(one["intent"]) == {"name", "slots", "state", "confirmationState"}
        assert set(one["intent"]["slots"]) == set(bot.get(one["intent"]["name"], {}))
        # The fallback alone is never scored.
        assert ("nluConfidence" in one) == (one["intent"]["name"] != "FallbackIntent")
    assert bool(event["inputTranscript"]) == bool(event["transcriptions"])
    if is_asked_next:
        assert proposed is not None
        assert proposed["dialogAction"] == {"type": "ElicitSlot", "slotToElicit": missing[0]}
        assert proposed["intent"] == intent
    else:
        assert proposed is None


@pytest.mark.parametrize(("handler", "event"), of("Connect"))
def test_a_contact_flows_request_is_one_of_connects(handler: str, event: Event):
    contact = event["Details"]["ContactData"]

    assert set(event) == {"Name", "Details"}
    assert event["Name"] == "ContactFlowEvent"
    assert set(event["Details"]) == {"ContactData", "Parameters"}
    assert set(contact) == CONNECT
    assert set(contact["SystemEndpoint"]) == {"Address", "Type"}


def digest(body: str) -> str:
    return hashlib.md5(body.encode(), usedforsecurity=False).hexdigest()


@pytest.mark.parametrize(("handler", "event"), of("SQS"))
def test_a_batch_of_messages_is_one_of_sqs(handler: str, event: Event):
    for message in event["Records"]:
        is_fifo = message["eventSourceARN"].endswith(".fifo")

        assert set(message) == SQS
        assert set(message["attributes"]) == SQS_ATTRIBUTES | (
            FIFO_ATTRIBUTES if is_fifo else set()
        )
        assert message["md5OfBody"] == digest(message["body"])


@pytest.mark.parametrize(("handler", "event"), of("DynamoDB"))
def test_a_batch_of_changes_is_one_of_a_tables_stream(
    handler: str, event: Event, resources: dict[str, Any]
):
    (source,) = resources[f"{camel(handler)}Function"]["Properties"]["Events"].values()
    table = resources[source["Properties"]["Stream"]["Fn::GetAtt"][0]]["Properties"]

    for record in event["Records"]:
        change = record["dynamodb"]
        assert set(record) == STREAM
        check(change, STREAM_RECORD)
        assert set(change["Keys"]) == {key["AttributeName"] for key in table["KeySchema"]}
        assert change["StreamViewType"] == table["StreamSpecification"]["StreamViewType"]
        assert ("NewImage" in change) == (
            change["StreamViewType"] == "NEW_IMAGE" and record["eventName"] != "REMOVE"
        )


def matches(pattern: Any, value: Any) -> bool:
    """Whether EventBridge would deliver it, as far as our rules' patterns go."""
    if isinstance(pattern, dict):
        return all(name in value and matches(of_it, value[name]) for name, of_it in pattern.items())
    return value in pattern


@pytest.mark.parametrize(("handler", "event"), of("EventBridge"))
def test_an_event_is_one_that_a_rule_of_the_function_delivers(
    handler: str, event: Event, resources: dict[str, Any]
):
    rules = resources[f"{camel(handler)}Function"]["Properties"]["Events"].values()
    scheduled = {"source": ["aws.events"], "detail-type": ["Scheduled Event"]}
    patterns = [
        scheduled if rule["Type"] == "Schedule" else rule["Properties"]["Pattern"] for rule in rules
    ]

    assert set(event) == EVENTBRIDGE
    assert any(matches(pattern, event) for pattern in patterns)


def test_every_rule_has_an_event_that_it_delivers(resources: dict[str, Any]):
    delivered = {(one["detail-type"], handler) for handler, one in bare(of("EventBridge"))}
    rules = {
        (kind, snake(name.removesuffix("Function")))
        for name, resource in resources.items()
        for rule in resource["Properties"].get("Events", {}).values()
        if rule["Type"] == "EventBridgeRule"
        for kind in rule["Properties"]["Pattern"]["detail-type"]
        if resource["Type"] == "AWS::Serverless::Function"
    }

    assert rules
    assert rules <= delivered


def bare(parameters: list[Any]) -> Iterator[tuple[str, Event]]:
    for parameter in parameters:
        handler, event = parameter.values
        yield handler, event


@pytest.mark.parametrize(("handler", "event"), of("CloudWatch Logs"))
def test_a_subscription_brings_what_cloudwatch_packs(handler: str, event: Event):
    unpacked = json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"])))

    assert set(event) == {"awslogs"}
    assert set(unpacked) == LOGS
    assert all(set(line) == {"id", "timestamp", "message"} for line in unpacked["logEvents"])


@pytest.mark.parametrize(("handler", "event"), of("CloudFormation"))
def test_a_custom_resources_request_has_the_templates_properties(
    handler: str, event: Event, resources: dict[str, Any]
):
    resource = resources[event["LogicalResourceId"]]
    properties = set(resource["Properties"])
    given = [event["ResourceProperties"], event.get("OldResourceProperties")]

    assert set(event) == CUSTOM_RESOURCE | CHANGED[event["RequestType"]]
    assert event["ResourceType"] == resource["Type"]
    for one in filter(None, given):
        # A property is forgotten, to see that the function says so.
        assert set(one) <= properties
        assert len(properties - set(one)) <= 1
        assert all(isinstance(value, str) for value in one.values())


def handed_over(handler: str) -> list[set[str]]:
    """The fields that the state machines hand the function, for each task that calls it."""
    arn = f"${{{camel(handler)}FunctionArn}}"
    found = []
    for machine in MACHINES:
        for state in machine["States"].values():
            parameters = state.get("Parameters", {})
            if state.get("Resource") == arn and parameters:
                found.append({field.removesuffix(".$") for field in parameters})
            if parameters.get("FunctionName") == arn:
                found.append({field.removesuffix(".$") for field in parameters["Payload"]})
    return found


@pytest.mark.parametrize(("handler", "event"), of("task"))
def test_a_task_is_handed_what_its_state_machine_hands_it(handler: str, event: Event):
    if handler == "fail_contact":  # the whole state of the execution, with what went wrong
        assert set(event) - {"contact"} == EVENTBRIDGE | {"error"}
        assert set(event["error"]) == {"Error", "Cause"}
        assert set(event.get("contact", {})) <= {"contact_id", "is_new", "kind"}
    else:
        assert set(event) in handed_over(handler) + OUR_OWN.get(handler, [])
    if "detail" in event:
        assert set(event["detail"]) == OBJECT_CREATED
    if handler == "register_contact":
        assert set(event["asked"]) == EVENTBRIDGE
        assert event["asked"]["detail"] == event["detail"]


def test_whatever_a_state_machine_hands_over_has_an_event():
    handlers = {handler for handler, _ in bare(of("task"))}
    shown = {(handler, frozenset(event)) for handler, event in bare(of("task"))}

    wanted = {
        (handler, frozenset(fields)) for handler in handlers for fields in handed_over(handler)
    }
    assert wanted - shown == set()
