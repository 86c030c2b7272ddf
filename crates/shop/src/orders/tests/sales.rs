//! What products sold is kept as orders change; whatever happened, it is what counting every line again finds.

use connectors::drafts::OrderStatus::*;
use connectors::drafts::*;
use platform::db::Connection as _;
use platform::testing::on_both;
use platform::{App, Error, values};

use super::scene::*;
use crate::care::Person;
use crate::customers;
use crate::orders::{CARE, teach};
use crate::shops::Shop;

/// A draw that follows from the ones before it.
struct Dice(u64, u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// What is kept of each product that sold, or was sold once.
const KEPT: &str = "select id, sold, revenue, buyers, last_sold_at from products \
    where sold <> 0 or revenue <> 0 or buyers <> 0 or last_sold_at is not null order by id";
/// The same, counted.
const COUNTED: &str = "select l.product_id, cast(sum(l.quantity) as bigint), \
    cast(sum(coalesce(l.revenue, 0) - l.refunded) as bigint), count(distinct o.profile_id), \
    max(coalesce(o.paid_at, o.sort_at)) from order_lines l join orders o on o.id = l.order_id \
    where o.deal_amount > 0 group by l.product_id order by l.product_id";
/// Whose deals have a product, kept.
const WHOSE: &str = "select product_id, profile_id, lines, 0, 0 from product_buyers order by product_id, profile_id";
/// The same, counted.
const WHOSE_COUNTED: &str = "select l.product_id, o.profile_id, count(*), 0, 0 from order_lines l \
    join orders o on o.id = l.order_id where o.deal_amount > 0 and o.profile_id is not null \
    group by l.product_id, o.profile_id order by l.product_id, o.profile_id";

async fn found(app: &App, sql: &'static str) -> Result<Vec<[Option<i64>; 5]>, Error> {
    let rows = app.db.read().await?.all(sql, values![]).await?;
    let whole = |row: &platform::db::Row, place| -> Result<Option<i64>, Error> {
        // Constants are narrower at PostgreSQL.
        if place > 2 && sql.contains(", 0, 0 from") { Ok(None) } else { row.at(place) }
    };
    rows.iter()
        .map(|row| Ok([whole(row, 0)?, whole(row, 1)?, whole(row, 2)?, whole(row, 3)?, whole(row, 4)?]))
        .collect()
}

async fn agree(app: &App, what: &str) -> Result<(), Error> {
    assert_eq!(found(app, KEPT).await?, found(app, COUNTED).await?, "sums after {what}");
    assert_eq!(found(app, WHOSE).await?, found(app, WHOSE_COUNTED).await?, "buyers after {what}");
    Ok(())
}

/// One of few orders; of others in each history, since what is over stays over.
fn number(dice: &mut Dice) -> String {
    let which = dice.below(9);
    format!("{}-{which}", dice.1)
}

/// Orders of few numbers, people and goods, so that one is often said again and otherwise.
fn orders(dice: &mut Dice) -> Vec<OrderDraft> {
    (0..1 + dice.below(3))
        .map(|_| {
            let number = number(dice);
            let nick = dice.one(&["甲", "乙", "丙", ""]);
            let status = dice.one(&[Paid, Shipped, Finished, AwaitingPayment, Cancelled, Refunded, Unknown]);
            let day = i64::try_from(dice.below(20)).unwrap();
            let mut draft = order(&number, nick, status, 100 + day * 7, day);
            if status == Unknown {
                draft.status_raw = "很奇怪".into();
            }
            for place in 0..dice.below(3) {
                draft.lines.push(item(dice, &number, place, status));
            }
            draft
        })
        .collect()
}

fn item(dice: &mut Dice, number: &str, place: usize, status: OrderStatus) -> LineDraft {
    let total = 20 + i64::try_from(dice.below(60)).unwrap();
    let mut line = line(&format!("{number}-{place}"), dice.one(&["A", "B", "C"]), total);
    line.quantity = 1 + i64::try_from(dice.below(3)).unwrap();
    line.refunded = dice.one(&[None, None, Some(5)]);
    line.status = status;
    line.status_raw = status.code().into();
    line
}

/// One thing that may happen; its name.
async fn happen(app: &App, shop: &Shop, dice: &mut Dice) -> Result<&'static str, Error> {
    let number = number(dice);
    match dice.below(12) {
        0..=4 => run(app, shop, Step::Orders(orders(dice))).await.map(|_| "orders"),
        5 | 6 => {
            let status = dice.one(&[Paid, Finished, Refunded, Unknown]);
            let items = (0..1 + dice.below(2)).map(|place| item(dice, &number, place, status)).collect();
            run(app, shop, Step::Lines(vec![lines(&number, items)])).await.map(|_| "lines")
        }
        7 | 8 => {
            let amount = dice.one(&[10, 50, 10_000]);
            let status = dice.one(&[RefundStatus::Requested, RefundStatus::Succeeded, RefundStatus::Closed]);
            let refund = refund(&format!("R{number}"), &number, amount, status);
            run(app, shop, Step::Refunds(vec![refund])).await.map(|_| "a refund")
        }
        9 => teach(app, &boss(), "很奇怪", "finished").await.map(|_| "a lesson"),
        10 => erase(app, dice).await.map(|()| "an erasure"),
        _ => join(app, dice).await.map(|()| "a merge"),
    }
}

async fn customers_now(app: &App) -> Result<Vec<i64>, Error> {
    customers::standing_after(&mut app.db.read().await?, i64::MIN, 10).await
}

async fn erase(app: &App, dice: &mut Dice) -> Result<(), Error> {
    let all = customers_now(app).await?;
    if all.is_empty() {
        return Ok(());
    }
    let customer_id = dice.one(&all);
    let mut tx = app.db.begin().await?;
    let profile_ids = customers::profiles_of(&mut tx, customer_id).await?;
    let person = Person { customer_id, profile_ids, values: Vec::new() };
    (CARE.erase)(&mut tx, app, &person).await?;
    tx.commit().await
}

async fn join(app: &App, dice: &mut Dice) -> Result<(), Error> {
    let all = customers_now(app).await?;
    if all.len() < 2 {
        return Ok(());
    }
    let two = [dice.one(&all), dice.one(&all)];
    if two[0] == two[1] {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    customers::merge(&mut tx, app, &two, &boss().actor, "test").await?;
    tx.commit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_what_counting_again_finds() -> Result<(), Error> {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let shop = shop(&app, "旗舰店").await?;
        let (mut sold, mut bought) = (0, 0);
        for seed in 0..6 {
            let mut dice = Dice(seed * 7_919 + 1, seed);
            for step in 0..60 {
                let what = happen(&app, &shop, &mut dice).await?;
                agree(&app, &format!("{what}, step {step} of {seed}")).await?;
                let kept = found(&app, KEPT).await?;
                sold += kept.iter().filter(|row| row[1] > Some(0)).count();
                bought += kept.iter().filter(|row| row[3] > Some(0)).count();
            }
        }
        assert!(sold > 100 && bought > 100, "{sold} and {bought}: the histories tell of nothing");
        Ok(())
    })
    .await
}
