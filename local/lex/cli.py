"""``omnilex lex``: any Lex V2 bot on this machine, without the rest of the stack."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from local.lex.errors import BotFormatError

if TYPE_CHECKING:
    from local.lex.talking import Conversation

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
    _add_faq(serve)
    talk = _command(commands, "chat", _chat, "talk to a bot in the terminal")
    _add_bot(talk)
    talk.add_argument(
        "--debug", action="store_true", help="show intent, confidence, slots and hooks"
    )
    test = _command(commands, "test", _test, "run conversation scripts against a bot")
    _add_bot(test)
    test.add_argument(
        "script", type=Path, metavar="FILE", help="a YAML script or the Test Workbench's CSV"
    )
    convert = _command(commands, "convert", _convert, "change a bot's form: export or template")
    convert.add_argument("source", type=Path, metavar="IN", help="an export or a template")
    convert.add_argument(
        "target", type=Path, metavar="OUT", help=".zip for an export, .yaml or .json for a template"
    )


def _add_bot(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "bot", type=Path, metavar="BOT", help="an export's zip or folder, or a template"
    )
    parser.add_argument("--locale", help="default: the bot's first")
    _add_hook_arguments(parser)
    _add_faq(parser)


def _add_faq(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--faq",
        type=Path,
        metavar="CSV",
        help="what KendraSearchIntent and QnAIntent answer from: question, answer, source",
    )


def _add_hook_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lambda",
        dest="function",
        metavar="FUNCTION",
        help="the function that the code hooks call, by name or ARN; without it each delegates",
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
        faq=arguments.faq,
    )
    return 0


def _conversations(arguments: argparse.Namespace) -> Callable[[], "Conversation"]:
    """Makes one conversation after another with the bot that the arguments name."""
    from local.lex.bot.files import read_bot
    from local.lex.bots import build
    from local.lex.dialog.hooks import invoke_through_boto3
    from local.lex.faq import faq_answers
    from local.lex.serving import use_local_lambda
    from local.lex.talking import Conversation

    built = build(read_bot(arguments.bot))
    locale = arguments.locale or next(iter(built.locales), "")
    if locale not in built.locales:
        raise BotFormatError(
            str(arguments.bot), f"no locale {locale}", f"It has: {', '.join(built.locales)}"
        )
    invoke = None
    if arguments.function:
        use_local_lambda(arguments.lambda_endpoint)
        invoke = (invoke_through_boto3(), arguments.function)
    search = faq_answers(arguments.faq) if arguments.faq else None
    return lambda: Conversation(built, locale, invoke, search)


def _chat(arguments: argparse.Namespace) -> int:
    from local.lex.chat import chat

    chat(_conversations(arguments)(), debug=arguments.debug)
    return 0


def _test(arguments: argparse.Namespace) -> int:
    from local.lex.scripts import read_scripts, run

    begin = _conversations(arguments)
    outcomes = [run(script, begin()) for script in read_scripts(arguments.script)]
    for outcome in outcomes:
        print(f"{'✗' if outcome.faults else '✓'} {outcome.name}  ({outcome.turns} turns)")
        for fault in outcome.faults:
            print(f"    {fault}")
    failed = sum(bool(outcome.faults) for outcome in outcomes)
    print(f"{len(outcomes) - failed} of {len(outcomes)} conversations as scripted")
    return FAILED if failed else 0


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
