//! Everybody's scores from what they bought and what was learnt.

use std::collections::BTreeMap;

use platform::{Error, Money};
use science::churn;
use science::lifecycle::{Life, Limits, Stage, stage};
use science::lifetime::Model;
use science::lifetime::choose::naive;
use science::lifetime::purchases::Customer;
use science::lifetime::{Horizon, Outlook};
use science::next::Rhythm;
use science::rfm::{self, Buyer, Cell, Group, Scale};
use science::worth::influence::{Deeds, influence};

use super::known::Parameters;
use super::learn::{observed, spender, waits};
use super::model::{Scored, Window};
use super::numbers::{float, whole};
use super::pages::last_month;
use super::periods::margin;
use super::person::Person;
use super::settings::Settings;

/// Days in a unit of the models' time.
const WEEK: f64 = 7.0;
/// Units in a year.
const YEAR: f64 = 365.0 / WEEK;
/// No purchase is foreseen later than in a hundred years.
const FAR: f64 = 36_500.0;

/// A buyer as RFM sees one on a day, of what had been bought by then; `None` when nothing had.
pub(super) fn buyer(person: &Person, today: i64) -> Option<Buyer> {
    let bought = || person.bought.iter().take_while(|bought| bought.day <= today);
    let last = bought().last()?;
    Some(Buyer {
        recency: today - last.day,
        frequency: u64::try_from(bought().map(|one| one.deals).sum::<i64>()).unwrap_or(0),
        monetary: bought().fold(0_i64, |sum, one| sum.saturating_add(one.amount)),
    })
}

/// A life as its stages see it on a day.
pub(super) fn life(person: &Person, today: i64) -> Option<Life> {
    let bought = || person.bought.iter().take_while(|bought| bought.day <= today);
    Some(Life { first: bought().next()?.day, last: bought().last()?.day, purchases: bought().count() as u64 })
}

/// When to expect the next purchase, in days of the calendar.
pub(super) fn window(rhythm: &Rhythm, waits: &[f64], last: i64) -> Window {
    calendar(rhythm.next(waits, 0.0), last)
}

/// The days of a forecast that was made on the day of the last purchase.
pub(super) fn calendar(next: science::next::Next, last: i64) -> Window {
    let day = |days: f64| whole(days.clamp(0.0, FAR));
    let day_of = last + day(next.usual);
    Window {
        from: (last + day(next.earliest.floor())).min(day_of),
        day: day_of,
        to: (last + day(next.latest.ceil())).max(day_of),
    }
}

/// What is to be expected of everybody: within 90 days, a year, and the time of the churn risk.
struct Ahead<'l> {
    outlook: Option<Outlook>,
    learnt: &'l Parameters,
    discount: f64,
}

impl Ahead<'_> {
    /// Purchases within 90 days and a year, those of a year discounted, and the risk.
    fn of(&self, at: usize, one: &Customer<i64>) -> (f64, f64, f64, Option<f64>) {
        let of = |horizon: usize, part: fn(&science::lifetime::predict::Ahead) -> &Vec<f64>| {
            let ahead = self.outlook.as_ref()?.ahead.get(horizon)?;
            part(ahead).get(at).copied().filter(|value| value.is_finite())
        };
        match (of(0, |one| &one.purchases), of(1, |one| &one.purchases), of(1, |one| &one.discounted)) {
            (Some(soon), Some(year), Some(discounted)) => (soon, year, discounted, of(2, |one| &one.silent)),
            _ => {
                let year = naive(&one.history, YEAR);
                // Spread evenly over the year, a purchase waits half of it.
                (naive(&one.history, 90.0 / WEEK), year, year / (1.0 + self.discount).sqrt(), None)
            }
        }
    }

    /// The chance of still being a customer; none of BG/NBD, to which everybody who bought once is one for ever.
    fn alive(&self, at: usize) -> Option<f64> {
        let tells = self.learnt.fit.as_ref().is_some_and(|fit| fit.model != Model::BgNbd);
        let alive = self.outlook.as_ref().filter(|_| tells)?.alive.get(at).copied()?;
        Some(alive).filter(|alive| alive.is_finite())
    }

    /// What a purchase is expected to bring, minor units.
    fn worth(&self, one: &Customer<i64>) -> f64 {
        let mean = match &self.learnt.spend {
            Some(spend) => spend.expected(&spender(one)),
            None => float(one.spend) / (f64::from(one.history.repeats) + 1.0),
        };
        if mean.is_finite() { mean.max(0.0) } else { 0.0 }
    }
}

/// RFM of everybody who had bought by a day: scores, groups, and the values that part high from low.
pub(super) struct Ranked {
    pub(super) cells: Vec<Cell>,
    pub(super) groups: Vec<Group>,
    pub(super) thresholds: Option<rfm::Thresholds>,
}

/// Ranks these buyers. Scores are made only when they are wanted, or when they part.
pub(super) fn rank(buyers: &[Buyer], settings: &Settings, wanted: bool) -> Ranked {
    let cut = settings.cut();
    let cells =
        if wanted || matches!(cut, rfm::Cut::Scores(_)) { rfm::score(buyers, &settings.scheme()) } else { Vec::new() };
    Ranked { groups: cut.groups(buyers, &cells), thresholds: cut.thresholds(buyers), cells }
}

/// The group of everybody at the end of a day; `None` for who had bought nothing by then.
pub(super) fn groups_on(people: &[Person], settings: &Settings, day: i64) -> Vec<Option<Group>> {
    let there: Vec<Option<Buyer>> = people.iter().map(|person| buyer(person, day)).collect();
    let buyers: Vec<Buyer> = there.iter().flatten().copied().collect();
    let mut groups = rank(&buyers, settings, false).groups.into_iter();
    there.iter().map(|buyer| buyer.and_then(|_| groups.next())).collect()
}

/// The stage of somebody's life at the end of a day; `None` before the first purchase.
pub(super) fn stage_on(person: &Person, limits: &Limits, day: i64) -> Option<Stage> {
    life(person, day).and_then(|life| stage(&life, day, limits))
}

/// What a customer's influence comes to, minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Moved {
    pub(super) total: i64,
    /// Customers referred.
    pub(super) referred: i64,
    /// What these and those whom they referred count for.
    pub(super) brought: i64,
}

/// What referrals, reviews with pictures, answers, shares and complaints come to. Referrals are pairs of who brought and who was brought.
pub(super) fn influences(people: &[Person], referrals: &[(i64, i64)], settings: &Settings) -> BTreeMap<i64, Moved> {
    let small = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    let deeds: BTreeMap<i64, Deeds> = people
        .iter()
        .filter(|person| person.reviews > 0 || person.answers > 0 || person.complaints > 0)
        .map(|person| {
            let deeds = Deeds {
                reviews: small(person.reviews),
                photos: small(person.photos),
                answers: small(person.answers),
                complaints: small(person.complaints),
            };
            (person.customer, deeds)
        })
        .collect();
    let realised = |customer: &i64| {
        let at = people.binary_search_by_key(customer, |person| person.customer).ok();
        at.and_then(|at| people.get(at)).map_or(0, |person| person.paid.saturating_sub(person.refunded))
    };
    let mut found: BTreeMap<i64, Moved> = influence(referrals, &deeds, realised, &settings.weights())
        .into_iter()
        .map(|(customer, parts)| {
            let brought = parts.direct.saturating_add(parts.indirect);
            (customer, Moved { total: parts.total(), referred: parts.referred.into(), brought })
        })
        .collect();
    for person in people.iter().filter(|person| person.shares > 0) {
        let sum = &mut found.entry(person.customer).or_default().total;
        *sum = sum.saturating_add(person.shares.saturating_mul(settings.influence.share));
    }
    found
}

/// Where a customer stands among all others: what the customer's own purchases do not say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Among {
    pub(super) cell: Cell,
    pub(super) group: Group,
    pub(super) group_before: Option<Group>,
    pub(super) moved: Moved,
}

/// Scores one customer after another on a day.
pub(super) struct Scorer<'l> {
    ahead: Ahead<'l>,
    seen: Vec<Customer<i64>>,
    settings: &'l Settings,
    limits: Limits,
    today: i64,
    /// The end of the month before.
    month: i64,
    /// Minor units in a main unit of the currency.
    unit: i64,
}

impl<'l> Scorer<'l> {
    /// For these people, with what was learnt.
    ///
    /// # Errors
    /// When a history cannot be, which would be a fault of ours.
    pub(super) fn new(
        people: &[Person],
        learnt: &'l Parameters,
        settings: &'l Settings,
        (today, currency): (i64, &str),
    ) -> Result<Self, Error> {
        let seen = observed(people, today);
        let discount = float(settings.discount_rate) / 1_000.0;
        let outlook = match &learnt.fit {
            None => None,
            Some(fit) => {
                let histories: Vec<_> = seen.iter().map(|one| one.history).collect();
                let horizons = [
                    Horizon::plain(90.0 / WEEK),
                    Horizon::discounted(YEAR, discount, YEAR),
                    Horizon::plain(float(settings.churn_days) / WEEK),
                ];
                Some(fit.outlook(&histories, &horizons).map_err(|refusal| Error::internal(refusal.to_string()))?)
            }
        };
        Ok(Self {
            ahead: Ahead { outlook, learnt, discount },
            seen,
            settings,
            limits: settings.limits(),
            today,
            month: last_month(today),
            unit: 10_i64.pow(Money::decimals(currency)),
        })
    }

    /// The scores of the person at that place; `None` of who had bought nothing by the day.
    pub(super) fn score(&self, at: usize, person: &Person, among: &Among) -> Option<Scored> {
        let (settings, rhythm) = (self.settings, self.ahead.learnt.rhythm.as_ref());
        let one = self.seen.get(at)?;
        let life = life(person, self.today)?;
        let stage = stage(&life, self.today, &self.limits)?;
        let (soon, year, discounted, silent) = self.ahead.of(at, one);
        let delivered = person.counted.weighed(person.complaints, settings);
        let deals = person.bought.iter().map(|bought| bought.deals).sum();
        let potential = whole(discounted * self.ahead.worth(one) / float(self.unit));
        Some(Scored {
            customer: person.customer,
            deals,
            purchases: i64::try_from(life.purchases).unwrap_or(i64::MAX),
            first: life.first,
            last: life.last,
            paid: person.paid,
            refunded: person.refunded,
            cost: person.cost,
            margin: margin((person.paid, person.refunded), (person.cost, person.costed), settings.margin()),
            reviews: person.reviews,
            photos: person.photos,
            answers: person.answers,
            shares: person.shares,
            complaints: person.complaints,
            potential: potential.saturating_mul(self.unit),
            influence: among.moved.total,
            referred: among.moved.referred,
            brought: among.moved.brought,
            counted: person.counted,
            serve: person.counted.serve(deals, settings),
            got: delivered.got,
            burden: delivered.cost,
            expected_90: whole(soon * 100.0),
            expected_365: whole(year * 100.0),
            churn_risk: silent.map(|silent| whole(silent * 100.0)),
            alive: self.ahead.alive(at).map(|alive| whole(alive * 100.0)),
            reasons: reasons(person, rhythm, self.today).into_iter().map(churn::Reason::key).collect(),
            next: rhythm.map(|rhythm| window(rhythm, &waits(person), life.last)),
            cell: among.cell,
            group: among.group,
            stage,
            group_before: among.group_before,
            stage_before: stage_on(person, &self.limits, self.month),
            origin: person.origin.clone(),
            as_of: None,
        })
    }
}

/// Scores everybody, and says where they stood among each other.
///
/// # Errors
/// When a history cannot be, which would be a fault of ours.
pub(super) fn score(
    (people, referrals): (&[Person], &[(i64, i64)]),
    learnt: &Parameters,
    settings: &Settings,
    (today, currency): (i64, &str),
) -> Result<(Vec<Scored>, Scale, Option<rfm::Thresholds>), Error> {
    let scorer = Scorer::new(people, learnt, settings, (today, currency))?;
    let buyers: Vec<Buyer> = people.iter().map(|person| buyer(person, today).unwrap_or_default()).collect();
    let ranked = rank(&buyers, settings, true);
    let influences = influences(people, referrals, settings);
    let groups_before = groups_on(people, settings, scorer.month);
    let mut scored = Vec::with_capacity(people.len());
    for (at, (person, (cell, group))) in people.iter().zip(ranked.cells.iter().zip(&ranked.groups)).enumerate() {
        let among = Among {
            cell: *cell,
            group: *group,
            group_before: groups_before.get(at).copied().flatten(),
            moved: influences.get(&person.customer).copied().unwrap_or_default(),
        };
        scored.extend(scorer.score(at, person, &among));
    }
    Ok((scored, Scale::of(&buyers, &ranked.cells, &settings.scheme()), ranked.thresholds))
}

/// Why a customer may be lost, from what is known of them on a day.
pub(super) fn reasons(person: &Person, rhythm: Option<&Rhythm>, today: i64) -> Vec<churn::Reason> {
    let Some(life) = life(person, today) else { return Vec::new() };
    let waits = waits(person);
    let spent = |from: i64, to: i64| {
        let within = person.bought.iter().filter(|bought| bought.day > from && bought.day <= to);
        within.fold(0_i64, |sum, bought| sum.saturating_add(bought.amount))
    };
    let signs = churn::Signs {
        purchases: u32::try_from(life.purchases).unwrap_or(u32::MAX),
        silence: float(today - life.last),
        usual: rhythm.map(|rhythm| rhythm.next(&waits, 0.0).usual),
        last_gap: waits.last().copied(),
        spent: spent(today - 182, today),
        spent_before: spent(today - 364, today - 182),
        refunded: person.returned,
        ever: person.paid.saturating_sub(person.refunded).saturating_add(person.returned),
        complaints: u32::try_from(person.complaints).unwrap_or(u32::MAX),
    };
    churn::reasons(&signs, &churn::Limits::default())
}
