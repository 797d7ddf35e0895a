# Orders, reports, tables and exports: texts of the command line and of the page.

# One order

order-title = Order { $id }
order-not-found = no order or { -sub-order } has the ID "{ $id }"
order-line = Sub-order
order-shop = { -shop } { $shop }
order-values = Current values
order-history = History
order-entries = After-sales and money
order-empty-value = (empty)
order-change = { $name }: { $old } → { $new }
order-event-first = first imported ({ $source })
order-event-unchanged = no change ({ $source })
order-event-changed = changed ({ $source })
order-event-source = import #{ $import }, row { $row }
order-event-source-sheet = import #{ $import }, sheet { $sheet }, row { $row }

order-column-field = Field
order-column-value = Value
order-column-at = Time
order-column-kind = Kind
order-column-sub-order = Sub-order
order-column-what = Details
order-column-amount = Amount
order-column-source = Source (import:row)

# The names of fields.

order-field-main-order-id = Main order ID
order-field-sub-order-id = Sub-order ID
order-field-product = Product
order-field-spec = Specification
order-field-quantity = Quantity
order-field-product-id = Product ID
order-field-sku-code = Seller code
order-field-unit-price = Unit price
order-field-payable = Amount payable
order-field-freight = Freight
order-field-discount-total = Total discount
order-field-platform-discount = Platform discount
order-field-seller-discount = Seller discount
order-field-creator-discount = Creator discount
order-field-seller-adjustment = Price change by the seller
order-field-payment-discount = Payment discount
order-field-red-packet = Red packet
order-field-payment-method = Payment method
order-field-handling-fee = Handling fee
order-field-receiver = Receiver
order-field-receiver-phone = Receiver's phone
order-field-province = Province
order-field-city = City
order-field-district = District
order-field-street = Street
order-field-address = Address
order-field-address-changed = Address changed
order-field-address-changed-at = Time of address change
order-field-buyer-message = Buyer's message
order-field-submitted-at = Submitted
order-field-flag-color = Flag colour
order-field-seller-note = Seller's note
order-field-finished-at = Completed
order-field-paid-at = Paid
order-field-app-channel = App
order-field-traffic-source = Traffic source
order-field-status = Order status
order-field-ship-by = Ship by
order-field-order-type = Order type
order-field-luban-page-id = Luban landing page ID
order-field-creator-id = Creator ID
order-field-creator-name = Creator
order-field-store-id = Store ID
order-field-after-sale = After-sale status
order-field-cancel-reason = Reason for cancelling
order-field-scheduled-ship-at = Scheduled shipment
order-field-warehouse-id = Warehouse ID
order-field-warehouse = Warehouse
order-field-worry-free = Worry-free purchase
order-field-ad-channel = Ad channel
order-field-traffic-type = Traffic type
order-field-traffic-genre = Traffic genre
order-field-traffic-channel = Traffic channel
order-field-shipper = Shipped by
order-field-shipper-detail = Shipped by, details
order-field-shipped-at = Shipped
order-field-price-cut = Price cut
order-field-platform-borne = Platform discount, actual
order-field-seller-borne = Seller discount, actual
order-field-creator-borne = Creator discount, actual
order-field-expected-delivery-at = Expected delivery
order-field-platform-warehouse = Handled by the platform's warehouse
order-field-vehicle-model = Vehicle model
order-field-barcode = Barcode
order-field-ship-sn = Shipped serial number
order-field-ship-imei-1 = Shipped IMEI 1
order-field-ship-imei-2 = Shipped IMEI 2
order-field-scheduled-delivery-at = Scheduled delivery
order-field-suggested-ship-from = Suggested shipment, from
order-field-suggested-ship-to = Suggested shipment, to
order-field-logistics-sn = Parcel serial number
order-field-logistics-imei-1 = Parcel IMEI 1
order-field-logistics-imei-2 = Parcel IMEI 2
order-field-item-amount = Item amount
order-field-promotion = Promotion

# Lists of orders

orders-title = Orders
orders-none = no matching orders


column-shop = Shop

# Tables

table-cell = { $heading }: { $value }
table-partial-sum = { $unknown ->
    [one] { $known } plus one unknown { -sub-order }
   *[other] { $known } plus { $unknown } unknown { -sub-order(number: 2) }
    }

# Exported files

export-written-on = shopkit · { $day }, Beijing time
export-warning = Warning: { $text }

# The overview

overview-title = Shop overview: { $shop }
overview-terms = Sales are { -sub-order(number: 2) } that are paid and neither closed nor cancelled. Amounts are 订单应付金额. The refund rate is the share of paid { -sub-order(number: 2) } that were refunded.
overview-figures = Key figures
overview-orders = Orders
overview-orders-note = paid and not closed
overview-sub-orders = Sub-orders
overview-sub-orders-note = paid and not closed
overview-amount = Sales
overview-amount-note = 订单应付金额, in yuan
overview-refund-rate = Refund rate
overview-refund-rate-note = of paid { -sub-order(number: 2) }
overview-open-after-sales = Open { -after-sale(number: 2) }
overview-open-after-sales-note = orders, at present
overview-unshipped = Unshipped
overview-unshipped-note = orders, at present
overview-compared-previous-unknown = period before: unknown
overview-compared-year-unknown = a year before: unknown
overview-compared-previous = { $change } on the period before ({ $before })
overview-compared-year = { $change } on a year before ({ $before })
overview-sales-by-day = Sales by day
overview-sales-by-week = Sales by week, from Monday
overview-sales-by-month = Sales by month
overview-table = Table
overview-first-rows = the first { $shown } of { $rows } rows; to see all: shopkit report { $report }
    .page = the first { $shown } of { $rows } rows; to see all:
overview-freshness = How recent the data is
overview-newest-export = newest export: { $at }
overview-days-in-state = { $state }: { $days ->
        [one] one day
       *[other] { $days } days
    }
overview-months-in-state = { $first } to { $last }: { $state }
overview-earlier-months = { $months ->
        [one] one earlier month is not shown
       *[other] { $months } earlier months are not shown
    }
overview-weekdays = Mo Tu We Th Fr Sa Su

# The digest.
digest-title = Digest of { $day }
digest-yesterday = Yesterday
digest-week = The last 7 days
digest-shops = Shops, the last 7 days
digest-today = What needs doing
digest-idle-shops = { $shops ->
        [one] one shop has nothing to do
       *[other] { $shops } shops have nothing to do
    }
