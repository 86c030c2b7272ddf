//! Why a cart costs what it costs: what did not apply and why, and what is missing to the next step.

use crate::hint::hint;
use crate::lessened::lessened;
use crate::search::Found;
use crate::state::State;
use crate::step::{base, step};
use crate::table::{Candidate, Table};
use crate::{Layer, LineRefused, Next, Offer, Promotion, Reason, Redeemable, Refused, Words};

/// The explanation of a priced cart.
#[derive(Debug, Default)]
pub(crate) struct Explained {
    pub(crate) refused: Vec<Refused>,
    /// By line, in the order of the table.
    pub(crate) lines: Vec<Vec<LineRefused>>,
    pub(crate) next: Vec<Next>,
    pub(crate) redeemable: Vec<Redeemable>,
    /// What candidates took off the shipping.
    pub(crate) shipping: Vec<(usize, i64)>,
}

impl Explained {
    pub(crate) fn new(table: &Table<'_>, found: &Found) -> Self {
        let mut explained = Self { lines: vec![Vec::new(); table.lines.len()], ..Self::default() };
        let mut state = State::new(table);
        let mut other = State::new(table);
        let mut follow = found.path.as_slice();
        for (which, candidate) in table.candidates.iter().enumerate() {
            explained.next(table, &state, candidate);
            if follow.first() != Some(&which) {
                other.clone_from(&state);
                let reason = match step(table, &mut other, which) {
                    Err(Reason::Short | Reason::NoPoints) if let Some(reason) = lessened(table, &state, candidate) => {
                        reason
                    }
                    Err(reason) => reason,
                    Ok(()) => Reason::Costlier { by: finish(table, &mut other, follow) - found.state.payable() },
                };
                // What closes a line says more of it than what is missing elsewhere.
                let (closed, open): (Vec<_>, Vec<_>) = candidate
                    .covers
                    .iter()
                    .map(|line| (*line, closed(table, &state, *line, candidate)))
                    .partition(|one| one.1.is_some());
                for (line, reason) in closed {
                    let Some(reason) = reason else { continue };
                    explained.refuse_line(line, candidate.promotion, &reason, say(table, &reason));
                }
                let open: Vec<usize> = open.into_iter().map(|one| one.0).collect();
                explained.refuse(table, candidate.promotion, &open, &reason);
                continue;
            }
            follow = follow.get(1..).unwrap_or_default();
            if let Some(reason) = lessened(table, &state, candidate) {
                explained.refuse_lines(table, candidate.promotion, &candidate.covers, &reason);
            }
            let shipping = state.shipping;
            // All of the combination apply: otherwise they would not be in it.
            let _ = step(table, &mut state, which);
            if shipping > state.shipping {
                explained.shipping.push((which, shipping - state.shipping));
            }
            explained.untouched(table, &found.state, which, candidate);
        }
        for (promotion, covers, reason) in &table.refused {
            explained.refuse(table, promotion, covers, reason);
        }
        explained
    }

    /// A promotion does not apply at all.
    fn refuse(&mut self, table: &Table<'_>, promotion: &Promotion, covers: &[usize], reason: &Reason) {
        self.refuse_lines(table, promotion, covers, reason);
        self.refused.push(Refused {
            promotion: promotion.key.clone(),
            name: promotion.name.clone(),
            code: reason.code().to_owned(),
            reason: say(table, reason),
        });
    }

    fn refuse_lines(&mut self, table: &Table<'_>, promotion: &Promotion, lines: &[usize], reason: &Reason) {
        let words = say(table, reason);
        for line in lines {
            self.refuse_line(*line, promotion, reason, words.clone());
        }
    }

    fn refuse_line(&mut self, line: usize, promotion: &Promotion, reason: &Reason, words: Words) {
        if let Some(lines) = self.lines.get_mut(line) {
            let (promotion, code) = (promotion.key.clone(), reason.code().to_owned());
            lines.push(LineRefused { promotion, code, reason: words });
        }
    }

    /// The lines that an offer of the combination left as they are.
    fn untouched(&mut self, table: &Table<'_>, end: &State, which: usize, candidate: &Candidate<'_>) {
        let promotion = candidate.promotion;
        let mut any = false;
        let mut last = None;
        for (place, line) in candidate.covers.iter().enumerate() {
            if let Some(taken) = end.cuts.iter().find(|taken| taken.by == which && taken.line == *line) {
                let counted = (promotion.offer.is_bundle() && taken.amount == 0).then_some(Reason::Counted);
                if let Some(reason) = taken.held.map(Reason::from).or(counted) {
                    self.refuse_line(*line, promotion, &reason, say(table, &reason));
                }
                any = true;
                continue;
            }
            if matches!(promotion.offer, Offer::FreeShipping { .. }) {
                any = true;
                continue;
            }
            let reason = match end.price_of(table, *line) {
                Some(taken) if promotion.is_line_price() => Reason::Better { by: taken.by },
                _ if promotion.is_line_price() && candidate.off_at(place) == 0 => Reason::NotLower,
                _ => end.closed(table, *line, candidate).unwrap_or(match &promotion.offer {
                    offer if offer.is_bundle() => Reason::LeftOver,
                    Offer::Redeem { products, .. }
                        if table.line(*line).is_some_and(|line| !products.contains(&line.product)) =>
                    {
                        continue;
                    }
                    _ if promotion.is_line_price() && candidate.pieces.is_some() => Reason::StockGone,
                    _ => Reason::Floor,
                }),
            };
            let words = say(table, &reason);
            self.refuse_line(*line, promotion, &reason, words.clone());
            last = Some((reason, words));
        }
        // Others priced all its lines better.
        if let Some((reason, words)) = last.filter(|_| !any) {
            self.refused.push(Refused {
                promotion: promotion.key.clone(),
                name: promotion.name.clone(),
                code: reason.code().to_owned(),
                reason: words,
            });
        }
    }

    /// What is missing to the next step, and what may be redeemed.
    fn next(&mut self, table: &Table<'_>, state: &State, candidate: &Candidate<'_>) {
        let promotion = candidate.promotion;
        if let Offer::Redeem { at, price, products, limit } = &promotion.offer
            && let Ok(base) = base(table, state, candidate)
            && !base.lines.is_empty()
            && at.reached(base.amount, base.quantity)
        {
            let there = |product: &String| table.lines.iter().any(|line| line.product == *product);
            if !products.iter().any(there) {
                let (promotion, products) = (promotion.key.clone(), products.clone());
                self.redeemable.push(Redeemable { promotion, products, price: *price, limit: *limit });
            }
        }
        if let Some((missing, words)) = hint(table, state, candidate) {
            self.next.push(Next { promotion: promotion.key.clone(), missing, words });
        }
    }
}

/// Why a line is closed to an offer that looks at which offers a line has.
fn closed(table: &Table<'_>, state: &State, line: usize, candidate: &Candidate<'_>) -> Option<Reason> {
    (candidate.layer <= Layer::Coupon).then(|| state.closed(table, line, candidate)).flatten()
}

/// What is to be paid when the rest of the combination follows.
fn finish(table: &Table<'_>, state: &mut State, rest: &[usize]) -> i64 {
    for which in rest {
        // Of the rest what does nothing now falls out.
        let _ = step(table, state, *which);
    }
    state.payable()
}

/// A reason in words, with promotions and levels by name.
fn say(table: &Table<'_>, reason: &Reason) -> Words {
    let programme = &table.shelf.programme;
    let name = |which: usize| table.candidate_at(which).map(|one| one.promotion.name.clone()).unwrap_or_default();
    if let Reason::Level { levels } = reason {
        let called = |read: fn(&Words) -> &str| {
            let each = levels.iter().map(|key| programme.levels.get(key).map_or(key.as_str(), read).to_owned());
            Reason::Level { levels: each.collect() }.words(&table.cart.currency, &name)
        };
        return Words { zh: called(Words::in_chinese).zh, en: called(Words::in_english).en };
    }
    reason.words(&table.cart.currency, &name)
}
