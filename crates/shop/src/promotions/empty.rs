//! Scopes in which there is nothing: categories and tags that no product has, channels on which no shop is.

use std::collections::BTreeSet;

use platform::Error;
use platform::db::Connection;
use pricing::{Gravity, Scope};

use super::goods;
use super::lint::{Finding, finding_of};
use crate::{products, shops};

/// Categories looked at at most.
const CATEGORIES: i64 = 20_000;

/// What `scope` names in vain; goods are looked at when there are products at all.
pub(super) async fn scopes(conn: &mut impl Connection, scope: &Scope, products: bool) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    let mut warn = |code: &str, path: &str, zh: String, en: String| {
        findings.push(finding_of(code, Gravity::Warning, path.to_owned(), &zh, &en));
    };
    if products && !scope.goods.categories.is_empty() {
        let paths = products::categories(conn, CATEGORIES).await?;
        let known: BTreeSet<String> = paths.iter().flat_map(|path| goods::categories(Some(path))).collect();
        // Where no product on file has one the till states them.
        for name in scope.goods.categories.difference(&known).filter(|_| !known.is_empty()) {
            let zh = format!("商品资料中没有商品属于分类“{name}”");
            let en = format!("no product on file is in the category “{name}”");
            warn("unknown_category", "scope.goods.categories", zh, en);
        }
    }
    let tagged = if products && !scope.goods.tags.is_empty() { products::tags(conn).await? } else { BTreeSet::new() };
    for name in scope.goods.tags.difference(&tagged).filter(|_| products) {
        let zh = format!("商品资料中没有标签“{name}”，只有购物车自己写明时才适用");
        let en = format!("no product on file has the tag “{name}”: it is for carts alone that state it");
        warn("unknown_tag", "scope.goods.tags", zh, en);
    }
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
