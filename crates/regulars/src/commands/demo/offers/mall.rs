//! The points mall: small goods, coupons and chances in the draw, and what members took.

use platform::http::Actor;
use platform::{Error, Id};
use pricing::Words;
use shop::points::mall::{self, MallKind, NewMallItem};
use shop::{draws, promotions};

use super::coupons::SHIPPING;
use super::story::{Story, let_be};

/// Fills it, and lets members take things.
pub(super) async fn fill(story: &Story<'_>) -> Result<(), Error> {
    let coupon = promotions::keyed(&mut story.app.db.read().await?, SHIPPING).await?.map(|one| one.id.to_string());
    let running = draws::open_to(&mut story.app.db.read().await?, story.app.clock.now()).await?;
    let draw = running.first().map(|one| one.id.0.to_string());
    let high = story.levels.get(2).and_then(|id| id.parse().ok()).map(Id);
    let mut taken = Vec::new();
    for (kind, name, description, (points, stock, per_customer), (level, reference)) in [
        (
            MallKind::Goods,
            Words::new("当季茶样三支", "Three teas of the season"),
            Words::new("龙井、正山小种、桂花乌龙各 5 克", "Longjing, Lapsang souchong, osmanthus oolong: 5 g each"),
            (120, Some(300), Some(3)),
            (None, None),
        ),
        (
            MallKind::Goods,
            Words::new("月白品茗杯", "Moon-white tasting cup"),
            Words::new("单只，手工施釉", "One cup, glazed by hand"),
            (380, Some(60), Some(2)),
            (None, None),
        ),
        (
            MallKind::Coupon,
            Words::new("包邮券", "Free shipping coupon"),
            Words::new("60 天内有效，任意金额可用", "Good for 60 days, whatever the order comes to"),
            (80, None, Some(5)),
            (None, coupon),
        ),
        (
            MallKind::Draw,
            Words::new("幸运转盘一次", "A turn of the lucky wheel"),
            Words::new("多一次抽奖机会", "One more chance to win"),
            (90, None, Some(10)),
            (None, draw),
        ),
        (
            MallKind::Goods,
            Words::new("大师手作盖碗", "Gaiwan by a master potter"),
            Words::new("落款限量，桐木盒装", "Signed, one of twelve, in a box of paulownia"),
            (1_600, Some(12), Some(1)),
            (high, None),
        ),
    ] {
        if reference.is_none() && kind != MallKind::Goods {
            continue;
        }
        let then = story.app_before(150, 0);
        let new = NewMallItem {
            kind,
            name,
            description,
            points,
            stock,
            per_customer,
            level,
            starts_at: None,
            ends_at: None,
            active: true,
            reference,
        };
        let mut tx = then.db.begin().await?;
        let known = mall::items(&mut tx).await?.into_iter().find(|item| item.offer.name == new.name);
        let item = match known {
            Some(item) => item,
            None => mall::create(&mut tx, &then, new).await?,
        };
        tx.commit().await?;
        taken.push((item.id.0, kind));
    }
    let people = story.pick(&story.members, story.some(160), 31);
    let all = i64::try_from(people.len()).unwrap_or(1).max(1);
    for (place, customer) in (0_i64..).zip(people) {
        let Some((item, kind)) = usize::try_from(place).ok().and_then(|at| taken.get(at % taken.len().max(1))) else {
            continue;
        };
        // Chances are only sold while the draw runs.
        let longest = if *kind == MallKind::Draw { 5 } else { 120 };
        let then = story.app_before(longest - place * longest / all, 3 + place * 41 % 500);
        let reached = story.reach(customer).await?;
        let mut tx = then.db.begin().await?;
        let redeemed =
            mall::redeem(&mut tx, &then, &Actor::System, &reached, *item, 1, &format!("demo-mall-{place}")).await;
        let Some(mall::Taken { id: order, .. }) = let_be(redeemed)? else { continue };
        tx.commit().await?;
        if *kind == MallKind::Goods && place % 4 != 1 {
            let mut tx = then.db.begin().await?;
            let now = then.clock.now();
            let settled = if place % 17 == 4 {
                mall::cancel(&mut tx, &then, &story.agent, order, "客户改选其他礼品").await
            } else {
                mall::fulfil(&mut tx, order, Some("随订单寄出"), now).await
            };
            if let_be(settled)?.is_some() {
                tx.commit().await?;
            }
        }
    }
    Ok(())
}
