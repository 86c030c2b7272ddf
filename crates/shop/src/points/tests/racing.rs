//! Many at once: exactly as many succeed as there is for.

use std::collections::BTreeMap;

use platform::Error;
use platform::http::Actor;
use platform::testing::{NOON, on_both};
use pricing::Words;

use super::super::mall::{self, MallKind, NewMallItem};
use super::scene::{audit, give, has, pay, shop};

/// Runs all of them at once and counts how they ended.
async fn race(tasks: Vec<impl Future<Output = Result<i64, Error>> + Send + 'static>) -> BTreeMap<String, usize> {
    let tasks: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
    let mut ends = BTreeMap::new();
    for task in tasks {
        let end = task.await.unwrap().map_or_else(|error| error.code().to_owned(), |_| "fine".to_owned());
        *ends.entry(end).or_default() += 1;
    }
    ends
}

fn ends(of: &[(&str, usize)]) -> BTreeMap<String, usize> {
    of.iter().map(|(end, count)| ((*end).to_owned(), *count)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn racing_spends_take_exactly_what_is_there() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = std::sync::Arc::new(shop(&app).await?);
        scene.order("N1", "a", 100, 0, NOON).await?;
        for lot in 0..4 {
            give(&scene, "a", 55, &format!("g{lot}")).await?;
        }
        let spends = (0..60).map(|at| {
            let scene = scene.clone();
            // Every key comes twice.
            async move { pay(&scene, "a", 10, &format!("api:{}", at / 2)).await }
        });
        let found = race(spends.collect()).await;
        assert_eq!(found, ends(&[("fine", 44), ("points_short", 16)]));
        assert_eq!(has(&scene, "a").await?.split('+').next(), Some("0"));
        audit(&app).await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn racing_redemptions_keep_to_stock_and_to_what_each_may_take() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = std::sync::Arc::new(shop(&app).await?);
        for who in ["a", "b"] {
            scene.order(&format!("N{who}"), who, 100, 0, NOON).await?;
            give(&scene, who, 1_000, &format!("g{who}")).await?;
        }
        let offer = |stock, per_customer| NewMallItem {
            kind: MallKind::Goods,
            name: "茶杯".into(),
            description: Words::default(),
            points: 10,
            stock: Some(stock),
            per_customer,
            level: None,
            starts_at: None,
            ends_at: None,
            active: true,
            reference: None,
        };
        for (stock, per_customer, fine, refused) in [(7, None, 7, "out_of_stock"), (99, Some(3), 6, "too_many_taken")] {
            let mut tx = app.db.begin().await?;
            let item = mall::create(&mut tx, &app, offer(stock, per_customer)).await?.id.0;
            tx.commit().await?;
            let claims = (0..40).map(|at| {
                let scene = scene.clone();
                async move {
                    let reached = scene.reach(if at % 2 == 0 { "a" } else { "b" }).await?;
                    let mut tx = scene.app.db.begin().await?;
                    let key = format!("{item}:{at}");
                    let taken = mall::redeem(&mut tx, &scene.app, &Actor::System, &reached, item, 1, &key).await?;
                    tx.commit().await?;
                    Ok(taken.id)
                }
            });
            let found = race(claims.collect()).await;
            assert_eq!(found, ends(&[("fine", fine), (refused, 40 - fine)]));
        }
        audit(&app).await
    })
    .await
    .unwrap();
}
