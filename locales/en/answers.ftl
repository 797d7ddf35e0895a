# Orders, reports and exported files: texts of the command line alone.

orders-shown = { $shown } of { $total } { -sub-order(number: 2) } shown; add --limit 0 to show all
orders-known-statuses = existing order statuses: { $statuses }
orders-known-after-sales = existing { -after-sale } statuses: { $statuses }
orders-unknown-column = no column is named "{ $name }"
orders-unknown-column-near = no column is named "{ $name }"; did you mean "{ $near }"?
orders-unknown-column-hint = columns: { $names }
orders-hidden-column = "{ $name }" is contact data and is hidden
orders-hidden-column-hint = add --show-pii where you need it

table-report-name = Name
table-report-about = What it shows

export-with-output = export cannot be used with --output or --format
export-with-output-hint = the file name determines where the answer is saved, and in which format
export-option-unfit = { $option } cannot be used with { $name }
export-orders-hint = orders takes the options of shopkit orders
export-query-hint = put the condition into the query
export-overview-hint = it takes --shop, --from, --to, --on, --commission-rate
export-unknown-name = "{ $name }" cannot be exported
export-near-name = did you mean { $near }?
export-names = choose orders, overview, "sql:SELECT ..." or a report: { $reports }
export-unknown-format = the name "{ $path }" does not end in .csv, .xlsx, .json or .html
export-unknown-format-hint = use a name such as orders.xlsx
export-as-of = the data is as of { $at }; to import this file again, add --exported-at "{ $at }"
export-columns-left-out = columns with contact data, messages and notes were left out ({ $columns }); add --show-pii to include them
export-split-orders-hint = --split-by is for `export orders`, with the filters of sub-orders
export-split-format = orders can be split into .xlsx and .csv files only
export-split-format-hint = give a folder, or the name of an .xlsx or .csv file, which each value is added to
export-split-two-formats = the extension of "{ $path }" is not that of --format
export-split-two-formats-hint = leave out --format, or change the extension
export-split-too-many = there are { $values } values, more than { $most } files
export-split-too-many-hint = narrow it down with --status, --product or --from
export-split-no-value = none
export-split-written = { $rows ->
    [one] one row
   *[other] { $rows } rows
    } written to { $files ->
    [one] one file
   *[other] { $files } files
    } in { $folder }
export-split-stopped = stopped half way; files that are complete: { $written }
export-query-title = Query result
export-written = { $rows ->
        [one] one row
       *[other] { $rows } rows
    } written to { $path }
export-sheets = one sheet cannot hold all rows; they are on { $sheets } sheets
export-texts-cut = { $count ->
        [one] one text was longer than a cell can be and was cut; a .csv file keeps it whole
       *[other] { $count } texts were longer than a cell can be and were cut; a .csv file keeps them whole
    }
export-rows = { $rows ->
        [one] one row
       *[other] { $rows } rows
    }

export-overview-not-html = the overview is a web page, but the name "{ $path }" does not end in .html
export-overview-not-html-hint = use a name such as overview.html
export-overview-written = overview written to { $path }
overview-empty = No orders have been imported yet. Import some and write this page again: shopkit import FILE

# costs

export-not-a-sheet = the name "{ $path }" does not end in .csv or .xlsx
export-not-a-sheet-hint = use a name such as costs.xlsx
costs-title = Costs
costs-nothing-sold = nothing has been paid for yet, so the table has no rows
costs-fill-in = { $open ->
        [0] the cost of each row is known
        [one] the cost of one row is not known
       *[other] the costs of { $open } rows are not known
    }; fill in 成本(元), and 生效日期 where a cost holds only from a day on, then: shopkit import { $path }
costs-late = { $rows ->
        [one] the cost of one row holds
       *[other] the costs of { $rows } rows hold
    } only from a day after the first order on; before it the cost is unknown, so add a row with an earlier 生效日期, or with none
costs-unnamed = { $count ->
        [one] one group of goods is
       *[other] { $count } groups of goods are
    } not listed: the orders name neither 商家编码 nor 商品ID nor 商品规格, or several products in one row
