# Charts.

chart-in-yuan = { $name }, yuan
chart-of-largest = { $name }, the largest { $shown } of { $all }
chart-of-last = { $name }, the last { $shown } of { $all } periods
chart-about = { $name }, largest: { $largest }
chart-value = { $label }: { $value }
chart-values = { $label }, { $values }
chart-before = before { $value }
chart-compared-now = these days
chart-compared-before = before
chart-unknown = unknown
chart-nothing = nothing recorded
chart-no-name = (unknown)
chart-hour = { $hour }:00
chart-rest = Difference
chart-left-out = Sub-orders with something unknown, left out
chart-left-out-and-other = Sub-orders with something unknown, left out, and other
chart-not-settled = Not settled yet
chart-settled-beyond = Settled beyond it, to be taken back
chart-payouts-by-day = Settled by day
chart-payouts-by-month = Settled by month
chart-to-come = Expected
