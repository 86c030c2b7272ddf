//! Finding the customers that a query means, a page at a time.
//!
//! What is rare is fetched first and the rest asked of it; what is common is found by walking the list's own order. So
//! the first page costs the same on a thousand customers and on a million.

use std::collections::BTreeSet;

use connectors::identity::{email, mobile};
use platform::Error;
use platform::db::{Session, Value};
use platform::http::ShopScope;

use super::filter::{Filter, Sort};
use super::records::{self, Narrow, Wide};
use crate::customers::ContactGroup;
use crate::{care, groups};

/// A set of at most so many customers is rare.
pub(super) const RARE: usize = 1_000;

/// A customer's place in the list: the sort key and the id, both falling.
pub type Place = (i64, i64);

/// The customers behind `after`, at most `limit`, with their places.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(
    session: &mut Session,
    filter: &Filter,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    let mut narrow = Narrow { only: filter.only.clone(), ..Narrow::default() };
    for (sql, values) in memberships(filter) {
        let rare = records::rare_members(session, sql, &values, RARE).await?;
        match rare {
            Some(ids) => narrow.keep(ids),
            None => narrow.common.push((sql, values)),
        }
    }
    if let Some(q) = &filter.q {
        let (ids, wide) = candidates(session, q).await?;
        match wide {
            None => narrow.keep(ids),
            Some(wide) => narrow.wide = Some((wide, ids.into_iter().collect())),
        }
    }
    if narrow.only.as_ref().is_some_and(BTreeSet::is_empty) {
        return Ok(Vec::new());
    }
    match &filter.scope {
        ShopScope::All => records::walk(session, filter, &narrow, after, limit).await,
        ShopScope::Only(shops) if shops.is_empty() => Ok(Vec::new()),
        ShopScope::Only(shops) => {
            if filter.sort == Sort::LastDealAt && !filter.by_figures() && narrow.only.is_none() {
                walk_shops(session, filter, &narrow, shops, after, limit).await
            } else {
                records::summed(session, filter, &narrow, shops, after, limit).await
            }
        }
    }
}

/// Walks each shop's own order and merges them: a customer stands where its last deal in these shops puts it.
async fn walk_shops(
    session: &mut Session,
    filter: &Filter,
    narrow: &Narrow,
    shops: &[i64],
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    let mut found = Vec::new();
    for shop in shops {
        found.extend(records::walk_shop(session, filter, narrow, shops, *shop, after, limit).await?);
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.dedup();
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

fn memberships(filter: &Filter) -> Vec<(&'static str, Vec<Value>)> {
    let mut sets = Vec::new();
    if let Some(id) = filter.in_group {
        let (sql, value) = groups::in_group(id);
        sets.push((sql, vec![value]));
    }
    if let Some(tag) = &filter.tag {
        let (sql, value) = groups::with_tag(tag);
        sets.push((sql, vec![value]));
    }
    sets.extend(filter.consent.as_deref().and_then(care::said));
    sets
}

/// The customers that `q` may mean, and, when those with such a nick or name are too many to fetch, the ranges to look
/// for while walking.
async fn candidates(session: &mut Session, q: &str) -> Result<(BTreeSet<i64>, Option<Wide>), Error> {
    let mut ids = BTreeSet::new();
    let mut exact = vec![q.to_owned()];
    exact.extend(mobile::classify(q).into_full());
    exact.extend(email::normalise(q));
    ids.extend(records::by_identifier(session, &exact).await?);
    let digits = q.len() >= 4 && q.bytes().all(|byte| byte.is_ascii_digit());
    if digits && q.len() == 4 {
        ids.extend(records::by_tail(session, q, RARE).await?);
    }
    ids.extend((crate::HOOKS.customers_by_order)(session, q).await?);

    let mut wide = None;
    if !digits || ids.is_empty() {
        let ranges = ranges(q);
        match records::by_label_range(session, &ranges, RARE).await? {
            Some(found) => {
                ids.extend(found);
                ids.extend(records::by_identifier_range(session, &ranges, RARE).await?);
            }
            // So many are called so that the identifiers behind them need no look.
            None => wide = Some(ranges),
        }
    }
    Ok((ids, wide))
}

/// The ranges of texts that begin with `q`, as it is written and with other capitals.
fn ranges(q: &str) -> Wide {
    let lower = q.to_lowercase();
    let mut letters = lower.chars();
    let title: String = letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default();
    let mut starts = vec![q.to_owned(), lower, title];
    starts.sort();
    starts.dedup();
    starts.into_iter().map(|start| (start.clone(), format!("{start}\u{10FFFF}"))).collect()
}

/// The column that the list is walked by. Those without a deal have no amount and no last deal, so all orders but the
/// first are one there, and the index that begins with the contact group serves it.
pub(super) fn walked(filter: &Filter) -> Sort {
    match (filter.group, filter.sort) {
        (Some(ContactGroup::NotDealt | ContactGroup::Inquired), _) => Sort::LastDealAt,
        (_, sort) => sort,
    }
}
