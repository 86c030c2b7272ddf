//! One reckoning: from what everybody bought to scores, pages and what the card needs. No database, no clock.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use platform::Error;
use rules::Label;
use science::lifecycle::Stage;
use science::next::Rhythm;
use science::next::family::{Bought, refills};
use serde::{Deserialize, Serialize};

use super::gather::Gathered;
use super::goods::Taken;
use super::learn::{Learnt, observed};
use super::model::{Scored, Window};
use super::numbers::{count, float};
use super::pages::{FamilyTold, Reckoned};
use super::past::Past;
use super::refills::{Marks, Refill};
use super::score::{calendar, score};
use super::settings::Settings;

/// How long people wait, as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct KeptRhythm {
    usual: f64,
    within: f64,
    between: f64,
    gaps: usize,
    customers: usize,
}

impl From<Rhythm> for KeptRhythm {
    fn from(one: Rhythm) -> Self {
        let Rhythm { usual, within, between, gaps, customers } = one;
        Self { usual, within, between, gaps, customers }
    }
}

impl From<KeptRhythm> for Rhythm {
    fn from(one: KeptRhythm) -> Self {
        let KeptRhythm { usual, within, between, gaps, customers } = one;
        Self { usual, within, between, gaps, customers }
    }
}

/// What the card needs of what was learnt.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Known {
    /// The model's name and parameters.
    pub(super) fit: Option<(String, [f64; 4])>,
    pub(super) rhythm: Option<KeptRhythm>,
    /// Why, of the model.
    pub(super) told: Label,
}

/// What comes of a reckoning.
pub(super) struct Reckoning {
    /// By customer.
    pub(super) scored: Vec<Scored>,
    /// By customer and family; of families that are used up and bought again.
    pub(super) refills: Vec<Refill>,
    /// By customer.
    pub(super) past: Vec<Past>,
    /// By name.
    pub(super) pages: Vec<(&'static str, String)>,
    pub(super) known: Known,
}

/// Reckons with what was learnt. `today` is the shop's day of `now`.
///
/// # Errors
/// When a page cannot be written, which would be a fault of ours.
pub(super) fn reckon(
    gathered: &Gathered,
    learnt: &Learnt,
    settings: &Settings,
    currency: &str,
    (now, today): (i64, i64),
) -> Result<Reckoning, Error> {
    let people = &gathered.people;
    let seen = observed(people, today);
    let (scored, thresholds) = score((people, &gathered.referrals), &seen, learnt, settings, today, currency)?;
    let lost: HashSet<i64> = scored.iter().filter(|one| one.stage == Stage::Lost).map(|one| one.customer).collect();
    let (cycles, refills) = families(gathered, &lost, today);
    let of = Reckoned {
        now,
        today,
        currency,
        settings,
        people,
        scored: &scored,
        thresholds,
        learnt,
        cycles: &cycles,
        names: &gathered.names,
        days: &gathered.days,
    };
    let (pages, past) = of.pages()?;
    let known =
        Known { fit: learnt.named_fit(), rhythm: learnt.rhythm.map(Into::into), told: learnt.report.told.text.clone() };
    Ok(Reckoning { pages, known, scored, refills, past })
}

/// The cycles of all families, and when each customer is due for those that are used up. Each processor takes a family at a
/// time: the days of all of them would not fit beside each other.
fn families(gathered: &Gathered, lost: &HashSet<i64>, today: i64) -> (Vec<FamilyTold>, Vec<Refill>) {
    let pieces: Vec<&[Taken]> = gathered.taken.chunk_by(|a, b| a.family == b.family).collect();
    let next = AtomicUsize::new(0);
    let run = || {
        let mut found = Vec::new();
        while let Some(piece) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
            found.extend(family(gathered, piece, lost, today));
        }
        found
    };
    let mut found = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads().min(pieces.len())).map(|_| scope.spawn(run)).collect();
        let mut found = run();
        for other in others {
            found.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        found
    });
    found.sort_by(|a, b| a.0.name.cmp(&b.0.name));
    let (cycles, due): (Vec<FamilyTold>, Vec<Vec<Refill>>) = found.into_iter().unzip();
    let mut due = due.concat();
    due.sort_unstable();
    (cycles, due)
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The cycle of one family; `None` when there are too few gaps.
fn family(gathered: &Gathered, piece: &[Taken], lost: &HashSet<i64>, today: i64) -> Option<(FamilyTold, Vec<Refill>)> {
    let name = gathered.families.get(piece.first()?.family as usize)?;
    let bought =
        |one: &Taken| Bought { customer: one.customer, family: one.family, day: one.day, units: float(one.pieces) };
    let bought: Vec<Bought<i64, u32>> = piece.iter().map(bought).collect();
    let (found, refills) = refills(&bought, today);
    let cycle = found.into_iter().next()?;
    let windows: Vec<(i64, i64, Window)> =
        refills.into_iter().map(|one| (one.customer, one.last, calendar(one.next, one.last))).collect();
    let refill = |(customer, last, next): (i64, i64, Window)| Refill {
        customer,
        family: name.clone(),
        last,
        from: next.from,
        day: next.day,
        to: next.to,
        marks: Marks::of(&next, today, lost.contains(&customer)),
    };
    let refills: Vec<Refill> = windows.into_iter().map(refill).collect();
    let marked = |is: fn(&Marks) -> bool| count(refills.iter().filter(|one| is(&one.marks)).count());
    let told = FamilyTold {
        name: name.clone(),
        cycle,
        customers: count(piece.chunk_by(|a, b| a.customer == b.customer).count()),
        soon: marked(|marks| marks.soon),
        due: marked(|marks| marks.due),
        overdue: marked(|marks| marks.overdue),
    };
    Some((told, if cycle.replenished { refills } else { Vec::new() }))
}

#[cfg(test)]
mod tests {
    use science::lifetime::{Fit, Horizon, Model};

    use super::super::gather::{Bought as Day, Person};
    use super::super::learn::learn;
    use super::*;

    /// Chances between 0 and 1 that come again.
    fn chances() -> impl FnMut() -> f64 {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
        }
    }

    /// People who buy at chance paces of their own and may leave after each purchase.
    fn shop(today: i64) -> Gathered {
        let mut chance = chances();
        let person = |customer| {
            let (pace, leaves) = (-chance().ln() * 0.03, 1.0 - chance().sqrt());
            let (mut day, mut bought) = ((chance() * 500.0).floor(), Vec::new());
            while day <= today as f64 {
                let day_number = day as i64;
                if bought.last().is_none_or(|last: &Day| last.day < day_number) {
                    bought.push(Day { day: day_number, deals: 1, amount: 5_000 + (chance() * 9_000.0) as i64 });
                }
                if chance() < leaves {
                    break;
                }
                day += -chance().ln() / pace;
            }
            Person { customer, paid: bought.iter().map(|one| one.amount).sum(), bought, ..Person::default() }
        };
        Gathered { people: (1..=1_500).map(person).collect(), ..Gathered::default() }
    }

    #[test]
    fn a_model_that_was_chosen_says_what_is_expected_of_everybody() {
        let today = 900;
        let gathered = shop(today);
        let learnt = learn(&gathered.people, today, None);
        let found = reckon(&gathered, &learnt, &Settings::default(), "CNY", (today * 86_400_000, today)).unwrap();
        let (name, parameters) = found.known.fit.clone().unwrap_or_else(|| panic!("{:?}", found.known.told));
        let seen = observed(&gathered.people, today);
        let histories: Vec<_> = seen.iter().map(|one| one.history).collect();
        let fit = Fit::new(Model::of_key(&name).unwrap(), &histories).unwrap();
        assert_eq!(fit.parameters, parameters);
        let outlook = fit.outlook(&histories, &[Horizon::plain(90.0 / 7.0), Horizon::plain(365.0 / 7.0)]).unwrap();
        for (at, one) in found.scored.iter().enumerate() {
            let said = [one.expected_90, one.expected_365, one.churn_risk.unwrap()];
            let [soon, year] = &outlook.ahead[..] else { panic!("two horizons were asked") };
            for (kept, exact) in said.into_iter().zip([soon.purchases[at], year.purchases[at], soon.silent[at]]) {
                assert!((kept as f64 - exact * 100.0).abs() <= 0.500_001, "{one:?}");
            }
            assert!(one.potential >= 0 && one.next.is_some_and(|next| next.from <= next.day && next.day <= next.to));
        }
    }
}
