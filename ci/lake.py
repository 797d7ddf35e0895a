"""Holds a lake to the reports: the same files whatever happens, nothing of a buyer, and the same answers on every engine.

    python3 ci/lake.py target/release/shopkit

ci/lake.sh installs what it takes. Exits with 1 where something differs.
"""

import argparse
import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "benches"), str(ROOT / "lake" / "tests")]

import cluster  # noqa: E402
import duckdb  # noqa: E402
import reports_beside  # noqa: E402
from shopkit_lake import log  # noqa: E402
from shopkit_lake.answer import rows_json  # noqa: E402
from shopkit_lake.engines import ENGINES  # noqa: E402
from shopkit_lake.questions import QUESTIONS, Options, build, tables  # noqa: E402

# Each shop with its part of all lines.
SHOPS = {"茶店": 200, "b 店=2": 110, "100%": 70}
NOW = datetime(2026, 1, 12, 9)
# What stands in one export of the first shop and may stand in no byte of the lake.
CANARIES = ["金丝雀先生", "13800138000", "金丝雀路一号", "金丝雀留言", "金丝雀备注", "canary@example.com"]
# Of `products`, these compare with days before, which the lake does not know.
NOT_IN_LAKE = {"products": {"amount_before", "change", "trend"}}
ENGINES_ASKED = ("duckdb", "sail", "spark")


def main():
    """Does what the command line says; returns 1 where something differs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", help="the command to hold the lake to")
    parser.add_argument("--lines", type=int, default=380_000, help="order lines of all shops together")
    parser.add_argument("--engines", nargs="*", default=ENGINES_ASKED, choices=ENGINES_ASKED)
    parser.add_argument("--questions", nargs="*", default=list(QUESTIONS))
    parser.add_argument("--all", action="store_true", help="ask Spark, which is slow on one machine, all groupings and days, too")
    parser.add_argument("--keep", metavar="FOLDER", help="the folder to work in, which is kept (default: a temporary one)")
    given = parser.parse_args()
    program = str(Path(given.program).resolve())
    with tempfile.TemporaryDirectory(prefix="shopkit-lake-") as temporary:
        folder = Path(given.keep or temporary).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        exports = invent(folder / "exports", given.lines)
        with cluster.start(workers=2) as spark:
            check = Check(program, folder, exports, spark)
            check.write_lakes()
            check.look_for_buyers()
            check.ask(given.engines, given.questions, given.all)
    for fault in check.faults[:60]:
        print(f"FAULT: {fault}")
    print(f"{len(check.faults)} faults")
    return 1 if check.faults else 0


def invent(folder, lines):
    """Invents the exports of each shop, and returns its folder by its name. What is there is used again."""
    folders = {shop: folder / shop for shop in SHOPS}
    for shop, of_shop in folders.items():
        if of_shop.exists():
            continue
        files = reports_beside.write_shop(of_shop, lines * SHOPS[shop] // sum(SHOPS.values()))
        older(max(path for kind, path in files if kind == "orders"))
    canaries(next(iter(folders.values())))
    return folders


def older(path):
    """Writes an older export of the same orders, in which some were not completed yet."""
    stamp, rest = os.path.basename(path).split("_", 1)
    text = Path(path).read_text(encoding="utf-8")
    head, *rows = text.splitlines(keepends=True)
    rows = [row.replace("已完成", "已发货") if number % 3 == 0 else row for number, row in enumerate(rows)]
    Path(os.path.dirname(path), f"{int(stamp) - 86_400}_{rest}").write_text(head + "".join(rows), encoding="utf-8")


def canaries(folder):
    """Writes an export whose buyers are easily found again."""
    header = "主订单编号,子订单编号,订单状态,商品数量,选购商品,商品ID,订单应付金额,订单提交时间,支付完成时间,收件人,收件人手机号,详细地址,买家留言,商家备注,联系邮箱"
    row = "{0},{0},已完成,1,茶,3720116408527364193,12.30,2026-01-02 09:00:00,2026-01-02 09:00:01,{1}"
    rows = [row.format(6_900_000_000_000_000_001 + number, ",".join(CANARIES)) for number in range(3)]
    (folder / "1768125000_0123456789abcdef0123456789abcdef_orders.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")


class Check:
    """Writes the shops in several ways, and compares."""

    def __init__(self, program, folder, exports, spark):
        self.program = program
        self.folder = folder
        self.exports = exports
        self.spark = spark
        self.faults = []
        self.key = folder / "key"
        self.key.write_bytes(bytes(range(32)))

    def run(self, *words, stdin=None, may_reject=False):
        """Runs shopkit and returns what it prints."""
        done = subprocess.run(
            [self.program, "--lang", "en", *map(str, words)], input=stdin, capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode not in ((0, 1) if may_reject else (0,)):
            sys.exit(f"shopkit {' '.join(map(str, words))}: {done.stderr}")
        return done.stdout

    def write_lakes(self):
        """Writes the shops with Spark while an executor is killed, and in two other orders, one with an undo."""
        wanted = self.on_spark()
        for order in ("reversed", "shuffled"):
            lake = self.folder / f"lake-{order}"
            shutil.rmtree(lake, ignore_errors=True)
            database = self.folder / f"{order}.db"
            database.unlink(missing_ok=True)
            began = time.monotonic()
            for shop, folder in self.exports.items():
                files = sorted(folder.iterdir(), reverse=True)
                if order == "shuffled":
                    random.Random(7).shuffle(files)
                    self.run("--db", database, "import", self.foreign(), "--shop", shop)
                imported = ["--db", database, "import", "--format", "json", "--shop", shop, *files]
                self.run(*imported, may_reject=True)
            seconds = time.monotonic() - began
            self.undo(database)
            began = time.monotonic()
            self.run("--db", database, "export", "lake", lake, "--all-shops", "--buyer-key", self.key, "--format", "json")
            print(f"{order}: imported in {seconds:.1f} s, written in {time.monotonic() - began:.1f} s")
            self.compare_files(order, data_files(lake), wanted)

    def foreign(self):
        """Returns an export that is imported and undone."""
        path = self.folder / "1768120000_0123456789abcdef0123456789abcdef_foreign.csv"
        header = "主订单编号,子订单编号,订单状态,商品数量,选购商品,订单应付金额,订单提交时间,支付完成时间"
        path.write_text(f"{header}\n1,1,已完成,1,茶,1.00,2026-01-02 09:00:00,2026-01-02 09:00:01\n", encoding="utf-8")
        return path

    def undo(self, database):
        """Undoes the imports of the foreign export."""
        imports = json.loads(self.run("--db", database, "imports", "--format", "json"))
        for row in imports["rows"]:
            named = dict(zip(imports["columns"], row))
            if named["path"].endswith("_foreign.csv"):
                self.run("--db", database, "imports", "undo", named["id"], "--yes")

    def on_spark(self):
        """Imports the shops on the cluster and kills an executor meanwhile."""
        root, self.lake = next(iter(self.exports.values())).parent, self.folder / "lake-spark"
        shutil.rmtree(self.lake, ignore_errors=True)
        killed = []
        thread = threading.Thread(target=lambda: killed.append(self.kill_a_busy_executor()))
        thread.start()
        began = time.monotonic()
        command = [sys.executable, "-m", "shopkit_lake.cli", "import", root, "--lake", self.lake, "--master", self.spark.master]
        command += ["--shopkit", self.program, "--buyer-key", self.key, "--format", "json"]
        done = subprocess.run(list(map(str, command)), env=self.spark.environment, capture_output=True, encoding="utf-8", check=False)
        thread.join()
        if done.returncode not in (0, 1):
            sys.exit(f"the import on Spark failed: {done.stdout[-2000:]}{done.stderr[-4000:]}")
        shops = json.loads(done.stdout)["shops"]
        attempts = {shop["shop"]: shop["attempt"] for shop in shops}
        print(f"Spark, 2 workers, one executor killed: {len(shops)} shops in {time.monotonic() - began:.1f} s, attempts {attempts}")
        if not killed[0] or max(attempts.values()) < 2:
            self.faults.append("no executor was killed while it imported a shop")
        return data_files(self.lake)

    def kill_a_busy_executor(self):
        """Kills an executor whose shopkit is at work, and returns whether there was one."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            for process in self.spark.processes():
                if self.program in command_line(process):
                    busy = set(ancestors(process)) & set(self.spark.executors())
                    for executor in busy:
                        os.kill(executor, signal.SIGKILL)
                    if busy:
                        return True
            time.sleep(0.05)
        return False

    def compare_files(self, what, found, wanted):
        """Notes data files that differ by name or byte."""
        for path in sorted(found.keys() ^ wanted.keys()):
            self.faults.append(f"{what}: only {'here' if path in found else 'on Spark'}: {path}")
        for path in sorted(found.keys() & wanted.keys()):
            if found[path] != wanted[path]:
                self.faults.append(f"{what}: other bytes: {path}")

    def look_for_buyers(self):
        """Looks for what is known of buyers in all cells and in the log."""
        texts = list(CANARIES)
        for folder in self.exports.values():
            for path in list(folder.glob("*_orders.csv"))[:2]:
                texts += buyers(path)
        pattern = "|".join(re.escape(text) for text in sorted(set(texts)))
        for name in log.TABLES:
            with duckdb.connect() as connection:
                files = str(self.lake / name / "*" / "*" / "*.parquet").replace("'", "''")
                sql = f"SELECT count(*) FROM read_parquet('{files}', hive_partitioning = true) AS t WHERE regexp_matches(t::VARCHAR, ?)"
                (rows,) = connection.execute(sql, [pattern]).fetchone()
            if rows:
                self.faults.append(f"{name}: {rows} rows say something of a buyer")
        for path in self.lake.rglob("*.json"):
            if re.search(pattern, path.read_text(encoding="utf-8")):
                self.faults.append(f"{path.name} says something of a buyer")
        print(f"{len(set(texts))} texts of buyers are in no row")

    def ask(self, engines, names, everything):
        """Asks every question of every engine, and compares with the reports."""
        database = self.folder / "reversed.db"
        wanted = {}
        for engine in engines:
            asked = equal = beside = 0
            began, slowest = time.monotonic(), (0, "")
            lake = log.read_lake(self.lake)
            master = self.spark.master if engine == "spark" else None
            os.environ.update({key: value for key, value in self.spark.environment.items() if key.startswith(("SPARK", "PYSPARK"))})
            with ENGINES[engine](lake, (), master) as run:
                start = time.monotonic() - began
                for name, options in variants(names, everything or engine != "spark"):
                    before = time.monotonic()
                    rows = run(build(name, options))
                    slowest = max(slowest, (time.monotonic() - before, f"{name} {options.by or ''}"))
                    found = sorted(json.loads(rows_json(rows))["rows"], key=str)
                    if not QUESTIONS[name].is_report:
                        # No report says it, so the engines are held to one another, and their sums to those of reports.
                        if (name, options) not in wanted:
                            wanted[name, options] = found
                            if options == Options():
                                self.compare_sums(name, rows, database)
                            continue
                        beside += 1
                        answer, expected = found, wanted[name, options]
                    else:
                        asked += 1
                        answer = self.answer(name, options, rows)
                        if (name, options) not in wanted:
                            wanted[name, options] = self.report(database, name, options)
                        expected = wanted[name, options]
                    if answer == expected:
                        equal += QUESTIONS[name].is_report
                    else:
                        self.faults.append(f"{engine}: {name} {options}: {difference(answer, expected)}")
                seconds = time.monotonic() - began
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"{engine}: {equal} of {asked} questions equal to the reports, {beside} held to another engine, {seconds:.1f} s of which {start:.1f} s to start, "
                f"slowest {slowest[0]:.1f} s ({slowest[1].strip()}), peak of this process so far {memory} MB"
            )

    def compare_sums(self, name, rows, database):
        """Holds what is summed up across shops to the totals of a report, where one has them."""
        found = [dict(zip(rows.columns, row)) for row in rows.rows]
        if name == "totals":
            self.compare_sum(name, found, self.totals(database, "shops"), ("orders", "lines", "amount", "refunds_known", "net_known"))
        if name == "outcomes":
            totals = self.totals(database, "reconcile")
            # The report lists neither the lines that match nor those that wait, and what belongs to no line is not among the facts.
            listed = {row["outcome"] for row in found} - {"matched", "waiting", "flow_only"}
            for outcome in listed | totals.keys() - {"order_only", "not_imported"}:
                of_outcome = [row for row in found if row["outcome"] == outcome]
                keys = ("lines", "expected", "booked", "difference", "settled", "moved", "refunds")
                self.compare_sum(f"{name} {outcome}", of_outcome, totals.get(outcome, {}), keys)

    def totals(self, database, report):
        """Returns the totals of a report over all shops."""
        return json.loads(self.run("--db", database, "report", report, "--all-shops", "--format", "json"))["totals"]

    def compare_sum(self, what, found, totals, keys):
        """Notes sums that differ from the totals, which leave out what is not known."""
        for key in keys:
            known = [int(row[key]) for row in found if row[key] is not None]
            # Amounts have two decimals.
            total = totals.get(f"{key}_known", totals.get(key))
            wanted = None if total is None else int(str(total).replace(".", ""))
            if (sum(known) if known else None) != wanted:
                self.faults.append(f"{what}: {key} is {known}, and {wanted} in the report")

    def answer(self, name, options, rows):
        """Returns the answer that shopkit makes of rows."""
        return plain(name, self.run("lake", "answer", name, *words(options), "--format", "json", stdin=rows_json(rows)))

    def report(self, database, name, options):
        """Returns the answer of the report."""
        return plain(name, self.run("--db", database, "report", name, "--all-shops", *words(options), "--format", "json"))


def command_line(process):
    """Returns the command line of a process; nothing where it is gone."""
    try:
        return Path("/proc", str(process), "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def ancestors(process):
    """Lists the processes that a process was started by."""
    found = []
    while process > 1:
        try:
            stat = Path("/proc", str(process), "stat").read_text(encoding="utf-8")
        except OSError:
            break
        process = int(stat.rsplit(")", 1)[1].split()[1])
        found.append(process)
    return found


def plain(name, text):
    """Returns what an answer says, without what a lake does not know."""
    answer = json.loads(text)
    left_out = NOT_IN_LAKE.get(name, set())
    rows = [
        {column: cell for column, cell in zip(answer["columns"], row) if column not in left_out} for row in answer["rows"]
    ]
    return {"columns": answer["columns"], "rows": rows, "totals": answer.get("totals")}


def difference(found, expected):
    """Says in short how two answers differ."""
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in found:
            if found[key] != expected[key]:
                return difference(found[key], expected[key])
    if isinstance(found, list) and isinstance(expected, list):
        pair = next(((one, other) for one, other in zip(found, expected) if one != other), (len(found), len(expected)))
        return f"{str(pair[0])[:300]} and {str(pair[1])[:300]}"
    return f"{str(found)[:300]} and {str(expected)[:300]}"


def variants(names, everything):
    """Lists the questions with each of their groupings, their days and their periods, or with one grouping."""
    for name in names:
        question = QUESTIONS[name]
        now = NOW if question.takes_now else None
        for by in (None, *(question.by if everything else question.by[-1:])):
            yield name, Options(by=by, now=now)
        if not everything:
            continue
        for basis in question.basis[1:]:
            yield name, Options(basis=basis, now=now)
        yield name, Options(first=date(2025, 11, 3), last=date(2025, 12, 10), now=now)


def words(options):
    """Returns the options of a command."""
    given = {"--by": options.by, "--from": options.first, "--to": options.last, "--on": options.now}
    given["--basis"] = options.basis if options.basis != "submitted" else None
    return [str(word) for option, value in given.items() if value is not None for word in (option, value)]


def data_files(lake):
    """Returns the data files that the newest version of each table has, with the hash of each."""
    files = {}
    for table in log.read_lake(lake).values():
        for path in table.locations():
            files[os.path.relpath(path, lake)] = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    return files


def buyers(path):
    """Returns some names, phones and addresses of an export."""
    with duckdb.connect() as connection:
        columns = "收件人, 收件人手机号, 详细地址"
        rows = connection.execute(f"SELECT {columns} FROM read_csv(?, all_varchar = true) LIMIT 20", [path.as_posix()]).fetchall()
    # A short text may stand elsewhere by chance, and a mask says nothing.
    return [cell for row in rows for cell in row if cell and len(cell) > 6 and cell != "-"]


if __name__ == "__main__":
    sys.exit(main())
