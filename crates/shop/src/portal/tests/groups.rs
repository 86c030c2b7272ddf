//! A group's shared link: what a stranger sees, the way in, and the place that is kept.

use platform::testing::{NOON, on_both};

use super::scene::{ALL, LAN, MEI, NEW, outcome, shop};
use crate::group_buys::tests::scene::Till;

#[tokio::test(flavor = "multi_thread")]
async fn a_friend_opens_the_link_signs_in_and_joins() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.person("meimei", MEI).await?;
        shop.person("lanlan", LAN).await?;
        shop.person("jun", NEW).await?;
        let till =
            Till::with(&app, crate::members::tests::scene::Scene { app: app.clone(), shop: shop.scene.shop.clone() })
                .await?;
        till.offer("pt", 3, 24).await?;
        let code = till.code_of(&till.reserve("o-mei", "meimei", &serde_json::json!({ "open": "pt" })).await?)?;
        till.pay("o-mei").await?;
        let link = format!("/my/g/{code}");

        // Mei is in it; who is in none opens one from the portal, once for a form, and orders in the shop.
        let mut mei = shop.signed_in(MEI).await?;
        let hers = mei.get("/my/groups").await?.text();
        assert!(hers.contains("You are in a group already") && hers.contains(&link), "{hers}");
        mei.get("/my/profile").await?;
        mei.key = "k".into();
        assert_eq!(outcome(&mei.post("/my/groups", &[("promotion", "pt")]).await?), format!("303 {link}"));
        let mut jun = shop.signed_in(NEW).await?;
        let page = jun.get("/my/groups").await?.text();
        assert!(page.contains("Group buys you may open") && page.contains("For 3, until"), "{page}");
        let first = outcome(&jun.post("/my/groups", &[("promotion", "pt")]).await?);
        let opened = first.replace("303 ", "").replace("?done=group-opened", "");
        assert!(first.ends_with("?done=group-opened") && opened != link, "{first}");
        assert_eq!(outcome(&jun.post("/my/groups", &[("promotion", "pt")]).await?), format!("303 {opened}"));
        assert!(jun.get(&opened).await?.text().contains("Your place is kept until"));
        jun.get("/my/groups").await?;
        assert_eq!(jun.post("/my/groups", &[("promotion", "none")]).await?.status, 409);
        let code_of_hers = opened.rsplit('/').next().unwrap_or_default().to_owned();
        let ordered = till.reserve("o-jun", "jun", &serde_json::json!(null)).await?;
        assert_eq!(till.code_of(&ordered)?, code_of_hers, "the till knows it without a word");
        till.release("o-jun", false).await?;

        // A stranger sees how it stands, and of who is in it one letter.
        let mut lan = shop.browser();
        let seen = lan.get(&link).await?.text();
        for text in ["2 more to fill the group", "m**", "opened it", "1 d 0 h left", "Sign in and join"] {
            assert!(seen.contains(text), "{text} in {seen}");
        }
        assert!(!seen.contains("meimei") && !seen.contains("eimei"), "{seen}");
        assert_eq!(lan.get("/my/g/NOBODY99").await?.status, 404);
        assert_eq!(lan.get("/my/groups").await?.status, 303);

        // The way in leads back to what she opened last.
        lan.get(&link).await?;
        lan.get("/my/sign-in").await?;
        lan.post("/my/sign-in", &[("recipient", LAN)]).await?;
        let sent = shop.codes.next().await;
        lan.get("/my/code").await?;
        let entered = lan.post("/my/code", &[("code", sent.code.expose())]).await?;
        assert_eq!(outcome(&entered), format!("303 {link}"));
        assert!(lan.get(&link).await?.text().contains("We keep a place for you"));
        for _ in 0..2 {
            assert_eq!(outcome(&lan.post(&link, &[]).await?), format!("303 {link}?done=group"));
        }
        let kept = lan.get(&link).await?.text();
        assert!(kept.contains("A place is kept for you") && kept.contains("Your place is kept until"), "{kept}");
        assert_eq!(till.look(&code).await?["held"], 1);
        // The till knows it without a word.
        till.reserve("o-lan", "lanlan", &serde_json::json!(null)).await?;
        till.pay("o-lan").await?;
        let mine = lan.get("/my/groups").await?.text();
        assert!(mine.contains("1 more to fill the group") && mine.contains(&link) && mine.contains("¥60"), "{mine}");
        assert!(lan.get("/my").await?.text().contains("1 still waiting for others"));
        let share = lan.get(&link).await?.text();
        assert!(share.contains(&format!("value=\"http://shop.example.com{link}\"")), "{share}");

        // When time is up nobody joins, and what was paid comes back.
        app.clock.set(NOON + 25 * 3_600_000);
        crate::group_buys::sweep(&app).await?;
        let mut mei = shop.signed_in(MEI).await?;
        assert!(mei.get(&link).await?.text().contains("The group was not filled; your money is given back"));
        let mut other = shop.browser();
        assert!(other.get(&link).await?.text().contains("This group is over"));
        Ok(())
    })
    .await
    .unwrap();
}
