//! What an imported file is: its format, encoding, kind and grain.

use serde::{Deserialize, Serialize};

use super::table::Word;
use crate::word;

macro_rules! named {
    ($(#[$meta:meta])* $type:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $type {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)+
        }

        impl $type {
            /// Lists every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the stable ASCII name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Finds a value by its stable name.
            pub fn by_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == name)
            }
        }
    };
}

named! {
    /// Names the format of a file, recognised by its content.
    Format {
        /// Office Open XML workbook.
        Xlsx = "xlsx",
        /// BIFF workbook of Excel 97-2003.
        Xls = "xls",
        /// Binary Office Open XML workbook.
        Xlsb = "xlsb",
        /// OpenDocument spreadsheet.
        Ods = "ods",
        /// Delimited text.
        Csv = "csv",
    }
}

named! {
    /// Names the encoding of delimited text.
    Encoding {
        /// UTF-8, with or without a byte order mark.
        Utf8 = "utf-8",
        /// GB18030, which covers GBK and GB2312.
        Gb18030 = "gb18030",
        /// UTF-16, little-endian.
        Utf16Le = "utf-16le",
        /// UTF-16, big-endian.
        Utf16Be = "utf-16be",
    }
}

named! {
    /// Names the kind of export.
    ExportKind {
        /// 订单导出.
        Orders = "orders",
        /// 售后单.
        AfterSales = "aftersales",
        /// 精选联盟佣金.
        Commission = "commission",
        /// 结算账单.
        Settlement = "settlement",
        /// 动账明细.
        Funds = "funds",
        /// 账户流水.
        Ledger = "ledger",
        /// 运费险.
        Insurance = "insurance",
        /// 千川消耗.
        Spend = "spend",
        /// 团长服务费.
        ServiceFees = "service-fees",
        /// 仓库账单.
        Warehouse = "warehouse",
        /// 成本, a table of the shop's own.
        Costs = "costs",
    }
}

named! {
    /// Tells what one row of an order export stands for.
    Grain {
        /// One row per sub-order (商品维度).
        SubOrder = "sub_order",
        /// One row per main order (订单维度), its sub-orders joined with `;`.
        MainOrder = "main_order",
    }
}

impl ExportKind {
    /// Returns the stable name with what the platform calls the export.
    pub fn word(self) -> Word {
        match self {
            Self::Orders => word!("export", "orders"),
            Self::AfterSales => word!("export", "aftersales"),
            Self::Commission => word!("export", "commission"),
            Self::Settlement => word!("export", "settlement"),
            Self::Funds => word!("export", "funds"),
            Self::Ledger => word!("export", "ledger"),
            Self::Insurance => word!("export", "insurance"),
            Self::Spend => word!("export", "spend"),
            Self::ServiceFees => word!("export", "service-fees"),
            Self::Warehouse => word!("export", "warehouse"),
            Self::Costs => word!("export", "costs"),
        }
    }
}

impl Grain {
    /// Returns the stable name with what the platform calls the grain.
    pub fn word(self) -> Word {
        match self {
            Self::SubOrder => word!("grain", "sub_order"),
            Self::MainOrder => word!("grain", "main_order"),
        }
    }
}
