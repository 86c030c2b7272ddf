//! Which level somebody has, from what is written down of her profiles. Pure.
//!
//! A row that grants a level names the profiles that have to be together for it to count: those whose deals earned it,
//! or the one that staff set it on. So a merge adds what the other side has, and taking it back leaves each side with
//! what it had, without a row being changed.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::programme::{Measure, Programme, Refunds};

/// What a level asked for when it was earned; checked again when a refund may take it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Needs {
    pub(super) amount: Option<i64>,
    pub(super) deals: Option<i64>,
    /// One of them suffices.
    pub(super) any: bool,
    /// Deals from this instant on counted, milliseconds UTC; null for all.
    pub(super) from: Option<i64>,
}

impl Needs {
    /// What the level at `rank` asks for now; nothing when refunds take nothing back.
    pub(super) fn of(programme: &Programme, rank: usize, now: i64) -> Option<Self> {
        let level = programme.at(rank).filter(|_| programme.refunds == Refunds::Reverse)?;
        Some(Self {
            amount: level.amount,
            deals: level.deals,
            any: programme.by == Measure::Either,
            from: programme.period_days.map(|_| programme.from(now)),
        })
    }

    fn met(&self, amount: i64, deals: i64) -> bool {
        let by_amount = self.amount.map(|needed| amount >= needed);
        let by_deals = self.deals.map(|needed| deals >= needed);
        let said = [by_amount, by_deals].into_iter().flatten().collect::<Vec<_>>();
        if self.any { said.contains(&true) } else { !said.contains(&false) }
    }
}

/// When a row counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Holds {
    /// It counts for a customer that has all of these profiles.
    pub(super) basis: Vec<i64>,
    /// Set by hand over these profiles: what they had before does not count any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) over: Option<Vec<i64>>,
    /// Earned: it counts as long as the deals of `basis` still reach this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) needs: Option<Needs>,
}

/// A row that grants a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grant {
    pub(super) id: i64,
    pub(super) at: i64,
    pub(super) level: i64,
    pub(super) until: Option<i64>,
    pub(super) locked: bool,
    pub(super) reason: Option<String>,
    /// What the customer had bought by then, as far as it counted.
    pub(super) bought: Bought,
    pub(super) holds: Holds,
}

/// Whether somebody whose level was set by hand has bought nothing since: deals earn no other level then.
pub(super) fn rests(deals: &Deals, grants: &[Grant]) -> bool {
    let last = grants.iter().filter(|one| one.holds.over.is_some()).max_by_key(|one| (one.at, one.id));
    let now = deals.total();
    last.is_some_and(|set| {
        let all = set.holds.basis.iter().all(|profile| deals.profiles.contains_key(profile));
        all && now.amount <= set.bought.amount && now.deals <= set.bought.deals
    })
}

/// What one profile bought, in the business's currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Bought {
    pub(super) amount: i64,
    pub(super) deals: i64,
}

/// What is known of a customer's deals.
#[derive(Debug, Clone, Default)]
pub(super) struct Deals {
    /// Every profile of the customer, with what counts towards a level now.
    pub(super) profiles: BTreeMap<i64, Bought>,
    /// Single deals as (profile, instant, amount), where a rolling period needs them.
    pub(super) dated: Vec<(i64, i64, i64)>,
}

impl Deals {
    /// What the whole customer bought.
    pub(super) fn total(&self) -> Bought {
        self.profiles.values().fold(Bought::default(), |sum, one| Bought {
            amount: sum.amount.saturating_add(one.amount),
            deals: sum.deals + one.deals,
        })
    }

    /// The profiles that bought something.
    pub(super) fn basis(&self) -> Vec<i64> {
        self.profiles.iter().filter(|(_, one)| one.deals > 0).map(|(id, _)| *id).collect()
    }

    fn of(&self, basis: &[i64], from: Option<i64>, to: i64) -> Bought {
        match from {
            None => basis.iter().filter_map(|id| self.profiles.get(id)).fold(Bought::default(), |sum, one| Bought {
                amount: sum.amount.saturating_add(one.amount),
                deals: sum.deals + one.deals,
            }),
            Some(from) => {
                self.dated.iter().filter(|(profile, at, _)| basis.contains(profile) && (from..=to).contains(at)).fold(
                    Bought::default(),
                    |sum, (_, _, amount)| Bought { amount: sum.amount.saturating_add(*amount), deals: sum.deals + 1 },
                )
            }
        }
    }
}

/// The level that somebody has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Held {
    /// Its place, 0 for none.
    pub(super) rank: usize,
    /// Since when, milliseconds UTC.
    pub(super) at: Option<i64>,
    /// Until when it stands by itself.
    pub(super) until: Option<i64>,
    /// Whether nothing but a hand changes it.
    pub(super) locked: bool,
    /// Why it is locked.
    pub(super) reason: Option<String>,
}

/// The level that `grants` (of any of the customer's profiles) come to at `now`.
pub(super) fn held(programme: &Programme, deals: &Deals, grants: &[Grant], now: i64) -> Held {
    let mine: BTreeSet<i64> = deals.profiles.keys().copied().collect();
    let mut counting: Vec<&Grant> =
        grants.iter().filter(|one| one.holds.basis.iter().all(|profile| mine.contains(profile))).collect();
    counting.sort_by_key(|one| (one.at, one.id));
    let overruled = |at: usize, one: &Grant| {
        counting.iter().skip(at + 1).filter_map(|later| later.holds.over.as_ref()).any(|over| {
            let over: BTreeSet<i64> = over.iter().copied().collect();
            one.holds.basis.iter().all(|profile| over.contains(profile))
        })
    };
    let stands = |one: &Grant| {
        one.until.is_none_or(|until| now < until)
            && one.holds.needs.as_ref().is_none_or(|needs| {
                let bought = deals.of(&one.holds.basis, needs.from, one.at);
                needs.met(bought.amount, bought.deals)
            })
    };
    let live: Vec<&Grant> = counting
        .iter()
        .enumerate()
        .filter(|(at, one)| !overruled(*at, one) && stands(one))
        .map(|(_, one)| *one)
        .collect();
    if let Some(lock) = live.iter().rev().find(|one| one.locked) {
        return Held {
            rank: programme.rank(lock.level),
            at: Some(lock.at),
            until: lock.until,
            locked: true,
            reason: lock.reason.clone(),
        };
    }
    let Some(rank) = live.iter().map(|one| programme.rank(one.level)).max() else { return Held::default() };
    let same = live.iter().filter(|one| programme.rank(one.level) == rank);
    let forever = same.clone().any(|one| one.until.is_none());
    Held {
        rank,
        at: same.clone().map(|one| one.at).min(),
        until: if forever { None } else { same.filter_map(|one| one.until).max() },
        locked: false,
        reason: None,
    }
}
