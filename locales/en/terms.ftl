# The glossary: each noun of the product is written here and nowhere else.

-sub-order = { $number ->
       *[one] sub-order
        [other] sub-orders
    }
-main-order = { $number ->
       *[one] main order
        [other] main orders
    }
-shop = { $number ->
       *[one] shop
        [other] shops
    }
-creator = { $number ->
       *[one] creator
        [other] creators
    }
-buyer = { $number ->
       *[one] buyer
        [other] buyers
    }
-after-sale = { $number ->
       *[one] after-sale
        [other] after-sales
    }
-settlement = settlement
-fund-flow = fund flow
-ledger = account ledger
-insurance = freight insurance
-ad-spend = ad spend
-service-fee = { $number ->
       *[one] agency service fee
        [other] agency service fees
    }
-warehouse-bill = { $number ->
       *[one] warehouse bill
        [other] warehouse bills
    }
-cost-table = cost table
-database = database
-import = { $number ->
       *[one] import
        [other] imports
    }
-export = { $number ->
       *[one] export
        [other] exports
    }
