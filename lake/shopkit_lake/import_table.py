"""Writes what came of an import: as a table, as CSV or as JSON."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

Outcome = dict[str, Any]

FORMATS = ("table", "json", "csv")
"""Every format by its name."""

_OF_FILE = ("rows_read", "rejected")
_OF_SHOP = ("changed", "lines", "entries", "bytes", "seconds", "attempt")
COLUMNS = ("shop", "file", "status", "error", "message", *_OF_FILE, *_OF_SHOP)
"""The columns of the table: a row for each shop, which has no file, and then a row for each of its files."""


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """Returns 2 if a shop or a file failed, else 1 if rows were rejected, else 0."""
    outcomes = list(outcomes)
    files = [file for outcome in outcomes for file in outcome["files"]]
    if any(one["status"] == "failed" for one in [*outcomes, *files]):
        return 2
    return int(any(file["rejected"] for file in files))


def write(outcomes: Sequence[Outcome], lake: str, style: str, out: TextIO) -> None:
    """Writes what came of the shops in a format."""
    if style == "json":
        json.dump({"schema_version": 1, "lake": lake, "shops": outcomes, "totals": totals(outcomes)}, out, ensure_ascii=False)
        out.write("\n")
    elif style == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(outcomes))
    else:
        _write_table([list(COLUMNS), *rows(outcomes)], out)


def totals(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Sums up what came of the shops."""
    outcomes = list(outcomes)
    files = [file for outcome in outcomes for file in outcome["files"]]
    return {
        "shops": len(outcomes),
        "failed_shops": sum(outcome["status"] == "failed" for outcome in outcomes),
        "changed_shops": sum(bool(outcome["changed"]) for outcome in outcomes),
        "files": len(files),
        "failed_files": sum(file["status"] == "failed" for file in files),
        **{name: sum(file[name] for file in files) for name in _OF_FILE},
        **{name: sum(outcome[name] or 0 for outcome in outcomes) for name in ("lines", "entries", "bytes")},
    }


def rows(outcomes: Iterable[Outcome]) -> list[list[str]]:
    """Lists the rows of the table."""
    return [
        [_text({"shop": outcome["shop"], **one, **(one["error"] or {"code": None})}, column) for column in COLUMNS]
        for outcome in outcomes
        for one in ({**outcome, "file": None}, *outcome["files"])
    ]


def _text(one: Outcome, column: str) -> str:
    value = one.get("code" if column == "error" else column)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _write_table(lines: Sequence[Sequence[str]], out: TextIO) -> None:
    cells = [["".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in cell) for cell in line] for line in lines]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        padded = (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        out.write("  ".join(padded).rstrip() + "\n")


def _width(text: str) -> int:
    """Returns how many columns of a terminal a text takes."""
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
