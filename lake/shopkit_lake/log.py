"""Reads the transaction log of a Delta table: which files are live at a version."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from .error import LakeError

LOG = "_delta_log"
"""The folder of the log within the folder of the table."""

TABLES = ("facts", "entries")
"""The tables of a lake. A shop is committed to the first one last, so the others have every state that it has."""

WORDS_VERSION = "1"
"""The version of the meanings that the questions count by."""

_COMMIT = re.compile(r"(\d{20})\.json")
_CHECKPOINT = re.compile(r"(\d{20})\.checkpoint\.[0-9a-f-]+\.json")
_READER_VERSION = 3
_FEATURES = {"timestampNtz", "v2Checkpoint"}
# What changes no row that a reader sees.
_IGNORED = {"commitInfo", "cdc", "domainMetadata", "checkpointMetadata"}
_SHOP_STATE = "shopkit/shop/"


@dataclass(frozen=True)
class LiveFile:
    """A file that is live at a version."""

    path: str
    """Where it is: relative to the table, or an address of its own."""
    partition: Mapping[str, str | None]
    """The values of the partition columns."""


@dataclass(frozen=True)
class ShopState:
    """A shop as a commit left it."""

    state: int
    """What stands for the state that was written; the same in all tables. 0 where the shop was deleted."""
    files: tuple[LiveFile, ...]


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
    states: Mapping[str, tuple[ShopState, ...]]
    """The states in which each shop was written, the newest last."""
    is_whole: bool = True
    """Whether it has exactly what its version has. Else some shops are as they were before."""

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


def read(table: Path, version: int | None = None, checkpoints_back: int | None = 0) -> Snapshot:
    """Reads a table at a version, by default at the newest one.

    `checkpoints_back` tells how far back the states of shops go: to the last checkpoint but so many, or as far as the log goes.
    """
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
    return resolve(table.as_posix(), commits, checkpoints, version, checkpoints_back)


def read_lake(lake: Path, names: Sequence[str] = TABLES, version: int | None = None) -> dict[str, Snapshot]:
    """Reads tables of a lake with each shop in the same state, so that none is met between the commits of its tables.

    The names are in the order of `TABLES`, and the version is that of the first of them. By default each shop is in the newest state that
    all tables have; one that the first table does not have yet, or no more, is left out.
    """
    first, *others = (lake.resolve() / name for name in names)
    newest = read(first, version)
    if not others:
        return {names[0]: newest}
    beside = [_beside(table, newest, version) for table in others]
    chosen: list[list[ShopState]] = [[] for _ in (newest, *beside)]
    for shop, states in newest.states.items():
        candidates = states[-1:] if version is not None else reversed(states)
        found = (_together(state, [table.states.get(shop, ()) for table in beside]) for state in candidates)
        together = next(filter(None, found), None)
        if together is None:
            raise LakeError(
                f"the tables of the lake have no state of {shop} in common",
                "Export the shop again. If a purge of it was cut off, run that again.",
            )
        for states_of_table, state in zip(chosen, together):
            states_of_table.append(state)
    return {name: _with(table, states) for name, table, states in zip(names, (newest, *beside), chosen)}


def _beside(table: Path, first: Snapshot, version: int | None) -> Snapshot:
    """Reads another table with as many states of shops as it takes to find those of the first."""
    if version is None:
        # Between two checkpoints there are many commits, and few while tables are read.
        return read(table, checkpoints_back=1)
    try:
        # Mostly the tables have one number, and then it is as it was.
        same: Snapshot | None = read(table, version)
    except LakeError:
        # It has not so many versions, or not this one any more.
        same = None
    return same if same is not None and _newest(same) == _newest(first) else read(table, checkpoints_back=None)


def _newest(table: Snapshot) -> dict[str, int]:
    """Returns the newest state of each shop that is not deleted."""
    return {shop: states[-1].state for shop, states in table.states.items() if states[-1].state != 0}


def _together(state: ShopState, beside: Iterable[Sequence[ShopState]]) -> list[ShopState] | None:
    """Finds a state of a shop in other tables, as it was written last; nothing where one of them lacks it."""
    together = [state]
    for states in beside:
        # A shop that was never written is as good as deleted.
        known = states if state.state != 0 else (ShopState(0, ()), *states)
        same = [other for other in known if other.state == state.state]
        if not same:
            return None
        together.append(same[-1])
    return together


def _with(table: Snapshot, states: Iterable[ShopState]) -> Snapshot:
    """Returns a table with shops in these states."""
    files = tuple(sorted((file for state in states for file in state.files), key=lambda file: file.path))
    return replace(table, files=files, is_whole=files == table.files)


def resolve(
    table: str,
    commits: Mapping[int, Iterable[str]],
    checkpoints: Mapping[int, Iterable[str]],
    version: int | None = None,
    checkpoints_back: int | None = 0,
) -> Snapshot:
    """Works out a table at a version from the lines of its commits, and of its checkpoints where older commits are gone."""
    if not commits and not checkpoints:
        raise LakeError(f"{table} has no versions yet", "Write shops to it with `shopkit export lake`.")
    newest = max((*commits, *checkpoints))
    version = newest if version is None else version
    if version not in range(newest + 1):
        raise LakeError(f"{table} has no version {version}", f"The newest is {newest}.")
    state = _State(table)
    checkpoint = _begin(commits, checkpoints, version, checkpoints_back)
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


def _begin(
    commits: Mapping[int, Iterable[str]],
    checkpoints: Mapping[int, Iterable[str]],
    version: int,
    checkpoints_back: int | None,
) -> int | None:
    """Chooses the checkpoint to begin with; nothing where that is the first commit."""
    usable = [*sorted((number for number in checkpoints if number <= version), reverse=True), None]
    newest, *older = usable[: None if checkpoints_back is None else checkpoints_back + 1]
    # Older ones are of use only where all commits after them are still there.
    for begin in reversed(older):
        if all(number in commits for number in range(0 if begin is None else begin + 1, version + 1)):
            return begin
    return newest


class _State:
    """What the commits up to one say together."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.files: dict[str, dict[str, LiveFile]] = {}
        """The files of each shop by their paths."""
        self.shop_of: dict[str, str] = {}
        """The shop of each file."""
        self.states: dict[str, list[ShopState]] = {}
        self.written: dict[str, int] = {}
        """The states of the shops that the last commit wrote."""
        self.metadata: dict[str, Any] | None = None
        self.has_protocol = False

    def take_all(self, commit: int, lines: Iterable[str]) -> None:
        self.written = {}
        for line in lines:
            if line.strip():
                self.take(commit, line)
        for shop, state in self.written.items():
            self.states.setdefault(shop, []).append(ShopState(state, tuple(self.files.get(shop, {}).values())))

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
                file = LiveFile(path, dict(value["partitionValues"]))
                self.shop_of[path] = file.partition.get("shop") or ""
                self.files.setdefault(self.shop_of[path], {})[path] = file
            case "remove":
                path = unquote(value["path"])
                self.files.get(self.shop_of.get(path, ""), {}).pop(path, None)
            case "metaData":
                provider = value.get("format", {}).get("provider", "parquet")
                if provider != "parquet":
                    raise self.refusal(commit, f"its files are {provider}")
                if value.get("configuration", {}).get("delta.columnMapping.mode", "none") != "none":
                    raise self.refusal(commit, "it maps columns to other names")
                self.metadata = value
            case "txn":
                if value["appId"].startswith(_SHOP_STATE):
                    self.written[value["appId"].removeprefix(_SHOP_STATE)] = int(value["version"])
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
            files=tuple(sorted((file for of_shop in self.files.values() for file in of_shop.values()), key=lambda file: file.path)),
            schema=json.loads(self.metadata["schemaString"]),
            partition_columns=tuple(self.metadata["partitionColumns"]),
            configuration=configuration,
            states={shop: tuple(states) for shop, states in self.states.items()},
        )


def _lines(file: Path) -> Iterable[str]:
    with file.open(encoding="utf-8") as lines:
        yield from lines


def _location(table: str, path: str) -> str:
    if urlsplit(path).scheme:
        return path
    return f"{table.rstrip('/')}/{path}"
