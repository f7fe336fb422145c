"""One `omnilex up` owns a home; the next is told who, and `down` waits until it is gone."""

import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from local.stack import lock

HOLDER = """
    import signal, sys, threading
    from pathlib import Path
    from local.stack import lock
    gone = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: gone.set())
    with lock.hold(Path(sys.argv[1]), 4566):
        print("held", flush=True)
        while not gone.wait(0.05):
            pass
"""
ROOT = Path(__file__).parents[3]


def holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER), str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_owner_is_told_the_first(tmp_path: Path):
    path = tmp_path / "up.lock"
    with holder(path) as process:
        with pytest.raises(lock.AlreadyRunningError) as refused, lock.hold(path, 4566):
            pass
        process.terminate()

    assert refused.value.owner == lock.Owner(process.pid, 4566)


def test_down_ends_the_owner_and_waits_until_it_is_gone(tmp_path: Path):
    path = tmp_path / "up.lock"
    for _ in range(5):
        with holder(path) as process:
            began = time.monotonic()

            assert lock.stop(path) == lock.Owner(process.pid, 4566)

            assert time.monotonic() - began < 3
            assert not lock.is_held(path)


def test_a_file_that_a_dead_owner_left_means_nothing(tmp_path: Path):
    path = tmp_path / "up.lock"
    with holder(path) as process:
        process.kill()

    assert lock.owner(path) is None
    assert lock.stop(path) is None
    with lock.hold(path, 5566):
        assert lock.is_held(path)


def test_without_a_file_nobody_owns_it(tmp_path: Path):
    assert lock.owner(tmp_path / "up.lock") is None
