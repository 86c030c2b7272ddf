//! Baskets of a shop in which tea and cups go together, and honey follows a fortnight later.

use connectors::drafts::{ProductDraft, ShopRef};
use platform::http::Role;
use platform::testing::{NOON, Site, on_both};
use platform::{App, Error};
use serde_json::{Value as Json, json};

use crate::products;
use crate::segments::live::catch_up;
use crate::segments::tests::scene::Scene;

const DAY: i64 = 86_400_000;
const PATH: &str = "/api/v1/insight/baskets";

/// Forty customers: of each five, two buy tea with a cup and come back for honey, one buys tea alone, one a cup with rice, one rice.
async fn scene(app: &App) -> Result<Scene, Error> {
    let scene = Scene::new(app).await?;
    for n in 0..40_u64 {
        let at = NOON - 100 * DAY + i64::try_from(n).unwrap() * DAY;
        let goods: &[&str] = match n % 5 {
            0 | 1 => &["tea", "cup"],
            2 => &["tea"],
            3 => &["cup", "rice"],
            _ => &["rice"],
        };
        scene.buy(n, n, goods, at).await?;
        if n % 5 < 2 {
            scene.buy(100 + n, n, &["honey"], at + 14 * DAY).await?;
        } else {
            scene.buy(100 + n, n, &["rice"], at + 30 * DAY).await?;
        }
    }
    catch_up(app).await?;
    Ok(scene)
}

fn keys(rule: &Json, side: &str) -> Vec<String> {
    rule[side].as_array().unwrap().iter().map(|item| item["key"].as_str().unwrap().to_owned()).collect()
}

fn rule<'p>(page: &'p Json, given: &str, then: &str) -> Option<&'p Json> {
    page["rules"].as_array().unwrap().iter().find(|rule| keys(rule, "given") == [given] && keys(rule, "then") == [then])
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_together_and_what_follows_is_found_with_who_lacks_it() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        scene(&app).await?;
        let (router, _) = crate::router().split_for_parts();
        let owner = Site::new(&app, crate::policy(), router).role(Role::Owner).await?;
        let page = owner.get(&format!("{PATH}?every=yes")).await?.json();
        assert_eq!((&page["baskets"], &page["of_several"], &page["population"]), (&json!(80), &json!(24), &json!(40)));
        let found = rule(&page, "tea", "cup").unwrap();
        // 16 of 24 baskets with tea hold a cup, which 24 of all 80 do.
        assert_eq!((&found["both"], &found["with_given"], &found["with_then"]), (&json!(16), &json!(24), &json!(24)));
        assert_eq!(
            (&found["support"], &found["confidence"], &found["lift"]),
            (&json!(200.0), &json!(666.7), &json!(2.22))
        );
        assert_eq!((&found["leverage"], &found["conviction"]), (&json!(110.0), &json!(2.1)));
        assert!(found["chance"].as_f64().unwrap() < 1e-4);
        assert!(page["found"].as_i64() >= page["significant"].as_i64());
        // The eight who bought tea and no cup.
        let counted = owner.post("/api/v1/segments/count", &json!({ "text": found["rule"] })).await?.json();
        assert_eq!(counted["customers"], 8, "{counted}");
        assert_eq!(page["sets"][0]["baskets"], 16);
        let sure = owner.get(PATH).await?.json();
        assert!(sure["rules"].as_array().unwrap().iter().all(|rule| rule["chance"].as_f64().unwrap() <= 0.05));
        assert!(rule(&sure, "tea", "cup").is_some());

        let next = owner.get(&format!("{PATH}?way=next")).await?.json();
        assert_eq!((&next["baskets"], &next["way"]), (&json!(40), &json!("next")));
        let honey = rule(&next, "tea", "honey").unwrap();
        assert_eq!((&honey["both"], &honey["days"], &honey["backwards"]), (&json!(16), &json!(14), &json!(0)));
        let soon = owner.get(&format!("{PATH}?way=next&within=20")).await?.json();
        assert_eq!(soon["baskets"], 16);

        let early = owner.get(&format!("{PATH}?from=2026-01-01&to=2026-01-31")).await?.json();
        assert_eq!((&early["baskets"], early["told"].is_object()), (&json!(0), true));
        for (query, expected) in [
            ("support=2", "422 invalid support"),
            ("confidence=x", "422 invalid confidence"),
            ("within=0", "422 invalid within"),
            ("from=2026-03-01&to=2026-02-01", "422 invalid from"),
        ] {
            let answer = owner.get(&format!("{PATH}?{query}")).await?;
            let told = format!("{} {}", answer.outcome(), answer.json()["errors"][0]["field"].as_str().unwrap_or(""));
            assert_eq!(told, expected, "{query}: {}", answer.text());
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn categories_go_together_as_products_do() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = Scene::new(&app).await?;
        for n in 0..30_u64 {
            let goods: &[&str] = if n % 2 == 0 { &["绿茶/龙井", "杯具/盖碗"] } else { &["绿茶/毛尖"] };
            scene.buy(n, n, goods, NOON - 10 * DAY).await?;
        }
        catch_up(&app).await?;
        let (router, _) = crate::router().split_for_parts();
        let owner = Site::new(&app, crate::policy(), router).role(Role::Owner).await?;
        let page = owner.get(&format!("{PATH}?level=category&every=yes")).await?.json();
        let found = rule(&page, "绿茶/龙井", "杯具/盖碗").unwrap();
        assert_eq!((&found["both"], &found["conviction"], &page["items"]), (&json!(15), &Json::Null, &json!(3)));
        assert_eq!(found["given"][0]["product_id"], Json::Null);
        let counted = owner.post("/api/v1/segments/count", &json!({ "text": found["rule"] })).await?.json();
        assert_eq!(counted["customers"], 0, "{counted}");
        Ok(())
    })
    .await
    .unwrap();
}

/// A product as a shop lists it.
fn listed(number: &str, code: Option<&str>) -> ProductDraft {
    ProductDraft {
        row: 0,
        shop: ShopRef::default(),
        number: number.to_owned(),
        sku: code.map(str::to_owned),
        title: Some(number.to_owned()),
        category: None,
        tags: None,
        currency: "CNY".into(),
        price: None,
        cost: None,
        stock: None,
        picture: None,
        extra: Default::default(),
    }
}

/// Tea and a cup that two shops list under one code each, and rice without a code. Of each four buyers, the first two buy tea with a
/// cup, the third rice, the fourth tea alone; every other buyer is of the other shop.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_goods_in_two_shops_are_one_product() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let here = Scene::new(&app).await?;
        let there = here.beside("旁店").await?;
        let mut tx = app.db.begin().await?;
        let goods = [listed("tea", Some("T-1")), listed("cup", Some("C-1")), listed("rice", None)];
        products::import(&mut tx, &app, &here.shop, &goods).await?;
        let goods = [listed("tea2", Some(" t-1")), listed("cup2", Some("C-1")), listed("rice", None)];
        products::import(&mut tx, &app, &there.shop, &goods).await?;
        tx.commit().await?;
        for n in 0..40_u64 {
            let (shop, tea, cup) =
                if n.is_multiple_of(8) || n % 8 > 4 { (&here, "tea", "cup") } else { (&there, "tea2", "cup2") };
            let goods: &[&str] = match n % 4 {
                0 | 1 => &[tea, cup],
                2 => &["rice"],
                _ => &[tea],
            };
            shop.buy(n, n, goods, NOON - 10 * DAY).await?;
        }
        catch_up(&app).await?;
        let (router, _) = crate::router().split_for_parts();
        let owner = Site::new(&app, crate::policy(), router).role(Role::Owner).await?;
        let page = owner.get(&format!("{PATH}?every=yes")).await?.json();
        assert_eq!((&page["items"], &page["folded"]), (&json!(4), &json!(2)), "{page}");
        let codes = |rule: &Json| -> Vec<String> {
            [&rule["given"][0], &rule["then"][0]]
                .iter()
                .map(|item| {
                    let listings = item["listings"].as_array().unwrap().iter();
                    let mut numbers: Vec<&str> = listings.map(|one| one["number"].as_str().unwrap()).collect();
                    numbers.sort_unstable();
                    numbers.join("+")
                })
                .collect()
        };
        let found = page["rules"].as_array().unwrap().iter().find(|rule| codes(rule) == ["tea+tea2", "cup+cup2"]);
        let found = found.unwrap();
        // 20 of 30 baskets with tea hold a cup, which 20 of all 40 do, whatever the shop.
        assert_eq!((&found["both"], &found["with_given"], &found["lift"]), (&json!(20), &json!(30), &json!(1.33)));
        let counted = owner.post("/api/v1/segments/count", &json!({ "text": found["rule"] })).await?.json();
        assert_eq!(counted["customers"], 10, "{counted} {}", found["rule"]);

        let one = owner.get(&format!("{PATH}?every=yes&shop={}", here.shop.id)).await?.json();
        assert_eq!((&one["items"], &one["folded"]), (&json!(3), &json!(0)), "{one}");
        assert!(rule(&one, "tea", "cup").is_some());
        Ok(())
    })
    .await
    .unwrap();
}
