//! Prices over HTTP, on both databases.

use platform::db::Connection as _;
use platform::http::{Role, ShopScope};
use platform::testing::{NOON, Site, on_both, prepare_all};
use platform::{App, Error, values};
use pricing::Cart;
use serde_json::{Value as Json, json};

mod access;
mod anew;

use crate::members::tests::scene::{Scene, boss, three};
use crate::promotions::{goods, live};
use crate::{customers, points};

/// Puts a customer on the black list.
async fn bar(app: &App, reached: &customers::Reached) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    customers::set_blacklisted(&mut tx, app, reached, true).await?;
    tx.commit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cart_is_priced_for_whoever_buys_and_told_why() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, super::records::STATEMENTS).await?;
        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let (owner, agent, analyst) =
            (site.role(Role::Owner).await?, site.role(Role::Agent).await?, site.role(Role::Analyst).await?);
        for terms in [
            json!({ "key": "new", "name": { "zh": "新客价", "en": "newcomer" },
                    "offer": { "newcomer_price": { "cut": { "price": 9_000 } } } }),
            json!({ "key": "gold", "name": { "zh": "金卡价", "en": "gold price" },
                    "offer": { "member_price": { "prices": [{ "level": "gold", "cut": { "keep": 950 } }] } } }),
            json!({ "key": "off", "name": { "zh": "满减", "en": "off" },
                    "offer": { "amount_off": { "steps": [{ "at": { "amount": 30_000 }, "off": 5_000 }] } } }),
        ] {
            let made = owner.post("/api/v1/promotions", &json!({ "promotion": terms })).await?.json();
            let path = format!("/api/v1/promotions/{}/publish", made["id"].as_str().unwrap());
            let live = owner.post(&path, &json!({ "revision": 1, "accept_warnings": true })).await?;
            assert_eq!(live.outcome(), "200", "{}", live.text());
        }
        let line = json!({ "key": "1", "product": "tea", "quantity": 2, "unit_price": 10_000 });
        for (buyer, total) in [
            (json!({}), 20_000),
            (json!({ "first_order": true }), 18_000),
            (json!({ "level": "gold" }), 19_000),
            (json!({ "level": "gold", "coupons": ["off"] }), 19_000),
        ] {
            let cart = json!({ "cart": { "currency": "CNY", "lines": [line], "buyer": buyer } });
            let answer = agent.post("/api/v1/price", &cart).await?;
            assert_eq!(answer.json()["priced"]["total"], json!(total), "{buyer} {}", answer.text());
        }
        let cart = json!({ "cart": { "currency": "CNY", "lines": [line] } });
        let priced = agent.post("/api/v1/price", &cart).await?.json();
        let words: Vec<&str> = priced["priced"]["next"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["words"]["zh"].as_str().unwrap())
            .collect();
        assert_eq!(words, ["再买 ¥100 减 ¥50"]);
        let refused = &priced["priced"]["refused"];
        assert_eq!(refused.as_array().unwrap().len(), 3, "{refused}");
        assert_eq!(analyst.post("/api/v1/price", &cart).await?.outcome(), "403 forbidden");
        for (cart, outcome) in [
            (json!({ "cart": { "currency": "USD", "lines": [line] } }), "422 invalid"),
            (json!({ "cart": { "currency": "CNY", "lines": [line, line] } }), "422 invalid"),
            (json!({ "cart": { "currency": "CNY" } }), "422 invalid"),
            (json!({ "cart": { "currency": "CNY", "lines": [line] }, "customer": { "id": "7" } }), "404 not_found"),
            (
                json!({ "cart": { "currency": "CNY", "lines": [line] }, "customer": { "kind": "cat", "value": "x" } }),
                "422 invalid",
            ),
        ] {
            let answer = agent.post("/api/v1/price", &cart).await?;
            assert_eq!(answer.outcome(), outcome, "{cart} {}", answer.text());
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_pays_less_and_says_so() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut programme = three();
        programme.levels[2].benefits.free_shipping = true;
        let scene = Scene::new(&app, programme).await?;
        for (who, bought) in [("plain", 100), ("silver", 60_000), ("gold", 200_000), ("barred", 200_000)] {
            scene.order(&format!("N{who}"), who, bought, 0, NOON).await?;
        }
        bar(&app, &scene.reach("barred").await?).await?;
        scene.follow().await?;
        live::refresh(&app).await?;
        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let owner = site.role(Role::Owner).await?;
        let ask = async |who: &str, level: Option<&str>| -> Json {
            let lines = json!([{ "key": "1", "product": "tea", "quantity": 2, "unit_price": 9_999 }]);
            let cart = json!({ "currency": "CNY", "lines": lines, "shipping": 1_000, "buyer": { "level": level } });
            let id = scene.reach(who).await.unwrap().customer_id.to_string();
            let body = json!({ "cart": cart, "customer": { "id": id } });
            owner.post("/api/v1/price", &body).await.unwrap().json()["priced"].clone()
        };
        // Each piece is rounded by itself: 9,999 × 0.9 is 8,999.1.
        let by_offer = |priced: &Json| -> Vec<String> {
            let offers = priced["offers"].as_array().unwrap().iter();
            offers.map(|one| format!("{} {} {}", one["layer"].as_str().unwrap(), one["name"]["zh"].as_str().unwrap(), one["amount"])).collect()
        };
        let gold = ask("gold", None).await;
        assert_eq!(gold["total"], json!(17_998), "{gold}");
        assert_eq!(by_offer(&gold), ["item 会员价 2000", "shipping 会员包邮 1000"]);
        assert_eq!(gold["lines"][0]["applied"][0]["name"]["en"], json!("member price"));
        let silver = ask("silver", None).await;
        assert_eq!((&silver["total"], by_offer(&silver)), (&json!(9_499 * 2 + 1_000), vec!["item 会员价 1000".to_owned()]));
        let plain = ask("plain", None).await;
        assert_eq!(plain["total"], json!(20_998));
        assert_eq!(plain["refused"][0]["reason"]["zh"], json!("仅限会员等级：铜、银、金"), "{plain}");
        assert_eq!(ask("barred", None).await["total"], json!(20_998), "nobody on the black list has a member's price");
        // What the shop knows counts, not what a cart says.
        let highest = scene.saved().await?.levels[2].id.unwrap().to_string();
        assert_eq!(ask("plain", Some(&highest)).await["total"], json!(20_998));

        // It stands beside other offers as the settings say, and keeps to the floor and the cap.
        let terms = json!({ "key": "off", "name": { "zh": "满减", "en": "off" },
            "offer": { "amount_off": { "steps": [{ "at": { "amount": 15_000 }, "off": 1_500 }] } } });
        let made = owner.post("/api/v1/promotions", &json!({ "promotion": terms })).await?.json();
        let publish = json!({ "revision": 1, "accept_warnings": true });
        owner.post(&format!("/api/v1/promotions/{}/publish", made["id"].as_str().unwrap()), &publish).await?;
        let mut settings = owner.get("/api/v1/promotions/settings").await?.json();
        for (change, offers) in [
            (json!({}), vec!["item 会员价 2000", "shop 满减 1500", "shipping 会员包邮 1000"]),
            (json!({ "together": 1 }), vec!["item 会员价 2000", "shipping 会员包邮 1000"]),
            (json!({ "together": 2, "floor_per_mille": 960 }), vec!["item 会员价 798", "shipping 会员包邮 1000"]),
            (json!({ "floor_per_mille": 0, "cap": { "amount": 2_500 } }), vec!["item 会员价 2000", "shop 满减 500", "shipping 会员包邮 1000"]),
        ] {
            for (field, value) in change.as_object().unwrap() {
                settings[field] = value.clone();
            }
            let put = owner.put("/api/v1/promotions/settings", &settings).await?;
            assert_eq!(put.outcome(), "200", "{}", put.text());
            live::refresh(&app).await?;
            let priced = ask("gold", None).await;
            assert_eq!(by_offer(&priced), offers, "{change} {priced}");
        }

        // An order holds it without there being anything to count, and another process hears of other levels.
        let id = scene.reach("gold").await?.customer_id.to_string();
        let cart = json!({ "currency": "CNY", "lines": [{ "key": "1", "product": "tea", "quantity": 1, "unit_price": 1_000 }] });
        let order = json!({ "order": "o1", "cart": cart, "customer": { "id": id }, "total": 900 });
        let held = owner.post("/api/v1/redemptions", &order).await?;
        assert_eq!((held.outcome().as_str(), &held.json()["uses"]), ("200", &json!([])), "{}", held.text());
        let mut place = None;
        live::look(&app, &mut place).await?;
        let mut none = scene.saved().await?;
        none.levels.iter_mut().for_each(|level| level.benefits.discount = 1_000);
        scene.save(none).await?;
        while live::look(&app, &mut place).await? {}
        assert_eq!(by_offer(&ask("gold", None).await), ["shop 满减 1500", "shipping 会员包邮 1000"]);
        Ok(())
    })
    .await
    .unwrap();
}

/// The last piece is sold to somebody else between the reckoning and the taking: the database must still be asked for it.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_is_what_was_priced_whatever_is_sold_meanwhile() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let owner = site.role(Role::Owner).await?;
        let terms = json!({ "key": "flash", "name": { "zh": "秒杀", "en": "flash sale" },
            "offer": { "flash": { "cut": { "price": 9_900 }, "stock": 1 } } });
        let made = owner.post("/api/v1/promotions", &json!({ "promotion": terms })).await?.json();
        let path = format!("/api/v1/promotions/{}/publish", made["id"].as_str().unwrap());
        let told = owner.post(&path, &json!({ "revision": 1, "accept_warnings": true })).await?;
        assert_eq!(told.outcome(), "200", "{}", told.text());
        live::refresh(&app).await?;
        let line = json!({ "key": "1", "product": "tea", "quantity": 1, "unit_price": 20_000 });
        let cart = serde_json::from_value(json!({ "currency": "CNY", "lines": [line] })).unwrap();
        let asked = super::price::Asked {
            cart,
            customer: None,
            codes: &[],
            group: None,
            order: None,
            device: None,
            points: 0,
            tried: false,
        };
        let set = live::set(&app).await?;
        let done = super::price::with(&app, &ShopScope::All, set, None, asked, NOON).await?;
        assert_eq!(done.priced.total, 9_900);
        done.set.stand([("flash".to_owned(), (1, 10_100, 1))]);
        let (claims, _) = super::reserve::wanted(&done);
        assert_eq!(claims.iter().map(|claim| claim.pieces).collect::<Vec<_>>(), [1]);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn points_that_take_something_off_are_spent_with_the_order_and_come_back_with_it() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = Scene::new(&app, three()).await?;
        let mut tx = app.db.begin().await?;
        let rules = points::PointsRules { enabled: true, ..points::PointsRules::default() };
        points::put_rules(&mut tx, &boss(), rules, NOON).await?;
        tx.commit().await?;
        scene.order("Na", "a", 100, 0, NOON).await?;
        crate::points::tests::scene::give(&scene, "a", 700, "g").await?;
        let reached = scene.reach("a").await?;
        let (id, profiles) = (platform::Id(reached.customer_id), reached.profile_ids.clone());
        let owner = Site::new(&app, crate::policy(), crate::router().split_for_parts().0).role(Role::Owner).await?;
        let terms = json!({ "key": "pts", "name": { "zh": "积分抵扣", "en": "points" },
                            "offer": { "points": { "points": 100, "worth": 100, "most": 1_000 } } });
        let made = owner.post("/api/v1/promotions", &json!({ "promotion": terms })).await?.json();
        let publish = format!("/api/v1/promotions/{}/publish", made["id"].as_str().unwrap());
        let live = owner.post(&publish, &json!({ "revision": 1, "accept_warnings": true })).await?;
        assert_eq!(live.outcome(), "200", "{}", live.text());
        let has = async || -> Result<i64, platform::Error> {
            Ok(points::balance(&mut app.db.read().await?, &profiles, app.clock.now()).await?.available)
        };
        let cart = |points: i64| {
            json!({ "currency": "CNY", "spend_points": points, "buyer": { "points": 99_999 },
                    "lines": [{ "key": "1", "product": "tea", "quantity": 1, "unit_price": 10_000 }] })
        };
        let order =
            |order: &str, points: i64| json!({ "order": order, "customer": { "id": id }, "cart": cart(points) });
        assert_eq!(has().await?, 700);

        // What the cart says of the buyer's points counts for nothing where they are kept here.
        let stranger = owner.post("/api/v1/price", &json!({ "cart": cart(500) })).await?.json();
        assert_eq!(stranger["priced"]["total"], 10_000, "{stranger}");
        let tried = owner.post("/api/v1/price/simulate", &json!({ "cart": cart(500) })).await?;
        assert_eq!((tried.outcome().as_str(), &tried.json()["priced"]["total"]), ("200", &json!(9_500)));
        let named = json!({ "cart": cart(5_000), "customer": { "id": id } });
        assert_eq!(owner.post("/api/v1/price", &named).await?.json()["priced"]["total"], 9_300);

        // Held with the order, and the same again is answered the same; another cart spends anew what the first one held.
        for _ in 0..2 {
            let held = owner.post("/api/v1/redemptions", &order("T1", 500)).await?;
            assert_eq!((held.outcome().as_str(), &held.json()["total"]), ("200", &json!(9_500)), "{}", held.text());
            assert_eq!(has().await?, 200);
        }
        assert_eq!(owner.post("/api/v1/redemptions", &order("T1", 700)).await?.json()["total"], 9_300);
        assert_eq!(has().await?, 0);
        assert_eq!(owner.post("/api/v1/redemptions", &order("T2", 500)).await?.json()["total"], 10_000);
        assert_eq!(owner.post("/api/v1/redemptions", &order("T1", 300)).await?.json()["total"], 9_700);
        assert_eq!(has().await?, 400);
        for _ in 0..2 {
            assert_eq!(owner.post("/api/v1/redemptions/T1/redeem", &json!({})).await?.outcome(), "200");
            assert_eq!(has().await?, 400);
        }
        for _ in 0..2 {
            let back = owner.post("/api/v1/redemptions/T1/release", &json!({ "refunded": true })).await?;
            assert_eq!(back.outcome(), "200", "{}", back.text());
            assert_eq!(has().await?, 700);
        }
        let tasks: Vec<_> = (0..6)
            .map(|at| {
                let (owner, body) = (owner.clone(), order(&format!("R{at}"), 300));
                tokio::spawn(async move { owner.post("/api/v1/redemptions", &body).await })
            })
            .collect();
        let mut off = 0;
        for task in tasks {
            let answer = task.await.unwrap()?;
            assert_eq!(answer.outcome(), "200", "{}", answer.text());
            off += 10_000 - answer.json()["total"].as_i64().unwrap();
        }
        assert_eq!((off, has().await?), (700, 0), "racing orders take off what was there, and no more");
        crate::ledger::tests::audit(&app, crate::ledger::Book::Points).await
    })
    .await
    .unwrap();
}

/// Goods on file: two shops have `both`, another currency has `abroad`.
async fn goods_on_file(app: &App) -> Result<(), Error> {
    let sql = "insert into products (id, shop_id, number, title, category, currency, price, cost, extra, stated, named_at, \
        sold, revenue, buyers, created_at, changed_at) values ($1, $2, $3, $3, $4, $5, 10000, $6, '{}', true, 0, 0, 0, 0, 0, 0)";
    let mut tx = app.db.begin().await?;
    for (id, shop, number, category, currency, cost) in [
        (1_i64, 1_i64, "rose", Some("茶叶/花草茶"), "CNY", Some(8_000_i64)),
        (2, 1, "pot", Some("器具"), "CNY", None),
        (3, 1, "both", Some("器具/壶"), "CNY", Some(6_000)),
        (4, 2, "both", Some("茶叶/花草茶"), "CNY", Some(7_000)),
        (5, 1, "abroad", Some("花草茶"), "USD", Some(9_000)),
        (6, 1, "bare", None, "CNY", Some(6_000)),
    ] {
        tx.execute(sql, values![id, shop, number, category, currency, cost]).await?;
    }
    tx.commit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_are_filled_in_from_the_products_on_file() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        goods_on_file(&app).await?;
        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let owner = site.role(Role::Owner).await?;
        let terms = json!({ "key": "herbs", "name": { "zh": "花草茶五折", "en": "herbs at half" },
            "scope": { "goods": { "categories": ["花草茶"] } }, "offer": { "discount": { "keep": 500 } } });
        let made = owner.post("/api/v1/promotions", &json!({ "promotion": terms })).await?.json();
        let path = format!("/api/v1/promotions/{}/publish", made["id"].as_str().unwrap());
        let told = owner.post(&path, &json!({ "revision": 1, "accept_warnings": true })).await?;
        assert_eq!(told.outcome(), "200", "{}", told.text());
        let mut settings = owner.get("/api/v1/promotions/settings").await?.json();
        let line = |product: &str, said: &Json| {
            let mut line = json!({ "key": product, "product": product, "quantity": 1, "unit_price": 10_000 });
            line.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
            line
        };
        for (floor, product, said, total) in [
            // By the number alone, and by what the cart states.
            (false, "rose", json!({}), 5_000),
            (false, "rose", json!({ "categories": [] }), 5_000),
            (false, "rose", json!({ "categories": ["茶叶/花草茶"] }), 5_000),
            (false, "rose", json!({ "categories": ["器具"] }), 10_000),
            (false, "pot", json!({}), 10_000),
            (false, "pot", json!({ "categories": ["茶叶/花草茶/玫瑰"] }), 5_000),
            (false, "bare", json!({}), 10_000),
            (false, "unknown", json!({}), 10_000),
            (false, "unknown", json!({ "categories": ["茶叶/花草茶"] }), 5_000),
            (false, "both", json!({}), 5_000),
            // The floor at cost holds; a stated cost counts instead, and another currency's is none.
            (true, "rose", json!({}), 8_000),
            (true, "rose", json!({ "categories": ["花草茶"] }), 8_000),
            (true, "rose", json!({ "cost": 6_000 }), 6_000),
            (true, "rose", json!({ "cost": 0 }), 5_000),
            (true, "bare", json!({ "categories": ["花草茶"] }), 6_000),
            (true, "both", json!({}), 7_000),
            (true, "abroad", json!({}), 5_000),
            (true, "unknown", json!({ "categories": ["花草茶"] }), 5_000),
        ] {
            settings["floor_at_cost"] = json!(floor);
            assert_eq!(owner.put("/api/v1/promotions/settings", &settings).await?.outcome(), "200");
            let cart = json!({ "currency": "CNY", "lines": [line(product, &said)] });
            for path in ["/api/v1/price", "/api/v1/price/simulate"] {
                let answer = owner.post(path, &json!({ "cart": cart })).await?;
                assert_eq!(
                    answer.json()["priced"]["total"],
                    json!(total),
                    "{floor} {product} {said} {}",
                    answer.text()
                );
            }
            let order = json!({ "order": format!("{floor} {product} {said}"), "cart": cart, "total": total });
            let held = owner.post("/api/v1/redemptions", &order).await?;
            assert_eq!((held.outcome().as_str(), &held.json()["total"]), ("200", &json!(total)), "{}", held.text());
        }

        // Lines of one cart are looked up together, and only in shops that the caller sees.
        let lines: Vec<Json> = ["rose", "pot", "both"].iter().map(|product| line(product, &json!({}))).collect();
        let cart: Cart = serde_json::from_value(json!({ "currency": "CNY", "lines": lines })).unwrap();
        for (scope, costs) in [
            (ShopScope::All, [Some(8_000), None, Some(7_000)]),
            (ShopScope::Only(vec![1]), [Some(8_000), None, Some(6_000)]),
            (ShopScope::Only(vec![2]), [None, None, Some(7_000)]),
            (ShopScope::Only(Vec::new()), [None, None, None]),
        ] {
            let mut cart = cart.clone();
            goods::fill(&mut app.db.read().await?, &scope, &mut cart).await?;
            assert_eq!(cart.lines.iter().map(|line| line.cost).collect::<Vec<_>>(), costs, "{scope:?}");
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promotion_names_goods_by_their_tags_on_file() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        goods_on_file(&app).await?;
        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let owner = site.role(Role::Owner).await?;
        for (id, tags) in [(1, json!(["新品"])), (4, json!(["新品"])), (2, json!(["常青"]))] {
            let told = owner.patch(&format!("/api/v1/products/{id}"), &json!({ "tags": tags })).await?;
            assert_eq!((told.outcome().as_str(), &told.json()["tags"]), ("200", &tags), "{}", told.text());
        }
        assert_eq!(owner.get("/api/v1/products/tags").await?.json()["items"], json!(["常青", "新品"]));
        let terms = json!({ "key": "new", "name": { "zh": "新品五折", "en": "new at half" },
            "scope": { "goods": { "tags": ["新品"] } }, "offer": { "discount": { "keep": 500 } } });
        let made = owner.post("/api/v1/promotions", &json!({ "promotion": terms })).await?.json();
        let path = format!("/api/v1/promotions/{}", made["id"].as_str().unwrap());
        let lint = owner.post(&format!("{path}/lint"), &json!({})).await?;
        assert!(!lint.text().contains("unknown_tag"), "{}", lint.text());
        let told = owner.post(&format!("{path}/publish"), &json!({ "revision": 1, "accept_warnings": true })).await?;
        assert_eq!(told.outcome(), "200", "{}", told.text());
        for (product, said, total) in [
            ("rose", json!([]), 5_000),
            ("both", json!([]), 5_000),
            ("pot", json!([]), 10_000),
            // What a cart states counts instead.
            ("pot", json!(["新品"]), 5_000),
            ("rose", json!(["常青"]), 10_000),
        ] {
            let line = json!({ "key": product, "product": product, "tags": said, "quantity": 1, "unit_price": 10_000 });
            let body = json!({ "cart": { "currency": "CNY", "lines": [line] } });
            for path in ["/api/v1/price", "/api/v1/price/simulate"] {
                let answer = owner.post(path, &body).await?;
                assert_eq!(answer.json()["priced"]["total"], json!(total), "{product} {said}");
            }
        }
        Ok(())
    })
    .await
    .unwrap();
}

/// What the shop picked from its customers' provinces meets what a till states, however short either is.
#[tokio::test(flavor = "multi_thread")]
async fn a_promotion_of_a_province_is_for_carts_that_name_it_otherwise() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let owner = site.role(Role::Owner).await?;
        for (key, regions) in [("short", ["浙江"]), ("full", ["江苏省"])] {
            let terms = json!({ "key": key, "name": { "zh": key, "en": key }, "scope": { "regions": regions },
                "offer": { "discount": { "keep": 500 } } });
            let made = owner.post("/api/v1/promotions", &json!({ "promotion": terms })).await?.json();
            let path = format!("/api/v1/promotions/{}/publish", made["id"].as_str().unwrap());
            let told = owner.post(&path, &json!({ "revision": 1, "accept_warnings": true })).await?;
            assert_eq!(told.outcome(), "200", "{}", told.text());
        }
        let blank = json!({ "key": "none", "name": { "zh": "n", "en": "n" }, "scope": { "regions": [" "] },
            "offer": { "discount": { "keep": 500 } } });
        let refused = owner.post("/api/v1/promotions", &json!({ "promotion": blank })).await?;
        assert_eq!(refused.outcome(), "422 invalid", "no region would be everywhere");
        for (region, total) in [
            (json!("浙江"), 5_000),
            (json!("浙江省"), 5_000),
            (json!("江苏"), 5_000),
            (json!("320000"), 5_000),
            (json!("上海"), 10_000),
            (json!(null), 10_000),
        ] {
            let line = json!({ "key": "1", "product": "rose", "quantity": 1, "unit_price": 10_000 });
            let cart = json!({ "currency": "CNY", "lines": [line], "buyer": { "region": region } });
            for path in ["/api/v1/price", "/api/v1/price/simulate"] {
                let answer = owner.post(path, &json!({ "cart": cart })).await?;
                assert_eq!(answer.json()["priced"]["total"], json!(total), "{region}: {}", answer.text());
            }
        }
        Ok(())
    })
    .await
    .unwrap();
}
