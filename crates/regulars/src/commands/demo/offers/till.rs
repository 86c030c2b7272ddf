//! Carts at the till over the last weeks: priced under what then ran, with coupons, codes and red packets, mostly paid.

use std::collections::BTreeSet;

use platform::http::ShopScope;
use platform::{Error, Id};
use pricing::{Buyer, Cart, Line};
use shop::checkout::{self, Reserve};
use shop::promotions::buyer::{ById, Customer};

use super::coupons::PASSED_ON;
use super::story::{Story, let_be};

/// Days over which carts are told.
const DAYS: i64 = 14;

/// Sells.
pub(super) async fn sell(story: &Story<'_>) -> Result<(), Error> {
    let count = story.some(150);
    // Those who took the welcome coupon, and now and then somebody else.
    let mut people = story.pick(&story.members, count, 5);
    people.truncate(count * 4 / 5);
    people.extend(story.pick(&story.strangers, count - count * 4 / 5, 2));
    let all = i64::try_from(people.len()).unwrap_or(1).max(1);
    for (place, customer) in (0_i64..).zip(people) {
        let minutes = 2 + DAYS * 1_440 * (all - place) / all;
        let then = story.app_before(0, minutes);
        let order = format!("SL{}{place:05}", story.date(-(minutes / 1_440), 0)?.strftime("%Y%m%d"));
        let asked = Reserve {
            order: order.clone(),
            cart: cart(story, place),
            customer: Some(Customer::Id(ById { id: Id(customer) })),
            group: None,
            codes: if place % 9 == 2 { vec![PASSED_ON.to_owned()] } else { Vec::new() },
            device: None,
            total: None,
            credit: (place % 6 == 1).then_some(2_000),
            to_pay: None,
        };
        if let_be(checkout::reserve(&then, &ShopScope::All, &asked).await)?.is_none() {
            continue;
        }
        let later = story.app_before(0, (minutes - 4).max(0));
        if place % 23 == 5 {
            let_be(checkout::release(&later, &order, false).await)?;
        } else if minutes > 30 {
            let_be(checkout::redeem(&later, &order).await)?;
        }
    }
    Ok(())
}

/// A cart of one to three goods.
fn cart(story: &Story<'_>, place: i64) -> Cart {
    let products = story.world.products();
    let turn = usize::try_from(place).unwrap_or(0);
    let lines = (0..=turn % 3).filter_map(|line| {
        let product = products.get((turn * 13 + line * 29) % products.len().max(1))?;
        let mut categories: BTreeSet<String> = product.category.split('/').map(str::to_owned).collect();
        categories.insert(product.category.to_owned());
        Some(Line {
            key: (line + 1).to_string(),
            product: product.numbers.first()?.clone(),
            sku: product.sku.clone(),
            categories,
            quantity: u32::try_from(1 + (turn + line) % 3).unwrap_or(1),
            unit_price: product.price,
            cost: Some(product.cost),
            ..Line::default()
        })
    });
    Cart {
        currency: "CNY".to_owned(),
        lines: lines.collect(),
        buyer: Buyer { channel: Some("web".to_owned()), ..Buyer::default() },
        shipping: 1_000,
        ..Cart::default()
    }
}
