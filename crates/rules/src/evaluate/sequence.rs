//! What "A then B within T" means.

use super::Asked;
use super::filter::{passes, values};
use crate::{Answer, Fact, Sequence, Span, Step, Unit};

impl Asked<'_> {
    pub(super) fn sequence(&self, sequence: &Sequence) -> Answer {
        let span = sequence.within.milliseconds().unwrap_or(0);
        let of = |step: &Step| -> Vec<&Fact> {
            let facts = self.person.facts.iter();
            facts.filter(|fact| fact.kind == step.kind && passes(step.filter.as_ref(), fact)).collect()
        };
        let (firsts, followers) = (of(&sequence.first), of(&sequence.then));
        let edges = firsts
            .iter()
            .flat_map(|first| {
                let stay = self.calendar.stay_of_fact(sequence.window, first.at);
                [stay.start, stay.end, first.at.saturating_add(span)]
            })
            .chain(followers.iter().map(|follower| follower.at))
            .collect();
        let holds_at = |now: i64| {
            firsts.iter().any(|first| {
                let ends = first.at.saturating_add(span);
                let followed = followers.iter().any(|follower| {
                    !std::ptr::eq(*first, *follower)
                        && (first.at..=ends.min(now)).contains(&follower.at)
                        && share(sequence, first, follower)
                });
                let stay = self.calendar.stay_of_fact(sequence.window, first.at);
                stay.contains(&now) && if sequence.negated { now >= ends && !followed } else { followed }
            })
        };
        self.changing(holds_at, edges)
    }
}

/// Whether two facts share what the sequence asks them to: of items, a value of an item with which each of them passes.
fn share(sequence: &Sequence, first: &Fact, follower: &Fact) -> bool {
    let Some(property) = sequence.same.as_deref() else { return true };
    let theirs = values(sequence.then.filter.as_ref(), follower, property);
    values(sequence.first.filter.as_ref(), first, property).iter().any(|value| theirs.contains(value))
}

impl Span {
    /// Its length in milliseconds; `None` of months and years, which have no fixed length.
    #[must_use]
    pub fn milliseconds(self) -> Option<i64> {
        let unit = match self.unit {
            Unit::Minutes => 60_000,
            Unit::Hours => 3_600_000,
            Unit::Days => 86_400_000,
            Unit::Weeks => 604_800_000,
            Unit::Months | Unit::Years => return None,
        };
        Some(i64::from(self.n) * unit)
    }
}
