# Errors of the database, and what its check finds.

error-no-database = "{ $path }": there is no database yet
hint-no-database = import a file first: shopkit import FILE
    .page = import a file first
error-not-a-shopkit-database = "{ $path }" is not a database of shopkit; nothing was changed
error-is-folder = "{ $path }" is a folder
hint-other-database = give another path with --db
    .page = start again with another path
error-database-newer = "{ $path }": the database has version { $found }, which is newer than the { $known } that this program supports; nothing was changed
hint-database-newer = upgrade shopkit
error-database-locked = "{ $path }": another program is writing to the database and did not finish within { $seconds } seconds
hint-database-locked = try again when the other import has finished
error-disk-full = "{ $path }": the disk is full or cannot be written; the database is unchanged
hint-disk-full = free some disk space, or raise the limit set by ulimit -f, and try again
error-database-no-permission = "{ $path }": no permission to open or write the database
hint-database-no-permission = check the permissions of the file and its folder, or give another path with --db
    .page = check the permissions of the file and its folder
error-database-damaged = "{ $path }": the database file is damaged
hint-database-damaged = restore a backup, or import the original files again into another database (--db)
    .page = restore a backup, or import the original files again into a new database
error-database-failed = "{ $path }": the database failed: { $error }
error-file-failed = "{ $path }": { $error }
error-no-folder = "{ $path }": its folder does not exist
error-file-exists = "{ $path }" exists already and was not overwritten
hint-file-exists = choose another name
error-output-failed = the output could not be written: { $error }
error-not-own = "{ $path }" is a link, or other accounts have access to it; it was neither used nor deleted
hint-not-own = find out who put it there, and move it away; keep the database in a folder that only you can write to, on a disk that supports permissions
error-not-wiped = "{ $path }": the data was deleted, but its bytes may still be in the file: { $error }
hint-not-wiped = close other programs that use the database, free some disk space, and try again

# Databases that are not written, or not even read.

error-keeps-nothing = "{ $path }" cannot hold a database: it is a device, a pipe or memory
error-keeps-nothing-on-windows = "{ $path }" cannot hold a database: on Windows it is a device or a pipe
hint-keeps-nothing = give an ordinary file with --db
    .page = start again with an ordinary file
error-database-read-only = "{ $path }": the database can be read, but not written
error-database-not-upgraded = "{ $path }": the database has an older version and must be upgraded, but it cannot be written
error-database-log-unread = "{ $path }": the log beside the database has changes that can be read only by writing to the folder
hint-database-read-only = check the write permissions of the file and its folder, or copy the database, with its -wal file if there is one, to a folder that you can write to, and give that path with --db
    .page = check the write permissions of the file and its folder, or copy the database, with its -wal file if there is one, to a folder that you can write to, and start again with that path
error-database-changed = "{ $path }": another program wrote to the database while it was read, so the result may be wrong
hint-database-changed = try again when the other program has finished
error-two-names = "{ $path }": the database file has a second name (a hard link), so it is not written to
hint-two-names = delete the other name, or copy the database to a new file and give that path with --db
    .page = delete the other name, or copy the database to a new file and start again with that path
error-foreign-objects = "{ $path }": another program has changed the database, so it is not written to: { $more ->
        [0] { $objects }
       *[other] { $objects } and { $more } more
    }
hint-foreign-objects = shopkit db check lists all changes; restore a backup, or import the original files again into another database (--db)
    .page = the check on the page "Data" lists all changes; restore a backup, or import the original files again into a new database
object-added = { $kind } { $name } (not made by shopkit)
object-changed = { $kind } { $name } (changed)
object-missing = { $kind } { $name } (missing)
object-table = table
object-view = view
object-index = index
object-trigger = trigger

# Shops and imports.

error-which-shop = the database has several shops: { $shops }
hint-which-shop = choose one with --shop
    .page = choose a shop
error-no-such-shop = no shop is named "{ $shop }"; the shops are: { $shops }
error-no-group-yet = no group of shops is named "{ $group }"; there are no groups yet
error-no-such-group = no group of shops is named "{ $group }"; there are { $groups }
hint-no-such-group = shop group list shows the groups; shop group add makes one
    .page = check the name
error-no-shop-yet = no shop is named "{ $shop }"; there are no shops yet
hint-no-such-shop = check the name; import --shop creates a new shop
    .page = check the name; to create a new shop, enter its name when you import
error-shop-exists = a shop named "{ $shop }" exists already
hint-shop-exists = shops cannot be merged; choose another name
error-other-grain = "{ $path }": shop "{ $shop }" has orders exported with { $has }, but this file has { $file }; the two cannot be mixed
hint-other-grain = export again as you did before, or import it under another shop name with --shop
    .page = export again as you did before, or import it under another shop name
error-too-large = "{ $path }": importing it would grow the database by { $growth } bytes, out of proportion to the size of the file (at most { $bound } bytes)
hint-too-large = download the file again from the back office; do not trust files of unknown origin
error-no-such-import = there is no import number { $id }
hint-no-such-import = shopkit imports lists all imports
    .page = the page "Import" lists all imports

# SQL queries.

error-not-read-only = only a single read-only statement (SELECT) can be run
hint-not-read-only = to change data, use import and imports undo
    .page = { "" }
error-internal-table = the statement uses a table behind the views, which has contact data
hint-internal-table = query the views, such as 订单 or order_lines, or add --show-pii
    .page = query the views, such as 订单 or order_lines
error-hidden-join = NATURAL and USING joins with imports are not allowed, because they could reveal hidden columns
hint-hidden-join = use JOIN … ON and name the columns, or add --show-pii
    .page = use JOIN … ON and name the columns
error-bad-sql = the SQL cannot be run: { $error }
hint-bad-sql = the views are 订单, 售后单, 佣金, 结算账单, 动账明细, 账户流水, 运费险, 千川消耗, 团长服务费, 仓库账单, 成本 (with the headers of the exports) and order_lines, after_sales, commissions, settlements, fund_flows, ledger_entries, insurance_premiums, ad_spend, service_fees, warehouse_bills, costs (with English names); SELECT * FROM 订单 LIMIT 1 shows the columns
error-too-long = a value or a row of the query is longer than { $value } KiB, or the statement is longer than { $sql } KiB; it was stopped
hint-too-long = return rows instead of joining them into one value with functions such as group_concat; leave out columns with very long texts; replace a long IN list by a condition
error-time-limit = the query ran longer than { $seconds } seconds and was stopped
hint-time-limit = narrow it with a condition or a LIMIT; sql accepts --timeout SECONDS
    .page = narrow it with a condition or a LIMIT
error-no-such-parameter = the statement has no parameter "{ $name }"
error-no-value = the parameter "{ $name }" has no value
hint-parameters = write :NAME in the statement and --param NAME=VALUE
    .page = { "" }

# What the check of the database finds.

problem-file = damage in the file: { $problem }
problem-foreign-key = row { $row } of table { $table } refers to a row that does not exist
problem-foreign-key-of-table = a row of table { $table } refers to a row that does not exist
problem-unreadable-version = a stored version of sub-order row { $line } cannot be read
problem-current-rows = entry { $key } of table { $table } has the wrong current rows
problem-older-values = entry { $key } of table { $table } lacks values of older exports
problem-index = the columnar index of { $rows ->
        [one] one row
       *[other] { $rows } rows
    } does not match the data
problem-import-rows = import { $id } should have { $counted } rows and has { $stored }
problem-import-rejects = import { $id } should have { $counted } rejected rows and has { $stored }
problem-import-sum = the counts of import { $id } do not add up to its { $rows } rows
problem-day = day { $day } should count { $stored } sub-orders and counts { $counted }

# Restoring a backup.

error-database-in-use = "{ $path }": another program has the { -database } open, so nothing was changed
hint-database-in-use = close it, also a page of shopkit that is running, and try again
    .page = wait for what is running, close other programs that use the { -database }, and try again
error-backup-missing = "{ $path }": there is no such file; nothing was changed
error-backup-not-shopkit = "{ $path }" is not a backup of shopkit; nothing was changed
error-backup-newer = "{ $path }" was made by a newer shopkit (version { $found } of the { -database }; this program supports { $known }); nothing was changed
error-backup-damaged = "{ $path }" is damaged; nothing was changed
error-backup-changed = another program has changed "{ $path }"; nothing was changed here
error-backup-same = "{ $path }" is the { -database } that is in use; nothing was changed
hint-bad-backup = choose another backup
