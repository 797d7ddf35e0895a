"""Runs SQL over the facts of a lake on Spark, Sail or DuckDB.

Times have no zone, and no engine may give them one: Spark is told that TIMESTAMP means a time without a zone. Sail reads the table by its
log itself, at the version that was resolved, because it leaves the partition columns of listed files empty.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .error import LakeError, not_installed
from .log import Snapshot
from .spark_session import spark_session

Run = Callable[[str], "Rows"]
Tables = Mapping[str, Snapshot]


@dataclass(frozen=True)
class Rows:
    """The rows of an answer."""

    columns: list[str]
    rows: list[list[Any]]


@contextmanager
def spark(tables: Tables, shops: Sequence[str], master: str | None) -> Iterator[Run]:
    """Runs SQL on Apache Spark, by default with all cores of this machine."""
    with spark_session(master) as session:
        from pyspark.sql import types

        session.conf.set("spark.sql.session.timeZone", "UTC")
        session.conf.set("spark.sql.timestampType", "TIMESTAMP_NTZ")
        for name, table in tables.items():
            reader = session.read.schema(types.StructType.fromJson(dict(table.schema))).option("basePath", table.table)
            rows = reader.parquet(*(_escaped(path, r"\{}[]*?", "\\{}") for path in table.locations()))
            if shops:
                rows = rows.filter(rows["shop"].isin(list(shops)))
            rows.createOrReplaceTempView(name)

        def run(sql: str) -> Rows:
            answer = session.sql(sql)
            return Rows(answer.columns, [list(row) for row in answer.collect()])

        yield run


@contextmanager
def sail(tables: Tables, shops: Sequence[str], address: str | None) -> Iterator[Run]:
    """Runs SQL on Sail, by default in this process, else on the server at an address such as grpc://host:port."""
    # Sail reports its work on standard error unless told otherwise.
    os.environ.setdefault("RUST_LOG", "error")
    try:
        import adbc_driver_flightsql.dbapi as flight_sql
        from pysail.flight import FlightSqlServer
    except ImportError as error:
        raise not_installed("sail", "Sail") from error
    server = None
    if address is None:
        server = FlightSqlServer()
        server.start(background=True)
        host, port = server.listening_address
        address = f"grpc://{host}:{port}"
    try:
        with flight_sql.connect(address, autocommit=True) as connection:

            def run(sql: str) -> Rows:
                with connection.cursor() as cursor:
                    cursor.execute(sql)
                    columns = [column[0] for column in cursor.description or ()]
                    return Rows(columns, [list(row) for row in cursor.fetchall()])

            names = ", ".join("'" + _escaped(shop, "\\'", "\\{}") + "'" for shop in shops)
            where = f" WHERE shop IN ({names})" if shops else ""
            for name, table in tables.items():
                if not table.is_whole:
                    raise LakeError(
                        f"version {table.version} of {name} has a shop in another state, and Sail cannot read a version in part",
                        "Ask again if shops are being written, or ask Spark or DuckDB.",
                    )
                source = f"delta.`{table.table.replace('`', '``')}` VERSION AS OF {table.version}"
                run(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS SELECT * FROM {source}{where}")
            yield run
    finally:
        if server is not None:
            server.stop()


@contextmanager
def duckdb(tables: Tables, shops: Sequence[str], master: str | None) -> Iterator[Run]:
    """Runs SQL on DuckDB in this process."""
    if master is not None:
        raise LakeError("DuckDB runs on this machine alone", "Leave --master out.")
    try:
        import duckdb
    except ImportError as error:
        raise not_installed("duckdb", "DuckDB") from error
    with duckdb.connect() as connection:

        def run(sql: str) -> Rows:
            answer = connection.execute(sql)
            columns = [column[0] for column in answer.description]
            return Rows(columns, [list(row) for row in answer.fetchall()])

        where = f" WHERE shop IN ({', '.join(map(_quoted, shops))})" if shops else ""
        for name, table in tables.items():
            paths = ", ".join(_quoted(_escaped(path, "[*?", "[{}]")) for path in table.locations())
            types = ", ".join(f"{_quoted(column)}: VARCHAR" for column in table.partition_columns)
            source = f"read_parquet([{paths}], hive_partitioning = true, hive_types = {{{types}}})"
            run(f"CREATE VIEW {name} AS SELECT * FROM {source}{where}")
        yield run


ENGINES = {"spark": spark, "sail": sail, "duckdb": duckdb}
"""Every engine by its name."""


def _escaped(text: str, special: str, form: str) -> str:
    """Escapes characters that have a meaning of their own."""
    return "".join(form.format(char) if char in special else char for char in text)


def _quoted(text: str) -> str:
    """Writes a text as DuckDB reads it."""
    return "'" + text.replace("'", "''") + "'"
