//! The script, the style and the icon of the pages, which are built into the program.

use super::error::PageError;
use super::reply::Reply;
use crate::front::overview;

const SCRIPT: &str = include_str!("assets/page.js");
const CHARTS: &str = include_str!("assets/charts.js");
const STYLE: &str = include_str!("assets/page.css");
const CONTROLS_SCRIPT: &str = include_str!("assets/controls.js");
const CONTROLS_STYLE: &str = include_str!("assets/controls.css");
const TABLES_SCRIPT: &str = include_str!("assets/tables.js");
const TABLES_STYLE: &str = include_str!("assets/tables.css");
const CHECKS_STYLE: &str = include_str!("assets/checks.css");
const DROP: &str = include_str!("assets/drop.js");
const IMPORT_STYLE: &str = include_str!("assets/import.css");
const ORDERS_SCRIPT: &str = include_str!("assets/orders.js");
const ORDERS_STYLE: &str = include_str!("assets/orders.css");
const ICON: &str = include_str!("assets/icon.svg");

/// Returns the style of the pages, which begins with that of the overview.
pub fn style() -> String {
    format!("{}{STYLE}", overview::style())
}

/// Returns an asset by its name.
pub fn get(name: &str) -> Result<Reply, PageError> {
    match name {
        "page.js" => Ok(Reply::new("text/javascript; charset=utf-8", SCRIPT)),
        "charts.js" => Ok(Reply::new("text/javascript; charset=utf-8", CHARTS)),
        "page.css" => Ok(Reply::new("text/css; charset=utf-8", style())),
        "controls.js" => Ok(Reply::new("text/javascript; charset=utf-8", CONTROLS_SCRIPT)),
        "controls.css" => Ok(Reply::new("text/css; charset=utf-8", CONTROLS_STYLE)),
        "tables.js" => Ok(Reply::new("text/javascript; charset=utf-8", TABLES_SCRIPT)),
        "tables.css" => Ok(Reply::new("text/css; charset=utf-8", TABLES_STYLE)),
        "checks.css" => Ok(Reply::new("text/css; charset=utf-8", CHECKS_STYLE)),
        "drop.js" => Ok(Reply::new("text/javascript; charset=utf-8", DROP)),
        "import.css" => Ok(Reply::new("text/css; charset=utf-8", IMPORT_STYLE)),
        "orders.js" => Ok(Reply::new("text/javascript; charset=utf-8", ORDERS_SCRIPT)),
        "orders.css" => Ok(Reply::new("text/css; charset=utf-8", ORDERS_STYLE)),
        "icon.svg" => Ok(Reply::new("image/svg+xml", ICON)),
        _ => Err(PageError::NoPage),
    }
}
