"""Times the import of shops into a lake, and every question of it, on a Spark cluster of one and of two workers.

    python3 benches/lake.py target/release/shopkit

Needs Java, and what `pip install './lake[spark]' duckdb==2.0.1` installs. All shops have the same generated files. What it makes stands in
a folder, and the files are used again. See README.md beside this file.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "lake"), str(ROOT / "lake" / "tests")]

import cluster  # noqa: E402
import reports_beside  # noqa: E402
from shopkit_lake import log  # noqa: E402
from shopkit_lake.engines import ENGINES  # noqa: E402
from shopkit_lake.questions import QUESTIONS, Options, build  # noqa: E402

WORKERS = (1, 2)


def main():
    """Does what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", help="the command that imports, a release build")
    parser.add_argument("--lines", type=int, default=100_000, help="order lines of a shop")
    parser.add_argument("--shops", type=int, nargs="*", default=[3, 12])
    parser.add_argument("--folder", help="where everything stands (default: target/tmp/bench/lake-LINES)")
    given = parser.parse_args()
    program = str(Path(given.program).resolve())
    folder = Path(given.folder or ROOT / "target" / "tmp" / "bench" / f"lake-{given.lines}").resolve()
    one = folder / "exports"
    if not one.exists():
        shutil.rmtree(folder / "unfinished", ignore_errors=True)
        reports_beside.write_shop(folder / "unfinished", given.lines)
        (folder / "unfinished").rename(one)
    (folder / "key").write_bytes(bytes(range(32)))
    seconds = {}
    for shops in given.shops:
        exports = copies(one, folder / f"{shops}-shops", shops)
        for workers in WORKERS:
            with cluster.start(workers) as spark:
                lake = folder / f"lake-{shops}-{workers}"
                seconds["import", shops, workers] = import_all(program, exports, lake, spark)
                for name, took in ask_all(lake, spark):
                    seconds[name, shops, workers] = took
    write_table(seconds, given.shops)


def copies(folder, root, shops):
    """Gives each shop the files of a folder."""
    shutil.rmtree(root, ignore_errors=True)
    for number in range(1, shops + 1):
        shop = root / f"shop {number:02}"
        shop.mkdir(parents=True)
        for file in folder.iterdir():
            os.link(file, shop / file.name)
    return root


def import_all(program, exports, lake, spark):
    """Imports all shops, and returns how many seconds that took, with the start of Spark."""
    shutil.rmtree(lake, ignore_errors=True)
    command = [sys.executable, "-m", "shopkit_lake.cli", "import", exports, "--lake", lake, "--master", spark.master, "--shopkit", program]
    command += ["--buyer-key", lake.parent / "key"]
    environment = {**spark.environment, "PYTHONPATH": str(ROOT / "lake")}
    began = time.monotonic()
    done = subprocess.run(list(map(str, command)), env=environment, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"the import failed: {done.stdout[-2000:]}{done.stderr[-4000:]}")
    return time.monotonic() - began


def ask_all(lake, spark):
    """Asks every question with its last grouping, and returns the seconds of each."""
    os.environ.update({key: value for key, value in spark.environment.items() if key.startswith(("SPARK", "PYSPARK"))})
    with ENGINES["spark"](log.read_lake(lake), (), spark.master) as run:
        # The first question starts the workers.
        run("SELECT count(*) FROM facts")
        for name, question in QUESTIONS.items():
            options = Options(by=question.by[-1] if question.by else None, now=datetime(2026, 1, 12, 9) if question.takes_now else None)
            began = time.monotonic()
            run(build(name, options))
            yield name, time.monotonic() - began


def write_table(seconds, counts):
    """Prints a row for the import and for each question, the slowest first."""
    columns = [(shops, workers) for shops in counts for workers in WORKERS]
    print("| what | " + " | ".join(f"{shops} shops, {workers} worker{'s' * (workers > 1)}" for shops, workers in columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    names = sorted({name for name, *_ in seconds}, key=lambda name: (name != "import", -seconds[name, *columns[-1]]))
    for name in names:
        print(f"| {name} | " + " | ".join(f"{seconds[name, *column]:.1f} s" for column in columns) + " |")
    questions = [name for name in names if name != "import"]
    print("| all questions | " + " | ".join(f"{sum(seconds[name, *column] for name in questions):.1f} s" for column in columns) + " |")


if __name__ == "__main__":
    main()
