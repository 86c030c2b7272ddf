//! Earning by orders and behaviours: an order's points are what it is worth less what is booked for it already, so saying
//! it again books nothing and a refund takes its share back.

use std::collections::{BTreeMap, HashMap};

use platform::db::{Connection, Tx};
use platform::http::{Actor, ShopScope};
use platform::{App, Error};
use pricing::Words;

use super::BOOK;
use super::rules::{Bonus, PointsRules, Short};
use super::spend::own_first;
use crate::events::Done;
use crate::ledger::{self, Account, MoveKind, MoveRow, Order, credit, take};
use crate::members::{self, Programme};
use crate::orders::{self, Earning};
use crate::{customers, shops};

/// What points on a birthday are called where the level has no words for them.
const BIRTHDAY: (&str, &str) = ("生日礼", "Birthday");

/// The profile that joined first of these, when one is a member.
pub(super) async fn member(conn: &mut impl Connection, profiles: &[i64]) -> Result<Option<i64>, Error> {
    let joined = members::joined(conn, profiles).await?;
    Ok(joined.into_iter().min_by_key(|(profile, at)| (*at, *profile)).map(|(profile, _)| profile))
}

/// What is known of one customer who may earn.
struct Earner {
    profiles: Vec<i64>,
    joined_at: i64,
    /// (since, per cent), the oldest first.
    levels: Vec<(i64, i64)>,
    /// Days more to return goods.
    return_days: i64,
}

impl Earner {
    /// What the level gave that she had before that instant, per cent: an order does not multiply itself.
    fn percent(&self, at: i64) -> i64 {
        self.levels.iter().rev().find(|(since, _)| *since < at).map_or(100, |(_, percent)| *percent)
    }
}

/// The members among the customers of these profiles.
async fn earners(tx: &mut Tx, profiles: &[i64]) -> Result<(Vec<Earner>, HashMap<i64, usize>), Error> {
    let mut ids: Vec<i64> = customers::customers_of(tx, profiles).await?.into_iter().map(|(_, id)| id).collect();
    ids.sort_unstable();
    ids.dedup();
    let standings = members::standings(tx, &ids).await?;
    let ids: Vec<i64> = standings.keys().copied().collect();
    let mut all: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (profile, customer, _) in customers::placed(tx, &ids).await? {
        all.entry(customer).or_default().push(profile);
    }
    let flat: Vec<i64> = all.values().flatten().copied().collect();
    let mut levels: HashMap<i64, Vec<(i64, i64)>> = HashMap::new();
    for (profile, since, percent) in members::multipliers(tx, &flat).await? {
        levels.entry(profile).or_default().push((since, percent));
    }
    let mut earners = Vec::new();
    let mut owner = HashMap::new();
    for (customer, profiles) in all {
        let Some(standing) = standings.get(&customer) else { continue };
        let mut own: Vec<(i64, i64)> = profiles.iter().filter_map(|id| levels.remove(id)).flatten().collect();
        own.sort_unstable();
        owner.extend(profiles.iter().map(|profile| (*profile, earners.len())));
        earners.push(Earner {
            profiles,
            joined_at: standing.joined_at,
            levels: own,
            return_days: standing.benefits.as_ref().map_or(0, |benefits| benefits.return_days),
        });
    }
    Ok((earners, owner))
}

/// Books what the orders of the customers of these profiles are worth now. Returns the profiles whose points moved.
pub(super) async fn orders(
    tx: &mut Tx,
    app: &App,
    rules: &PointsRules,
    programme: &Programme,
    profiles: &[i64],
) -> Result<Vec<i64>, Error> {
    let Some(since) = programme.since.map(|since| since.0) else { return Ok(Vec::new()) };
    let business = shops::business(tx).await?;
    let (earners, owner) = earners(tx, profiles).await?;
    let all: Vec<i64> = earners.iter().flat_map(|one| one.profiles.iter().copied()).collect();
    let found = orders::earnings(tx, &all, since, &business.currency).await?;
    let ids: Vec<i64> = found.iter().map(|order| order.order_id).collect();
    let mut booked: HashMap<i64, Vec<MoveRow>> = HashMap::new();
    for row in ledger::records::of_orders(tx, BOOK, &ids).await? {
        if let Some(order) = row.order_id {
            booked.entry(order).or_default().push(row);
        }
    }
    let mut touched = Vec::new();
    for order in found {
        let Some(earner) = owner.get(&order.profile_id).and_then(|at| earners.get(*at)) else { continue };
        let before = booked.remove(&order.order_id).unwrap_or_default();
        let until = rules.expires(order.paid_at, &business.zone());
        if book(tx, app, rules, earner, &order, &before, until).await? {
            touched.extend(&earner.profiles);
        }
    }
    Ok(touched)
}

/// Books one order; whether something moved.
async fn book(
    tx: &mut Tx,
    app: &App,
    rules: &PointsRules,
    earner: &Earner,
    order: &Earning,
    before: &[MoveRow],
    until: i64,
) -> Result<bool, Error> {
    let now = app.clock.now();
    let matures = rules.matures(order, earner.return_days);
    let more = match (before.first(), before.last()) {
        // The first time the rules say; after that only the amount moves what was earned.
        (Some(first), Some(last)) => {
            let of = |amount: i64| share(first.points, amount, first.basis.unwrap_or(0));
            of(order.amount) - of(last.basis.unwrap_or(0))
        }
        _ if !rules.enabled || order.paid_at < earner.joined_at || order.amount <= 0 => return Ok(false),
        _ => rules.worth(order, earner.percent(order.paid_at)),
    };
    let mut row = MoveRow {
        id: app.ids.next(),
        key: format!("order:{}#{}", order.order_id, before.len()),
        profile_id: order.profile_id,
        kind: if more > 0 { MoveKind::Earn } else { MoveKind::Reverse },
        points: more,
        order_id: Some(order.order_id),
        basis: Some(order.amount),
        reason: None,
        actor: None,
        at: now,
        reverses: before.first().map(|first| first.id),
        owed: 0,
    };
    let moved = if more > 0 {
        let written = ledger::records::write(tx, BOOK, &row).await?;
        if written {
            credit(tx, app, BOOK, &row, Account::Earned, (matures, until), &earner.profiles).await?;
        }
        written
    } else if more < 0 {
        let lots = ledger::records::hold(tx, BOOK, &earner.profiles).await?;
        let moves: Vec<i64> = before.iter().map(|row| row.id).collect();
        let lots = own_first(&lots, &moves, now);
        let left: i64 = lots.iter().map(|lot| lot.remaining).sum();
        let taken = left.min(-more);
        row.points = -taken;
        row.owed = if rules.short == Short::Owe { -more - taken } else { 0 };
        let written = ledger::records::write(tx, BOOK, &row).await?;
        if written {
            take(tx, app, BOOK, &row, &lots, taken, Account::Earned).await?;
        }
        written
    } else {
        false
    };
    let ripened = !before.is_empty() && ledger::records::ripen(tx, BOOK, order.order_id, matures, now).await? > 0;
    Ok(moved || ripened)
}

/// What is left of points when the amount that earned them changed.
fn share(points: i64, amount: i64, basis: i64) -> i64 {
    if basis <= 0 {
        return points;
    }
    let all = i128::from(points) * i128::from(amount.max(0)) / i128::from(basis);
    i64::try_from(all).unwrap_or(i64::MAX)
}

/// Books what behaviours earn. Returns the profiles whose points moved.
pub(super) async fn behaviours(tx: &mut Tx, app: &App, rules: &PointsRules, done: &[Done]) -> Result<Vec<i64>, Error> {
    let mut touched = Vec::new();
    let pays = |one: &Done| {
        rules.bonuses.iter().find_map(|bonus| match bonus {
            Bonus::Behaviour { name, points, per_day } if *name == one.name => Some((*points, *per_day)),
            _ => None,
        })
    };
    let paid: Vec<&Done> = done.iter().filter(|one| rules.enabled && pays(one).is_some()).collect();
    if paid.is_empty() {
        return Ok(touched);
    }
    let profiles: Vec<i64> = paid.iter().map(|one| one.profile_id).collect();
    let (earners, owner) = earners(tx, &profiles).await?;
    let zone = shops::business(tx).await?.zone();
    for one in paid {
        let Some(earner) = owner.get(&one.profile_id).and_then(|at| earners.get(*at)) else { continue };
        let Some((points, per_day)) = pays(one).filter(|_| one.at >= earner.joined_at) else { continue };
        let day = jiff::Timestamp::from_millisecond(one.at).map_err(Error::internal)?.to_zoned(zone.clone()).date();
        let start = |day: jiff::civil::Date| {
            day.to_zoned(zone.clone()).map(|at| at.timestamp().as_millisecond()).map_err(Error::internal)
        };
        let bounds = (start(day)?, start(day.tomorrow().map_err(Error::internal)?)?);
        if ledger::records::times(tx, BOOK, &earner.profiles, &one.name, bounds).await? >= per_day {
            continue;
        }
        let row = MoveRow {
            id: app.ids.next(),
            key: format!("event:{}", one.id),
            profile_id: one.profile_id,
            kind: MoveKind::Earn,
            points,
            order_id: None,
            basis: None,
            reason: Some(Words::from(one.name.as_str())),
            actor: None,
            at: one.at,
            reverses: None,
            owed: 0,
        };
        if ledger::records::write(tx, BOOK, &row).await? {
            credit(tx, app, BOOK, &row, Account::Earned, (one.at, rules.expires(one.at, &zone)), &earner.profiles)
                .await?;
            touched.extend(&earner.profiles);
        }
    }
    Ok(touched)
}

/// Gives members what their levels give on the birthday that this message told of.
pub(super) async fn birthdays(tx: &mut Tx, app: &App, message: i64, customers: &[i64]) -> Result<(), Error> {
    for (customer, standing) in members::standings_today(tx, customers).await? {
        let Some(benefits) = standing.benefits.filter(|benefits| benefits.birthday_points > 0) else { continue };
        let reached = customers::reach(tx, &ShopScope::All, customer).await?;
        let gift = benefits.birthday_gift.unwrap_or_else(|| Words::new(BIRTHDAY.0, BIRTHDAY.1));
        let order = Order {
            key: format!("birthday:{message}:{customer}"),
            points: benefits.birthday_points,
            reason: Some(gift),
            actor: &Actor::System,
        };
        super::give(tx, app, &reached, &order).await?;
    }
    Ok(())
}
