//! Lines of orders: matched with those known, shared the payment, connected with their products.

use std::collections::HashMap;

use platform::db::Tx;
use platform::{App, Error};

use super::counts::Tally;
use super::facts::{LineFacts, hash, to_json};
use super::merge;
use super::records::lines::{self as records, Record};
use super::revenue::{self, Share};
use crate::products::{self, Named};
use crate::shops::Shop;

/// Characters of a title that may serve as the key of a product or line.
const KEY_LENGTH: usize = 80;

/// An order whose lines are being stated.
pub(super) struct Target {
    pub(super) order_id: i64,
    /// Whether it may have lines already.
    pub(super) known: bool,
    /// When it was placed: the later order knows the product better.
    pub(super) sort_at: i64,
    /// What was paid for all of it.
    pub(super) paid: Option<i64>,
    /// The lines that are stated now.
    pub(super) stated: Vec<LineFacts>,
}

/// An order with all its lines, before anything is written.
pub(super) struct Matched {
    pub(super) order_id: i64,
    pub(super) sort_at: i64,
    /// May be set between [`gather`] and [`write`].
    pub(super) paid: Option<i64>,
    pub(super) lines: Vec<Line>,
    pub(super) tally: Tally,
}

/// A line and whether it must be written.
pub(super) struct Line {
    pub(super) record: Record,
    known: bool,
    dirty: bool,
}

impl Matched {
    /// Pieces over all lines.
    pub(super) fn pieces(&self) -> i64 {
        self.lines.iter().map(|line| line.record.facts.quantity).fold(0, i64::saturating_add)
    }

    /// Whether any line is new or says something new.
    pub(super) fn touched(&self) -> bool {
        self.tally.created > 0 || self.tally.changed > 0
    }
}

/// What writing lines did.
#[derive(Default)]
pub(super) struct Written {
    pub(super) products: Tally,
}

/// What is sold in a line, in one word: the platform's product, else the seller's code, else the title.
fn sold(facts: &LineFacts) -> String {
    let said =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    said(&facts.product)
        .or_else(|| said(&facts.sku))
        .unwrap_or_else(|| facts.title.trim().chars().take(KEY_LENGTH).collect())
}

/// A number for the line that its source does not number: what is sold, and which of them it is in the statement.
fn made_number(facts: &LineFacts, seen: &mut HashMap<String, u32>) -> String {
    let key = format!("#{}|{}", sold(facts), facts.options.as_deref().unwrap_or(""));
    let count = seen.entry(key.clone()).or_insert(0);
    *count += 1;
    if *count == 1 { key } else { format!("{key}~{count}") }
}

/// Matches what is stated with what is known. Nothing is written yet.
pub(super) async fn gather(tx: &mut Tx, app: &App, targets: Vec<Target>) -> Result<Vec<Matched>, Error> {
    let asked: Vec<i64> = targets.iter().filter(|target| target.known).map(|target| target.order_id).collect();
    let mut known = records::of_orders(tx, asked).await?;
    let most: usize = targets.iter().map(|target| target.stated.len()).sum();
    let mut ids = app.ids.run(i64::try_from(most).unwrap_or(i64::MAX));
    targets
        .into_iter()
        .map(|target| {
            let lines = known.remove(&target.order_id).unwrap_or_default();
            matched(target, lines, &mut ids)
        })
        .collect()
}

fn matched(target: Target, known: Vec<Record>, ids: &mut std::ops::Range<i64>) -> Result<Matched, Error> {
    let mut seen = HashMap::new();
    // Numbers by which a statement without numbers finds lines, and one with numbers finds lines that had none.
    let made: Vec<String> = known.iter().map(|line| made_number(&line.facts, &mut seen)).collect();
    let mut lines: Vec<Line> = known.into_iter().map(|record| Line { record, known: true, dirty: false }).collect();
    let mut by_number: HashMap<String, usize> =
        lines.iter().enumerate().map(|(index, line)| (line.record.number.clone(), index)).collect();
    let by_made: HashMap<String, usize> = made.into_iter().enumerate().map(|(index, number)| (number, index)).collect();
    let mut tally = Tally::default();
    let mut said = HashMap::new();
    for facts in target.stated {
        let json = to_json(&facts)?;
        let hash = hash(&json);
        let made = made_number(&facts, &mut said);
        let number = facts.number.clone().unwrap_or_else(|| made.clone());
        let unnumbered = |index: &usize| lines.get(*index).is_some_and(|line| line.record.facts.number.is_none());
        let index = by_number.get(&number).copied().or_else(|| match facts.number {
            // Known without a number, and now its number is said.
            Some(_) => by_made.get(&made).copied().filter(unnumbered),
            None => by_made.get(&made).copied(),
        });
        match index.and_then(|index| lines.get_mut(index)) {
            Some(line) if line.record.hash == hash => tally.unchanged += 1,
            Some(line) => {
                let next = merge::line(&line.record.facts, &facts);
                if next == line.record.facts {
                    tally.unchanged += 1;
                    continue;
                }
                tally.changed += 1;
                line.dirty = true;
                line.record.hash = hash;
                line.record.json = to_json(&next)?;
                line.record.facts = next;
                if facts.number.is_some() {
                    line.record.number = number;
                }
            }
            None => {
                let Some(id) = ids.next() else { return Err(Error::internal("more lines than were counted")) };
                tally.created += 1;
                by_number.insert(number.clone(), lines.len());
                let record =
                    Record { id, order_id: target.order_id, number, product_id: 0, revenue: None, hash, facts, json };
                lines.push(Line { record, known: false, dirty: true });
            }
        }
    }
    Ok(Matched { order_id: target.order_id, sort_at: target.sort_at, paid: target.paid, lines, tally })
}

/// Shares the payments, finds the products, and writes what is new.
pub(super) async fn write(tx: &mut Tx, app: &App, shop: &Shop, orders: &mut [Matched]) -> Result<Written, Error> {
    let mut written = Written::default();
    let mut named = Vec::new();
    for order in orders.iter_mut() {
        let shares: Vec<Share> = order.lines.iter().map(|line| share(&line.record.facts)).collect();
        for (line, revenue) in order.lines.iter_mut().zip(revenue::of_lines(order.paid, &shares)) {
            if line.record.revenue != revenue {
                line.record.revenue = revenue;
                line.dirty = true;
            }
            if line.dirty {
                named.push(name(&line.record.facts, order.sort_at));
            }
        }
    }
    if named.is_empty() {
        return Ok(written);
    }
    let found = products::from_lines(tx, app, shop, named).await?;
    // How often lines rename a product depends on where a batch ends; only what is new counts.
    written.products.created = found.created;
    let (mut new, mut dirty) = (Vec::new(), Vec::new());
    for line in orders.iter_mut().flat_map(|order| &mut order.lines).filter(|line| line.dirty) {
        let product = found.ids.get(&sold(&line.record.facts)).copied().unwrap_or_default();
        line.record.product_id = product;
        if line.known { dirty.push(&line.record) } else { new.push(&line.record) }
    }
    records::insert(tx, new).await?;
    records::write(tx, dirty).await?;
    Ok(written)
}

fn share(facts: &LineFacts) -> Share {
    Share { paid: facts.paid, total: facts.total, price: facts.price, quantity: facts.quantity, status: facts.status }
}

fn name(facts: &LineFacts, at: i64) -> Named {
    Named {
        number: sold(facts),
        sku: facts.sku.clone(),
        title: facts.title.clone(),
        category: facts.category.clone(),
        price: facts.price,
        at,
    }
}
