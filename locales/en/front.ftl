# Results of imports, deleting data, lists of shops: texts of the command line and of the page.

# The result of importing a file

import-status-imported = imported #{ $id }
import-status-skipped = already imported (#{ $id })
import-status-dry-run = preview
import-status-failed = not imported
import-none = no files have been imported yet
import-days = { $first } to { $last }
import-missing-days = no data yet for these days: { $days }
import-dated-by-file = the time of export was taken from the file's date, { $time }; { $otherwise }, or else files imported later may count as older
import-older-orders = { $rows ->
        [one] one row is older than the data of a newer export, so it is
       *[other] { $rows } rows are older than the data of a newer export, so they are
    } kept in the history only; the file counts as exported at { $time }; { $otherwise }
import-in-no-report = no report counts the service fees of 团长 beside what the { -settlement } charges; `order`, `evidence` and `sql` show them
    .page = no report counts the service fees of 团长 beside what the { -settlement } charges; the page of an order shows them
import-older-rows = { $rows ->
        [one] one row is older than the data of a newer export, so it is
       *[other] { $rows } rows are older than the data of a newer export, so they are
    } stored but not counted; the file counts as exported at { $time }; { $otherwise }
import-give-time = if that is wrong, give the time with --exported-at
    .page = if that is wrong, fill in "{ page-field-exported-at }"
import-undo-and-give-time = if that is wrong, undo the import and give the time with --exported-at
    .page = if that is wrong, undo this import, fill in "{ page-field-exported-at }" and import the file again

# Rejected rows

import-rejects = rejected rows
    .page = Rejected rows
import-no-rejects = no rows were rejected
import-reject = { $cell }: { $problem } [{ $code }]
import-reject-value = "{ $value }" { $reason }
import-reject-cell = row { $row }, column { $column }
import-reject-cell-of-header = { $cell } ({ $header })
import-reject-cell-of-sheet = sheet { $sheet }, { $cell }
import-reject-others = { $reject }; { $others ->
        [one] one more
       *[other] { $others } more
    } like it
import-rejects-more = … and { $kinds ->
        [one] one more reason
       *[other] { $kinds } more reasons
    }

# Deleting data

purge-lines = { -sub-order(number: 2) }
purge-versions = older versions
purge-entries = rows of other { -export(number: 2) }
purge-rejects = rejected rows
purge-imports = { -import(number: 2) }
purge-leftover = { $path } is a copy from before an upgrade or a leftover of an interrupted run, and may still have the data; { $advice }
purge-leftover-advice = add --backups to delete it too
    .page = delete it unless you need it
purge-not-checked = the files beside the { -database } were not checked and may still have the data: { $reason }
purge-out-of-reach = the imported files, your backups and your exports still have it, and importing those can bring it back

# Lists of shops and of earlier verdicts

shops-rules-same = same rules
shops-rules-changed = rules changed, same verdict
column-import-id = Import
column-id = Number
column-facts = Facts
column-verdicts = Checks
column-asked-at = Asked
column-check = Check
column-as-of = As of
column-verdict = Verdict
column-earliest-day = Earliest
column-deciding = Decided by
column-rules = Rules
column-verdict-now = By today's rules

# The database

data-sound = the { -database } is sound

# What a backup holds.

backup-shops = Shops
backup-lines = Sub-orders
backup-imports = Imported files
backup-newest-export = Newest { -export } of orders
backup-version = Version of the { -database }
backup-none = none
