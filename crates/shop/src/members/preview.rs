//! Who would move if the programme were saved.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use platform::db::Connection;
use platform::http::ShopScope;
use platform::{App, Error, Id};
use serde::Serialize;
use utoipa::ToSchema;

use super::programme::Programme;
use super::records;
use crate::{customers, orders, shops};

/// Members who would have another level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LevelMove)]
pub struct Move {
    /// The level that they have; null for none.
    pub from: Option<Id>,
    /// The level that they would have.
    pub to: Option<Id>,
    /// The place of that level among those that were sent, 0 the lowest; null for none.
    pub to_index: Option<usize>,
    /// How many.
    pub members: i64,
}

/// What saving a programme would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ProgrammePreview)]
pub struct Preview {
    /// Members now.
    pub members: i64,
    /// Who would move; members of a level that is taken out move to the next lower one.
    pub moves: Vec<Move>,
    /// Customers who would join by a deal that they had.
    pub joins: i64,
}

/// What saving `next` would do. `next` is checked.
///
/// # Errors
/// When the database cannot be read.
pub async fn preview(app: &App, next: &Programme) -> Result<Preview, Error> {
    let mut session = app.db.read().await?;
    let programme = super::programme(&mut session).await?;
    let now = app.clock.now();
    let members = records::sizes(&mut session).await?.iter().map(|(_, size, _)| size).sum();
    let mut counts: BTreeMap<(i64, usize), i64> = BTreeMap::new();
    // Ranks of the levels now, as `next` sees them.
    let after = super::save::settle(&programme, next.clone(), || 0);
    let mut count = |level: i64, earned: usize, held: bool, size: i64| {
        // Who still has a level that was taken out has the one that took it over.
        let level = programme.id_at(programme.rank(level));
        let stays = after.rank(level);
        let rank = if held { stays } else { stays.max(earned) };
        let old = programme.levels.iter().any(|one| one.id == Some(Id(level)));
        let gone = old && after.levels.iter().all(|one| one.id != Some(Id(level)));
        if rank != stays || gone {
            *counts.entry((level, rank)).or_default() += size;
        }
    };
    if next.enabled && programme.period_days.is_none() && next.period_days.is_none() {
        let ranks: Vec<_> = next.levels.iter().map(|level| next.needs(level)).collect();
        for (level, earned, size) in records::ranked(&mut session, &ranks).await? {
            count(level, usize::try_from(earned).unwrap_or(0), false, size);
        }
        // A lock and the black list hold a level against deals, not against its end.
        for (level, size) in records::held_sizes(&mut session).await? {
            count(level, 0, true, size);
        }
    } else if next.enabled {
        let bought = bought(&mut session, next, now).await?;
        records::each(&mut session, |customer, level, held| {
            let (amount, deals) = bought.get(&customer).copied().unwrap_or_default();
            count(level, next.earned(amount, deals), held, 1);
        })
        .await?;
    }
    let moves = counts
        .into_iter()
        .map(|((from, rank), members)| Move {
            from: (from != 0).then_some(Id(from)),
            to: after.at(rank).and_then(|level| level.id).filter(|id| id.0 != 0),
            to_index: rank.checked_sub(1),
            members,
        })
        .collect();
    let joins = if super::save::enrols(&programme, next) { joins(&mut session, next, now).await? } else { 0 };
    Ok(Preview { members, moves, joins })
}

/// What every customer bought in the period of a programme.
async fn bought(
    conn: &mut impl Connection,
    programme: &Programme,
    now: i64,
) -> Result<HashMap<i64, (i64, i64)>, Error> {
    let currency = shops::business(conn).await?.currency;
    let mut profiles: HashMap<i64, (i64, i64)> = HashMap::new();
    orders::deals(conn, &ShopScope::All, programme.from(now), i64::MAX, |deal| {
        if let Some(profile) = deal.profile_id.filter(|_| deal.currency == currency) {
            let sum = profiles.entry(profile).or_default();
            *sum = (sum.0 + deal.amount, sum.1 + 1);
        }
    })
    .await?;
    let ids: Vec<i64> = profiles.keys().copied().collect();
    let mut found: HashMap<i64, (i64, i64)> = HashMap::new();
    for (profile, customer) in customers::customers_of(conn, &ids).await? {
        let (amount, deals) = profiles.get(&profile).copied().unwrap_or_default();
        let sum = found.entry(customer).or_default();
        *sum = (sum.0 + amount, sum.1 + deals);
    }
    Ok(found)
}

/// How many customers with a deal since the programme began are no members.
async fn joins(conn: &mut impl Connection, next: &Programme, now: i64) -> Result<i64, Error> {
    let since = next.since.map_or(now, |since| since.0);
    let buyers = orders::buyers(conn, &ShopScope::All, since, i64::MAX).await?;
    let mut people: BTreeSet<i64> =
        customers::customers_of(conn, &buyers).await?.into_iter().map(|(_, customer)| customer).collect();
    records::each(conn, |customer, _, _| {
        people.remove(&customer);
    })
    .await?;
    Ok(i64::try_from(people.len()).unwrap_or(i64::MAX))
}
