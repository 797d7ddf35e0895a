# Importing, inspecting files, the database, the demo: texts of the command line alone.

# import

import-of-file = { $file }: { $text }
import-new-database = new { -database }: { $path }
import-total = total
import-rejects-list = to list them all: shopkit imports rejects { $id }
import-details = { $parts }
import-detail-sheet = sheet { $sheet }
import-detail-shop = { -shop } { $shop }
import-detail-exported = exported at { $time }
import-detail-exact-rows = { $rows ->
        [one] one row
       *[other] { $rows } rows
    } read by the exact reader
column-file = File
column-import-status = Result
column-first-day = First day
column-last-day = Last day
progress-left = { $time } left
progress-speed = { $rows } rows, { $speed } rows/s
progress-packing = compressing

# imports

imports-undo = Undo import #{ $id } ({ $path })?
undone = import #{ $id } ({ $name }) was undone: its rows are taken out ({ $rows }), and the data is as if the file had never been imported; { $now }
undone-new = { $rows } new
undone-changed = { $rows } changed
undone-unchanged = { $rows } unchanged
undone-older = { $rows } older
undone-repeated = { $rows } repeated
undone-no-rows = none
undone-no-shop = the { -shop } { $shop } has no data any more
undone-same-lines = the { -shop } { $shop } still has { $lines } { -sub-order(number: 2) }
undone-lines = the { -shop } { $shop } had { $before } { -sub-order(number: 2) } and now has { $lines }
column-name = Item
column-value = Value
command-unchanged = nothing was changed

# inspect

inspect-line = { $title }: { $value }
inspect-format = Format
inspect-encoding = Encoding
inspect-delimiter = Delimiter
inspect-sheet = Sheet
inspect-sheet-hidden = { $sheet } (hidden)
inspect-kind = Kind
inspect-grain = Level
inspect-exported = Exported
inspect-header = Header
inspect-header-found = row { $row }, { $columns ->
        [one] one column
       *[other] { $columns } columns
    }
inspect-headers = { $headers }
inspect-header-known = row { $row } ({ $known } of { $cells } columns known)
inspect-item-amount = 商品金额
inspect-item-amount-unit-price = the price of one piece (checked against quantity, payable and discounts)
inspect-item-amount-total = the amount of the whole row
inspect-item-amount-undecided = undecided whether the price of one piece or the amount of the row; only rows of one piece have a unit price
inspect-checked = Checked
inspect-rows = { $rows ->
        [one] the only row
       *[other] all { $rows } rows
    }
inspect-warning = warning: { $warning }
inspect-rejects = Rows with a problem:
inspect-rejects-more = … and { $rows ->
        [one] one more row
       *[other] { $rows } more rows
    }
column-column = Column
column-header = Header
column-field = Field
column-sheet = Sheet
column-rows = Rows
column-columns = Columns
column-headers = Possible headers

# db

db-backed-up = backed up to { $path }
db-restore = Put the backup { $path } in the place of { $database }? It is kept under another name.
db-restore-fact = { $name }: { $value }
db-restored = restored from { $path }; the database that was there is kept as { $kept }
db-restored-anew = restored from { $path }
purge-nothing-deleted = preview only, nothing was deleted
purge-done = no trace of this data is left in the { -database } file; { $rest }
purge-deleted = { $path } was deleted
purge-leftover-kept = it could not be deleted: delete it yourself
purge-count = { $what }: { $rows }
purge-ask-contacts = Clear contact data for good ({ $counts })? This cannot be undone
purge-ask-orders = Delete for good ({ $counts })? This cannot be undone
column-what = What

# sql

sql-no-rows = no matching rows
sql-hidden = columns with contact data, messages, notes and file names read as NULL, in conditions too; add --show-pii to show them

# Writing the answer to a file

target-ending = --output does not write .{ $ending } files: "{ $path }"
target-ending-hint = use shopkit export NAME { $path }, or write .csv, .json or .txt
target-twice = "{ $path }" cannot hold two answers
target-twice-hint = choose another name for one of them
target-no-folder = the folder "{ $path }" does not exist
target-no-folder-hint = create the folder first, or choose another path
target-folder = "{ $path }" is a folder
target-folder-hint = give the name of a file
target-other-name-hint = choose another name
target-dot-or-space = "{ $path }" ends in a dot or a space, which Windows takes for another file
target-device = "{ $path }" is the name of a device on Windows
target-in-rules = "{ $path }" is in the folder of rules, where no answers are written
target-toml = "{ $path }": .toml files hold rules and facts, and no answer replaces them
target-in-use = "{ $path }" is in use and must not be overwritten by the answer
target-special = "{ $path }" is not an ordinary file
target-database = "{ $path }" is a { -database } and must not be overwritten by the answer
target-imported = "{ $path }" is the file of import #{ $id } and must not be overwritten by the answer
target-unwritable = "{ $path }" cannot be written: { $error }
target-unwritable-hint = check that its folder can be written to, and that the disk is not full
target-held = "{ $path }" is open in another program, or write-protected, and cannot be replaced

# demo

demo-about = The sample files and the { -database } are in a temporary folder that is removed at the end.
demo-inspect = See what a downloaded file is, without importing it
demo-import = Import the first day's export
demo-import-next-day = Import the next day's export: new { -sub-order(number: 2) } are added, changed ones updated, the rest left as they are
demo-import-again = Import the same files again: nothing is counted twice
demo-import-damaged = A file that Excel saved again: damaged ids are rejected with row and column, never guessed
demo-imports = See which files were imported
demo-orders = Which orders have not been shipped yet
demo-order = One order, with its history
demo-sql = Ask in SQL; the columns are the export's own headers
demo-today = What needs doing
demo-promotion = What { -creator(number: 2) } sold and what the { -shop } sold itself, with the commission estimated at 20%
demo-undo = Undo an import, as if it had never been
demo-facts = Fill in what you know, and see when a closed { -shop } may apply again
demo-reopen = Check before reapplying
demo-check = Check the { -database }
demo-exit-code = (exit code { $code })
demo-end = Your turn: shopkit import YOUR-FILES
demo-failed = { $steps ->
        [one] one step
       *[other] { $steps } steps
    } did not end as expected
demo-failed-hint = please report this
