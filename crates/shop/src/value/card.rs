//! The card's part: one customer's values with their parts, the chance of being alive over time, and why they may be lost.
//!
//! Scores are those of the last reckoning, or of since when the customer was touched after it; the curve and the reasons are
//! worked out from what the customer bought until then.

use jiff::civil::Date;
use platform::db::Session;
use platform::http::ShopScope;
use platform::{App, Error, Instant};
use rules::Label;
use science::lifetime::{Fit, Model};
use serde::Serialize;
use utoipa::ToSchema;

use super::delivered::{self, DeliveredValue};
use super::gather::{Days, date, number};
use super::known::Known;
use super::model::{Definition, NextPurchase, Scored, Scores, Window};
use super::numbers::{decimals, float};
use super::periods::{self, ByDay, ValuePeriods};
use super::person::Person;
use super::write::KNOWN;
use super::{goods, records, score, service, settings, words};
use crate::{customers, events, orders, products, shops};

/// Days that the curve looks ahead.
const AHEAD: i64 = 180;
/// Points of the curve.
const POINTS: i64 = 100;

/// A part of a customer's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ValuePart {
    /// `revenue`, `refunds`, `cost`, `referrals`, `reviews`, `photos`, `answers`, `shares`, `complaints`, or a part of what was
    /// delivered.
    pub key: String,
    /// Minor units; what takes away is below zero.
    pub value: i64,
    /// Of how many; null where nothing is counted.
    pub count: Option<i64>,
    /// In words.
    pub label: Label,
}

/// The chance of being alive on a day.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AlivePoint {
    /// Which day.
    #[schema(value_type = String)]
    pub day: Date,
    /// In thousandths.
    pub share: f64,
    /// Whether the customer bought on it.
    pub bought: bool,
}

/// Why a customer may be lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChurnReason {
    /// `complaint`, `overdue`, `slowing`, `spending_less`, `refunds`, `only_once`.
    pub key: String,
    /// In words, with its number.
    pub text: Label,
}

/// When a customer is due for what they use up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FamilyNext {
    /// The category.
    pub family: String,
    /// The last purchase of it.
    #[schema(value_type = String)]
    pub last: Date,
    /// When to expect the next.
    pub next: NextPurchase,
}

/// A customer's value, over the whole business.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CustomerValue {
    /// What had happened until then is in it; null when nothing was reckoned yet.
    pub as_of: Option<Instant>,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// What was reckoned; null of who has not bought.
    pub scores: Option<Scores>,
    /// What the values are made of.
    pub parts: Vec<ValuePart>,
    /// What the customer was delivered, and what serving them cost; null of who has not bought.
    pub delivered: Option<DeliveredValue>,
    /// The chance of being alive from the first purchase on; empty without a model.
    pub alive: Vec<AlivePoint>,
    /// What to know of the curve.
    pub alive_note: Option<Label>,
    /// Why the customer may be lost, what can be mended first.
    pub reasons: Vec<ChurnReason>,
    /// When the customer is due for what they use up, the earliest first.
    pub families: Vec<FamilyNext>,
    /// Realised value by month and year.
    pub periods: ValuePeriods,
    /// How each figure is counted.
    pub definitions: Vec<Definition>,
}

/// The value of a customer whom somebody with `scope` may see.
///
/// # Errors
/// `not_found`, or when the database cannot be read.
pub(super) async fn of(app: &App, scope: &ShopScope, id: i64) -> Result<CustomerValue, Error> {
    let mut session = app.db.read().await?;
    let reached = customers::reach(&mut session, scope, id).await?;
    let ran = records::ran(&mut session).await?;
    let business = shops::business(&mut session).await?;
    let currency = ran.currency(&business.currency);
    let scored = records::one(&mut session, reached.customer_id).await?;
    let mut shown = CustomerValue {
        as_of: ran.as_of.map(Instant),
        currency: currency.to_owned(),
        scores: None,
        parts: Vec::new(),
        delivered: None,
        alive: Vec::new(),
        alive_note: None,
        reasons: Vec::new(),
        families: Vec::new(),
        periods: ValuePeriods::default(),
        definitions: words::definitions(
            &[&words::VALUES[..], &["periods", "churn_risk", "next", "rfm", "stage"]].concat(),
        ),
    };
    let (Some(one), Some(reckoned)) = (scored, ran.as_of) else { return Ok(shown) };
    let as_of = one.as_of.map_or(reckoned, |since| since.max(reckoned));
    let today = number(business.day(as_of)?);
    shown.as_of = Some(Instant(as_of));
    let known: Known = match records::page(&mut session, KNOWN).await? {
        Some(body) => serde_json::from_str(&body).map_err(Error::internal)?,
        None => Known::default(),
    };
    let set = settings::get(&mut session).await?;
    let mut person = Person { complaints: one.complaints, ..Person::new(one.customer) };
    let mut days = Days::new(business.zone());
    let mut by_day = ByDay::new();
    for sale in orders::sums::sales_to(&mut session, &reached.profile_ids, as_of).await? {
        if sale.currency != currency {
            continue;
        }
        let Some(day) = days.of(sale.at) else { continue };
        if sale.deal_amount > 0 {
            by_day.entry(day).or_default().deal(sale.paid, sale.deal_amount);
            person.deal(&sale, day);
        } else {
            person.undone(sale.paid);
        }
    }
    let learnt = known.parameters();
    let reasons = score::reasons(&person, learnt.rhythm.as_ref(), today);
    shown.reasons = reasons
        .iter()
        .map(|reason| ChurnReason { key: reason.key().to_owned(), text: words::reason(reason) })
        .collect();
    if let Some(fit) = &learnt.fit {
        shown.alive_note = (fit.model == Model::BgNbd).then(words::alive_note);
        shown.alive = curve(fit, &person, today);
    }
    goods_by_day(&mut session, &reached.profile_ids, as_of, currency, &mut days, &mut by_day).await?;
    for deed in events::deeds_of(&mut session, &reached.profile_ids, service::COMPENSATED, as_of).await? {
        if let Some((day, amount)) = service::given(&deed, currency, &mut days) {
            by_day.entry(day).or_default().compensated(amount);
        }
    }
    shown.periods = periods::of(&by_day, &set, today);
    shown.parts = parts(&one, &set);
    shown.delivered = Some(delivered::of(&one, &set));
    for refill in records::refills_of(&mut session, one.customer).await? {
        let window = Window { from: refill.from, day: refill.day, to: refill.to };
        shown.families.push(FamilyNext {
            family: refill.family,
            last: date(refill.last),
            next: NextPurchase::of(&window, today),
        });
    }
    shown.scores = Some(Scores::of(&one, today, currency));
    Ok(shown)
}

/// Adds what goods cost and by how much they were cheaper than today, by the day of the deal.
async fn goods_by_day(
    session: &mut Session,
    profiles: &[i64],
    until: i64,
    currency: &str,
    days: &mut Days,
    by_day: &mut ByDay,
) -> Result<(), Error> {
    let lines = orders::sums::sold_to(session, profiles, until).await?;
    let known = products::economics_of(session, lines.iter().map(|line| line.product_id)).await?;
    for line in lines.iter().filter(|line| line.currency == currency) {
        let (Some(one), Some(day)) = (known.get(&line.product_id), days.of(line.at)) else { continue };
        let own = |amount: Option<i64>| amount.filter(|_| one.currency == currency);
        if let Some(sums) = by_day.get_mut(&day) {
            sums.add(&goods::line(&line.line(), own(one.cost), own(one.price)));
        }
    }
    Ok(())
}

/// The chance of being alive, on evenly spread days and on those of purchases.
fn curve(fit: &Fit, person: &Person, today: i64) -> Vec<AlivePoint> {
    let Some(first) = person.bought.first().map(|bought| bought.day) else { return Vec::new() };
    let bought: Vec<i64> = person.bought.iter().map(|bought| bought.day).collect();
    let last = today + AHEAD;
    let step = ((last - first) / POINTS).max(1);
    let mut days: Vec<i64> = (0..).map(|at| first + at * step).take_while(|day| *day <= last).collect();
    days.extend([today, last]);
    // The last purchases are what the curve turns on.
    days.extend(bought.iter().rev().take(15));
    days.sort_unstable();
    days.dedup();
    let weeks = |day: &i64| float(*day - first) / 7.0;
    let times: Vec<f64> = bought.iter().map(weeks).collect();
    let at: Vec<f64> = days.iter().map(weeks).collect();
    let shares = fit.alive_curve(&times, &at);
    days.iter()
        .zip(shares)
        .filter(|(_, share)| share.is_finite())
        .map(|(day, share)| AlivePoint {
            day: date(*day),
            share: decimals(share * 1_000.0, 1),
            bought: bought.binary_search(day).is_ok(),
        })
        .collect()
}

/// What the realised and the influence value are made of.
fn parts(one: &Scored, set: &settings::Settings) -> Vec<ValuePart> {
    let weights = &set.influence;
    [
        ("revenue", one.paid, Some(one.deals)),
        ("refunds", -one.refunded, None),
        ("cost", -one.cost, None),
        ("referrals", one.brought, Some(one.referred)),
        ("reviews", one.reviews.saturating_mul(weights.review), Some(one.reviews)),
        ("photos", one.photos.saturating_mul(weights.photo), Some(one.photos)),
        ("answers", one.answers.saturating_mul(weights.answer), Some(one.answers)),
        ("shares", one.shares.saturating_mul(weights.share), Some(one.shares)),
        ("complaints", -one.complaints.saturating_mul(weights.complaint), Some(one.complaints)),
    ]
    .into_iter()
    .map(|(key, value, count)| ValuePart { key: key.to_owned(), value, count, label: words::part(key) })
    .collect()
}
