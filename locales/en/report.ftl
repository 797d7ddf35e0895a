# The reports: what they are called, and what they answer.

report-today-title = To do
report-today-about = what needs doing now: unshipped, due within 24 hours, overdue, open after-sales, data to export again
report-status-title = Order status
report-status-about = orders, { -sub-order(number: 2) } and amounts by status and after-sale status
report-sales-title = Sales
report-sales-about = orders, units and amounts of sales, and the refund rate; --by day groups by day
    .page = orders, units and amounts of sales, and the refund rate
report-promotion-title = Promotion
report-promotion-about = sales by { -creator(number: 2) } (精选联盟) and all others, the commission, and what is left after it; --by creator groups by { -creator }
    .page = sales by { -creator(number: 2) } (精选联盟) and all others, the commission, and what is left after it
report-shops-title = Shops
report-shops-about = all shops side by side: sales, refunds, net, what waits to be shipped, and how recent the data are
report-income-title = Income
report-income-about = what came in: paid, discounts by who bears them, refunds, commission, fees, net, and how much of it is settled
report-fees-title = Fees
report-fees-about = each fee that settlements deduct, such as platform fee and commission; --by product groups by product
    .page = each fee that settlements deduct, such as platform fee and commission; by product or { -creator }
report-payouts-title = Payouts
report-payouts-about = what was settled on which day, what is still to be settled, why it waits, and by which day it should come
report-profit-title = Profit
report-profit-about = what is left of the net after cost of goods, insurance, ad spend and compensation; --by product groups by product
    .page = what is left of the net after cost of goods, insurance, ad spend and compensation
report-cashflow-title = Cash flow
report-cashflow-about = what came into the account and left it under each 动账场景, with balances checked; --by month groups by month
    .page = what came into the account and left it under each 动账场景, with balances checked
report-reconcile-title = Reconciliation
report-reconcile-about = { -sub-order(number: 2) } that are not settled, whose amount differs, or whose { -fund-flow } differs from the settlement
report-repeat-title = Repeat purchases
report-repeat-about = products that the same { -buyer } ordered more than once
report-products-title = Products
report-products-about = units, amounts, refund and repeat rates of products, the share of { -creator(number: 2) }, compared with the period before
report-regions-title = Regions
report-regions-about = sales by province
report-hours-title = Orders by hour
report-hours-about = at what hour people order
report-creators-title = Creators
report-creators-about = sales and refund rates by { -creator }
report-traffic-title = Traffic
report-traffic-about = sales by traffic genre (live, short video, product card …) and by whether it was an advertisement
report-shipping-title = Shipping
report-shipping-about = how long it takes from the payment to the shipping, and how many are later than promised; --by warehouse for each warehouse
    .page = how long it takes from the payment to the shipping, and how many are later than promised
report-aftersales-title = After-sales
report-aftersales-about = { -after-sale(number: 2) } by status and reason: how many, their rate, the refunds, and the days until the refund
report-restated-title = Restated days
report-restated-about = what newer exports changed in days that were complete before: how many sub-orders, what, and by how much money
report-coverage-title = Imported days
report-coverage-about = which days are imported, which are missing, and which may have changed since
report-export-plan-title = Days to export
report-export-plan-about = which days to export next, in parts that one { -export } can hold

# The heading of a report.

report-heading = { -shop } { $shop }{ $as_of }{ $basis }{ $days }, { $newest }
report-heading-several = { $shops }{ $as_of }{ $basis }{ $days }, { $newest }
report-heading-all-shops = { $shops ->
        [one] one { -shop }
       *[other] all { $shops } { -shop(number: 2) }
    }
report-heading-group = group { $group } ({ $shops ->
        [one] one { -shop }
       *[other] { $shops } { -shop(number: 2) }
    })
report-heading-newest-exports = newest { -export(number: 2) } from { $oldest } to { $newest }
report-heading-some-exports = newest { -export(number: 2) } from { $oldest } to { $newest }, { $without ->
        [one] one { -shop } without
       *[other] { $without } { -shop(number: 2) } without
    }
report-heading-as-of = , as of { $at }
report-heading-days = , orders of { $first } to { $last }
report-heading-other-days = { " " }{ $first } to { $last }
report-heading-paid = , by day of payment
report-heading-settled = , by day of settlement
report-heading-refunded = , by day of refund
report-heading-newest-export = newest { -export } { $at }
report-heading-no-export = no orders imported yet

# Parts of notes.

report-days = { $first } to { $last }
report-counts-as = { $status } counts as { $own } ({ $lines ->
        [one] one { -sub-order }
       *[other] { $lines } { -sub-order(number: 2) }
    })
report-with-lines = { $text } ({ $lines ->
        [one] one { -sub-order }
       *[other] { $lines } { -sub-order(number: 2) }
    })
report-with-after-sales = { $text } ({ $count ->
        [one] one { -after-sale }
       *[other] { $count } { -after-sale(number: 2) }
    })
report-scene = { $scene } { $amount } ({ $movements })

# Notes: what a reader of a report has to know.

note-nothing-to-do = nothing to do
note-no-rows = no matching orders
note-nothing-repeated = no { -buyer } ordered a product again
note-restated-between = the exports up to { $then } ({ $older }) are compared with these and the { $newer } since; only days that were complete then count
note-restated-columns = no { -export } had these columns then: { $columns }; they count as unchanged
note-nothing-restated = nothing changed on these days
note-nothing-exported-then = no { -export } is older than { $then }, so there is nothing to compare with
note-nothing-exported-since = no { -export } is newer than { $then }, so nothing changed
note-restated-open-days = { $lines ->
        [one] one more { -sub-order } changed
       *[other] { $lines } more { -sub-order(number: 2) } changed
    } on days that were not complete then: not listed
note-missing-columns = no imported file has the columns { $columns }; values that depend on them are unknown
note-unknown-statuses = unknown order statuses: { $statuses }; these count as sales once they are paid, and never as unshipped
note-unknown-after-sales = unknown after-sale statuses, which count as open: { $statuses }
note-unknown-after-sales-of-file = unknown statuses in the after-sale file, which count as open and not as refunds: { $statuses }
note-renamed-statuses = statuses that are written in another way: { $statuses }
note-exported-long-ago = the newest { -export } was made at { $at }; since then, orders may have been shipped, refunded or added; export and import again
note-lines-exported-long-ago = { $lines ->
        [one] one { -sub-order } has
       *[other] { $lines } { -sub-order(number: 2) } have
    } become due after the last { -export }, more than a day ago, and may have been shipped; export and import those days again
note-platform-ships = { $lines ->
        [one] one { -sub-order } is
       *[other] { $lines } { -sub-order(number: 2) } are
    } shipped by the platform's warehouse, not by the seller
note-platform-shipped = { $lines ->
        [one] one { -sub-order } is
       *[other] { $lines } { -sub-order(number: 2) } are
    } shipped by the platform's warehouse, and left out
note-closed-unshipped = { $lines ->
        [one] one { -sub-order } was
       *[other] { $lines } { -sub-order(number: 2) } were
    } paid, and closed without being shipped, and left out
note-without-time = { $lines ->
        [one] one { -sub-order } without 订单提交时间 belongs
       *[other] { $lines } { -sub-order(number: 2) } without 订单提交时间 belong
    } to no day
note-without-deadline = { $lines ->
        [one] one unshipped { -sub-order } has
       *[other] { $lines } unshipped { -sub-order(number: 2) } have
    } no 承诺发货时间; whether they are overdue is unknown
note-without-amount = { $lines ->
        [one] one { -sub-order } without 订单应付金额 is
       *[other] { $lines } { -sub-order(number: 2) } without 订单应付金额 are
    } not in the amounts
note-traffic-pending = the platform did not know the traffic of { $lines ->
        [one] one { -sub-order }
       *[other] { $lines } { -sub-order(number: 2) }
    } ({ $days }) yet when { $lines ->
        [one] it was
       *[other] they were
    } exported; export and import those days again on the next day or later
note-traffic-pending-without-days = the platform did not know the traffic of { $lines ->
        [one] one { -sub-order }
       *[other] { $lines } { -sub-order(number: 2) }
    } yet when { $lines ->
        [one] it was
       *[other] they were
    } exported; export and import again on the next day or later
note-without-buyer = { $orders ->
        [one] one order without { -buyer } is
       *[other] { $orders } orders without { -buyer } are
    } not in the numbers of { -buyer(number: 2) }
note-buyers-uncertain = { -buyer(number: 2) } are told apart by receiver, phone and address as exported; masked or encrypted, two may look like one, or one like two: see "Confidence"
note-joined-products = files with one row per { -main-order } have several products in one cell; here, these count as one product
note-of-each-shop = { $shops }, each: { $note }
note-of-shops = { $shops }: { $note }
note-of-days = { $days }: { $note }
note-compared-days = compared with { $days }
note-days-not-over = the days up to { $last } are not over, those that they are compared with are
note-days-not-imported = the imports of { $shops } do not reach back to { $first }; what was sold then is unknown
note-nothing-imported = the imports of { $shops } have none of the days { $days }; what was sold then is unknown
note-gaps-in-days = { $days ->
        [one] one of the days asked for is
       *[other] { $days } of the days asked for are
    } in no import, and may lack orders
note-weeks-by-place = weeks are compared by their place in the period, and may hold different numbers of days
note-gaps-in-other-days = { $days ->
        [one] one of the days compared with is
       *[other] { $days } of the days compared with are
    } in no import, and may lack orders
note-compared-with = compared with the period before, { $days }
note-not-compared = there is no complete period before to compare with; with --from and --to, choose days that have one
    .page = there is no complete period before to compare with; choose days that have one
note-part-weeks = { $days } are not whole weeks, so that some weekdays come more often than others
note-gaps = no imported file has orders of { $days }
note-more-gaps = no imported file has orders of { $days } and { $more } more spans of days
note-may-have-changed = the orders of { $count ->
        [one] one day
       *[other] { $count } days
    } ({ $days }) may have changed since they were exported; export and import them again
note-plan-average = on days without data, { $lines } { -sub-order(number: 2) } are expected, the daily average of { $days }
note-plan-without-data = there are no data to estimate from; begin with a short { -export }
note-over-cap = { $day } alone is expected to have { $lines } { -sub-order(number: 2) }, more than one { -export } may hold; export it in parts, by status or by hours
note-nothing-to-download = everything up to { $day } is imported; there is nothing to export

# Notes on money.

note-commission-at-rate = the commission of { $lines ->
        [one] one { -sub-order }
       *[other] { $lines } { -sub-order(number: 2) }
    } is estimated at { $rate }, not booked
note-commission-expected = the commission of { $lines ->
        [one] one { -sub-order }
       *[other] { $lines } { -sub-order(number: 2) }
    } is not settled yet, and taken from 预估佣金支出 of the commission file
note-no-commission-file = the commission of { $lines ->
        [one] one { -sub-order }
       *[other] { $lines } { -sub-order(number: 2) }
    } is unknown; import the commission file, or estimate it with --commission-rate 20%
    .page = the commission of { $lines ->
            [one] one { -sub-order }
           *[other] { $lines } { -sub-order(number: 2) }
        } is unknown; import the commission file, or set a commission rate (20%, say) to estimate it
note-commission-not-in-file = the commission of { $lines ->
        [one] one { -sub-order }
       *[other] { $lines } { -sub-order(number: 2) }
    } is unknown, and not in the imported commission files; estimate it with --commission-rate 20%
    .page = the commission of { $lines ->
            [one] one { -sub-order }
           *[other] { $lines } { -sub-order(number: 2) }
        } is unknown, and not in the imported commission files; set a commission rate (20%, say) to estimate it
note-seller-unknown = it is unknown whether a { -creator } sold { $lines ->
        [one] one { -sub-order }
       *[other] { $lines } { -sub-order(number: 2) }
    }, so the commission is unknown
note-not-settled = { $lines ->
        [one] one paid { -sub-order } has no day of settlement and is
       *[other] { $lines } paid { -sub-order(number: 2) } have no day of settlement and are
    } left out
note-not-refunded-on-a-day = { $lines ->
        [one] one { -sub-order } was refunded on a day that no export says and is
       *[other] { $lines } { -sub-order(number: 2) } were refunded on days that no export says and are
    } left out
note-by-settlement-day = all the money of a { -sub-order } counts on the day of its last settlement
note-by-refund-day = all the money of a { -sub-order } counts on the day of its last refund
note-by-payment-day = refunds, commission and settlements count on the day on which the order was paid, whenever they happened
note-by-order-day = refunds, commission and settlements count on the day on which the order was submitted, whenever they happened
note-fees-not-booked = { $lines ->
        [one] one { -sub-order } that was sold is
       *[other] { $lines } { -sub-order(number: 2) } that were sold are
    } not settled yet: their fees are not counted
note-nothing-charged = none of these orders is settled yet
note-no-settlement = no { -settlement } is imported, so the fees are unknown
note-charged-not-imported = { $bookings ->
        [one] one booking is of an order that is
       *[other] { $bookings } bookings are of orders that are
    } not imported: fees of { $amount } yuan, counted apart
note-charged-to-orders = { $bookings ->
        [one] one booking names
       *[other] { $bookings } bookings name
    } only a { -main-order } of several { -sub-order(number: 2) }: fees of { $amount } yuan, counted apart
note-charged-to-unpaid = { $bookings ->
        [one] one booking is of a { -sub-order }
       *[other] { $bookings } bookings are of { -sub-order(number: 2) }
    } without 支付完成时间: fees of { $amount } yuan, counted apart
note-payout-not-covered = { $lines ->
        [one] one { -sub-order } should be settled by now, but whether it is
       *[other] { $lines } { -sub-order(number: 2) } should be settled by now, but whether they are
    } is unknown: the imported statements and fund flows do not reach that day; import newer ones
note-flow-only-payouts = { $lines ->
        [one] one { -sub-order } is
       *[other] { $lines } { -sub-order(number: 2) } are
    } in the { -fund-flow } but in no { -settlement }: paid out, and not among what waits
note-payouts-of-others = { $bookings ->
        [one] one booking is of
       *[other] { $bookings } bookings are of
    } no paid { -sub-order } (the order is not imported, or only a { -main-order } is named): { $amount } yuan, counted on their days too
note-on-settlement-day = { $bookings ->
        [one] one booking is of an order that is not imported and says
       *[other] { $bookings } bookings are of orders that are not imported and say
    } no 下单时间: counted on the day of the settlement
note-refunds-assumed = { $lines ->
        [one] one { -sub-order } was
       *[other] { $lines } { -sub-order(number: 2) } were
    } paid and closed, and in no after-sale file; this counts as a refund in full
note-no-after-sale-file = { $lines ->
        [one] one { -sub-order } may have a refund of an unknown amount
       *[other] { $lines } { -sub-order(number: 2) } may have refunds of unknown amounts
    }; import the after-sale file
note-refunds-not-in-file = { $lines ->
        [one] one { -sub-order } may have a refund
       *[other] { $lines } { -sub-order(number: 2) } may have refunds
    } whose amount is not in the imported after-sale files
note-fees-estimated = { $lines ->
        [one] one { -sub-order } is
       *[other] { $lines } { -sub-order(number: 2) } are
    } not settled; the fees are estimated at { $rate }, the average of what is settled; --no-estimates leaves them out
    .page = { $lines ->
            [one] one { -sub-order } is
           *[other] { $lines } { -sub-order(number: 2) } are
        } not settled; the fees are estimated at { $rate }, the average of what is settled
note-fees-left-out = { $lines ->
        [one] one { -sub-order } is
       *[other] { $lines } { -sub-order(number: 2) } are
    } not settled; the fees are not deducted from the net
note-no-fees-to-estimate-with = { $lines ->
        [one] one { -sub-order } is
       *[other] { $lines } { -sub-order(number: 2) } are
    } not settled, and nothing settled gives a rate of fees; the fees are not deducted from the net
note-borne-unknown = { $lines ->
        [one] one { -sub-order } does
       *[other] { $lines } { -sub-order(number: 2) } do
    } not say what discount the platform or the { -creator } bears, so what is due is unknown
note-booked-to-orders = { $bookings ->
        [one] one booking names
       *[other] { $bookings } bookings name
    } only a { -main-order } of several { -sub-order(number: 2) }, { $amount } yuan in all; this counts for none of them, see reconcile
    .page = { $bookings ->
            [one] one booking names
           *[other] { $bookings } bookings name
        } only a { -main-order } of several { -sub-order(number: 2) }, { $amount } yuan in all; this counts for none of them, see "Reconciliation"
note-booked-beyond-due = the { -settlement } has booked { $amount } yuan more than is due; a refund may still be deducted, so the net is less by it
note-other = "Other" is the part of the settlement that its items do not explain
note-other-columns = "Other" is the part of the settlement that its items do not explain; unknown columns of the { -settlement }: { $columns }
note-lines-without-cost = the table of costs has no cost for { $lines ->
        [one] one shipped { -sub-order(number: 1) }
       *[other] { $lines } shipped { -sub-order(number: 2) }
    }: left out of the profit
note-no-costs = no table of costs is imported: { $lines ->
        [one] one { -sub-order(number: 1) } that was shipped is
       *[other] { $lines } { -sub-order(number: 2) } that were shipped are
    } left out of the profit
note-goods-perhaps-back = of { $lines ->
        [one] one shipped { -sub-order(number: 1) }
       *[other] { $lines } shipped { -sub-order(number: 2) }
    } the amount or the refund is unknown, and so is whether the goods came back: what they cost is unknown, and left out of the profit
note-goods-assumed-back = { $lines ->
        [one] one shipped { -sub-order(number: 1) } was
       *[other] { $lines } shipped { -sub-order(number: 2) } were
    } refunded in full, and no export says whether the goods came back: they count as returned, without a cost
note-premiums-unknown = { $premiums ->
        [one] one premium has
       *[other] { $premiums } premiums have
    } no known amount and are left out
note-costs-without-sign = { $costs ->
        [one] one premium or bill is
       *[other] { $costs } premiums or bills are
    } below zero in a file that has others above zero, and nothing says whether the money came back: not known, and not in the known part of the profit
note-costs-unclear = { $costs ->
        [one] one premium or bill
       *[other] { $costs } premiums or bills
    } without 动账流水号 ({ $amount } yuan in all) may be what a movement paid that names the same order and another amount, or no order: the movement counts, the rest is not known, and not in the known part of the profit
note-premiums-expected = { $premiums ->
        [one] one premium is
       *[other] { $premiums } premiums are
    } not charged yet and counted as expected
note-unallocated = { $amount } yuan belong to no { -sub-order(number: 1) } that is known: deducted from the profit as a whole, and spread over nothing
note-spend-beyond-totals = products spent { $amount } yuan more than the totals of their days; what the products spent counts
note-spend-unknown-days = the ad spend of { $days ->
        [one] one day
       *[other] { $days } days
    } is not known: files without an account say different sums, each exported after the day was over, so they may be of different accounts; import files that name the account, or undo one of these
note-spend-of-mixed-accounts = on { $days ->
        [one] one day
       *[other] { $days } days
    } some rows of the ad spend name an account and others do not; all of them count, twice if the account is the same
note-spend-granted = ad spend is 余额总消耗; { $amount } yuan of it were granted by the platform
note-no-movements = no movements of money in these days
note-no-ledger = no { -ledger } is imported: these are the movements of the { -fund-flow }, and there is no balance to check them against
note-balances-fit = the opening balance and every movement add up to the balances of the account
note-unnamed-account-is-the-named = { $movements ->
        [one] one movement of the { -ledger } names
       *[other] { $movements } movements of the { -ledger } name
    } no account: taken as those of the only account that others name
note-unnamed-account-apart = { $movements ->
        [one] one movement of the { -ledger } names
       *[other] { $movements } movements of the { -ledger } name
    } no account, and may be of one that others name: checked as an account of its own, so that the balances before and after count twice if it is the same
note-balances-off = the balance does not follow from the movements in { $places ->
        [one] one place
       *[other] { $places } places
    }, so movements may be missing: the first is between { $before } and { $after }, where the account has { $amount } yuan more than the movements make
note-ledger-days = the { -ledger } has nothing for these days: { $days }
note-beside-ledger = { $movements ->
        [one] one movement is
       *[other] { $movements } movements are
    } in the { -fund-flow } and not in the { -ledger }: { $amount } yuan, left out of the check of balances
note-in-both = { $movements ->
        [one] one movement is
       *[other] { $movements } movements are
    } both in the { -ledger } and in the { -fund-flow }, counted once
note-shipped-unpaid = { $lines ->
        [one] one { -sub-order } was shipped but is
       *[other] { $lines } { -sub-order(number: 2) } were shipped but are
    } not paid yet (as with 先用后付 or 货到付款): not in the amounts
note-settlement-days = a { -sub-order } counts as not settled more than { $days } days after its completion, as set for this { -shop } (settlement.days)
    .page = a { -sub-order } counts as not settled more than { $days } days after its completion, as set for this { -shop }
note-longest-settlement-days = a { -sub-order } counts as not settled more than { $days } days after its completion, the longest that may apply; where it is shorter, set it with shopkit shop set settlement.days=7
    .page = a { -sub-order } counts as not settled more than { $days } days after its completion, the longest that may apply; where it is shorter, fill in the days until settlement on the page "Shops"
note-matched = { $lines ->
        [one] one { -sub-order } that matches its settlement is
       *[other] { $lines } { -sub-order(number: 2) } that match their settlement are
    } not listed
note-waiting = { $lines ->
        [one] one { -sub-order } is
       *[other] { $lines } { -sub-order(number: 2) } are
    } not listed: not due for settlement yet, outside the dates of the statements, or with an open { -after-sale }
note-flow-only = { $lines ->
        [one] one { -sub-order } is
       *[other] { $lines } { -sub-order(number: 2) } are
    } not listed: in the { -fund-flow } but in no { -settlement }, so the amounts cannot be compared
note-scenes = movements that settle no order are not compared: { $scenes }
note-no-statement = neither a { -settlement } nor a { -fund-flow } is imported, so there is nothing to compare with

# Errors.

error-option-unfit = the report { $report } does not take { $option }
hint-option-unfit = it takes { $options }
error-days-turned-round = --from { $from } is after --to { $to }
    .page = the first day, { $from }, is after the last, { $to }
hint-days-turned-round = swap the two days
error-too-many-days = { $days } days are too many to list
hint-too-many-days = choose fewer days with --from and --to
    .page = choose fewer days

# Words of the answers.

word-today-unshipped_today = unshipped, ordered today
word-today-unshipped_earlier = unshipped, ordered earlier
word-today-unshipped = Unshipped
word-today-due_24h = to ship within 24 hours
word-today-overdue = past the promised shipping time
word-today-overdue_since = due since the { -export }, overdue unless shipped
word-today-open_after_sales = open { -after-sale(number: 2) }
word-today-late_values = traffic data pending; export again tomorrow
word-today-exported-overdue = past the promised shipping time when exported
word-after-sale-state-open = open
word-after-sale-state-finished = finished
word-after-sale-various = several
word-after-sale-stage-before_shipping = before shipping
word-after-sale-stage-in_transit = shipped, not received
word-after-sale-stage-after_receipt = after receipt
word-after-sale-stage-various = several stages
word-weekday-monday = Monday
word-weekday-tuesday = Tuesday
word-weekday-wednesday = Wednesday
word-weekday-thursday = Thursday
word-weekday-friday = Friday
word-weekday-saturday = Saturday
word-weekday-sunday = Sunday
word-basis-actual = actual
word-basis-estimated = estimated
word-basis-unknown = unknown
word-certainty-partial = low: receiver, phone or address missing
word-certainty-ciphertext = low: same ciphertext, perhaps not the same buyer
word-certainty-masked = medium: the same when masked
word-certainty-plain = high: the same in plain text
word-day-state-gap = missing
word-day-state-cut = exported before the day was over
word-day-state-open = may have changed since
word-day-state-final = final
word-profit-part-lines = orders
word-profit-part-unallocated = not allocated
word-direction-in = in
word-direction-out = out
word-movement-origin-ledger = { -ledger }
word-movement-origin-fund_flow = { -fund-flow }
word-fee-platform_fee = Platform fee
word-fee-commission = Commission
word-fee-agency_commission = Agency commission
word-fee-channel_share = Channel share
word-fee-recruiting_fee = Recruiting fee
word-fee-external_promotion = External promotion
word-fee-other_share = Other share
word-fee-other = Other
word-payout-overdue = Overdue
word-payout-not_covered = Should be settled; statements end earlier
word-payout-due = Completed, to be settled
word-payout-unfinished = Order not completed
word-payout-open_after_sale = Open after-sale
word-payout-unknown_time = Completed, nobody knows when
word-payout-order_only = Statement names only the main order
word-payout-closed = Closed, not refunded in full
word-payout-to_take_back = Refund to be taken back
word-payout-unknown_refund = Settled, refund unknown
word-payout-settled = Settled
word-payout-waiting = All that waits
word-outcome-missing = not settled
word-outcome-different = amount differs
word-outcome-flow_differs = { -fund-flow } differs
word-outcome-refunded = refunded, please check
word-outcome-unknown = cannot be compared
word-outcome-order_only = names only the { -main-order }
word-outcome-not_imported = order not imported
word-traffic-pending = pending
word-outcome-matched = settled as due
word-outcome-waiting = not settled yet
word-outcome-flow_only = only in the { -fund-flow }
word-outcome-not_paid = not paid
word-outcome-gift = gift
word-outcome-nothing_due = nothing is due
word-outcome-closed = closed

word-settlement-waits-after_sale = an { -after-sale } is open
word-settlement-waits-order_only = the { -settlement } names only the { -main-order }
word-settlement-waits-completion = the order is not completed
word-settlement-waits-days = the days of settlement are not over
word-settlement-waits-statement = the imported statements and fund flows do not reach beyond that day
word-trend-new = new
word-trend-rising = rising
word-trend-falling = falling
word-trend-steady = steady

# Headings of columns.

column-orders = Orders
column-lines = Sub-orders
column-units = Units
column-amount = Amount
column-paid-lines = Paid sub-orders
column-refunded-lines = Refunded sub-orders
column-refund-rate = Refund rate
column-period = Period
column-creator-id = Creator ID
column-creator = Creator
column-share = Share
column-share-of-lines = Share of sub-orders
column-products = Products
column-region = Province
column-hour = Hour
column-traffic-genre = Traffic genre
column-traffic-type = Traffic type
column-warehouse-id = Warehouse ID
column-warehouse = Warehouse
column-on-time-lines = On time
column-late-lines = Late
column-late-unshipped-lines = Late and unshipped
column-waiting-lines = Not due yet
column-unknown-promise-lines = Unknown if late
column-late-rate = Late rate
column-median-hours = Median hours to ship
column-p90-hours = 90% within (hours)
column-untimed-lines = Unknown hours
column-weekday = Weekday
column-days = Days
column-city = City
column-sku-code = Seller code
column-monday = Mon
column-tuesday = Tue
column-wednesday = Wed
column-thursday = Thu
column-friday = Fri
column-saturday = Sat
column-sunday = Sun
column-status = Status
column-after-sale = After-sale
column-gifts = Gifts
column-progress = State
column-cancel-reason = Reason
column-after-sale-stage = Asked for
column-after-sale-type = After-sale type
column-after-sale-reason = Reason
column-rate = Of paid sub-orders
column-refund-amount = Refunds
column-refund-amount-known = Refunds known
column-days-to-refund = Days to refund
column-product-id = Product ID
column-product = Product
column-repeat-rate = Repeat rate
column-creator-share = By creators
column-amount-before = Amount before
column-change = Change
column-trend = Trend
column-promotion = Promotion
column-commission = Commission
column-net-of-commission = Net of commission
column-basis = Basis
column-commission-known = Commission known
column-net-of-commission-known = Net of commission known
column-unknown-lines = Unknown sub-orders
column-paid = Paid
column-platform-discount = Platform discount
column-seller-discount = Seller discount
column-creator-discount = Creator discount
column-refunds = Refunds
column-taken-back = Discounts taken back
column-part = Part
column-cost = Cost of goods
column-cost-lines = Sub-orders sold and kept
column-cost-unknown-lines = Sub-orders of unknown cost
column-cost-known-share = Share with known cost
column-insurance = Insurance
column-spend = Ad spend
column-compensation = Compensation
column-inspection = Inspection
column-unallocated = Of which not allocated
column-profit = Profit
column-cost-known = Cost known
column-insurance-known = Insurance known
column-spend-known = Ad spend known
column-inspection-known = Inspection known
column-profit-known = Profit known
column-net-unknown-lines = Sub-orders of unknown net
column-profit-unknown-lines = Sub-orders left out
column-scene = Scene
column-direction = Direction
column-movements = Movements
column-money-in = In
column-money-out = Out
column-net-movement = Net
column-opening = Opening balance
column-closing = Closing balance
column-unexplained = Unexplained
column-origin = From
column-fees = Fees
column-other = Other
column-payout = Settled or to be settled
column-payout-known = Settled or to be settled (known)
column-expected-known = Due (known)
column-changed-lines = Changed
column-new-lines = New
column-payable-changed = 应付金额 changed
column-status-changed = Status changed
column-paid-changed = Payment changed
column-after-sale-changed = After-sale changed
column-borne-changed = Discounts changed
column-amount-then = Sales then
column-amount-now = Sales now
column-amount-then-known = Sales then (known)
column-amount-now-known = Sales now (known)
column-difference-known = Difference (known)
column-borne-before = Discounts borne then
column-borne = Discounts borne now
column-borne-difference = Difference of discounts
column-borne-before-known = Discounts borne then (known)
column-borne-known = Discounts borne now (known)
column-borne-difference-known = Difference of discounts (known)
column-fee = Fee
column-charged = Charged
column-charged-in-all = Charged in all
column-charged-known = Charged (known)
column-bookings = Bookings
column-share-of-income = Share of booked
column-elsewhere = Counted apart
column-elsewhere-bookings = Bookings apart
column-elsewhere-known = Counted apart (known)
column-income-known = Booked (known)
column-other-known = Other (known)
column-net = Net
column-settled-lines = Settled sub-orders
column-settled = Settled
column-refunds-known = Refunds known
column-taken-back-known = Discounts taken back known
column-fees-known = Fees known
column-net-known = Net known
column-sub-order-id = Sub-order
column-order-id = Main order
column-outcome = Outcome
column-expected = Expected
column-booked = Booked
column-difference = Difference
column-moved = Moved
column-finished-at = Completed
column-buyers = Buyers
column-repeat-buyers = Repeat buyers
column-certainty = Confidence
column-orders-without-buyer = Orders without buyer
column-day = Day
column-imports = Imports
column-unshipped-now = Unshipped now
column-newest-export = Newest export
column-state = State
column-from = From
column-to = To
column-expected-lines = Expected sub-orders
column-item = Item
column-first-ordered = First ordered
column-first-due = First due

# Lists of imports, rejected rows and orders.

column-path = File
column-sha256 = SHA-256
column-format = Format
column-encoding = Encoding
column-kind = Kind
column-grain = Grain
column-exported-at = Exported
column-imported-at = Imported
column-row = Row
column-code = Code
column-reason = Reason
column-main-order-id = Main order
column-submitted-at = Submitted
column-spec = Spec
column-quantity = Qty
column-payable = Payable
column-gift = Gift

# Columns that a comparison adds.
column-derived-before = { $column }, before
column-derived-change = { $column }, change
column-derived-change-share = { $column }, change in %
column-derived-share-of-change = { $column }, share of the change
column-shop-group = Group

error-no-days-to-compare = there are no days to compare
hint-no-days-to-compare = name the days: --period, or --from and --to
    .page = choose the first and the last day
