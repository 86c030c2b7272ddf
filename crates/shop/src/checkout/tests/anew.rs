//! An order that is reserved anew while others take what it holds and what it wants.

use platform::Error;
use platform::db::{Connection as _, Tx};
use platform::http::Role;
use platform::testing::{Site, on_both, others_wait};
use platform::{App, values};
use serde_json::{Value as Json, json};

/// Publishes `¥20 off` of a product.
async fn publish(site: &Site, key: &str, product: &str) -> Result<(), Error> {
    let owner = site.role(Role::Owner).await?;
    let terms = json!({ "key": key, "name": { "zh": "满减", "en": "off" },
        "offer": { "amount_off": { "steps": [{ "at": { "amount": 1 }, "off": 2_000 }] } },
        "scope": { "goods": { "products": [product] } } });
    let made = owner.post("/api/v1/promotions", &json!({ "promotion": terms })).await?.json();
    let path = format!("/api/v1/promotions/{}/publish", made["id"].as_str().unwrap());
    let live = owner.post(&path, &json!({ "revision": 1, "accept_warnings": true })).await?;
    assert_eq!(live.outcome(), "200", "{}", live.text());
    Ok(())
}

fn order(product: &str) -> Json {
    let line = json!({ "key": "1", "product": product, "quantity": 1, "unit_price": 10_000 });
    json!({ "order": "o", "cart": { "currency": "CNY", "lines": [line] } })
}

/// Takes hold of a promotion as an order does that uses it.
async fn take(tx: &mut Tx, key: &'static str) -> Result<(), Error> {
    tx.execute("update promotions set used = used where key = $1", values![key]).await.map(|_| ())
}

async fn used(app: &App) -> Result<Vec<i64>, Error> {
    let rows = app.db.read().await?.all("select used from promotions order by id", values![]).await?;
    rows.iter().map(|row| row.at(0)).collect()
}

/// It holds nothing that others may want before it has what comes first, so that nobody waits for each other.
#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_is_reserved_anew_takes_its_turn() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        publish(&site, "first", "tea").await?;
        publish(&site, "second", "cup").await?;
        let owner = site.role(Role::Owner).await?;
        assert_eq!(owner.post("/api/v1/redemptions", &order("cup")).await?.outcome(), "200");
        assert_eq!(used(&app).await?, [0, 1]);

        let mut tx = app.db.begin().await?;
        take(&mut tx, "first").await?;
        let anew = tokio::spawn(async move { owner.post("/api/v1/redemptions", &order("tea")).await });
        others_wait(&app, &mut tx, 1).await?;
        take(&mut tx, "second").await?;
        tx.commit().await?;
        let anew = anew.await.unwrap()?;
        assert_eq!((anew.outcome().as_str(), &anew.json()["total"]), ("200", &json!(8_000)), "{}", anew.text());
        assert_eq!(used(&app).await?, [1, 0]);
        Ok(())
    })
    .await
    .unwrap();
}
