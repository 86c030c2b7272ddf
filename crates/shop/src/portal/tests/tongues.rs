//! The shop's own names, read in the buyer's language.

use platform::Error;
use platform::http::{Actor, Role};
use platform::testing::on_both;
use pricing::Words;
use serde_json::{Value as Json, json};

use super::scene::{ADDRESS, ALL, MEI, Shop, outcome, shop};
use crate::points::tests::scene as points_scene;
use crate::{gifts, wallet};

/// What the shop calls things, in both languages.
const NAMES: [(&str, &str); 7] = [
    ("铜卡", "Bronze"),
    ("银卡", "Silver"),
    ("金卡", "Gold"),
    ("茶样礼盒", "A box of teas"),
    ("盖碗", "Gaiwan"),
    ("开春红包", "Spring packet"),
    ("定制茶杯", "A cup of your own"),
];

fn named(zh: &str) -> Words {
    let known = NAMES.iter().find(|one| one.0 == zh).unwrap();
    Words::new(known.0, known.1)
}

/// Names the levels in both languages, with a gift on the birthday.
async fn levels(shop: &Shop) -> Result<(), Error> {
    let mut programme = shop.scene.saved().await?;
    for (level, name) in programme.levels.iter_mut().zip(["铜卡", "银卡", "金卡"]) {
        level.name = named(name);
        level.benefits.birthday_gift = Some(named("茶样礼盒"));
    }
    shop.scene.save(programme).await.map(|_| ())
}

/// A thing in the mall; a gift and a red packet are given.
async fn offers(shop: &Shop, who: &str) -> Result<String, Error> {
    let (app, owner) = (&shop.scene.app, shop.site.role(Role::Owner).await?);
    let offer = json!({ "kind": "goods", "name": named("盖碗"), "description": { "zh": "白瓷", "en": "White porcelain" },
        "points": 40, "active": true });
    let item = owner.post("/api/v1/points/mall", &offer).await?;
    assert_eq!(item.outcome(), "201", "{}", item.text());
    let reached = shop.scene.reach(who).await?;
    let mut tx = app.db.begin().await?;
    let packet = wallet::Packet { amount: 888, name: &named("开春红包"), valid_days: Some(9), key: "p".to_owned() };
    wallet::give(&mut tx, app, &Actor::System, &reached, &packet).await?;
    let gift = gifts::ToGive {
        name: &named("定制茶杯"),
        kind: gifts::GiftKind::Digital,
        worth: 0,
        reason: "发货晚了",
        key: "g",
    };
    gifts::give(&mut tx, app, &Actor::System, &reached, gift).await?;
    tx.commit().await?;
    Ok(item.json()["id"].as_str().unwrap().to_owned())
}

/// Where each of the names stands.
fn places(item: &str) -> Vec<(String, Vec<&'static str>)> {
    vec![
        ("/my".to_owned(), vec!["银卡", "金卡", "茶样礼盒"]),
        ("/my/card".to_owned(), vec!["银卡"]),
        ("/my/wallet".to_owned(), vec!["开春红包"]),
        ("/my/gifts".to_owned(), vec!["定制茶杯"]),
        ("/my/points".to_owned(), vec!["盖碗"]),
        ("/my/mall".to_owned(), vec!["盖碗"]),
        (format!("/my/mall/{item}"), vec!["盖碗"]),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_said_in_the_language_of_the_page() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut shop = shop(&app, ALL).await?;
        levels(&shop).await?;
        shop.person("mei", MEI).await?;
        points_scene::give(&shop.scene, "mei", 120, "g").await?;
        let item = offers(&shop, "mei").await?;
        let mut browser = shop.signed_in(MEI).await?;
        browser.get(&format!("/my/mall/{item}")).await?;
        assert_eq!(outcome(&browser.post(&format!("/my/mall/{item}"), &ADDRESS).await?), "303 /my/mall?done=redeemed");
        for (language, english) in [("zh-CN", false), ("en", true)] {
            browser.get(&format!("/my/language/{language}?back=%2Fmy")).await?;
            for (path, said) in places(&item) {
                let page = browser.get(&path).await?.text();
                for name in said.into_iter().map(named) {
                    let (here, other) = if english { (name.en, name.zh) } else { (name.zh, name.en) };
                    assert!(page.contains(&here), "{here} on {path}: {page}");
                    assert!(!page.contains(&other), "{other} on {path}: {page}");
                }
            }
        }
        Ok(())
    })
    .await
    .unwrap();
}

/// Names that were given while they had one language are read, and asked for so.
#[tokio::test(flavor = "multi_thread")]
async fn a_name_in_one_language_is_shown_to_everybody() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let shop = shop(&app, ALL).await?;
        let owner = shop.site.role(Role::Owner).await?;
        let offer = |name: Json| json!({ "kind": "goods", "name": name, "points": 40, "active": true });
        let made = owner.post("/api/v1/points/mall", &offer(json!("盖碗"))).await?;
        assert_eq!((made.outcome().as_str(), &made.json()["name"]), ("201", &json!({ "zh": "盖碗", "en": "" })));
        for (name, refused) in [
            (json!({ "zh": " ", "en": "" }), "422 invalid name.zh"),
            (json!({ "zh": "盖碗", "en": "x".repeat(61) }), "422 invalid name.en"),
            (json!({ "zh": "盖碗" }), "422 invalid name.en"),
        ] {
            let answer = owner.post("/api/v1/points/mall", &offer(name)).await?;
            let field = answer.json()["field"].as_str().map(|field| format!(" {field}")).unwrap_or_default();
            assert_eq!(format!("{}{field}", answer.outcome()), refused, "{}", answer.text());
        }
        Ok(())
    })
    .await
    .unwrap();
}
