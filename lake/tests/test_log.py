"""Tests of the log: which files are live, and what is refused."""

from __future__ import annotations

import json
import tempfile
import unittest
from pathlib import Path
from typing import Any

from shopkit_lake import log
from shopkit_lake.error import LakeError

SCHEMA = {"type": "struct", "fields": [{"name": "shop", "type": "string"}, {"name": "submitted_at", "type": "timestamp_ntz"}]}
PROTOCOL = {"protocol": {"minReaderVersion": 3, "minWriterVersion": 7, "readerFeatures": ["timestampNtz", "v2Checkpoint"]}}
METADATA = {
    "metaData": {
        "format": {"provider": "parquet"},
        "schemaString": json.dumps(SCHEMA),
        "partitionColumns": ["shop", "month"],
        "configuration": {"shopkit.words_version": "1"},
    }
}


def add(path: str, shop: str = "小店", month: str | None = "2026-01", **more: Any) -> dict[str, Any]:
    return {"add": {"path": path, "partitionValues": {"shop": shop, "month": month}, "size": 1, **more}}


def remove(path: str) -> dict[str, Any]:
    return {"remove": {"path": path, "dataChange": True}}


def lines(*actions: dict[str, Any]) -> list[str]:
    return [json.dumps(action) for action in actions]


BEGIN = lines({"commitInfo": {}}, PROTOCOL, METADATA, add("a.parquet"))


class Resolve(unittest.TestCase):
    def paths(self, *args: Any) -> list[str]:
        return [file.path for file in log.resolve("lake/facts", *args).files]

    def refused(self, *actions: dict[str, Any]) -> str:
        with self.assertRaises(LakeError) as caught:
            log.resolve("lake/facts", {0: BEGIN, 1: lines(*actions)}, {})
        return str(caught.exception)

    def test_removed_files_are_gone_from_then_on(self) -> None:
        commits = {0: BEGIN, 1: lines(remove("a.parquet"), add("b.parquet")), 2: lines(add("a.parquet"))}
        self.assertEqual(self.paths(commits, {}, 0), ["a.parquet"])
        self.assertEqual(self.paths(commits, {}, 1), ["b.parquet"])
        self.assertEqual(self.paths(commits, {}), ["a.parquet", "b.parquet"])

    def test_paths_are_addresses_and_folders_keep_their_escapes(self) -> None:
        address = "shop=a%2520b%253D%E4%B8%80/month=__HIVE_DEFAULT_PARTITION__/part-1.parquet"
        snapshot = log.resolve("lake/facts", {0: BEGIN[:3] + lines(add(address, "a b=一", None))}, {})
        self.assertEqual(snapshot.files[0].path, "shop=a%20b%3D一/month=__HIVE_DEFAULT_PARTITION__/part-1.parquet")
        self.assertEqual(snapshot.files[0].partition, {"shop": "a b=一", "month": None})
        self.assertEqual(snapshot.locations(), [f"lake/facts/{snapshot.files[0].path}"])

    def test_a_file_is_removed_however_its_address_is_written(self) -> None:
        self.assertEqual(self.paths({0: BEGIN, 1: lines(add("x%20y.parquet")), 2: lines(remove("x y.parquet"))}, {}), ["a.parquet"])

    def test_what_the_table_is_comes_from_the_newest_metadata(self) -> None:
        newer = {"metaData": {**METADATA["metaData"], "configuration": {"shopkit.words_version": "2"}}}
        commits = {0: BEGIN, 1: lines(newer)}
        self.assertEqual(log.resolve("t", commits, {}, 0).words_version, "1")
        self.assertEqual(log.resolve("t", commits, {}).words_version, "2")
        self.assertEqual(log.resolve("t", commits, {}).columns, {"shop": "string", "submitted_at": "timestamp_ntz"})

    def test_a_checkpoint_stands_for_the_commits_up_to_it(self) -> None:
        checkpoint = lines({"checkpointMetadata": {"version": 5}}, PROTOCOL, METADATA, add("b.parquet"), remove("a.parquet"))
        commits = {5: lines(add("never-read.parquet")), 6: lines(add("c.parquet")), 7: lines(remove("b.parquet"))}
        self.assertEqual(self.paths(commits, {5: checkpoint}), ["c.parquet"])
        self.assertEqual(self.paths(commits, {5: checkpoint}, 5), ["b.parquet"])
        self.assertEqual(self.paths({}, {5: checkpoint}), ["b.parquet"])
        with self.assertRaisesRegex(LakeError, "version 4 .* neither commit 0 nor a checkpoint"):
            log.resolve("t", commits, {5: checkpoint}, 4)

    def test_a_gap_and_versions_that_are_not_there_are_refused(self) -> None:
        with self.assertRaisesRegex(LakeError, "commit 1"):
            log.resolve("t", {0: BEGIN, 2: BEGIN}, {})
        for version in (-1, 1):
            with self.assertRaisesRegex(LakeError, f"no version {version}"):
                log.resolve("t", {0: BEGIN}, {}, version)
        with self.assertRaisesRegex(LakeError, "no versions yet"):
            log.resolve("t", {}, {})

    def test_what_is_not_understood_is_refused(self) -> None:
        protocol = {"protocol": {"minReaderVersion": 3, "minWriterVersion": 7, "readerFeatures": ["deletionVectors"]}}
        self.assertIn("takes deletionVectors to read it", self.refused(protocol))
        self.assertIn("version 4 of the protocol", self.refused({"protocol": {"minReaderVersion": 4}}))
        self.assertIn("deletion vector", self.refused(add("b", deletionVector={"storageType": "u"})))
        self.assertIn("the action sidecar", self.refused({"sidecar": {"path": "x"}}))
        mapped = {"metaData": {**METADATA["metaData"], "configuration": {"delta.columnMapping.mode": "name"}}}
        self.assertIn("maps columns", self.refused(mapped))
        self.assertIn("files are orc", self.refused({"metaData": {**METADATA["metaData"], "format": {"provider": "orc"}}}))
        self.assertIn("cannot be read", self.refused({"add": {"partitionValues": {}}}))
        with self.assertRaisesRegex(LakeError, "cannot be read"):
            log.resolve("t", {0: ['{"add": ']}, {})
        with self.assertRaisesRegex(LakeError, "names a schema and a protocol"):
            log.resolve("t", {0: lines(add("a"))}, {})


class Read(unittest.TestCase):
    def test_only_commits_and_checkpoints_in_json_are_read(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder) / "facts"
            with self.assertRaisesRegex(LakeError, "is no table"):
                log.read(table)
            entries = table / log.LOG
            entries.mkdir(parents=True)
            (entries / f"{0:020}.json").write_text("\n".join(BEGIN) + "\n\n", encoding="utf-8")
            for name in ("_last_checkpoint", f"{0:020}.crc", f".{1:020}.json.tmp", f"{0:020}.checkpoint.parquet"):
                (entries / name).write_text("not a line of the log", encoding="utf-8")
            self.assertEqual([file.path for file in log.read(table).files], ["a.parquet"])
            checkpoint = entries / f"{3:020}.checkpoint.0f6cf3f0-0000-0000-0000-000000000000.json"
            checkpoint.write_text("\n".join(lines(PROTOCOL, METADATA, add("b.parquet"))), encoding="utf-8")
            self.assertEqual(log.read(table).version, 3)

    def test_tables_are_read_in_one_state_of_each_shop(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            lake = Path(folder)
            facts, entries = (lake / name for name in log.TABLES)

            def commit(table: Path, version: int, shop: str, state: int, file: str, before: str | None = None) -> None:
                (table / log.LOG).mkdir(parents=True, exist_ok=True)
                begin: list[dict[str, Any]] = [PROTOCOL, METADATA] if version == 0 else []
                gone = [remove(before)] if before else []
                txn: dict[str, Any] = {"txn": {"appId": f"shopkit/shop/{shop}", "version": state}}
                text = "\n".join(lines(*begin, *gone, add(file, shop), txn))
                (table / log.LOG / f"{version:020}.json").write_text(text, encoding="utf-8")

            def files(version: int | None = None) -> list[list[str]]:
                return [[file.path for file in table.files] for table in log.read_lake(lake, version=version).values()]

            commit(entries, 0, "茶店", 7, "e1")
            commit(facts, 0, "茶店", 7, "f1")
            self.assertEqual(files(), [["f1"], ["e1"]])
            # One shop is met between its commits, and another is new.
            commit(entries, 1, "茶店", 8, "e2", "e1")
            commit(entries, 2, "乙", 1, "e3")
            self.assertEqual(files(), [["f1"], ["e1"]])
            self.assertEqual([table.is_whole for table in log.read_lake(lake).values()], [True, False])
            commit(facts, 1, "茶店", 8, "f2", "f1")
            self.assertEqual(files(), [["f2"], ["e2"]])
            commit(facts, 2, "乙", 1, "f3")
            self.assertEqual(files(), [["f2", "f3"], ["e2", "e3"]])
            self.assertEqual([table.is_whole for table in log.read_lake(lake).values()], [True, True])
            # A version is that of the first table, and the others go with it.
            self.assertEqual(files(0), [["f1"], ["e1"]])
            self.assertEqual(files(1), [["f2"], ["e2"]])
            self.assertEqual([(table.version, table.is_whole) for table in log.read_lake(lake, version=1).values()], [(1, True), (1, True)])
            self.assertEqual([(table.version, table.is_whole) for table in log.read_lake(lake, version=0).values()], [(0, True), (0, True)])
            # A checkpoint of the one that is ahead hides nothing.
            commit(entries, 3, "茶店", 9, "e4", "e2")
            written = (("茶店", 9), ("乙", 1))
            states: list[dict[str, Any]] = [{"txn": {"appId": f"shopkit/shop/{shop}", "version": state}} for shop, state in written]
            checkpoint = entries / log.LOG / f"{3:020}.checkpoint.0f6cf3f0-0000-0000-0000-000000000000.json"
            checkpoint.write_text("\n".join(lines(PROTOCOL, METADATA, add("e4", "茶店"), add("e3", "乙"), *states)), encoding="utf-8")
            self.assertEqual(files(), [["f2", "f3"], ["e2", "e3"]])
            for version in range(4):
                (entries / log.LOG / f"{version:020}.json").unlink()
            with self.assertRaisesRegex(LakeError, "no state of 茶店 in common"):
                files()


if __name__ == "__main__":
    unittest.main()
