"""`lex chat`, `lex test` and `lex convert`, as a developer runs them."""

import socket
import subprocess
import sys
import time
from pathlib import Path

from local.lex.bot.convert import write_bot
from local.lex.bot.files import read_bot
from tests.local.lex.talk import REPOSITORY, bot, intent

TEMPLATE = str(REPOSITORY / "template.yaml")
SCRIPT = """
conversations:
  - name: A mortgage is paid
    turns:
      - say: pay 125.50 to my mortgage
        intent: MakePayment
        slots: {Payee: mortgage, Amount: 125.50}
        action: ConfirmIntent
        says: please say YES or no
      - say: yes
        state: Fulfilled
"""
WORKBENCH = """Line #,Conversation #,Source,Input,Expected Output Intent,Expected Output Slot 1
1,1,User,pay my mortgage,MakePayment,Payee = mortgage
2,1,Agent,How much would you like to pay?,,
3,1,User,125.50,MakePayment,Amount = 125.50
"""


def lex(*arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "local.lex", *arguments],
        cwd=REPOSITORY,
        input=said,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def test_chat_shows_the_bot_and_with_debug_what_it_understood():
    finished = lex("chat", TEMPLATE, "--debug", said="pay 125.50 to my mortgage\n")

    assert finished.returncode == 0
    assert "MakePayment" in finished.stdout
    assert "slot     Amount = 125.50" in finished.stdout
    assert "hook     DialogCodeHook" in finished.stdout
    assert "Please say yes or no." in finished.stdout


def test_a_script_that_holds_passes(tmp_path: Path):
    script = tmp_path / "paying.yaml"
    script.write_text(SCRIPT)

    finished = lex("test", TEMPLATE, str(script))

    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "1 of 1 conversations as scripted" in finished.stdout


def test_a_script_that_does_not_hold_fails_and_says_where(tmp_path: Path):
    script = tmp_path / "paying.yaml"
    script.write_text(SCRIPT.replace("state: Fulfilled", "state: Failed"))

    finished = lex("test", TEMPLATE, str(script))

    assert finished.returncode == 1
    assert "turn 2, 'yes': state: expected Failed, got Fulfilled" in finished.stdout


def test_the_test_workbench_s_file_runs(tmp_path: Path):
    script = tmp_path / "set.csv"
    script.write_text(WORKBENCH)

    finished = lex("test", TEMPLATE, str(script))

    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_a_script_with_a_slip_names_file_and_field(tmp_path: Path):
    script = tmp_path / "paying.yaml"
    script.write_text(SCRIPT.replace("action:", "acton:"))

    finished = lex("test", TEMPLATE, str(script))

    assert finished.returncode == 1
    assert str(script) in finished.stderr
    assert "acton" in finished.stderr


def test_a_bot_is_converted_to_an_export_and_back(tmp_path: Path):
    export, template = tmp_path / "bot.zip", tmp_path / "bot.yaml"

    there = lex("convert", TEMPLATE, str(export))
    back = lex("convert", str(export), str(template))

    assert there.returncode == back.returncode == 0, there.stderr + back.stderr
    assert read_bot(template).locales == read_bot(export).locales


def test_a_bot_that_is_not_there_is_named():
    finished = lex("chat", "no/such/bot.zip")

    assert finished.returncode == 1
    assert "no/such/bot.zip: no such file or folder" in finished.stderr


def wait_until_open(port: int) -> None:
    give_up_at = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < give_up_at
            time.sleep(0.05)
        else:
            return


def test_a_served_bot_is_built_anew_when_its_file_changes(tmp_path: Path):
    template = tmp_path / "bot.yaml"
    write_bot(bot(intent("Greet", "hello there")), template)
    port = free_port()
    serving = subprocess.Popen(
        [sys.executable, "-m", "local.lex", "serve", str(template), "--port", str(port)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        said = serving.stdout
        assert said is not None
        assert "answers at" in said.readline()
        said.readline()

        template.write_text(template.read_text().replace("LocaleId: en_US", "LocaleId: 7"))
        refused = said.readline()
        write_bot(bot(intent("Greet", "good day")), template)
        anew = said.readline()
        wait_until_open(port)  # from then on it ends in peace when it is told to
    finally:
        serving.terminate()
        serving.communicate(timeout=10)

    assert "still served" in refused
    assert "built anew" in anew
    assert serving.returncode == 0
