"""Tests of the import of one shop, with a stand-in for shopkit, and of the table of what came of it."""

from __future__ import annotations

import io
import json
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

from shopkit_lake import import_table, shop_import
from shopkit_lake.error import LakeError
from shopkit_lake.shop_import import Settings, Shop, import_shop
from shopkit_lake.spark_import import find_shops

# Prints what shopkit does, for files that are named after what comes of them, and notes how it was called.
STAND_IN = """#!{python}
import json, os, signal, sys
words = sys.argv[1:]
with open({calls!r}, "a") as calls:
    calls.write(json.dumps([words, os.environ["TMPDIR"]]) + "\\n")
if "--shop=dies" in words:
    os.kill(os.getpid(), signal.SIGKILL)
if "--shop=refused" in words:
    sys.exit("note: reading\\nerror: the name is taken\\n  hint: take another")
def file(path):
    name = os.path.basename(path)
    error = {{"code": "no-header", "message": "no header", "hint": "x"}} if name == "failed" else None
    status = name if name in ("failed", "skipped") else "imported"
    return {{"path": path, "status": status, "error": error, "rows_read": 3, "rejected": int(name == "rejected"), "rejects": ["buyer"]}}
if "import" in words:
    print(json.dumps({{"files": [file(path) for path in words if path.startswith("/")]}}))
else:
    print(json.dumps({{"shops": [{{"changed": True, "lines": 3, "entries": 1, "bytes": 99, "facts_version": 7}}]}}))
"""


class ImportShop(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.calls = self.folder / "calls"
        command = self.folder / "shopkit"
        command.write_text(STAND_IN.format(python=sys.executable, calls=str(self.calls)), encoding="utf-8")
        command.chmod(0o755)
        self.scratch = self.folder / "scratch"
        self.scratch.mkdir()
        self.settings = Settings(lake="/lake", shopkit=str(command), buyer_key="/key", lang="en")

    def outcome(self, name: str, *files: str, attempt: int = 1, **more: Any) -> dict[str, Any]:
        settings = Settings(**{**vars(self.settings), **more})
        outcome = import_shop(Shop(name, "/shops/x", files), settings, attempt, str(self.scratch))
        self.assertEqual(list(self.scratch.iterdir()), [])
        json.dumps(outcome)
        return outcome

    def test_what_comes_of_a_shop_and_its_files(self) -> None:
        outcome = self.outcome("-小店", "in/ok", "failed", "rejected", "skipped")
        self.assertEqual(outcome["status"], "written")
        self.assertEqual((outcome["changed"], outcome["lines"], outcome["entries"], outcome["bytes"]), (True, 3, 1, 99))
        files = {file["file"]: file for file in outcome["files"]}
        self.assertEqual([file["status"] for file in files.values()], ["imported", "failed", "imported", "skipped"])
        self.assertEqual(files["failed"]["error"], {"code": "no-header", "message": "no header"})
        self.assertNotIn("buyer", json.dumps(outcome))

    def test_shopkit_runs_in_a_folder_of_its_own_and_no_name_is_taken_for_an_option(self) -> None:
        self.outcome("-小店", "ok")
        (first, folder), (second, _) = map(json.loads, self.calls.read_text().splitlines())
        self.assertTrue(folder.startswith(str(self.scratch)))
        options = [f"--db={folder}/db", "--lang=en", "--format=json"]
        self.assertEqual(first, [*options, "import", "/shops/x/ok", "--shop=-小店"])
        self.assertEqual(second, [*options, "export", "lake", "/lake", "--shop=-小店", "--buyer-key=/key"])

    def test_many_files_take_several_commands(self) -> None:
        outcome = self.outcome("many", *(f"file-{number}" for number in range(1100)))
        self.assertEqual(len(outcome["files"]), 1100)
        self.assertEqual(len(self.calls.read_text().splitlines()), 4)

    def test_a_shop_that_fails_says_why(self) -> None:
        for outcome, code, message in [
            (self.outcome("bad", "failed"), "nothing-imported", "no file of the shop could be imported"),
            (self.outcome("empty"), "nothing-imported", "the folder of the shop has no files"),
            (self.outcome("refused", "ok"), "import-failed", "the name is taken"),
            (self.outcome("dies", "ok"), "import-failed", "shopkit ended with code -9 and gave no answer"),
            (self.outcome("lost", "ok", shopkit="/nowhere/shopkit"), "no-shopkit", "/nowhere/shopkit is not found"),
            (self.outcome("died", "ok", attempt=shop_import.ATTEMPTS + 1), "died", "died 3 times"),
        ]:
            with self.subTest(message):
                self.assertEqual((outcome["status"], outcome["error"]["code"]), ("failed", code))
                self.assertIn(message, outcome["error"]["message"])

    def test_the_exit_code_is_that_of_shopkit(self) -> None:
        fine, rejected = self.outcome("a", "ok"), self.outcome("b", "rejected")
        self.assertEqual(import_table.exit_code([fine]), 0)
        self.assertEqual(import_table.exit_code([fine, rejected]), 1)
        self.assertEqual(import_table.exit_code([rejected, self.outcome("c", "failed", "ok")]), 2)
        self.assertEqual(import_table.exit_code([self.outcome("d")]), 2)

    def test_each_format_has_each_shop_and_file(self) -> None:
        outcomes = [{**self.outcome("小\x1b店", "ok", "failed"), "seconds": 1.25}]
        self.assertEqual(
            self.written(outcomes, "csv").splitlines()[1:],
            ["小\x1b店,,written,,,,,yes,3,1,99,1.25,1", "小\x1b店,ok,imported,,,3,0,,,,,,", "小\x1b店,failed,failed,no-header,no header,3,0,,,,,,"],
        )
        lines = self.written(outcomes, "table").splitlines()
        self.assertEqual(lines[2].split(), ["小\N{REPLACEMENT CHARACTER}店", "ok", "imported", "3", "0"])
        written = json.loads(self.written(outcomes, "json"))
        self.assertEqual(written["shops"], outcomes)
        self.assertEqual(written["totals"]["failed_files"], 1)
        self.assertEqual(written["totals"]["rows_read"], 6)

    def written(self, outcomes: list[dict[str, Any]], style: str) -> str:
        out = io.StringIO()
        import_table.write(outcomes, "/lake", style, out)
        return out.getvalue()


class FindShops(unittest.TestCase):
    def test_a_folder_is_a_shop_and_leftovers_are_no_files(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            with self.assertRaisesRegex(LakeError, "has no folders"):
                find_shops(root)
            for path in ("b/2.csv", "b/more/1.xlsx", "b/.DS_Store", "b/~$2.xlsx", "b/.git/x", "a/1.csv", ".hidden/x", "note.txt"):
                file = root / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.touch()
            shops = find_shops(root)
            self.assertEqual([(shop.name, shop.files) for shop in shops], [("a", ("1.csv",)), ("b", ("2.csv", "more/1.xlsx"))])
            with self.assertRaisesRegex(LakeError, "is no folder"):
                find_shops(root / "note.txt")


if __name__ == "__main__":
    unittest.main()
