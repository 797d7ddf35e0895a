//! The facts that the program itself counts, reads or sets. Rule files must have them, which is checked when they are read.

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident = $fact:literal as $kind:literal;)+) => {
        $($(#[$doc])* pub const $name: &str = $fact;)+

        /// Lists name and type of each.
        pub(super) const ALL: &[(&str, &str)] = &[$(($fact, $kind),)+];
    };
}

names! {
    /// The day of closure.
    CLOSED_ON = "closure.closed_on" as "date";
    /// Whether a deposit was ever paid.
    DEPOSIT_PAID = "closure.deposit_paid" as "bool";
    /// The day of the deposit refund.
    DEPOSIT_REFUNDED_ON = "closure.deposit_refunded_on" as "date";
    /// The number of order lines that are not finished.
    UNFINISHED = "orders.unfinished" as "count";
    /// The number of order lines with an open after-sale.
    OPEN_AFTER_SALES = "orders.open_after_sales" as "count";
    /// The number of order lines within the after-sale period.
    WITHIN_AFTER_SALE_PERIOD = "orders.within_after_sale_period" as "count";
    /// The length of the after-sale period in days.
    AFTER_SALE_DAYS = "orders.after_sale_days" as "count";
    /// The day on which the last order was finished.
    LAST_FINISHED_ON = "orders.last_finished_on" as "date";
    /// The day on which the last imported order was submitted.
    LAST_SUBMITTED_ON = "orders.last_submitted_on" as "date";
    /// The number of imported order lines that are finished.
    FINISHED = "orders.finished" as "count";
    /// The days in which the shop's sales are settled.
    SETTLEMENT_DAYS = "settlement.days" as "count";
}
