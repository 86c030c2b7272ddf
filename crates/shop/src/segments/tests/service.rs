//! Rules of what service did: replies and how long they took, complaints that were resolved, compensation.

use platform::http::Role;
use platform::testing::{NOON, Site, on_both};
use serde_json::{Map, json};

use super::scene::Scene;
use crate::segments::live::catch_up;

const DAY: i64 = 86_400_000;

#[tokio::test(flavor = "multi_thread")]
async fn rules_ask_for_replies_and_compensation() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut scene = Scene::new(&app).await?;
        for (n, waited) in [(0, json!(3)), (1, json!(31)), (2, json!("95.5")), (3, json!("soon"))] {
            let said = Map::from_iter([("waited_minutes".to_owned(), waited)]);
            scene.say(n, "reply_received", NOON - DAY, None, said).await?;
        }
        scene.act(1, "complained", NOON - 3 * DAY, Some("P1")).await?;
        scene.act(2, "complained", NOON - 3 * DAY, Some("P1")).await?;
        scene.act(2, "complaint_resolved", NOON - 2 * DAY, Some("P1")).await?;
        for (n, worth) in [(0, (999, "CNY")), (1, (600, "CNY")), (1, (400, "CNY")), (2, (5_000, "USD"))] {
            scene.give(n, "compensated", NOON - DAY, worth).await?;
        }
        catch_up(&app).await?;
        let (router, _) = crate::router().split_for_parts();
        let owner = Site::new(&app, crate::policy(), router).role(Role::Owner).await?;
        for (rule, customers) in [
            ("did reply_received", 4),
            ("did reply_received where waited_minutes > 30", 2),
            ("did reply_received where waited_minutes <= 5", 1),
            ("did reply_received with highest waited_minutes >= 95.5", 1),
            ("did compensated", 3),
            ("did compensated with total amount >= 10", 1),
            ("did compensated where amount >= 9.99", 1),
            ("did complained and not did complaint_resolved", 1),
            ("did complaint_resolved where item.number = \"P1\" in last 7 days", 1),
        ] {
            let counted = owner.post("/api/v1/segments/count", &json!({ "text": rule })).await?.json();
            assert_eq!(counted["customers"], json!(customers), "{rule}: {counted}");
        }
        Ok(())
    })
    .await
    .unwrap();
}
