//! The history of merges, and taking one back.
//!
//! A merge can be taken back as long as the profiles that it moved are still together and others stand beside them,
//! whatever has been merged or unmerged since; then they go to where they came from. An unmerge can be taken back as
//! long as its profiles are together and apart from the rest.

use std::collections::{BTreeMap, BTreeSet};

use platform::db::{Connection, Tx};
use platform::http::Actor;
use platform::{App, Error, Id, Instant};
use serde::Serialize;
use utoipa::ToSchema;

use super::records::{self, MergeRow};
use super::refresh::refresh;
use super::{join, merge, surviving};

/// A merge or unmerge in a customer's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MergeRecord {
    /// Its id.
    pub id: Id,
    /// When.
    pub at: Instant,
    /// Who: a member of staff, or `system`.
    pub by: String,
    /// Why: what was typed, or `identifier:<kind>`, `identify`, `undo`, `proposal`.
    pub reason: String,
    /// `merge` or `unmerge`.
    pub kind: String,
    /// The profiles that changed customers.
    pub profile_ids: Vec<Id>,
    /// The customer that they left.
    pub from_customer: Id,
    /// The customer that they went to.
    pub to_customer: Id,
    /// Whether it can be taken back now.
    pub undoable: bool,
}

/// The merges and unmerges that made `customer_id` what it is, newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn merges_of(conn: &mut impl Connection, customer_id: i64) -> Result<Vec<MergeRecord>, Error> {
    let family = super::with_merged_away(conn, customer_id).await?;
    let rows = records::merges_of(conn, &family.into_iter().collect::<Vec<_>>()).await?;
    let profiles: BTreeSet<i64> = rows.iter().flat_map(|row| row.profile_ids.iter().copied()).collect();
    let customer: BTreeMap<i64, i64> =
        records::customers_of_profiles(conn, &profiles.into_iter().collect::<Vec<_>>()).await?.into_iter().collect();
    let concerned: BTreeSet<i64> = customer.values().copied().collect();
    let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
    for row in records::figures_of_customers(conn, &concerned.into_iter().collect::<Vec<_>>()).await? {
        *sizes.entry(row.customer_id).or_default() += 1;
    }
    let mut answer = Vec::with_capacity(rows.len());
    for row in rows {
        let undoable = match together(&row, &customer) {
            Some((at, count)) if !row.undone => match row.kind.as_str() {
                "merge" => at != row.from_customer && sizes.get(&at).is_some_and(|size| *size > count),
                _ => surviving(conn, row.from_customer).await? != at,
            },
            _ => false,
        };
        answer.push(MergeRecord {
            id: Id(row.id),
            at: Instant(row.at),
            by: row.actor,
            reason: row.reason,
            kind: row.kind,
            profile_ids: row.profile_ids.into_iter().map(Id).collect(),
            from_customer: Id(row.from_customer),
            to_customer: Id(row.to_customer),
            undoable,
        });
    }
    Ok(answer)
}

/// The customer that all profiles of a record are in, and how many of them there still are.
fn together(row: &MergeRow, customer: &BTreeMap<i64, i64>) -> Option<(i64, usize)> {
    let at: Vec<i64> = row.profile_ids.iter().filter_map(|id| customer.get(id).copied()).collect();
    let first = at.first().copied()?;
    at.iter().all(|id| *id == first).then_some((first, at.len()))
}

/// The customers that record `id` concerns today.
///
/// # Errors
/// `not_found`.
pub async fn customers_of_merge(conn: &mut impl Connection, id: i64) -> Result<Vec<i64>, Error> {
    let row = records::merge(conn, id).await?.ok_or_else(|| Error::not_found("merge"))?;
    let mut found: BTreeSet<i64> = records::customers_of_profiles(conn, &row.profile_ids)
        .await?
        .into_iter()
        .map(|(_, customer)| customer)
        .collect();
    found.insert(surviving(conn, row.from_customer).await?);
    found.insert(surviving(conn, row.to_customer).await?);
    Ok(found.into_iter().collect())
}

/// Takes a merge or unmerge back and returns the customers that there are now. Taking back a join that identifiers
/// made keeps the two sides apart from then on.
///
/// # Errors
/// `not_found`; the conflict `cannot_undo` when it was taken back before, or its profiles have gone separate ways.
pub async fn undo(tx: &mut Tx, app: &App, id: i64, actor: &Actor) -> Result<Vec<i64>, Error> {
    records::enter(tx).await?;
    let row = records::merge(tx, id).await?.ok_or_else(|| Error::not_found("merge"))?;
    let customer: BTreeMap<i64, i64> =
        records::customers_of_profiles(tx, &row.profile_ids).await?.into_iter().collect();
    let (at, _) = together(&row, &customer).ok_or_else(cannot)?;
    if !records::set_undone(tx, id).await? {
        return Err(cannot());
    }
    let back = MergeRow {
        id: app.ids.next(),
        kind: String::new(),
        at: app.clock.now(),
        actor: actor.name().to_owned(),
        reason: "undo".to_owned(),
        automatic: false,
        from_customer: at,
        to_customer: row.from_customer,
        profile_ids: customer.into_keys().collect(),
        lifted: Vec::new(),
        undone: false,
    };
    if row.kind == "merge" { undo_merge(tx, app, &row, back).await } else { undo_unmerge(tx, app, &row, back).await }
}

async fn undo_merge(tx: &mut Tx, app: &App, row: &MergeRow, mut back: MergeRow) -> Result<Vec<i64>, Error> {
    let all = super::profiles_of(tx, back.from_customer).await?;
    let gone = records::merged_into(tx, back.to_customer).await?.is_none();
    if gone || back.from_customer == back.to_customer || all.len() == back.profile_ids.len() {
        return Err(cannot());
    }
    "unmerge".clone_into(&mut back.kind);
    records::set_merged(tx, &[(back.to_customer, None)], back.at).await?;
    merge::part(tx, app, &back, row.automatic).await?;
    records::restore(tx, &row.lifted, back.at).await?;
    Ok(vec![back.from_customer, back.to_customer])
}

async fn undo_unmerge(tx: &mut Tx, app: &App, row: &MergeRow, mut back: MergeRow) -> Result<Vec<i64>, Error> {
    back.to_customer = surviving(tx, row.from_customer).await?;
    if back.from_customer == back.to_customer {
        return Err(cannot());
    }
    "merge".clone_into(&mut back.kind);
    let pairs = crossing(tx, &back).await?;
    back.lifted = pairs;
    records::lift(tx, &back.lifted).await?;
    let all = super::profiles_of(tx, back.from_customer).await?;
    let (from, to) = (back.from_customer, back.to_customer);
    join::write_rows(tx, std::slice::from_ref(&back), back.at).await?;
    if all.len() > back.profile_ids.len() {
        // Others have come to the customer since: it stays.
        records::set_merged(tx, &[(from, None)], back.at).await?;
    }
    refresh(tx, app, &[from, to]).await?;
    Ok(vec![to])
}

/// The separations between the profiles that come back and those that they come back to.
async fn crossing(tx: &mut Tx, back: &MergeRow) -> Result<Vec<records::Apart>, Error> {
    let there: BTreeSet<i64> = super::profiles_of(tx, back.to_customer).await?.into_iter().collect();
    let mut pairs = records::separations(tx, &back.profile_ids).await?;
    pairs.retain(|pair| there.contains(&pair.a) || there.contains(&pair.b));
    Ok(pairs)
}

fn cannot() -> Error {
    Error::conflict("cannot_undo")
}
