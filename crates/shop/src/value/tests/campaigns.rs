//! What brought customers, and the cohorts of it.

use platform::http::Role;
use platform::testing::{NOON, on_both};
use serde_json::json;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn customers_are_told_apart_by_what_brought_their_first_purchase() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = Scene::new(&app).await?;
        let owner = site(&app).role(Role::Owner).await?;
        // The first buyer with a coupon, the second from a campaign, the third with nothing, and a coupon only later.
        scene.told(1, 0, 5_000, NOON - 70 * DAY, ("coupon", " 满\"100\"减10 ")).await?;
        scene.told(2, 1, 5_000, NOON - 70 * DAY, ("campaign", "春茶")).await?;
        scene.order(3, 2, Paid, 5_000, NOON - 70 * DAY).await?;
        scene.told(4, 2, 3_000, NOON - 30 * DAY, ("coupon", "老客券")).await?;
        scene.order(5, 1, Paid, 2_000, NOON - 40 * DAY).await?;
        // The fourth at our own till, where the promotion counts before what the source says.
        let terms = json!({ "key": "d11", "name": { "zh": "双十一", "en": "Singles' Day" },
            "offer": { "amount_off": { "steps": [{ "at": { "amount": 100 }, "off": 50 }] } } });
        let made = owner.post("/api/v1/promotions", &json!({ "promotion": terms })).await?.json();
        let publish = json!({ "revision": made["revision"], "accept_warnings": true });
        let path = format!("/api/v1/promotions/{}/publish", made["id"].as_str().unwrap());
        assert_eq!(owner.post(&path, &publish).await?.outcome(), "200");
        scene.told(6, 3, 4_950, NOON - 20 * DAY, ("coupon", "别的")).await?;
        let asked = json!({ "order": "N6", "customer": { "id": scene.customer(3).await?.to_string() }, "cart": {
            "currency": "CNY", "lines": [{ "key": "1", "product": "tea", "quantity": 1, "unit_price": 5_000 }] } });
        let held = owner.post("/api/v1/redemptions", &asked).await?;
        assert!(held.outcome().starts_with("20"), "{}", held.text());
        assert_eq!(owner.post("/api/v1/redemptions/N6/redeem", &json!({})).await?.outcome(), "200");
        reckon(&app, &owner).await?;

        let page = owner.get("/api/v1/insight/cohorts?by=campaign").await?.json();
        let told: Vec<_> = page["cohorts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                let cells = row["cells"].as_array().unwrap().iter();
                let back: Vec<_> = cells.map(|cell| json!([cell["customers"], cell["of"], cell["revenue"]])).collect();
                json!([
                    row["brought"]["kind"],
                    row["brought"]["key"],
                    row["brought"]["label"]["zh"],
                    row["start"],
                    back
                ])
            })
            .collect();
        let taobao = json!([[1, 1, 5_000], [1, 1, 3_000]]);
        let expected = [
            json!(["offer", "d11", "双十一", "2026-10-01", [[1, 1, 4_950]]]),
            json!(["offer", "春茶", null, "2026-09-01", [[1, 1, 5_000], [1, 1, 2_000]]]),
            json!(["offer", "满\"100\"减10", null, "2026-09-01", [[1, 1, 5_000], [0, 1, 0]]]),
            json!(["channel", "taobao", null, "2026-09-01", taobao]),
        ];
        assert_eq!(told, expected, "{page}");
        assert_eq!((&page["left_out"], &page["mean"][1]), (&json!(0), &json!(666.7)));

        // Each row is a segment of just these.
        for row in page["cohorts"].as_array().unwrap() {
            let counted = owner.post("/api/v1/segments/count", &json!({ "text": row["rule"] })).await?;
            assert_eq!(counted.json()["customers"], row["customers"], "{} {}", row["rule"], counted.text());
        }
        Ok(())
    })
    .await
    .unwrap();
}
