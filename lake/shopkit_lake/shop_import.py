"""Imports the files of one shop with shopkit and writes the shop to a lake.

Spark sends this module to its workers, where shopkit_lake is not installed, so it uses the standard library only. What is imported, merged
and written is up to shopkit; this module runs it in a temporary folder and reads what it reports.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

ATTEMPTS = 3
"""How often a shop is tried, where the process or the machine that does it dies."""

# A command line has a limit, and the order in which files are imported makes no difference.
_FILES_AT_ONCE = 500


@dataclass(frozen=True)
class Shop:
    """A shop to import."""

    name: str
    folder: str
    files: tuple[str, ...]
    """The paths of its files, within the folder."""


@dataclass(frozen=True)
class Settings:
    """How shops are imported. Paths are those that the workers see."""

    lake: str
    shopkit: str = "shopkit"
    buyer_key: str | None = None
    lang: str | None = None


def task(settings: Settings) -> Callable[[Shop], dict[str, Any]]:
    """Returns the function that a task of Spark runs for its shop."""

    def run(shop: Shop) -> dict[str, Any]:
        from pyspark import TaskContext

        context = TaskContext.get()
        attempt = context.attemptNumber() + 1 if context else 1
        # Spark removes this folder even where a task was killed.
        scratch = os.environ.get("SPARK_LOCAL_DIRS", "").split(",")[0] or None
        return import_shop(shop, settings, attempt, scratch)

    return run


def import_shop(shop: Shop, settings: Settings, attempt: int = 1, scratch: str | None = None) -> dict[str, Any]:
    """Imports the files of a shop and writes the shop to the lake; returns what came of it, and never raises."""
    begin = time.monotonic()
    files: list[dict[str, Any]] = []
    written: dict[str, Any] = {}
    error = None
    try:
        if attempt > ATTEMPTS:
            raise _Failure("died", f"the process that imported the shop died {ATTEMPTS} times")
        with tempfile.TemporaryDirectory(prefix="shopkit-", dir=scratch) as folder:
            run = _Shopkit(settings, folder)
            for file in run.import_files(shop):
                files.append(file)
            if not any(file["status"] in ("imported", "skipped") for file in files):
                why = "no file of the shop could be imported" if files else "the folder of the shop has no files"
                raise _Failure("nothing-imported", why)
            written = run.export(shop)
    except _Failure as failure:
        error = {"code": failure.code, "message": failure.message}
    except OSError as failure:
        error = {"code": "system", "message": str(failure)}
    return {
        "shop": shop.name,
        "status": "failed" if error else "written",
        "error": error,
        **{name: written.get(name) for name in ("changed", "lines", "entries", "bytes")},
        "seconds": round(time.monotonic() - begin, 2),
        "attempt": attempt,
        "files": files,
    }


class _Failure(Exception):
    """A shop could not be imported."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class _Shopkit:
    """Runs shopkit with a database in a folder of its own."""

    def __init__(self, settings: Settings, folder: str) -> None:
        self.settings = settings
        self.folder = folder

    def import_files(self, shop: Shop) -> Iterator[dict[str, Any]]:
        """Imports all files that can be read, and reports on every one."""
        for first in range(0, len(shop.files), _FILES_AT_ONCE):
            names = {os.path.join(shop.folder, name): name for name in shop.files[first : first + _FILES_AT_ONCE]}
            for file in self.run("import", *names, f"--shop={shop.name}")["files"]:
                error = file["error"] and {name: file["error"][name] for name in ("code", "message")}
                # What was rejected may be about buyers, so only the number of rows leaves this machine.
                counts = {name: file[name] for name in ("rows_read", "rejected")}
                yield {"file": names.get(file["path"], file["path"]), "status": file["status"], "error": error, **counts}

    def export(self, shop: Shop) -> dict[str, Any]:
        """Writes the shop to the lake."""
        key = [f"--buyer-key={self.settings.buyer_key}"] if self.settings.buyer_key else []
        shops = self.run("export", "lake", self.settings.lake, f"--shop={shop.name}", *key)["shops"]
        return dict(shops[0])

    def run(self, command: str, *arguments: str) -> dict[str, Any]:
        """Runs a command of shopkit and returns the JSON that it printed."""
        lang = [f"--lang={self.settings.lang}"] if self.settings.lang else []
        words = [self.settings.shopkit, f"--db={os.path.join(self.folder, 'db')}", *lang, "--format=json", command, *arguments]
        try:
            done = subprocess.run(
                words, stdin=subprocess.DEVNULL, capture_output=True, check=False, env={**os.environ, "TMPDIR": self.folder}
            )
        except FileNotFoundError as error:
            raise _Failure("no-shopkit", f"the command {self.settings.shopkit} is not found on the worker") from error
        try:
            return dict(json.loads(done.stdout))
        except ValueError as error:
            raise _Failure(f"{command}-failed", _reason(done)) from error


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    """Returns the first error that shopkit printed."""
    error = re.search(r"^(?:error: |错误：)(.+)", done.stderr.decode("utf-8", "replace"), re.MULTILINE)
    return error[1].strip() if error else f"shopkit ended with code {done.returncode} and gave no answer"
