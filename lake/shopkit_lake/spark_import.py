"""Imports shops into a lake on Apache Spark, one task a shop."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from . import shop_import
from .error import LakeError, failed
from .shop_import import Settings, Shop
from .spark_session import spark_session

_SECONDS_BETWEEN_REPORTS = 10


def find_shops(root: Path) -> list[Shop]:
    """Lists the shops of a folder, which has a folder for each, with the files of that and of the folders in it."""
    if not root.is_dir():
        raise LakeError(f"{root} is no folder", "Pass a folder that has a folder of files for each shop.")
    folders = sorted(folder for folder in root.iterdir() if folder.is_dir() and not _is_hidden(folder.name))
    if not folders:
        raise LakeError(f"{root} has no folders", "Put the files of each shop into a folder that is named as the shop.")
    return [Shop(folder.name, os.path.abspath(folder), tuple(_files(folder))) for folder in folders]


def import_shops(shops: Sequence[Shop], settings: Settings, master: str | None, stderr: TextIO = sys.stderr) -> list[dict[str, Any]]:
    """Imports shops on Spark, the largest first, and returns what came of each, in the order of their names."""
    # Where a task dies more often than a shop is tried, one more attempt reports that, so that the job goes on with other shops.
    attempts = {"spark.task.maxFailures": str(shop_import.ATTEMPTS + 1)}
    try:
        with spark_session(master, attempts) as session:
            from pyspark import cloudpickle

            cloudpickle.register_pickle_by_value(shop_import)  # type: ignore[no-untyped-call]
            context = session.sparkContext
            done = context.accumulator(0)
            import_one = shop_import.task(settings)

            def run(shop: Shop) -> dict[str, Any]:
                outcome = import_one(shop)
                done.add(1)
                return outcome

            with _progress(len(shops), lambda: done.value, stderr):
                outcomes = context.parallelize(sorted(shops, key=_size, reverse=True), len(shops)).map(run).collect()
    except LakeError:
        raise
    except Exception as error:
        hint = "Check --master. Shops that are in the lake already stay there; run the import again for the others."
        raise failed("spark", error, hint) from error
    return sorted(outcomes, key=lambda outcome: str(outcome["shop"]))


def _files(folder: Path) -> Iterator[str]:
    """Lists files; those that systems and open workbooks leave behind are no exports."""
    for inner, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        for name in sorted(names):
            if not _is_hidden(name):
                yield os.path.relpath(os.path.join(inner, name), folder)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _size(shop: Shop) -> int:
    return sum(os.stat(os.path.join(shop.folder, name)).st_size for name in shop.files)


@contextmanager
def _progress(count: int, done: Callable[[], int], stderr: TextIO) -> Iterator[None]:
    """Tells how many shops are done: all the time on a terminal, else every some seconds."""
    is_terminal = stderr.isatty()
    is_over = threading.Event()

    def report(end: str) -> None:
        stderr.write(f"{done()} of {count} shops{end}")
        stderr.flush()

    def run() -> None:
        while not is_over.wait(0.2 if is_terminal else _SECONDS_BETWEEN_REPORTS):
            report("\r" if is_terminal else "\n")

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
        report("\n")
