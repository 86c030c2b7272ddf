//! What goods, levels and segments are called, for texts.

use std::collections::{BTreeMap, BTreeSet};

use platform::Error;
use platform::db::Connection;
use pricing::{Offer, Promotion, Words};

use super::levels;
use crate::{members, products, segments};

/// Names by key.
#[derive(Debug, Clone, Default)]
pub struct Names {
    goods: BTreeMap<String, String>,
    levels: BTreeMap<String, Words>,
    segments: BTreeMap<i64, String>,
}

impl Names {
    /// The names of all that these promotions name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn of(conn: &mut impl Connection, promotions: &[&Promotion]) -> Result<Self, Error> {
        let mut keys: BTreeSet<&str> = BTreeSet::new();
        let mut ids: BTreeSet<i64> = BTreeSet::new();
        for promotion in promotions {
            let scope = &promotion.scope;
            keys.extend(scope.goods.products.iter().chain(&scope.except.products).map(String::as_str));
            match &promotion.offer {
                Offer::Package { parts, .. } => keys.extend(parts.iter().map(|part| part.product.as_str())),
                Offer::Redeem { products, .. } => keys.extend(products.iter().map(String::as_str)),
                _ => {}
            }
            ids.extend(scope.segments.iter().filter_map(|id| id.parse::<i64>().ok()));
        }
        let keys: Vec<&str> = keys.into_iter().collect();
        let goods = if keys.is_empty() { BTreeMap::new() } else { products::titles_anywhere(conn, &keys).await? };
        let segments =
            if ids.is_empty() { BTreeMap::new() } else { segments::names(conn, ids).await?.into_iter().collect() };
        let by_level = |one: &Promotion| !one.scope.levels.is_empty() || matches!(one.offer, Offer::MemberPrice { .. });
        let levels = if promotions.iter().any(|one| by_level(one)) {
            levels::names(&members::programme(conn).await?)
        } else {
            BTreeMap::new()
        };
        Ok(Self { goods, levels, segments })
    }

    /// What buyers call a product or a level.
    #[must_use]
    pub fn called(&self, key: &str) -> Option<Words> {
        self.goods.get(key).map(Words::alike).or_else(|| self.levels.get(key).cloned())
    }

    /// What buyers call a product.
    #[must_use]
    pub fn good(&self, key: &str) -> Option<String> {
        self.goods.get(key).cloned()
    }

    /// The segment of this id stands.
    #[must_use]
    pub fn has_segment(&self, id: &str) -> bool {
        id.parse().is_ok_and(|id: i64| self.segments.contains_key(&id))
    }
}
