//! Coupon programmes, and who came by their coupons: welcome coupons that members take, thanks to the best of them, codes on
//! a card in the parcel, one code for everybody, and free shipping for points and prizes.

use platform::http::ShopScope;
use platform::{Error, Id};
use serde_json::{Value as Json, json};
use shop::coupons::{self, Target, Wanted};
use shop::promotions;
use shop::promotions::buyer::{ById, Customer, who};

use super::promotions::{publish, terms};
use super::story::{Story, let_be};
use crate::commands::serve;

/// The key of the coupons that are had for points and as prizes.
pub(super) const SHIPPING: &str = "coupon-shipping";
/// The code that is passed around.
pub(super) const PASSED_ON: &str = "SHILU95";

/// A programme: key, names, terms, how its coupons are handed out, published so many days before the end.
type Programme = (&'static str, (&'static str, &'static str), Json, Json, i64);

fn programmes(story: &Story<'_>) -> Result<Vec<Programme>, Error> {
    let off = |at: i64, off: i64| json!({ "amount_off": { "steps": [{ "at": { "amount": at }, "off": off }] } });
    Ok(vec![
        (
            WELCOME,
            ("入会礼 满 99 减 15", "Welcome: 15 off 99"),
            json!({ "offer": off(9_900, 1_500) }),
            json!({ "codes": "none", "claimable": true, "audience": "member", "most_per_customer": 1, "valid_days": 45, "remind_days": 5 }),
            120,
        ),
        (
            "coupon-card",
            ("包裹卡 满 199 减 25", "Card in the parcel: 25 off 199"),
            json!({ "offer": off(19_900, 2_500) }),
            json!({ "codes": "unique", "audience": "public", "most_per_device": 3 }),
            75,
        ),
        (
            THANKS,
            ("老茶客答谢 满 300 减 50", "Thanks to regulars: 50 off 300"),
            json!({ "offer": off(30_000, 5_000), "scope": { "until": story.date(20, 0)?.to_string() } }),
            json!({ "codes": "none", "audience": "returning", "most_per_customer": 2, "valid_days": 30, "remind_days": 7, "transferable": true }),
            26,
        ),
        (
            "coupon-passed-on",
            ("种草码 全场 9.5 折", "Passed on: 5% off"),
            json!({ "offer": { "discount": { "keep": 950 } }, "max_off": 3_000, "uses": 2_000,
                    "scope": { "from": story.date(-20, 0)?.to_string(), "until": story.date(25, 0)?.to_string() } }),
            json!({ "codes": "single", "code": PASSED_ON, "audience": "public" }),
            22,
        ),
        (
            SHIPPING,
            ("包邮券", "Free shipping"),
            json!({ "offer": { "free_shipping": {} } }),
            json!({ "codes": "none", "audience": "member", "valid_days": 60, "remind_days": 5 }),
            140,
        ),
        (
            "coupon-last-month",
            ("上月会员日 满 200 减 30", "Last month's members' day: 30 off 200"),
            json!({ "offer": off(20_000, 3_000),
                    "scope": { "from": story.date(-44, 0)?.to_string(), "until": story.date(-30, 0)?.to_string() } }),
            json!({ "codes": "none", "claimable": true, "audience": "member", "most": 500, "most_per_customer": 1 }),
            46,
        ),
    ])
}

const WELCOME: &str = "coupon-welcome";
const THANKS: &str = "coupon-thanks";

/// Makes the programmes and hands coupons out.
pub(super) async fn issue(story: &Story<'_>) -> Result<(), Error> {
    for (key, name, promotion, how, days) in programmes(story)? {
        let id = programme(story, key, name, promotion, how, days).await?;
        match key {
            WELCOME => claims(story, id, story.some(150), (118, 2)).await?,
            "coupon-last-month" => claims(story, id, story.some(60), (43, 31)).await?,
            "coupon-card" => batch(story, id, Target::Codes(500), "夏季包裹卡", 74).await?,
            THANKS => {
                let who = story.pick(&story.members, story.some(180), 17).into_iter().map(Id).collect();
                batch(story, id, Target::Customers(who), "消费最多的老茶客", 25).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

async fn programme(
    story: &Story<'_>,
    key: &str,
    name: (&str, &str),
    promotion: Json,
    how: Json,
    days: i64,
) -> Result<i64, Error> {
    if let Some(made) = promotions::keyed(&mut story.app.db.read().await?, key).await? {
        return Ok(made.id);
    }
    let then = story.app_before(days, 60);
    let how = serde_json::from_value(how).map_err(Error::internal)?;
    let mut tx = then.db.begin().await?;
    let id = coupons::create(&mut tx, &then, &story.caller, terms(key, name, promotion)?, how).await?;
    tx.commit().await?;
    publish(story, id, 1, days).await?;
    Ok(id)
}

/// Members who take a coupon themselves, evenly over some days.
async fn claims(story: &Story<'_>, programme: i64, count: usize, (first, last): (i64, i64)) -> Result<(), Error> {
    let people = story.pick(&story.members, count, 5);
    let all = i64::try_from(people.len()).unwrap_or(1).max(1);
    for (place, customer) in (0_i64..).zip(people) {
        let then = story.app_before(first - place * (first - last) / all, place * 53 % 700);
        let id = Customer::Id(ById { id: Id(customer) });
        let buyer = who(&mut then.db.read().await?, &ShopScope::All, &id).await?;
        let_be(coupons::take(&then, &buyer, Wanted::Programme(programme), None).await)?;
    }
    Ok(())
}

/// Coupons for many, as a job of that day.
async fn batch(story: &Story<'_>, programme: i64, to: Target, note: &str, days: i64) -> Result<(), Error> {
    let empty = matches!(&to, Target::Customers(who) if who.is_empty());
    if empty {
        return Ok(());
    }
    let then = story.app_before(days, 10);
    coupons::begin(&then, &story.caller, programme, to, Some(note.to_owned())).await?;
    serve::workers(&then, 1).drain().await.map(|_| ())
}
