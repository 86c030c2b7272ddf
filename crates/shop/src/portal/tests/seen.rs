//! What pages show, to whom, and what they refuse.

use platform::db::Connection as _;
use platform::http::{Actor, Need, Role};
use platform::testing::{NOON, on_both};
use platform::{Error, Id, Instant, values};
use serde_json::{Value as Json, json};

use super::super::*;
use super::scene::{ADDRESS, ALL, Browser, LAN, MEI, Shop, outcome, shop};
use crate::points::tests::scene as points_scene;
use crate::{gifts, wallet};

fn words(text: &str) -> Json {
    json!({ "zh": text, "en": text })
}

/// A draw in which everybody has two chances and always wins 50 points.
pub(super) async fn draw(shop: &Shop) -> Result<i64, Error> {
    draw_of(
        shop,
        json!({ "kind": "points", "name": words("五十积分"), "worth": 100, "quantity": 100,
        "chance_ppm": 1_000_000, "amount": 50 }),
    )
    .await
}

/// A draw in which everybody has two chances and wins this.
pub(super) async fn draw_of(shop: &Shop, prize: Json) -> Result<i64, Error> {
    let owner = shop.site.role(Role::Owner).await?;
    let rule = words("见规则");
    let terms = json!({
        "kind": "wheel", "name": words("双11转盘"), "free": 2,
        "starts_at": Instant(NOON - 3_600_000), "ends_at": Instant(NOON + 86_400_000),
        "prizes": [prize],
        "rules": { "conditions": rule, "drawing": rule, "claiming": rule, "delivery": rule, "forfeiting": rule, "organiser": rule },
    });
    let made = owner.post("/api/v1/draws", &json!({ "terms": terms })).await?;
    assert_eq!(made.outcome(), "201", "{}", made.text());
    let id: i64 = made.json()["id"].as_str().unwrap().parse().unwrap();
    let publish = json!({ "revision": 1, "accept_warnings": true });
    assert_eq!(owner.post(&format!("/api/v1/draws/{id}/publish"), &publish).await?.outcome(), "200");
    Ok(id)
}

/// Something for 40 points, of which there are three.
pub(super) async fn item(shop: &Shop) -> Result<String, Error> {
    let owner = shop.site.role(Role::Owner).await?;
    let offer =
        json!({ "kind": "goods", "name": "盖碗", "description": "白瓷", "points": 40, "stock": 3, "active": true });
    let made = owner.post("/api/v1/points/mall", &offer).await?;
    assert_eq!(made.outcome(), "201", "{}", made.text());
    Ok(made.json()["id"].as_str().unwrap().to_owned())
}

async fn packet(shop: &Shop, who: &str) -> Result<(), Error> {
    let app = &shop.scene.app;
    let reached = shop.scene.reach(who).await?;
    let mut tx = app.db.begin().await?;
    let packet =
        wallet::Packet { amount: 888, name: &"开春红包".into(), valid_days: Some(9), key: format!("p-{who}") };
    wallet::give(&mut tx, app, &Actor::System, &reached, &packet).await?;
    tx.commit().await
}

/// A gift that was sent in a parcel, and one that is due.
async fn gift(shop: &Shop, who: &str) -> Result<(), Error> {
    let (app, owner) = (&shop.scene.app, shop.site.role(Role::Owner).await?);
    let reached = shop.scene.reach(who).await?;
    let mut tx = app.db.begin().await?;
    let mut ids = Vec::new();
    for (key, name) in [("g1", "定制茶杯"), ("g2", "流量 1GB")] {
        let wanted =
            gifts::ToGive { name: &name.into(), kind: gifts::GiftKind::Goods, worth: 0, reason: "发货晚了", key };
        ids.push(gifts::give(&mut tx, app, &Actor::System, &reached, wanted).await?.0);
    }
    tx.commit().await?;
    let said = json!({ "ids": [Id(ids[0])], "status": "sent", "note": "SF100" });
    assert_eq!(owner.post("/api/v1/gifts/settle", &said).await?.outcome(), "200");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_whole_in_both_languages_and_without_script() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        points_scene::give(&shop.scene, "mei", 120, "g").await?;
        packet(&shop, "mei").await?;
        gift(&shop, "mei").await?;
        let (draw, item) = (draw(&shop).await?, item(&shop).await?);
        let mut browser = shop.signed_in(MEI).await?;
        browser.get(&format!("/my/draws/{draw}")).await?;
        let won = browser.post(&format!("/my/draws/{draw}"), &[("word", "茶")]).await?;
        let ticket = won.header("location").to_owned();
        assert!(ticket.ends_with("?fresh=1"), "{}", won.text());
        browser.get(&format!("/my/mall/{item}")).await?;
        assert_eq!(outcome(&browser.post(&format!("/my/mall/{item}"), &ADDRESS).await?), "303 /my/mall?done=redeemed");
        let pages = [
            "/my",
            "/my/card",
            "/my/coupons",
            "/my/wallet",
            "/my/gifts",
            "/my/points",
            "/my/mall?done=redeemed",
            "/my/draws",
            "/my/profile",
            &format!("/my/draws/{draw}"),
            &format!("/my/mall/{item}"),
            &ticket,
        ];
        for (language, hint) in [("zh-CN", "会员"), ("en", "Member")] {
            let chosen = browser.get(&format!("/my/language/{language}?back=%2Fmy%2Fpoints")).await?;
            assert_eq!(outcome(&chosen), "303 /my/points");
            for path in pages {
                let page = browser.get(path).await?;
                let text = page.text();
                assert_eq!(page.status, 200, "{path}: {text}");
                assert!(text.contains(&format!("<html lang=\"{language}\">")) && text.contains(hint), "{path}: {text}");
                // A text that is missing shows its id.
                assert!(!text.contains("portal-") && !text.contains("problem-"), "{path} in {language}: {text}");
                assert!(
                    !text.contains("<script") && !text.contains(" style=") && !text.contains("javascript:"),
                    "{path}"
                );
                let policy = page.header("content-security-policy");
                assert!(policy.starts_with("default-src 'none'; style-src 'self'; img-src"), "{policy}");
                assert!(!policy.contains("script-src") && !policy.contains("unsafe"), "{policy}");
            }
        }
        let home = browser.get("/my").await?.text();
        for figure in ["130", "¥8.88", "银", "More with “金”", "¥400 more to “金”"] {
            assert!(home.contains(figure), "{figure}: {home}");
        }
        let given = browser.get("/my/gifts").await?.text();
        for said in ["定制茶杯", "SF100", "流量 1GB"] {
            assert!(given.contains(said), "{said}: {given}");
        }
        assert!(!given.contains("发货晚了"), "why it was given is the shop's own: {given}");
        let sheet = home.split("href=\"/my/style/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let style = browser.get(&format!("/my/style/{sheet}")).await?;
        assert_eq!((style.status, style.header("content-type")), (200, "text/css; charset=utf-8"));
        assert!(style.text().starts_with(":root{--brand:#2F7D6B;"), "{}", &style.text()[..80]);
        assert_eq!(browser.get("/my/style/x-red.css").await?.status, 404);
        // Nobody is sent elsewhere by a link that looks like ours.
        for back in ["https:%2F%2Fevil.example", "%2F%2Fevil.example", "%2Fmyevil"] {
            assert_eq!(outcome(&browser.get(&format!("/my/language/en?back={back}")).await?), "303 /my");
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_another_customers_is_out_of_reach() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        shop.person("lan", LAN).await?;
        for who in ["mei", "lan"] {
            points_scene::give(&shop.scene, who, 100, who).await?;
        }
        let (draw, item) = (draw(&shop).await?, item(&shop).await?);
        let mut mei = shop.signed_in(MEI).await?;
        let mut lan = shop.signed_in(LAN).await?;
        mei.get(&format!("/my/draws/{draw}")).await?;
        let ticket = mei.post(&format!("/my/draws/{draw}"), &[]).await?.header("location").to_owned();
        assert_eq!(mei.get(&ticket).await?.status, 200);
        assert_eq!(lan.get(&ticket).await?.status, 404);
        mei.get(&format!("/my/mall/{item}")).await?;
        mei.post(&format!("/my/mall/{item}"), &ADDRESS).await?;
        lan.get("/my/profile").await?;
        lan.post("/my/profile", &[("nick", "兰兰"), ("birthday", "1990-05-17")]).await?;
        for path in ["/my", "/my/points", "/my/mall", "/my/draws", "/my/profile"] {
            let (hers, theirs) = (mei.get(path).await?.text(), lan.get(path).await?.text());
            assert!(!hers.contains("兰兰") && !hers.contains("1990-05-17") && !hers.contains("138****0002"), "{path}");
            assert!(!theirs.contains("盖碗 · ") && !theirs.contains("138****0001"), "{path}");
        }
        assert!(lan.get("/my/profile").await?.text().contains("兰兰"));
        // The key of one buyer's form is of no use to another.
        mei.get(&format!("/my/mall/{item}")).await?;
        let key = mei.key.clone();
        mei.post(&format!("/my/mall/{item}"), &ADDRESS).await?;
        lan.get(&format!("/my/mall/{item}")).await?;
        lan.key = key;
        assert_eq!(outcome(&lan.post(&format!("/my/mall/{item}"), &ADDRESS).await?), "303 /my/mall?done=redeemed");
        assert_eq!(points_scene::has(&shop.scene, "lan").await?.split('+').next(), Some("60"));
        Ok(())
    })
    .await
    .unwrap();
}

/// What a stolen form could change.
async fn standing(app: &App) -> Result<Vec<i64>, Error> {
    let mut counts = Vec::new();
    let mut session = app.db.read().await?;
    for table in
        ["mall_orders", "draw_tickets", "coupons", "consent_history", "attributes", "memberships", "portal_sessions"]
    {
        let row = session.one(format!("select count(*) as n from {table}"), values![]).await?.unwrap();
        counts.push(row.get("n")?);
    }
    Ok(counts)
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_of_other_sites_are_refused() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        shop.person("lan", LAN).await?;
        points_scene::give(&shop.scene, "mei", 100, "g").await?;
        let (draw, item) = (draw(&shop).await?, item(&shop).await?);
        let mut mei = shop.signed_in(MEI).await?;
        let lan = shop.signed_in(LAN).await?;
        let theirs = {
            let mut lan: Browser = lan;
            lan.get("/my/profile").await?;
            lan.csrf
        };
        let before = standing(&app).await?;
        let posts: Vec<String> = ACCESS
            .iter()
            .filter(|entry| entry.method == "POST" && matches!(entry.need, Need::Public | Need::Door(_)))
            .map(|entry| {
                let path = entry.path.replace("{code}", "NOBODY99").replace("{of}", "draw");
                path.replace("{id}", &if entry.path.contains("mall") { item.clone() } else { draw.to_string() })
            })
            .collect();
        assert!(posts.len() >= 9, "{posts:?}");
        for path in &posts {
            for csrf in ["", "guess", &theirs] {
                let fields = [
                    ("csrf", csrf),
                    ("key", "k"),
                    ("nick", "x"),
                    ("marketing.sms", "yes"),
                    ("recipient", MEI),
                    ("code", "1"),
                ];
                let answer = mei.post_bare(path, &fields).await?;
                assert_eq!(answer.status, 403, "{path} with {csrf}: {}", answer.text());
                let page = answer.text();
                assert!(
                    !page.contains("M00000001") && !page.contains("138****0001"),
                    "{path}: nothing of hers is shown"
                );
            }
        }
        assert_eq!(standing(&app).await?, before);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_is_closed_shows_nothing_and_settings_are_checked() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        let mut mei = shop.signed_in(MEI).await?;
        let owner = shop.site.role(Role::Owner).await?;
        let agent = shop.site.role(Role::Agent).await?;
        let path = "/api/v1/portal/settings";
        let open = owner.get(path).await?.json();
        assert_eq!((&open["enabled"], &open["colour"]), (&json!(true), &json!("#2F7D6B")));
        let with = |field: &str, value: Json| {
            let mut changed = open.clone();
            *changed.pointer_mut(field).unwrap() = value;
            changed
        };
        assert_eq!(agent.put(path, &open).await?.outcome(), "403 forbidden");
        for (field, value, expected) in [
            ("/colour", json!("red"), "422 colour"),
            ("/welcome/zh", json!("长".repeat(301)), "422 welcome.zh"),
            ("/shop", json!("7"), "422 shop"),
            ("/referral/wait_days", json!(91), "422 referral.wait_days"),
            ("/referral/most", json!(0), "422 referral.most"),
            ("/referral/referrer", json!({ "kind": "points", "points": 0 }), "422 referral.referrer"),
            ("/referral/newcomer", json!({ "kind": "coupon", "programme": "7" }), "422 referral.newcomer"),
            ("/colour", json!("ffcc00"), "200 "),
            ("/enabled", json!(false), "200 "),
        ] {
            let answer = owner.put(path, &with(field, value)).await?;
            let told = format!("{} {}", answer.status, answer.json()["field"].as_str().unwrap_or_default());
            assert_eq!(told, expected, "{field}");
        }
        for path in ["/my", "/my/sign-in", "/my/points", "/my/profile"] {
            let page = mei.get(path).await?;
            assert_eq!(page.status, 404, "{path}");
            assert!(page.text().contains("not open now") && !page.text().contains("M00000001"), "{}", page.text());
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_somebody_ends_her_sessions() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        shop.person("mei", MEI).await?;
        let mut mei = shop.signed_in(MEI).await?;
        let to = Recipient::read(MEI).unwrap();
        super::super::code::ask(&app, &to, None, platform::i18n::Locale::En).await?;
        let id = shop.scene.reach("mei").await?.customer_id;
        let owner = shop.site.role(Role::Owner).await?;
        let taken = owner.get(&format!("/api/v1/customers/{id}/export")).await?.json();
        assert!(taken["portal"]["sessions"][0]["began_at"].is_string(), "{taken}");
        let erased = owner.post(&format!("/api/v1/customers/{id}/erase"), &json!({ "confirm": Id(id) })).await?;
        assert_eq!(erased.outcome(), "200", "{}", erased.text());
        let counts = &erased.json()["erased"];
        assert_eq!((&counts["portal_sessions"], &counts["portal_codes"]), (&json!(1), &json!(1)), "{counts}");
        assert_eq!(outcome(&mei.get("/my").await?), "303 /my/sign-in");
        Ok(())
    })
    .await
    .unwrap();
}

/// What a level gives on a birthday stands on the card: the gift in the shop's words, and the points.
#[tokio::test(flavor = "multi_thread")]
async fn birthday_points_are_on_the_card() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        let mut programme = shop.scene.saved().await?;
        programme.levels[1].benefits.birthday_points = 80;
        shop.scene.save(programme).await?;
        shop.person("mei", MEI).await?;
        let mut mei = shop.signed_in(MEI).await?;
        let page = mei.get("/my").await?.text();
        assert!(page.contains("80 points on your birthday") && !page.contains("Birthday gift"), "{page}");
        Ok(())
    })
    .await
    .unwrap();
}

/// What her level gets before others, and what is for members only, stands on her page while it is so.
#[tokio::test(flavor = "multi_thread")]
async fn the_home_page_says_what_is_open_for_her() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        let mut programme = shop.scene.saved().await?;
        programme.levels[1].benefits.early_access_hours = 24;
        let silver = shop.scene.save(programme).await?.levels[1].id;
        shop.person("mei", MEI).await?;
        let owner = shop.site.role(Role::Owner).await?;
        let from = jiff::Timestamp::from_millisecond(NOON + 12 * 3_600_000).unwrap();
        let from =
            from.to_zoned(jiff::tz::TimeZone::get("Asia/Shanghai").unwrap()).strftime("%Y-%m-%dT%H:%M").to_string();
        let terms = json!({ "key": "flash", "name": words("双12秒杀"), "scope": { "from": from },
            "offer": { "flash": { "cut": { "price": 5_000 }, "stock": 3 } } });
        let made = owner.post("/api/v1/promotions", &json!({ "promotion": terms })).await?.json();
        let path = format!("/api/v1/promotions/{}/publish", made["id"].as_str().unwrap());
        assert_eq!(owner.post(&path, &json!({ "revision": 1, "accept_warnings": true })).await?.outcome(), "200");
        crate::promotions::live::refresh(&app).await?;
        let mut mei = shop.signed_in(MEI).await?;
        mei.get("/my/language/zh-CN?back=%2Fmy").await?;
        let home = mei.get("/my").await?.text();
        assert!(home.contains("现在为您开放") && home.contains("双12秒杀") && home.contains("起全员开放"), "{home}");
        assert!(!home.contains("会员专享商品"), "{home}");
        let rules = json!({ "rules": [{ "categories": ["珍藏普洱"], "level": silver }] });
        assert_eq!(owner.put("/api/v1/members/goods", &rules).await?.outcome(), "200");
        app.clock.set(NOON + 13 * 3_600_000);
        let home = mei.get("/my").await?.text();
        assert!(!home.contains("双12秒杀") && home.contains("会员专享商品") && home.contains("珍藏普洱"), "{home}");
        Ok(())
    })
    .await
    .unwrap();
}
