//! Item reports come in: lines without their orders. An order that is not known yet is made from its lines (a stub) and
//! completed when its own report comes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use connectors::drafts::{LinesDraft, OrderStatus};
use platform::db::Tx;
use platform::{App, Error};

use super::facts::{Address, Facts, LineFacts, to_json};
use super::import::Outcome;
use super::lines::{self, Matched, Target};
use super::read::joined;
use super::records::orders::{self as records, Record};
use super::records::refunds;
use super::statuses::Taught;
use super::{figures, records as tables, sales};
use crate::shops::{self, Shop};

/// What came of an order that has only lines so far.
struct Stub {
    record: Record,
    /// What the item report says of the order itself.
    placed_at: Option<i64>,
    paid_at: Option<i64>,
    before: Option<(&'static str, String)>,
    shown: Option<String>,
}

/// Takes lines of one shop's orders over, those of some thousand orders at a time. Repeating it changes nothing.
///
/// An order of which only lines speak, and none says when, stands at `at` (milliseconds UTC) until its own report comes.
///
/// # Errors
/// When the database refuses; then nothing of `tx` may be committed.
pub async fn import_lines(
    tx: &mut Tx,
    app: &App,
    shop: &Shop,
    drafts: Vec<LinesDraft>,
    at: i64,
) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    if drafts.is_empty() {
        return Ok(outcome);
    }
    shops::hold(tx, shop).await?;
    let taught = Taught::load(tx).await?;
    let mut open: Vec<LinesDraft> = Vec::with_capacity(drafts.len());
    let mut places: HashMap<String, usize> = HashMap::with_capacity(drafts.len());
    for mut draft in drafts {
        for line in &mut draft.lines {
            line.status = taught.status(line.status, &line.status_raw);
            outcome.note_unknown(line.status, &line.status_raw);
        }
        match places.get(&draft.order).and_then(|place| open.get_mut(*place)) {
            Some(same) => {
                same.placed_at = same.placed_at.or(draft.placed_at);
                same.paid_at = same.paid_at.or(draft.paid_at);
                same.lines.append(&mut draft.lines);
            }
            None => {
                places.insert(draft.order.clone(), open.len());
                open.push(draft);
            }
        }
    }
    take(tx, app, shop, open, at, &mut outcome).await?;
    Ok(outcome)
}

async fn take(
    tx: &mut Tx,
    app: &App,
    shop: &Shop,
    drafts: Vec<LinesDraft>,
    at: i64,
    outcome: &mut Outcome,
) -> Result<(), Error> {
    let now = app.clock.now();
    let stems = records::stems(tx, shop.id.0, drafts.iter().map(|draft| draft.order.as_str())).await?;
    let known = stems.values().filter(|stem| stem.stub).map(|stem| stem.id);
    let mut stubs: HashMap<i64, Stub> = records::full(tx, known)
        .await?
        .into_iter()
        .map(|(id, record)| {
            let before = Some((record.facts.status.code(), record.facts.status_raw.clone()));
            let shown = Some(record.json.clone());
            (id, Stub { placed_at: None, paid_at: None, record, before, shown })
        })
        .collect();
    let mut targets = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let stated: Vec<LineFacts> = draft.lines.into_iter().map(LineFacts::from).collect();
        let target = match stems.get(&draft.order) {
            Some(stem) => {
                if let Some(stub) = stubs.get_mut(&stem.id) {
                    stub.placed_at = draft.placed_at;
                    stub.paid_at = draft.paid_at;
                }
                Target { order_id: stem.id, known: true, sort_at: stem.sort_at, paid: stem.paid, stated }
            }
            None => {
                let mut record = fresh(app.ids.next(), shop, draft.order, draft.currency, now);
                let sort_at = draft.placed_at.or(draft.paid_at).unwrap_or(at);
                record.sort_at = sort_at;
                let target = Target { order_id: record.id, known: false, sort_at, paid: None, stated };
                let stub =
                    Stub { record, placed_at: draft.placed_at, paid_at: draft.paid_at, before: None, shown: None };
                stubs.insert(target.order_id, stub);
                target
            }
        };
        targets.push(target);
    }
    let mut matched = lines::gather(tx, app, targets).await?;
    for order in &mut matched {
        if let Some(stub) = stubs.get_mut(&order.order_id) {
            stub.complete(order)?;
            order.paid = stub.record.facts.paid;
        }
    }
    let sold = sales::before(tx, stems.values().map(|stem| stem.id)).await?;
    let written = lines::write(tx, app, shop, &mut matched).await?;
    outcome.counts.products += written.products;
    for order in &matched {
        outcome.counts.lines += order.tally;
    }
    let counted: HashMap<i64, i64> = matched.iter().map(|order| (order.order_id, order.pieces())).collect();
    let mut profiles = BTreeSet::new();
    let mut pieces = Vec::new();
    for stem in stems.values().filter(|stem| !stem.stub && stem.pieces.is_none()) {
        if let Some(count) = counted.get(&stem.id) {
            pieces.push((stem.id, *count));
            profiles.extend(stem.profile_id);
        }
    }
    records::put_pieces(tx, &pieces).await?;
    let touched = write_stubs(tx, app, shop, stubs, &counted, outcome).await?;
    profiles.extend(touched.1);
    figures::of_profiles(tx, app, &profiles).await?;
    sales::after(tx, sold, matched.iter().map(|order| order.order_id)).await?;
    let orders = matched.iter().filter(|order| order.touched()).count();
    figures::tell(tx, app, orders.max(touched.0), &profiles)
}

/// Writes orders that have only lines. Returns how many, and whose.
async fn write_stubs(
    tx: &mut Tx,
    app: &App,
    shop: &Shop,
    stubs: HashMap<i64, Stub>,
    counted: &HashMap<i64, i64>,
    outcome: &mut Outcome,
) -> Result<(usize, BTreeSet<i64>), Error> {
    let mut statuses: BTreeMap<(&'static str, String), i64> = BTreeMap::new();
    let mut sums =
        refunds::sums(tx, stubs.values().filter(|stub| stub.before.is_some()).map(|stub| stub.record.id)).await?;
    let mut links = Vec::new();
    if refunds::any(tx, shop.id.0).await? {
        let ids: HashMap<&str, i64> =
            stubs.values().map(|stub| (stub.record.number.as_str(), stub.record.id)).collect();
        for refund in refunds::unlinked(tx, shop.id.0, ids.keys().copied()).await? {
            if let Some(order) = ids.get(refund.order_number.as_str()) {
                *sums.entry(*order).or_default() += refund.amount;
                links.push((refund.id, *order));
            }
        }
    }
    let (mut new, mut dirty) = (Vec::new(), Vec::new());
    for mut stub in stubs.into_values() {
        stub.record.pieces = counted.get(&stub.record.id).copied().or(stub.record.pieces);
        stub.record.derive(sums.get(&stub.record.id).copied().unwrap_or(0));
        if stub.shown.as_ref() == Some(&stub.record.json) {
            continue;
        }
        outcome.counts.orders.created += i64::from(stub.before.is_none());
        *statuses.entry((stub.record.facts.status.code(), stub.record.facts.status_raw.clone())).or_default() += 1;
        match stub.before {
            Some(before) => {
                *statuses.entry(before).or_default() -= 1;
                dirty.push(stub.record);
            }
            None => new.push(stub.record),
        }
    }
    // In the order of their ids, so that rows of one batch lie together.
    new.sort_by_key(|record| record.id);
    dirty.sort_by_key(|record| record.id);
    records::insert(tx, &new, app.clock.now()).await?;
    records::write(tx, &dirty, app.clock.now()).await?;
    tables::statuses::count(tx, shop.id.0, statuses).await?;
    for (refund, order) in links {
        refunds::link(tx, refund, order, None).await?;
    }
    let profiles = dirty.iter().filter_map(|record| record.profile_id).collect();
    Ok((new.len() + dirty.len(), profiles))
}

fn fresh(id: i64, shop: &Shop, number: String, currency: String, now: i64) -> Record {
    Record {
        id,
        shop_id: shop.id.0,
        number,
        profile_id: None,
        sort_at: now,
        refunded: 0,
        deal_amount: 0,
        pieces: None,
        stub: true,
        hash: 0,
        facts: empty(currency),
        json: String::new(),
        created_at: now,
        was_at: None,
    }
}

fn empty(currency: String) -> Facts {
    Facts {
        status: OrderStatus::Unknown,
        status_raw: String::new(),
        currency,
        placed_at: None,
        paid_at: None,
        shipped_at: None,
        finished_at: None,
        goods: None,
        shipping: None,
        discount: None,
        total: None,
        paid: None,
        refunded: None,
        received: None,
        pieces: None,
        title: None,
        buyer_nick: None,
        buyer_name: None,
        buyer_email: None,
        buyer_mobile: None,
        address: Address::default(),
        buyer_note: None,
        seller_note: None,
        close_reason: None,
        extra: BTreeMap::new(),
    }
}

impl Stub {
    /// Works out what all lines together say of the order.
    fn complete(&mut self, order: &Matched) -> Result<(), Error> {
        let lines: Vec<&LineFacts> = order.lines.iter().map(|line| &line.record.facts).collect();
        let facts = &mut self.record.facts;
        facts.placed_at = self.placed_at.or(facts.placed_at);
        facts.paid_at = self.paid_at.or(facts.paid_at);
        // The order stands where the line stands that was not closed and has come least far.
        let closed = |line: &&&LineFacts| matches!(line.status, OrderStatus::Cancelled | OrderStatus::Refunded);
        let place = |line: &&&LineFacts| super::statuses::ALL.iter().position(|status| *status == line.status);
        let first = lines.iter().filter(|line| !closed(line)).min_by_key(place).or_else(|| lines.first());
        if let Some(line) = first {
            facts.status = line.status;
            facts.status_raw.clone_from(&line.status_raw);
        }
        let sum = |amount: fn(&LineFacts) -> Option<i64>| {
            lines.iter().filter_map(|line| amount(line)).reduce(i64::saturating_add)
        };
        facts.total = sum(|line| line.total);
        facts.refunded = sum(|line| line.refunded);
        facts.paid = sum(|line| line.paid).or(if facts.status.is_deal() { facts.total } else { None });
        facts.title = joined(lines.iter().map(|line| line.title.as_str()));
        self.record.sort_at = facts.stated_at().unwrap_or(self.record.sort_at);
        self.record.json = to_json(facts)?;
        Ok(())
    }
}
