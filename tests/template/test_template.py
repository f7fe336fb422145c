"""The template, the code, the bot and the events agree."""

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from local.stack.bot_version import contents_of, name_of

ROOT = Path(__file__).parents[2]
HANDLERS = sorted(
    path.stem for path in (ROOT / "functions/omnilex/handlers").glob("*.py") if path.stem[0] != "_"
)

# Design section 4, the patterns of file names and the retention: every key and its default. A
# bucket's name left empty is made up by the stack.
CONFIGURATION = {
    "BulkUploadBucket": "",
    "BulkUploadMaxDripRate": 50,
    "BulkUploadMaxTranscribeJobs": 250,
    "ComprehendLanguages": "en | es | fr | de | it | pt | ar | hi | ja | ko | zh | zh-TW",
    "ContentRedactionLanguages": "en-US",
    "ConversationLocation": "America/Toronto",
    "EntityRecognizerEndpoint": "undefined",
    "EntityStringMap": "simple-entity-list.csv",
    "EntityThreshold": 0.5,
    "FilenameAgentRegex": "_AGENT_(.*?)_",
    "FilenameCustomerRegex": "_CUST_(.*?)_",
    "FilenameDateTimeFields": "%Y %m %d %H %M %S",
    "FilenameDateTimeRegex": r"(\d{4})-(\d{2})-(\d{2})T(\d{2})-(\d{2})-(\d{2})",
    "FilenameGuidRegex": "_GUID_(.*?)_",
    "InputBucketAudioPlayback": "mp3",
    "InputBucketFailedTranscriptions": "failedAudio",
    "InputBucketName": "",
    "InputBucketRawAudio": "originalAudio",
    "MaxSpeakers": 2,
    "MinSentimentNegative": 0.4,
    "MinSentimentPositive": 0.4,
    "OutputBucketName": "",
    "OutputBucketParsedResults": "parsedFiles",
    "RetentionDays": 365,
    "SpeakerNames": "Agent | Caller",
    "SpeakerSeparationType": "Speaker",
    "StepFunctionName": "PostCallAnalyticsWorkflow",
    "SupportFilesBucketName": "",
    "TranscribeAlternateLanguage": "en-US",
    "TranscribeApiMode": "standard",
    "TranscribeLanguages": "en-US",
    "VocabularyName": "undefined",
}

# Actions for which AWS knows no resource; each is the only wildcard its statement may have.
RESOURCELESS = {
    "comprehend:BatchDetectEntities",
    "comprehend:BatchDetectKeyPhrases",
    "comprehend:BatchDetectSentiment",
    "comprehend:DetectDominantLanguage",
    "comprehend:DetectPiiEntities",
    "comprehend:ListEndpoints",
    "polly:SynthesizeSpeech",
    "transcribe:ListCallAnalyticsJobs",
    "transcribe:ListTranscriptionJobs",
    "transcribe:StartCallAnalyticsJob",
    "transcribe:StartTranscriptionJob",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
}
VENDED_LOGS = re.compile(
    r"logs:(\w+LogDelivery|ListLogDeliveries|PutResourcePolicy|Describe(ResourcePolicies|LogGroups))"
)


def statements(resources: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every allowing IAM statement of the template with the resource that holds it."""
    found: list[tuple[str, dict[str, Any]]] = []
    for name, resource in resources.items():
        policies = resource["Properties"].get("Policies", [])
        for policy in policies if isinstance(policies, list) else []:  # a user pool's are a map
            document = policy.get("PolicyDocument", policy)
            found += [(name, statement) for statement in document.get("Statement", [])]
    return found


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_every_handler_is_deployed_and_every_function_has_a_handler(functions: dict[str, Any]):
    deployed = {
        properties["Handler"] for properties in functions.values() if "CodeUri" not in properties
    }

    assert deployed == {f"omnilex.handlers.{name}.lambda_handler" for name in HANDLERS}


@pytest.mark.parametrize("name", HANDLERS)
def test_handlers_name_their_function_in_one_way_everywhere(name: str, functions: dict[str, Any]):
    resource = "".join(word.capitalize() for word in name.split("_")) + "Function"

    properties = functions[resource]

    assert properties["FunctionName"] == {
        "Fn::Sub": f"${{AWS::StackName}}-{name.replace('_', '-')}"
    }
    assert properties["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] == name


def test_every_function_keeps_its_logs_for_a_stated_time(
    functions: dict[str, Any], resources: dict[str, Any]
):
    groups = {
        resource["Properties"]["LogGroupName"]["Fn::Sub"]
        for resource in resources.values()
        if resource["Type"] == "AWS::Logs::LogGroup"
    }
    unlogged = {
        name
        for name, properties in functions.items()
        if f"/aws/lambda/{properties['FunctionName']['Fn::Sub']}" not in groups
    }

    assert not unlogged
    assert all(
        resource["Properties"]["RetentionInDays"]
        for resource in resources.values()
        if resource["Type"] == "AWS::Logs::LogGroup"
    )


@pytest.mark.parametrize("key", CONFIGURATION)
def test_each_configuration_key_is_a_parameter_and_a_stored_value(
    key: str, template: dict[str, Any], resources: dict[str, Any]
):
    parameter = template["Parameters"][key]
    stored = resources[f"{key}Parameter"]["Properties"]

    assert parameter["Default"] == CONFIGURATION[key]
    assert stored["Name"] == {"Fn::Sub": f"/${{AWS::StackName}}/{key}"}
    assert stored["Value"]["Ref"] in {key, *resources}


def test_a_bare_deploy_needs_no_parameter(template: dict[str, Any]):
    assert [name for name, value in template["Parameters"].items() if "Default" not in value] == []


def test_each_parameter_has_one_place_in_the_console(template: dict[str, Any]):
    groups = template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]

    placed = [name for group in groups for name in group["Parameters"]]

    assert sorted(placed) == sorted(template["Parameters"])


def test_no_statement_grants_a_wildcard_action(resources: dict[str, Any]):
    wild = [
        (name, action)
        for name, statement in statements(resources)
        for action in as_list(statement.get("Action", []))
        if action.endswith("*")
    ]

    assert not wild


def test_only_actions_without_resources_are_granted_on_every_resource(resources: dict[str, Any]):
    wide = {
        action
        for _, statement in statements(resources)
        if "*" in as_list(statement.get("Resource", []))
        for action in as_list(statement["Action"])
    }

    assert {action for action in wide if not VENDED_LOGS.fullmatch(action)} <= RESOURCELESS


def test_no_function_takes_a_managed_policy(functions: dict[str, Any]):
    managed = [
        policy
        for properties in functions.values()
        for policy in properties.get("Policies", [])
        if isinstance(policy, str)
    ]

    assert not managed


def test_every_rule_that_delivers_keeps_what_it_cannot_deliver(resources: dict[str, Any]):
    rules = [
        event["Properties"]
        for resource in resources.values()
        for event in resource["Properties"].get("Events", {}).values()
        if event["Type"] in {"EventBridgeRule", "Schedule"}
    ]

    assert rules
    assert all("DeadLetterConfig" in rule and "RetryPolicy" in rule for rule in rules)


def test_every_queue_of_dead_letters_raises_an_alarm(resources: dict[str, Any]):
    queues = {
        name
        for name, resource in resources.items()
        if resource["Type"] == "AWS::SQS::Queue" and name.endswith("DeadLetters")
    }
    watched = {
        dimension["Value"]["Fn::GetAtt"][0]
        for resource in resources.values()
        if resource["Type"] == "AWS::CloudWatch::Alarm"
        for dimension in resource["Properties"].get("Dimensions", [])
        if dimension["Name"] == "QueueName"
    }

    assert queues
    assert queues == watched


def test_every_function_that_nobody_waits_for_has_dead_letters(functions: dict[str, Any]):
    told = {"EventBridgeRule", "Schedule"}
    without = {
        name
        for name, properties in functions.items()
        if told & {event["Type"] for event in properties.get("Events", {}).values()}
        and "DeadLetterQueue" not in properties
    }

    assert without == set()


def test_what_holds_records_is_retained(resources: dict[str, Any]):
    kept = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool"}
    # their rows live for minutes, and days; the last is made of the contacts, and can be again
    expendable = {"SessionsTable", "ConversationsTable", "SearchTable"}

    dropped = {
        name
        for name, resource in resources.items()
        if resource["Type"] in kept and resource.get("DeletionPolicy") != "Retain"
    }

    assert dropped == expendable


def test_what_is_kept_when_the_stack_goes_is_listed_for_who_takes_it_away(
    resources: dict[str, Any],
):
    told = (ROOT / "docs" / "deployment.md").read_text().partition("| kept |")[2]
    rows = told.partition("\n\n")[0]
    kept = {
        name
        for name, resource in resources.items()
        if resource.get("DeletionPolicy") == "Retain" and resource["Type"] != "AWS::Lex::BotVersion"
    }

    assert set(re.findall(r"^\| `(\w+)`", rows, re.MULTILINE)) == kept


@pytest.mark.parametrize("bucket", ["BulkBucket", "InputBucket", "OutputBucket"])
def test_what_is_kept_of_contacts_goes_after_the_retention(bucket: str, resources: dict[str, Any]):
    (rule,) = resources[bucket]["Properties"]["LifecycleConfiguration"]["Rules"]
    table = resources["ContactsTable"]["Properties"]

    assert rule["Status"] == "Enabled"
    assert rule["ExpirationInDays"] == {"Ref": "RetentionDays"}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


def test_the_included_bot_speaks_the_locale_that_the_version_and_the_alias_name(
    resources: dict[str, Any],
):
    included = resources["OmniLexBot"]["Properties"]["BotLocales"]
    locales = [
        yaml.safe_load((ROOT / item["Fn::Transform"]["Parameters"]["Location"]).read_text())
        for item in included
    ]
    version = resources[name_of(ROOT / "bot")]["Properties"]["BotVersionLocaleSpecification"]
    alias = resources["OmniLexBotAlias"]["Properties"]["BotAliasLocaleSettings"]

    names = [locale["LocaleId"] for locale in locales]

    assert names == [item["LocaleId"] for item in version] == [item["LocaleId"] for item in alias]


def test_every_intent_has_a_function_behind_the_router(resources: dict[str, Any]):
    routes = json.loads(
        resources["RouteIntentFunction"]["Properties"]["Environment"]["Variables"][
            "INTENT_FUNCTIONS"
        ]["Fn::Sub"]
    )
    locales = [yaml.safe_load(file.read_text()) for file in (ROOT / "bot").glob("*.yaml")]

    for locale in locales:
        assert set(routes) == {intent["Name"] for intent in locale["Intents"]}
    assert {name[2:-1] for name in routes.values()} <= set(resources)


def test_the_locales_have_the_same_intents_slots_and_values():
    def shape(locale: dict[str, Any]) -> dict[str, Any]:
        return {
            "intents": {
                intent["Name"]: [slot["Name"] for slot in intent.get("Slots", [])]
                for intent in locale["Intents"]
            },
            "values": {
                kind["Name"]: [
                    one["SampleValue"]["Value"] for one in kind.get("SlotTypeValues", [])
                ]
                for kind in locale["SlotTypes"]
            },
        }

    english, spanish = (
        yaml.safe_load((ROOT / f"bot/{name}.yaml").read_text()) for name in ("en_US", "es_US")
    )

    assert shape(english) == shape(spanish)


@pytest.mark.parametrize("name", ["en_US", "es_US"])
def test_every_intent_has_fifteen_utterances(name: str):
    locale = yaml.safe_load((ROOT / f"bot/{name}.yaml").read_text())
    few = {
        intent["Name"]
        for intent in locale["Intents"]
        if len({one["Utterance"] for one in intent.get("SampleUtterances", [])}) < 15
    }

    assert few == {"FallbackIntent"}


def test_each_state_machine_gets_every_function_it_names(resources: dict[str, Any]):
    machines = [
        one["Properties"]
        for one in resources.values()
        if one["Type"] == "AWS::Serverless::StateMachine"
    ]

    assert machines
    for machine in machines:
        text = (ROOT / machine["DefinitionUri"]).read_text()
        assert set(re.findall(r"\$\{(\w+)\}", text)) == set(machine["DefinitionSubstitutions"])


def test_functions_cannot_tell_where_they_run():
    telling = re.compile(r"AWS_SAM_LOCAL|endpoint_url|localhost|127\.0\.0\.1", re.IGNORECASE)
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "functions/omnilex").rglob("*.py")
        if telling.search(path.read_text())
    ]

    assert not found


def test_the_site_may_load_nothing_it_does_not_ship(resources: dict[str, Any]):
    headers = resources["Site"]["Properties"]["CustomHeaders"]["Fn::Sub"][0]
    policy = re.search(r"Content-Security-Policy\s+value: \"(.*)\"", headers)

    assert policy is not None
    assert "unsafe" not in policy[1]
    assert "default-src 'none'" in policy[1]
    assert "trusted-types 'none'" in policy[1]


@pytest.mark.parametrize("name", HANDLERS)
def test_every_handler_imports(
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    functions: dict[str, Any],
    template: dict[str, Any],
):
    resource = "".join(word.capitalize() for word in name.split("_")) + "Function"
    for variable, value in functions[resource]["Environment"]["Variables"].items():
        parameter = {} if isinstance(value, str) else template["Parameters"].get(value.get("Ref"))
        text = value if isinstance(value, str) else str((parameter or {}).get("Default", "{}"))
        monkeypatch.setenv(variable, text)

    module = importlib.import_module(f"omnilex.handlers.{name}")

    assert callable(module.lambda_handler)


def test_a_changed_bot_is_a_new_version_of_it(resources: dict[str, Any]):
    versions = [name for name, one in resources.items() if one["Type"] == "AWS::Lex::BotVersion"]

    assert versions == [name_of(ROOT / "bot")], "run: make bot-version"


def test_changed_plans_and_questions_are_loaded_again(resources: dict[str, Any]):
    contents = resources["BankRecords"]["Properties"]["Contents"]

    assert contents == contents_of(ROOT / "functions"), "run: make bot-version"
