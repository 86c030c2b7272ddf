//! Prices over HTTP, on both databases.

use platform::http::Role;
use platform::testing::{Site, on_both, prepare_all};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_cart_is_priced_for_whoever_buys_and_told_why() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, super::records::STATEMENTS).await?;
        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let (owner, agent, analyst) =
            (site.role(Role::Owner).await?, site.role(Role::Agent).await?, site.role(Role::Analyst).await?);
        for terms in [
            json!({ "key": "new", "name": { "zh": "新客价", "en": "newcomer" },
                    "offer": { "newcomer_price": { "cut": { "price": 9_000 } } } }),
            json!({ "key": "gold", "name": { "zh": "金卡价", "en": "gold price" },
                    "offer": { "member_price": { "prices": [{ "level": "gold", "cut": { "keep": 950 } }] } } }),
            json!({ "key": "off", "name": { "zh": "满减", "en": "off" },
                    "offer": { "amount_off": { "steps": [{ "at": { "amount": 30_000 }, "off": 5_000 }] } } }),
        ] {
            let made = owner.post("/api/v1/promotions", &json!({ "promotion": terms })).await?.json();
            let path = format!("/api/v1/promotions/{}/publish", made["id"].as_str().unwrap());
            let live = owner.post(&path, &json!({ "revision": 1, "accept_warnings": true })).await?;
            assert_eq!(live.outcome(), "200", "{}", live.text());
        }
        let line = json!({ "key": "1", "product": "tea", "quantity": 2, "unit_price": 10_000 });
        for (buyer, total) in [
            (json!({}), 20_000),
            (json!({ "first_order": true }), 18_000),
            (json!({ "level": "gold" }), 19_000),
            (json!({ "level": "gold", "coupons": ["off"] }), 19_000),
        ] {
            let cart = json!({ "cart": { "currency": "CNY", "lines": [line], "buyer": buyer } });
            let answer = agent.post("/api/v1/price", &cart).await?;
            assert_eq!(answer.json()["priced"]["total"], json!(total), "{buyer} {}", answer.text());
        }
        let cart = json!({ "cart": { "currency": "CNY", "lines": [line] } });
        let priced = agent.post("/api/v1/price", &cart).await?.json();
        let words: Vec<&str> = priced["priced"]["next"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["words"]["zh"].as_str().unwrap())
            .collect();
        assert_eq!(words, ["再买 ¥100 减 ¥50"]);
        let refused = &priced["priced"]["refused"];
        assert_eq!(refused.as_array().unwrap().len(), 3, "{refused}");
        assert_eq!(analyst.post("/api/v1/price", &cart).await?.outcome(), "403 forbidden");
        for (cart, outcome) in [
            (json!({ "cart": { "currency": "USD", "lines": [line] } }), "422 invalid"),
            (json!({ "cart": { "currency": "CNY", "lines": [line, line] } }), "422 invalid"),
            (json!({ "cart": { "currency": "CNY" } }), "422 invalid"),
            (json!({ "cart": { "currency": "CNY", "lines": [line] }, "customer": { "id": "7" } }), "404 not_found"),
            (
                json!({ "cart": { "currency": "CNY", "lines": [line] }, "customer": { "kind": "cat", "value": "x" } }),
                "422 invalid",
            ),
        ] {
            let answer = agent.post("/api/v1/price", &cart).await?;
            assert_eq!(answer.outcome(), outcome, "{cart} {}", answer.text());
        }
        Ok(())
    })
    .await
    .unwrap();
}
