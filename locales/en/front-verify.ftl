# Verifying answers.

verify-title = report { $report }, shop { $shops }, as of { $at }
verify-same = Same: worked out again from the present data, the answer is the one in the file
verify-other-ground = The answer is the one in the file, but what it rests on has changed
verify-differs = Different: worked out again from the present data, the answer is not the one in the file
verify-edited = The file was changed after it was written; its numbers cannot be relied on
verify-order = The imports, the meanings of the sums and the terms are the same, and yet the answer is not: the program is another version ({ $before } then, { $now } now), or files with the same time of export were imported in another order

column-verified = Checked
column-verify-result = Result
column-verify-detail = Details

word-verified-file = File
word-verified-imports = Imports
word-verified-words = Meanings of the sums
word-verified-terms = Terms
word-verified-answer = Answer

word-verify-result-same = same
word-verify-result-different = different
word-verify-result-edited = edited
word-verify-result-unknown = unknown
word-verify-result-without-effect = different, without effect

verify-file-as-given = as it was written
verify-file-edited = columns, rows, totals or the receipt were changed after it was written
verify-file-other-database = written by another database, which alone can tell
verify-imports-same = { $count ->
    [one] { $count } import
   *[other] { $count } imports
    }
verify-imports-changed = { $before } imports then, { $now } now
verify-words = version { $before } then, version { $now } now
verify-term-of-shop = { $shop }, { $name }: { $before } → { $now }
verify-term = { $name }: { $before } → { $now }
verify-rows-same = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
    }
verify-rows-different = { $rows ->
    [one] { $rows } row differs
   *[other] { $rows } rows differ
    } ({ $before } in the file, { $now } now)
verify-columns-different = other columns
verify-totals-different = other totals

verify-imports-title = Imports that changed
verify-cells-title = Cells that differ (the first { $count })
column-import-change = Change
column-import-kind = Kind
column-import-file = File
column-rows-before = Rows then
column-rows-now = Rows now
column-import-now = Now
column-row-number = Row
column-of-row = Column
column-in-file = In the file
column-now = Now

word-import-change-came = came
word-import-change-went = went
word-import-change-changed = changed
word-import-change-counted = other number
