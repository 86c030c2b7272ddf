//! Group buys in lists, one with who is in it, and how they stand together.

use std::collections::HashMap;

use platform::db::Session;
use platform::http::ShopScope;
use platform::{App, Error, Id, Instant};

use super::model::{
    GroupBuy, GroupBuyFull, GroupBuyPlace, GroupBuyPromotion, GroupBuyRefund, GroupBuyStatus, GroupBuySummary,
    GroupPlaceState, OrderGroup,
};
use super::records::groups::{self, GroupRow};
use super::records::places::{self, PlaceRow};
use super::seat::coded;
use crate::customers::{self, Whose};
use crate::shops;

/// Which groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// That stand so.
    pub status: Option<GroupBuyStatus>,
    /// Of this promotion.
    pub promotion: Option<i64>,
    /// With this code.
    pub code: Option<String>,
    /// In which one of these profiles has a place.
    pub profiles: Option<Vec<i64>>,
    /// Those in which nobody paid, too.
    pub unpaid: bool,
}

/// Groups before `(instant, id)`, newest first, as somebody with `scope` sees them.
///
/// # Errors
/// When the database cannot be read.
pub async fn group_buys(
    session: &mut Session,
    scope: &ShopScope,
    wanted: &Wanted,
    before: (i64, i64),
    limit: i64,
) -> Result<Vec<GroupBuy>, Error> {
    let rows = groups::list(session, wanted, before, limit).await?;
    shown(session, scope, rows).await
}

/// The group with this code and who is in it, as somebody with `scope` sees it.
///
/// # Errors
/// `not_found`.
pub async fn found(session: &mut Session, scope: &ShopScope, code: &str) -> Result<GroupBuyFull, Error> {
    let row = coded(session, code).await?.ok_or_else(|| Error::not_found("group_buy"))?;
    full(session, scope, row).await
}

/// The group with this id and who is in it.
pub(super) async fn by_id(session: &mut Session, scope: &ShopScope, id: i64) -> Result<GroupBuyFull, Error> {
    let row = groups::find(session, id).await?.ok_or_else(|| Error::not_found("group_buy"))?;
    full(session, scope, row).await
}

async fn full(session: &mut Session, scope: &ShopScope, row: GroupRow) -> Result<GroupBuyFull, Error> {
    let mut rows = places::of_group(session, row.id).await?;
    rows.retain(|place| place.state != GroupPlaceState::Released);
    let whose = customers::whose(session, scope, rows.iter().map(|place| place.profile_id)).await?;
    let group = shown(session, scope, vec![row]).await?.pop();
    Ok(GroupBuyFull {
        group: group.ok_or_else(|| Error::not_found("group_buy"))?,
        places: rows.into_iter().map(|row| place(row, scope, &whose)).collect(),
    })
}

/// The groups in which these profiles took a place, with the place and its profile, the latest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn mine(session: &mut Session, profiles: &[i64]) -> Result<Vec<(GroupBuy, GroupBuyPlace, i64)>, Error> {
    let rows = places::of_profiles(session, profiles).await?;
    let mut ids: Vec<i64> = rows.iter().map(|row| row.group_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = groups::by_ids(session, &ids).await?;
    let found = shown(session, &ShopScope::All, found).await?;
    let found: HashMap<i64, GroupBuy> = found.into_iter().map(|group| (group.id.0, group)).collect();
    let whose = HashMap::new();
    let one = |row: PlaceRow| {
        let (group, profile) = (found.get(&row.group_id)?.clone(), row.profile_id);
        Some((group, place(row, &ShopScope::All, &whose), profile))
    };
    Ok(rows.into_iter().rev().filter_map(one).collect())
}

/// The group that an order has this place in.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_place(session: &mut Session, place: i64) -> Result<Option<OrderGroup>, Error> {
    let Some(place) = places::find(session, place).await? else { return Ok(None) };
    let Some(group) = groups::find(session, place.group_id).await? else { return Ok(None) };
    Ok(Some(OrderGroup {
        id: Id(group.id),
        code: group.code,
        promotion: group.promotion_key,
        status: group.status,
        place: place.state,
        size: group.size,
        paid: group.paid,
        ends_at: Instant(group.ends_at),
    }))
}

/// These rows as somebody with `scope` sees them.
async fn shown(session: &mut Session, scope: &ShopScope, rows: Vec<GroupRow>) -> Result<Vec<GroupBuy>, Error> {
    let leaders = rows.iter().map(|row| row.leader_profile).filter(|id| *id != 0);
    let whose = customers::whose(session, scope, leaders).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let sums: HashMap<i64, (i64, i64)> =
        places::sums(session, &ids).await?.into_iter().map(|(group, amount, due)| (group, (amount, due))).collect();
    let group = |row: GroupRow| {
        let leader = whose.get(&row.leader_profile);
        let (amount, to_refund) = sums.get(&row.id).copied().unwrap_or_default();
        GroupBuy {
            id: Id(row.id),
            code: row.code,
            promotion_id: Id(row.promotion_id),
            promotion: row.promotion_key,
            name: row.name,
            status: row.status,
            cause: row.cause,
            reason: row.reason,
            by: row.actor,
            size: row.size,
            paid: row.paid,
            held: row.taken - row.paid,
            missing: row.size - row.paid,
            opened_at: Instant(row.opened_at),
            ends_at: Instant(row.ends_at),
            ended_at: row.ended_at.map(Instant),
            leader_id: leader.map(|one| one.id),
            leader: leader.and_then(|one| one.name.clone()),
            amount,
            to_refund,
        }
    };
    Ok(rows.into_iter().map(group).collect())
}

/// A place; whose order it is and what was paid only for those who may see the customer.
fn place(row: PlaceRow, scope: &ShopScope, whose: &HashMap<i64, Whose>) -> GroupBuyPlace {
    let customer = whose.get(&row.profile_id);
    let seen = customer.is_some() || *scope == ShopScope::All;
    GroupBuyPlace {
        id: Id(row.id),
        state: row.state,
        leads: row.leads,
        customer_id: customer.map(|one| one.id),
        customer: customer.and_then(|one| one.name.clone()),
        order: row.order.filter(|_| seen),
        amount: if seen { row.amount } else { 0 },
        joined_at: Instant(row.joined_at),
        paid_at: row.paid_at.map(Instant),
        until: row.until.map(Instant),
        left_at: row.left_at.map(Instant),
    }
}

/// Paid orders of failed groups after the place `after`, as somebody with `scope` sees whose they are.
pub(super) async fn refunds(
    session: &mut Session,
    scope: &ShopScope,
    after: i64,
    limit: i64,
) -> Result<Vec<GroupBuyRefund>, Error> {
    let rows = places::refunds(session, after, limit).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.group_id).collect();
    let found: HashMap<i64, GroupRow> =
        groups::by_ids(session, &ids).await?.into_iter().map(|row| (row.id, row)).collect();
    let whose = customers::whose(session, scope, rows.iter().map(|row| row.profile_id).filter(|id| *id != 0)).await?;
    let one = |row: PlaceRow| {
        let group = found.get(&row.group_id)?;
        if *scope != ShopScope::All && !whose.contains_key(&row.profile_id) {
            return None;
        }
        Some(GroupBuyRefund {
            id: Id(row.id),
            order: row.order?,
            amount: row.amount,
            code: group.code.clone(),
            promotion: group.promotion_key.clone(),
            cause: group.cause,
            failed_at: Instant(group.ended_at?),
            customer_id: whose.get(&row.profile_id).map(|one| one.id),
        })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// How group buying goes.
pub(super) async fn summary(app: &App) -> Result<GroupBuySummary, Error> {
    let mut session = app.db.read().await?;
    let currency = shops::business(&mut session).await?.currency;
    let standing = groups::standing(&mut session).await?;
    let earned: HashMap<i64, i64> = places::earned(&mut session).await?.into_iter().collect();
    let (to_refund, refund_amount) = places::owed(&mut session).await?;
    let mut told = GroupBuySummary {
        as_of: Instant(app.clock.now()),
        open: 0,
        missing: 0,
        next_end_at: None,
        filled: 0,
        failed: 0,
        abandoned: groups::abandoned(&mut session).await?,
        fill_per_mille: None,
        amount: earned.values().sum(),
        to_refund,
        refund_amount,
        currency,
        promotions: Vec::new(),
    };
    // The rows of one promotion come with the name that it had last at the end.
    for row in standing {
        let place = match told.promotions.iter().position(|one| one.promotion_id.0 == row.promotion_id) {
            Some(place) => place,
            None => {
                told.promotions.push(fresh(&row, &earned));
                told.promotions.len() - 1
            }
        };
        let Some(one) = told.promotions.get_mut(place) else { continue };
        one.name = row.name;
        match row.status {
            Some(GroupBuyStatus::Open) => {
                one.open += row.count;
                told.missing += row.missing;
                told.next_end_at = [told.next_end_at, Some(Instant(row.ends_at))].into_iter().flatten().min();
            }
            Some(GroupBuyStatus::Filled) => one.filled += row.count,
            Some(GroupBuyStatus::Failed) => one.failed += row.count,
            None => {}
        }
    }
    for one in &mut told.promotions {
        one.fill_per_mille = share(one.filled, one.failed);
        told.open += one.open;
        told.filled += one.filled;
        told.failed += one.failed;
    }
    told.fill_per_mille = share(told.filled, told.failed);
    told.promotions.sort_by_key(|one| (std::cmp::Reverse(one.open + one.filled + one.failed), one.promotion_id.0));
    Ok(told)
}

fn fresh(row: &groups::Standing, earned: &HashMap<i64, i64>) -> GroupBuyPromotion {
    GroupBuyPromotion {
        promotion_id: Id(row.promotion_id),
        promotion: row.promotion_key.clone(),
        name: row.name.clone(),
        open: 0,
        filled: 0,
        failed: 0,
        fill_per_mille: None,
        amount: earned.get(&row.promotion_id).copied().unwrap_or(0),
    }
}

/// Filled among those that are over, per mille, rounded.
fn share(filled: i64, failed: i64) -> Option<i64> {
    let over = filled + failed;
    (filled * 1_000 + over / 2).checked_div(over)
}
