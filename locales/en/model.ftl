# Rejected rows, warnings of an import, and the words of the nouns.

reject-missing-id = the id is empty
reject-damaged-id = a spreadsheet program has turned this id into a number and damaged it; export the file again
reject-bad-number = not a whole number or a percentage
reject-bad-money = not an amount with at most two decimals
reject-bad-time = not a valid date and time
reject-missing-required = a required cell is empty
reject-bad-direction = the direction is neither 入账 (in) nor 出账 (out)
reject-id-conflict = the file has this id twice with different content; the first row was kept
reject-short-row = the row has fewer cells than the header
reject-long-row = the row has more cells than the header, so its values may be in the wrong columns
reject-encoding = some bytes cannot be decoded
reject-no-result = the formula has no stored result
reject-error-cell = the formula gives an error
reject-other-table = the row belongs to another table
reject-cell-too-long = the cell has more than 32,767 characters

advice-damaged-id = Excel has damaged the order numbers: download the file again and import it without opening it
advice-formulas = open the file in Excel or WPS, let it calculate, correct the formulas that give an error, save the file and import it again
advice-changed-rows = these rows were changed or cut off after the download: download the file again and import it without opening it
advice-id-conflict = the file may have been put together from several files: import each of them on its own
advice-other-table = the file also contains another table: save each table as its own file and import that
advice-check-cells = check these cells, or download the file again and import it without opening it

warning-unknown-columns = { $count ->
        [one] one unknown column was kept with each row: { $names }
       *[other] { $count } unknown columns were kept with each row: { $names }
    }
warning-export-cap = the file has exactly { $rows } rows, which is an export limit (sources disagree on it), so it may be cut off; export a shorter period to check
warning-late-values = { $rows ->
        [one] traffic data is pending in one row
       *[other] traffic data is pending in { $rows } rows
    }; export and import again tomorrow
warning-sums-differ = { $rows ->
        [one] the amounts of row { $first } do not add up
       *[other] the amounts of { $rows } rows do not add up, first in row { $first }
    }: 收入合计 plus 支出合计 is not 结算金额, or a total is not the sum of its parts; columns may be missing, and the rows were imported as they are
warning-mixed-shop = the file seems to come from another { -shop }, or from several: { $shops }; import the files of each { -shop } with its own --shop
    .page = the file seems to come from another { -shop }, or from several: { $shops }; import the files of each { -shop } under its own name
warning-formula-cells = the sheet has formulas; their stored results were imported
warning-empty-sheet = the file has a header but no rows
warning-rival-sheets = these sheets have the same kind of data and were not imported: { $rivals } (import each with --sheet)
    .page = these sheets have the same kind of data and were not imported: { $rivals } (save each as its own file and import that)
warning-other-sheets = other sheets were ignored: { $others } (choose one with --sheet)
    .page = other sheets were ignored: { $others } (to import one, save it as its own file)
warning-rival-and-other-sheets = these sheets have the same kind of data and were not imported: { $rivals } (import each with --sheet); other sheets were ignored: { $others }
    .page = these sheets have the same kind of data and were not imported: { $rivals } (save each as its own file and import that); other sheets were ignored: { $others }
warning-damaged-field = values damaged by a spreadsheet program were left empty (rows): { $fields }
warning-date-before-orders = the file is dated { $own }, which is before its newest order; the time of that order, { $newest }, was taken as the time of export

length-months = { $count ->
        [one] { $count } month
       *[other] { $count } months
    }
length-days = { $count ->
        [one] { $count } day
       *[other] { $count } days
    }

word-export-orders = orders
word-export-aftersales = { -after-sale(number: 2) }
word-export-commission = commission
word-export-settlement = { -settlement }
word-export-funds = { -fund-flow }
word-export-ledger = { -ledger }
word-export-insurance = { -insurance }
word-export-spend = { -ad-spend }
word-export-service-fees = { -service-fee(number: 2) }
word-export-warehouse = { -warehouse-bill }
word-export-costs = { -cost-table }

word-grain-sub_order = one row per { -sub-order }
word-grain-main_order = one row per { -main-order }

word-origin-assumed = assumed
word-origin-orders = orders
word-origin-declared = declared
word-origin-file = file
word-origin-flag = given now

word-row-total = Total

# What became of the rows of a file.
column-rows-read = Rows
column-inserted = New
column-updated = Changed
column-unchanged = Unchanged
column-stale = Older
column-duplicate = Repeated
column-rejected = Rejected
column-blank = Blank
