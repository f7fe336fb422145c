"""``omnilex lex``: any Lex V2 bot on this machine, without the rest of the stack."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from local.lex.errors import BotFormatError

Subcommands = Any  # argparse keeps the class of what add_subparsers returns to itself
DEFAULT_PORT = 8567
FAILED = 1


def add_parser(commands: Subcommands) -> None:
    """Add ``lex`` and its commands to ``omnilex``."""
    parser = commands.add_parser(
        "lex",
        help="the Lex runtime alone, on any bot",
        description="The Lex V2 runtime on this machine, on any bot: no account, no stack.",
        epilog="example: omnilex lex chat export.zip",
    )
    add_commands(parser)


def add_commands(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="lex_command", metavar="COMMAND", required=True)
    serve = _command(commands, "serve", _serve, "answer the runtime's API for a bot")
    serve.add_argument(
        "bot", nargs="?", type=Path, metavar="BOT", help="an export's zip or folder, or a template"
    )
    serve.add_argument("--port", type=int, default=DEFAULT_PORT, help="default: %(default)s")
    serve.add_argument("--host", default="127.0.0.1", help="default: %(default)s")
    serve.add_argument(
        "--state", type=Path, metavar="FOLDER", help="keep what CloudFormation deploys in here"
    )
    _add_hook_arguments(serve)
    convert = _command(commands, "convert", _convert, "change a bot's form: export or template")
    convert.add_argument("source", type=Path, metavar="IN", help="an export or a template")
    convert.add_argument(
        "target", type=Path, metavar="OUT", help=".zip for an export, .yaml or .json for a template"
    )


def _add_hook_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lambda",
        dest="function",
        metavar="FUNCTION",
        help="the function that the code hooks call: its name or ARN",
    )
    parser.add_argument(
        "--lambda-endpoint",
        metavar="URL",
        help="where Lambda is, such as http://127.0.0.1:3001 of `sam local start-lambda`",
    )


def _command(
    commands: Subcommands, name: str, run: Callable[[argparse.Namespace], int], does: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=does, description=does)
    parser.set_defaults(run=_reporting(run))
    return parser


def _reporting(
    run: Callable[[argparse.Namespace], int],
) -> Callable[[argparse.Namespace], int]:
    """``run`` with a bot that does not load told in one line."""

    def reported(arguments: argparse.Namespace) -> int:
        try:
            return run(arguments)
        except BotFormatError as error:
            console = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
            console.print("✗ ", style="red", end="")
            console.print(str(error))
            return FAILED

    return reported


def _serve(arguments: argparse.Namespace) -> int:
    from local.lex.serving import serve

    serve(
        arguments.host,
        arguments.port,
        bot_path=arguments.bot,
        state=arguments.state,
        function=arguments.function,
        lambda_endpoint=arguments.lambda_endpoint,
    )
    return 0


def _convert(arguments: argparse.Namespace) -> int:
    from local.lex.bot.convert import write_bot
    from local.lex.bot.files import read_bot

    bot = read_bot(arguments.source)
    write_bot(bot, arguments.target)
    print(f"{bot.name}: {', '.join(bot.locales)} -> {arguments.target}")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """``python -m local.lex``; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m local.lex", description=__doc__)
    add_commands(parser)
    parsed = parser.parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
