"""Names the bot's version after its text: ``python -m local.stack.bot_version``.

CloudFormation publishes a version of a bot once, when its resource is created; a changed text goes
live only as a new resource. So the resource's name carries a digest of the text.
"""

import hashlib
import re
from pathlib import Path

from local.stack.places import ROOT

NAME = re.compile(r"\bOmniLexBotVersion[0-9a-f]{0,8}\b(?!s)")


def name_of(bot: Path) -> str:
    """The resource name for the text in a folder."""
    digest = hashlib.sha256()
    for file in sorted(bot.glob("*.yaml")):
        digest.update(file.read_bytes())
    return f"OmniLexBotVersion{digest.hexdigest()[:8]}"


def main() -> None:
    """Write the name into the template."""
    template = ROOT / "template.yaml"
    text = template.read_text()
    renamed = NAME.sub(name_of(ROOT / "bot"), text)
    if renamed != text:
        template.write_text(renamed)


if __name__ == "__main__":
    main()
