"""What a stack is given after its first deployment: an administrator, and recordings to look at."""

import contextlib
import json
import secrets
import string
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from local.stack.description import Administrator, client
from local.stack.places import SAMPLES, Home

ADMINISTRATOR = "admin@omnilex.example"
ADMINISTRATORS = "admin"
RECORDINGS = {".wav", ".mp3", ".flac", ".ogg", ".m4a"}


class Keepsakes(BaseModel):
    """Kept with the data, and lost with them."""

    admin_password: str = ""
    recordings: list[str] = []


def load_keepsakes(home: Home) -> Keepsakes:
    if not home.keepsakes.is_file():
        return Keepsakes()
    return Keepsakes.model_validate_json(home.keepsakes.read_text())


def save_keepsakes(home: Home, keepsakes: Keepsakes) -> None:
    """Readable by its owner alone: it holds a password."""
    home.keepsakes.parent.mkdir(parents=True, exist_ok=True)
    home.keepsakes.touch(mode=0o600)
    home.keepsakes.write_text(json.dumps(keepsakes.model_dump(), indent=2) + "\n")


def seed(home: Home, gateway: str, outputs: dict[str, str]) -> Administrator:
    """Make the administrator, and drop the samples that were not dropped before."""
    keepsakes = load_keepsakes(home)
    keepsakes.admin_password = keepsakes.admin_password or new_password()
    admin = Administrator(username=ADMINISTRATOR, password=keepsakes.admin_password)
    save_keepsakes(home, keepsakes)
    make_administrator(client("cognito-idp", gateway), outputs["UserPoolId"], admin)
    s3 = client("s3", gateway)
    for recording in samples():
        if recording.name not in keepsakes.recordings:
            key = f"{outputs['InputBucketRawAudio']}/{recording.name}"
            s3.put_object(Bucket=outputs["InputBucketName"], Key=key, Body=recording.read_bytes())
            keepsakes.recordings.append(recording.name)
            save_keepsakes(home, keepsakes)
    return admin


def take_up_again(gateway: str, outputs: dict[str, str]) -> int:
    """Drop once more the recordings whose analysis ended with the last run; says how many.

    A state machine of the local AWS does not outlive its process, as it would on AWS.
    """
    scan = client("dynamodb", gateway).get_paginator("scan")
    rows = scan.paginate(
        TableName=outputs["ContactsTableName"],
        FilterExpression="#status IN (:transcribing, :analyzing)",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={
            ":transcribing": {"S": "TRANSCRIBING"},
            ":analyzing": {"S": "ANALYZING"},
        },
    )
    s3 = client("s3", gateway)
    sources = [
        json.loads(item["contact"]["S"])["source"] for page in rows for item in page["Items"]
    ]
    for source in sources:
        place = {"Bucket": source["bucket"], "Key": source["key"]}
        s3.copy_object(**place, CopySource=place, MetadataDirective="REPLACE")
    return len(sources)


def samples() -> list[Path]:
    """The recordings that come with the project."""
    return sorted(path for path in SAMPLES.glob("*") if path.suffix.lower() in RECORDINGS)


def make_administrator(cognito: Any, pool: str, admin: Administrator) -> None:
    """Somebody who may sign in to the dashboard and do everything there."""
    with contextlib.suppress(cognito.exceptions.UsernameExistsException):
        cognito.admin_create_user(
            UserPoolId=pool,
            Username=admin.username,
            MessageAction="SUPPRESS",
            UserAttributes=[
                {"Name": "email", "Value": admin.username},
                {"Name": "email_verified", "Value": "true"},
            ],
        )
    cognito.admin_set_user_password(
        UserPoolId=pool, Username=admin.username, Password=admin.password, Permanent=True
    )
    cognito.admin_add_user_to_group(
        UserPoolId=pool, Username=admin.username, GroupName=ADMINISTRATORS
    )


def new_password() -> str:
    """Random, with every kind of character that the user pool asks for, and easy to copy."""
    letters = string.ascii_letters + string.digits
    return "".join(secrets.choice(letters) for _ in range(16)) + "-aA1"
