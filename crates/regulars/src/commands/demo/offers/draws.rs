//! Two draws: one that is over and can be checked, and one that runs.

use platform::http::Actor;
use platform::{App, Error, Id, Instant};
use serde_json::{Value as Json, json};
use shop::draws::{self, DrawTerms};
use shop::promotions;

use super::coupons::SHIPPING;
use super::story::{Story, let_be};

/// Drafts, publishes and plays them.
pub(super) async fn hold(story: &Story<'_>) -> Result<(), Error> {
    let coupon = promotions::keyed(&mut story.app.db.read().await?, SHIPPING).await?.map(|one| Id(one.id));
    let credit = |amount: i64, quantity: i64, ppm: u32| {
        let yuan = format!("{}.{:02}", amount / 100, amount % 100);
        json!({ "kind": "credit", "name": { "zh": format!("{yuan} 元红包"), "en": format!("a red packet of {yuan}") },
                "worth": amount, "quantity": quantity, "chance_ppm": ppm, "amount": amount, "valid_days": 30 })
    };
    let pot = |quantity: i64| {
        json!({ "kind": "goods", "name": { "zh": "西施壶一把", "en": "a Xishi teapot" }, "worth": 26_800,
                "quantity": quantity, "chance_ppm": 20_000 })
    };
    let points = json!({ "kind": "points", "name": { "zh": "50 积分", "en": "50 points" }, "worth": 50,
        "quantity": 2_000, "chance_ppm": 350_000, "amount": 50 });
    let shipping = json!({ "kind": "coupon", "name": { "zh": "包邮券", "en": "free shipping" }, "worth": 1_000,
        "quantity": 500, "chance_ppm": 200_000, "ref": coupon });
    let past = terms(
        story,
        ("上月刮刮卡", "Last month's scratch card"),
        "scratch",
        (40, 30),
        json!([pot(1), credit(300, 60, 200_000), points]),
    )?;
    let now = terms(
        story,
        ("拾露幸运转盘", "The wheel of Gathered Dew"),
        "wheel",
        (6, -12),
        json!([pot(3), credit(888, 40, 60_000), shipping, points]),
    )?;
    for (terms, (first, last), count) in [(past, (39, 31), story.some(70)), (now, (5, 0), story.some(110))] {
        let name = terms.name.zh.clone();
        let id = draw(story, terms, first + 1).await?;
        let people = story.pick(&story.members, count, count);
        let all = i64::try_from(people.len()).unwrap_or(1).max(1);
        for (place, customer) in (0_i64..).zip(people) {
            let then = story.app_before(first - place * (first - last) / all, 5 + place * 29 % 400);
            play(story, &then, id, customer, &format!("demo-{name}-{place}")).await?;
        }
    }
    Ok(())
}

async fn play(story: &Story<'_>, then: &App, draw: i64, customer: i64, key: &str) -> Result<(), Error> {
    let reached = story.reach(customer).await?;
    let mut tx = then.db.begin().await?;
    let Some(ticket) = let_be(draws::play(&mut tx, then, &Actor::System, &reached, draw, key).await)? else {
        return Ok(());
    };
    tx.commit().await?;
    draws::hand_over(then, ticket).await
}

async fn draw(story: &Story<'_>, terms: DrawTerms, days: i64) -> Result<i64, Error> {
    let then = story.app_before(days, 120);
    let mut tx = then.db.begin().await?;
    let id = draws::create(&mut tx, &then, &story.caller, terms).await?;
    tx.commit().await?;
    draws::publish(&then, &story.caller, id, 1, true).await?;
    Ok(id)
}

fn terms(
    story: &Story<'_>,
    (zh, en): (&str, &str),
    kind: &str,
    (from, until): (i64, i64),
    prizes: Json,
) -> Result<DrawTerms, Error> {
    let rule = |zh: &str, en: &str| json!({ "zh": zh, "en": en });
    let terms = json!({
        "kind": kind, "name": { "zh": zh, "en": en }, "members_only": true, "free": 1, "points": 100,
        "most_per_customer": 5, "most_per_day": 3,
        "starts_at": Instant(story.before(from, 0)), "ends_at": Instant(story.before(until, 0)), "prizes": prizes,
        "rules": {
            "conditions": rule("拾露会员均可参与：每人 1 次免费机会，之后每次 100 积分，每天最多 3 次。",
                "Every member has one free chance; each further one costs 100 points, at most three a day."),
            "drawing": rule("点击后当场开奖；种子摘要已公布，结束后公布种子，任何人都可复核。",
                "Drawn at once. The seed's digest is published beforehand and the seed afterwards, so that anybody can check."),
            "claiming": rule("红包、积分、优惠券自动到账；实物须在 15 天内确认收货地址。",
                "Red packets, points and coupons come by themselves; goods need an address within 15 days."),
            "delivery": rule("实物奖品由顺丰寄出，运费由店铺承担。", "Goods are sent by courier at the shop's expense."),
            "forfeiting": rule("逾期未确认地址视为放弃。", "A prize without an address in time is forfeited."),
            "organiser": rule("拾露茶器，客服电话 400-000-0000。", "Gathered Dew, service line 400-000-0000."),
        },
    });
    serde_json::from_value(terms).map_err(Error::internal)
}
