//! Groups that bought together over the last days: most were filled, some failed and were refunded, one was called off,
//! and some still wait for others.

use platform::Error;
use platform::Id;
use platform::http::ShopScope;
use pricing::{Buyer, Cart, Line};
use shop::checkout::{self, Reserve};
use shop::group_buys::{self, Wish};
use shop::promotions;
use shop::promotions::buyer::{ById, Customer};

use super::promotions::GROUP;
use super::story::{Story, let_be};

/// Days over which groups were opened.
const DAYS: i64 = 9;
/// How long a group of the promotion may take to fill, minutes.
const SPAN: i64 = 24 * 60;
/// Buyers of a group.
const SIZE: usize = 3;
/// How many in a shop of twenty thousand customers.
const MANY: u64 = 120;

/// Lets them buy.
pub(super) async fn gather(story: &Story<'_>) -> Result<(), Error> {
    let Some(line) = goods(story).await? else { return Ok(()) };
    let count = story.some(MANY);
    let people = story.pick(&story.members, count * SIZE, 11);
    let groups = people.chunks_exact(SIZE).count();
    let all = i64::try_from(groups).unwrap_or(1).max(1);
    for (place, crowd) in (0_i64..).zip(people.chunks_exact(SIZE)) {
        group(story, &line, place, crowd, opened(place, all)).await?;
    }
    Ok(())
}

/// How many minutes before the end the group of this place was opened: every fourth within the last day.
fn opened(place: i64, all: i64) -> i64 {
    let late = (all / 4).max(1);
    match all - place {
        left if left <= late => 25 + (SPAN - 200) * left / late,
        left => SPAN + 60 + DAYS * 1_440 * left / all,
    }
}

/// The goods of the promotion, one piece of them.
async fn goods(story: &Story<'_>) -> Result<Option<Line>, Error> {
    let found = promotions::keyed(&mut story.app.db.read().await?, GROUP).await?;
    let numbers = found.and_then(|one| one.published).map(|terms| terms.scope.goods.products).unwrap_or_default();
    let product = story.world.products().iter().find(|one| one.numbers.iter().any(|number| numbers.contains(number)));
    Ok(product.and_then(|product| {
        Some(Line {
            key: "1".to_owned(),
            product: product.numbers.iter().find(|number| numbers.contains(*number))?.clone(),
            sku: product.sku.clone(),
            quantity: 1,
            unit_price: product.price,
            cost: Some(product.cost),
            ..Line::default()
        })
    }))
}

/// One group, opened so many minutes before the end.
async fn group(story: &Story<'_>, line: &Line, place: i64, crowd: &[i64], minutes: i64) -> Result<(), Error> {
    // Two in three of those that are over were filled; in the others, and in those that still run, one or two paid.
    let paying = match place % 9 {
        turn if minutes <= SPAN => 1 + usize::from(turn % 2 == 0),
        2 | 8 => 2,
        5 => 1,
        _ => SIZE,
    };
    let mut wish = Wish::Open(GROUP.to_owned());
    let mut orders = Vec::new();
    let mut code = None;
    for (turn, customer) in (0_i64..).zip(crowd.iter().take(paying)) {
        // Friends come some hours apart.
        let ago = minutes - turn * (150 + place % 7 * 40);
        if ago < 6 {
            break;
        }
        let order = format!("PT{place:04}{turn}");
        let asked = Reserve {
            order: order.clone(),
            cart: cart(line),
            customer: Some(Customer::Id(ById { id: Id(*customer) })),
            group: Some(wish.clone()),
            codes: Vec::new(),
            device: None,
            total: None,
            credit: None,
            to_pay: None,
        };
        let then = story.app_before(0, ago);
        let Some(held) = let_be(checkout::reserve(&then, &ShopScope::All, &asked).await)? else { break };
        let_be(checkout::redeem(&story.app_before(0, ago - 3), &order).await)?;
        let Some(group) = held.group else { break };
        wish = Wish::Join(group.code.clone());
        code = Some(group.code);
        orders.push(order);
    }
    let (Some(code), true) = (code, paying < SIZE && minutes > SPAN) else { return Ok(()) };
    if place % 27 == 8 {
        let then = story.app_before(0, minutes - SPAN / 2);
        let mut tx = then.db.begin().await?;
        group_buys::call_off(&mut tx, &then, &code, "仓库缺货，整批退款", story.operator.name()).await?;
        tx.commit().await?;
    }
    let end = minutes - SPAN;
    while group_buys::sweep(&story.app_before(0, end)).await? > 0 {}
    // What failed more than a day ago was refunded.
    if end > 1_440 {
        for order in &orders {
            let_be(checkout::release(&story.app_before(0, end - 90), order, true).await)?;
        }
    }
    Ok(())
}

fn cart(line: &Line) -> Cart {
    Cart {
        currency: "CNY".to_owned(),
        lines: vec![line.clone()],
        buyer: Buyer { channel: Some("web".to_owned()), ..Buyer::default() },
        shipping: 1_000,
        ..Cart::default()
    }
}
