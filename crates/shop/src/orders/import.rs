//! Orders come in: each is found by shop and number, its buyer by identifiers, and what is new of it is written.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use connectors::drafts::{AddressDraft, OrderDraft, OrderStatus};
use platform::db::Tx;
use platform::{App, Error};

use super::counts::ImportCounts;
use super::facts::{Stated, to_json};
use super::lines::{self, Target};
use super::records::orders::{self as records, Record};
use super::records::refunds;
use super::statuses::Taught;
use super::{figures, merge, records as tables, shipments};
use crate::customers::{self, Resolved, Sighting, Source};
use crate::shops::{self, Shop};

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many of each kind.
    pub counts: ImportCounts,
    /// Status texts that nobody knows, and how many orders, lines or refunds have them.
    pub unknown: BTreeMap<String, i64>,
}

impl Outcome {
    /// Adds what another import did.
    pub fn add(&mut self, other: Self) {
        self.counts += other.counts;
        for (raw, count) in other.unknown {
            *self.unknown.entry(raw).or_default() += count;
        }
    }

    pub(super) fn note_unknown(&mut self, status: OrderStatus, raw: &str) {
        if status == OrderStatus::Unknown {
            *self.unknown.entry(raw.to_owned()).or_default() += 1;
        }
    }
}

/// An order on its way into the table.
struct Open {
    stated: Stated,
    record: Record,
    /// What it was before, for an order that is known.
    before: Option<Before>,
    /// Whether its buyer was never heard of before.
    of_new: bool,
}

struct Before {
    status: (&'static str, String),
    profile_id: Option<i64>,
    paid: Option<i64>,
    deal_amount: i64,
    /// Whether the statement changed what is known of the order itself.
    moved: bool,
}

/// Takes orders of one shop over, some thousand at a time, by their numbers. Repeating it changes nothing.
///
/// # Errors
/// When the database refuses; then nothing of `tx` may be committed.
pub async fn import(tx: &mut Tx, app: &App, shop: &Shop, drafts: Vec<OrderDraft>) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    if drafts.is_empty() {
        return Ok(outcome);
    }
    shops::hold(tx, shop).await?;
    let taught = Taught::load(tx).await?;
    let mut open = Vec::with_capacity(drafts.len());
    for draft in drafts {
        open.push(Stated::take(draft, &taught)?);
    }
    while !open.is_empty() {
        // An order stated twice in one batch comes twice: the second statement sees what the first one wrote.
        let mut seen = HashSet::with_capacity(open.len());
        let mut later = Vec::new();
        let mut now = Vec::with_capacity(open.len());
        for stated in open {
            if seen.insert(stated.number.clone()) { now.push(stated) } else { later.push(stated) }
        }
        round(tx, app, shop, now, &mut outcome).await?;
        open = later;
    }
    Ok(outcome)
}

async fn round(tx: &mut Tx, app: &App, shop: &Shop, stated: Vec<Stated>, outcome: &mut Outcome) -> Result<(), Error> {
    let now = app.clock.now();
    let heads = records::heads(tx, shop.id.0, stated.iter().map(|one| one.number.as_str())).await?;
    let moved = |one: &Stated| heads.get(&one.number).is_some_and(|head| head.stub || head.hash != one.hash);
    let mut full =
        records::full(tx, stated.iter().filter(|one| moved(one)).filter_map(|one| Some(heads.get(&one.number)?.id)))
            .await?;
    let mut ids = app.ids.run(i64::try_from(stated.len().saturating_sub(heads.len())).unwrap_or(i64::MAX));
    let mut open: Vec<Open> = Vec::with_capacity(stated.len());
    for one in stated {
        outcome.note_unknown(one.facts.status, &one.facts.status_raw);
        match heads.get(&one.number) {
            None => {
                let id = ids.next().ok_or_else(|| Error::internal("more orders than were counted"))?;
                open.push(fresh(id, shop, one, now));
            }
            Some(head) => match full.remove(&head.id) {
                Some(record) => open.push(known(record, one)?),
                None => {
                    outcome.counts.orders.unchanged += 1;
                    outcome.counts.lines.unchanged += count(one.lines.len());
                    outcome.counts.shipments.unchanged += count(one.shipments.len());
                }
            },
        }
    }
    resolve(tx, app, shop, &mut open, outcome).await?;
    let linked = give_back(tx, shop, &mut open).await?;
    settle(tx, app, shop, open, linked, outcome).await
}

fn fresh(id: i64, shop: &Shop, mut stated: Stated, now: i64) -> Open {
    let record = Record {
        id,
        shop_id: shop.id.0,
        number: stated.number.clone(),
        profile_id: None,
        sort_at: stated.facts.placed_at.or(stated.facts.paid_at).unwrap_or(now),
        refunded: 0,
        deal_amount: 0,
        pieces: None,
        stub: false,
        hash: stated.hash,
        facts: stated.facts.clone(),
        json: std::mem::take(&mut stated.json),
        created_at: now,
        was_at: None,
    };
    Open { stated, record, before: None, of_new: false }
}

fn known(mut record: Record, stated: Stated) -> Result<Open, Error> {
    let next = if record.stub {
        // The order itself speaks for the first time; what lines said of it only fills its gaps.
        merge::order(&record.facts, &stated.facts, false)
    } else {
        let older = merge::older(stated.facts.status, record.facts.status);
        merge::order(&record.facts, &stated.facts, older)
    };
    let before = Before {
        status: (record.facts.status.code(), record.facts.status_raw.clone()),
        profile_id: record.profile_id,
        paid: record.facts.paid,
        deal_amount: record.deal_amount,
        moved: record.stub || next != record.facts,
    };
    if before.moved {
        record.json = to_json(&next)?;
        record.facts = next;
    }
    record.stub = false;
    record.hash = stated.hash;
    Ok(Open { stated, record, before: Some(before), of_new: false })
}

/// Finds the buyers.
async fn resolve(tx: &mut Tx, app: &App, shop: &Shop, open: &mut [Open], outcome: &mut Outcome) -> Result<(), Error> {
    let source = Source { shop_id: Some(shop.id.0), channel: shop.channel };
    let sightings: Vec<Sighting> = open.iter().map(|one| sighting(source, one)).collect();
    let found = customers::resolve(tx, app, &sightings).await?;
    for (one, resolved) in open.iter_mut().zip(found) {
        if let Some(Resolved { profile_id, created, changed, .. }) = resolved {
            one.record.profile_id = Some(profile_id);
            one.of_new = created;
            outcome.counts.customers.created += i64::from(created);
            outcome.counts.customers.changed += i64::from(changed && !created);
        }
    }
    Ok(())
}

fn sighting(source: Source, one: &Open) -> Sighting {
    let facts = &one.stated.facts;
    let buyer = &one.stated.buyer;
    let mut sighting = Sighting::new(source, buyer.identifiers.clone(), one.record.sort_at);
    sighting.nick.clone_from(&buyer.nick);
    sighting.name = buyer.name.clone().or_else(|| facts.address.receiver.clone());
    sighting.mobile = buyer.mobile.clone().or_else(|| facts.address.mobile.clone());
    sighting.email.clone_from(&buyer.email);
    sighting.address = AddressDraft::from(facts.address.clone());
    if buyer.identifiers.is_empty() && whole(sighting.name.as_deref()) && whole(facts.address.street.as_deref()) {
        sighting.fallback_key = Some(one.record.number.clone());
    }
    sighting
}

/// Whether it says something and hides nothing.
fn whole(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty() && !text.contains(['*', '＊']))
}

/// Works out what was given back, from refunds that came before their orders too. Returns the refunds to link: refund,
/// order.
async fn give_back(tx: &mut Tx, shop: &Shop, open: &mut [Open]) -> Result<Vec<(i64, i64)>, Error> {
    let mut sums: HashMap<i64, i64> = HashMap::new();
    let mut links = Vec::new();
    if refunds::any(tx, shop.id.0).await? {
        sums = refunds::sums(tx, open.iter().filter(|one| one.before.is_some()).map(|one| one.record.id)).await?;
        let ids: HashMap<String, i64> = open.iter().map(|one| (one.record.number.clone(), one.record.id)).collect();
        for refund in refunds::unlinked(tx, shop.id.0, ids.keys().map(String::as_str)).await? {
            if let Some(order) = ids.get(&refund.order_number) {
                *sums.entry(*order).or_default() += refund.amount;
                links.push((refund.id, *order));
            }
        }
    }
    for one in open.iter_mut() {
        one.record.derive(sums.get(&one.record.id).copied().unwrap_or(0));
    }
    Ok(links)
}

/// Writes orders, lines and parcels, and what follows from them.
async fn settle(
    tx: &mut Tx,
    app: &App,
    shop: &Shop,
    mut open: Vec<Open>,
    links: Vec<(i64, i64)>,
    outcome: &mut Outcome,
) -> Result<(), Error> {
    let parcels = shipments::apply(
        tx,
        app,
        open.iter_mut()
            .map(|one| (one.record.id, one.before.is_some(), std::mem::take(&mut one.stated.shipments)))
            .collect(),
        &mut outcome.counts.shipments,
    )
    .await?;
    let targets = open.iter_mut().filter_map(target).collect();
    let mut matched = lines::gather(tx, app, targets).await?;
    let written = lines::write(tx, app, shop, &mut matched).await?;
    outcome.counts.products += written.products;
    let mut stale = written.stale;
    let matched: HashMap<i64, lines::Matched> = matched.into_iter().map(|one| (one.order_id, one)).collect();

    let mut profiles = BTreeSet::new();
    // Profiles of orders that were counted before.
    let mut again = BTreeSet::new();
    let mut statuses: BTreeMap<(&'static str, String), i64> = BTreeMap::new();
    for one in &mut open {
        let lines = matched.get(&one.record.id);
        if let Some(lines) = lines {
            outcome.counts.lines += lines.tally;
            if one.record.pieces.is_none() && !lines.lines.is_empty() {
                one.record.pieces = Some(lines.pieces());
            }
        }
        let status = (one.record.facts.status.code(), one.record.facts.status_raw.clone());
        match &one.before {
            None => {
                outcome.counts.orders.created += 1;
                *statuses.entry(status).or_default() += 1;
            }
            Some(before) => {
                let said = before.moved
                    || before.profile_id != one.record.profile_id
                    || lines.is_some_and(lines::Matched::touched)
                    || parcels.contains(&one.record.id);
                outcome.counts.orders.changed += i64::from(said);
                outcome.counts.orders.unchanged += i64::from(!said);
                if status != before.status {
                    *statuses.entry(status).or_default() += 1;
                    *statuses.entry(before.status.clone()).or_default() -= 1;
                }
                if before.deal_amount != one.record.deal_amount || before.profile_id != one.record.profile_id {
                    stale.extend(lines.iter().flat_map(|one| &one.lines).map(|line| line.record.product_id));
                }
                again.extend(before.profile_id.into_iter().chain(one.record.profile_id));
            }
        }
        profiles.extend(one.record.profile_id);
    }
    profiles.extend(again.iter().copied());
    records::write(tx, open.iter().map(|one| &one.record), app.clock.now()).await?;
    tables::statuses::count(tx, shop.id.0, statuses).await?;
    for one in open.iter().filter(|one| one.before.as_ref().is_some_and(|was| was.profile_id != one.record.profile_id))
    {
        refunds::own(tx, one.record.id, one.record.profile_id).await?;
    }
    let owners: HashMap<i64, Option<i64>> = open.iter().map(|one| (one.record.id, one.record.profile_id)).collect();
    for (refund, order) in links {
        refunds::link(tx, refund, order, owners.get(&order).copied().flatten()).await?;
    }
    let new = open.iter().filter(|one| one.of_new).filter_map(|one| one.record.profile_id).collect();
    let fresh = open
        .iter()
        .filter_map(|one| Some((one.record.profile_id?, &one.record)))
        .filter(|(profile, _)| !again.contains(profile))
        .map(|(profile, order)| figures::of_order(profile, order))
        .collect();
    figures::add(tx, app, fresh, &new).await?;
    figures::of_profiles(tx, app, &again).await?;
    figures::stale(tx, app, stale).await?;
    figures::tell(tx, app, open.len(), &profiles)
}

/// The order as its lines see it; `None` when nothing about lines can have changed.
fn target(one: &mut Open) -> Option<Target> {
    let stated = std::mem::take(&mut one.stated.lines);
    let restated = one.before.as_ref().is_some_and(|before| {
        before.paid != one.record.facts.paid
            || before.deal_amount != one.record.deal_amount
            || before.profile_id != one.record.profile_id
            || one.record.facts.pieces.is_none() && one.record.pieces.is_none()
    });
    (!stated.is_empty() || restated).then(|| Target {
        order_id: one.record.id,
        known: one.before.is_some(),
        sort_at: one.record.sort_at,
        paid: one.record.facts.paid,
        stated,
    })
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
