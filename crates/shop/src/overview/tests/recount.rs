//! The page's figures equal a plain recount of the orders that were brought in.

use std::collections::{BTreeMap, BTreeSet};

use connectors::drafts::OrderStatus;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use platform::http::{Role, ShopScope};
use platform::testing::{NOON, on_both};
use platform::{App, Error};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value as Json, json};

use super::{DAY, import, order, shop, site};
use crate::shops::Shop;

/// One order: shop, buyer (none for 0), hours ago, amount, given back in percent, status.
type Made = (usize, u8, i64, i64, i64, OrderStatus);

fn made() -> impl Strategy<Value = Vec<Made>> {
    let status = prop::sample::select(vec![
        OrderStatus::Finished,
        OrderStatus::Finished,
        OrderStatus::Paid,
        OrderStatus::Shipped,
        OrderStatus::Cancelled,
        OrderStatus::AwaitingPayment,
        OrderStatus::Refunded,
    ]);
    let back = prop::sample::select(vec![0_i64, 0, 0, 30, 100]);
    prop::collection::vec((0_usize..2, 0_u8..9, 0_i64..24 * 100, 1_i64..100_000, back, status), 0..60)
}

#[derive(Debug, Default)]
struct Plain {
    sales: i64,
    deals: i64,
    paid: i64,
    refunded: i64,
    buyers: BTreeSet<u8>,
    new: BTreeSet<u8>,
    repeat: BTreeSet<u8>,
}

struct One {
    shop: usize,
    buyer: u8,
    at: i64,
    paid: i64,
    refunded: i64,
    deal: bool,
}

fn recount(orders: &[One], shops: &[usize], from: i64, to: i64) -> Plain {
    let mut plain = Plain::default();
    let first = |buyer: u8| orders.iter().filter(|one| one.deal && one.buyer == buyer).map(|one| one.at).min();
    let mut counts: BTreeMap<u8, i64> = BTreeMap::new();
    for one in orders.iter().filter(|one| shops.contains(&one.shop) && (from..to).contains(&one.at)) {
        plain.paid += one.paid;
        plain.refunded += one.refunded;
        if !one.deal {
            continue;
        }
        plain.sales += one.paid - one.refunded;
        plain.deals += 1;
        if one.buyer > 0 {
            plain.buyers.insert(one.buyer);
            *counts.entry(one.buyer).or_default() += 1;
            if first(one.buyer).unwrap() >= from {
                plain.new.insert(one.buyer);
            } else {
                plain.repeat.insert(one.buyer);
            }
            if counts[&one.buyer] > 1 {
                plain.repeat.insert(one.buyer);
            }
        }
    }
    plain
}

impl Plain {
    fn figures(&self) -> [i64; 8] {
        let rate =
            |part: i64, whole: i64, scale: i64| if whole == 0 { 0 } else { (2 * part * scale + whole) / (2 * whole) };
        let (buyers, new) = (self.buyers.len() as i64, self.new.len() as i64);
        [
            self.sales,
            self.deals,
            buyers,
            rate(self.sales, self.deals, 1),
            new,
            buyers - new,
            rate(self.repeat.len() as i64, buyers, 1_000),
            rate(self.refunded, self.paid, 1_000),
        ]
    }
}

fn shown(page: &Json, field: &str) -> Vec<i64> {
    page["figures"].as_array().unwrap().iter().take(8).map(|figure| figure[field].as_i64().unwrap()).collect()
}

/// Sums up what happened, as the program does while it runs.
async fn keep_up(app: &App) -> Result<(), Error> {
    while super::super::keep(app).await? {}
    Ok(())
}

/// The page says what a recount says, for both shops and for one.
async fn check(app: &App, shops: &[Shop; 2], orders: &[One], what: &str) -> Result<(), Error> {
    let owner = site(app).role(Role::Owner).await?;
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    // The day in China that NOON lies in ends 12 hours later.
    let end = NOON + DAY / 2;
    for (query, which) in [("", vec![0, 1]), ("b", vec![1])] {
        let filter = if query.is_empty() { String::new() } else { format!("&shop={}", shops[1].id) };
        for days in [1_i64, 7, 30, 400, 1_200] {
            let page = owner.get(&format!("/api/v1/overview?days={days}{filter}")).await?.json();
            let now = recount(orders, &which, end - days * DAY, end);
            let before = recount(orders, &which, end - 2 * days * DAY, end - days * DAY);
            assert_eq!(shown(&page, "value"), now.figures(), "{what}, {days} days{filter}");
            assert_eq!(shown(&page, "previous"), before.figures(), "{what}, {days} days{filter}");
            let sum: i64 = page["sales"].as_array().unwrap().iter().map(|day| day["sales"].as_i64().unwrap()).sum();
            assert_eq!(sum, now.sales);
            pieces(&page, orders, &which, &zone, what);
            let channels = page["channels"].as_array().unwrap();
            assert_eq!(channels.iter().map(|shop| shop["orders"].as_i64().unwrap()).sum::<i64>(), now.deals);
            if which.len() == 1 {
                let buyers: i64 = channels.iter().map(|shop| shop["buyers"].as_i64().unwrap()).sum();
                assert_eq!(buyers, i64::try_from(now.buyers.len()).unwrap());
            }
            assert_eq!(page["cohorts"], cohorts(orders, &which, &zone), "{what}{filter}");
        }
    }
    Ok(())
}

/// Every day, week or month of the picture says what a recount of its days says, and none is left out.
fn pieces(page: &Json, orders: &[One], which: &[usize], zone: &TimeZone, what: &str) {
    let date = |text: &Json| text.as_str().unwrap().parse::<jiff::civil::Date>().unwrap();
    let start = |date: jiff::civil::Date| date.to_zoned(zone.clone()).unwrap().timestamp().as_millisecond();
    let mut next = date(&page["range"]["from"]);
    for piece in page["sales"].as_array().unwrap() {
        let (from, until) = (date(&piece["day"]), date(&piece["until"]));
        assert_eq!(from, next, "{what}: {piece}");
        next = until.tomorrow().unwrap();
        let whole = match page["width"].as_str().unwrap() {
            "day" => from == until,
            "week" => next.weekday() == jiff::civil::Weekday::Monday || until == date(&page["range"]["to"]),
            _ => next.day() == 1 || until == date(&page["range"]["to"]),
        };
        assert!(whole, "{what}: {piece}");
        let plain = recount(orders, which, start(from), start(next));
        let (buyers, new) = (plain.buyers.len() as i64, plain.new.len() as i64);
        assert_eq!(
            [&piece["sales"], &piece["orders"], &piece["new_buyers"], &piece["returning_buyers"]],
            [&json!(plain.sales), &json!(plain.deals), &json!(new), &json!(buyers - new)],
            "{what}: {piece}"
        );
    }
    assert_eq!(next, date(&page["range"]["to"]).tomorrow().unwrap(), "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_equal_a_plain_recount() {
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    for case in 0..8 {
        let made = made().new_tree(&mut runner).unwrap().current();
        on_both(&crate::migrations(), crate::CATALOGUES, |app| {
            let made = made.clone();
            async move {
                let shops = [shop(&app, "A").await?, shop(&app, "B").await?];
                // Every other case is asked of days that are kept summed up, from before the first order on.
                let kept = case % 2 == 1;
                if kept {
                    keep_up(&app).await?;
                }
                let mut orders = Vec::new();
                let half = made.len() / 2;
                let mut pieces = [[Vec::new(), Vec::new()], [Vec::new(), Vec::new()]];
                for (number, (place, buyer, hours, paid, back, status)) in made.into_iter().enumerate() {
                    let at = NOON - hours * 3_600_000;
                    let name = format!("b{buyer}");
                    let mut draft = order(number, (buyer > 0).then_some(name.as_str()), at, paid, status);
                    let refunded = if status == OrderStatus::Refunded { paid } else { paid * back / 100 };
                    draft.refunded = Some(refunded);
                    if number % 7 == 3 {
                        // It was heard of before, as paid on another day and not given back.
                        let mut earlier = draft.clone();
                        earlier.refunded = Some(0);
                        earlier.paid_at = Some(at - 3 * DAY);
                        earlier.placed_at = Some(at - 3 * DAY);
                        pieces[0][place].push(earlier);
                        pieces[1][place].push(draft);
                    } else {
                        pieces[usize::from(number >= half)][place].push(draft);
                    }
                    if !matches!(status, OrderStatus::Cancelled | OrderStatus::AwaitingPayment) {
                        let deal = status.is_deal() && refunded < paid;
                        orders.push(One { shop: place, buyer, at, paid, refunded, deal });
                    }
                }
                for (turn, drafts) in pieces.into_iter().enumerate() {
                    for (shop, drafts) in shops.iter().zip(drafts) {
                        import(&app, shop, drafts).await?;
                    }
                    if kept && turn == 0 {
                        keep_up(&app).await?;
                    }
                }
                // Not all that was written has been summed up: such days are read from the orders.
                if !kept {
                    check(&app, &shops, &orders, &format!("case {case}")).await?;
                }
                keep_up(&app).await?;
                check(&app, &shops, &orders, &format!("case {case}, kept {kept}")).await?;

                // Two of the buyers turn out to be one.
                let found = crate::customers::ListQuery { q: Some("b1".to_owned()), ..Default::default() };
                let other = crate::customers::ListQuery { q: Some("b2".to_owned()), ..Default::default() };
                let mut session = app.db.read().await?;
                let mut ids = Vec::new();
                for query in [found, other] {
                    let filter = query.check(ShopScope::All)?;
                    ids.extend(
                        crate::customers::find(&mut session, &filter, None, 2).await?.first().map(|(_, id)| *id),
                    );
                }
                if ids.len() == 2 {
                    let mut tx = app.db.begin().await?;
                    crate::customers::merge(&mut tx, &app, &ids, &platform::http::Actor::System, "").await?;
                    tx.commit().await?;
                    for one in &mut orders {
                        one.buyer = if one.buyer == 2 { 1 } else { one.buyer };
                    }
                    keep_up(&app).await?;
                    check(&app, &shops, &orders, &format!("case {case}, merged")).await?;
                }
                Ok(())
            }
        })
        .await
        .unwrap();
    }
}

fn cohorts(orders: &[One], shops: &[usize], zone: &TimeZone) -> Json {
    let month = |at: i64| {
        let date = Timestamp::from_millisecond(at).unwrap().to_zoned(zone.clone()).date();
        i64::from(date.year()) * 12 + i64::from(date.month()) - 1
    };
    let mine: Vec<&One> = orders.iter().filter(|one| shops.contains(&one.shop)).collect();
    let last = month(NOON);
    let mut bought: BTreeMap<u8, BTreeSet<i64>> = BTreeMap::new();
    for one in mine.iter().filter(|one| one.deal && one.buyer > 0) {
        bought.entry(one.buyer).or_default().insert(month(one.at));
    }
    // The table begins with the month of the first buyer.
    let Some(first) = bought.values().filter_map(|months| months.first().copied()).min() else { return json!([]) };
    let rows: Vec<Json> = (first..=last)
        .map(|cohort| {
            let members: Vec<&BTreeSet<i64>> =
                bought.values().filter(|months| months.first() == Some(&cohort)).collect();
            let returned: Vec<usize> =
                (cohort..=last).map(|month| members.iter().filter(|months| months.contains(&month)).count()).collect();
            let size = members.len();
            let rates: Vec<usize> =
                returned.iter().map(|count| (2_000 * count + size).checked_div(2 * size).unwrap_or(0)).collect();
            let month = format!("{:04}-{:02}", cohort / 12, cohort % 12 + 1);
            json!({ "month": month, "size": size, "returned": returned, "rates": rates })
        })
        .collect();
    Json::from(rows)
}
