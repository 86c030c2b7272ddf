//! The potential of three products, one of which people only pass by.

use connectors::drafts::{ProductDraft, ShopRef};
use platform::http::Role;
use platform::testing::{NOON, Site, on_both};
use platform::{App, Error};
use serde_json::{Value as Json, json};

use crate::products;
use crate::segments::live::catch_up;
use crate::segments::tests::scene::Scene;

const DAY: i64 = 86_400_000;
const MINUTE: i64 = 60_000;
const PATH: &str = "/api/v1/insight/picks";

fn good(number: &str, cost: Option<i64>, stock: Option<i64>) -> ProductDraft {
    ProductDraft {
        row: 0,
        shop: ShopRef::default(),
        number: number.to_owned(),
        sku: None,
        title: Some(number.to_uppercase()),
        category: None,
        tags: None,
        currency: "CNY".into(),
        price: Some(10_000),
        cost,
        stock,
        picture: None,
        extra: Default::default(),
    }
}

async fn scene(app: &App) -> Result<Scene, Error> {
    let mut scene = Scene::new(app).await?;
    let mut tx = app.db.begin().await?;
    let goods =
        [good("star", Some(4_000), Some(500)), good("plain", Some(8_000), Some(500)), good("gone", None, Some(0))];
    products::import(&mut tx, app, &scene.shop, &goods).await?;
    tx.commit().await?;
    for n in 0..30_u64 {
        let at = NOON - 5 * DAY + i64::try_from(n).unwrap() * MINUTE;
        scene.act(n, "viewed", at, Some("star")).await?;
        scene.act(n, "favourited", at + 2 * MINUTE, Some("star")).await?;
        scene.act(n + 100, "viewed", at, Some("plain")).await?;
        if n < 3 {
            scene.act(n, "viewed", at + 3 * MINUTE, Some("gone")).await?;
            scene.buy(n, n, &["star"], NOON - 4 * DAY).await?;
            scene.act(n, "viewed", at + 10 * MINUTE, Some("nobody knows it")).await?;
        }
    }
    scene.buy(90, 7, &["star", "plain"], NOON - 40 * DAY).await?;
    catch_up(app).await?;
    Ok(scene)
}

fn part<'p>(pick: &'p Json, key: &str) -> &'p Json {
    pick["parts"].as_array().unwrap().iter().find(|part| part["key"] == key).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn products_are_scored_by_parts_that_are_told() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        scene(&app).await?;
        let (router, _) = crate::router().split_for_parts();
        let site = Site::new(&app, crate::policy(), router);
        let owner = site.role(Role::Owner).await?;
        let page = owner.get(PATH).await?.json();
        assert_eq!((&page["products"], &page["unknown"], &page["visits"]), (&json!(3), &json!(1), &json!(63)));
        let picks = page["picks"].as_array().unwrap();
        assert_eq!(picks[0]["number"], "star");
        let named = |number: &str| picks.iter().find(|pick| pick["number"] == number).unwrap();
        let star = named("star");
        assert_eq!((&star["visits"], &star["sold"], &star["sold_before"]), (&json!(30), &json!(3), &json!(1)));
        // Two minutes until the favourite, every time; the margin is 60 %.
        assert_eq!((&part(star, "visit_time")["raw"], &part(star, "favourite")["raw"]), (&json!(120.0), &json!(1.0)));
        assert_eq!((&part(star, "margin")["raw"], &part(star, "margin")["points"]), (&json!(0.6), &json!(100.0)));
        assert_eq!((&part(named("plain"), "bounce")["raw"], &part(star, "bounce")["raw"]), (&json!(1.0), &json!(0.0)));
        assert_eq!(named("gone")["held_back"], json!(["no_stock", "thin"]));
        // Nobody ever clicked, so clicks weigh nothing.
        let clicks = page["parts"].as_array().unwrap().iter().find(|part| part["key"] == "click").unwrap();
        assert_eq!((&clicks["known"], &clicks["weight"]), (&json!(false), &json!(1)));
        let counted = owner.post("/api/v1/segments/count", &json!({ "text": star["rule"] })).await?.json();
        assert_eq!(counted["customers"], 27, "{counted}");

        let mut settings = page["settings"].clone();
        for weight in settings["weights"].as_object_mut().unwrap().values_mut() {
            *weight = json!(0);
        }
        let none = owner.put(&format!("{PATH}/settings"), &settings).await?;
        assert_eq!(none.outcome(), "422 invalid", "{}", none.text());
        settings["weights"]["margin"] = json!(1);
        assert_eq!(owner.put(&format!("{PATH}/settings"), &settings).await?.status, 200);
        let page = owner.get(PATH).await?.json();
        let order: Vec<(&str, f64)> = page["picks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pick| (pick["number"].as_str().unwrap(), pick["score"].as_f64().unwrap()))
            .collect();
        // A product of unknown cost is neither better nor worse for it.
        assert_eq!(order, [("star", 100.0), ("gone", 50.0), ("plain", 0.0)]);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_goods_in_two_shops_are_scored_once() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut here = Scene::new(&app).await?;
        let mut there = here.beside("旁店").await?;
        let coded = |number: &str, cost, stock| ProductDraft { sku: Some("S-1".into()), ..good(number, cost, stock) };
        let mut tx = app.db.begin().await?;
        products::import(&mut tx, &app, &here.shop, &[coded("star", Some(4_000), Some(10))]).await?;
        products::import(&mut tx, &app, &there.shop, &[coded("star2", Some(8_000), Some(5))]).await?;
        tx.commit().await?;
        for n in 0..10 {
            here.act(n, "viewed", NOON - 5 * DAY, Some("star")).await?;
            there.act(n + 10, "viewed", NOON - 5 * DAY, Some("star2")).await?;
        }
        here.buy(0, 0, &["star"], NOON - 4 * DAY).await?;
        for n in 10..13 {
            there.buy(n, n, &["star2"], NOON - 4 * DAY).await?;
        }
        catch_up(&app).await?;
        let (router, _) = crate::router().split_for_parts();
        let owner = Site::new(&app, crate::policy(), router).role(Role::Owner).await?;
        let page = owner.get(PATH).await?.json();
        assert_eq!((&page["products"], &page["visits"]), (&json!(1), &json!(20)), "{page}");
        let pick = &page["picks"][0];
        assert_eq!((&pick["number"], &pick["sold"], &pick["stock"]), (&json!("star2"), &json!(4), &json!(15)));
        assert_eq!(pick["listings"].as_array().unwrap().len(), 2);
        // One piece at 60 % and three at 20 %.
        assert_eq!(part(pick, "margin")["raw"], json!(0.3));
        let counted = owner.post("/api/v1/segments/count", &json!({ "text": pick["rule"] })).await?.json();
        assert_eq!(counted["customers"], 16, "{counted}");
        Ok(())
    })
    .await
    .unwrap();
}
