"""checkov and parliament on the template as CloudFormation gets it: ``make check-platform``.

Runs in an environment of its own (`.local/envs/checkers`), for their dependencies are not ours.
checkov's exceptions and their reasons are in `.checkov.yaml`; parliament's are here.
"""

import json
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3

with warnings.catch_warnings(action="ignore"):  # of its use of pkg_resources
    from parliament import analyze_policy_string
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parents[1]
CHECKOV = Path(sys.executable).with_name("checkov")
REGION, ACCOUNT = "us-east-1", "123456789012"
CODE = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}
# What stands where CloudFormation will put a name.
PSEUDO = {
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::StackName": "omnilex",
    "AWS::URLSuffix": "amazonaws.com",
}
# What `GetAtt Arn` of a resource looks like, for parliament to tell whether an action fits it.
ARNS = {
    "AWS::DynamoDB::Table": "arn:aws:dynamodb:{where}:table/{name}",
    "AWS::KMS::Key": "arn:aws:kms:{where}:key/{name}",
    "AWS::Lambda::Function": "arn:aws:lambda:{where}:function:{name}",
    "AWS::Logs::LogGroup": "arn:aws:logs:{where}:log-group:{name}:*",
    "AWS::S3::Bucket": "arn:aws:s3:::{name}",
    "AWS::SQS::Queue": "arn:aws:sqs:{where}:{name}",
    "AWS::IAM::Role": "arn:aws:iam::" + ACCOUNT + ":role/{name}",
    "AWS::StepFunctions::StateMachine": "arn:aws:states:{where}:stateMachine:{name}",
    "AWS::SecretsManager::Secret": "arn:aws:secretsmanager:{where}:secret:{name}",
}
# What parliament may find, and why it is no fault. Its list of AWS's actions is some years old.
EXCUSED = {
    "NO_VERSION": "SAM's own policy templates write none, and use no variable that needs one",
    "states:SendTaskSuccess": "takes a state machine, as SAM's StepFunctionsCallbackPolicy has it",
    "states:SendTaskFailure": "the same",
    "states:SendTaskHeartbeat": "the same",
    "states:DescribeExecution": "takes an execution of any kind of machine",
}
# Actions that AWS lets nobody narrow to a resource, by how they begin, and why we take them.
ON_EVERYTHING = {
    "comprehend:": "Comprehend's detections know no resource",
    "logs:": "the delivery of a state machine's logs, which AWS grants on everything or not at all",
    "polly:": "speech is made of text, not of a resource",
    "transcribe:": "jobs are started, and listed, without a resource",
}
# AWS's own policies, which SAM attaches; each of them names actions on everything.
MANAGED = {
    "AWSLambdaBasicExecutionRole": "a function writes its log",
    "AWSXrayWriteOnlyAccess": "a function writes its trace",
    "AWSLambdaDynamoDBExecutionRole": "Lambda reads a table's stream for the function",
    "AWSLambdaSQSQueueExecutionRole": "Lambda takes a queue's messages for the function",
}
NAMED_BY_ARN = {"AWS::SecretsManager::Secret", "AWS::StepFunctions::StateMachine"}


def translated() -> dict[str, Any]:
    """The template after SAM's transformation."""
    template = yaml_parse((ROOT / "template.yaml").read_text())
    template["Globals"]["Function"].pop("CodeUri")
    for resource in template["Resources"].values():
        kind, properties = resource["Type"], resource.setdefault("Properties", {})
        if kind in CODE:
            properties[CODE[kind]] = "s3://bucket/code.zip"
        elif kind == "AWS::Serverless::StateMachine":
            properties["DefinitionUri"] = "s3://bucket/machine.json"
    session = boto3.Session(region_name=REGION)
    result: dict[str, Any] = Translator({}, Parser(), boto_session=session).translate(template, {})
    return result


def switched_on(value: Any) -> Any:
    """The same with every condition met; what then has no value is left out."""
    if isinstance(value, list):
        return [switched_on(one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"Fn::If"}:
        return switched_on(value["Fn::If"][1])
    kept = {key: switched_on(one) for key, one in value.items()}
    return {key: one for key, one in kept.items() if one != {"Ref": "AWS::NoValue"}}


class Plain:
    """A template's values with every condition met and every reference filled in."""

    def __init__(self, resources: dict[str, Any]) -> None:
        self._resources = resources

    def of(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.of(one) for one in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((function, given),) = value.items()
            known = {"Ref": self.reference, "Fn::GetAtt": self.attribute, "Fn::Sub": self.text}
            if function in known:
                return known[function](given)
            if function == "Fn::If":
                return self.of(given[1])
        return {key: self.of(one) for key, one in value.items()}

    def reference(self, name: str) -> str:
        kind = self._resources.get(name, {}).get("Type")
        if name.endswith("SecretArn"):
            kind = "AWS::SecretsManager::Secret"
        return self.arn(kind, name) if kind in NAMED_BY_ARN else PSEUDO.get(name, name)

    def attribute(self, given: Any) -> str:
        name, attribute = given if isinstance(given, list) else given.split(".", 1)
        return self.arn(self._resources[name]["Type"], name) if attribute == "Arn" else name

    def text(self, given: Any) -> str:
        text = given if isinstance(given, str) else given[0]
        for part in text.split("${")[1:]:
            name = part.partition("}")[0]
            filled = self.attribute(name) if "." in name else self.reference(name)
            text = text.replace("${" + name + "}", filled)
        return str(text)

    @staticmethod
    def arn(kind: str | None, name: str) -> str:
        return ARNS.get(kind or "", "{name}").format(where=f"{REGION}:{ACCOUNT}", name=name)


def policies(resources: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each policy of each role."""
    plain = Plain(resources)
    for name, resource in resources.items():
        if resource["Type"] == "AWS::IAM::Role":
            for policy in plain.of(resource["Properties"].get("Policies", [])):
                yield name, policy["PolicyDocument"]


def check_with_checkov(template: dict[str, Any]) -> bool:
    """With every optional part: what is switched off by default has to hold, too."""
    resources = switched_on(template["Resources"])
    for resource in resources.values():
        resource.pop("Condition", None)
    template = {**template, "Resources": resources}
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "template.json"
        written.write_text(json.dumps(template, indent=1))
        options = ["--config-file", ROOT / ".checkov.yaml", "--file", written, "--output", "json"]
        ran = subprocess.run([CHECKOV, *options], capture_output=True, text=True, check=False)
    try:
        report = json.loads(ran.stdout)
    except ValueError:
        print(ran.stdout + ran.stderr)
        return False
    for failed in report["results"]["failed_checks"]:
        print(f"  ✗ {failed['check_id']} {failed['resource']}: {failed['check_name']}")
    counts = report["summary"]
    wrong = counts["failed"] + counts["parsing_errors"]
    mark = "✗" if wrong else "✓"
    print(
        f"  {mark} checkov {counts['checkov_version']}: {counts['passed']} passed, "
        f"{counts['failed']} failed, {counts['skipped']} skipped with a reason"
    )
    return not wrong


def check_with_parliament(resources: dict[str, Any]) -> bool:
    looked_at = list(policies(resources))
    found = [
        f"  ✗ {role}: {finding.issue} {finding.detail}"
        for role, policy in looked_at
        for finding in analyze_policy_string(json.dumps(policy)).findings
        if not is_excused(finding)
    ]
    print("\n".join(found) + ("\n" if found else ""), end="")
    print(f"  {'✗' if found else '✓'} parliament: {len(looked_at)} policies, {len(found)} findings")
    return not found


def check_wildcards(resources: dict[str, Any]) -> bool:
    """No action is a wildcard; a resource is one only for the reasons above."""
    wide = [
        f"  ✗ {role}: {action} on every resource"
        for role, policy in policies(resources)
        for statement in policy["Statement"]
        for action in as_list(statement["Action"])
        if "*" in action
        or ("*" in as_list(statement["Resource"]) and not action.startswith(tuple(ON_EVERYTHING)))
    ]
    managed = {
        arn.rpartition("/")[2]
        for resource in resources.values()
        for arn in resource.get("Properties", {}).get("ManagedPolicyArns", [])
    }
    wide += [f"  ✗ the managed policy {name}" for name in sorted(managed - set(MANAGED))]
    print("\n".join(wide) + ("\n" if wide else ""), end="")
    excused = f"{len(ON_EVERYTHING)} services and {len(MANAGED)} managed policies have a reason"
    print(f"  {'✗' if wide else '✓'} wildcards: {len(wide)} without a reason; {excused}")
    return not wide


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def is_excused(finding: Any) -> bool:
    """Whether each thing that is found has its reason."""
    details = (
        finding.detail if finding.issue == "RESOURCE_MISMATCH" else [{"action": finding.issue}]
    )
    return {one["action"] for one in details} <= set(EXCUSED)


def main() -> int:
    template = translated()
    resources = template["Resources"]
    checks = (check_with_checkov(template), check_with_parliament(resources))
    return 0 if all((*checks, check_wildcards(resources))) else 1


if __name__ == "__main__":
    sys.exit(main())
