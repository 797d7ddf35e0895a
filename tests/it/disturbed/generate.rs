//! The writers of fixtures for the formats that are not written by hand here.

#[path = "../../../fixtures/generate/archive.rs"]
pub mod archive;
#[path = "../../../fixtures/generate/columns.rs"]
pub mod columns;
#[path = "../../../fixtures/generate/invented.rs"]
pub mod invented;
#[path = "../../../fixtures/generate/ods.rs"]
pub mod ods;
#[path = "../../../fixtures/generate/orders.rs"]
pub mod orders;
#[path = "../../../fixtures/generate/random.rs"]
pub mod random;
#[path = "../../../fixtures/generate/sheet.rs"]
pub mod sheet;
#[path = "../../../fixtures/generate/table.rs"]
pub mod table;
#[path = "../../../fixtures/generate/xls.rs"]
pub mod xls;
#[path = "../../../fixtures/generate/xlsb.rs"]
pub mod xlsb;
#[path = "../../../fixtures/generate/xlsx_shared.rs"]
pub mod xlsx_shared;
