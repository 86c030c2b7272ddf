//! A shop with a group price, and customers who buy.

use platform::db::Connection as _;
use platform::http::Role;
use platform::testing::{Answer, Client, NOON, Site};
use platform::{App, Error, Id, values};
use serde_json::{Value as Json, json};

use super::words;
use crate::members::tests::scene::{Scene, three};
use crate::promotions::live;

/// An hour, milliseconds.
pub(crate) const HOUR: i64 = 3_600_000;

pub(crate) struct Till {
    pub(crate) app: App,
    pub(crate) scene: Scene,
    pub(crate) site: Site,
    pub(crate) owner: Client,
}

impl Till {
    pub(crate) async fn new(app: &App, who: &[&str]) -> Result<Self, Error> {
        let scene = Scene::new(app, three()).await?;
        for who in who {
            scene.order(&format!("N{who}"), who, 1, 0, NOON).await?;
        }
        Self::with(app, scene).await
    }

    pub(crate) async fn with(app: &App, scene: Scene) -> Result<Self, Error> {
        let site = Site::new(app, crate::policy(), crate::router().split_for_parts().0);
        let owner = site.role(Role::Owner).await?;
        Ok(Self { app: app.clone(), scene, site, owner })
    }

    /// Tea for 60 in a group of `size`, instead of 100.
    pub(crate) async fn offer(&self, key: &str, size: u32, hours: u32) -> Result<(), Error> {
        self.offer_of(key, "tea", size, hours).await
    }

    /// The same of another product.
    pub(crate) async fn offer_of(&self, key: &str, product: &str, size: u32, hours: u32) -> Result<(), Error> {
        let terms = json!({ "key": key, "name": { "zh": "拼团", "en": "group" }, "scope": { "goods": { "products": [product] } },
            "offer": { "group": { "size": size, "hours": hours, "cut": { "price": 6_000 } } } });
        let made = self.owner.post("/api/v1/promotions", &json!({ "promotion": terms })).await?;
        assert_eq!(made.outcome(), "201", "{}", made.text());
        let publish = format!("/api/v1/promotions/{}/publish", made.json()["id"].as_str().unwrap());
        let live = self.owner.post(&publish, &json!({ "revision": 1, "accept_warnings": true })).await?;
        assert_eq!(live.outcome(), "200", "{}", live.text());
        live::refresh(&self.app).await.map(|_| ())
    }

    pub(crate) fn cart(&self, groups: Json) -> Json {
        let mut cart = self.cart_of(1);
        cart["groups"] = groups;
        cart
    }

    pub(crate) fn cart_of(&self, quantity: u32) -> Json {
        json!({ "currency": "CNY", "lines": [{ "key": "1", "product": "tea", "quantity": quantity, "unit_price": 10_000 }] })
    }

    pub(crate) async fn who(&self, who: &str) -> Result<Json, Error> {
        Ok(json!({ "id": Id(self.scene.reach(who).await?.customer_id) }))
    }

    pub(crate) async fn price(&self, who: &str, wish: &Json) -> Result<Json, Error> {
        let asked = json!({ "cart": self.cart_of(1), "customer": self.who(who).await?, "group": wish });
        Ok(self.owner.post("/api/v1/price", &asked).await?.json())
    }

    pub(crate) async fn reserve(&self, order: &str, who: &str, wish: &Json) -> Result<Answer, Error> {
        let asked = json!({ "order": order, "cart": self.cart_of(1), "customer": self.who(who).await?, "group": wish });
        self.owner.post("/api/v1/redemptions", &asked).await
    }

    pub(crate) async fn pay(&self, order: &str) -> Result<Answer, Error> {
        self.owner.post(&format!("/api/v1/redemptions/{order}/redeem"), &json!({})).await
    }

    pub(crate) async fn release(&self, order: &str, refunded: bool) -> Result<(), Error> {
        let asked = json!({ "refunded": refunded });
        let done = self.owner.post(&format!("/api/v1/redemptions/{order}/release"), &asked).await?;
        assert_eq!(done.outcome(), "200", "{}", done.text());
        Ok(())
    }

    pub(crate) async fn open(&self, who: &str, promotion: &str, key: &str) -> Result<Answer, Error> {
        let asked = json!({ "promotion": promotion, "customer": self.who(who).await?, "key": key });
        self.owner.post("/api/v1/group-buys", &asked).await
    }

    pub(crate) async fn join(&self, who: &str, code: &str) -> Result<Answer, Error> {
        let asked = json!({ "customer": self.who(who).await? });
        self.owner.post(&format!("/api/v1/group-buys/{code}/join"), &asked).await
    }

    /// The code of the group that an order has a place in.
    pub(crate) fn code_of(&self, answer: &Answer) -> Result<String, Error> {
        assert_eq!(answer.outcome(), "200", "{}", answer.text());
        assert_eq!(answer.json()["group"]["place"], "held");
        Ok(answer.json()["group"]["code"].as_str().unwrap().to_owned())
    }

    pub(crate) async fn look(&self, code: &str) -> Result<Json, Error> {
        Ok(self.owner.get(&format!("/api/v1/group-buys/{code}")).await?.json())
    }

    pub(crate) async fn list(&self, query: &str) -> Result<Vec<Json>, Error> {
        let answer = self.owner.get(&format!("/api/v1/group-buys{query}")).await?;
        assert_eq!(answer.outcome(), "200", "{}", answer.text());
        Ok(answer.json()["items"].as_array().unwrap().clone())
    }

    /// The orders and the cause that messages of this kind named.
    pub(crate) async fn told(&self, kind: &str) -> Result<Vec<Json>, Error> {
        let text = "select payload from outbox where kind = $1 order by position";
        let rows = self.app.db.read().await?.all(text, values![format!("group_buys.{kind}")]).await?;
        let read = |text: String| words(&serde_json::from_str(&text).unwrap(), "cause");
        rows.iter().map(|row| Ok(read(row.at(0)?))).collect()
    }

    /// What rules know of somebody's groups.
    pub(crate) async fn facts(&self, who: &str) -> Result<Vec<String>, Error> {
        let id = self.scene.reach(who).await?.customer_id;
        let mut still = self.app.db.still().await?;
        let shape = crate::segments::catalogue::shape(&self.app, &mut still).await?;
        let taken = crate::segments::feed::take(&mut still, &shape, &[id]).await?.remove(0);
        let own = taken.person.facts.into_iter().filter(|fact| fact.kind.starts_with("group_"));
        let said = |fact: &rules::Fact| match fact.properties.get("promotion") {
            Some(rules::Value::Text(name)) => name.clone(),
            other => format!("{other:?}"),
        };
        Ok(own.map(|fact| format!("{} {}", fact.kind, said(&fact))).collect())
    }
}
