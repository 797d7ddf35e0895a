# Orders, reports, tables and exports: texts of the command line and of the page.

# Tables

table-partial-sum = { $unknown ->
    [one] { $known } plus one unknown { -sub-order }
   *[other] { $known } plus { $unknown } unknown { -sub-order(number: "other") }
    }

# Exported files

export-written-on = shopkit · { $day }, Beijing time
export-warning = Warning: { $text }
