# The page: the list of orders.

page-field-stage = Stage
page-field-hour = Hour
page-field-weekday = Day of the week
page-value-given = any
page-value-part = contains "{ $text }"

page-orders-placeholder = order IDs (paste several), product
page-orders-ship-by = Ship by
page-orders-overdue = overdue
page-orders-overdue-since = due since the export, may be shipped
page-orders-within-24-hours = due within 24 hours
page-orders-due-today = due today
page-orders-due-until = due by { $day }
page-orders-as-of = { $what } (as of { $at })
page-orders-more-filters = More filters
page-orders-filter-help = A part of the name is enough. Put = before a text that must be the same, - stands for none, * for any.
page-orders-creator = Creator (ID or name)
page-orders-product = Product (ID or name)
page-orders-stage-paid = Paid (closed ones too)
page-orders-stage-sales = Sales (paid and not closed)
page-orders-stage-to-ship = To ship by this shop
page-orders-gifts = Only gifts
page-orders-no-gifts = Without gifts
page-orders-open-after-sale = After-sale is open
page-orders-late-values = Traffic data pending
page-orders-values = Data
page-orders-set = Filters in use
page-orders-take-out = Remove "{ $filter }"
page-orders-filter = { $name }: { $value }
page-orders-submitted-on = Submitted
page-orders-paid-on = Paid
page-orders-hour = { $hour }:00 to { $next }:00

page-orders-lines = { $lines ->
        [one] { $lines } sub-order
       *[other] { $lines } sub-orders
    }
page-orders-orders = { $orders ->
        [one] ({ $orders } order)
       *[other] ({ $orders } orders)
    }
page-orders-units = { $units ->
        [one] { $units } piece
       *[other] { $units } pieces
    }
page-orders-amount = amount payable of all that are listed: { $amount } yuan
page-orders-amount-unknown = amount payable unknown
page-orders-unpaid = { $lines ->
        [one] { $lines } of them is not paid
       *[other] { $lines } of them are not paid
    }
page-orders-without-units = { $lines ->
        [one] { $lines } of them has no quantity and is not in the number of pieces
       *[other] { $lines } of them have no quantity and are not in the number of pieces
    }
page-orders-without-amount = { $lines ->
        [one] { $lines } of them has no amount and is not in the total
       *[other] { $lines } of them have no amount and are not in the total
    }
page-orders-no-totals = the total takes too long to add up; choose fewer days

page-orders-columns = Choose columns
page-orders-columns-about = Tick the columns to show. Those that are shown stand first, and can be moved up. Downloads have the same columns.
page-orders-column-up = Move up
page-orders-columns-usual = Default columns
page-orders-download-all = Download all columns as .xlsx
page-orders-unknown-ids = { $count ->
        [one] one ID was not found: { $ids }
       *[other] { $count } IDs were not found: { $ids }
    }
page-orders-fewer-words = all words must occur in one sub-order; use fewer words
page-orders-searched-in = order IDs, products, specifications, seller codes, creators and notes are searched; details of the receiver are not
page-orders-any-day = Search all days
page-orders-only-search = Drop the other filters and search again
page-orders-other-shop = it may be in another shop; choose one at the top of the page

page-orders-saved = Saved filters
page-orders-saved-name = name of this filter
page-orders-saved-keep = Save
page-orders-saved-remove = Delete { $name }
page-orders-saved-about = the words you search for are not saved

page-order-life = Progress
page-order-not-yet = not yet
page-order-time-unknown = time unknown
page-order-settled = Settled
page-order-promised = promised to ship by { $at }
page-order-ended = { $status }, reason: { $reason }
page-order-no-reason = unknown
page-order-no-statement = the imported statements and fund flows do not have this sub-order
page-order-after-sales = After-sales
page-order-after-sale-status = after-sale status of the order: { $status }; no after-sale file tells more
page-order-no-after-sale = no after-sale is known
page-order-of-whole =
    { $entries ->
        [one] One more record of after-sales or money names only the order, so it may belong to any of its sub-orders; see “After-sales and money” below
       *[other] { $entries } more records of after-sales or money name only the order, so they may belong to any of its sub-orders; see “After-sales and money” below
    }
page-order-refund = refund { $amount } yuan
page-order-money = Money
page-order-unpaid = it has no time of payment, so no money is worked out
page-order-not-booked = no statement has this sub-order yet; commission and fees follow with the settlement
page-order-rest = other, or not booked yet
page-order-all-fields = All fields of { $id }
