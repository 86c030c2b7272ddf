//! Orders and behaviours earn, refunds take their share back, time takes the rest.

use connectors::drafts::{EventDraft, Identifier, IdentifierKind, ShopRef};
use platform::testing::{NOON, on_both, prepare_all};

use super::super::*;
use super::scene::{audit, follow, give, has, pay, shop, shop_with, undo};
use crate::members::tests::scene::three;
use crate::{customers, events};

const DAY: i64 = 86_400_000;

#[tokio::test(flavor = "multi_thread")]
async fn an_order_earns_once_and_refunds_take_their_share() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, &records::statements()).await?;
        let scene = shop(&app).await?;
        // order, paid, given back, what the buyer has then
        for (number, paid, back, expected) in [
            ("N1", 10_000, 0, "0+100"),
            ("N1", 10_000, 0, "0+100"),
            ("N1", 10_000, 2_500, "0+75"),
            ("N2", 5_050, 0, "0+125"),
            ("N1", 10_000, 10_000, "0+50"),
            ("N1", 10_000, 10_000, "0+50"),
        ] {
            scene.order(number, "a", paid, back, NOON).await?;
            follow(&scene).await?;
            assert_eq!(has(&scene, "a").await?, expected, "{number} {paid} {back}");
        }
        audit(&app).await?;
        app.clock.set(NOON + 7 * DAY);
        assert_eq!(has(&scene, "a").await?, "50+0", "the time for returns is over");
        // What is gone already is owed, and taken from the next points.
        pay(&scene, "a", 40, "api:1").await?;
        scene.order("N2", "a", 5_050, 5_050, NOON).await?;
        follow(&scene).await?;
        assert_eq!(has(&scene, "a").await?, "0+0-40");
        scene.order("N3", "a", 10_000, 0, NOON + 7 * DAY).await?;
        follow(&scene).await?;
        assert_eq!(has(&scene, "a").await?, "0+60");
        audit(&app).await?;
        // Spent points come back even though what earned them is gone.
        undo(&scene, "api:1").await?;
        assert_eq!(has(&scene, "a").await?, "40+60");
        audit(&app).await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn levels_multiply_and_who_is_no_member_earns_nothing() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut programme = three();
        for level in &mut programme.levels {
            level.benefits.points_percent = 150;
        }
        programme.since = Some(platform::Instant(NOON - DAY));
        let rules = PointsRules { enabled: true, short: Short::Forgive, ..PointsRules::default() };
        let scene = shop_with(&app, programme, rules).await?;
        scene.order("N0", "a", 50_000, 0, NOON - 2 * DAY).await?;
        follow(&scene).await?;
        assert_eq!(scene.stand("a").await?, "-", "that was before it began");
        scene.order("N1", "a", 20_000, 0, NOON).await?;
        follow(&scene).await?;
        assert_eq!(has(&scene, "a").await?, "0+200", "the first order earns as everybody");
        app.clock.set(NOON + DAY);
        scene.order("N2", "a", 20_000, 0, NOON + DAY).await?;
        follow(&scene).await?;
        assert_eq!(has(&scene, "a").await?, "0+500", "the next one what the level gives");
        app.clock.set(NOON + 60 * DAY);
        pay(&scene, "a", 500, "api:1").await?;
        scene.order("N1", "a", 20_000, 20_000, NOON).await?;
        follow(&scene).await?;
        assert_eq!(has(&scene, "a").await?, "0+0", "the shop lets it be");
        scene.order("N3", "a", 1_000, 0, NOON + 60 * DAY).await?;
        follow(&scene).await?;
        assert_eq!(has(&scene, "a").await?, "0+15");
        audit(&app).await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn time_takes_points_that_were_announced_before() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = shop(&app).await?;
        scene.order("N1", "a", 100, 0, NOON).await?;
        follow(&scene).await?;
        give(&scene, "a", 300, "g1").await?;
        app.clock.set(NOON + 100 * DAY);
        give(&scene, "a", 50, "g2").await?;
        let kinds =
            |told: Vec<Told>| told.iter().map(|one| format!("{}{}", one.kind.code(), one.points)).collect::<Vec<_>>();
        for (days, expected, last) in [
            (334, "351+0", "adjust50"),
            (336, "351+0", "expiring301"),
            (359, "351+0", "expiring301"),
            (366, "50+0", "expire-300"),
            (466, "0+0", "expire-50"),
        ] {
            app.clock.set(NOON + days * DAY);
            follow(&scene).await?;
            assert_eq!(has(&scene, "a").await?, expected, "after {days} days");
            let profiles = scene.reach("a").await?.profile_ids;
            let told = kinds(told(&mut app.db.read().await?, &profiles).await?);
            assert_eq!(told.last().map(String::as_str), Some(last), "{told:?}");
        }
        let owed = liability(&app, 24).await?;
        let sum = |of: fn(&LiabilityMonth) -> i64| owed.months.iter().map(of).sum::<i64>();
        assert_eq!((sum(|one| one.earned), sum(|one| one.adjusted), sum(|one| one.expired)), (1, 350, 351));
        assert_eq!((owed.available, owed.pending, owed.holders), (0, 0, 0));
        audit(&app).await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviours_earn_so_often_a_day() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let bonuses = vec![Bonus::Behaviour { name: "reviewed".into(), points: 5, per_day: 2 }];
        let rules = PointsRules { enabled: true, bonuses, ..PointsRules::default() };
        let scene = shop_with(&app, three(), rules).await?;
        scene.order("N1", "a", 1, 0, NOON - DAY).await?;
        for (key, at, expected) in [
            ("k1", NOON, "5+0"),
            ("k1", NOON, "5+0"),
            ("k2", NOON + 1, "10+0"),
            ("k3", NOON + 2, "10+0"),
            ("k4", NOON + DAY, "15+0"),
        ] {
            let draft = EventDraft {
                row: 0,
                key: key.into(),
                shop: ShopRef::default(),
                name: "reviewed".into(),
                identifiers: vec![Identifier { kind: IdentifierKind::TaobaoNick, value: "a".into() }],
                at,
                product: None,
                amount: None,
                currency: None,
                properties: serde_json::Map::new(),
            };
            let source = customers::Source { shop_id: Some(scene.shop.id.0), channel: scene.shop.channel };
            let mut tx = app.db.begin().await?;
            events::record(&mut tx, &app, &source, vec![draft]).await?;
            tx.commit().await?;
            app.clock.set(at.max(app.clock.now()));
            follow(&scene).await?;
            assert_eq!(has(&scene, "a").await?, expected, "{key}");
        }
        audit(&app).await
    })
    .await
    .unwrap();
}
