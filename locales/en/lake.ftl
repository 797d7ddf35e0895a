# The lake: what `export lake` and `lake` say.

lake-written = the lake is in { $folder }
lake-without-buyers = buyers are left out; --buyer-key FILE tells them apart by a hash, without names
lake-vacuumed = what the versions of the last { $days ->
    [one] day
   *[other] { $days } days
} need is kept
lake-purged = only the newest version is left; copies of the folder and backups are out of reach
lake-purge-question = Permanently delete all versions of the lake in { $folder } but the newest?
lake-purge-shop-question = Permanently delete the shop "{ $shop }" and all older versions from the lake in { $folder }?

lake-column-shop = Shop
lake-column-lines = Sub-orders
lake-column-entries = Other rows
lake-column-files = Files
lake-column-bytes = Bytes
lake-column-changed = Changed
lake-column-table = Table
lake-column-log-files = Older versions

word-lake-changed-yes = yes
word-lake-changed-no = no

export-lake-hint = `export lake` takes --shop, --all-shops, --group and --buyer-key; it always writes all days
export-buyer-key-hint = --buyer-key is for `export lake`

error-lake-file = "{ $path }" cannot be read or written: { $error }
error-lake-parquet = "{ $path }" cannot be written: { $error }
error-lake-log = the log of the lake cannot be read: "{ $path }"
error-lake-other-table = "{ $path }" has a table with other columns or other meanings
error-no-lake = "{ $path }" is not a lake
error-lake-busy = "{ $path }" is written by too many programs at once
error-short-key = "{ $path }" is too short for a key: it has fewer than 32 bytes
error-engine-rows = the rows of the engine cannot be read: { $reason }
error-no-lake-question = the report { $report } cannot be answered from a lake

hint-lake-file = check the path, its permissions and the free space; the lake is as it was before
hint-lake-log = another program wrote it, or it is damaged; export to a new folder
hint-lake-other-table = another version of shopkit wrote it; export to a new folder
hint-no-lake = name the folder that `shopkit export lake DIR` wrote
hint-lake-busy = run the command again
hint-short-key = write at least 32 random bytes to the file, and keep it: another key makes other hashes
hint-engine-rows = run the question with `shopkit-lake answer`, in the version that belongs to this program
hint-no-lake-question = import the files of the shop into a database and run `shopkit report`
