# The choice of period and shops, which every page has alike.

page-period = Period
page-period-yesterday = Yesterday
page-period-last-7-days = Last 7 days
page-period-last-30-days = Last 30 days
page-period-this-month = This month
page-period-last-month = Last month
page-period-this-year = This year
page-period-all = All
page-period-own = Other dates
page-period-first = From
page-period-last = To
page-period-day = { $first } (1 day)
page-period-days = { $first } to { $last } ({ $days } days)
page-period-since = From { $first }
page-period-up-to = Up to { $last }
page-period-all-days = All days
page-period-all-of = All days ({ $first } to { $last })
page-period-data-until = , data up to { $day }
page-period-no-data = The newest export was made on { $day }, so there are no data for this period yet.
page-period-newest = Show the { $days } days up to { $day }

page-shops-all = All shops
page-shops-group = Group: { $group }
page-shops-side-by-side = Compare shops
page-shops-one-only = This page shows one shop at a time

# The tables, options and files of reports.

page-table-ascending = ascending
page-table-descending = descending
page-report-compare-nothing = Nothing
page-report-compare-previous = The period before
page-report-compare-year = A year before
page-report-compare-no-days = All days have nothing to compare with; choose a period first
page-file-days = { $first }-to-{ $last }
page-file-notes = Notes
page-file-total = Total: { $column }
page-file-about = The notes and totals are on the sheet "{ page-file-notes }" of the .xlsx; the .csv has the table only
