# Errors of reading a file.

error-file-not-found = "{ $path }" does not exist
hint-file-not-found = check the path; put it in quotes if it has spaces
error-no-permission = "{ $path }": no permission to read it
hint-no-permission = check its permissions, or close it in Excel first
error-file-held = "{ $path }" is open in another program, which lets no other program use it
hint-file-held = close it there first (in Excel or WPS, say), and try again
error-forbidden-name = "{ $path }" has a character that Windows does not allow in names: < > : " / \ | ? *
hint-forbidden-name = give another name
hint-folder-of-files = name the files in it, such as FOLDER/*.csv
error-not-a-file = "{ $path }" is not a regular file but a pipe or a device
hint-not-a-file = save its content to a file, and import that file
error-read-failed = "{ $path }": reading failed: { $error }
hint-read-failed = download the file again from the back office
error-empty-file = "{ $path }" is empty (0 bytes)
hint-damaged-file = the download may be incomplete; download the file again from the back office
error-damaged-file = "{ $path }" is incomplete or damaged: { $damage }
error-bad-cell = "{ $path }": a cell after row { $row } cannot be read: { $damage }
error-file-changed = "{ $path }" changed while it was being read
hint-file-changed = wait until it is completely downloaded or saved, and import it again
error-owner-file = "{ $path }" is the temporary file that marks a workbook as open, not the workbook itself
hint-owner-file = close the workbook, and import the file whose name has no ~
error-html-page = "{ $path }" is a web page (HTML), not a spreadsheet
hint-html-page = your login may have expired, so that a page was saved; log in to the back office and download the file again
error-html-table = "{ $path }" is a table in a web page (HTML), not a spreadsheet
error-server-message = "{ $path }" is a message from a server (JSON), not a spreadsheet
hint-server-message = the export failed; log in to the back office and download the file again
error-other-spreadsheet = "{ $path }" is a spreadsheet in the format { $format }, which is not supported
error-xml-spreadsheet = "{ $path }" is an Excel 2003 XML spreadsheet, which is not supported
hint-save-as-xlsx = open it in Excel or WPS, save it as .xlsx and import that file
hint-numbers = in Numbers choose File > Export To > Excel, and import the .xlsx file
error-password-protected = "{ $path }" is encrypted or protected with a password
hint-password-protected = open it in Excel or WPS, remove the password and the workbook protection, save it as .xlsx and import that file
error-unknown-format = "{ $path }" is not a supported spreadsheet (it looks like { $format })
error-binary-file = "{ $path }" is not a supported spreadsheet (it has binary content)
hint-unknown-format = supported are .xlsx .xls .xlsb .ods .csv; unpack archives first
error-implausible-file = "{ $path }" claims more content than is plausible: { $excess }
hint-implausible-file = download the file again from the back office; do not trust files of unknown origin
error-no-such-sheet = "{ $path }" has no sheet named "{ $sheet }"; its sheets are: { $sheets }
hint-no-such-sheet = shopkit inspect lists the sheets
    .page = { "" }
error-open-quote = "{ $path }": it is not certain where a quote on line { $line } ends, so the following lines cannot be separated
hint-open-quote = export the file again; if it was edited by hand, check the quotes on that line
error-broken-header = "{ $path }": the header on line { $line } has a stray carriage return, so its columns are not certain
hint-broken-header = export the file again; if files were merged or edited by hand, check the line of the header
error-reader-stopped = "{ $path }": { $failure }
hint-reader-stopped = open it in Excel or WPS, save it as .xlsx or .csv and import that file; do not trust files of unknown origin

sandbox-memory = reading it takes more memory than the limit of { $limit } MiB, so it was stopped
sandbox-time = reading it takes longer than the limit of { $limit } seconds, so it was stopped
sandbox-crash = the process that read it crashed because of its content
sandbox-not-started = the process to read it could not be started: { $error }

# What is damaged.

damage-archive = the archive is incomplete or cannot be unpacked
damage-duplicate = a part of the archive appears twice
damage-overlap = parts of the archive overlap
damage-missing = a required part is missing
damage-document-type = it declares a document type, which no workbook has
damage-xml = the XML is not well-formed
damage-order = rows or cells are duplicated or out of order
damage-empty = the archive is empty
damage-cut-off = the content ends too early
damage-value = a value does not match its type
damage-position = a cell has an invalid position
damage-encoding = a text has the wrong encoding
damage-structure = a part has an unknown structure
damage-given-up = an earlier error ended the reading

# What is implausible.

excess-entries = { $count } entries in the archive
excess-directory = an archive directory of more than { $count } bytes
excess-unpacked = { $count } bytes of unpacked content
excess-part = a part of { $count } bytes
excess-shared-strings = shared strings of { $count } bytes
excess-tag = a tag of { $count } bytes
excess-attributes = a tag with { $count } attributes or more
excess-depth = { $count } levels of nested elements
excess-piece = a piece of more than { $count } bytes
excess-row = a row of more than { $count } bytes
excess-record = a record of { $count } bytes
excess-columns = { $count } columns
excess-cell = a cell outside the largest sheet ({ $count } rows)
excess-first-rows = first rows of more than { $count } bytes
excess-sheets = { $count } sheets
