"""Builds the SQL of a question. Each question is one file, and all engines are asked the same text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from .error import LakeError
from .log import TABLES

_TIMES = {"submitted": "submitted_at", "paid": "paid_at", "settled": "settled_at", "refunded": "refunded_at"}
_SUBMITTED = ("submitted",)
_OF_ORDER = ("submitted", "paid")
_ANY = tuple(_TIMES)
_PERIODS = ("day", "week", "month")
_FIRST_DAY = date(2014, 1, 1)

# dayofweek counts from another day in each engine, so it is compared with that of a Monday.
_WEEKDAY = "(dayofweek(CAST({at} AS DATE)) - dayofweek(DATE '2024-01-01') + 7) % 7"
_PERIOD = {
    "day": "CAST(CAST({at} AS DATE) AS STRING)",
    "week": "CAST(CAST(date_trunc('week', CAST({at} AS DATE)) AS DATE) AS STRING)",
    "month": "substring(CAST(CAST({at} AS DATE) AS STRING), 1, 7)",
    "weekday": f"CAST({_WEEKDAY} AS STRING)",
}

# A text that is always empty, and one that is always unknown. Sail gives several rows for one group, in silence, where GROUPING SETS has
# a constant beside its columns (0.7.2), so both are made of a column.
_NO_KEY = "substring(shop, 1, 0)"
_NO_TEXT = f"nullif({_NO_KEY}, '')"

# Products without an id are told apart by name; no id is taken for a name.
_PRODUCT_KEY = (
    "CASE WHEN product_id IS NOT NULL THEN concat('1', product_id) WHEN product IS NOT NULL THEN concat('2', product) ELSE '' END"
)

# What the after-sale file says of a line. The stage names the lines whose after-sales differ itself.
_SAID = {"stage": "after_sale_stage", "reason": "after_sale_reason", "type": "after_sale_type"}
_DIFFERS = {"reason": "after_sale_reasons_differ", "type": "after_sale_types_differ"}

# Sorts lines by time, then by the length of the key, then by the key, as text; a line without a time is the oldest.
_NEWEST = "concat(coalesce(CAST({at} AS STRING), '0'), '|', lpad(CAST(length(line_key) AS STRING), 4, '0'), line_key)"


@dataclass(frozen=True)
class Question:
    """Tells what a question takes."""

    name: str
    by: tuple[str, ...] = ()
    basis: tuple[str, ...] = _SUBMITTED
    takes_now: bool = False
    takes_estimates: bool = False
    is_report: bool = True
    """Whether shopkit makes the answer of the rows. Others are printed as they are."""


QUESTIONS = {
    question.name: question
    for question in (
        Question("status", by=_PERIODS),
        Question("sales", by=(*_PERIODS, "weekday"), basis=_OF_ORDER),
        Question("promotion", by=(*_PERIODS, "creator"), basis=_ANY, takes_estimates=True),
        Question("income", by=_PERIODS, basis=_ANY, takes_estimates=True),
        Question("products", by=("sku",), basis=_OF_ORDER),
        Question("regions", by=("city", *_PERIODS), basis=_OF_ORDER),
        Question("hours", by=("weekday",), basis=_OF_ORDER),
        Question("creators", by=_PERIODS, basis=_ANY, takes_estimates=True),
        Question("traffic", by=_PERIODS, basis=_OF_ORDER),
        Question("fees", by=("product", "creator", *_PERIODS)),
        Question("shops", basis=_ANY, takes_estimates=True),
        Question("repeat"),
        Question("aftersales", by=("stage", "reason", "type", *_PERIODS)),
        Question("shipping", by=("warehouse", *_PERIODS), takes_now=True),
        Question("totals", by=_PERIODS, basis=_ANY, takes_estimates=True, is_report=False),
        Question("buyers_of_several_shops", basis=_OF_ORDER, is_report=False),
        Question("products_of_several_shops", by=("sku",), basis=_OF_ORDER, is_report=False),
        Question("outcomes", is_report=False),
    )
}
"""Every question by its name."""



@dataclass(frozen=True)
class Options:
    """Holds what a question is asked with."""

    by: str | None = None
    basis: str = "submitted"
    first: date | None = None
    last: date | None = None
    now: datetime | None = None
    no_estimates: bool = False


def tables(sql: str) -> list[str]:
    """Lists the tables of the lake that a question reads."""
    return [table for table in TABLES if re.search(rf"\b(FROM|JOIN) {table}\b", sql)]


def build(name: str, options: Options) -> str:
    """Returns the SQL of a question over the table `facts`."""
    question = QUESTIONS.get(name)
    if question is None:
        raise LakeError(f"there is no question {name}", f"Ask one of: {', '.join(QUESTIONS)}.")
    _check(question, options)
    at = _TIMES[options.basis]
    by = options.by
    now = options.now or datetime(1970, 1, 1)
    fees = "CAST(NULL AS BIGINT)" if options.no_estimates else "fees_estimated"
    net = _text("net_measures.part")
    parts = {
        "net_measures": net,
        "net_names": ", ".join(line.rsplit(" AS ", 1)[1].rstrip(",") for line in net.splitlines()),
        "time": at,
        "period": _period(name, options),
        "period_key": f"coalesce({_period(name, options)}, {_NO_KEY})",
        "no_key": _NO_KEY,
        "no_text": _NO_TEXT,
        "weekday": _WEEKDAY.format(at=at),
        "in_scope": _in_scope(at, options),
        "booking_in_scope": _in_scope("coalesce(ordered_at, happened_at)", options),
        "newest": _NEWEST.format(at=at),
        "product_key": _PRODUCT_KEY,
        "product_id": "CASE WHEN product_key LIKE '1%' THEN substring(product_key, 2) END",
        "product_name": "sku_code" if by == "sku" else "product",
        "by_city": _truth(by == "city"),
        "by_sku": _truth(by == "sku"),
        "by_product": _truth(by == "product"),
        "by_creator": _truth(by == "creator"),
        "by_warehouse": _truth(by == "warehouse"),
        "by_stage": _truth(by == "stage"),
        "by_reason": _truth(by == "reason"),
        "by_type": _truth(by == "type"),
        "by_status": _truth(by not in _SAID),
        "said": _SAID.get(by or "", "CAST(NULL AS STRING)"),
        "said_differs": _DIFFERS.get(by or "", "FALSE"),
        "with_estimates": _truth(not options.no_estimates),
        "fees_estimated": fees,
        "files_of_days": _files_of_days(options),
        "now": f"TIMESTAMP '{now:%Y-%m-%d %H:%M:%S}'",
        "day_ago": f"TIMESTAMP '{now - timedelta(hours=24):%Y-%m-%d %H:%M:%S}'",
    }
    sql = _text(name)
    for part, text in parts.items():
        sql = sql.replace("{" + part + "}", text)
    return sql


def _check(question: Question, options: Options) -> None:
    if options.by is not None and options.by not in question.by:
        takes = f"It takes: {', '.join(question.by)}." if question.by else "Leave --by out."
        raise LakeError(f"{question.name} cannot be grouped by {options.by}", takes)
    if options.basis not in question.basis:
        takes = ", ".join(question.basis)
        raise LakeError(f"{question.name} has no basis {options.basis}", f"It takes: {takes}.")
    if question.takes_now and options.now is None:
        raise LakeError(f"{question.name} needs the moment at which it is judged", "Pass it with --on.")
    if options.now is not None and not question.takes_now:
        raise LakeError(f"{question.name} takes no --on", "Leave --on out.")
    if options.no_estimates and not question.takes_estimates:
        raise LakeError(f"{question.name} has no estimates", "Leave --no-estimates out.")
    if options.first and options.last and options.first > options.last:
        raise LakeError(f"{options.first} is after {options.last}", "Swap --from and --to.")


def _period(name: str, options: Options) -> str:
    """Names the period of a line; nothing where rows are not grouped by one. `hours` has the days of the week as columns."""
    if options.by is None or options.by not in _PERIOD or (name, options.by) == ("hours", "weekday"):
        return _NO_TEXT
    return _PERIOD[options.by].format(at=_TIMES[options.basis])


def _in_scope(at: str, options: Options) -> str:
    """Returns the condition that a line is asked for. A line that is not settled or refunded is on no day."""
    conditions = [f"{at} IS NOT NULL"] if options.basis in ("settled", "refunded") else []
    if options.first:
        conditions.append(f"{at} >= DATE '{options.first}'")
    if options.last:
        conditions.append(f"{at} < DATE '{options.last + timedelta(days=1)}'")
    return " AND ".join(conditions) or "TRUE"


def _files_of_days(options: Options) -> str:
    """Counts the files of orders that have a day that is asked for; unknown where no days are, or no file says which it has."""
    if options.basis not in _OF_ORDER or not (options.first or options.last):
        return "CAST(NULL AS BIGINT)"
    # No order is older than the shops of the platform, or newer than the export by more than a day.
    possible = (
        f"last_day >= DATE '{_FIRST_DAY}' AND CAST(CAST(first_day AS DATE) - CAST(happened_at AS DATE) AS INT) <= 1"
    )
    has = []
    if options.last:
        has += [f"first_day <= DATE '{options.last}'", _truth(options.last >= _FIRST_DAY)]
    if options.first:
        has += [f"last_day >= DATE '{options.first}'", f"happened_at >= DATE '{options.first - timedelta(days=1)}'"]
    return f"sum(CASE WHEN {possible} THEN CASE WHEN {' AND '.join(has)} THEN 1 ELSE 0 END END)"


def _truth(is_so: bool) -> str:
    return "TRUE" if is_so else "FALSE"


@cache
def _text(name: str) -> str:
    return files(__package__).joinpath("questions", f"{name}.sql").read_text(encoding="utf-8").rstrip("\n")
