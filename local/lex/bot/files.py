"""A bot from whatever a developer has at hand."""

from pathlib import Path

from local.lex.bot.export import read_export
from local.lex.bot.model import Bot
from local.lex.bot.template_file import SUFFIXES, read_template
from local.lex.errors import BotFormatError


def read_bot(path: Path) -> Bot:
    """An export's zip or folder, or a template. Raises BotFormatError."""
    if not path.exists():
        raise BotFormatError(str(path), "no such file or folder", "Check the path.")
    if path.is_file() and path.suffix.lower() in SUFFIXES:
        return read_template(path)
    return read_export(path)
