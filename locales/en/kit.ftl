# Errors of the use cases: files, rules and facts.

error-rules = { $count ->
        [one] a mistake in a file of rules or facts
       *[other] { $count } mistakes in files of rules or facts; the first
    }: { $first }
error-rules-first = { $location }: { $error }
error-fact-twice = the fact "{ $fact }" was given twice
error-purge-of-all = deleting orders needs a { -shop } or a day
error-no-rules = "{ $folder }" has no rule files (.toml)
error-no-rule-file = the rule file "{ $path }" is missing
error-not-utf-8 = { $path }:{ $line }: this is not UTF-8 text
error-not-found = "{ $path }" does not exist
error-unreadable = "{ $path }" cannot be read: { $error }
error-all-rejected = "{ $path }": { $rows ->
        [one] its only row was rejected
       *[other] all { $rows } rows were rejected
    }, so nothing was imported
error-exported-before-orders = "{ $path }": the given time of export ({ $said }) is before the newest order in the file ({ $newest })
error-strict = "{ $path }": a row was rejected, so nothing was imported
error-too-many-rejects = "{ $path }": more than { $allowed ->
        [one] one row was
       *[other] { $allowed } rows were
    } rejected, so nothing was imported

hint-fact-twice = give each fact once
hint-purge-of-all = name a { -shop } or a day; to delete everything, delete the { -database } file
hint-no-rules = leave out --rules to use the built-in rules; to write your own, start from a copy of the rules folder of the source
    .page = { "" }
hint-no-rule-file = a folder of rules needs facts.toml, reopen.toml and close.toml; copy them from the rules folder of the source
hint-not-utf-8 = save the file as UTF-8
hint-unreadable = check the path and its permissions
hint-exported-before-orders = leave out --exported-at, or give the time at which the export was made (Beijing time)
    .page = clear "Exported at", or enter the time at which the export was made (Beijing time)
hint-too-many-rejects = leave out --strict and --max-rejects to import the other rows and list the rejected ones
    .page = { "" }

error-bad-holiday = "{ $path }", line { $line }, has no date that can be read: "{ $found }"
error-repeating-holiday = "{ $path }", line { $line }: repeating events (RRULE, RDATE) are not supported
error-incomplete-calendar = "{ $path }" is incomplete: the part that begins on line { $line } does not end
error-no-holidays = "{ $path }" has no dates

hint-holidays = write one holiday per line, such as 2026-02-16, with its name after a space or a comma; or use an .ics file in UTF-8
hint-repeating-holiday = use a calendar that lists each holiday with its date
hint-incomplete-calendar = download the calendar again

problem-changed-import = the rows of { -import } { $id } differ from those that were stored

# Verifying answers.

error-answer-too-large = "{ $path }" is larger than { $mebibytes } MiB, so it is not the JSON file of a report
error-not-an-answer = "{ $path }" is not the JSON file of a report: { $error }
error-no-receipt = "{ $path }" has no receipt
error-receipt-version = "{ $path }" has a receipt of version { $version }, which this program does not know
error-receipt-report = "{ $path }" is an answer of the report "{ $name }", which this program does not have
error-receipt-options = "{ $path }" has a receipt with options that this program does not know
error-receipt-moment = "{ $path }" has a receipt without a readable moment
error-receipt-shops = "{ $path }" has a receipt of { $shops } shops, and rows that do not name theirs
error-receipt-no-shop = "{ $path }" has a receipt of no shop

hint-no-receipt = only files written by `shopkit report NAME --format json` or `shopkit export NAME FILE.json` can be verified
    .page = { "" }
hint-receipt-version = verify it with the version that wrote the file
hint-receipt-edited = the file was changed; export the report again
