//! A cart in, a priced cart out.

use crate::explain::Explained;
use crate::money::times;
use crate::reason::minute;
use crate::scope::Moment;
use crate::search::{Found, best};
use crate::state::deposit;
use crate::table::Table;
use crate::{
    Applied, Cart, Gift, Given, LineCut, Offer, Priced, PricedLine, Problem, Scope, SearchReport, Shelf, Words,
};

/// What a cart costs at `now` (milliseconds UTC) under the best allowed combination of promotions: the least to pay, then
/// the gifts of the highest worth, then the fewest points spent, then the offers that stand earliest. The order of the cart's lines plays no part.
///
/// # Errors
/// What is wrong with the cart, each with its path.
pub fn price(shelf: &Shelf, cart: &Cart, now: i64) -> Result<Priced, Vec<Problem>> {
    let table = Table::new(shelf, cart, now)?;
    let found = best(&table);
    let explained = Explained::new(&table, &found);
    Ok(told(&table, &found, explained, Moment::new(now, &shelf.zone)))
}

fn told(table: &Table<'_>, found: &Found, explained: Explained, moment: Moment) -> Priced {
    let state = &found.state;
    let mut applied = Vec::new();
    for which in &found.path {
        let Some(candidate) = table.candidate_at(*which) else { continue };
        let cuts = || state.cuts.iter().filter(|taken| taken.by == *which);
        let shipping = explained.shipping.iter().find(|one| one.0 == *which).map_or(0, |one| one.1);
        if shipping == 0 && cuts().next().is_none() {
            continue;
        }
        let mut lines: Vec<usize> = cuts().map(|taken| taken.line).collect();
        lines.sort_unstable();
        applied.push(Applied {
            promotion: candidate.promotion.key.clone(),
            name: candidate.promotion.name.clone(),
            layer: candidate.layer,
            amount: shipping + cuts().map(|taken| taken.amount).sum::<i64>(),
            lines: lines.into_iter().filter_map(|at| table.line(at)).map(|line| line.key.clone()).collect(),
            early_access: early(&candidate.promotion.scope, moment),
        });
    }
    let mut refused = explained.lines.into_iter();
    let lines: Vec<PricedLine> = (0..table.lines.len())
        .filter_map(|at| {
            let line = table.line(at)?;
            let by = state.price_of(table, at).and_then(|taken| table.candidate_at(taken.by));
            let ahead = by.filter(|by| matches!(by.promotion.offer, Offer::Presale { .. }));
            Some(PricedLine {
                key: line.key.clone(),
                quantity: line.quantity,
                before: table.start(at),
                payable: state.left(at),
                deposit: ahead.map(|by| deposit(by, table, at)),
                applied: cuts(table, found, at),
                refused: refused.next().unwrap_or_default(),
            })
        })
        .collect();
    let goods: i64 = table.start.iter().sum();
    let basis: i64 = state.left.iter().sum();
    // What is not sold ahead is paid at once.
    let ahead = lines.iter().any(|line| line.deposit.is_some());
    let due = |line: &PricedLine| line.deposit.unwrap_or(line.payable);
    Priced {
        currency: table.cart.currency.clone(),
        goods,
        discount: goods - basis,
        shipping: state.shipping,
        shipping_discount: table.cart.shipping - state.shipping,
        total: state.payable(),
        deposit: ahead.then(|| lines.iter().map(due).sum()),
        points_spent: state.points,
        points_basis: basis,
        lines,
        offers: applied,
        refused: explained.refused,
        next: explained.next,
        gifts: gifts(table, found),
        redeemable: explained.redeemable,
        search: report(table, found),
    }
}

/// Why an offer applies before it opens for everybody.
fn early(scope: &Scope, moment: Moment) -> Option<Words> {
    let from = minute(scope.from.filter(|_| scope.is_early(moment))?);
    Some(Words::new(
        format!("提前购：您的等级可提前享受，{from} 起全员开放"),
        format!("early access for this level; it opens for everybody at {from}"),
    ))
}

/// What came off a line.
fn cuts(table: &Table<'_>, found: &Found, at: usize) -> Vec<LineCut> {
    let cuts = found.state.cuts.iter().filter(|taken| taken.line == at && taken.amount > 0);
    let told = cuts.filter_map(|taken| {
        let promotion = table.candidate_at(taken.by)?.promotion;
        Some(LineCut { promotion: promotion.key.clone(), name: promotion.name.clone(), amount: taken.amount })
    });
    told.collect()
}

/// The gifts, of thresholds and of special prices.
fn gifts(table: &Table<'_>, found: &Found) -> Vec<Given> {
    let mut given = Vec::new();
    let mut give = |key: &str, gift: &Gift, often: u32| {
        let gift = Gift { quantity: gift.quantity.saturating_mul(often), ..gift.clone() };
        given.push(Given { promotion: key.to_owned(), gift });
    };
    for (by, step, often) in &found.state.gifts {
        let Some(promotion) = table.candidate_at(*by).map(|by| by.promotion) else { continue };
        if let Offer::Gift { steps, .. } = &promotion.offer {
            let gifts = steps.get(*step).map(|step| step.gifts.as_slice()).unwrap_or_default();
            gifts.iter().for_each(|gift| give(&promotion.key, gift, *often));
        }
    }
    for which in &found.path {
        let Some(promotion) = table.candidate_at(*which).map(|by| by.promotion) else { continue };
        if let Offer::Special { gifts, .. } = &promotion.offer {
            let cuts = found.state.cuts.iter().filter(|taken| taken.by == *which);
            let pieces: u32 = cuts.map(|taken| table.quantity(taken.line)).sum();
            gifts.iter().filter(|_| pieces > 0).for_each(|gift| give(&promotion.key, gift, pieces));
        }
    }
    given
}

fn report(table: &Table<'_>, found: &Found) -> SearchReport {
    let steps = table.shelf.programme.settings.search_steps;
    let message = (!found.complete).then(|| {
        Words::new(
            format!("可用优惠太多，{steps} 步内未能比较全部组合，价格可能不是最低。请减少同时生效的优惠，或调高 search_steps"),
            format!(
                "too many offers apply: {steps} steps did not suffice to compare all combinations, so the price may not be \
                 the lowest. Let fewer offers run at once, or raise search_steps"
            ),
        )
    });
    SearchReport { steps: found.steps, complete: found.complete, message }
}

/// How much a piece costs in the end, of equal pieces, rounded up.
#[must_use]
pub fn piece(line: &PricedLine) -> i64 {
    let pieces = times(1, line.quantity.max(1));
    (line.payable + pieces - 1) / pieces
}
