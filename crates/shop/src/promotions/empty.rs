//! Scopes in which there is nothing: categories and tags that no product has, channels on which no shop is.

use std::collections::BTreeSet;

use platform::Error;
use platform::db::Connection;
use pricing::{Goods, Gravity, Scope};

use super::goods;
use super::lint::{Finding, finding_of};
use crate::{products, shops};

/// Categories looked at at most.
const CATEGORIES: i64 = 20_000;

/// What `scope` names in vain; goods are looked at when there are products at all.
pub(super) async fn scopes(conn: &mut impl Connection, scope: &Scope, products: bool) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    if products {
        for (side, goods) in [("goods", &scope.goods), ("except", &scope.except)] {
            findings.extend(named(conn, side, goods).await?);
        }
    }
    let mut warn =
        |code: &str, path: &str, zh: String, en: String| findings.push(warning(code, path.to_owned(), zh, en));
    if !scope.channels.is_empty() {
        let shops = shops::list(conn).await?;
        let known: BTreeSet<&str> =
            shops.iter().filter(|shop| !shop.archived).map(|shop| shop.channel.code()).collect();
        for name in scope.channels.iter().filter(|name| !known.is_empty() && !known.contains(name.as_str())) {
            let (zh, en) = (format!("没有店铺在渠道“{name}”"), format!("no shop is on the channel “{name}”"));
            warn("unknown_channel", "scope.channels", zh, en);
        }
    }
    Ok(findings)
}

/// What one side of a scope names in vain.
async fn named(conn: &mut impl Connection, side: &str, goods: &Goods) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    if !goods.categories.is_empty() {
        let paths = products::categories(conn, CATEGORIES).await?;
        let known: BTreeSet<String> = paths.iter().flat_map(|path| goods::categories(Some(path))).collect();
        // Where no product on file has one the till states them.
        for name in goods.categories.difference(&known).filter(|_| !known.is_empty()) {
            let zh = format!("商品资料中没有商品属于分类“{name}”");
            let en = format!("no product on file is in the category “{name}”");
            findings.push(warning("unknown_category", format!("scope.{side}.categories"), zh, en));
        }
    }
    let known = if goods.tags.is_empty() { BTreeSet::new() } else { products::tags(conn).await? };
    for name in goods.tags.difference(&known) {
        let zh = format!("商品资料中没有标签“{name}”，只对购物车自己写明的商品起作用");
        let en = format!("no product on file has the tag “{name}”: it counts only in carts that state it");
        findings.push(warning("unknown_tag", format!("scope.{side}.tags"), zh, en));
    }
    Ok(findings)
}

fn warning(code: &str, path: String, zh: String, en: String) -> Finding {
    finding_of(code, Gravity::Warning, path, &zh, &en)
}
