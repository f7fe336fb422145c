"""Functions run under AWS's own runtime interface client, in an environment of their own.

ministack runs Python functions inside its own interpreter: they see its packages, and every error
reaches Step Functions as ``Runtime.HandlerError``. A worker of ours is a process of the Lambda
environment (``awslambdaric`` and boto3, as on AWS), so an error keeps its class name and a missing
dependency is missing here too.
"""

import ctypes
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "HOME")
PR_SET_PDEATHSIG = 1
# AWS gives an environment ten seconds; a busy laptop that starts many at once takes longer.
INIT_TIMEOUT_S = 60.0
# The kernel's death signal would come with the thread that started the worker, not its process.
BOOTSTRAP = """#!/bin/sh
exec "$OMNILEX_LAMBDA_PYTHON" -c '
import os, sys, threading, time
parent = os.getppid()
def end_with_parent():
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)
threading.Thread(target=end_with_parent, daemon=True).start()
from awslambdaric.__main__ import main
main(["awslambdaric", sys.argv[1]])
' "$_HANDLER"
"""


def die_with_parent() -> None:
    """Linux: a process of ours does not outlive the one that started it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def install(python: str, endpoint: str) -> None:
    """Make ministack run every Python function with ``python`` and point it at ``endpoint``."""
    from ministack.core import lambda_runtime
    from ministack.services import lambda_svc

    original_code_dir = lambda_svc._provided_runtime_code_dir
    original_environment = lambda_svc._provided_worker_env
    original_warm = lambda_svc._execute_function_warm

    def code_dir(code_zip: bytes) -> str:
        folder: str = original_code_dir(code_zip)
        add_bootstrap(Path(folder))
        return folder

    def environment(config: dict[str, Any], folder: str, port: int) -> dict[str, str]:
        full: dict[str, str] = original_environment(config, folder, port)
        if not is_python(config):
            return full
        own = lambda_svc._runtime_env_vars(config)
        kept = {
            name: value
            for name, value in full.items()
            if name in PASSED_ON
            or name in own
            or name.startswith(("AWS_", "_X_AMZN", "_HANDLER", "LAMBDA_"))
        }
        kept |= {
            name: value for name, value in os.environ.items() if name.startswith("AWS_ENDPOINT_URL")
        }
        return kept | {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{config['Runtime']}",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{config['FunctionName']}",
            "OMNILEX_LAMBDA_PYTHON": python,
            "PYTHONPATH": os.pathsep.join([folder, *layers(config)]),
            "PYTHONUNBUFFERED": "1",
            "TZ": ":UTC",
        }

    def layers(config: dict[str, Any]) -> list[str]:
        """Each layer's packages, unpacked once; ministack gives them to its own workers only."""
        zips = map(lambda_svc._resolve_layer_zip, config.get("Layers") or [])
        unpacked = (lambda_svc._docker_extracted_dir(one, "layer") for one in zips if one)
        return [str(Path(layer) / "python") for layer in unpacked]

    def execute(func: dict[str, Any], event: Any, request_id: str) -> Any:
        run = (
            lambda_svc._execute_function_provided_warm
            if is_python(func.get("config") or func)
            else original_warm
        )
        return run(func, event, request_id)

    lambda_runtime._PROVIDED_INIT_TIMEOUT = INIT_TIMEOUT_S
    lambda_svc._provided_runtime_code_dir = code_dir
    lambda_svc._provided_worker_env = environment
    lambda_svc._execute_function_warm = execute
    lambda_runtime._worker_class_for = worker_class(lambda_runtime)
    drain = lambda_runtime.Worker._drain_stderr_bounded
    # The default waits 50 ms for log lines after each answer; ours have come by then.
    lambda_runtime.ProvidedWorker._drain_stderr_bounded = (
        lambda self, first_line_wait=0.003, **rest: drain(
            self, first_line_wait=first_line_wait, idle_confirm=0.001
        )
    )


def add_bootstrap(folder: Path) -> None:
    """Make the function's folder one that runs; all at once, for several workers start from it."""
    bootstrap = folder / "bootstrap"
    if bootstrap.exists():
        return
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False) as written:
        written.write(BOOTSTRAP)
    Path(written.name).chmod(0o755)
    Path(written.name).replace(bootstrap)


def worker_class(lambda_runtime: Any) -> Callable[[dict[str, Any]], Any]:
    """The choice of worker by runtime, as ministack asks for it."""

    def choose(config: dict[str, Any]) -> Any:
        runtime = str(config.get("Runtime", ""))
        provided = runtime.startswith(("python", "provided"))
        return lambda_runtime.ProvidedWorker if provided else lambda_runtime.Worker

    return choose


def is_python(config: dict[str, Any]) -> bool:
    return str(config.get("Runtime", "")).startswith("python")
