//! Whoever opens a link and has to sign in or to join first comes back to what she opened, by herself.

use platform::Error;
use platform::testing::{Answer, on_both};

use super::super::Referral;
use super::scene::{ALL, Browser, LAN, MEI, NEW, Shop, outcome, shop, shop_with};
use crate::group_buys::tests::scene::Till;
use crate::rewards::Reward;

/// Types a mobile and the code that is sent to it.
async fn signs_in(shop: &mut Shop, browser: &mut Browser, mobile: &str) -> Result<Answer, Error> {
    let door = browser.get("/my/sign-in").await?.text();
    assert!(door.contains("you go straight on to the page that you opened"), "{door}");
    browser.post("/my/sign-in", &[("recipient", mobile)]).await?;
    let sent = shop.codes.next().await;
    browser.get("/my/code").await?;
    browser.post("/my/code", &[("code", sent.code.expose())]).await
}

/// Becomes a member on the page that asks for it.
async fn joins(browser: &mut Browser) -> Result<Answer, Error> {
    let page = browser.get("/my").await?.text();
    assert!(page.contains("you go straight on to the page that you opened"), "{page}");
    let refused = browser.post("/my/join", &[("nick", "neo")]).await?;
    assert_eq!(refused.status, 422, "a slip loses nothing");
    browser.post("/my/join", &[("nick", "neo"), ("agree", "yes")]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_waits_behind_the_door_and_behind_joining() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        for (nick, mobile) in [("mei", MEI), ("lan", LAN)] {
            shop.person(nick, mobile).await?;
        }
        let given = super::hand_on::coupon(&shop, "t", true).await?;
        let mut mei = shop.signed_in(MEI).await?;
        let place = format!("/my/coupons/{given}");
        mei.get(&place).await?;
        mei.post(&place, &[]).await?;
        let link = format!("/my/coupons?code={}", super::hand_on::code(&mei.get(&place).await?.text()));

        // Whom the shop knows comes straight back.
        let mut lan = shop.browser();
        let sent = lan.get(&link).await?;
        assert_eq!(outcome(&sent), "303 /my/sign-in");
        let cookie = sent.header("set-cookie");
        assert!(cookie.starts_with("regulars_buyer_back=") && cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
        assert_eq!(outcome(&signs_in(&mut shop, &mut lan, LAN).await?), format!("303 {link}"));
        assert!(!lan.cookies.contains_key("regulars_buyer_back"), "once");

        // Whom it does not know joins on the way.
        let mut neo = shop.browser();
        neo.get(&link).await?;
        assert_eq!(outcome(&signs_in(&mut shop, &mut neo, NEW).await?), "303 /my");
        assert_eq!(outcome(&joins(&mut neo).await?), format!("303 {link}&done=joined"));
        let page = neo.get(&link).await?.text();
        let code = link.split('=').nth(1).unwrap();
        assert!(page.contains(&format!("value=\"{code}\"")), "{page}");
        assert_eq!(outcome(&neo.post("/my/coupons", &[("code", code)]).await?), "303 /my/coupons?done=coupon");

        // Whoever leaves, opens the first page, or writes the cookie herself, goes to the first page.
        neo.get("/my/profile").await?;
        neo.cookies.insert("regulars_buyer_back".into(), "L215L3BvaW50cw".into());
        neo.post("/my/sign-out", &[]).await?;
        assert!(!neo.cookies.contains_key("regulars_buyer_back"));
        let mut lan = shop.browser();
        lan.get("/my/points").await?;
        lan.get("/my").await?;
        assert!(!lan.cookies.contains_key("regulars_buyer_back"));
        for forged in ["aHR0cHM6Ly9ldmlsLmV4YW1wbGUv", "Ly9ldmlsLmV4YW1wbGU", "/my/points"] {
            let mut lan = shop.browser();
            lan.cookies.insert("regulars_buyer_back".into(), forged.into());
            lan.get("/my/sign-in").await?;
            lan.post("/my/sign-in", &[("recipient", LAN)]).await?;
            let sent = shop.codes.next().await;
            lan.get("/my/code").await?;
            let entered = lan.post("/my/code", &[("code", sent.code.expose())]).await?;
            assert_eq!(outcome(&entered), "303 /my", "{forged}");
            app.clock.set(app.clock.now() + 900_000);
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_waits_behind_the_door_and_behind_joining() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let referrer = Reward::Points { points: 200 };
        let terms = Referral { enabled: true, referrer, ..Referral::default() };
        let mut shop = shop_with(&app, ALL, terms).await?;
        shop.person("mei", MEI).await?;
        let scene = crate::members::tests::scene::Scene { app: app.clone(), shop: shop.scene.shop.clone() };
        let till = Till::with(&app, scene).await?;
        till.offer("pt", 3, 24).await?;
        let code = till.code_of(&till.reserve("o-mei", "mei", &serde_json::json!({ "open": "pt" })).await?)?;
        till.pay("o-mei").await?;
        let link = format!("/my/g/{code}");
        let mut neo = shop.browser();
        assert!(neo.get(&link).await?.text().contains("Sign in and join"));
        assert_eq!(outcome(&signs_in(&mut shop, &mut neo, NEW).await?), "303 /my");
        // Looking at the group once more on the way changes nothing.
        assert!(neo.get(&link).await?.text().contains("you come back here by yourself"));
        assert_eq!(outcome(&joins(&mut neo).await?), format!("303 {link}?done=joined"));
        neo.get(&link).await?;
        assert_eq!(outcome(&neo.post(&link, &[]).await?), format!("303 {link}?done=group"));
        // The link of a friend is newer than the page before it.
        let mut other = shop.browser();
        other.get(&link).await?;
        assert!(other.cookies.contains_key("regulars_buyer_back"));
        let page = neo.get("/my/invite").await?.text();
        let friend = page.split("value=\"http://shop.example.com").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(outcome(&other.get(friend).await?), "303 /my");
        assert!(!other.cookies.contains_key("regulars_buyer_back"));
        Ok(())
    })
    .await
    .unwrap();
}
