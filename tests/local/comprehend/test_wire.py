"""The protocol as an unmodified boto3 client and a bare HTTP client meet it."""

import json
import time
import urllib.error
import urllib.request
from pathlib import Path

import botocore.session
import pytest
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator

from local.comprehend.recognizers import VARIABLE, Recognizers, folder_in

SENTENCE = "My name is Sarah Collins and I paid $20 to Maple Bank on Tuesday."
ARN = "arn:aws:comprehend:us-east-1:000000000000:entity-recognizer-endpoint/bank-products-en"
REQUESTS = {
    "DetectSentiment": {"Text": SENTENCE, "LanguageCode": "en"},
    "BatchDetectSentiment": {"TextList": [SENTENCE, "x" * 5001], "LanguageCode": "en"},
    "DetectDominantLanguage": {"Text": SENTENCE},
    "BatchDetectDominantLanguage": {"TextList": [SENTENCE, "x" * 5001]},
    "DetectEntities": {"Text": SENTENCE, "LanguageCode": "en"},
    "BatchDetectEntities": {"TextList": [SENTENCE, "x" * 5001], "LanguageCode": "en"},
    "DetectKeyPhrases": {"Text": SENTENCE, "LanguageCode": "en"},
    "BatchDetectKeyPhrases": {"TextList": [SENTENCE, "x" * 5001], "LanguageCode": "en"},
    "DetectPiiEntities": {"Text": SENTENCE, "LanguageCode": "en"},
    "ContainsPiiEntities": {"Text": SENTENCE, "LanguageCode": "en"},
    "ListEndpoints": {},
    "DescribeEndpoint": {"EndpointArn": ARN},
}
BATCHES = [name for name in REQUESTS if name.startswith("Batch")]


@pytest.fixture(scope="session")
def service_model():
    return botocore.session.get_session().get_service_model("comprehend")


def post(url, target, body):
    request = urllib.request.Request(  # noqa: S310 - our own local address
        url,
        data=body if isinstance(body, bytes) else json.dumps(body).encode(),
        headers={"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return answer.status, json.load(answer), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error), error.headers


def shape_report(answer, output):
    """What of an answer is not of its shape; times are numbers on the wire, which is allowed."""
    return ParamValidator().validate(answer, output).generate_report()


def call(comprehend, operation, **parameters):
    return comprehend._make_api_call(operation, parameters)


@pytest.mark.parametrize("operation", REQUESTS)
def test_every_answer_has_the_operations_output_shape(comprehend_url, service_model, operation):
    output = service_model.operation_model(operation).output_shape

    status, answer, headers = post(
        comprehend_url, f"Comprehend_20171127.{operation}", REQUESTS[operation]
    )

    assert status == 200
    assert shape_report(answer, output) == ""
    assert set(answer) <= set(output.members)
    assert headers["Content-Type"] == "application/x-amz-json-1.1"
    assert headers["x-amzn-RequestId"]


@pytest.mark.parametrize("operation", REQUESTS)
def test_an_unmodified_boto3_client_reads_every_answer(comprehend, operation):
    answer = call(comprehend, operation, **REQUESTS[operation])

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert len(answer) > 1


def test_a_listed_recognizer_is_an_endpoint_in_service(comprehend):
    (listed,) = comprehend.list_endpoints(Filter={"Status": "IN_SERVICE"})["EndpointPropertiesList"]

    described = comprehend.describe_endpoint(EndpointArn=ARN)["EndpointProperties"]

    assert listed == described
    assert (described["EndpointArn"], described["Status"]) == (ARN, "IN_SERVICE")


def test_the_environment_names_the_folder_of_endpoints(tmp_path: Path):
    (tmp_path / "cards-en.csv").write_text("item,entity\ngold card,CARD\n")

    named = Recognizers(folder_in({VARIABLE: str(tmp_path)}))

    assert [one.name for one in named.all()] == ["cards-en"]
    assert Recognizers(folder_in({})).all() == []


def test_a_custom_endpoint_finds_its_own_entities_only(comprehend):
    text = "I am Ana Bell and I have a platinum saver."

    answer = comprehend.detect_entities(Text=text, EndpointArn=ARN)

    found = [(one["Type"], one["Text"]) for one in answer["Entities"]]
    assert found == [("ACCOUNT_PRODUCT", "platinum saver")]


def test_an_endpoint_that_is_not_there_is_unavailable_to_ask_and_not_found_to_describe(comprehend):
    missing = ARN.replace("bank-products", "cars")

    with pytest.raises(comprehend.exceptions.ResourceUnavailableException):
        comprehend.detect_entities(Text="Hello.", EndpointArn=missing)
    with pytest.raises(comprehend.exceptions.ResourceNotFoundException) as unknown:
        comprehend.describe_endpoint(EndpointArn=missing)

    assert unknown.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_pii_is_offered_in_english_and_spanish_only(comprehend):
    with pytest.raises(comprehend.exceptions.UnsupportedLanguageException):
        comprehend.detect_pii_entities(Text="Bonjour.", LanguageCode="fr")

    assert comprehend.detect_pii_entities(Text="Hola.", LanguageCode="es")["Entities"] == []


def test_the_kinds_of_pii_are_named_once_each(comprehend):
    text = "My PIN is 4471, my old PIN is 1234, my name is Ana Bell."

    labels = comprehend.contains_pii_entities(Text=text, LanguageCode="en")["Labels"]

    assert sorted(label["Name"] for label in labels) == ["NAME", "PIN"]


@pytest.mark.parametrize("operation", BATCHES)
def test_a_document_over_5000_bytes_is_an_error_of_its_own_in_a_batch(comprehend, operation):
    language = {} if "Language" in operation else {"LanguageCode": "en"}
    texts = ["Thank you.", "é" * 2_501, "Goodbye then."]

    answer = call(comprehend, operation, TextList=texts, **language)

    assert [result["Index"] for result in answer["ResultList"]] == [0, 2]
    assert answer["ErrorList"] == [
        {
            "Index": 1,
            "ErrorCode": "TEXT_SIZE_LIMIT_EXCEEDED",
            "ErrorMessage": "Input text size exceeds limit. Max length of request text allowed is "
            "5000 bytes while in this request the text size is 5002 bytes",
        }
    ]


@pytest.mark.parametrize("operation", BATCHES)
def test_a_26th_document_is_refused(comprehend, service_model, operation):
    language = {} if "Language" in operation else {"LanguageCode": "en"}

    with pytest.raises(comprehend.exceptions.BatchSizeLimitExceededException) as refused:
        call(comprehend, operation, TextList=["Hello."] * 26, **language)

    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    declared = {shape.name for shape in service_model.operation_model(operation).error_shapes}
    assert refused.value.response["Error"]["Code"] in declared


def test_25_documents_of_5000_bytes_are_taken(comprehend):
    answer = comprehend.batch_detect_sentiment(TextList=["a" * 5000] * 25, LanguageCode="en")

    assert [result["Index"] for result in answer["ResultList"]] == list(range(25))
    assert answer["ErrorList"] == []


@pytest.mark.parametrize(
    ("operation", "limit_bytes"),
    [("DetectSentiment", 5_000), ("DetectEntities", 100_000), ("DetectDominantLanguage", 100_000)],
)
def test_a_text_over_the_limit_is_refused_with_its_size(comprehend, operation, limit_bytes):
    language = {} if "Language" in operation else {"LanguageCode": "en"}

    with pytest.raises(comprehend.exceptions.TextSizeLimitExceededException) as refused:
        call(comprehend, operation, Text="x" * (limit_bytes + 1), **language)

    assert refused.value.response["Error"]["Message"] == (
        f"Input text size exceeds limit. Max length of request text allowed is {limit_bytes} bytes "
        f"while in this request the text size is {limit_bytes + 1} bytes"
    )
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


@pytest.mark.parametrize("language", ["nl", "xx", "EN", "zh-tw"])
def test_a_language_the_service_does_not_know_is_named_with_those_it_does(comprehend, language):
    with pytest.raises(comprehend.exceptions.UnsupportedLanguageException) as refused:
        comprehend.detect_sentiment(Text="Dank je wel.", LanguageCode=language)

    assert f"'{language}'" in refused.value.response["Error"]["Message"]
    assert "en, es, fr, de, it, pt, ar, hi, ja, ko, zh, zh-TW" in str(refused.value)


@pytest.mark.parametrize(
    "language", ["en", "es", "fr", "de", "it", "pt", "ar", "hi", "ja", "ko", "zh", "zh-TW"]
)
def test_every_language_of_the_service_is_taken(comprehend, language):
    answer = comprehend.batch_detect_sentiment(TextList=["Merci.", "谢谢"], LanguageCode=language)

    assert len(answer["ResultList"]) == 2


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("DetectSentiment", {"Text": "", "LanguageCode": "en"}),
        ("DetectSentiment", {"LanguageCode": "en"}),
        ("DetectSentiment", {"Text": "Hello."}),
        ("DetectDominantLanguage", {}),
        ("BatchDetectEntities", {"TextList": [], "LanguageCode": "en"}),
        ("BatchDetectEntities", {"LanguageCode": "en"}),
        ("BatchDetectEntities", {"TextList": ["Hello.", ""], "LanguageCode": "en"}),
        ("BatchDetectEntities", {"TextList": ["Hello.", None], "LanguageCode": "en"}),
    ],
)
def test_a_missing_or_empty_parameter_is_an_invalid_request(comprehend_url, operation, body):
    status, answer, _ = post(comprehend_url, f"Comprehend_20171127.{operation}", body)

    assert (status, answer["__type"]) == (400, "InvalidRequestException")
    assert "1 validation error detected" in answer["Message"]


@pytest.mark.parametrize(
    ("target", "body", "code"),
    [
        ("Comprehend_20171127.DetectMood", b"{}", "UnknownOperationException"),
        ("DetectSentiment", b"{}", "UnknownOperationException"),
        ("Comprehend_20171127.DetectSentiment", b"{", "SerializationException"),
        ("Comprehend_20171127.DetectSentiment", b"[]", "SerializationException"),
        ("Comprehend_20171127.DetectSentiment", b"\xff", "SerializationException"),
    ],
)
def test_a_request_that_is_no_request_is_answered_as_aws_does(comprehend_url, target, body, code):
    status, answer, _ = post(comprehend_url, target, body)

    assert (status, answer["__type"]) == (400, code)


def test_errors_reach_the_client_as_client_errors_with_a_request_id(comprehend):
    with pytest.raises(ClientError) as refused:
        comprehend.detect_sentiment(Text="Hello.", LanguageCode="nl")

    assert refused.value.response["ResponseMetadata"]["RequestId"]


def test_a_full_batch_of_turns_is_scored_well_under_a_second(comprehend):
    turns = ["I have been on hold for an hour and nobody has helped me with this yet."] * 25
    comprehend.batch_detect_sentiment(TextList=turns, LanguageCode="en")

    started = time.perf_counter()
    comprehend.batch_detect_sentiment(TextList=turns, LanguageCode="en")

    # About 40 ms by itself; the bound leaves room for a busy machine.
    assert time.perf_counter() - started < 0.8
