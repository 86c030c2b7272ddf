//! What levels give at the till: their standing discount as a price for members, free shipping, and promotions before others.
//!
//! Both stand on the shelf as promotions of their own, so that they are explained, meet others, and keep to the floor and
//! the cap as any price for members does. Nothing of them is counted: they have no limits, and no row in the database.

use std::collections::{BTreeMap, BTreeSet};

use platform::Error;
use platform::db::Connection;
use pricing::{Cut, Gravity, LevelPrice, Offer, Programme, Promotion, Scope, Words};

use super::lint::{Finding, finding_of};
use super::names::Names;
use crate::members;

/// The key of the standing discount. Keys that somebody types have no colon.
pub(super) const PRICE: &str = "level:price";
/// The key of free shipping.
pub(super) const SHIPPING: &str = "level:shipping";

/// What levels are and were called, by the key that promotions name them with.
pub(super) fn names(programme: &members::Programme) -> BTreeMap<String, Words> {
    programme.names().map(|(id, name)| (id.to_string(), name.clone())).collect()
}

/// How many hours before others members of each level get promotions, by the key that promotions name them with.
pub(super) fn early_access(programme: &members::Programme) -> BTreeMap<String, u32> {
    let each = programme.levels.iter().filter(|_| programme.enabled);
    let hours =
        each.filter_map(|level| Some((level.id?.to_string(), u32::try_from(level.benefits.early_access_hours).ok()?)));
    hours.filter(|(_, hours)| *hours > 0).collect()
}

/// Levels with their names and how many hours before others each gets promotions, and nothing else.
pub(super) async fn before_others(conn: &mut impl Connection) -> Result<Programme, Error> {
    let membership = members::programme(conn).await?;
    let (levels, early_access) = (names(&membership), early_access(&membership));
    Ok(Programme { levels, early_access, ..Programme::default() })
}

/// What the levels of a programme that runs give.
pub(super) fn promotions(programme: &members::Programme) -> Vec<Promotion> {
    let mut prices = Vec::new();
    let mut free = BTreeSet::new();
    for level in programme.levels.iter().filter(|_| programme.enabled) {
        let Some(key) = level.id.map(|id| id.to_string()) else { continue };
        if level.benefits.free_shipping {
            free.insert(key.clone());
        }
        if let Ok(keep @ 1..1_000) = u16::try_from(level.benefits.discount) {
            prices.push(LevelPrice { level: key, cut: Cut::Keep(keep) });
        }
    }
    let mut given = Vec::new();
    if !prices.is_empty() {
        given.push(standing(PRICE, ("会员价", "member price"), Offer::MemberPrice { prices }, BTreeSet::new()));
    }
    if !free.is_empty() {
        let offer = Offer::FreeShipping { at: None, off: None };
        given.push(standing(SHIPPING, ("会员包邮", "free shipping for members"), offer, free));
    }
    given
}

/// The levels that terms name and nobody can have: taken out of the programme, or never in it.
pub(super) async fn gone(conn: &mut impl Connection, terms: &Promotion, names: &Names) -> Result<Vec<Finding>, Error> {
    let programme = members::programme(conn).await?;
    let stand: BTreeSet<String> =
        programme.levels.iter().filter_map(|level| level.id.map(|id| id.to_string())).collect();
    let priced: Vec<&String> = match &terms.offer {
        Offer::MemberPrice { prices } => prices.iter().map(|price| &price.level).collect(),
        _ => Vec::new(),
    };
    let named = terms.scope.levels.iter().map(|level| ("scope.levels", level));
    let named = named.chain(priced.into_iter().map(|level| ("offer.member_price", level)));
    let gone = named.filter(|(_, level)| programme.enabled && !stand.contains(*level));
    let finding = |(path, level): (&str, &String)| {
        let name = names.called(level).unwrap_or_else(|| Words::alike(level));
        let zh = format!("会员等级“{}”不存在，或已去掉：没有人能享受", name.in_chinese());
        let en = format!("there is no level “{}”, or no more: nobody can have it", name.in_english());
        finding_of("unknown_level", Gravity::Warning, path.to_owned(), &zh, &en)
    };
    Ok(gone.map(finding).collect())
}

fn standing(key: &str, (zh, en): (&str, &str), offer: Offer, levels: BTreeSet<String>) -> Promotion {
    Promotion {
        key: key.to_owned(),
        name: Words { zh: zh.to_owned(), en: en.to_owned() },
        offer,
        scope: Scope { levels, ..Scope::default() },
        layer: None,
        held: false,
        priority: 0,
        exclusive: None,
        alone: false,
        max_off: None,
        budget: None,
        uses: None,
        uses_per_customer: None,
    }
}
