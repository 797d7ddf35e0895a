"""Starts Spark's own cluster on this machine, for tests: a master and worker processes that only this machine can reach.

As a command it runs another one with the cluster at hand: `python cluster.py --workers 2 -- sh -c 'shopkit-lake … --master $SPARK_MASTER'`.
Within it, `python cluster.py --kill-executor` waits for an executor and kills it. It takes Linux, Java and PySpark.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_MARK = "SHOPKIT_LAKE_CLUSTER"
_SECONDS_TO_START = 120
_SECONDS_TO_STOP = 20


class ClusterError(Exception):
    """The cluster could not be started."""


@dataclass(frozen=True)
class Cluster:
    """A cluster that runs."""

    master: str
    """The address of the master."""
    environment: dict[str, str]
    """The environment for programs that use the cluster."""
    mark: str

    def executors(self) -> list[int]:
        """Lists the processes of the executors."""
        return [process for process in _marked(self.mark) if b"CoarseGrainedExecutorBackend" in _read(process, "cmdline")]

    def kill_executor(self) -> int:
        """Kills an executor at once, as soon as there is one, and returns its process."""
        process = _wait_for(lambda: next(iter(self.executors()), None), "an executor starts")
        os.kill(process, signal.SIGKILL)
        return process

    def processes(self) -> list[int]:
        """Lists all processes of the cluster, and of the programs that were started with its environment."""
        return _marked(self.mark)


def missing() -> str | None:
    """Says what the cluster takes that this machine does not have."""
    if not Path("/proc/self/environ").exists():
        return "this system has no /proc"
    if find_spec("pyspark") is None:
        return "PySpark is not installed"
    return None if _java() else "there is no Java: set JAVA_HOME, or put java on the PATH"


@contextmanager
def start(workers: int = 2, memory: str = "1g") -> Iterator[Cluster]:
    """Starts a master and workers of one core each, and stops all that they started."""
    if (why := missing()) is not None:
        raise ClusterError(why)
    mark = uuid.uuid4().hex
    with tempfile.TemporaryDirectory(prefix="shopkit-cluster-") as folder, ExitStack() as stack:
        environment = {
            **os.environ,
            _MARK: mark,
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(Path(folder, "scratch")),
            "PYSPARK_PYTHON": sys.executable,
            # Nothing is to listen beside what the cluster needs.
            "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false",
        }
        daemon = _Daemon(Path(folder), environment)
        stack.callback(daemon.take_leave)
        stack.callback(_stop, mark)
        master = daemon.start("master", "master.Master", r"Starting Spark master at (spark://\S+)")
        for number in range(workers):
            work = str(Path(folder, f"work-{number}"))
            options = ["--cores", "1", "--memory", memory, "--work-dir", work, master]
            daemon.start(f"worker-{number}", "worker.Worker", r"Successfully registered with (master)", *options)
        yield Cluster(master, {**environment, "SPARK_MASTER": master}, mark)


class _Daemon:
    """Starts the processes of a cluster."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.processes: list[subprocess.Popen[bytes]] = []

    def take_leave(self) -> None:
        """Waits for the processes, which were stopped."""
        for process in self.processes:
            process.wait()

    def start(self, name: str, program: str, ready: str, *options: str) -> str:
        """Starts a process, waits until its log says that it is ready, and returns what it says there."""
        spec = find_spec("pyspark")
        assert spec is not None and spec.origin is not None
        spark = Path(spec.origin).parent / "bin" / "spark-class"
        log = self.folder / f"{name}.log"
        command = ["bash", str(spark), f"org.apache.spark.deploy.{program}", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*command, *options], stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=self.folder, env=self.environment
            )
        self.processes.append(process)

        def said() -> str | None:
            text = log.read_text(encoding="utf-8", errors="replace")
            if process.poll() is not None:
                raise ClusterError(f"the {name} ended with code {process.returncode}:\n{text[-2000:]}")
            found = re.search(ready, text)
            return found[1] if found else None

        return _wait_for(said, f"the {name} is ready")


def _java() -> str | None:
    """Finds Java as Spark does."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which(str(Path(home, "bin", "java"))) if home else shutil.which("java")


def _wait_for(ask: Callable[[], T | None], what: str) -> T:
    """Asks until there is an answer."""
    end = time.monotonic() + _SECONDS_TO_START
    while (answer := ask()) is None:
        if time.monotonic() > end:
            raise ClusterError(f"{what} takes more than {_SECONDS_TO_START} seconds")
        time.sleep(0.05)
    return answer


def _stop(mark: str) -> None:
    """Ends all processes of a cluster, also those that the workers started."""
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        end = time.monotonic() + _SECONDS_TO_STOP
        for process in _marked(mark):
            _kill(process, signal_number)
        while _marked(mark) and time.monotonic() < end:
            time.sleep(0.1)


def _kill(process: int, signal_number: signal.Signals) -> None:
    try:
        os.kill(process, signal_number)
    except ProcessLookupError:
        pass


def _marked(mark: str) -> list[int]:
    """Lists the processes that were started with the mark of a cluster."""
    processes = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [process for process in processes if f"{_MARK}={mark}".encode() in _read(process, "environ")]


def _read(process: int, file: str) -> bytes:
    try:
        return Path("/proc", str(process), file).read_bytes()
    except OSError:
        return b""


def _kill_executor() -> int:
    """Kills an executor of the cluster that this process was started in."""
    Cluster(os.environ.get("SPARK_MASTER", ""), {}, os.environ[_MARK]).kill_executor()
    return 0


def _main() -> int:
    parser = argparse.ArgumentParser(description="Runs a command with a Spark cluster, whose address is in SPARK_MASTER.")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kill-executor", action="store_true", help="kill an executor of the cluster that this command was started in")
    parser.add_argument("command", nargs="*")
    args = parser.parse_args()
    if args.kill_executor:
        return _kill_executor()
    # A signal ends this program in order, so that the cluster is stopped.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(2))
    try:
        with start(args.workers) as cluster:
            return subprocess.run(args.command, env=cluster.environment, check=False).returncode
    except ClusterError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(_main())
