//! What moves levels, and what does not.

use platform::testing::{NOON, on_both, prepare_all};

use super::super::*;
use super::scene::{Scene, three};

const DAY: i64 = 86_400_000;

#[tokio::test(flavor = "multi_thread")]
async fn deals_raise_and_refunds_take_back_what_they_earned() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, &records::statements()).await?;
        let scene = Scene::new(&app, three()).await?;
        // order, buyer, paid, given back, where the buyer stands then
        for (number, paid, back, expected) in [
            ("N1", 8_000, 0, "none 8000/1"),
            ("N2", 5_000, 0, "铜 13000/2"),
            ("N3", 90_000, 0, "金 103000/3"),
            ("N3", 90_000, 0, "金 103000/3"),
            ("N3", 90_000, 40_000, "银 63000/3"),
            ("N3", 90_000, 90_000, "铜 13000/2"),
            ("N2", 5_000, 5_000, "none 8000/1"),
            ("N4", 95_000, 0, "金 103000/2"),
        ] {
            scene.order(number, "a", paid, back, NOON - DAY).await?;
            assert_eq!(scene.stand("a").await?, expected, "{number} {paid} {back}");
        }
        assert_eq!(
            scene.history("a").await?,
            "joined, none→铜 deal, 铜→金 deal, 金→银 refund, 银→铜 refund, 铜→none refund, none→金 deal"
        );
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_stays_where_the_shop_says_so() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = Scene::new(&app, Programme { refunds: Refunds::Keep, ..three() }).await?;
        scene.order("N1", "a", 60_000, 0, NOON).await?;
        scene.order("N1", "a", 60_000, 60_000, NOON).await?;
        assert_eq!(scene.stand("a").await?, "银 0/0");
        // By hand: down without a lock, until the next deal; with one, for good.
        scene.order("N2", "b", 60_000, 0, NOON).await?;
        scene.set("b", "铜", false).await?;
        scene.order("N2", "b", 60_000, 0, NOON + 1).await?;
        assert_eq!(scene.stand("b").await?, "铜 60000/1", "the same deal again earns nothing");
        scene.order("N3", "b", 1_000, 0, NOON).await?;
        assert_eq!(scene.stand("b").await?, "银 61000/2");
        scene.set("b", "金", true).await?;
        scene.order("N4", "b", 1_000, 0, NOON).await?;
        assert_eq!(scene.stand("b").await?, "金 62000/3 locked");
        scene.set("b", "无", true).await?;
        assert_eq!(scene.stand("b").await?, "none 62000/3 locked");
        assert_eq!(scene.history("b").await?, "joined, none→银 deal, 银→铜 hand, 铜→银 deal, 银→金 hand, 金→none hand");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rolling_period_forgets_and_a_level_expires_or_is_earned_again() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let rolling = Programme { period_days: Some(90), expiry_days: Some(100), ..three() };
        let scene = Scene::new(&app, rolling).await?;
        scene.order("N0", "a", 90_000, 0, NOON - 91 * DAY).await?;
        assert_eq!(scene.stand("a").await?, "none 0/0", "too long ago");
        scene.order("N1", "a", 60_000, 0, NOON).await?;
        assert_eq!(scene.stand("a").await?, "银 60000/1");
        app.clock.set(NOON + 99 * DAY);
        scene.follow().await?;
        assert_eq!(scene.stand("a").await?, "银 60000/1", "it stands for 100 days");
        app.clock.set(NOON + 100 * DAY);
        scene.follow().await?;
        assert_eq!(scene.stand("a").await?, "none 0/0");
        scene.order("N2", "a", 120_000, 0, NOON + 100 * DAY).await?;
        scene.order("N3", "a", 110_000, 0, NOON + 180 * DAY).await?;
        app.clock.set(NOON + 200 * DAY);
        scene.follow().await?;
        assert_eq!(scene.stand("a").await?, "金 110000/1");
        assert_eq!(scene.history("a").await?, "joined, none→银 deal, 银→none expiry, none→金 deal, 金→金 renewal");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_adds_up_and_taking_it_back_restores_both() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = Scene::new(&app, three()).await?;
        scene.order("N1", "a", 60_000, 0, NOON).await?;
        scene.order("N2", "b", 45_000, 0, NOON).await?;
        let before = (scene.stand("a").await?, scene.stand("b").await?);
        assert_eq!(before, ("银 60000/1".to_owned(), "铜 45000/1".to_owned()));
        scene.merge("a", "b").await?;
        assert_eq!(scene.stand("b").await?, "金 105000/2", "together they reach more");
        scene.part("b").await?;
        assert_eq!((scene.stand("a").await?, scene.stand("b").await?), before);
        // What a hand did while they were one stays with the profile that it was done on.
        scene.merge("a", "b").await?;
        assert_eq!(scene.stand("a").await?, "金 105000/2");
        scene.set("a", "铜", true).await?;
        assert_eq!(scene.stand("b").await?, "铜 105000/2 locked");
        scene.part("b").await?;
        assert_eq!((scene.stand("a").await?, scene.stand("b").await?), ("铜 60000/1 locked".to_owned(), before.1));
        assert!(scene.history("a").await?.ends_with("金→铜 hand"), "{}", scene.history("a").await?);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_black_list_stops_what_is_earned_and_given() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = Scene::new(&app, three()).await?;
        scene.order("N1", "a", 20_000, 0, NOON).await?;
        let reached = scene.reach("a").await?;
        for (on, expected) in [(true, "铜 220000/2"), (false, "金 220000/2")] {
            let mut tx = app.db.begin().await?;
            crate::customers::set_blacklisted(&mut tx, &app, &reached, on).await?;
            tx.commit().await?;
            scene.order("N2", "a", 200_000, 0, NOON).await?;
            assert_eq!(scene.stand("a").await?, expected);
            let given = standings(&mut app.db.read().await?, &[reached.customer_id]).await?;
            assert_eq!(given[&reached.customer_id].benefits.is_none(), on);
        }
        Ok(())
    })
    .await
    .unwrap();
}
