//! Who brought whom, and what both get.

use platform::http::Role;
use platform::testing::{NOON, on_both};
use platform::{App, Error};

use super::super::referral::{State, Why};
use super::super::*;
use super::scene::{ALL, LAN, MEI, NEW, Shop, outcome, shop_with};
use crate::customers;
use crate::points::tests::scene as points_scene;
use crate::rewards::Reward;

const DAY: i64 = 86_400_000;

fn terms(wait_days: i64, most: Option<i64>) -> Referral {
    Referral {
        enabled: true,
        referrer: Reward::Points { points: 200 },
        newcomer: Reward::Points { points: 100 },
        wait_days,
        most,
    }
}

async fn follow(app: &App) -> Result<(), Error> {
    while look(app).await? {}
    while settle(app).await? {}
    Ok(())
}

/// What a customer has, and how those stand whom she brought, oldest first.
async fn stands(shop: &Shop, who: &str) -> Result<String, Error> {
    let has = points_scene::has(&shop.scene, who).await?;
    let reached = shop.scene.reach(who).await?;
    let brought = referral::brought(&mut shop.scene.app.db.read().await?, &reached.profile_ids, 10).await?;
    let told = brought.iter().rev().map(|one| match one.why {
        Some(why) => format!("{} {}", one.state.code(), why.code()),
        None => one.state.code().to_owned(),
    });
    let points = has.split(['+', '-']).next().unwrap_or_default().to_owned();
    Ok([points].into_iter().chain(told).collect::<Vec<_>>().join(", "))
}

/// The link of whoever is signed in with that mobile.
async fn link(shop: &mut Shop, mobile: &str) -> Result<String, Error> {
    let page = shop.signed_in(mobile).await?.get("/my/invite").await?.text();
    let link = page.split("value=\"http://shop.example.com").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(link.starts_with("/my/r/"), "{page}");
    Ok(link)
}

/// Lets somebody come by a link and join; she is called by her nick at Taobao too, once she buys there.
async fn come(shop: &mut Shop, link: &str, mobile: &str) -> Result<(), Error> {
    let mut browser = shop.browser();
    assert_eq!(outcome(&browser.get(link).await?), "303 /my");
    let door = browser.get("/my/sign-in").await?;
    assert!(door.text().contains("A friend invites you"), "{}", door.text());
    browser.post("/my/sign-in", &[("recipient", mobile)]).await?;
    let code = shop.codes.next().await;
    browser.get("/my/code").await?;
    browser.post("/my/code", &[("code", code.code.expose())]).await?;
    browser.get("/my").await?;
    let joined = browser.post("/my/join", &[("agree", "yes"), ("nick", mobile)]).await?;
    assert_eq!(outcome(&joined), "303 /my?done=joined", "{}", joined.text());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_are_rewarded_once_after_the_first_deal() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop_with(&app, ALL, terms(7, None)).await?;
        shop.person("mei", MEI).await?;
        let hers = link(&mut shop, MEI).await?;
        assert_eq!(link(&mut shop, MEI).await?, hers, "a link stays the same");
        assert_eq!(outcome(&shop.browser().get("/my/r/NOSUCHLINK").await?), "303 /my");
        let before = points_scene::has(&shop.scene, "mei").await?;
        assert_eq!(before.split('+').next(), Some("0"));
        come(&mut shop, &hers, NEW).await?;
        follow(&app).await?;
        assert_eq!(stands(&shop, "mei").await?, "0, waiting");
        app.clock.set(NOON + DAY);
        shop.person("neo", NEW).await?;
        follow(&app).await?;
        assert_eq!(stands(&shop, "mei").await?, "0, dealt");
        app.clock.set(NOON + 8 * DAY - 1);
        follow(&app).await?;
        assert_eq!(stands(&shop, "mei").await?, "0, dealt", "the wait is not over");
        app.clock.set(NOON + 8 * DAY);
        follow(&app).await?;
        assert_eq!(stands(&shop, "mei").await?, "200, given");
        assert_eq!(points_scene::has(&shop.scene, "neo").await?.split('+').next(), Some("100"));
        shop.scene.order("N2", "neo", 5_000, 0, NOON + 8 * DAY).await?;
        follow(&app).await?;
        follow(&app).await?;
        assert_eq!(stands(&shop, "mei").await?, "200, given", "once");
        let owner = shop.site.role(Role::Owner).await?;
        let id = shop.scene.reach("mei").await?.customer_id;
        let card = owner.get(&format!("/api/v1/customers/{id}/referrals")).await?.json();
        assert_eq!((&card["brought"][0]["state"], &card["came_by"]), (&"given".into(), &serde_json::Value::Null));
        let neo = shop.scene.reach("neo").await?.customer_id;
        let came = owner.get(&format!("/api/v1/customers/{neo}/referrals")).await?.json();
        assert_eq!(came["came_by"]["referrer_id"], id.to_string());
        points_scene::audit(&app).await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_rewarded_for_herself_for_old_customers_or_beyond_the_limit() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop_with(&app, ALL, terms(0, Some(1))).await?;
        shop.person("mei", MEI).await?;
        shop.person("lan", LAN).await?;
        let hers = link(&mut shop, MEI).await?;
        // Who is a member already came by nobody.
        let mut lan = shop.signed_in(LAN).await?;
        lan.get(&hers).await?;
        lan.get("/my/profile").await?;
        lan.post("/my/join", &[("agree", "yes")]).await?;
        assert_eq!(stands(&shop, "mei").await?, "0");
        // Three come; one turns out to be herself, one buys, one comes too late.
        let mobiles = ["13800000011", "13800000012", "13800000013"];
        for mobile in mobiles {
            come(&mut shop, &hers, mobile).await?;
        }
        assert_eq!(stands(&shop, "mei").await?, "0, waiting, waiting, waiting");
        app.clock.set(NOON + DAY);
        shop.person("own", mobiles[0]).await?;
        shop.scene.merge("mei", "own").await?;
        shop.person("two", mobiles[1]).await?;
        follow(&app).await?;
        assert_eq!(stands(&shop, "mei").await?, "200, void same_person, given, waiting");
        shop.person("late", mobiles[2]).await?;
        follow(&app).await?;
        assert_eq!(stands(&shop, "mei").await?, "200, void same_person, given, void enough");
        points_scene::audit(&app).await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_had_bought_before_is_not_new_and_what_cannot_be_given_waits() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop_with(&app, ALL, terms(0, None)).await?;
        shop.person("mei", MEI).await?;
        let hers = link(&mut shop, MEI).await?;
        app.clock.set(NOON + DAY);
        come(&mut shop, &hers, NEW).await?;
        come(&mut shop, &hers, "13800000014").await?;
        // Her deal at the counter was a day before she came by the link.
        shop.bought("old", NEW, NOON).await?;
        follow(&app).await?;
        assert_eq!(stands(&shop, "mei").await?, "0, void not_new, waiting");
        let mut tx = app.db.begin().await?;
        let off = crate::points::PointsRules { enabled: false, ..Default::default() };
        crate::points::put_rules(&mut tx, &crate::members::tests::scene::boss(), off, app.clock.now()).await?;
        tx.commit().await?;
        app.clock.set(NOON + 2 * DAY);
        let reached = {
            let source = customers::Source { shop_id: None, channel: crate::shops::Channel::Web };
            let who = connectors::drafts::Identifier {
                kind: connectors::drafts::IdentifierKind::Mobile,
                value: "+8613800000014".into(),
            };
            customers::named(&mut app.db.read().await?, &source, &who).await?.unwrap()
        };
        let mut tx = app.db.begin().await?;
        let deal = customers::Figures {
            profile_id: reached.profile_id,
            orders: 1,
            deals: 1,
            deal_amount: 5_000,
            currency: "CNY".into(),
            first_deal_at: Some(NOON + 2 * DAY),
            last_deal_at: Some(NOON + 2 * DAY),
            ..customers::Figures::default()
        };
        customers::record_orders(&mut tx, &app, &[deal]).await?;
        tx.emit(platform::outbox::Message::new(
            "orders.imported",
            app.clock.now(),
            &serde_json::json!({ "profiles": [platform::Id(reached.profile_id)] }),
        )?);
        tx.commit().await?;
        follow(&app).await?;
        let mut session = app.db.read().await?;
        let mei = shop.scene.reach("mei").await?;
        let brought = referral::brought(&mut session, &mei.profile_ids, 10).await?;
        assert_eq!((brought[0].state, brought[0].problem.as_deref()), (State::Dealt, Some("points_off")));
        assert_eq!(brought[1].why, Some(Why::NotNew));
        drop(session);
        let mut tx = app.db.begin().await?;
        let on = crate::points::PointsRules { enabled: true, ..Default::default() };
        crate::points::put_rules(&mut tx, &crate::members::tests::scene::boss(), on, app.clock.now()).await?;
        tx.commit().await?;
        app.clock.set(NOON + 3 * DAY);
        follow(&app).await?;
        assert_eq!(stands(&shop, "mei").await?, "200, void not_new, given");
        Ok(())
    })
    .await
    .unwrap();
}
