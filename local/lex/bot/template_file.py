"""A bot in a CloudFormation or SAM template, as JSON or YAML."""

from pathlib import Path
from typing import Any

import yaml

from local.lex.bot.cloudformation import bot_from_properties
from local.lex.bot.model import Bot
from local.lex.errors import BotFormatError

SUFFIXES = {".yaml", ".yml", ".json", ".template"}
BOT_TYPE = "AWS::Lex::Bot"


class _TemplateLoader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms (``!Sub``, ``!GetAtt``)."""


def _short_form(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_TemplateLoader.add_multi_constructor("!", _short_form)


def read_template(path: Path) -> Bot:
    """The template's bot, a bare ``AWS::Lex::Bot`` properties document, or one locale of it."""
    document = _load(path)
    if "LocaleId" in document:
        return bot_from_properties({"Name": path.stem, "BotLocales": [document]})
    if "BotLocales" in document:
        return bot_from_properties(_resolved(document, path, path.stem))
    resources = document.get("Resources") or {}
    bots = {
        name: resource.get("Properties") or {}
        for name, resource in resources.items()
        if isinstance(resource, dict) and resource.get("Type") == BOT_TYPE
    }
    if not bots:
        raise BotFormatError(
            str(path),
            f"no resource of type {BOT_TYPE} in it",
            "Give a template that declares a bot, or an export of Lex.",
        )
    logical_id, properties = next(iter(bots.items()))
    return bot_from_properties(_resolved(properties, path, logical_id))


def _resolved(properties: dict[str, Any], path: Path, name: str) -> dict[str, Any]:
    """Names that only a deployment knows become the logical id; includes are read."""
    given = properties.get("Name")
    locales = properties.get("BotLocales") or []
    return {
        **properties,
        "Name": given if isinstance(given, str) else name,
        "BotLocales": [_included(locale, path) for locale in locales],
    }


def _included(locale: Any, path: Path) -> Any:
    transform = locale.get("Fn::Transform") if isinstance(locale, dict) else None
    if not transform or transform.get("Name") != "AWS::Include":
        return locale
    location = (transform.get("Parameters") or {}).get("Location")
    if not isinstance(location, str) or "://" in location:
        raise BotFormatError(
            str(path), f"AWS::Include of {location}", "Include a file beside the template."
        )
    return _load(path.parent / location)


def _load(path: Path) -> dict[str, Any]:
    try:
        document = yaml.load(path.read_text(), Loader=_TemplateLoader)  # noqa: S506  a SafeLoader
    except FileNotFoundError as error:
        raise BotFormatError(str(path), "no such file", "Check the path.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BotFormatError(str(path), f"not YAML or JSON: {error}", "Mend the file.") from error
    if not isinstance(document, dict):
        raise BotFormatError(str(path), "not a mapping", "Give a template or an export of Lex.")
    return document
