"""The command `shopkit-lake answer`: asks an engine a question, and has shopkit make the answer of its rows."""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from . import log, questions
from .engines import ENGINES, Rows
from .error import LakeError, failed
from .questions import QUESTIONS, Options, build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the command."""
    parser.add_argument("question", metavar="QUESTION", choices=list(QUESTIONS), help=", ".join(QUESTIONS))
    parser.add_argument("--lake", type=Path, required=True, metavar="DIR", help="the folder that `shopkit export lake` wrote")
    parser.add_argument("--engine", choices=list(ENGINES), required=True)
    parser.add_argument("--master", metavar="URL", help="the Spark master or the Sail server; by default this machine")
    parser.add_argument("--version", type=int, metavar="N", help="the version of the lake; by default the newest")
    parser.add_argument("--by", help="what rows are grouped by")
    parser.add_argument("--basis", default="submitted", help="what puts a sub-order on a day: submitted, paid, settled, refunded")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY", help="the first day")
    parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="DAY", help="the last day")
    parser.add_argument("--on", type=datetime.fromisoformat, metavar="TIME", help="the moment at which `shipping` is judged")
    parser.add_argument("--commission-rate", metavar="RATE", help="the commission to estimate with")
    parser.add_argument("--no-estimates", action="store_true", help="leave fees that are not booked yet out")
    parser.add_argument("--shop", action="append", default=[], help="a shop to ask about; may be given several times")
    parser.add_argument("--shopkit", default="shopkit", metavar="PATH", help="the command that makes the answer")
    parser.add_argument("--format", help="the format of the answer, as in `shopkit report`")
    parser.add_argument("--rows", action="store_true", help="print the rows of the engine as JSON, without shopkit")


def answer(args: argparse.Namespace, out: TextIO) -> int:
    """Runs a question on an engine and prints its answer."""
    options = Options(args.by, args.basis, args.first, args.last, args.on, args.no_estimates)
    question = QUESTIONS[args.question]
    sql = build(args.question, options)
    tables = _tables(args.lake, questions.tables(sql), args.version)
    shopkit = None if args.rows or not question.is_report else _command(args.shopkit)
    rows = _ask(args, tables, sql)
    if shopkit is not None:
        return _hand_over(shopkit, args, rows)
    if args.rows:
        out.write(rows_json(rows) + "\n")
    else:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(rows.columns)
        writer.writerows([_plain(cell) for cell in row] for row in rows.rows)
    return 0


def rows_json(rows: Rows) -> str:
    """Writes rows as shopkit reads them: whole numbers, texts and null."""
    return json.dumps({"columns": rows.columns, "rows": [[_plain(cell) for cell in row] for row in rows.rows]}, ensure_ascii=False)


def _ask(args: argparse.Namespace, tables: dict[str, log.Snapshot], sql: str) -> Rows:
    """Runs SQL on the engine that was named."""
    try:
        with ENGINES[args.engine](tables, args.shop, args.master) as run:
            return run(sql)
    except LakeError:
        raise
    except Exception as error:
        hint = "Check --master, that all its workers can read the lake, and that no vacuum or purge removed the version."
        raise failed(args.engine, error, hint) from error


def _tables(lake: Path, names: Sequence[str], version: int | None) -> dict[str, log.Snapshot]:
    """Reads tables of the lake that this program understands."""
    tables = log.read_lake(lake, names, version)
    for table in tables.values():
        if table.words_version != log.WORDS_VERSION:
            raise LakeError(
                f"the lake counts by version {table.words_version} of the meanings, and this program by {log.WORDS_VERSION}",
                "Install the version of shopkit-lake that belongs to the shopkit that wrote the lake.",
            )
        if not table.files:
            raise LakeError(f"version {table.version} of {table.table} is empty", "Write shops to it with `shopkit export lake`.")
    return tables


def _command(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise LakeError(f"the command {name} is not found", "Pass its path with --shopkit, or print the rows with --rows.")
    return path


def _hand_over(shopkit: str, args: argparse.Namespace, rows: Rows) -> int:
    """Gives the rows to shopkit, which prints the answer."""
    command = [shopkit, "lake", "answer", args.question]
    given = {
        "--by": args.by,
        "--basis": args.basis if args.basis != "submitted" else None,
        "--from": args.first,
        "--to": args.last,
        "--on": args.on,
        "--commission-rate": args.commission_rate,
        "--format": args.format,
        # `shops` names the shop of each row, even of one.
        "--shop": args.shop[0] if len(args.shop) == 1 and args.question != "shops" else None,
    }
    command += [word for option, value in given.items() if value is not None for word in (option, str(value))]
    command += ["--no-estimates"] if args.no_estimates else []
    sys.stdout.flush()
    return subprocess.run(command, input=rows_json(rows), encoding="utf-8", check=False).returncode


def _plain(cell: Any) -> Any:
    """Turns a value of an engine into a whole number, a text or null."""
    match cell:
        case None | str() | int():
            return cell
        case Decimal() if cell == cell.to_integral_value():
            return int(cell)
        case datetime():
            return cell.strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return cell.isoformat()
    raise LakeError(f"the engine returned {cell!r}, which is no whole number", "Please report this as a bug of shopkit-lake.")
