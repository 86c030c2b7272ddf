//! What every customer bought, read once from start to end and kept in memory while it is reckoned with.

use std::collections::HashMap;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::db::{Connection, Session};
use platform::http::ShopScope;
use platform::{App, Error};
use serde_json::Value as Json;

use super::goods::{Deal, Deals, Taken, goods};
use super::origin::{Names, Used, origins};
use super::periods::ByDay;
use super::person::Person;
use super::service::served;
use super::settings::DeliveredWeights;
use crate::shops::Business;
use crate::{customers, events, orders};

/// What was bought before this day is a mistyped date.
pub(super) const FIRST: Date = jiff::civil::date(1990, 1, 1);
/// Milliseconds.
const HOUR: i64 = 3_600_000;
/// Pictures of one review that count.
const PHOTOS: i64 = 20;

/// Everything that is reckoned with.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Gathered {
    /// By customer.
    pub(super) people: Vec<Person>,
    /// Categories of goods, by name.
    pub(super) families: Vec<String>,
    /// By family.
    pub(super) taken: Vec<Taken>,
    /// Who brought whom.
    pub(super) referrals: Vec<(i64, i64)>,
    /// What everybody's deals came to, by day.
    pub(super) days: ByDay,
    /// The names of promotions that brought somebody, by key.
    pub(super) names: Names,
}

/// What departments know that value may not ask, by profile.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Beyond {
    /// Who brought whom.
    pub referrals: Vec<(i64, i64)>,
    /// Points spent and not given back.
    pub points: Vec<(i64, i64)>,
    /// Promotions that paid orders used, each order once.
    pub used: Vec<Used>,
}

/// Asks them.
pub type AskBeyond = for<'s> fn(&'s mut Session) -> BoxFuture<'s, Result<Beyond, Error>>;

/// Turns instants into days of the shop; cheap when they come in order.
pub(crate) struct Days {
    zone: TimeZone,
    known: (i64, i64, i64),
}

impl Days {
    pub(crate) fn new(zone: TimeZone) -> Self {
        Self { zone, known: (0, 0, 0) }
    }

    /// The day of an instant in milliseconds UTC; `None` where no calendar reaches.
    pub(crate) fn of(&mut self, at: i64) -> Option<i64> {
        let (from, to, day) = self.known;
        if at >= from && at < to {
            return Some(day);
        }
        let now = Timestamp::from_millisecond(at).ok()?.to_zoned(self.zone.clone());
        let from = now.start_of_day().ok()?;
        let to = from.tomorrow().ok()?;
        let day = number(now.date());
        self.known = (from.timestamp().as_millisecond(), to.timestamp().as_millisecond(), day);
        Some(day)
    }
}

/// Days since 1970.
pub(super) fn number(date: Date) -> i64 {
    i64::from((date - jiff::civil::date(1970, 1, 1)).get_days())
}

/// The day with that number; the calendar's end when there is none.
pub(super) fn date(number: i64) -> Date {
    let days = jiff::Span::new().try_days(number);
    let found = days.and_then(|days| jiff::civil::date(1970, 1, 1).checked_add(days));
    found.unwrap_or(if number < 0 { Date::MIN } else { Date::MAX })
}

/// Reads everything. `done` is told of the orders read. Two readers share the work; what came between their beginnings is
/// seen by one of them, and by both the next time.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn gather(
    app: &App,
    business: &Business,
    (now, set): (i64, &DeliveredWeights),
    beyond: AskBeyond,
    done: impl FnMut(i64) + Send,
) -> Result<Gathered, Error> {
    let (mut still, mut beside) = (app.db.still().await?, app.db.still().await?);
    let mut owner: HashMap<i64, i64> = HashMap::new();
    customers::owners(&mut still, |profile, customer| {
        owner.insert(profile, customer);
    })
    .await?;
    let (mut people, deals, mut days) = bought(&mut still, business, now, &owner, done).await?;
    let deeds = async {
        deeds(&mut still, now, &owner, &mut people).await?;
        sent(&mut still, (now, set.promised_hours), &owner, &mut people).await?;
        served(&mut still, business, (now, set.reply_minutes), &owner, (&mut people, &mut days)).await?;
        beyond(&mut still).await
    };
    let (beyond, goods) = futures_util::try_join!(deeds, goods(&mut beside, business, &deals))?;
    let customer = |profile: &i64| owner.get(profile).copied();
    let names = origins(&mut still, (&deals, &owner), &beyond.used, &mut people).await?;
    let referrals = beyond.referrals.iter().filter_map(|(by, whom)| customer(by).zip(customer(whom))).collect();
    for (profile, points) in beyond.points {
        if let Some(person) = customer(&profile).and_then(|customer| people.get_mut(&customer)) {
            person.counted.points = person.counted.points.saturating_add(points);
        }
    }
    for (day, sums) in goods.days {
        days.entry(day).or_default().add(&sums);
    }
    for (customer, worth) in goods.worth {
        if let Some(person) = people.get_mut(&customer) {
            worth.set(person);
        }
    }
    let mut people: Vec<Person> = people.into_values().collect();
    people.sort_unstable_by_key(|person| person.customer);
    Ok(Gathered { people, families: goods.families, taken: goods.taken, referrals, days, names })
}

/// Who bought when, for how much, the deals one by one, and what those of each day came to. `done` is told of the orders read.
async fn bought(
    conn: &mut impl Connection,
    business: &Business,
    now: i64,
    owner: &HashMap<i64, i64>,
    mut done: impl FnMut(i64) + Send,
) -> Result<(HashMap<i64, Person>, Deals, ByDay), Error> {
    let (mut people, mut deals, mut by_day): (HashMap<i64, Person>, Vec<Deal>, ByDay) = Default::default();
    let mut days = Days::new(business.zone());
    let first = number(FIRST);
    let (mut read, mut undone) = (0, Vec::new());
    orders::sums::sales(conn, i64::MIN, now.saturating_add(1), |sale| {
        read += 1;
        if read % 10_000 == 0 {
            done(read);
        }
        let Some(customer) = sale.profile_id.and_then(|profile| owner.get(&profile)).copied() else { return };
        let Some(day) = days.of(sale.at).filter(|day| *day >= first) else { return };
        if sale.currency != business.currency {
            return;
        }
        if sale.deal_amount <= 0 {
            undone.push((customer, sale.paid));
            return;
        }
        by_day.entry(day).or_default().deal(sale.paid, sale.deal_amount);
        deals.push(Deal { order: sale.order_id, customer, day });
        people.entry(customer).or_insert_with(|| Person::new(customer)).deal(&sale, day);
    })
    .await?;
    for (customer, paid) in undone {
        if let Some(person) = people.get_mut(&customer) {
            person.undone(paid);
        }
    }
    Ok((people, Deals::new(deals), by_day))
}

/// Where a count of a person stands.
type Slot = fn(&mut Person) -> &mut i64;

/// Adds up how long parcels waited to be sent.
async fn sent(
    conn: &mut impl Connection,
    (now, promised): (i64, i64),
    owner: &HashMap<i64, i64>,
    people: &mut HashMap<i64, Person>,
) -> Result<(), Error> {
    orders::sums::sent(conn, now, |profile, paid, shipped| {
        if let Some(person) = owner.get(&profile).and_then(|customer| people.get_mut(customer)) {
            person.counted.sent(shipped.saturating_sub(paid).max(0) / HOUR, promised);
        }
    })
    .await
}

/// Counts reviews with their pictures, answers to other buyers, shares, complaints, those that were resolved, and inquiries.
async fn deeds(
    conn: &mut impl Connection,
    now: i64,
    owner: &HashMap<i64, i64>,
    people: &mut HashMap<i64, Person>,
) -> Result<(), Error> {
    let slots: [(&str, Slot); 5] = [
        ("question_answered", |person| &mut person.answers),
        ("shared", |person| &mut person.shares),
        ("complained", |person| &mut person.complaints),
        ("complaint_resolved", |person| &mut person.counted.solved),
        (events::INQUIRED, |person| &mut person.counted.inquiries),
    ];
    for (name, slot) in slots {
        events::counted(conn, name, |profile, count| {
            if let Some(person) = owner.get(&profile).and_then(|customer| people.get_mut(customer)) {
                *slot(person) += count;
            }
        })
        .await?;
    }
    events::deeds(conn, &ShopScope::All, Some("reviewed"), (0, now.saturating_add(1)), |deed| {
        if let Some(person) = owner.get(&deed.profile_id).and_then(|customer| people.get_mut(customer)) {
            person.reviews += 1;
            person.photos = person.photos.saturating_add(deed.properties.as_deref().map_or(0, photos));
        }
        Ok(())
    })
    .await
}

/// Pictures and films of a review: `photos` as a number or a list.
fn photos(properties: &str) -> i64 {
    // Most reviews have none, and are not taken apart.
    if !properties.contains("\"photos\"") {
        return 0;
    }
    let said: Option<Json> = serde_json::from_str(properties).ok();
    match said.as_ref().and_then(|said| said.get("photos")) {
        Some(Json::Array(each)) => i64::try_from(each.len()).unwrap_or(PHOTOS).min(PHOTOS),
        Some(Json::Number(number)) => number.as_i64().unwrap_or(0).clamp(0, PHOTOS),
        Some(Json::String(text)) => text.trim().parse::<i64>().unwrap_or(0).clamp(0, PHOTOS),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_a_number_or_a_list() {
        for (said, expected) in [
            ("{}", 0),
            (r#"{"photos":3}"#, 3),
            (r#"{"photos":"2"}"#, 2),
            (r#"{"photos":["a","b"]}"#, 2),
            (r#"{"photos":-1}"#, 0),
            (r#"{"photos":1e9}"#, 0),
            (r#"{"photos":5000}"#, 20),
            (r#"{"text":"no \"photos\" here"}"#, 0),
            ("{", 0),
        ] {
            assert_eq!(photos(said), expected, "{said}");
        }
    }
}
