//! Refunds come in: linked with their orders, whichever comes first, and taken off what the orders brought in.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use connectors::drafts::{BuyerDraft, RefundDraft, RefundStatus};
use platform::db::Tx;
use platform::{App, Error};
use serde::{Deserialize, Serialize};

use super::facts::{hash, to_json};
use super::import::Outcome;
use super::records::orders;
use super::records::refunds::{self as records, Record};
use super::{figures, merge, sales};
use crate::customers::{self, Sighting, Source};
use crate::shops::{self, Shop};

/// What is known of a refund. Minor units, milliseconds UTC.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct RefundFacts {
    /// The order's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) order: Option<String>,
    pub(super) currency: String,
    pub(super) amount: i64,
    pub(super) status: RefundStatus,
    pub(super) status_raw: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) requested_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) finished_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) with_return: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sku: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) buyer_nick: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) extra: BTreeMap<String, String>,
}

struct Stated {
    number: String,
    facts: RefundFacts,
    buyer: BuyerDraft,
}

impl From<RefundDraft> for Stated {
    fn from(draft: RefundDraft) -> Self {
        let facts = RefundFacts {
            order: draft.order,
            currency: draft.currency,
            amount: draft.amount,
            status: draft.status,
            status_raw: draft.status_raw,
            requested_at: draft.requested_at,
            finished_at: draft.finished_at,
            with_return: draft.with_return,
            reason: draft.reason,
            title: draft.title,
            sku: draft.sku,
            buyer_nick: draft.buyer.nick.clone(),
            extra: draft.extra,
        };
        Self { number: draft.number, facts, buyer: draft.buyer }
    }
}

/// Takes refunds of one shop over, some thousand at a time, by their numbers. Repeating it changes nothing. One that
/// states no time stands at `at`, milliseconds UTC.
///
/// # Errors
/// When the database refuses; then nothing of `tx` may be committed.
pub async fn import_refunds(
    tx: &mut Tx,
    app: &App,
    shop: &Shop,
    drafts: Vec<RefundDraft>,
    at: i64,
) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    if drafts.is_empty() {
        return Ok(outcome);
    }
    shops::hold(tx, shop).await?;
    let mut open: Vec<Stated> = drafts.into_iter().map(Stated::from).collect();
    while !open.is_empty() {
        let mut seen = HashSet::with_capacity(open.len());
        let (now, later): (Vec<Stated>, Vec<Stated>) =
            open.into_iter().partition(|one| seen.insert(one.number.clone()));
        round(tx, app, shop, now, at, &mut outcome).await?;
        open = later;
    }
    Ok(outcome)
}

async fn round(
    tx: &mut Tx,
    app: &App,
    shop: &Shop,
    stated: Vec<Stated>,
    at: i64,
    outcome: &mut Outcome,
) -> Result<(), Error> {
    let now = app.clock.now();
    let mut known = records::by_numbers(tx, shop.id.0, stated.iter().map(|one| one.number.as_str())).await?;
    let mut dirty: Vec<(Record, BuyerDraft)> = Vec::new();
    for one in stated {
        if one.facts.status == RefundStatus::Unknown {
            *outcome.unknown.entry(one.facts.status_raw.clone()).or_default() += 1;
        }
        let json = to_json(&one.facts)?;
        let hash = hash(&json);
        match known.remove(&one.number) {
            None => {
                outcome.counts.refunds.created += 1;
                let sort_at = one.facts.requested_at.or(one.facts.finished_at).unwrap_or(at);
                let record = Record {
                    id: app.ids.next(),
                    shop_id: shop.id.0,
                    number: one.number,
                    order_id: None,
                    profile_id: None,
                    sort_at,
                    hash,
                    facts: one.facts,
                    json,
                    created_at: now,
                };
                dirty.push((record, one.buyer));
            }
            Some(record) if record.hash == hash => {
                outcome.met.extend(record.profile_id);
                outcome.counts.refunds.unchanged += 1;
            }
            Some(mut record) => {
                let next = merged(&record.facts, &one.facts);
                if next == record.facts {
                    outcome.met.extend(record.profile_id);
                    outcome.counts.refunds.unchanged += 1;
                    continue;
                }
                outcome.counts.refunds.changed += 1;
                record.json = to_json(&next)?;
                record.facts = next;
                record.hash = hash;
                record.sort_at = record.facts.requested_at.or(record.facts.finished_at).unwrap_or(record.sort_at);
                dirty.push((record, one.buyer));
            }
        }
    }
    connect(tx, app, shop, &mut dirty, outcome).await?;
    records::write(tx, dirty.iter().map(|(record, _)| record), now).await?;
    take_off(tx, app, dirty.iter().filter_map(|(record, _)| record.order_id).collect()).await
}

/// Connects refunds with their orders and buyers.
async fn connect(
    tx: &mut Tx,
    app: &App,
    shop: &Shop,
    refunds: &mut [(Record, BuyerDraft)],
    outcome: &mut Outcome,
) -> Result<(), Error> {
    let numbers: BTreeSet<String> = refunds.iter().filter_map(|(record, _)| record.facts.order.clone()).collect();
    let stems = orders::stems(tx, shop.id.0, numbers.iter().map(String::as_str)).await?;
    let mut alone = Vec::new();
    for (index, (record, buyer)) in refunds.iter_mut().enumerate() {
        let stem = record.facts.order.as_ref().and_then(|number| stems.get(number));
        record.order_id = stem.map(|stem| stem.id).or(record.order_id);
        record.profile_id = stem.and_then(|stem| stem.profile_id).or(record.profile_id);
        outcome.met.extend(record.profile_id);
        if record.profile_id.is_none() && !buyer.identifiers.is_empty() {
            alone.push(index);
        }
    }
    let source = Source { shop_id: Some(shop.id.0), channel: shop.channel };
    let sightings: Vec<Sighting> = alone
        .iter()
        .filter_map(|index| refunds.get(*index))
        .map(|(record, buyer)| {
            let mut sighting = Sighting::new(source, buyer.identifiers.clone(), record.sort_at);
            sighting.rank = customers::rank_of(&record.number);
            sighting.nick.clone_from(&buyer.nick);
            sighting.name.clone_from(&buyer.name);
            sighting.mobile.clone_from(&buyer.mobile);
            sighting.email.clone_from(&buyer.email);
            sighting
        })
        .collect();
    if sightings.is_empty() {
        return Ok(());
    }
    for (index, resolved) in alone.into_iter().zip(customers::resolve(tx, app, &sightings).await?) {
        if let (Some((record, _)), Some(resolved)) = (refunds.get_mut(index), resolved) {
            record.profile_id = Some(resolved.profile_id);
            outcome.met.push(resolved.profile_id);
            if resolved.created {
                outcome.counts.customers.created += 1;
            } else if resolved.changed {
                outcome.renewed.push((resolved.profile_id, resolved.customer_id));
            }
        }
    }
    Ok(())
}

/// Takes what was given back off what the orders brought in.
async fn take_off(tx: &mut Tx, app: &App, ids: BTreeSet<i64>) -> Result<(), Error> {
    let sums = records::sums(tx, ids.iter().copied()).await?;
    let mut full: HashMap<i64, orders::Record> = orders::full(tx, ids).await?;
    full.retain(|id, order| {
        let before = (order.refunded, order.deal_amount);
        order.derive(sums.get(id).copied().unwrap_or(0));
        before != (order.refunded, order.deal_amount)
    });
    let sold = sales::before(tx, full.keys().copied()).await?;
    orders::write(tx, full.values(), app.clock.now()).await?;
    let profiles: BTreeSet<i64> = full.values().filter_map(|order| order.profile_id).collect();
    figures::of_profiles(tx, app, &profiles).await?;
    sales::after(tx, sold, full.keys().copied()).await?;
    figures::tell(tx, app, full.len(), &profiles)
}

/// What is known after `new` was said.
fn merged(known: &RefundFacts, new: &RefundFacts) -> RefundFacts {
    let (mut next, gaps) =
        if merge::older_refund(new.status, known.status) { (known.clone(), new) } else { (new.clone(), known) };
    fn fill<T: Clone>(to: &mut Option<T>, from: &Option<T>) {
        if to.is_none() {
            to.clone_from(from);
        }
    }
    fill(&mut next.order, &gaps.order);
    fill(&mut next.requested_at, &gaps.requested_at);
    fill(&mut next.finished_at, &gaps.finished_at);
    fill(&mut next.with_return, &gaps.with_return);
    fill(&mut next.reason, &gaps.reason);
    fill(&mut next.title, &gaps.title);
    fill(&mut next.sku, &gaps.sku);
    fill(&mut next.buyer_nick, &gaps.buyer_nick);
    for (name, value) in &gaps.extra {
        next.extra.entry(name.clone()).or_insert_with(|| value.clone());
    }
    next
}
