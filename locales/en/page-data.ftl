# Importing, the data, deleting data, shops: texts of the page alone.

# Importing

page-import-running = Files are being imported: see the progress
page-import-list = Imported files
page-import-sending = Sending
page-import-not-sent = The files did not arrive. Reload this page and try again.
page-import-drop = Drop files here, or choose them
page-import-sent = Progress of the upload
page-import-about = Takes exports of orders, after-sales, commission, settlement, fund flow, account ledger, freight insurance, ad spend, service fees and warehouse bills, and your own table of costs (.csv .xlsx .xls .xlsb .ods). Importing the same file twice counts nothing twice. Files are read on this computer only.
page-import-time-from-name = from file name
page-import-preview = Preview only, nothing is saved
page-import-start = Import
page-import-lost = The connection was lost: the program may have stopped. Start it again; the page Import lists the files that were imported.
page-import-preview-title = Preview
page-import-done = The import is done
page-import-overview = See the overview
page-import-more = Import more
page-import-waiting = Waiting
page-import-crashed = Not imported: the program failed. The { -database } is unchanged.
page-import-rows-read = { $rows } rows read
page-import-progress = Progress of the import
page-import-failed = Nothing was imported. { $message }
page-import-details = Show details
page-import-undo = Undo this import
page-import-undo-about = The data will be as if the file had never been imported.
page-import-undo-start = Undo import #{ $id }
page-import-first-rejects = These are the first { $shown } of { $rows } rows. Download the file for all of them.
page-import-rejects-download = Download .csv
page-import-title = Import #{ $id }

# The data

page-data-database = Database
page-data-path = Location
page-data-size = Size
page-data-one-file = All data is in this one file. Contact data, messages and notes are stored, but never shown on these pages.
page-data-private = Only your account can read it.
page-data-shared = Other accounts on this computer may be able to read it.
page-data-rights-of-folder = Other accounts can read it if they can read its folder. In your own user folder only you and the administrators can.
page-data-backup = Backup
page-data-backup-about = Download a complete copy, to move to another computer or in case something goes wrong.
page-data-backup-start = Download a backup
page-data-check = Check
page-data-check-about = Checks whether the file is damaged. With many orders this takes minutes.
page-data-check-start = Check the { -database }
page-data-damaged = The { -database } is damaged
page-data-stop = Stop
page-data-stop-importing = An import is running. If you stop now, files that are not finished must be imported again.
page-data-stop-about = The page runs on this computer, even while the browser is closed. Stopping it loses no data.
page-data-stop-start = Stop shopkit
page-data-stopped = Stopped
page-data-stopped-about = The program has stopped. You can close this tab. Start the program again to use it.

# Deleting buyers' data

page-purge-title = Delete { -buyer(number: 2) }' data
page-purge-about = After a { -shop } has left, the platform requires consumers' data to be deleted (《商家退店规范》 2.3.3). The next step shows how much would be deleted and asks you to confirm.
page-purge-contacts = only contact data: names, phones, addresses, messages, notes
page-purge-orders = whole orders (choose a { -shop } or a day)
page-purge-all-shops = all { -shop(number: 2) }
page-purge-hashes = also the anonymous ids that repeat { -buyer(number: 2) } are recognised by
page-purge-count = See how much would be deleted
page-purge-done = The data was deleted. No trace of it is left in the { -database } file:
page-purge-clears-contacts = Contact data would be cleared in:
page-purge-deletes = This would be deleted:
page-purge-only-shop = Only this { -shop }:
page-purge-only-before = Only orders before:
page-purge-final = This cannot be undone.
page-purge-backup-first = Download a backup first
page-purge-start = Delete for good
page-purge-cancel = Cancel
page-purge-back = Back to the data

# Shops

page-shops-none = There are no { -shop(number: 2) } yet. To add one, fill in its name when you import files.
page-shops-import = Import files
page-shops-verdicts = Verdicts of { $shop }
page-shops-verdicts-none = There are no verdicts yet. They are kept here once you fill in a check.
page-shops-forget = Clear answers and verdicts
page-shops-forget-about = The orders stay.
page-shops-forget-start = Clear: { $shop }
page-shops-settlement = Days until settlement
page-field-settlement-days = How many days after the receipt is a sale settled?
page-shops-settlement-about = See "funds: settlement period" in the back office. The reports on reconciliation and payouts tell by it which orders should be settled by now; left empty, they use the longest time that the platform's rules allow.
page-shops-settlement-save = Save
page-shops-rename = Rename
page-shops-new-name = New name
page-shops-rename-about = Orders, answers and verdicts stay with the { -shop }.
page-shops-rename-start = Rename

# Restoring a backup

page-restore-title = Restore a backup
page-restore-about = Puts a backup in the place of the present { -database }. The backup is checked first and you see what it holds; the present { -database } is kept.
page-restore-file = Backup
page-restore-check = Check the backup
page-restore-sound = The backup is complete and undamaged. Nothing is changed yet.
page-restore-of-backup = Backup
page-restore-of-present = Now
page-restore-kept = The page then shows the data of the backup. The present { -database } is kept beside it under another name, which is shown afterwards.
page-restore-start = Restore this backup
page-restore-done = The backup is restored.
page-restore-kept-as = The { -database } that was there is kept as
page-restore-kept-pii = It has { -buyer(number: 2) }' data too. Delete it when you no longer need it.
