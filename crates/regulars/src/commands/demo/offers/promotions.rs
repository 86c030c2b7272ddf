//! What the shop offers: running, planned, over, paused and not yet published, in the trade's forms.

use platform::Error;
use pricing::Promotion;
use serde_json::{Value as Json, json};
use shop::promotions::{self, Publishing};

use super::story::{Story, let_be};

/// The key of the group price.
pub(super) const GROUP: &str = "group-of-three";

/// Where an offer stands at the end of the story.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// Published so many days before the end.
    Published(i64),
    /// Published so many days before the end, and stopped for a while five days later.
    Paused(i64),
    /// Written down.
    Drafted,
}

/// An offer: key, names, terms, where it stands.
struct Offer {
    key: &'static str,
    name: (&'static str, &'static str),
    terms: Json,
    stand: Stand,
}

async fn offers(story: &Story<'_>) -> Result<Vec<Offer>, Error> {
    let full = story.at_full_price(4, 6).await?;
    let (flash, newcomers) = full.split_at(full.len() / 2);
    let mut together = story.at_full_price(12, 9).await?;
    together.retain(|number| !full.contains(number));
    together.truncate(1);
    let day = |days: i64, hour: i8| story.date(days, hour).map(|at| at.to_string());
    let goods = |title: &str| json!({ "products": story.numbers(title) });
    let offer = |key, name, terms, stand| Offer { key, name, terms, stand };
    let steps = |steps: &[(i64, i64)]| -> Vec<Json> {
        steps.iter().map(|(at, off)| json!({ "at": { "amount": at }, "off": off })).collect()
    };
    let cup = json!({ "sku": "SL-GIFT-CUP", "name": { "zh": "月白品茗杯一只", "en": "a moon-white cup" }, "quantity": 1, "worth": 2_900 });
    Ok(vec![
        offer(
            "season-300-40",
            ("茶季满减", "Tea season: money off"),
            json!({ "offer": { "amount_off": { "steps": steps(&[(30_000, 4_000), (50_000, 8_000)]) } },
                    "scope": { "from": day(-12, 0)?, "until": day(10, 0)? }, "budget": 3_000_000, "uses_per_customer": 3 }),
            Stand::Published(14),
        ),
        offer(
            "second-half",
            ("花草茶第二件半价", "Herbal tea: the second at half price"),
            json!({ "offer": { "nth_discount": { "n": 2, "keep": 500, "times": 2 } },
                    "scope": { "goods": { "categories": ["花草茶"] }, "from": day(-6, 0)?, "until": day(15, 0)? } }),
            Stand::Published(8),
        ),
        offer(
            "free-shipping-99",
            ("满 99 元包邮", "Free shipping from 99"),
            json!({ "offer": { "free_shipping": { "at": { "amount": 9_900 } } } }),
            Stand::Published(170),
        ),
        offer(
            "night-flash",
            ("夜场限时秒杀", "Evening flash sale"),
            json!({ "offer": { "flash": { "cut": { "keep": 690 }, "stock": 200, "limit": 2 } },
                    "scope": { "goods": { "products": flash }, "from": day(-3, 0)?, "until": day(4, 0)?,
                               "hours": [{ "from": "20:00", "to": "23:00" }] } }),
            Stand::Published(4),
        ),
        offer(
            "newcomer",
            ("新客首单价", "First order price"),
            json!({ "offer": { "newcomer_price": { "cut": { "keep": 880 }, "limit": 2 } },
                    "scope": { "goods": { "products": newcomers } } }),
            Stand::Published(4),
        ),
        offer(
            GROUP,
            ("三人拼团 8 折", "Three buy together: 20% off"),
            json!({ "offer": { "group": { "size": 3, "hours": 24, "cut": { "keep": 800 } } },
                    "scope": { "goods": { "products": together }, "from": day(-11, 0)?, "until": day(12, 0)? } }),
            Stand::Published(12),
        ),
        offer(
            "gift-600",
            ("满 600 元送品茗杯", "A cup from 600"),
            json!({ "offer": { "gift": { "steps": [{ "at": { "amount": 60_000 }, "gifts": [cup] }] } },
                    "scope": { "from": day(-20, 0)?, "until": day(12, 0)? }, "uses": 300 }),
            Stand::Published(21),
        ),
        offer(
            "vip-night",
            ("会员之夜 满 400 减 60", "Members' night: 60 off 400"),
            json!({ "offer": { "amount_off": { "steps": steps(&[(40_000, 6_000)]) } },
                    "scope": { "levels": story.levels.iter().skip(1).collect::<Vec<_>>(), "from": day(6, 19)?, "until": day(7, 0)? } }),
            Stand::Published(1),
        ),
        offer(
            "new-year-goods",
            ("年货节全场 9 折", "New year market: 10% off"),
            json!({ "offer": { "discount": { "keep": 900 } }, "scope": { "from": day(24, 0)?, "until": day(31, 0)? },
                    "exclusive": "season", "max_off": 10_000 }),
            Stand::Published(2),
        ),
        offer(
            "gift-box-month",
            ("礼盒月 8.8 折", "Gift boxes: 12% off"),
            json!({ "offer": { "discount": { "keep": 880 } },
                    "scope": { "goods": { "categories": ["礼盒"] }, "from": day(-48, 0)?, "until": day(-34, 0)? } }),
            Stand::Published(50),
        ),
        offer(
            "tea-tools-3-199",
            ("茶席小物 3 件 199 元", "Three small things for 199"),
            json!({ "offer": { "bundle": { "quantity": 3, "price": 19_900, "times": 1 } },
                    "scope": { "goods": { "categories": ["茶席小物"] }, "from": day(-30, 0)? } }),
            Stand::Paused(31),
        ),
        offer(
            "spring-presale",
            ("明前龙井预售 定金膨胀", "Spring tea ahead of the season"),
            json!({ "offer": { "presale": { "deposit": 3_000, "worth": 5_000 } },
                    "scope": { "goods": goods("西湖龙井"), "from": day(60, 10)?, "until": day(75, 0)? } }),
            Stand::Drafted,
        ),
    ])
}

/// Writes the offers down and publishes them, each when it was in the story.
pub(super) async fn offer(story: &Story<'_>) -> Result<(), Error> {
    let mut offers = offers(story).await?;
    // Without goods of its own a price would be for everything.
    offers.retain(|one| one.terms.pointer("/scope/goods/products").is_none_or(|goods| *goods != json!([])));
    // The story is told forwards.
    offers.sort_by_key(|one| match one.stand {
        Stand::Published(days) | Stand::Paused(days) => -days,
        Stand::Drafted => 0,
    });
    for one in offers {
        let days = match one.stand {
            Stand::Published(days) | Stand::Paused(days) => days,
            Stand::Drafted => 1,
        };
        let terms = terms(one.key, one.name, one.terms)?;
        let made = match promotions::keyed(&mut story.app.db.read().await?, one.key).await? {
            // An interrupted demo finds what it had written.
            Some(made) => made,
            None => {
                let then = story.app_before(days, 30);
                let mut tx = then.db.begin().await?;
                let made = promotions::create(&mut tx, &then, &story.caller, terms, false).await?;
                tx.commit().await?;
                made
            }
        };
        if one.stand == Stand::Drafted || made.version > 0 {
            continue;
        }
        publish(story, made.id, made.revision, days).await?;
        if matches!(one.stand, Stand::Paused(_)) {
            let later = story.app_before(days - 5, 200);
            let mut tx = later.db.begin().await?;
            let_be(promotions::pause(&mut tx, &later, &story.caller, made.id).await)?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// Terms from the forms' own JSON.
pub(super) fn terms(key: &str, (zh, en): (&str, &str), mut terms: Json) -> Result<Promotion, Error> {
    if let Some(fields) = terms.as_object_mut() {
        fields.insert("key".to_owned(), json!(key));
        fields.insert("name".to_owned(), json!({ "zh": zh, "en": en }));
    }
    serde_json::from_value(terms).map_err(Error::internal)
}

/// Publishes terms so many days before the end of the story, warnings looked at. What the linter refuses (goods that chance had
/// sold for less in the days before, say) stays a draft with its findings, as it would in a shop.
pub(super) async fn publish(story: &Story<'_>, id: i64, revision: i64, days: i64) -> Result<(), Error> {
    let then = story.app_before(days, 20);
    let how = Publishing { revision, accept_warnings: true, note: None };
    match promotions::publish(&then, &story.caller, id, how).await {
        Err(refusal) if refusal.code() == "promotion_refused" => Ok(()),
        done => done,
    }
}
