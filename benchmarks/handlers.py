"""What each function costs before its first event: import time, memory, size of what it carries.

Each handler is imported in fresh processes as a cold Lambda does it: from the folder that
``sam build`` made (`omnilex up` runs it), with the runtime's own boto3. The fastest import counts.
"""

import os
import subprocess
import sys
from pathlib import Path

import tests.conftest  # noqa: F401  sets what the template puts into a function's environment

ROOT = Path(__file__).parents[1]
BUILT = ROOT / ".local/build"
RUNTIME = ROOT / ".local/envs/lambda-runtime/bin/python"
RUNS = 3
MOST_MB = 60
MEASURE = """
import re, sys, time
began = time.perf_counter()
__import__(sys.argv[1])
seconds = time.perf_counter() - began
status = open("/proc/self/status").read()
print(seconds * 1000, int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) / 1024)
"""


def measure(module: str, folder: Path) -> tuple[float, float]:
    """Fastest import in ms, and memory of the process after it in MB."""
    layers = [str(layer) for layer in BUILT.glob("*/python")]
    environ = dict(os.environ) | {"PYTHONPATH": os.pathsep.join([str(folder), *layers])}
    runs = []
    for _ in range(RUNS):
        command = [str(RUNTIME), "-c", MEASURE, module]
        ran = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        if ran.returncode:
            sys.exit(f"{module}: {ran.stderr}")
        ms, memory_mb = map(float, ran.stdout.split())
        runs.append((ms, memory_mb))
    return min(runs)


def unzipped_mb(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def main() -> None:
    shared = next(iter(BUILT.glob("*/omnilex")), None)
    if shared is None:
        sys.exit("Nothing is built yet: run `make up` once.")
    folder = shared.parent
    print(f"{'function':<28}{'import ms':>10}{'process MB':>12}")
    for path in sorted((folder / "omnilex/handlers").glob("[a-z]*.py")):
        ms, memory_mb = measure(f"omnilex.handlers.{path.stem}", folder)
        print(f"{path.stem:<28}{ms:>10.0f}{memory_mb:>12.1f}")
    for package in sorted(child for child in BUILT.iterdir() if child.is_dir()):
        size_mb = unzipped_mb(package)
        verdict = "within" if size_mb <= MOST_MB else "OVER"
        print(f"{package.name}: {size_mb:.1f} MB unzipped, {verdict} {MOST_MB} MB")


if __name__ == "__main__":
    main()
