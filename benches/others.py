"""Does with another program what `shopkit import` does: python3 others.py PROGRAM FILE DATABASE, prints the seconds.

Needs, from PyPI: duckdb 1.5.5, duckdb-extension-excel 1.5.5, stream-xlsx-py 0.4.
"""

import glob
import os
import sys
import time


def duckdb_xlsx(path, database):
    import duckdb
    import duckdb_extension_excel

    folder = os.path.dirname(duckdb_extension_excel.__file__)
    extension = glob.glob(os.path.join(folder, "extensions", "*", "excel.duckdb_extension"))[0]
    started = time.perf_counter()
    with duckdb.connect(database) as connection:
        connection.execute(f"LOAD '{extension}'")
        connection.execute("CREATE TABLE lines AS SELECT * FROM read_xlsx(?, all_varchar = true)", [path])
    return time.perf_counter() - started


def duckdb_csv(path, database):
    import duckdb

    started = time.perf_counter()
    with duckdb.connect(database) as connection:
        connection.execute("CREATE TABLE lines AS SELECT * FROM read_csv(?, all_varchar = true)", [path])
    return time.perf_counter() - started


def stream_xlsx(path, _database):
    import stream_xlsx_py

    started = time.perf_counter()
    for _frame in stream_xlsx_py.read_xlsx(path, batch_size=10_000, fast=True):
        pass
    return time.perf_counter() - started


if __name__ == "__main__":
    _, program, path, database = sys.argv
    print({"duckdb-xlsx": duckdb_xlsx, "duckdb-csv": duckdb_csv, "stream-xlsx": stream_xlsx}[program](path, database))
