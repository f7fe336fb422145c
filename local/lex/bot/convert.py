"""Writing a bot in the form that its file's name asks for."""

import json
from pathlib import Path
from typing import Any

import yaml

from local.lex.bot.cloudformation import properties_of
from local.lex.bot.export import write_export_folder, write_export_zip
from local.lex.bot.model import Bot
from local.lex.bot.template_file import BOT_TYPE, SUFFIXES

# The role that every bot needs; deployments give their own.
ROLE = {
    "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/"
    "lexv2.amazonaws.com/AWSServiceRoleForLexV2Bots"
}


def write_bot(bot: Bot, target: Path) -> None:
    """``.zip``: an export; ``.yaml`` or ``.json``: a template; else an export's folder."""
    if target.suffix.lower() == ".zip":
        target.write_bytes(write_export_zip(bot))
    elif target.suffix.lower() in SUFFIXES:
        target.write_text(_template(bot, as_json=target.suffix.lower() == ".json"), "utf-8")
    else:
        write_export_folder(bot, target)


def _template(bot: Bot, *, as_json: bool) -> str:
    logical_id = "".join(sign for sign in bot.name if sign.isalnum()) or "Bot"
    properties = {**properties_of(bot), "RoleArn": ROLE}
    document: dict[str, Any] = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": {logical_id: {"Type": BOT_TYPE, "Properties": properties}},
    }
    if as_json:
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
