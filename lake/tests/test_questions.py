"""Tests of the SQL of questions, and of what is handed to shopkit."""

from __future__ import annotations

import re
import unittest
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files

from shopkit_lake.answer import rows_json
from shopkit_lake.engines import Rows
from shopkit_lake.error import LakeError
from shopkit_lake.questions import QUESTIONS, Options, build, tables

DAYS = (date(2026, 1, 30), date(2026, 1, 31))


def every_variant() -> list[tuple[str, Options]]:
    return [
        (name, Options(by, basis, first, last, datetime(2026, 2, 1) if question.takes_now else None))
        for name, question in QUESTIONS.items()
        for by in (None, *question.by)
        for basis in question.basis
        for first, last in ((None, None), DAYS)
    ]


class Build(unittest.TestCase):
    def test_each_question_is_one_file(self) -> None:
        names = {file.name.removesuffix(".sql") for file in files("shopkit_lake").joinpath("questions").iterdir()}
        self.assertEqual(names - {"net_measures.part"}, set(QUESTIONS))

    def test_all_placeholders_are_filled_and_no_number_is_a_fraction(self) -> None:
        for name, options in every_variant():
            sql = build(name, options)
            with self.subTest(name, options=options):
                self.assertNotRegex(sql, r"[{}]")
                self.assertNotRegex(re.sub(r"'[^']*'|--.*", "", sql), r"\d\.\d|(?i:double|float|avg\()|/")
                self.assertIn("facts", tables(sql))

    def test_reports_have_the_columns_that_shopkit_needs_of_every_row(self) -> None:
        for name, question in QUESTIONS.items():
            if question.is_report:
                sql = build(name, Options(now=datetime(2026, 2, 1) if question.takes_now else None))
                for column in ("shop", "is_total", "time"):
                    self.assertRegex(sql, rf"\b{column}\b", name)

    def test_forms_that_an_engine_takes_otherwise_or_slowly_are_not_used(self) -> None:
        for name, options in every_variant():
            sql = build(name, options)
            with self.subTest(name, options=options):
                # Sail joins by comparing each row with each other.
                self.assertNotIn("IS NOT DISTINCT FROM", sql)
                # concat() leaves nulls out on DuckDB, and is null on the others.
                self.assertNotIn("coalesce(concat(", sql)
                # Spark sorts all lines, once for each grouping set and distinct count, where a text is aggregated beside them.
                for query in re.split(r"\n\)?,?\n?(?:\w+ AS \(|SELECT)\n", sql):
                    self.assertFalse("max_by(" in query and ("GROUPING SETS" in query or "DISTINCT" in query))

    def test_after_sales_are_grouped_by_what_the_file_says(self) -> None:
        for by, column in (("stage", "after_sale_stage"), ("type", "after_sale_type"), ("reason", "after_sale_reason")):
            self.assertIn(f"coalesce('1' || {column}, '')", build("aftersales", Options(by=by)))
        self.assertIn("WHEN after_sale_types_differ THEN 'various'", build("aftersales", Options(by="type")))
        self.assertIn("WHEN FALSE THEN 'various'", build("aftersales", Options(by="stage")))
        self.assertIn("WHERE NOT TRUE", build("aftersales", Options(by="month")))

    def test_days_bound_the_time_of_the_basis(self) -> None:
        sql = build("income", Options(basis="settled", first=DAYS[0], last=DAYS[1]))
        self.assertIn("settled_at IS NOT NULL AND settled_at >= DATE '2026-01-30' AND settled_at < DATE '2026-02-01'", sql)
        self.assertIn("WHERE TRUE AND", build("income", Options(basis="paid")))
        self.assertIn("refunded_at IS NOT NULL", build("income", Options(basis="refunded")))
        self.assertIn("submitted_at < DATE '2026-02-01'", build("status", Options(last=DAYS[1])))

    def test_only_what_is_settled_at_a_rate_is_left_out_without_estimates(self) -> None:
        self.assertIn("coalesce(fees_booked, fees_estimated)", build("shops", Options()))
        self.assertIn("coalesce(fees_booked, CAST(NULL AS BIGINT))", build("shops", Options(no_estimates=True)))

    def test_a_moment_and_the_day_before_it(self) -> None:
        sql = build("shipping", Options(now=datetime(2026, 3, 1, 12, 30)))
        self.assertIn("ship_by < TIMESTAMP '2026-03-01 12:30:00'", sql)
        self.assertIn("exported_at < TIMESTAMP '2026-02-28 12:30:00'", sql)

    def test_the_tables_that_a_question_reads(self) -> None:
        self.assertEqual(tables(build("shops", Options())), ["facts", "entries"])
        self.assertEqual(tables(build("sales", Options())), ["facts"])

    def test_options_that_a_question_does_not_take_are_refused(self) -> None:
        for name, options, message in [
            ("moon", Options(), "no question moon"),
            ("status", Options(by="city"), "cannot be grouped by city"),
            ("shops", Options(by="day"), "cannot be grouped by day"),
            ("status", Options(basis="paid"), "no basis paid"),
            ("shipping", Options(), "needs the moment"),
            ("sales", Options(now=datetime(2026, 1, 1)), "takes no --on"),
            ("sales", Options(no_estimates=True), "no estimates"),
            ("sales", Options(first=DAYS[1], last=DAYS[0]), "is after"),
        ]:
            with self.subTest(message), self.assertRaisesRegex(LakeError, message) as caught:
                build(name, options)
            self.assertTrue(caught.exception.hint)


class RowsJson(unittest.TestCase):
    def test_cells_are_whole_numbers_texts_and_null(self) -> None:
        row = ["小店", 1, None, Decimal(7), datetime(2026, 1, 2, 3, 4, 5), date(2026, 1, 2)]
        text = '{"columns": ["a"], "rows": [["小店", 1, null, 7, "2026-01-02 03:04:05", "2026-01-02"]]}'
        self.assertEqual(rows_json(Rows(["a"], [row])), text)
        for odd in (1.5, Decimal("1.5"), b"x"):
            with self.assertRaisesRegex(LakeError, "no whole number"):
                rows_json(Rows(["a"], [[odd]]))


if __name__ == "__main__":
    unittest.main()
