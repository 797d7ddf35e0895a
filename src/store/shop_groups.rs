//! Groups of shops, which reports can be asked of.

use rusqlite::{Connection, params};

use super::Store;
use super::error::StoreError;

/// A group of shops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopGroup {
    /// The name.
    pub name: String,
    /// Its shops.
    pub shops: Vec<String>,
}

impl Store {
    /// Lists the groups with their shops.
    pub fn shop_groups(&self) -> Result<Vec<ShopGroup>, StoreError> {
        read(&self.connection).map_err(|error| self.failed(error))
    }

    /// Lists the shops of a group, which must exist.
    pub fn shops_of_group(&self, name: &str) -> Result<Vec<String>, StoreError> {
        let groups = self.shop_groups()?;
        let shops = groups.iter().find(|group| group.name == name).map(|group| group.shops.clone());
        shops.ok_or_else(|| StoreError::NoGroup(name.to_owned(), groups.into_iter().map(|group| group.name).collect()))
    }

    /// Adds shops, which must exist, to a group; the group is created where there is none of the name.
    pub fn add_to_group(&mut self, name: &str, shops: &[String]) -> Result<(), StoreError> {
        let refused = self.write(|transaction| {
            let known = names(transaction)?;
            if let Some(shop) = shops.iter().find(|shop| !known.contains(*shop)) {
                return Ok(Some(StoreError::NoShop(shop.clone(), known)));
            }
            for shop in shops {
                transaction.execute(
                    "INSERT OR IGNORE INTO shop_groups (name, shop_id) SELECT ?1, id FROM shops WHERE name = ?2",
                    params![name, shop],
                )?;
            }
            Ok(None)
        })?;
        refused.map_or(Ok(()), Err)
    }

    /// Takes shops out of a group, all of them where none is named. A group without shops is gone.
    pub fn remove_from_group(&mut self, name: &str, shops: &[String]) -> Result<(), StoreError> {
        let refused = self.write(|transaction| {
            let groups = read(transaction)?;
            let Some(group) = groups.iter().find(|group| group.name == name) else {
                let names = groups.into_iter().map(|group| group.name).collect();
                return Ok(Some(StoreError::NoGroup(name.to_owned(), names)));
            };
            if let Some(shop) = shops.iter().find(|shop| !group.shops.contains(*shop)) {
                return Ok(Some(StoreError::NoShop(shop.clone(), group.shops.clone())));
            }
            for shop in if shops.is_empty() { &group.shops } else { shops } {
                transaction.execute(
                    "DELETE FROM shop_groups WHERE name = ?1 AND shop_id = (SELECT id FROM shops WHERE name = ?2)",
                    params![name, shop],
                )?;
            }
            Ok(None)
        })?;
        refused.map_or(Ok(()), Err)
    }
}

fn read(connection: &Connection) -> rusqlite::Result<Vec<ShopGroup>> {
    let mut statement = connection.prepare(
        "SELECT shop_groups.name, shops.name FROM shop_groups JOIN shops ON shops.id = shop_id ORDER BY 1, 2",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut groups: Vec<ShopGroup> = Vec::new();
    for row in rows {
        let (name, shop): (String, String) = row?;
        match groups.last_mut().filter(|group| group.name == name) {
            Some(group) => group.shops.push(shop),
            None => groups.push(ShopGroup { name, shops: vec![shop] }),
        }
    }
    Ok(groups)
}

fn names(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection.prepare("SELECT name FROM shops ORDER BY name")?.query_map([], |row| row.get(0))?.collect()
}
