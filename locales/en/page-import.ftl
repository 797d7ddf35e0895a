# Importing on the page: which shop, what became of the files, and what is missing.

page-import-shop = Shop of the files
page-import-shop-later = asked later
page-import-which-shop = Which { -shop } are these files from?
page-import-received = { $files ->
        [one] One file has arrived. Nothing is imported yet.
       *[other] { $files } files have arrived. Nothing is imported yet.
    }
page-import-more-files = { $files ->
        [one] and one more
       *[other] and { $files } more
    }
page-import-shop-about = Exports do not name their { -shop }. Choose one, or enter a new name.
page-import-discard = Do not import
page-import-confirm-about = Nothing is saved yet. These files are kept here for an hour, or until the program stops.
page-import-confirm = Import these files now
page-import-preview-over = These files are no longer kept; choose them again to import them.

page-import-files = { $files ->
        [one] one file
       *[other] { $files } files
    }: { $parts }
page-import-files-imported = { $files } imported
page-import-files-previewed = { $files } can be imported
page-import-files-skipped = { $files } imported before
page-import-files-failed = { $files } failed
page-import-rejects-of-all = Rows that are not imported, and what to do
page-import-reject-kind = { $reason } ({ $rows ->
        [one] one row
       *[other] { $rows } rows
    }{ $files ->
        [one] { "" }
       *[other] { " " }in { $files } files
    })

page-import-plan = Which days to export next
page-import-missing = Files still missing
page-import-missing-about = Reports answer from what is imported. These exports are not here yet; import those that the { -shop } has.
page-import-missing-none = Every export that reports read is here.
page-import-missing-orders = Nearly all reports are about orders, so begin with these.
page-import-lack-colon = :{ " " }
page-import-lack-comma = ,{ " " }
page-import-how-to-export = How to get it

page-drop = Drop the files to send them
page-drop-proposed = Proposed { -shop }: { $shop }. You are asked before anything is imported.
page-drop-asks = You are asked for the { -shop } before anything is imported.
page-drop-folders = This is not a file. Drop the files themselves, not their folder.
page-drop-close = Cancel

page-error-files-gone = these files are no longer kept; choose them again
page-expected-shop = one of your { -shop(number: 2) }, or a new name
page-expected-name = a name
