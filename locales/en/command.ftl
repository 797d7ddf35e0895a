# What every command says.

command-label-error = error:{ " " }
command-label-hint = hint:{ " " }
command-label-warning = warning:{ " " }
command-yes-or-no = [y/N]
command-new-shop = new shop: { $shop } (the others: { $known })
command-manual-written = manual pages written to { $folder }

error-no-data-folder = your data folder cannot be found
hint-no-data-folder = name the database file with --db
data-folder-moved = the database and what belongs to it moved from { $from } to { $to }
data-folder-not-moved = the database is still in { $from }; it could not be moved to { $to }, mostly because another program uses it
command-no-match = no file matches { $pattern }
command-no-match-hint = check the path and the pattern
command-many-matches = { $files } files match { $pattern }
command-many-matches-hint = name one of them
error-not-a-folder = "{ $path }" is not a folder
hint-not-a-folder = give the path of a folder

# What is wrong with a command line.

command-usage-missing = missing { $args }
command-usage-missing-one-of = give at least one of { $args }
command-usage-unknown-argument = unknown argument: { $arg }
command-usage-unknown-command = unknown command: { $command }
command-usage-no-command = missing a command
command-usage-no-value = { $arg } needs a value
command-usage-bad-value = "{ $value }" is not a valid value for { $arg }
command-usage-too-many-values = too many values for { $arg }
command-usage-twice = { $arg } can be given only once
command-usage-conflict = { $arg } cannot be used with { $others }
command-usage-not-utf-8 = an argument is not valid UTF-8
command-usage-near = did you mean { $near }?
command-usage-values = choose one of { $values }
command-usage-help = add --help to see the usage

command-value-time = write it as "2026-01-12 20:16:49"
command-value-day = write it as 2026-01-12
command-value-period = write it as 2026-01-12, 2026-01, 2026, 7d, yesterday, last-week, this-month, last-year or 2026-01-05..2026-01-12
command-value-rate = write it as 20% or 0.2
command-value-fact = write it as FACT=VALUE, such as closure.closed_on=2024-08-31
command-value-param = write it as NAME=VALUE
command-value-shop = the name of a shop cannot be empty
command-value-split-by = choose from { $names }
command-format-xlsx = --format xlsx goes only with --split-by of `export orders`
command-format-xlsx-hint = to write an .xlsx file, use `shopkit export NAME FILE.xlsx`
command-value-sort = choose one of { $keys }; prefix - for descending order
command-value-ship-by = choose one of { $names }, or give a day such as 2026-11-30
command-value-match = cannot be empty: give a part of the name, =NAME, - or *
command-value-weekday = choose one of { $names }
command-value-number = write a whole number from { $from } to { $to }
command-value-number-from = write a whole number, at least { $from }

# serve

command-serve-already-running = the page of this database is already running:
command-serve-plain-host-ignored = it runs at its other address, so --plain-host has no effect; stop it, then start it with --plain-host
command-serve-new-database = new database: { $path }
command-serve-started = the page can be opened on this computer only; to stop it, choose "Stop" on the page, press Ctrl-C, or close this window
command-serve-stopped = stopped
command-serve-no-page = If no page appears, open the address above. If that fails too, stop it and run "shopkit serve --plain-host"
command-serve-no-browser = no browser could be opened; open the address yourself

error-already-running = the page of this database is already running at { $address }
error-already-running-unknown-address = the page of this database is starting or stopping, and its address is not known
error-port-taken = another program uses port { $port } already
error-port-failed = port { $port } cannot be used: { $error }
error-folder-failed = "{ $path }" cannot be written: { $error }

hint-already-running = open this address in a browser
hint-already-running-unknown-address = try again in a few seconds
hint-port-failed = leave out --port to use a free port, or name another
hint-folder-failed = check the permissions and the free space of the database's folder

digest-no-csv = the digest is text, JSON or a page
digest-no-csv-hint = use --format json, or --output with a name that ends in .html

# Groups of shops.
shop-group-has = group { $group }: { $shops }
shop-group-gone = group { $group } has no shops any more, and is deleted
shop-no-groups = there are no groups of shops yet
shop-group-with-shop = --shop cannot be used with group
shop-group-with-shop-hint = name the shops after the group: shop group add NAME SHOP
