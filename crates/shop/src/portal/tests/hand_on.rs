//! A coupon goes from friend to friend.

use platform::Error;
use platform::http::Role;
use platform::testing::on_both;
use serde_json::json;

use super::scene::{ALL, LAN, MEI, NEW, Shop, outcome, shop};
use crate::coupons;
use crate::promotions::buyer::Who;

/// A coupon that mei holds, of a programme that lets it be given on or not.
pub(super) async fn coupon(shop: &Shop, key: &str, transferable: bool) -> Result<String, Error> {
    let owner = shop.site.role(Role::Owner).await?;
    let how = json!({ "codes": "none", "audience": "public", "transferable": transferable, "most_per_customer": 1 });
    let promotion = json!({ "key": key, "name": { "zh": "茶券", "en": "tea coupon" },
        "offer": { "amount_off": { "steps": [{ "at": { "amount": 10_000 }, "off": 1_000 }] } } });
    let made = owner.post("/api/v1/coupons/programmes", &json!({ "promotion": promotion, "how": how })).await?;
    assert_eq!(made.outcome(), "201", "{}", made.text());
    let id = made.json()["id"].clone();
    let path = format!("/api/v1/promotions/{}/publish", id.as_str().unwrap());
    assert_eq!(owner.post(&path, &json!({ "revision": 1, "accept_warnings": true })).await?.outcome(), "200");
    let mei = platform::Id(shop.scene.reach("mei").await?.customer_id);
    let grant = json!({ "programme_id": id, "customer_id": mei, "reason": "老客", "key": key });
    let granted = owner.post("/api/v1/coupons/grant", &grant).await?.json();
    Ok(granted["items"][0]["id"].as_str().unwrap().to_owned())
}

pub(super) fn code(page: &str) -> String {
    page.split("/my/coupons?code=").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_is_handed_on_by_a_code() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        for (nick, mobile) in [("mei", MEI), ("lan", LAN), ("new", NEW)] {
            shop.person(nick, mobile).await?;
        }
        let (given, own) = (coupon(&shop, "t", true).await?, coupon(&shop, "o", false).await?);
        let (mut mei, mut lan, mut new) =
            (shop.signed_in(MEI).await?, shop.signed_in(LAN).await?, shop.signed_in(NEW).await?);
        let place = format!("/my/coupons/{given}");
        let hers = mei.get("/my/coupons").await?.text();
        assert!(hers.contains(&place) && !hers.contains(&format!("/my/coupons/{own}\"")), "{hers}");
        assert_eq!(mei.get(&format!("/my/coupons/{own}")).await?.status, 409);
        assert_eq!(lan.get(&place).await?.status, 404, "whose it is not");
        assert_eq!(mei.get(&place).await?.status, 200);
        assert_eq!(outcome(&mei.post(&place, &[]).await?), format!("303 {place}"));
        let first = code(&mei.get(&place).await?.text());
        assert_eq!(outcome(&mei.post(&place, &[]).await?), format!("303 {place}"));
        assert_eq!(code(&mei.get(&place).await?.text()), first, "the same while it stands");

        // Taken back, it is worth nothing; a new one is another.
        assert_eq!(outcome(&mei.post(&place, &[("back", "1")]).await?), "303 /my/coupons?done=kept");
        lan.get("/my/coupons").await?;
        assert!(outcome(&lan.post("/my/coupons", &[("code", &first)]).await?).starts_with("409"));
        mei.get(&place).await?;
        mei.post(&place, &[]).await?;
        let second = code(&mei.get(&place).await?.text());
        assert_ne!(first, second);
        mei.get("/my/coupons").await?;
        let own = mei.post("/my/coupons", &[("code", &second)]).await?;
        assert_eq!(outcome(&own), "303 /my/coupons?done=coupon", "her own, which stays hers and the code good");
        let typed = lan.get(&format!("/my/coupons?code={second}")).await?.text();
        assert!(typed.contains(&format!("value=\"{second}\"")), "{typed}");
        assert_eq!(outcome(&lan.post("/my/coupons", &[("code", &second)]).await?), "303 /my/coupons?done=coupon");
        lan.get("/my/coupons").await?;
        assert_eq!(
            outcome(&lan.post("/my/coupons", &[("code", &second)]).await?),
            "303 /my/coupons?done=coupon",
            "again"
        );
        assert!(lan.get("/my/coupons").await?.text().contains(&place), "it is hers, and may go on");
        assert!(!mei.get("/my/coupons").await?.text().contains(&place));
        new.get("/my/coupons").await?;
        assert!(outcome(&new.post("/my/coupons", &[("code", &second)]).await?).starts_with("409"), "once");

        // Too late.
        lan.get(&place).await?;
        lan.post(&place, &[]).await?;
        let third = code(&lan.get(&place).await?.text());
        app.clock.set(app.clock.now() + 8 * 86_400_000);
        let mut new = shop.signed_in(NEW).await?;
        new.get("/my/coupons").await?;
        assert!(outcome(&new.post("/my/coupons", &[("code", &third)]).await?).starts_with("409"));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_friends_one_has_the_coupon() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        let given: i64 = coupon(&shop, "t", true).await?.parse().unwrap();
        let mut friends = Vec::new();
        for at in 0..8 {
            shop.person(&format!("f{at}"), &format!("1390000000{at}")).await?;
            friends.push(shop.scene.reach(&format!("f{at}")).await?);
        }
        let mut tx = app.db.begin().await?;
        let code = coupons::hand_on::offer(&mut tx, &app, &shop.scene.reach("mei").await?, given).await?.code;
        tx.commit().await?;
        let tasks: Vec<_> = friends
            .into_iter()
            .map(|reached| {
                let (app, code) = (app.clone(), code.clone());
                tokio::spawn(async move {
                    let who = Who { reached, blacklisted: false };
                    coupons::take(&app, &who, coupons::Wanted::Code(&code), None).await
                })
            })
            .collect();
        let mut taken = 0;
        for task in tasks {
            taken += usize::from(task.await.unwrap().is_ok());
        }
        assert_eq!(taken, 1);
        Ok(())
    })
    .await
    .unwrap();
}
