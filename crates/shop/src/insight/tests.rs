//! What a bar's rule says is what the bar counts.

use connectors::drafts::OrderStatus;
use platform::http::Role;
use platform::testing::{NOON, Site, on_both};
use serde_json::json;

use crate::segments::live::catch_up;
use crate::segments::tests::scene::Scene;

const HOUR: i64 = 3_600_000;

#[tokio::test(flavor = "multi_thread")]
async fn bars_open_as_rules_of_as_many_customers() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = Scene::new(&app).await?;
        // Several purchases of some, around midnight by the shop's clock and by UTC, over two weeks.
        for n in 0..60_u64 {
            let ago = i64::try_from(n).unwrap() * 7 % 330;
            scene.order(n, n % 11, OrderStatus::Finished, 1_000, NOON - ago * HOUR).await?;
        }
        catch_up(&app).await?;
        let (router, _) = crate::router().split_for_parts();
        let owner = Site::new(&app, crate::policy(), router).role(Role::Owner).await?;
        let body = json!({ "text": "deals >= 5" });
        let insight = owner.post("/api/v1/insight", &body).await?.json();
        let crowd = insight["rule"].as_str().unwrap();
        assert_eq!(crowd, "deals >= 5");
        let mut told = 0;
        for dimension in insight["dimensions"].as_array().unwrap() {
            let said = |bar: &&serde_json::Value| bar["base_customers"] != 0 && bar["value"] != "";
            for bar in dimension["bars"].as_array().unwrap().iter().filter(said) {
                let text = format!("({crowd}) and {}", bar["rule"].as_str().unwrap());
                let counted = owner.post("/api/v1/segments/count", &json!({ "text": text })).await?.json();
                assert_eq!(counted["customers"], bar["customers"], "{text}: {counted}");
                told += bar["customers"].as_u64().unwrap();
            }
        }
        assert!(told > 60, "{told}");
        // What a crowd is asked for is no news of it, also when it is asked through a segment.
        let segment = owner.post("/api/v1/segments", &json!({ "name": "多次", "text": "deals >= 5" })).await?.json();
        for asked in [json!({ "text": "deals >= 5" }), json!({ "segment": segment["id"] })] {
            let insight = owner.post("/api/v1/insight", &asked).await?.json();
            for strong in insight["strongest"].as_array().unwrap() {
                let own = ["deals", "deal_amount", "contact_group"].contains(&strong["dimension"].as_str().unwrap());
                assert_eq!(strong["asked"], json!(own), "{asked}: {strong}");
            }
        }
        let by_name =
            owner.post("/api/v1/segments/count", &json!({ "text": r#"did 付款 where 星期 = "周一""# })).await?;
        assert_eq!(by_name.status, 200, "{}", by_name.text());
        Ok(())
    })
    .await
    .unwrap();
}
