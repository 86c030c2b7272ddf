//! The page put together: counts, what waits, and the words.

use platform::db::Session;
use platform::http::{Caller, ShopScope};
use platform::jobs::{self, State};
use platform::{App, Error, Instant};

use super::cache::Cache;
use super::calendar::Period;
use super::count::{self, Counted, Sums};
use super::model::{ChannelSales, Cohort, Days, Figure, Good, Overview, Todo, Unit};
use super::read::Sources;
use super::words::Words;
use crate::orders::{self, sums};
use crate::permissions::{CUSTOMERS_MERGE, IMPORTS_READ, JOBS_MANAGE, ORDERS_READ};
use crate::shops::{self, Business};
use crate::{events, imports, proposals};

/// What is asked: the shops, the days and whether these are all, and the day on which.
type Key = (Option<Vec<i64>>, (usize, bool), i64, String);

/// What was counted lately.
#[derive(Clone, Default)]
pub(super) struct Board {
    counts: Cache<Key, Counted>,
    cohorts: Cache<Key, Vec<Cohort>>,
}

/// What waits.
struct Waits {
    orders: sums::Waiting,
    proposals: i64,
    /// Rows that imports of the period did not take.
    refused: i64,
}

/// The page for `caller` over `days` days, or over all since the first order, and the shops of `scope`.
pub(super) async fn page(
    app: &App,
    board: &Board,
    caller: &Caller,
    scope: &ShopScope,
    days: Option<usize>,
) -> Result<Overview, Error> {
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let business = shops::business(&mut conn).await?;
    let period = match days {
        Some(days) => Period::of(days, now, &business.zone())?,
        None => {
            let first = sums::span(&mut conn).await?.map_or(now, |(first, _)| first);
            Period::since(first, now, &business.zone())?
        }
    };
    let (counted, as_of) = counts(app, &mut conn, board, scope, &business, &period).await?;
    let cohorts = cohorts(app, &mut conn, board, scope, &business, &period).await?;
    let waits = Waits {
        orders: sums::waiting(&mut conn, scope).await?,
        proposals: proposals::count_open(&mut conn, scope).await?,
        refused: imports::open_refused(&mut conn, scope, period.began).await?,
    };
    let todo = todo(&mut conn, caller, scope, &waits).await?;
    let words = Words { i18n: &app.i18n, locale: caller.locale };
    let dates = |from: usize, to: usize| Days {
        from: period.dates.get(from).map(ToString::to_string).unwrap_or_default(),
        to: period.dates.get(to).map(ToString::to_string).unwrap_or_default(),
    };
    Ok(Overview {
        as_of: Instant(as_of),
        range: dates(period.days, 2 * period.days - 1),
        previous: (!period.all).then(|| dates(0, period.days - 1)),
        sentence: words.sentence(&counted, &period, &business.currency, &todo),
        figures: figures(&words, &counted.now, (!period.all).then_some(&counted.before), &waits),
        channels: channels(&mut conn, &counted).await?,
        width: period.width,
        sales: counted.pieces,
        cohorts,
        todo,
        currency: business.currency,
    })
}

fn key(scope: &ShopScope, business: &Business, period: &Period) -> Key {
    let shops = match scope {
        ShopScope::All => None,
        ShopScope::Only(shops) => {
            let mut shops = shops.clone();
            shops.sort_unstable();
            Some(shops)
        }
    };
    (shops, (period.days, period.all), period.to(), format!("{} {}", business.currency, business.time_zone))
}

async fn counts(
    app: &App,
    conn: &mut Session,
    board: &Board,
    scope: &ShopScope,
    business: &Business,
    period: &Period,
) -> Result<(Counted, i64), Error> {
    let (key, now) = (key(scope, business, period), app.clock.now());
    let days = (period.first(), period.last());
    let sources = Sources::of(app, conn, business, days).await?;
    if let Some(kept) = board.counts.get(&key, sources.version, now) {
        return Ok(kept);
    }
    let started = tokio::time::Instant::now();
    let cells = sources.cells(conn, scope, Some(&business.currency), days).await?;
    let counted = count::count(&cells, period);
    board.counts.put(key, counted.clone(), sources.version, sources.as_of, sources.took(started.elapsed()));
    Ok((counted, sources.as_of))
}

async fn cohorts(
    app: &App,
    conn: &mut Session,
    board: &Board,
    scope: &ShopScope,
    business: &Business,
    period: &Period,
) -> Result<Vec<Cohort>, Error> {
    // However many days are asked for, the months are the same.
    let mut key = key(scope, business, period);
    key.1 = (0, false);
    let now = app.clock.now();
    // To the end of this month.
    let days = (i64::MIN, period.last() + 31);
    let sources = Sources::of(app, conn, business, days).await?;
    if let Some((kept, _)) = board.cohorts.get(&key, sources.version, now) {
        return Ok(kept);
    }
    let started = tokio::time::Instant::now();
    let cells = sources.cells(conn, scope, None, days).await?;
    let cohorts = count::cohorts(&cells, period.last())?;
    board.cohorts.put(key, cohorts.clone(), sources.version, now, sources.took(started.elapsed()));
    Ok(cohorts)
}

fn figures(words: &Words<'_>, now: &Sums, before: Option<&Sums>, waits: &Waits) -> Vec<Figure> {
    let of = |key, value: fn(&Sums) -> i64, unit, link, good| Figure {
        key,
        value: value(now),
        previous: before.map(value),
        change: before.and_then(|before| moved(value(now), value(before), unit)),
        unit,
        definition: words.definition(key),
        link,
        good,
    };
    let stands = |key, value, link| Figure {
        key,
        value,
        previous: None,
        change: None,
        unit: Unit::Count,
        definition: words.definition(key),
        link: Some(link),
        good: None,
    };
    let customers = Some("/customers?tab=dealt");
    vec![
        of("sales", |sums| sums.sales, Unit::Money, Some("/orders"), Some(Good::Up)),
        of("deals", |sums| sums.deals, Unit::Count, Some("/orders"), Some(Good::Up)),
        of("buyers", |sums| sums.buyers, Unit::Count, customers, Some(Good::Up)),
        of("average_order", Sums::average_order, Unit::Money, Some("/orders"), Some(Good::Up)),
        of("new_buyers", |sums| sums.new_buyers, Unit::Count, customers, Some(Good::Up)),
        of("returning_buyers", Sums::returning_buyers, Unit::Count, customers, Some(Good::Up)),
        of("repurchase_rate", Sums::repurchase_rate, Unit::RatePermille, customers, Some(Good::Up)),
        of("refund_rate", Sums::refund_rate, Unit::RatePermille, Some("/orders"), Some(Good::Down)),
        stands("open_proposals", waits.proposals, "/proposals"),
        stands("pending_shipment", waits.orders.shipment, "/orders?status=paid"),
    ]
}

/// How far a figure moved from `before`.
pub(super) fn moved(now: i64, before: i64, unit: Unit) -> Option<i64> {
    match unit {
        Unit::RatePermille => Some(now - before),
        Unit::Money | Unit::Count if before == 0 => None,
        Unit::Money | Unit::Count => Some(count::rounded(now - before, before.abs(), 1_000)),
    }
}

async fn channels(conn: &mut Session, counted: &Counted) -> Result<Vec<ChannelSales>, Error> {
    let shops = shops::by_id(conn).await?;
    let mut channels: Vec<ChannelSales> = counted
        .shops
        .iter()
        .filter_map(|(id, sums)| {
            let shop = shops.get(id)?;
            Some(ChannelSales {
                channel: shop.channel,
                shop_id: shop.id,
                shop: shop.name.clone(),
                sales: sums.sales,
                orders: sums.deals,
                buyers: sums.buyers,
            })
        })
        .collect();
    channels.sort_by_key(|shop| (std::cmp::Reverse(shop.sales), shop.shop_id.0));
    Ok(channels)
}

/// What waits, the most urgent first; what the caller may not do anything about is left out.
async fn todo(conn: &mut Session, caller: &Caller, scope: &ShopScope, waits: &Waits) -> Result<Vec<Todo>, Error> {
    if !sums::any(conn).await? && !events::any(conn).await? {
        return Ok(vec![Todo { kind: "no_data", count: 0, link: "/imports" }]);
    }
    let mut todo = Vec::new();
    let mut wait = |kind, count, link| {
        if count > 0 {
            todo.push(Todo { kind, count, link });
        }
    };
    if caller.may(ORDERS_READ) {
        wait("refunds_open", waits.orders.refunds, "/orders?refund=open");
        wait("awaiting_shipment", waits.orders.shipment, "/orders?status=paid");
        wait("unknown_statuses", orders::unknown_statuses(conn, scope).await?, "/orders?status=unknown");
    }
    if caller.may(IMPORTS_READ) {
        wait("refused_rows", waits.refused, "/imports");
    }
    if caller.may(CUSTOMERS_MERGE) {
        wait("proposals", waits.proposals, "/proposals");
    }
    if caller.may(JOBS_MANAGE) {
        let parked = jobs::counts(conn).await?.into_iter().filter(|(state, _)| *state == State::Parked);
        wait("parked_jobs", parked.map(|(_, count)| count).sum(), "/settings/jobs?state=parked");
    }
    Ok(todo)
}
