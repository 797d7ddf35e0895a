//! Sample files that are part of the program: invented orders, for the tour of the command and for a look around the page.

/// A sample file: its name and its content.
pub type SampleFile = (&'static str, &'static [u8]);

macro_rules! sample {
    ($name:literal, $folder:literal) => {
        ($name, include_bytes!(concat!("../../fixtures/", $folder, "/", $name)))
    };
    ($name:literal, $folder:literal, $file:literal) => {
        ($name, include_bytes!(concat!("../../fixtures/", $folder, "/", $file)))
    };
}

/// An export of orders.
pub const FIRST: SampleFile = sample!("1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv", "sub-order-csv");

/// The export of the next day.
pub const SECOND: SampleFile =
    sample!("1768310543_1b7e40c9d26a4f5389a0e7d35c618f24zaHCLELw.csv", "sub-order-csv-next-day");

/// An export that Excel has saved again.
pub const RESAVED: SampleFile = sample!("resaved.xlsx", "excel-resave-xlsx", "orders.xlsx");

/// The exports that go with the orders.
#[cfg(feature = "page")]
pub const BESIDE: [SampleFile; 4] = [
    sample!("aftersales.csv", "aftersales", "first.csv"),
    sample!("commission.csv", "commission", "first.csv"),
    sample!("settlement.csv", "settlement", "first.csv"),
    sample!("funds.csv", "funds", "first.csv"),
];

/// When the exports of [`BESIDE`] were made.
#[cfg(feature = "page")]
pub const BESIDE_AT: &str = "2026-01-14 09:00:00";
