"""Imports shops on a cluster whose executors are killed, and compares the lake with one that was written shop by shop.

It runs where the environment has SHOPKIT, the path of the command, and there are Java and PySpark.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any, ClassVar

from . import cluster

FIXTURES = Path(__file__).parents[2] / "fixtures"
SHOPKIT = os.environ.get("SHOPKIT")

ORDERS = ["sub-order-csv/*.csv", "sub-order-csv-next-day/*.csv"]
MORE = ["commission/first.csv", "settlement/first.csv", "funds/first.csv", "aftersales/first.csv"]
SHOPS = {
    "旗舰店 一号": ORDERS,
    "a=b%c [x]": ORDERS + MORE,
    "-小店": ["sub-order-csv/*.csv", *MORE],
    "042": ["main-order-csv/*.csv"],
    "killed before the commit": ORDERS + MORE,
    "killed after the commit": ORDERS + MORE,
    "'quoted'": ["layout-2022/*.csv", "costs/first.csv"],
    "宽": ["layout-90/*.xlsx"],
    "形": ["custom-75/*.csv"],
    "旧": ["excel-resave-csv/*.csv"],
    "has a broken file": [*ORDERS, "bad/page.xls"],
    "has nothing else": ["bad/password.xlsx"],
}

# Runs shopkit, and kills the executor before or after it writes one of two shops, once.
KILLER = """#!{python}
import os, signal, subprocess, sys

def executor(process):
    while b"CoarseGrainedExecutorBackend" not in open(f"/proc/{{process}}/cmdline", "rb").read():
        process = int(open(f"/proc/{{process}}/stat").read().rsplit(")", 1)[1].split()[1])
    return process

def kill(shop):
    mark = os.path.join({folder!r}, shop)
    if "export" in sys.argv and f"--shop={{shop}}" in sys.argv and not os.path.exists(mark):
        open(mark, "x").close()
        os.kill(executor(os.getppid()), signal.SIGKILL)
        sys.exit(9)

kill("killed before the commit")
done = subprocess.run([{shopkit!r}, *sys.argv[1:]])
kill("killed after the commit")
sys.exit(done.returncode)
"""


@unittest.skipIf(SHOPKIT is None, "SHOPKIT does not say where shopkit is")
@unittest.skipIf((why := cluster.missing()) is not None, why or "")
class ImportOnCluster(unittest.TestCase):
    folder: ClassVar[Path]
    outcomes: ClassVar[dict[str, dict[str, Any]]]
    again: ClassVar[dict[str, dict[str, Any]]]
    codes: ClassVar[list[int]]
    left: ClassVar[list[int]]

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        (cls.folder / "key").write_bytes(bytes(range(64)))
        for shop, patterns in SHOPS.items():
            inner = cls.folder / "shops" / shop / "inner"
            inner.mkdir(parents=True)
            for file in (file for pattern in patterns for file in sorted(FIXTURES.glob(pattern))):
                shutil.copy2(file, inner / f"{file.parent.name}-{file.name}" if file.name.startswith("first") else inner.parent / file.name)
        killer = cls.folder / "killer"
        killer.write_text(KILLER.format(python=sys.executable, folder=str(cls.folder), shopkit=SHOPKIT), encoding="utf-8")
        killer.chmod(0o755)
        cls.codes = []
        with cluster.start() as running:
            cls.outcomes = cls.import_all(running, killer)
            cls.again = cls.import_all(running, Path(SHOPKIT or ""))
        cls.left = running.processes()

    @classmethod
    def import_all(cls, running: cluster.Cluster, shopkit: Path) -> dict[str, dict[str, Any]]:
        command = [sys.executable, "-m", "shopkit_lake.cli", "import", str(cls.folder / "shops"), "--format=json", "--lang=en"]
        options = {"lake": cls.folder / "lake", "master": running.master, "shopkit": shopkit, "buyer-key": cls.folder / "key"}
        command += [f"--{name}={value}" for name, value in options.items()]
        done = subprocess.run(command, env=running.environment, stdout=subprocess.PIPE, check=False)
        cls.codes.append(done.returncode)
        return {outcome["shop"]: outcome for outcome in json.loads(done.stdout)["shops"]}

    def test_the_lake_is_the_one_that_is_written_shop_by_shop(self) -> None:
        alone = self.folder / "alone"
        for number, shop in enumerate(sorted(SHOPS, reverse=True)):
            files = sorted(file for file in (self.folder / "shops" / shop).rglob("*") if file.is_file())
            command = [SHOPKIT or "", "--quiet", f"--db={self.folder / f'db-{number}'}"]
            subprocess.run([*command, "import", *reversed(files), f"--shop={shop}"], capture_output=True, check=False)
            export = [*command, "export", "lake", str(alone), f"--shop={shop}", f"--buyer-key={self.folder / 'key'}"]
            subprocess.run(export, capture_output=True, check=False)
        expected, found = data_files(alone), data_files(self.folder / "lake")
        self.assertEqual(sorted(expected), sorted(found))
        self.assertEqual([name for name in expected if expected[name] != found[name]], [])
        self.assertGreater(len(found), len(SHOPS))

    def test_shops_whose_executor_was_killed_are_imported_again(self) -> None:
        before, after = self.outcomes["killed before the commit"], self.outcomes["killed after the commit"]
        self.assertGreater(before["attempt"], 1)
        self.assertTrue(before["changed"])
        self.assertGreater(after["attempt"], 1)
        self.assertFalse(after["changed"])
        self.assertEqual(before["lines"], after["lines"])

    def test_what_cannot_be_read_stops_nothing_else(self) -> None:
        self.assertEqual(self.codes, [2, 2])
        self.assertEqual(list(self.outcomes), sorted(SHOPS))
        failed = [shop for shop, outcome in self.outcomes.items() if outcome["status"] == "failed"]
        self.assertEqual(failed, ["has nothing else"])
        self.assertEqual(self.outcomes["has nothing else"]["error"]["code"], "nothing-imported")
        broken = {file["file"]: file for file in self.outcomes["has a broken file"]["files"]}
        self.assertEqual(broken["page.xls"]["error"]["code"], "html-page")
        self.assertEqual(sum(file["status"] == "imported" for file in broken.values()), 2)

    def test_another_run_finds_nothing_to_commit(self) -> None:
        written = [outcome for outcome in self.again.values() if outcome["status"] == "written"]
        self.assertEqual([outcome["shop"] for outcome in written if outcome["changed"]], [])
        self.assertEqual({outcome["attempt"] for outcome in written}, {1})

    def test_no_process_is_left(self) -> None:
        self.assertEqual(self.left, [])


def data_files(lake: Path) -> dict[str, bytes]:
    return {str(file.relative_to(lake)): file.read_bytes() for file in lake.rglob("*.parquet")}


if __name__ == "__main__":
    unittest.main()
