//! Shops with next to nothing to reckon, who may ask, and when it is done.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::value::{JOB, given_up, run, run_job, tonight};

#[tokio::test(flavor = "multi_thread")]
async fn a_small_shop_is_told_so_and_others_are_refused() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = Scene::new(&app).await?;
        let site = site(&app);
        let owner = site.role(Role::Owner).await?;
        // Nobody bought, one bought, one bought again the same day.
        for n in 0..3 {
            reckon(&app, &owner).await?;
            for path in PAGES {
                let page = owner.get(path).await?;
                assert_eq!(page.outcome(), "200", "{path} {}", page.text());
            }
            let page = owner.get(PAGES[0]).await?.json();
            let told = (&page["model"]["used"], &page["model"]["told"]["code"]);
            assert_eq!(told, (&json!("baseline"), &json!("no_holdout")));
            scene.order(n, 0, Paid, 5_000, NOON - 5 * DAY).await?;
        }
        let one = scores(&app).await?;
        assert_eq!((one.len(), one[0].churn_risk, one[0].next, one[0].purchases), (1, None, None, 1));

        let limited = site.user(Role::Owner, ShopScope::Only(vec![scene.shop.id.0])).await?;
        for path in PAGES.iter().chain(&["/api/v1/insight/value/run", "/api/v1/insight/next/due"]) {
            assert_eq!(limited.get(path).await?.outcome(), "403 all_shops_needed", "{path}");
        }
        let card = format!("/api/v1/customers/{}/value", scene.customer(0).await?);
        assert_eq!(limited.get(&card).await?.outcome(), "200");
        let stranger = site.user(Role::Owner, ShopScope::Only(vec![77])).await?;
        assert_eq!(stranger.get(&card).await?.status, 404);
        let analyst = site.role(Role::Analyst).await?;
        assert_eq!(analyst.post("/api/v1/insight/value/recompute", &json!({})).await?.outcome(), "403 forbidden");

        let mut set = owner.get("/api/v1/insight/value/settings").await?.json();
        set["lifecycle"]["lost_days"] = json!(3);
        assert_eq!(owner.put("/api/v1/insight/value/settings", &set).await?.outcome(), "422 invalid");
        set["lifecycle"] = json!({ "new_days": 1, "sleeping_days": 2, "lost_days": 3, "loyal_purchases": 2 });
        assert_eq!(owner.put("/api/v1/insight/value/settings", &set).await?.outcome(), "200");
        worker(&app).drain().await?;
        assert_eq!(scores(&app).await?[0].stage.key(), "lost");
        // The night comes once.
        tonight(&app).await?;
        assert_eq!(worker(&app).drain().await?, 0);
        app.clock.set(NOON + DAY);
        worker(&app).drain().await?;
        tonight(&app).await?;
        tonight(&app).await?;
        assert_eq!(worker(&app).drain().await?, 1);
        // Who asks when one has come to its end, and its worker has not said so, gets another.
        let (mut late, asked) = (worker(&app), Arc::new(AtomicBool::new(false)));
        late.on(JOB, move |app, job| {
            let asked = Arc::clone(&asked);
            async move {
                run_job(app.clone(), job, crate::BEYOND).await?;
                let mut tx = app.db.begin().await?;
                if !asked.swap(true, Ordering::SeqCst) {
                    run::ask(&mut tx, app.clock.now()).await?;
                }
                tx.commit().await
            }
        });
        assert_eq!(owner.post("/api/v1/insight/value/recompute", &json!({})).await?.outcome(), "202");
        assert_eq!(late.drain().await?, 2);
        // One that was given up is not begun again the same day, unless somebody asks.
        app.clock.set(NOON + 2 * DAY);
        worker(&app).drain().await?;
        let mut tx = app.db.begin().await?;
        given_up(&mut tx, &app, &Json::Null).await?;
        tx.commit().await?;
        tonight(&app).await?;
        assert_eq!(worker(&app).drain().await?, 0);
        assert_eq!(owner.post("/api/v1/insight/value/recompute", &json!({})).await?.outcome(), "202");
        assert_eq!(worker(&app).drain().await?, 1);
        Ok(())
    })
    .await
    .unwrap();
}
