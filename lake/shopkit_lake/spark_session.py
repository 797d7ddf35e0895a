"""Opens a session of Apache Spark."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .error import not_installed

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@contextmanager
def spark_session(master: str | None, settings: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """Opens a session on a master, by default on all cores of this machine, and closes it."""
    master = master or "local[*]"
    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", **(settings or {})}
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        # The default, 200, is meant for a cluster.
        settings.setdefault("spark.sql.shuffle.partitions", str(4 * (os.cpu_count() or 1)))
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise not_installed("spark", "PySpark") from error
    builder = SparkSession.builder.master(master).appName("shopkit-lake")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        session.sparkContext.setLogLevel("ERROR")
        yield session
    finally:
        session.stop()
