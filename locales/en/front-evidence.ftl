# The settlement of one order, to hand in with an appeal.

evidence-title = Settlement of the order { $id }
evidence-scope = Shop { $shop }, as of { $at } (Beijing time)
evidence-own-days = Days of settlement: { $days } after completion (as the shop declared)
evidence-longest-days = Days of settlement: at most { $days } after completion (platform rules)
evidence-covered = Imported { $export }: { $first } to { $last }
evidence-nothing-covered = No { -settlement } statement and no { -fund-flow } is imported
evidence-line = Sub-order { $id }
evidence-steps = Timeline
evidence-files = Files
evidence-written = written to { $path }

evidence-outcome = Result: { $outcome }
evidence-waits = Result: { $outcome } ({ $why })
evidence-overdue = To be settled by { $day }, which is { $days ->
    [one] one day
   *[other] { $days } days
    } ago; the imported files have no such settlement
evidence-expected = To be settled by { $day }
evidence-difference = { $of }: { $amount } yuan
evidence-unpaid = Without a time of payment nothing is due
evidence-refund-assumed = The order was closed and is in no after-sale file; this counts as a refund in full
evidence-absent = none
evidence-unknown = unknown

evidence-payable = Amount payable
evidence-platform-borne = Discounts borne by the platform
evidence-creator-borne = Discounts borne by the creator
evidence-refunds = Refunds
evidence-taken-back = Discounts taken back
evidence-due = Amount due
evidence-booked = Booked (收入合计)
evidence-sum-difference = Difference (booked less due)
evidence-flow-difference = Difference (fund flow less settled)
evidence-missing-difference = Difference (not settled: all that is due)
evidence-commission = Commission
evidence-fees = Other fees
evidence-settled = Settled (结算金额)
evidence-moved = Moved (fund flow)

evidence-column-sum = Item
evidence-column-what = Event
evidence-column-number = Number
evidence-column-source = Source
evidence-column-file = File
evidence-column-rows = Rows
evidence-column-keyed-hash = Keyed hash
evidence-column-presence = Original
evidence-column-sha256 = SHA-256
evidence-source = import #{ $import }, row { $row }
evidence-purged = purged

word-step-submitted = submitted
word-step-paid = paid
word-step-shipped = shipped
word-step-finished = completed
word-step-state = other state (by time of export)

word-presence-same = in its place, unchanged
word-presence-changed = the file in its place has other content
word-presence-missing = not in its place
word-presence-purged = purged

evidence-note-sums = The amount due is the amount payable, plus the discounts borne by the platform and the creator, less refunds and discounts taken back. Unknown amounts are named as such and never count as 0.
evidence-note-files = A keyed hash is made of the content of a file and the key of this database, which alone can check it. Where the original is still in its place, its SHA-256 stands beside it, which anybody who has the file can check.
