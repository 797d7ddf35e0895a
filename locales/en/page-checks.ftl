# The pages of checks: the countdown, editing in place, errors that stay in their form.

countdown-title = Countdown
countdown-picture = { $rule }: { $text }
countdown-today = the vertical line is { $day }
countdown-since = { $fact }: { $value }
countdown-over = over (since { $day })
countdown-running = { $past } { $past ->
        [one] day
       *[other] days
    } past, { $left } left, until { $day }
countdown-left = { $left } { $left ->
        [one] day
       *[other] days
    } left, until { $day }
countdown-at-least = at least { $left } { $left ->
        [one] day
       *[other] days
    } left: { $day } at the earliest
countdown-not-begun = has not begun
countdown-unknown = not known when it ends
countdown-unknown-until = not known when it ends; { $day } at the latest
countdown-says = { $left } { $left ->
        [one] day
       *[other] days
    } to wait: you may apply on { $day } at the earliest, once the other conditions are met
countdown-says-at-least = At least { $left } { $left ->
        [one] day
       *[other] days
    } to wait: { $day } at the earliest; something is not known, so it may be later
countdown-says-not-begun = A waiting period has not begun, so there is no day yet
countdown-says-over = All waiting periods are over
countdown-says-unknown = The wait is not known: a date is missing

check-edit = Change
check-edit-fact = Change: { $fact }
check-fill-in = Fill in
check-fill-in-fact = Fill in: { $fact }
check-fact-unknown = unknown
check-fact-of = { $value } ({ $origin })
check-fact-inferred = { $value } (follows from other facts)
check-override = What you fill in counts until you clear it.
check-list-unfinished = Unfinished sub-orders
check-list-after-sales = Sub-orders with an open after-sale
check-list-of = { $title } ({ $count })

page-refused = Correct the marked field and send the form again; everything else is kept.
page-expected-between = a whole number from { $least } to { $most }
page-refused-why = { $message }; { $hint }
