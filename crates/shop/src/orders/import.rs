//! Orders come in: each is found by shop and number, its buyer by identifiers, and what is new of it is written.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use connectors::drafts::{BuyerDraft, OrderDraft, OrderStatus, Refusal, ShipmentDraft};
use platform::db::Tx;
use platform::{App, Error};

use super::counts::ImportCounts;
use super::facts::{Facts, LineFacts, Stated, to_json};
use super::lines::{self, Matched, Target};
use super::records::orders::{self as records, Record};
use super::records::refunds;
use super::statuses::Taught;
use super::{buyers, figures, merge, records as tables, sales, shipments};
use crate::shops::{self, Shop};

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many of each kind.
    pub counts: ImportCounts,
    /// Status texts that nobody knows, and how many orders, lines or refunds have them.
    pub unknown: BTreeMap<String, i64>,
    /// Customers who were there and of whom something new was said: their profile, and who it belongs to. They are the
    /// changed ones of `counts`.
    pub renewed: Vec<(i64, i64)>,
    /// Profiles of customers that statements speak of, new and known.
    pub met: Vec<i64>,
    /// Rows of orders that state no time and that nobody knows: none of them was taken.
    pub refusals: Vec<Refusal>,
}

impl Outcome {
    /// Adds what another import did.
    pub fn add(&mut self, other: Self) {
        self.counts += other.counts;
        self.renewed.extend(other.renewed);
        self.met.extend(other.met);
        self.refusals.extend(other.refusals);
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
pub(super) struct Open {
    pub(super) record: Record,
    /// What the statement itself says, where that is not all that is known of the order.
    pub(super) said: Option<Facts>,
    pub(super) buyer: BuyerDraft,
    lines: Vec<LineFacts>,
    shipments: Vec<ShipmentDraft>,
    /// What it was before, for an order that is known.
    pub(super) before: Option<Before>,
    /// Whether its profile has its figures already.
    pub(super) counted: bool,
}

pub(super) struct Before {
    status: (&'static str, String),
    profile_id: Option<i64>,
    paid: Option<i64>,
    deal_amount: i64,
    /// Whether the statement changed what is known of the order itself.
    moved: bool,
}

/// Takes orders of one shop over, some thousand at a time, by their numbers. Repeating it changes nothing.
///
/// An order stands where it was placed, else where it was paid, sent or finished. One that states no time keeps the one that
/// is known; when nobody knows it, its rows are refused ([`OrderDraft::undated`]), or, where there are none because it did
/// not come in a file, it stands at the moment at which it came.
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
        let head = heads.get(&one.number);
        // Where only undated lines spoke of the order, nobody knows more of its time than before.
        let timeless = head.is_none_or(|head| full.get(&head.id).is_some_and(Record::is_timeless));
        if timeless && !one.undated.is_empty() {
            outcome.refusals.extend(one.undated);
            continue;
        }
        outcome.note_unknown(one.facts.status, &one.facts.status_raw);
        match head {
            None => {
                let id = ids.next().ok_or_else(|| Error::internal("more orders than were counted"))?;
                open.push(fresh(id, shop, one, now));
            }
            Some(head) => match full.remove(&head.id) {
                Some(record) => open.push(known(record, one)?),
                None => {
                    outcome.met.extend(head.profile_id);
                    outcome.counts.orders.unchanged += 1;
                    outcome.counts.lines.unchanged += count(one.lines.len());
                    outcome.counts.shipments.unchanged += count(one.shipments.len());
                }
            },
        }
    }
    let linked = give_back(tx, shop, &mut open).await?;
    // What an order that nobody knew brings in is known before its buyer is: who is new is written with it at once.
    let mut matched = gather(tx, app, open.iter_mut().filter(|one| one.before.is_none())).await?;
    count_pieces(&mut open, &matched);
    buyers::resolve(tx, app, shop, &mut open, outcome).await?;
    matched.extend(gather(tx, app, open.iter_mut().filter(|one| one.before.is_some())).await?);
    count_pieces(&mut open, &matched);
    settle(tx, app, shop, open, matched, linked, outcome).await
}

fn fresh(id: i64, shop: &Shop, stated: Stated, now: i64) -> Open {
    let Stated { number, facts, buyer, lines, shipments, hash, json, .. } = stated;
    let record = Record {
        id,
        shop_id: shop.id.0,
        number,
        profile_id: None,
        sort_at: facts.stated_at().unwrap_or(now),
        refunded: 0,
        deal_amount: 0,
        pieces: None,
        stub: false,
        hash,
        facts,
        json,
        created_at: now,
        was_at: None,
    };
    Open { record, said: None, buyer, lines, shipments, before: None, counted: false }
}

fn known(mut record: Record, stated: Stated) -> Result<Open, Error> {
    let Stated { facts, buyer, lines, shipments, hash, .. } = stated;
    // What only lines said of an order fills the gaps of its first own statement.
    let older = !record.stub && merge::older(facts.status, record.facts.status);
    let next = merge::order(&record.facts, &facts, older);
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
    record.hash = hash;
    Ok(Open { record, said: Some(facts), buyer, lines, shipments, before: Some(before), counted: false })
}

/// Matches what the statements say of lines with the lines that are known.
async fn gather(tx: &mut Tx, app: &App, open: impl Iterator<Item = &mut Open>) -> Result<Vec<Matched>, Error> {
    lines::gather(tx, app, open.filter_map(target).collect()).await
}

/// Counts the pieces of orders that do not state them.
fn count_pieces(open: &mut [Open], matched: &[Matched]) {
    let lined = matched.iter().filter(|order| !order.lines.is_empty());
    let counted: HashMap<i64, i64> = lined.map(|order| (order.order_id, order.pieces())).collect();
    for record in open.iter_mut().map(|one| &mut one.record) {
        record.pieces = record.pieces.or_else(|| counted.get(&record.id).copied());
    }
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
    mut matched: Vec<Matched>,
    links: Vec<(i64, i64)>,
    outcome: &mut Outcome,
) -> Result<(), Error> {
    let known = open.iter().filter(|one| one.before.is_some()).map(|one| one.record.id).collect::<Vec<i64>>();
    let sold = sales::before(tx, known.iter().copied()).await?;
    let parcels = shipments::apply(
        tx,
        app,
        open.iter_mut().map(|one| (one.record.id, one.before.is_some(), std::mem::take(&mut one.shipments))).collect(),
        &mut outcome.counts.shipments,
    )
    .await?;
    let written = lines::write(tx, app, shop, &mut matched).await?;
    outcome.counts.products += written.products;
    let matched: HashMap<i64, Matched> = matched.into_iter().map(|one| (one.order_id, one)).collect();

    let mut profiles = BTreeSet::new();
    // Profiles of orders that were counted before.
    let mut again = BTreeSet::new();
    let mut statuses: BTreeMap<(&'static str, String), i64> = BTreeMap::new();
    for one in &open {
        let lines = matched.get(&one.record.id);
        if let Some(lines) = lines {
            outcome.counts.lines += lines.tally;
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
                    || lines.is_some_and(Matched::touched)
                    || parcels.contains(&one.record.id);
                outcome.counts.orders.changed += i64::from(said);
                outcome.counts.orders.unchanged += i64::from(!said);
                if status != before.status {
                    *statuses.entry(status).or_default() += 1;
                    *statuses.entry(before.status.clone()).or_default() -= 1;
                }
                again.extend(before.profile_id.into_iter().chain(one.record.profile_id));
            }
        }
        profiles.extend(one.record.profile_id);
    }
    profiles.extend(again.iter().copied());
    let now = app.clock.now();
    records::insert(tx, open.iter().filter(|one| one.before.is_none()).map(|one| &one.record), now).await?;
    records::write(tx, open.iter().filter(|one| one.before.is_some()).map(|one| &one.record), now).await?;
    tables::statuses::count(tx, shop.id.0, statuses).await?;
    for one in open.iter().filter(|one| one.before.as_ref().is_some_and(|was| was.profile_id != one.record.profile_id))
    {
        refunds::own(tx, one.record.id, one.record.profile_id).await?;
    }
    let owners: HashMap<i64, Option<i64>> = open.iter().map(|one| (one.record.id, one.record.profile_id)).collect();
    for (refund, order) in links {
        refunds::link(tx, refund, order, owners.get(&order).copied().flatten()).await?;
    }
    let fresh = open
        .iter()
        .filter(|one| !one.counted)
        .filter_map(|one| Some((one.record.profile_id?, &one.record)))
        .filter(|(profile, _)| !again.contains(profile))
        .map(|(profile, order)| figures::of_order(profile, order));
    figures::add(tx, app, fresh).await?;
    figures::of_profiles(tx, app, &again).await?;
    let made =
        open.iter().filter(|one| one.before.is_none()).filter_map(|one| Some((one, matched.get(&one.record.id)?)));
    sales::after_with(tx, sold, known, made.flat_map(|(one, lines)| sales::of_order(&one.record, lines))).await?;
    figures::tell(tx, app, open.len(), &profiles)
}

/// The order as its lines see it; `None` when nothing about lines can have changed.
fn target(one: &mut Open) -> Option<Target> {
    let stated = std::mem::take(&mut one.lines);
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
