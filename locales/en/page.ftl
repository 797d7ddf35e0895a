# The frame of every page: menu, language, shop.

page-menu = Menu
page-top = Shop and language
page-menu-overview = Overview
page-menu-import = Import
page-menu-orders = Orders
page-menu-reports = Reports
page-menu-close = Close check
page-menu-reopen = Reopen check
page-menu-rules = Rules
page-menu-shops = Shops
page-menu-data = Data
page-skip = Skip to the content
page-shop = Shop
page-shop-change = Change
page-part-loading = Calculating…
page-part-failed = This part could not be loaded; reload the page
page-part-show = Show
page-back-to-overview = Back to the overview

# Why a request was not answered as it asked. Errors of the library have their texts elsewhere.

page-failed = This could not be completed
page-hint = Hint: { $hint }
page-error-no-page = there is no such page
page-error-busy = the data are being changed, by an import for example; try again in a moment
page-error-field = "{ $field }" must be { $expected }
page-error-form = the form is too large or did not arrive completely
page-error-not-a-form = this page accepts forms only
page-error-old-form = this form is from an earlier start of shopkit; load the page again
page-error-upload-too-large = an upload can have at most 4 GiB; import the files in parts
page-error-too-many-files = an upload can have at most about 2,000 files; import them in parts
page-error-long-part-head = the upload is malformed, so nothing was imported
page-error-upload-broken = the files did not arrive completely; try again
page-error-upload-not-stored = the files could not be written next to the database; free some disk space and try again
page-error-io = a file cannot be read or written: { $error }

page-hint-no-page = choose a page from the menu
page-hint-busy = the page "{ page-menu-import }" shows the progress of imports

page-expected-day = a day such as 2026-01-12
page-expected-period = a period such as 2026-01, 7d or last-month, without From and To
page-expected-moment = a time such as 2026-01-12 20:16:49
page-expected-number = a whole number
page-expected-percentage = a percentage such as 20%
page-expected-choice = one of the list
page-expected-files = at least one file

# Where no page can be written; both languages are shown.

page-not-let-in = to open this page, restart shopkit, or use the address that was printed when it started
page-other-host = open the address that was printed when you started shopkit
page-crashed = internal error of shopkit; go back and try again

# The labels of fields.

page-field-after-sale-days = After-sale period (days)
page-field-before = Only orders before this day
page-field-by = Group by
page-field-cap = Most rows per export
page-field-commission-rate = Commission rate
page-field-exported-at = Exported at
page-field-files = Files
page-field-from = From
page-field-period = Period
page-field-compare = Compare with
page-field-basis = Dates by
page-field-on = As of
page-field-sort = Sort by
page-field-standing = Rules
page-field-to = To
page-field-what = What to delete
