"""Asks every report of a large generated shop, and the same of DuckDB, and compares times and answers.

    python3 benches/reports.py target/release/shopkit

Needs duckdb 2.0.1 from PyPI. What it makes stands in a folder and is used again: the exports, the database of shopkit, and
that of DuckDB. See README.md beside this file.
"""

import argparse
import datetime
import decimal
import json
import os
import re
import statistics
import subprocess
import sys
import time

import duckdb

import reports_beside
import reports_data
import reports_profit
import reports_questions

# Shares are rounded to four decimals and days to one; the last digit may differ where a sum of floats is rounded.
CLOSE = {"days_to_refund": 0.1001}
CLOSE_SHARE = 0.000101
DIFFERENCES_SHOWN = 5
MONEY = re.compile(r"-?[0-9]+\.[0-9]{2}")


def main():
    """Does what the command line says; returns 1 where an answer differs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", help="the command to measure, a release build")
    parser.add_argument("--lines", type=int, default=5_000_000)
    parser.add_argument("--settlements", type=int, default=1_000_000)
    parser.add_argument("--flows", type=int, default=1_000_000)
    parser.add_argument("--commissions", type=int, default=1_000_000)
    parser.add_argument("--after-sales", type=int, default=200_000)
    parser.add_argument("--rows-of-a-file", type=int, default=1_000_000)
    parser.add_argument("--folder", help="where everything stands (default: target/tmp/bench/reports-LINES)")
    parser.add_argument("--database", help="the database of shopkit (default: shopkit.db in the folder)")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="*", help="names of reports")
    given = parser.parse_args()
    size = reports_data.Size(
        given.lines, given.settlements, given.flows, given.commissions, given.after_sales, given.rows_of_a_file
    )
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    folder = given.folder or os.path.join(root, "target", "tmp", "bench", f"reports-{given.lines}")
    database = given.database or os.path.join(folder, "shopkit.db")
    os.makedirs(folder, exist_ok=True)

    files = exports(folder, size)
    import_missing(given.program, database, files)
    connection = loaded(os.path.join(folder, "duckdb.db"), folder, files)
    same = ask_all(given, database, connection)
    return 0 if same else 1


def exports(folder, size):
    """Returns the exports as (kind, path); those that are not there yet are made of the same lines as the others."""
    listing = os.path.join(folder, "exports.json")
    inside = os.path.join(folder, "exports")
    files = []
    if os.path.exists(listing):
        with open(listing, encoding="utf-8") as file:
            made = json.load(file)
        if made["size"] != vars(size):
            sys.exit(f"{folder} has exports of another size: {made['size']}")
        files = [(kind, os.path.join(inside, name)) for kind, name in made["files"]]
    kinds = {kind for kind, _ in files}
    if files and not reports_beside.missing(kinds):
        return files
    os.makedirs(inside, exist_ok=True)
    work = unfinished(os.path.join(folder, "making.db"))
    started = time.perf_counter()
    with opened(work, folder) as connection:
        reports_data.prepare(connection, size)
        if not files:
            files = reports_data.write(connection, inside, size)
        files += reports_beside.write(connection, inside, size, kinds)
    os.remove(work)
    print(f"exports made in {time.perf_counter() - started:.0f} s")
    with open(listing, "w", encoding="utf-8") as file:
        json.dump({"size": vars(size), "files": [(kind, os.path.basename(path)) for kind, path in files]}, file)
    return files


def unfinished(path):
    """Returns the path of a database that is to be made, cleared of what a run that was stopped has left there."""
    for rest in ("", ".wal", "-wal", "-shm", "-journal"):
        if os.path.exists(path + rest):
            os.remove(path + rest)
    return path


def opened(path, folder):
    """Opens a DuckDB database that uses the processors there are, and a third of the memory at most."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 3
    config = {"memory_limit": f"{memory // 2**20}MiB", "temp_directory": os.path.join(folder, "spilled")}
    return duckdb.connect(path, config=config)


def loaded(path, folder, files):
    """Returns a connection to the exports in DuckDB, which are loaded again where there are new ones."""
    listing = os.path.join(folder, "exports.json")
    if not os.path.exists(path) or os.path.getmtime(path) < os.path.getmtime(listing):
        started = time.perf_counter()
        part = unfinished(path + ".part")
        with opened(part, folder) as connection:
            reports_questions.load(connection, files)
            reports_profit.load(connection, files)
        os.rename(part, path)
        print(f"loaded into DuckDB in {time.perf_counter() - started:.0f} s, {os.path.getsize(path) / 2**20:.0f} MiB")
    connection = opened(path, folder)
    connection.execute(reports_questions.WORDS)
    return connection


# Rows of these are not new: what an early export says was known later, and a charge may be of a premium that is there.
SEEN_BEFORE = {"early-orders": ("stale", "unchanged"), "charges": ("inserted", "updated")}


def import_missing(program, database, files):
    """Imports the exports that the database does not have; any row that is not new is a mistake of the generator or of the import."""
    known = set()
    if os.path.exists(database):
        listed = json.loads(run([program, "imports", "list", "--db", database, "--format", "json", "-q"])[3])
        known = {os.path.basename(row[listed["columns"].index("path")]) for row in listed["rows"]}
    files = [(kind, path) for kind, path in files if os.path.basename(path) not in known]
    if not files:
        return
    part = database if known else unfinished(database + ".part")
    print(f"\n{'import':<14} {'rows':>9} {'s':>7} {'MiB':>6}")
    for kind, path in files:
        seconds, _, peak, text = run([program, "import", path, "--db", part, "--format", "json", "-q"])
        counts = json.loads(text)["totals"]
        rows = counts["rows_read"] - counts["blank"]
        if sum(counts[word] for word in SEEN_BEFORE.get(kind, ("inserted",))) != rows:
            sys.exit(f"{path}: {counts}")
        print(f"{kind:<14} {rows:>9} {seconds:>7.2f} {peak:>6.0f}")
    if part != database:
        os.rename(part, database)
    print(f"database: {os.path.getsize(database) / 2**20:.0f} MiB\n")


# A process counts the memory of the one that started it as its own peak, so the one that starts it is small.
MEASURED = """
import json, os, sys, time
started = time.perf_counter()
_, status, usage = os.wait4(os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ), 0)
seconds = time.perf_counter() - started
told = [seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]
print(json.dumps(told), file=sys.stderr)
"""


def run(command):
    """Runs a command; returns its seconds, those of the processor, its peak memory in MiB and what it wrote."""
    done = subprocess.run([sys.executable, "-S", "-c", MEASURED, *command], capture_output=True, check=True)
    told = done.stderr.decode().splitlines()
    seconds, busy, peak, code = json.loads(told[-1])
    if code != 0:
        sys.exit("\n".join([f"{' '.join(command)}: exit code {code}", *told[:-1]]))
    return seconds, busy, peak / (2**20 if sys.platform == "darwin" else 2**10), done.stdout


def ask_all(given, database, connection):
    """Asks each report and the same of DuckDB, prints a table, and tells whether all answers are the same."""
    # A window of the plan holds about three weeks.
    cap = str(max(10, given.lines // 35))
    print(f"{'':<58} {'shopkit':>15} {'DuckDB':>15}")
    print(f"{'report':<58} {'s':>7} {'cpu s':>7} {'s':>7} {'cpu s':>7} {'ratio':>6} {'rows':>7} {'MiB':>5}  same")
    all_same = True
    for arguments, contract, sql in reports_questions.QUESTIONS + reports_profit.QUESTIONS:
        if given.only and arguments[0] not in given.only:
            continue
        arguments = [argument.replace("{cap}", cap) for argument in arguments]
        command = [given.program, "report", *arguments, "--db", database, "--format", "json", "-q"]
        ours, ours_busy, theirs, theirs_busy, peaks = [], [], [], [], []
        for _ in range(given.runs):
            seconds, busy, peak, text = run(command)
            ours.append(seconds)
            ours_busy.append(busy)
            peaks.append(peak)
            started, busy = time.perf_counter(), time.process_time()
            answer = connection.execute(sql.replace("{cap}", cap))
            rows = answer.fetchall()
            theirs.append(time.perf_counter() - started)
            theirs_busy.append(time.process_time() - busy)
            columns = [column[0] for column in answer.description]
        found = json.loads(text)
        differences = compare(found, columns, rows, contract.split())
        all_same = all_same and not differences
        medians = [statistics.median(times) for times in (ours, ours_busy, theirs, theirs_busy)]
        name = " ".join(argument for argument in arguments if argument not in ("--on", reports_questions.NOW_TEXT))
        print(
            f"{name:<58} {' '.join(f'{median:>7.3f}' for median in medians)} {medians[0] / medians[2]:>6.1f} {len(rows):>7}"
            f" {max(peaks):>5.0f}  {'no' if differences else 'yes'}",
            flush=True,
        )
        for difference in differences[:DIFFERENCES_SHOWN]:
            print(f"    {difference}")
        if len(differences) > DIFFERENCES_SHOWN:
            print(f"    and {len(differences) - DIFFERENCES_SHOWN} more")
    return all_same


def compare(found, columns, rows, contract):
    """Lists how the answer of a report differs from DuckDB's in the columns that both have, whatever the order of the rows."""
    missing = [column for column in contract if column not in found["columns"] or column not in columns]
    if missing:
        return [f"no column {', '.join(missing)}"]
    shared = [column for column in found["columns"] if column in columns]
    ours = [[row[found["columns"].index(column)] for column in shared] for row in found["rows"]]
    theirs = [[plain(row[columns.index(column)]) for column in shared] for row in rows]
    ours, theirs = sorted(ours, key=key), sorted(theirs, key=key)
    differences = []
    if len(ours) != len(theirs):
        keys = {key(row) for row in ours}, {key(row) for row in theirs}
        differences.append(f"{len(ours)} rows, DuckDB {len(theirs)}")
        differences += [f"only here: {' '.join(texts + others)}" for texts, others in sorted(keys[0] - keys[1])]
        differences += [f"only DuckDB: {' '.join(texts + others)}" for texts, others in sorted(keys[1] - keys[0])]
        return differences
    for our_row, their_row in zip(ours, theirs, strict=True):
        cells = [
            f"{column} {our!r}, DuckDB {their!r}"
            for column, our, their in zip(shared, our_row, their_row, strict=True)
            if not alike(column, our, their)
        ]
        if cells:
            differences.append(f"{' '.join(key(our_row)[0]) or our_row[0]}: {'; '.join(cells)}")
    return differences


def key(row):
    """Returns what a row is known by: its words, then its numbers, but for those that are rounded."""
    words = [cell for cell in row if isinstance(cell, str) and not MONEY.fullmatch(cell)]
    numbers = [str(cell) for cell in row if not isinstance(cell, float) and cell not in words]
    return tuple(words), tuple(numbers)


def alike(column, our, their):
    """Tells whether two cells say the same."""
    if isinstance(our, (int, float)) and isinstance(their, (int, float)):
        close = CLOSE.get(column, CLOSE_SHARE)
        return abs(our - their) <= (close if isinstance(our, float) or isinstance(their, float) else 0)
    return our == their


def plain(value):
    """Writes a value of DuckDB as the JSON of a report has it: ids as text, money with two decimals."""
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, int) and value > 10**10:
        return str(value)
    if isinstance(value, (datetime.datetime, datetime.date)):
        return str(value)
    return value


if __name__ == "__main__":
    sys.exit(main())
