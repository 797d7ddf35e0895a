# Orders, reports and the overview: texts of the page alone.

page-field-no-estimates = Do not estimate fees
page-value-now = now
page-value-none = none
page-value-any = Any
page-show = Show
page-search = Search
page-clear = Clear
page-download = Download .{ $format }
page-rows-of-file = the first { $shown } of { $rows } rows; the files have all of them

page-orders-no-more = no more orders
page-orders-clear-filter = Clear the filter
page-orders-searched = few orders match; searched as far as { $at } and found { $found ->
        [one] one { -sub-order }
       *[other] { $found } { -sub-order(number: 2) }
    } on the way
page-orders-too-slow = to sort like this, all orders have to be read, which takes too long; choose fewer days, or sort by order time
page-orders-first-page = First page
page-orders-next-page = Next page
page-orders-go-on = Go on searching
page-order-changed = { $name }:{ " " }
page-orders-search = Search orders

page-report-basis-submitted = order
page-report-basis-paid = payment
page-report-basis-settled = settlement
page-report-basis-refunded = refund
page-report-by-nothing = none
page-report-by-day = day
page-report-by-week = week
page-report-by-month = month
page-report-by-creator = { -creator }
page-report-by-product = product
page-report-by-order = order
page-report-by-warehouse = warehouse
page-report-by-weekday = weekday
page-report-by-sku = SKU
page-report-by-city = city
page-report-by-stage = stage of the order
page-report-by-reason = reason
page-report-by-type = type

page-overview-empty = No orders yet
page-overview-import = Import files
