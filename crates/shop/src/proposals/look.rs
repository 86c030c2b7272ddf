//! Looking for likely duplicates of profiles that changed, and of no others: the cost follows the change.
//!
//! The keys of the touched profiles lead to those that share an address, a mobile or a name within a place; each such
//! pair of different customers is judged, and the best pair of two customers becomes their proposal.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use platform::db::Tx;
use platform::outbox::{self, Delivered, Message};
use platform::{App, Error};
use serde_json::{Value as Json, json};

use super::judge::{Normal, judge};
use super::keys::{Kind, keys};
use super::model::{Found, State, Stored};
use super::records::{self, MOST_IN_BLOCK};
use crate::customers;

/// The name of this consumer of the outbox.
pub const CONSUMER: &str = "proposals";
/// Messages read at once.
const MESSAGES: i64 = 20;
/// Profiles looked at in one transaction.
const PROFILES: usize = 1_000;

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
    let blocks = blocks(tx, &people, touched).await?;
    let mates: BTreeSet<i64> = blocks.iter().flat_map(|(_, mates)| mates.iter().copied()).collect();
    let others: Vec<i64> = mates.into_iter().filter(|id| !people.contains_key(id)).collect();
    people.extend(normal(tx, &others).await?);

    let best = best_pairs(&mine, &people, &blocks);
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

async fn normal(tx: &mut Tx, profiles: &[i64]) -> Result<BTreeMap<i64, Normal>, Error> {
    let facts = customers::facts(tx, profiles).await?;
    Ok(facts.iter().map(|facts| (facts.profile_id, Normal::of(facts))).collect())
}

/// A block: what its members have in common, and their profiles.
type Block = (Kind, Vec<i64>);

/// Brings the keys of the touched profiles up to date and reads the blocks that they are in. Blocks of one, and blocks
/// too large to mean anything, are left out.
async fn blocks(tx: &mut Tx, people: &BTreeMap<i64, Normal>, touched: &[i64]) -> Result<Vec<Block>, Error> {
    let wanted: BTreeSet<(i64, Kind, i64)> = people
        .values()
        .flat_map(|person| keys(person).into_iter().map(|(kind, key)| (person.profile, kind, key)))
        .collect();
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
    records::put_keys(tx, fresh.collect()).await?;

    let mut blocks = Vec::new();
    for kind in Kind::ALL {
        let keys: BTreeSet<i64> = wanted.iter().filter(|(_, of, _)| *of == kind).map(|(_, _, key)| *key).collect();
        let mut members: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for (key, profile) in records::block(tx, kind, &keys.into_iter().collect::<Vec<_>>()).await? {
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

/// The best pair of every two customers, of pairs that have a touched profile in them.
fn best_pairs(touched: &[i64], people: &BTreeMap<i64, Normal>, blocks: &[Block]) -> BTreeMap<(i64, i64), Found> {
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
    let mut best: BTreeMap<(i64, i64), Found> = BTreeMap::new();
    for (left, right) in pairs {
        let (Some(left), Some(right)) = (people.get(&left), people.get(&right)) else { continue };
        if left.customer == right.customer {
            continue;
        }
        let there = at_address.get(left.address.as_str()).copied().unwrap_or(2);
        let shared = left.mobiles.iter().find(|mobile| right.mobiles.contains(mobile));
        let having = shared.and_then(|mobile| with_mobile.get(mobile.as_str())).copied().unwrap_or(2);
        let Some(found) = judge(left, right, there, having) else { continue };
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
