"""Names the bot's version after its text, before each build: ``python -m local.stack.bot_version``.

CloudFormation publishes a version of a bot once, when its resource is created; a changed text goes
live only as a new resource. So the resource's name carries a digest of the text. What the bank's
custom resource loads is loaded again only when a property of it changes: that is a digest too.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from local.stack.places import ROOT

NAME = re.compile(r"\bOmniLexBotVersion[0-9a-f]{0,8}\b(?!s)")
CONTENTS = re.compile(r'(\bContents: ")[0-9a-f]{8}')


def name_of(bot: Path) -> str:
    """The resource name for the text in a folder."""
    return f"OmniLexBotVersion{_digest(sorted(bot.glob('*.yaml')))}"


def contents_of(functions: Path) -> str:
    """The digest of the frequent questions and the plans."""
    package = functions / "omnilex"
    return _digest([*sorted((package / "faq").glob("*.csv")), package / "domain" / "demo_bank.py"])


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def write(root: Path) -> bool:
    """Both into the template below ``root``; whether it has changed."""
    template = root / "template.yaml"
    text = template.read_text()
    renamed = NAME.sub(name_of(root / "bot"), text)
    renamed = CONTENTS.sub(rf"\g<1>{contents_of(root / 'functions')}", renamed)
    if renamed != text:
        template.write_text(renamed)
    return renamed != text


if __name__ == "__main__":
    if write(ROOT):
        print("template.yaml: the bot or the bank's records have changed, and are new versions now")
