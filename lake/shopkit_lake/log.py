"""Reads the transaction log of a Delta table: which files are live at a version."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from .error import LakeError

LOG = "_delta_log"
"""The folder of the log within the folder of the table."""

WORDS_VERSION = "1"
"""The version of the meanings that the questions count by."""

_COMMIT = re.compile(r"(\d{20})\.json")
_CHECKPOINT = re.compile(r"(\d{20})\.checkpoint\.[0-9a-f-]+\.json")
_READER_VERSION = 3
_FEATURES = {"timestampNtz", "v2Checkpoint"}
# What changes no row that a reader sees.
_IGNORED = {"commitInfo", "cdc", "domainMetadata", "checkpointMetadata"}
_SHOP_STATE = "shopkit/shop/"
# A shop is committed to one table after the other, so a reader may meet it in between.
_SECONDS_BETWEEN_COMMITS = (0.1, 0.5, 2)


@dataclass(frozen=True)
class LiveFile:
    """A file that is live at a version."""

    path: str
    """Where it is: relative to the table, or an address of its own."""
    partition: Mapping[str, str | None]
    """The values of the partition columns."""


@dataclass(frozen=True)
class Snapshot:
    """A table at a version."""

    table: str
    version: int
    files: tuple[LiveFile, ...]
    schema: Mapping[str, Any]
    """The schema in Spark's JSON, with the partition columns."""
    partition_columns: tuple[str, ...]
    configuration: Mapping[str, str]
    states: Mapping[str, int]
    """The state in which each shop was written, by what the log calls the shop."""

    @property
    def columns(self) -> dict[str, str]:
        """Returns the name of each column with its type."""
        return {field["name"]: str(field["type"]) for field in self.schema["fields"]}

    @property
    def words_version(self) -> str | None:
        """Returns the version of the meanings that the facts were written with."""
        return self.configuration.get("shopkit.words_version")

    def locations(self) -> list[str]:
        """Lists where the files are, in the order of their paths."""
        return [_location(self.table, file.path) for file in self.files]


def read(table: Path, version: int | None = None) -> Snapshot:
    """Reads a table at a version, by default at the newest one."""
    log = table / LOG
    if not log.is_dir():
        raise LakeError(
            f"{table} is no table: it has no folder {LOG}",
            "Pass the folder that `shopkit export lake` wrote with --lake.",
        )
    names = {file.name: file for file in log.iterdir()}
    commits, checkpoints = (
        {int(match[1]): _lines(file) for name, file in names.items() if (match := pattern.fullmatch(name))}
        for pattern in (_COMMIT, _CHECKPOINT)
    )
    return resolve(str(table), commits, checkpoints, version)


def read_all(tables: Iterable[Path], version: int | None = None) -> list[Snapshot]:
    """Reads tables of one lake, which have to have each shop in the same state."""
    paths = list(tables)
    for pause in (*_SECONDS_BETWEEN_COMMITS, None):
        snapshots = [read(table, version) for table in paths]
        first, *others = (snapshot.states for snapshot in snapshots)
        differ = {shop for states in others for shop in states.keys() | first.keys() if states.get(shop, 0) != first.get(shop, 0)}
        if not differ:
            return snapshots
        if pause is None or version is not None:
            break
        time.sleep(pause)
    names = ", ".join(shop.removeprefix(_SHOP_STATE) for shop in sorted(differ))
    raise LakeError(
        f"the tables of the lake have other states of {names}",
        "Export these shops again: an export was cut off. Of older versions, ask another one.",
    )


def resolve(
    table: str,
    commits: Mapping[int, Iterable[str]],
    checkpoints: Mapping[int, Iterable[str]],
    version: int | None = None,
) -> Snapshot:
    """Works out a table at a version from the lines of its commits, and of its checkpoints where older commits are gone."""
    if not commits and not checkpoints:
        raise LakeError(f"{table} has no versions yet", "Write shops to it with `shopkit export lake`.")
    newest = max((*commits, *checkpoints))
    version = newest if version is None else version
    if version not in range(newest + 1):
        raise LakeError(f"{table} has no version {version}", f"The newest is {newest}.")
    state = _State(table)
    checkpoint = max((number for number in checkpoints if number <= version), default=None)
    if checkpoint is not None:
        state.take_all(checkpoint, checkpoints[checkpoint])
    for number in range(0 if checkpoint is None else checkpoint + 1, version + 1):
        if number not in commits:
            raise LakeError(
                f"version {version} of {table} cannot be read: its log has neither commit {number} nor a checkpoint in JSON after it",
                f"Ask a newer version, up to {newest}, or write the lake anew with `shopkit export lake`.",
            )
        state.take_all(number, commits[number])
    return state.snapshot(version)


class _State:
    """What the commits up to one say together."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.files: dict[str, LiveFile] = {}
        self.states: dict[str, int] = {}
        self.metadata: dict[str, Any] | None = None
        self.has_protocol = False

    def take_all(self, commit: int, lines: Iterable[str]) -> None:
        for line in lines:
            if line.strip():
                self.take(commit, line)

    def take(self, commit: int, line: str) -> None:
        try:
            for name, value in json.loads(line).items():
                self.apply(commit, name, value)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self.refusal(commit, f"a line of it cannot be read ({error})") from error

    def apply(self, commit: int, name: str, value: Any) -> None:
        match name:
            case "add":
                if value.get("deletionVector") is not None:
                    raise self.refusal(commit, "it has a deletion vector")
                path = unquote(value["path"])
                self.files[path] = LiveFile(path, dict(value["partitionValues"]))
            case "remove":
                self.files.pop(unquote(value["path"]), None)
            case "metaData":
                provider = value.get("format", {}).get("provider", "parquet")
                if provider != "parquet":
                    raise self.refusal(commit, f"its files are {provider}")
                if value.get("configuration", {}).get("delta.columnMapping.mode", "none") != "none":
                    raise self.refusal(commit, "it maps columns to other names")
                self.metadata = value
            case "txn":
                self.states[value["appId"]] = int(value["version"])
            case "protocol":
                self.has_protocol = True
                needed = int(value["minReaderVersion"])
                unknown = set(value.get("readerFeatures") or ()) - _FEATURES
                if needed > _READER_VERSION or unknown:
                    what = ", ".join(sorted(unknown)) or f"version {needed} of the protocol"
                    raise self.refusal(commit, f"it takes {what} to read it")
            case _ if name not in _IGNORED:
                raise self.refusal(commit, f"it has the action {name}")

    def refusal(self, commit: int, why: str) -> LakeError:
        return LakeError(
            f"commit {commit} of {self.table} is not understood: {why}",
            "Install the version of shopkit-lake that belongs to the shopkit that wrote the lake.",
        )

    def snapshot(self, version: int) -> Snapshot:
        if self.metadata is None or not self.has_protocol:
            raise self.refusal(version, "no commit up to it names a schema and a protocol")
        configuration = dict(self.metadata.get("configuration") or {})
        return Snapshot(
            table=self.table,
            version=version,
            files=tuple(self.files[path] for path in sorted(self.files)),
            schema=json.loads(self.metadata["schemaString"]),
            partition_columns=tuple(self.metadata["partitionColumns"]),
            configuration=configuration,
            states=dict(self.states),
        )


def _lines(file: Path) -> Iterable[str]:
    with file.open(encoding="utf-8") as lines:
        yield from lines


def _location(table: str, path: str) -> str:
    if urlsplit(path).scheme:
        return path
    return f"{table.rstrip('/')}/{path}"
