//! One reckoning: from what everybody bought to scores, pages and what the card needs. No database, no clock.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use platform::Error;
use science::lifecycle::Stage;
use science::next::family::{Bought, Cycle, Refill as Due, refills};

use super::gather::Gathered;
use super::goods::Taken;
use super::known::{Known, Yardstick};
use super::learn::Learnt;
use super::model::Scored;
use super::numbers::{count, float};
use super::pages::{FamilyTold, Reckoned};
use super::past::Past;
use super::refills::{Marks, Refill};
use super::score::score;
use super::settings::Settings;

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
    let day = (today, currency);
    let (scored, scale, thresholds) = score((people, &gathered.referrals), &learnt.parameters, settings, day)?;
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
    let replenished = cycles.iter().filter(|told| told.cycle.replenished);
    let of_place = |(family, told): (usize, &FamilyTold)| {
        let Cycle { rhythm, by_unit, replenished, .. } = told.cycle;
        (told.name.clone(), Cycle { family, rhythm, by_unit, replenished })
    };
    let families = replenished.enumerate().map(of_place).collect();
    let yardstick = Yardstick { scale, thresholds, families };
    let known = Known::new(&learnt.parameters, yardstick, learnt.report.told.text.clone());
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
    let row = |one: &Due<i64, u32>| Refill::of(one, name, today, lost.contains(&one.customer));
    let refills: Vec<Refill> = refills.iter().map(row).collect();
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

    use super::super::learn::{learn, observed};
    use super::super::person::{Bought as Day, Person};
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
        let kept = found.known.parameters().named_fit();
        let (name, parameters) = kept.unwrap_or_else(|| panic!("{:?}", found.known.told));
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
