//! What members may have and others may not: goods for members only, and promotions before others.

use platform::Error;
use platform::http::Role;
use platform::testing::{NOON, Site, on_both};
use serde_json::{Value as Json, json};

use super::bar;
use crate::members::tests::scene::{Scene, three};
use crate::promotions::live;

/// Members of 铜, 银 and 金, somebody of 金 on the black list, and somebody who is no member.
async fn people(scene: &Scene) -> Result<(), Error> {
    for (who, bought) in [("copper", 20_000), ("silver", 60_000), ("gold", 200_000), ("barred", 200_000), ("none", 100)]
    {
        scene.order(&format!("N{who}"), who, bought, 0, NOON).await?;
    }
    bar(&scene.app, &scene.reach("barred").await?).await?;
    scene.follow().await
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_for_members_only_are_sold_from_their_level_on() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut programme = three();
        programme.ways.automatic = true;
        programme.levels[2].benefits.member_only = true;
        let scene = Scene::new(&app, programme).await?;
        people(&scene).await?;
        let levels = scene.saved().await?.levels;
        let (silver, gold) = (levels[1].id.unwrap(), levels[2].id.unwrap());
        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let (owner, agent) = (site.role(Role::Owner).await?, site.role(Role::Agent).await?);
        let rule = |products: &[&str], categories: &[&str], level: Json| json!({ "products": products, "categories": categories, "level": level });
        for (rules, expected) in [
            (json!([rule(&[], &[], json!(silver))]), "422 invalid"),
            (json!([rule(&["pu"], &[], json!("4711"))]), "422 invalid"),
            (json!([rule(&["pu"], &[], json!(silver)), rule(&[], &["珍藏"], Json::Null)]), "200"),
        ] {
            let put = owner.put("/api/v1/members/goods", &json!({ "rules": rules })).await?;
            assert_eq!(put.outcome(), expected, "{}", put.text());
        }
        assert_eq!(agent.put("/api/v1/members/goods", &json!({ "rules": [] })).await?.outcome(), "403 forbidden");
        assert_eq!(agent.get("/api/v1/members/goods").await?.json()["rules"].as_array().unwrap().len(), 2);
        live::refresh(&app).await?;
        let line = |key: &str, product: &str, category: &str| json!({ "key": key, "product": product, "categories": [category], "quantity": 1, "unit_price": 10_000 });
        let cart = json!({ "currency": "CNY", "shipping": 800, "lines": [line("1", "pu", "茶"), line("2", "cake", "茶/珍藏"), line("3", "cup", "杯")] });
        let ask = async |who: Option<&str>| -> Result<(Vec<String>, i64), Error> {
            let mut body = json!({ "cart": cart });
            if let Some(who) = who {
                body["customer"] = json!({ "id": scene.reach(who).await?.customer_id.to_string() });
            }
            let answer = agent.post("/api/v1/price", &body).await?;
            assert_eq!(answer.outcome(), "200", "{}", answer.text());
            let closed = answer.json()["closed"].as_array().unwrap().clone();
            let said = closed.iter().map(|one| format!("{} {}", one["line"].as_str().unwrap(), one["refused"]["reason"]["zh"].as_str().unwrap()));
            Ok((said.collect(), answer.json()["priced"]["goods"].as_i64().unwrap()))
        };
        let (silver_words, gold_words) = ("1 “pu”仅限 银 及以上会员购买", "2 “cake”仅限 金 及以上会员购买");
        for (who, both, way, higher) in [
            (None, true, "请登录会员后购买", "请登录会员后购买"),
            (Some("none"), true, "您还没有等级，再成交 ¥499 即可升级", "您还没有等级，再成交 ¥999 即可升级"),
            (Some("barred"), true, "您暂时不能购买", "您暂时不能购买"),
            (Some("copper"), true, "您是 铜，再成交 ¥300 即可升级", "您是 铜，再成交 ¥800 即可升级"),
            (Some("silver"), false, "", "您是 银，再成交 ¥400 即可升级"),
        ] {
            let mut expected = vec![format!("{gold_words}：{higher}")];
            if both {
                expected.insert(0, format!("{silver_words}：{way}"));
            }
            let goods = if both { 10_000 } else { 20_000 };
            assert_eq!(ask(who).await?, (expected, goods), "{who:?}");
        }
        assert_eq!(ask(Some("gold")).await?, (vec![], 30_000));

        // Such a cart is not reserved, and who rose since may have it.
        let order = |who: i64| json!({ "order": "R1", "cart": cart, "customer": { "id": who.to_string() } });
        let copper = scene.reach("copper").await?.customer_id;
        let refused = agent.post("/api/v1/redemptions", &order(copper)).await?;
        assert_eq!(refused.outcome(), "409 members_only_goods");
        assert!(refused.json()["detail"].as_str().unwrap().contains("is for members from 银 on: you are 铜, ¥300 more"), "{}", refused.text());
        scene.set("copper", "金", false).await?;
        assert_eq!(agent.post("/api/v1/redemptions", &order(copper)).await?.outcome(), "200");

        // Nothing but such goods is an empty cart; while the programme is off, the rules rest.
        let alone = json!({ "cart": { "currency": "CNY", "shipping": 800, "lines": [line("1", "pu", "茶")] } });
        let empty = agent.post("/api/v1/price", &alone).await?;
        assert_eq!((empty.outcome().as_str(), &empty.json()["priced"]["total"]), ("200", &json!(0)), "{}", empty.text());
        let mut off = scene.saved().await?;
        off.enabled = false;
        scene.save(off).await?;
        assert_eq!(ask(None).await?, (vec![], 30_000));
        let _ = gold;
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn levels_with_early_access_get_promotions_before_others() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut programme = three();
        (programme.levels[1].benefits.early_access_hours, programme.levels[2].benefits.early_access_hours) = (2, 24);
        for level in &mut programme.levels {
            level.benefits.discount = 1_000;
        }
        let scene = Scene::new(&app, programme).await?;
        people(&scene).await?;
        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let (owner, agent) = (site.role(Role::Owner).await?, site.role(Role::Agent).await?);
        let at = |hours: i64| {
            let zone = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap();
            let at = jiff::Timestamp::from_millisecond(NOON + hours * 3_600_000).unwrap().to_zoned(zone);
            at.strftime("%Y-%m-%dT%H:%M").to_string()
        };
        let terms = json!({ "key": "flash", "name": { "zh": "秒杀", "en": "flash" }, "scope": { "from": at(12), "until": at(36) },
            "offer": { "flash": { "cut": { "price": 5_000 }, "stock": 3 } } });
        let made = owner.post("/api/v1/promotions", &json!({ "promotion": terms })).await?.json();
        let id = made["id"].as_str().unwrap();
        let publish = json!({ "revision": 1, "accept_warnings": true });
        assert_eq!(owner.post(&format!("/api/v1/promotions/{id}/publish"), &publish).await?.outcome(), "200");
        let lines = made["window"]["lines"].as_array().unwrap();
        let print = lines.last().unwrap()["zh"].as_str().unwrap();
        assert!(print.starts_with("提前购：金 ") && print.contains("银 "), "{print}");
        live::refresh(&app).await?;
        let body = async |who: &str| -> Result<Json, Error> {
            let cart = json!({ "currency": "CNY", "lines": [{ "key": "1", "product": "tea", "quantity": 1, "unit_price": 10_000 }] });
            Ok(json!({ "cart": cart, "customer": { "id": scene.reach(who).await?.customer_id.to_string() } }))
        };
        for (hours, who, total) in [
            (0, "gold", 5_000),
            (0, "silver", 10_000),
            (0, "copper", 10_000),
            (0, "barred", 10_000),
            (11, "silver", 5_000),
            (11, "copper", 10_000),
            (13, "copper", 5_000),
        ] {
            app.clock.set(NOON + hours * 3_600_000);
            let priced = agent.post("/api/v1/price", &body(who).await?).await?.json()["priced"].clone();
            assert_eq!(priced["total"], json!(total), "{hours} {who} {priced}");
            let early = priced["offers"][0]["early_access"]["zh"].as_str();
            assert_eq!(early.is_some(), total == 5_000 && hours < 12, "{hours} {who}");
        }
        // It is reserved before others too, out of the same stock; the simulator says the same of any instant.
        app.clock.set(NOON);
        let mut order = body("gold").await?;
        order["order"] = json!("R1");
        assert_eq!(agent.post("/api/v1/redemptions", &order).await?.json()["total"], json!(5_000));
        let mut tried = body("silver").await?;
        for (hours, total) in [(9, 10_000), (10, 5_000)] {
            tried["at"] = json!(platform::Instant(NOON + hours * 3_600_000));
            let priced = owner.post("/api/v1/price/simulate", &tried).await?.json()["priced"].clone();
            assert_eq!(priced["total"], json!(total), "{hours} {priced}");
        }
        // The calendar says so, of the month in which it opens for the first too.
        let from = &at(12)[..10];
        let calendar = owner.get(&format!("/api/v1/promotions/calendar?from={}&until={from}", &at(-24)[..10])).await?.json();
        assert_eq!((calendar["items"].as_array().unwrap().len(), &calendar["early"][0]["id"]), (1, &json!(id)), "{calendar}");
        assert_eq!(calendar["early"][0]["at"], json!(platform::Instant(NOON - 12 * 3_600_000)));
        Ok(())
    })
    .await
    .unwrap();
}
