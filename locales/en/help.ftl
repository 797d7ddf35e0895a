# What --help says. The id of a text follows from the command and the argument; see src/cli/help.rs.

help-about = Import order exports of Douyin Shop (抖店) and query them, offline
help-exit-codes = Exit codes: 0: finished; 1: finished, needs attention (rows rejected, no such order, the check did not pass); 2: failed; 129, 130, 143: ended by a signal (serve then exits with 0)
help-heading-usage = Usage:
help-heading-commands = Commands
help-heading-arguments = Arguments
help-heading-options = Options
help-heading-global = Global options
help-default = [default: { $value }]
help-values = [possible values: { $values }]
help-help = Print help for a command

# Options of every command.

help-argument-help = Print help
help-argument-version = Print version
help-argument-db = Database file [default: SHOPKIT_DB, else a file in your data folder; see `shopkit db path`]
help-argument-format = Output format [default: from the extension of the --output file, else table]
help-value-format-table = table
help-value-format-json = json
help-value-format-csv = csv
help-value-format-xlsx = xlsx
help-argument-output = Write the output to this file, replacing an existing one
help-argument-lang = Language of messages [default: the system's]
help-value-lang-zh = zh
help-value-lang-en = en
help-argument-color = Colour of messages
help-value-color-auto = auto
help-value-color-always = always
help-value-color-never = never
help-argument-quiet = Print only the output and errors
help-argument-verbose = Print more details
help-argument-show-pii = Show buyers' names, phone numbers, addresses and notes

# Arguments that mean the same in several commands.

help-argument-shop = Shop [default: the only shop]
help-argument-kind = Expected type of export; a file of another type is an error
help-value-kind-auto = auto
help-value-kind-orders = orders
help-value-kind-aftersales = aftersales
help-value-kind-commission = commission
help-value-kind-settlement = settlement
help-value-kind-funds = funds
help-value-kind-ledger = ledger
help-value-kind-insurance = insurance
help-value-kind-spend = spend
help-value-kind-service-fees = service-fees
help-value-kind-warehouse = warehouse
help-value-kind-costs = costs
help-argument-encoding = Encoding of text files
help-value-encoding-auto = auto
help-value-encoding-utf-8 = utf-8
help-value-encoding-gb18030 = gb18030
help-value-encoding-utf-16 = utf-16
help-argument-sheet = Worksheet to read [default: the one with the orders]
help-argument-exported-at = Time of the export, Beijing time [default: from the file name, else the time the file was last modified]
help-argument-id = Number of the import, as listed by `shopkit imports`
help-argument-yes = Do not ask for confirmation
help-argument-from = Only orders placed on or after this day, or the first day of a period
help-argument-to = Only orders placed on or before this day, or the last day of a period
help-argument-period = Only orders placed in this period, such as yesterday, 7d (the last 7 whole days, up to yesterday), this-week, last-month, 2026, 2026-11 or 2026-11-01..2026-11-07
help-argument-status = Order status, such as 待发货, or `-` for none; separate several with commas
help-argument-after-sale = After-sale status, `-` for none; separate several with commas
help-argument-promotion = Promotion type: 精选联盟 (or alliance), 无 (or none)
help-argument-product = Product ID, or part of the product name; `=X` for exactly X, `-` for none
help-argument-search = Words that all occur in the order (product, specification, code, creator, notes), or order IDs of which any counts
help-argument-limit = Maximum number of sub-orders; 0 for all [default: 100 in a table, else all]
help-argument-sort = Sort by submitted, paid, ship-by, amount, quantity, status or product; prefix `-` for descending order [default: -submitted]
help-argument-open-after-sale = Only those whose after-sale is open
help-argument-cancel-reason = Reason for cancelling, or part of it; `=X` for exactly X, `-` for none
help-argument-stage = How far orders are
help-value-stage-paid = paid (closed ones too)
help-value-stage-sales = sales (paid and not closed)
help-value-stage-to-ship = to-ship (by this shop)
help-argument-ship-by = To be shipped by: overdue, overdue-since (due since the export), today, 24h (within 24 hours), or a day such as 2026-11-30; only what this shop has to ship
help-argument-spec = Part of the specification; `=X` for exactly X, `-` for none
help-argument-sku-code = Part of the seller code; `=X` for exactly X, `-` for none
help-argument-creator = Creator ID, or part of the creator's name; `=ID` for exactly this ID, `-` for no creator, `*` for any
help-argument-province = Province, or part of it
help-argument-city = City, or part of it
help-argument-traffic-genre = Traffic genre (流量体裁), or part of it
help-argument-traffic-type = Traffic type (流量类型), or part of it
help-argument-gift = Whether they are gifts
help-value-gift-yes = yes
help-value-gift-no = no
help-argument-late-values = Only those whose traffic data are pending
help-argument-hour = Hour of the day, 0 to 23
help-argument-weekday = Day of the week, monday to sunday
help-argument-columns = Columns to show, separated by commas, by their names in either language, such as main_order_id,province,payable
help-orders-on = Time as of which orders are due, Beijing time [default: now]
help-report-all-shops = Report on all shops: a column with the shop, and totals over all
help-export-all-shops = Report on all shops: a column with the shop, and totals over all
help-report-group = Report on the shops of a group; `shop group` makes groups
help-export-group = Report on the shops of a group; `shop group` makes groups
help-argument-compare = Compare with other days
help-value-compare-previous = previous
help-value-compare-year = year
help-argument-basis = Day that an order counts on [default: submitted]
help-value-basis-submitted = submitted
help-value-basis-paid = paid
help-value-basis-settled = settled
help-value-basis-refunded = refunded
help-argument-by = Group by
help-value-by-day = day
help-value-by-week = week
help-value-by-month = month
help-value-by-creator = creator
help-value-by-product = product
help-value-by-weekday = weekday
help-value-by-sku = sku
help-value-by-city = city
help-value-by-order = order
help-value-by-warehouse = warehouse
help-value-by-stage = stage
help-value-by-reason = reason
help-value-by-type = type
help-argument-on = Report the situation at this time, Beijing time [default: now]
help-argument-cap = Most rows per export (export-plan) [default: the platform's limit]
help-argument-commission-rate = Commission rate for estimates, such as 20% or 0.2 (reports that name the net)
help-argument-no-estimates = Leave out fees that are not settled yet instead of estimating them (reports that name the net)
help-argument-param = Value of :NAME in the statement; may be repeated
help-argument-timeout = Stop the query after this many seconds, even while it is printing rows [default: 30]
help-argument-all-shops = Check every shop in the database, one line per shop
help-argument-facts = File of facts (TOML); takes precedence over facts recorded with `shop set`
help-argument-set = Fact for this check only; takes precedence over all other sources; may be repeated
help-argument-ask = Ask for each missing fact, and record the answers
help-argument-explain = Show how each rule was evaluated, condition by condition
help-argument-standing = Rules to check by
help-value-standing-all = all
help-value-standing-official = official
help-argument-rules = Folder of rule files to use instead of the built-in rules
help-argument-ics = Write the dates to a calendar file (.ics)
help-argument-after-sale-days = Number of days after completion in which buyers may request an after-sale [default: unknown]
help-argument-trust = What to believe where recorded facts contradict the imported orders
help-value-trust-declared = declared
help-argument-holidays = Calendar of public holidays, which are not working days: an .ics file, or a file with one date per line

# Commands.

help-import = Import exported files: orders, after-sales, commission, settlements, fund flow and more, and your own costs
help-import-files = Files to import: .xlsx .xls .xlsb .ods .csv
help-import-shop = Shop that the orders belong to [default: the only shop]
help-import-dry-run = Preview the import, save nothing
help-import-strict = Import nothing from a file in which any row is rejected
help-import-max-rejects = Import nothing from a file in which more than N rows are rejected

help-inspect = Show what a file is, without importing it
help-inspect-file = File to inspect

help-imports = List imports, show an import or its rejected rows, undo an import
help-imports-shop = Only imports of this shop
help-imports-list = List imports
help-imports-list-shop = Only imports of this shop
help-imports-show = Show an import in full
help-imports-rejects = List the rejected rows of an import
help-imports-undo = Undo an import, as if the file had never been imported

help-orders = List sub-orders

help-order = Show an order with its sub-orders and timeline
help-order-id = ID of a main order or of a sub-order
help-order-shop = Only this shop

help-evidence = Write one page on the settlement of an order, to hand in with an appeal: timeline, sums, files; --output FILE.html writes a web page
help-evidence-id = ID of a main order or of a sub-order
help-evidence-shop = Only this shop
help-evidence-on = Moment as of which to count what is overdue, such as "2026-01-12 20:16:49" [default: now]

help-report = Run a report; without a name, list the reports
help-report-name = Name of the report; `shopkit report` describes each

help-verify = Work out an exported report again from the present data, and say what differs and why; exits with 0 if nothing does
help-verify-file = .json file written by `report --format json` or `export`

help-sql = Run a read-only SQL query (views: 订单, order_lines and those of the other exports)
help-sql-statement = One SELECT statement

help-export = Write sub-orders, a report or the result of a query to a file: .csv .xlsx .json .html; or shops to a lake
help-export-name = What to write: `orders` for sub-orders with all columns, the name of a report, `overview` for a page with charts, `lake` for Parquet files that engines for many shops read, or `sql:SELECT ...`
help-export-file = File to write, replacing an existing one; its extension sets the format: .csv .xlsx .json .html; for `lake` a folder, which may have a lake already
help-export-split-by = Split sub-orders into a file for each value of a column: merchant-code (商家编码), warehouse (仓库), creator (达人); FILE is a folder, or the name of an .xlsx or .csv file
help-export-param = Value of :NAME in the `sql:` statement; may be repeated
help-export-timeout = Stop the `sql:` query after this many seconds, even while it is writing rows [default: 30]
help-export-buyer-key = Tell buyers apart by a hash under the key in this file, which has at least 32 random bytes (lake); without a key there are no buyers

help-lake = Answer from a lake that `export lake` wrote, and look after it
help-lake-answer = Make the answer of a report of the rows that an engine gives on the standard input, as `shopkit-lake answer` does
help-lake-answer-name = Name of the report
help-lake-vacuum = Remove the files that no version of the last days needs, and older versions
help-lake-vacuum-folder = Folder of the lake
help-lake-vacuum-keep-days = Keep the versions of this many days
help-lake-purge = Permanently delete all versions but the newest, with all that they held; nobody may write to the lake meanwhile
help-lake-purge-folder = Folder of the lake
help-lake-purge-shop = First delete this shop

help-close-check = Check whether the shop may apply to close
help-close-check-on = Day to check for [default: today in Beijing]

help-reopen-check = Check whether a closed shop may apply to reopen
help-reopen-check-on = Day to check for [default: today in Beijing]

help-costs = Keep what your goods cost: a table to fill in and import
help-costs-template = Write a table of the goods that were sold, with the costs that are known
help-costs-template-file = The .xlsx or .csv file to write

help-shop = List and rename shops; show, record and clear facts about them; list past checks
help-shop-shop = Shop [default: the only shop]; `set` and `unset` accept several
help-shop-list = List shops
help-shop-show = Show the known facts about a shop
help-shop-set = Record facts about a shop, such as closure.closed_on=2024-08-31
help-shop-set-facts = Facts; `shopkit rules facts` lists them
help-shop-unset = Clear facts about a shop
help-shop-unset-facts = Names of facts; `shopkit shop show` lists those that are recorded
help-shop-rename = Rename a shop; its orders, facts and past checks are kept
help-shop-rename-old = Current name
help-shop-rename-new = New name, which no other shop has
help-shop-forget = Clear the recorded facts and past checks of a shop; its orders are kept
help-shop-history = List past checks, and what the current rules would say

help-rules = List the rules of the checks, show one; check and test rule files
help-rules-list = List the rules
help-rules-show = Show a rule or a parameter in full
help-rules-show-id = Rule ID, or the name of a parameter such as after-sale.most-days
help-rules-facts = List the facts that the rules use
help-rules-check = Find conditions in rule files that have no effect
help-rules-test = Run the test cases of the rules

help-db = Locate, check, back up and restore the database; delete buyers' data from it
help-db-path = Print the path of the database
help-db-check = Check the database for damage
help-db-backup = Copy the database to a new file
help-db-backup-file = The new file
help-db-restore = Put a backup in the place of the database, which is kept under another name
help-db-restore-file = The backup; it is checked first and stays as it is
help-db-purge = Permanently delete orders and everything that belongs to them, or only contact data; importing the files again can bring it back
help-db-purge-contacts = Delete only contact data (names, phone numbers, addresses, messages, notes, file names) and keep the figures
help-db-purge-before = Only orders placed before this day
help-db-purge-shop = Only this shop
help-db-purge-hashes = Also delete the keyed hashes that identify returning buyers and imported files
help-db-purge-backups = Also delete copies made by upgrades and leftovers of interrupted runs, next to the database
help-db-purge-dry-run = Count what would be deleted, delete nothing

help-serve = Open shopkit as a page in your browser, on this computer only
help-serve-port = Port of the page; 0 for that of the last start, or else any free port
help-serve-no-open = Do not open the browser
help-serve-plain-host = Use 127.0.0.1, for browsers that cannot open *.localhost; less secure: other local ports receive the page's cookie

help-demo = Show the main commands on sample files in a temporary database

help-completions = Print a completion script for a shell
help-completions-shell = Shell

help-man = Write manual pages to a folder
help-man-dir = Folder for the pages
help-shop-group = Make groups of shops for reports
help-shop-group-list = List the groups
help-shop-group-add = Add shops to a group, or make one
help-shop-group-add-group = Name of the group
help-shop-group-add-members = Shops to add
help-shop-group-remove = Take shops out of a group, or delete the group
help-shop-group-remove-group = Name of the group
help-shop-group-remove-members = Shops to take out [default: all]
help-digest = Write a digest: yesterday, the last 7 days, what needs doing, over all shops; to a page with --output FILE.html
help-digest-shop = Only this shop [default: all shops]
help-digest-group = Only the shops of a group
help-digest-on = Write it as of this time, Beijing time [default: now]
