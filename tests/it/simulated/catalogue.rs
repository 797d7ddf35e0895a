//! What the simulated shop sells, and who sells it.

use super::money::Fen;

/// A product, with the share of its price that the platform keeps in hundredths of a percent.
#[derive(Debug, PartialEq, Eq)]
pub struct Product {
    pub id: &'static str,
    pub name: &'static str,
    pub price: Fen,
    pub fee: i64,
}

const fn product(id: &'static str, name: &'static str, price: Fen, fee: i64) -> Product {
    Product { id, name, price, fee }
}

pub static PRODUCTS: [Product; 5] = [
    product("3720116408527364193", "山雀桂花乌龙茶 250g", 6_800, 500),
    product("3718452960183729587", "竹语洗脸巾 6包装", 2_980, 500),
    product("3721890054716238935", "小岸宽口保温杯", 11_590, 200),
    product("3723345817290064893", "北屿轻暖羽绒服", 45_999, 100),
    product("3725001938462715507", "豆豆儿童防晒帽", 4_550, 60),
];

/// Everybody sends it back before it is shipped.
pub static UNWANTED: Product = product("3726680013579246811", "漏水的雨伞", 3_990, 500);

/// Goes out with other products for nothing.
pub static GIFT: Product = product("3729900086420975313", "试用装", 990, 0);

/// A creator (达人), with the commission in hundredths of a percent.
#[derive(Debug, PartialEq, Eq)]
pub struct Creator {
    pub id: &'static str,
    pub name: &'static str,
    pub rate: i64,
}

pub static CREATORS: [Creator; 3] = [
    Creator { id: "94420167385", name: "山野小铺-探店", rate: 2_000 },
    Creator { id: "58817340296", name: "一只橘子呀", rate: 1_050 },
    Creator { id: "70336129418", name: "阿禾好物日记", rate: 1_500 },
];
