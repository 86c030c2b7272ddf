//! Looking for likely duplicates of profiles that changed, and of no others: the cost follows the change.
//!
//! The keys of the touched profiles lead to those that share an address, a mobile or a name within a place; each such
//! pair of different customers is judged, and the best pair of two customers becomes their proposal.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use platform::db::{Connection, Tx};
use platform::outbox::{self, Delivered, Message};
use platform::{App, Error};
use science::linkage::propose::{Crowd, Weights};
use serde_json::{Value as Json, json};

use super::judge::{Normal, judge};
use super::keys::{Kind, keys};
use super::model::{Found, State, Stored};
use super::records::{self, MOST_IN_BLOCK};
use super::weigh;
use crate::customers;

/// The name of this consumer of the outbox.
pub const CONSUMER: &str = "proposals";
/// Messages read at once.
const MESSAGES: i64 = 20;
/// Profiles looked at in one transaction.
pub(super) const PROFILES: usize = 1_000;

/// What a look has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Looked {
    /// Messages read.
    pub messages: usize,
    /// Profiles compared with others.
    pub profiles: usize,
}

/// Reads the next messages about customers and looks at the profiles that they name. No message read means that there
/// are none left.
///
/// # Errors
/// When the database refuses; then the messages are read again.
pub async fn look(app: &App) -> Result<Looked, Error> {
    let messages = outbox::pending(&app.db, CONSUMER, MESSAGES).await?;
    let Some(last) = messages.last().map(|message| message.position) else { return Ok(Looked::default()) };
    let touched: Vec<i64> = messages.iter().flat_map(named).collect::<BTreeSet<i64>>().into_iter().collect();
    let mut tx = app.db.begin().await?;
    for piece in touched.chunks(PROFILES) {
        compare(&mut tx, app, piece).await?;
    }
    outbox::advance(&mut tx, CONSUMER, last).await?;
    tx.commit().await?;
    Ok(Looked { messages: messages.len(), profiles: touched.len() })
}

/// The profiles that a message names.
fn named(message: &Delivered) -> Vec<i64> {
    let list = match message.kind.as_str() {
        "customers.changed" => return numbers(&message.payload),
        "customers.merged" => "merges",
        "customers.unmerged" => "unmerges",
        _ => return Vec::new(),
    };
    let list = message.payload.get(list).and_then(Json::as_array);
    list.into_iter().flatten().flat_map(numbers).collect()
}

fn numbers(row: &Json) -> Vec<i64> {
    row.get("profiles").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_i64).collect()
}

/// Looks at every profile there is, in the order of their ids, from the one after `after`; returns the last one looked
/// at, `None` at the end.
///
/// # Errors
/// When the database refuses.
pub async fn look_at_all(app: &App, after: i64) -> Result<Option<i64>, Error> {
    let profiles = {
        let mut session = app.db.read().await?;
        customers::profiles_after(&mut session, after, i64::try_from(PROFILES).unwrap_or(i64::MAX)).await?
    };
    let Some(last) = profiles.last().copied() else { return Ok(None) };
    let mut tx = app.db.begin().await?;
    compare(&mut tx, app, &profiles).await?;
    tx.commit().await?;
    Ok(Some(last))
}

/// Compares these profiles with those that share a key with them, and writes what comes of it.
pub(super) async fn compare(tx: &mut Tx, app: &App, touched: &[i64]) -> Result<(), Error> {
    let mut people: BTreeMap<i64, Normal> = normal(tx, touched).await?;
    let mine: Vec<i64> = people.keys().copied().collect();
    refresh_keys(tx, &people, touched).await?;
    let blocks = blocks(tx, &people).await?;
    let others = strangers(&people, &blocks);
    people.extend(normal(tx, &others).await?);
    let weights = weigh::current(tx).await?;

    let best = best_pairs(&weights, &mine, &people, &blocks);
    let mut concerned: BTreeSet<i64> = best.keys().flat_map(|(a, b)| [*a, *b]).collect();
    concerned.extend(mine.iter().filter_map(|id| people.get(id)).map(|person| person.customer));
    let placed = customers::placed(tx, &concerned.into_iter().collect::<Vec<_>>()).await?;
    let members: Vec<i64> = placed.iter().map(|(profile, _, _)| *profile).collect();
    let standing = records::of_profiles(tx, &members).await?;
    let apart = customers::separated(tx, &members).await?;
    let far: BTreeSet<i64> = standing
        .iter()
        .flat_map(|proposal| [proposal.found.a, proposal.found.b])
        .chain(apart.iter().flat_map(|(a, b)| [*a, *b]))
        .collect();
    let mut customer: HashMap<i64, i64> =
        customers::customers_of(tx, &far.into_iter().collect::<Vec<_>>()).await?.into_iter().collect();
    customer.extend(placed.iter().map(|(profile, customer, _)| (*profile, *customer)));

    let news = settle(&mine.into_iter().collect(), best, &standing, &apart, &customer);
    records::set_states(tx, &news.states).await?;
    let ids = app.ids.run(i64::try_from(news.proposals.len()).unwrap_or(i64::MAX));
    let found: Vec<(i64, Found)> = ids.zip(news.proposals).collect();
    if !found.is_empty() || !news.states.is_empty() {
        let now = app.clock.now();
        let payload = json!({ "found": found.len(), "settled": news.states.len() });
        records::put(tx, found, now).await?;
        tx.emit(Message::new("proposals.changed", now, &payload)?);
    }
    Ok(())
}

/// These profiles and those that share a key with them, and the blocks in which they do. Their keys are taken to be up to
/// date.
pub(super) async fn neighbourhood(
    conn: &mut impl Connection,
    profiles: &[i64],
) -> Result<(BTreeMap<i64, Normal>, Vec<Block>), Error> {
    let mut people = normal(conn, profiles).await?;
    let blocks = blocks(conn, &people).await?;
    let others = strangers(&people, &blocks);
    people.extend(normal(conn, &others).await?);
    Ok((people, blocks))
}

/// The members of blocks who are not among these people.
fn strangers(people: &BTreeMap<i64, Normal>, blocks: &[Block]) -> Vec<i64> {
    let mates: BTreeSet<i64> = blocks.iter().flat_map(|(_, mates)| mates.iter().copied()).collect();
    mates.into_iter().filter(|id| !people.contains_key(id)).collect()
}

async fn normal(conn: &mut impl Connection, profiles: &[i64]) -> Result<BTreeMap<i64, Normal>, Error> {
    let facts = customers::facts(conn, profiles).await?;
    Ok(facts.iter().map(|facts| (facts.profile_id, Normal::of(facts))).collect())
}

/// A block: what its members have in common, and their profiles.
pub(super) type Block = (Kind, Vec<i64>);

/// The keys of these people.
fn keys_of(people: &BTreeMap<i64, Normal>) -> BTreeSet<(i64, Kind, i64)> {
    let own = |person: &Normal| -> Vec<(i64, Kind, i64)> {
        keys(person).into_iter().map(|(kind, key)| (person.profile, kind, key)).collect()
    };
    people.values().flat_map(own).collect()
}

/// Brings the keys of the touched profiles up to date.
async fn refresh_keys(tx: &mut Tx, people: &BTreeMap<i64, Normal>, touched: &[i64]) -> Result<(), Error> {
    let wanted = keys_of(people);
    let held = records::keys_of(tx, touched).await?;
    let as_code: BTreeSet<(i64, &str, i64)> =
        wanted.iter().map(|(profile, kind, key)| (*profile, kind.code(), *key)).collect();
    let held_set: BTreeSet<(i64, &str, i64)> =
        held.iter().map(|(profile, kind, key)| (*profile, kind.as_str(), *key)).collect();
    let stale = held.iter().filter(|(profile, kind, key)| !as_code.contains(&(*profile, kind.as_str(), *key))).cloned();
    records::drop_keys(tx, stale.collect()).await?;
    let fresh = wanted
        .iter()
        .filter(|(profile, kind, key)| !held_set.contains(&(*profile, kind.code(), *key)))
        .map(|(profile, kind, key)| (*profile, kind.code(), *key));
    records::put_keys(tx, fresh.collect()).await
}

/// Reads the blocks that these people are in. Blocks of one, and blocks too large to mean anything, are left out.
async fn blocks(conn: &mut impl Connection, people: &BTreeMap<i64, Normal>) -> Result<Vec<Block>, Error> {
    let wanted = keys_of(people);
    let mut blocks = Vec::new();
    for kind in Kind::ALL {
        let keys: BTreeSet<i64> = wanted.iter().filter(|(_, of, _)| *of == kind).map(|(_, _, key)| *key).collect();
        let mut members: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for (key, profile) in records::block(conn, kind, &keys.into_iter().collect::<Vec<_>>()).await? {
            members.entry(key).or_default().push(profile);
        }
        blocks.extend(
            members
                .into_values()
                .filter(|block| block.len() > 1 && block.len() <= MOST_IN_BLOCK)
                .map(|block| (kind, block)),
        );
    }
    Ok(blocks)
}

/// The pairs within blocks that have a touched profile in them, the earlier profile first, with how many customers share
/// what they share.
pub(super) fn pairs<'a>(
    touched: &[i64],
    people: &'a BTreeMap<i64, Normal>,
    blocks: &[Block],
) -> Vec<(&'a Normal, &'a Normal, Crowd)> {
    let touched: BTreeSet<i64> = touched.iter().copied().collect();
    let mut at_address: HashMap<&str, u32> = HashMap::new();
    let mut with_mobile: HashMap<&str, u32> = HashMap::new();
    let mut pairs: BTreeSet<(i64, i64)> = BTreeSet::new();
    for (kind, block) in blocks {
        let members: Vec<&Normal> = block.iter().filter_map(|id| people.get(id)).collect();
        let crowd = members.iter().map(|person| person.customer).collect::<BTreeSet<i64>>().len();
        let crowd = u32::try_from(crowd).unwrap_or(u32::MAX);
        match (kind, members.first()) {
            (Kind::Address, Some(first)) => {
                at_address.insert(&first.address, crowd);
            }
            (Kind::Mobile, Some(first)) => {
                for mobile in
                    first.mobiles.iter().filter(|mobile| members.iter().all(|person| person.mobiles.contains(mobile)))
                {
                    with_mobile.insert(mobile, crowd);
                }
            }
            _ => {}
        }
        for (n, left) in members.iter().enumerate() {
            for right in members.iter().skip(n + 1) {
                let (left, right) = (left.profile.min(right.profile), left.profile.max(right.profile));
                if touched.contains(&left) || touched.contains(&right) {
                    pairs.insert((left, right));
                }
            }
        }
    }
    let with_crowd = |(left, right): (i64, i64)| {
        let (left, right) = (people.get(&left)?, people.get(&right)?);
        let there = at_address.get(left.address.as_str()).copied().unwrap_or(2);
        let shared = left.mobiles.iter().find(|mobile| right.mobiles.contains(mobile));
        let having = shared.and_then(|mobile| with_mobile.get(mobile.as_str())).copied().unwrap_or(2);
        Some((left, right, Crowd { at_address: there, with_mobile: having }))
    };
    pairs.into_iter().filter_map(with_crowd).collect()
}

/// The best pair of every two customers, of pairs that have a touched profile in them.
fn best_pairs(
    weights: &Weights,
    touched: &[i64],
    people: &BTreeMap<i64, Normal>,
    blocks: &[Block],
) -> BTreeMap<(i64, i64), Found> {
    let mut best: BTreeMap<(i64, i64), Found> = BTreeMap::new();
    for (left, right, crowd) in pairs(touched, people, blocks) {
        if left.customer == right.customer {
            continue;
        }
        let Some(found) = judge(weights, left, right, crowd) else { continue };
        let two = (left.customer.min(right.customer), left.customer.max(right.customer));
        match best.get(&two) {
            Some(better) if better.score >= found.score => {}
            _ => {
                best.insert(two, found);
            }
        }
    }
    best
}

/// What is to be written.
struct News {
    proposals: Vec<Found>,
    states: Vec<(i64, State)>,
}

/// Puts what was found beside what stands: two customers have one open proposal; what a person has refused or taken
/// apart is not proposed again; what is one by now, or is no longer said, is closed.
fn settle(
    touched: &BTreeSet<i64>,
    best: BTreeMap<(i64, i64), Found>,
    standing: &[Stored],
    apart: &[(i64, i64)],
    customer: &HashMap<i64, i64>,
) -> News {
    let two = |a: i64, b: i64| -> Option<(i64, i64)> {
        let (a, b) = (*customer.get(&a)?, *customer.get(&b)?);
        Some((a.min(b), a.max(b)))
    };
    let mut settled: BTreeSet<(i64, i64)> = apart.iter().filter_map(|(a, b)| two(*a, *b)).collect();
    settled.extend(
        standing.iter().filter(|old| old.state == State::Refused).filter_map(|old| two(old.found.a, old.found.b)),
    );
    let mut states = Vec::new();
    for old in standing {
        let now = two(old.found.a, old.found.b);
        let is_one = now.is_none_or(|(a, b)| a == b);
        let said = now.and_then(|now| best.get(&now));
        let was_compared = touched.contains(&old.found.a) || touched.contains(&old.found.b);
        let better_elsewhere = said.is_some_and(|found| (found.a, found.b) != (old.found.a, old.found.b));
        let state = match old.state {
            State::Open if is_one => State::Joined,
            State::Open if now.is_some_and(|now| settled.contains(&now)) => State::Withdrawn,
            State::Open if was_compared && said.is_none() || better_elsewhere => State::Withdrawn,
            // Somebody merged them here and took them apart again: that is a refusal.
            State::Accepted if !is_one => State::Refused,
            State::Joined if !is_one => State::Withdrawn,
            other => other,
        };
        if state == State::Refused
            && let Some(now) = now
        {
            settled.insert(now);
        }
        if state != old.state {
            states.push((old.id, state));
        }
    }
    let proposals = best
        .into_iter()
        .filter(|(two, _)| !settled.contains(two))
        .map(|(_, found)| found)
        .filter(|found| !standing.iter().any(|old| old.state == State::Open && old.found.is_as_likely_as(found)))
        .collect();
    News { proposals, states }
}
