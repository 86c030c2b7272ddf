//! What a colleague limited to one shop is told: sizes, previews, curves and news of that shop's customers.

use platform::http::{Role, ShopScope};
use platform::testing::{NOON, Site, on_both};
use serde_json::json;

use super::scene::Scene;
use crate::segments::live::catch_up;
use crate::segments::within;

const HOUR: i64 = 3_600_000;

#[tokio::test(flavor = "multi_thread")]
async fn somebody_of_one_shop_is_told_of_its_customers() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut here = Scene::new(&app).await?;
        let mut there = here.beside("二店").await?;
        for n in 0..5 {
            here.act(n, "viewed", NOON - HOUR, None).await?;
        }
        for n in 10..13 {
            there.act(n, "viewed", NOON - HOUR, None).await?;
        }
        there.act(10, "viewed", NOON - HOUR, None).await?;
        catch_up(&app).await?;
        let (router, _) = crate::router().split_for_parts();
        let site = Site::new(&app, crate::policy(), router);
        let owner = site.role(Role::Owner).await?;
        let scope = ShopScope::Only(vec![there.shop.id.0]);
        let limited = site.user(Role::Analyst, scope.clone()).await?;
        let made = owner.post("/api/v1/segments", &json!({ "name": "看过", "text": "did viewed" })).await?.json();
        let path = format!("/api/v1/segments/{}", made["id"].as_str().unwrap());
        let twice = json!({ "text": "did viewed at least 2 times" });
        for (client, size, leave) in [(&owner, 8, 7), (&limited, 3, 2)] {
            assert_eq!(client.get(&path).await?.json()["size"], json!(size));
            let seen = client.post(&format!("{path}/preview"), &twice).await?.json();
            assert_eq!(
                (&seen["enter"], &seen["leave"], &seen["size"]),
                (&json!(0), &json!(leave), &json!(1)),
                "{seen}"
            );
        }
        let (mut all, mut own) = (within::news(&app, ShopScope::All), within::news(&app, scope));
        let later = app.clock.now() + HOUR;
        app.clock.set(later);
        for (scene, n, sizes) in [(&mut there, 13, (9, 4)), (&mut here, 5, (10, 4))] {
            scene.act(n, "viewed", later, None).await?;
            catch_up(&app).await?;
            let (all, own) = (all.recv().await.unwrap(), own.recv().await.unwrap());
            assert_eq!((all.size, own.size), sizes);
            assert_eq!(all.segment, own.segment);
        }
        for (client, last) in [(&owner, (10, 2)), (&limited, (4, 1))] {
            let curve = client.get(&format!("{path}/sizes")).await?.json();
            let point = curve["points"].as_array().unwrap().last().unwrap().clone();
            assert_eq!((&point["size"], &point["entered"]), (&json!(last.0), &json!(last.1)), "{curve}");
        }
        Ok(())
    })
    .await
    .unwrap();
}
