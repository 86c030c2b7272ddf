//! Scores of a few customers between two reckonings: what they bought is read anew and scored by what the last reckoning
//! learnt of everybody, among those who stood then.
//!
//! Absent from here: what is more than one customer's own (influence, who they were a month before, pages), and what was
//! counted beside purchases (deeds, service, parcels, points, the promotion that brought somebody): both stay as they were until
//! the next reckoning. So does everybody who was not touched.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use platform::db::Tx;
use platform::{App, Error};
use science::lifecycle::Stage;
use science::next::family::Bought;
use science::rfm::{Buyer, Cut, Group};

use super::gather::{Days, FIRST, number};
use super::goods::{self, Worth};
use super::known::{Known, Yardstick};
use super::model::Scored;
use super::numbers::float;
use super::origin::Origin;
use super::person::Person;
use super::refills::{Marks, Refill};
use super::score::{Among, Moved, Scorer, buyer};
use super::settings::Settings;
use super::write::{KNOWN, say};
use super::{records, settings};
use crate::orders::sums::{self, SoldLine};
use crate::shops::{self, Business};
use crate::{customers, products};

/// What became of a few customers.
#[derive(Debug, Default)]
pub(super) struct Fresh {
    scored: Vec<Scored>,
    /// Customers who have no scores any more.
    gone: Vec<i64>,
    refills: Vec<Refill>,
    refills_gone: Vec<Refill>,
    /// Whose scores, or the families that they are due for, are others.
    told: BTreeSet<i64>,
}

impl Fresh {
    /// Writes it, and says whose scores changed.
    pub(super) async fn write(self, tx: &mut Tx, now: i64) -> Result<(), Error> {
        records::put(tx, &self.scored).await?;
        records::drop_of(tx, "value_scores", &self.gone).await?;
        records::put_refills(tx, &self.refills.iter().collect::<Vec<_>>()).await?;
        for one in &self.refills_gone {
            records::drop_refill(tx, one).await?;
        }
        say(tx, self.told.into_iter(), now)
    }
}

/// What was read of a few customers.
struct Read {
    /// By customer.
    people: Vec<Person>,
    /// What they bought of families, by customer, and of a customer by day; the family by its place in the yardstick.
    families: BTreeMap<(i64, usize), Vec<Bought<i64, usize>>>,
}

/// Scores these customers as of now; `None` when the last reckoning does not say by what, or reckoned in another currency.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn score(tx: &mut Tx, app: &App, ran: &records::Ran, touched: &[i64]) -> Result<Option<Fresh>, Error> {
    let business = shops::business(tx).await?;
    let Some(reckoned) = ran.today.filter(|_| ran.currency(&business.currency) == business.currency) else {
        return Ok(None);
    };
    if touched.is_empty() {
        return Ok(None);
    }
    let body = records::page(tx, KNOWN).await?.unwrap_or_default();
    let known: Known = serde_json::from_str(&body).unwrap_or_default();
    let Some(yardstick) = known.yardstick() else { return Ok(None) };
    let settings = settings::get(tx).await?;
    let now = app.clock.now();
    let today = number(business.day(now)?);
    let stood = Stood::read(tx, touched).await?;
    let mut read = read(tx, &business, &yardstick, touched, today).await?;
    for person in &mut read.people {
        stood.tell(person);
    }
    let parameters = known.parameters();
    let scorer = Scorer::new(&read.people, &parameters, &settings, (today, &business.currency))?;
    let mut scored = Vec::new();
    for (at, person) in read.people.iter().enumerate() {
        let among = among(person, &stood, &yardstick, &settings, reckoned);
        scored.extend(scorer.score(at, person, &among));
    }
    let refills = refills(&read, &scored, &yardstick, today);
    Ok(Some(stood.differs(scored, refills, now)))
}

/// What stands of a few customers.
struct Stood {
    scores: BTreeMap<i64, Scored>,
    refills: BTreeMap<(i64, String), Refill>,
}

impl Stood {
    async fn read(tx: &mut Tx, customers: &[i64]) -> Result<Self, Error> {
        let scores = records::of(tx, customers).await?;
        let refills = records::refills_of_many(tx, customers).await?;
        Ok(Self {
            scores: scores.into_iter().map(|one| (one.customer, one)).collect(),
            refills: refills.into_iter().map(|one| ((one.customer, one.family.clone()), one)).collect(),
        })
    }

    /// Tells what the last reckoning counted beside purchases.
    fn tell(&self, person: &mut Person) {
        let Some(stood) = self.scores.get(&person.customer) else { return };
        person.reviews = stood.reviews;
        person.photos = stood.photos;
        person.answers = stood.answers;
        person.shares = stood.shares;
        person.complaints = stood.complaints;
        let fresh = person.counted;
        person.counted = stood.counted;
        person.counted.returns = fresh.returns;
        person.counted.savings = fresh.savings;
        person.counted.gifts = fresh.gifts;
        // Another first purchase was brought by something else, which the next reckoning says.
        if person.bought.first().is_some_and(|first| first.day == stood.first) {
            person.origin.by = stood.origin.by.clone();
        }
    }

    /// What differs from it, with the instant at which it does.
    fn differs(mut self, scored: Vec<Scored>, refills: Vec<Refill>, now: i64) -> Fresh {
        let mut fresh = Fresh::default();
        for mut one in scored {
            let stood = self.scores.remove(&one.customer);
            if stood.is_none_or(|stood| (Scored { as_of: None, ..stood }) != one) {
                fresh.told.insert(one.customer);
                one.as_of = Some(now);
                fresh.scored.push(one);
            }
        }
        fresh.gone = self.scores.into_keys().collect();
        fresh.told.extend(&fresh.gone);
        for one in refills {
            let stood = self.refills.remove(&(one.customer, one.family.clone()));
            if stood.as_ref() != Some(&one) {
                if stood.map_or(Marks::default(), |stood| stood.marks) != one.marks {
                    fresh.told.insert(one.customer);
                }
                fresh.refills.push(one);
            }
        }
        fresh.refills_gone = self.refills.into_values().collect();
        fresh
            .told
            .extend(fresh.refills_gone.iter().filter(|one| one.marks != Marks::default()).map(|one| one.customer));
        fresh
    }
}

/// Where a customer stands among those of the last reckoning, `reckoned` its day.
fn among(person: &Person, stood: &Stood, yardstick: &Yardstick, settings: &Settings, reckoned: i64) -> Among {
    // Recency as of that day: all that it is compared with is.
    let one = buyer(person, i64::MAX).map_or(Buyer::default(), |one| Buyer {
        recency: person.bought.last().map_or(0, |last| reckoned - last.day),
        ..one
    });
    let stood = stood.scores.get(&person.customer);
    let deals = person.bought.iter().map(|bought| bought.deals).sum::<i64>();
    let last = person.bought.last().map_or(0, |last| last.day);
    let now = (last, deals, person.paid.saturating_sub(person.refunded));
    let (cell, group) = match stood.filter(|stood| (stood.last, stood.deals, stood.realised()) == now) {
        // Ranked already; of equals that were split it knows which.
        Some(stood) => (stood.cell, stood.group),
        None => {
            let cell = yardstick.scale.score(&one);
            let cut = yardstick.thresholds.map_or_else(|| settings.cut(), Cut::Values);
            (cell, cut.groups(&[one], &[cell]).first().copied().unwrap_or(Group::Lost))
        }
    };
    Among {
        cell,
        group,
        group_before: stood.and_then(|stood| stood.group_before),
        moved: stood.map_or_else(Moved::default, |stood| Moved {
            total: stood.influence,
            referred: stood.referred,
            brought: stood.brought,
        }),
    }
}

/// What these customers bought until the end of `today`, each of whom bought something: the source's clock may be ahead of ours.
async fn read(
    tx: &mut Tx,
    business: &Business,
    yardstick: &Yardstick,
    customers: &[i64],
    today: i64,
) -> Result<Read, Error> {
    let owner: HashMap<i64, i64> =
        customers::placed(tx, customers).await?.into_iter().map(|(profile, customer, _)| (profile, customer)).collect();
    let profiles: Vec<i64> = owner.keys().copied().collect();
    let mut people: BTreeMap<i64, Person> = customers.iter().map(|id| (*id, Person::new(*id))).collect();
    let mut days = Days::new(business.zone());
    let first = number(FIRST);
    for sale in sums::sales_to(tx, &profiles, i64::MAX).await? {
        let whose = sale.profile_id.and_then(|profile| owner.get(&profile)).and_then(|id| people.get_mut(id));
        let day = days.of(sale.at).filter(|day| (first..=today).contains(day));
        let Some((person, day)) = whose.zip(day).filter(|_| sale.currency == business.currency) else { continue };
        if sale.deal_amount > 0 { person.deal(&sale, day) } else { person.undone(sale.paid) }
    }
    people.retain(|_, person| !person.bought.is_empty());
    let channels: HashMap<i64, _> = shops::list(tx).await?.into_iter().map(|shop| (shop.id.0, shop.channel)).collect();
    for person in people.values_mut() {
        person.origin = Origin { by: None, channel: channels.get(&person.first.shop).copied() };
    }
    let families = lines(tx, business, yardstick, (&profiles, &owner), &mut people, today).await?;
    Ok(Read { people: people.into_values().collect(), families })
}

/// Adds what their goods came to, and says what they bought of families that are used up.
async fn lines(
    tx: &mut Tx,
    business: &Business,
    yardstick: &Yardstick,
    (profiles, owner): (&[i64], &HashMap<i64, i64>),
    people: &mut BTreeMap<i64, Person>,
    today: i64,
) -> Result<BTreeMap<(i64, usize), Vec<Bought<i64, usize>>>, Error> {
    let place: HashMap<&str, usize> =
        yardstick.families.iter().enumerate().map(|(at, (name, _))| (name.as_str(), at)).collect();
    let sold: Vec<SoldLine> = sums::sold_to(tx, profiles, i64::MAX).await?;
    let known = products::economics_of(tx, sold.iter().map(|line| line.product_id)).await?;
    let mut days = Days::new(business.zone());
    let first = number(FIRST);
    let mut worth: BTreeMap<i64, Worth> = BTreeMap::new();
    let mut families: BTreeMap<(i64, usize), Vec<Bought<i64, usize>>> = BTreeMap::new();
    for sold in sold.iter().filter(|line| line.currency == business.currency) {
        let Some(customer) = owner.get(&sold.profile_id).copied().filter(|id| people.contains_key(id)) else {
            continue;
        };
        let Some(day) = days.of(sold.at).filter(|day| (first..=today).contains(day)) else { continue };
        let Some(product) = known.get(&sold.product_id) else { continue };
        let own = |amount: Option<i64>| amount.filter(|_| product.currency == business.currency);
        worth.entry(customer).or_default().add(&goods::line(&sold.line(), own(product.cost), own(product.price)));
        if let Some(family) = product.category.as_deref().and_then(|name| place.get(name)).copied() {
            let bought = Bought { customer, family, day, units: float(sold.quantity) };
            families.entry((customer, family)).or_default().push(bought);
        }
    }
    for (customer, worth) in worth {
        if let Some(person) = people.get_mut(&customer) {
            worth.set(person);
        }
    }
    for bought in families.values_mut() {
        bought.sort_by_key(|one| one.day);
    }
    Ok(families)
}

/// When these customers are due for what they use up, by customer and family.
fn refills(read: &Read, scored: &[Scored], yardstick: &Yardstick, today: i64) -> Vec<Refill> {
    let lost: BTreeSet<i64> = scored.iter().filter(|one| one.stage == Stage::Lost).map(|one| one.customer).collect();
    let refill = |((customer, family), bought): (&(i64, usize), &Vec<Bought<i64, usize>>)| {
        let (name, cycle) = yardstick.families.get(*family)?;
        Some(Refill::of(&cycle.refill(bought, today)?, name, today, lost.contains(customer)))
    };
    read.families.iter().filter_map(refill).collect()
}
