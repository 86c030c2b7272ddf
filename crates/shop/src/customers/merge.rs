//! Merging customers and taking profiles out again, because a person says so.
//!
//! No fact is rewritten: profiles change customers, and that is all. What staff put on a customer is kept by profile,
//! so it goes with them. Absent from here: undoing, which reads the history.

use std::collections::BTreeSet;

use platform::db::Tx;
use platform::http::Actor;
use platform::outbox::Message;
use platform::{App, Error};
use serde_json::json;

use super::join;
use super::records::{self, MergeRow};
use super::refresh::refresh;
use super::surviving;

/// Customers that one merge takes at most.
const MOST_CUSTOMERS: usize = 50;
/// Profiles that one unmerge parts at most, on both sides together.
const MOST_PROFILES: usize = 1_000;

/// Makes these customers one and returns its id, the oldest of theirs. Separations between them are lifted, and come
/// back when the merge is undone. Ids merged away before stand for their survivors.
///
/// # Errors
/// `not_found`; `invalid` when fewer than two different customers remain, or there are more than fifty.
pub async fn merge(tx: &mut Tx, app: &App, customers: &[i64], actor: &Actor, reason: &str) -> Result<i64, Error> {
    records::enter(tx).await?;
    let mut alive = BTreeSet::new();
    for id in customers {
        alive.insert(surviving(tx, *id).await?);
    }
    let mut alive = alive.into_iter();
    let winner = alive.next().ok_or_else(|| Error::invalid("customer_ids", "too_few"))?;
    let losers: Vec<i64> = alive.collect();
    if losers.is_empty() {
        return Err(Error::invalid("customer_ids", "too_few"));
    }
    if losers.len() >= MOST_CUSTOMERS {
        return Err(Error::invalid("customer_ids", "too_many"));
    }
    let profiles = records::profiles_of_customers(tx, &[&[winner], losers.as_slice()].concat()).await?;
    let all: BTreeSet<i64> = profiles.iter().map(|profile| profile.id).collect();
    let mut apart = records::separations(tx, &all.iter().copied().collect::<Vec<_>>()).await?;
    apart.retain(|pair| all.contains(&pair.a) && all.contains(&pair.b));

    let now = app.clock.now();
    let mut rows = Vec::with_capacity(losers.len());
    for loser in &losers {
        let own: Vec<i64> =
            profiles.iter().filter(|profile| profile.customer_id == *loser).map(|profile| profile.id).collect();
        // Each separation goes to the first record that crosses it.
        let (lifted, rest) = apart.into_iter().partition(|pair| own.contains(&pair.a) != own.contains(&pair.b));
        apart = rest;
        rows.push(MergeRow {
            id: app.ids.next(),
            kind: "merge".to_owned(),
            at: now,
            actor: actor.name().to_owned(),
            reason: reason.to_owned(),
            automatic: false,
            from_customer: *loser,
            to_customer: winner,
            profile_ids: own,
            lifted,
            undone: false,
        });
    }
    for row in &rows {
        records::lift(tx, &row.lifted).await?;
    }
    join::write_rows(tx, &rows, now).await?;
    refresh(tx, app, &[&[winner], losers.as_slice()].concat()).await?;
    Ok(winner)
}

/// Takes profiles out of a customer and returns the customers that there are now: the old one and the new one. Nothing
/// joins the two sides by itself again.
///
/// # Errors
/// `not_found`; `invalid` when a profile is not the customer's, or none would stay behind.
pub async fn unmerge(
    tx: &mut Tx,
    app: &App,
    customer: i64,
    profiles: &[i64],
    actor: &Actor,
    reason: &str,
) -> Result<Vec<i64>, Error> {
    records::enter(tx).await?;
    let customer = surviving(tx, customer).await?;
    let all: BTreeSet<i64> = super::profiles_of(tx, customer).await?.into_iter().collect();
    let out: BTreeSet<i64> = profiles.iter().copied().collect();
    if out.is_empty() {
        return Err(Error::invalid("profile_ids", "too_few"));
    }
    if !out.is_subset(&all) {
        return Err(Error::invalid("profile_ids", "not_of_customer"));
    }
    if out.len() == all.len() {
        return Err(Error::invalid("profile_ids", "must_leave_one"));
    }
    if all.len() > MOST_PROFILES {
        return Err(Error::invalid("profile_ids", "too_many"));
    }
    let now = app.clock.now();
    let row = MergeRow {
        id: app.ids.next(),
        kind: "unmerge".to_owned(),
        at: now,
        actor: actor.name().to_owned(),
        reason: reason.to_owned(),
        automatic: false,
        from_customer: customer,
        to_customer: app.ids.next(),
        profile_ids: out.iter().copied().collect(),
        lifted: Vec::new(),
        undone: false,
    };
    records::insert_empty_customer(tx, row.to_customer, now).await?;
    part(tx, app, &row, true).await?;
    Ok(vec![row.from_customer, row.to_customer])
}

/// Moves the profiles of an unmerge to a customer that stands, keeps it, and derives both sides again. `apart` keeps
/// the sides apart from now on.
pub(super) async fn part(tx: &mut Tx, app: &App, row: &MergeRow, apart: bool) -> Result<(), Error> {
    let moves: Vec<(i64, i64)> = row.profile_ids.iter().map(|profile| (*profile, row.to_customer)).collect();
    records::move_profiles(tx, &moves).await?;
    records::insert_merges(tx, std::slice::from_ref(row)).await?;
    if apart {
        let left = super::profiles_of(tx, row.from_customer).await?;
        let pairs: Vec<(i64, i64)> = left.iter().flat_map(|a| row.profile_ids.iter().map(move |b| (*a, *b))).collect();
        records::separate(tx, &pairs, row.id, row.at).await?;
    }
    refresh(tx, app, &[row.from_customer, row.to_customer]).await?;
    let unmerged =
        json!({ "record": row.id, "from": row.from_customer, "to": row.to_customer, "profiles": row.profile_ids });
    tx.emit(Message::new("customers.unmerged", row.at, &json!({ "unmerges": [unmerged] }))?);
    Ok(())
}
