//! Goods for members only (会员专享商品): which products and categories are sold to members alone, and from which level on.
//!
//! Absent from here: carts (`checkout` refuses their lines) and prices for members (`promotions`).

use std::collections::BTreeSet;

use platform::db::{Connection, Tx};
use platform::http::Caller;
use platform::outbox::Message;
use platform::{Error, Id, settings};
use pricing::Words;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::model::NextLevel;
use super::programme::Programme;
use super::records;

/// The drawer.
const KEY: &str = "members.goods";
/// Rules at most.
const MOST_RULES: usize = 100;
/// Products or categories of a rule at most.
const MOST_NAMED: usize = 2_000;

/// Goods that are sold to members of a level only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MemberGoodsRule)]
pub struct GoodsRule {
    /// Products, by their numbers.
    #[serde(default)]
    pub products: BTreeSet<String>,
    /// Categories, each with what lies under it.
    #[serde(default)]
    pub categories: BTreeSet<String>,
    /// The level from which on they are sold; null for the lowest one that has goods for members only among its benefits.
    #[serde(default)]
    pub level: Option<Id>,
}

/// All goods for members only. Of several rules that name something the one for the highest level counts. They rest while the
/// programme is switched off.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MemberGoods)]
pub struct Goods {
    /// The rules.
    #[serde(default)]
    pub rules: Vec<GoodsRule>,
}

impl GoodsRule {
    /// The place of the level from which on its goods are sold; of a level that was taken out the next lower one counts, and
    /// every member when there is none.
    #[must_use]
    pub fn rank(&self, programme: &Programme) -> usize {
        match self.level {
            Some(level) => programme.rank(level.0).max(1),
            None => programme.lowest_with_member_goods().unwrap_or(programme.levels.len()),
        }
    }
}

impl Goods {
    /// The place of the level that this product, which lies in these categories, is sold from on; nothing when everybody may
    /// buy it.
    #[must_use]
    pub fn needed(&self, programme: &Programme, product: &str, categories: &BTreeSet<String>) -> Option<usize> {
        let names = |rule: &&GoodsRule| rule.products.contains(product) || !rule.categories.is_disjoint(categories);
        let rules = self.rules.iter().filter(|_| programme.enabled);
        rules.filter(names).map(|rule| rule.rank(programme)).max()
    }

    fn check(mut self, programme: &Programme) -> Result<Self, Error> {
        if self.rules.len() > MOST_RULES {
            return Err(Error::invalid("rules", "too_many"));
        }
        let trimmed = |names: &BTreeSet<String>| -> BTreeSet<String> {
            names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
        };
        for (at, rule) in self.rules.iter_mut().enumerate() {
            let field = |name: &str| format!("rules.{at}.{name}");
            (rule.products, rule.categories) = (trimmed(&rule.products), trimmed(&rule.categories));
            if rule.products.is_empty() && rule.categories.is_empty() {
                return Err(Error::invalid(field("products"), "required"));
            }
            for (name, named) in [("products", &rule.products), ("categories", &rule.categories)] {
                if named.len() > MOST_NAMED {
                    return Err(Error::invalid(field(name), "too_many"));
                }
            }
            match rule.level {
                Some(level) if programme.rank(level.0) == 0 => return Err(Error::invalid(field("level"), "unknown")),
                None if programme.lowest_with_member_goods().is_none() => {
                    return Err(Error::invalid(field("level"), "required"));
                }
                _ => {}
            }
        }
        Ok(self)
    }
}

impl Programme {
    /// The place of the lowest level that has goods for members only among its benefits.
    fn lowest_with_member_goods(&self) -> Option<usize> {
        self.levels.iter().position(|level| level.benefits.member_only).map(|at| at + 1)
    }
}

/// The goods for members only.
///
/// # Errors
/// When the database cannot be read.
pub async fn goods(conn: &mut impl Connection) -> Result<Goods, Error> {
    Ok(settings::get(conn, KEY).await?.unwrap_or_default())
}

/// Says which goods are for members only.
///
/// # Errors
/// `invalid` with the first fault: `rules.2.level` is unknown.
pub(super) async fn put(tx: &mut Tx, caller: &Caller, next: Goods, now: i64) -> Result<Goods, Error> {
    let next = next.check(&super::programme(tx).await?)?;
    settings::put(tx, caller, KEY, &next, now).await?;
    tx.emit(Message::new("members.goods_changed", now, &json!({}))?);
    Ok(next)
}

/// How far a member is from the level at a place: her own level's name, and what is missing. Nothing of who is no member.
///
/// # Errors
/// When the database cannot be read.
pub async fn towards(
    conn: &mut impl Connection,
    programme: &Programme,
    customer: i64,
    rank: usize,
) -> Result<Option<(Option<Words>, NextLevel)>, Error> {
    let Some(row) = records::standings(conn, &[customer]).await?.remove(&customer) else { return Ok(None) };
    let own = programme.at(programme.rank(row.level)).map(|level| level.name.clone());
    Ok(programme.towards(rank, row.amount, row.deals).map(|next| (own, next)))
}
