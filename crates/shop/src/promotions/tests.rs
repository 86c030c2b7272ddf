//! Promotions from draft to the last use, on both databases.

use platform::db::{Connection as _, Tx};
use platform::http::Role;
use platform::testing::{Client, NOON, Site, on_both, prepare_all};
use platform::values;
use serde_json::{Value as Json, json};

use super::uses::{Claim, Taken};
use super::*;
use crate::customers::Reached;
use crate::members::tests::scene::{Scene, three};

fn site(app: &App) -> Site {
    Site::new(app, crate::policy(), crate::router().split_for_parts().0)
}

fn off(key: &str, at: i64, off: i64) -> Json {
    json!({ "key": key, "name": { "zh": key, "en": key },
            "offer": { "amount_off": { "steps": [{ "at": { "amount": at }, "off": off }] } } })
}

fn cart(price: i64) -> Json {
    json!({ "cart": { "currency": "CNY", "lines": [{ "key": "1", "product": "tea", "quantity": 1, "unit_price": price }] } })
}

async fn total(client: &Client, price: i64) -> Result<i64, Error> {
    Ok(client.post("/api/v1/price", &cart(price)).await?.json()["priced"]["total"].as_i64().unwrap_or(-1))
}

/// Drafts and publishes; says its id and revision.
async fn publish(client: &Client, terms: &Json) -> Result<(String, i64), Error> {
    let made = client.post("/api/v1/promotions", &json!({ "promotion": terms })).await?;
    assert_eq!(made.outcome(), "201", "{}", made.text());
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let body = json!({ "revision": made.json()["revision"], "accept_warnings": true });
    let live = client.post(&format!("/api/v1/promotions/{id}/publish"), &body).await?;
    assert_eq!(live.outcome(), "200", "{}", live.text());
    Ok((id, live.json()["revision"].as_i64().unwrap()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promotion_is_drafted_published_paused_and_ended() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, &records::statements()).await?;
        let site = site(&app);
        let (owner, analyst) = (site.role(Role::Owner).await?, site.role(Role::Analyst).await?);
        let terms = json!({ "promotion": off("d11", 30_000, 5_000) });
        assert_eq!(analyst.post("/api/v1/promotions", &terms).await?.outcome(), "403 forbidden");
        let made = owner.post("/api/v1/promotions", &terms).await?;
        assert_eq!((made.outcome().as_str(), made.json()["state"].as_str()), ("201", Some("draft")));
        assert_eq!(made.json()["window"]["title"]["zh"], json!("满 ¥300 减 ¥50"));
        assert_eq!(owner.post("/api/v1/promotions", &terms).await?.outcome(), "422 invalid");
        assert_eq!(total(&owner, 40_000).await?, 40_000, "a draft takes nothing off");
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let at = |what: &str| format!("/api/v1/promotions/{id}{what}");

        let publish = |revision: i64| json!({ "revision": revision, "accept_warnings": true, "note": "双11" });
        assert_eq!(owner.post(&at("/publish"), &publish(9)).await?.outcome(), "409 changed_meanwhile");
        let live = owner.post(&at("/publish"), &publish(1)).await?;
        assert_eq!((live.outcome().as_str(), live.json()["state"].as_str()), ("200", Some("running")));
        assert_eq!(total(&owner, 40_000).await?, 35_000);
        assert_eq!(owner.post(&at("/publish"), &publish(2)).await?.outcome(), "409 nothing_to_publish");
        assert_eq!(owner.delete(&at("")).await?.outcome(), "409 was_published");

        // What is edited is not what buyers get, until it is published.
        let edit = json!({ "promotion": off("other", 30_000, 6_000), "revision": 2 });
        let edited = owner.put(&at(""), &edit).await?;
        assert_eq!(edited.json()["key"], json!("d11"));
        assert_eq!(edited.json()["published"]["offer"]["amount_off"]["steps"][0]["off"], json!(5_000));
        assert_eq!(total(&owner, 40_000).await?, 35_000);
        let tried = json!({ "cart": cart(40_000)["cart"], "with": [id] });
        let tried = analyst.post("/api/v1/price/simulate", &tried).await?;
        assert_eq!(tried.json()["priced"]["total"], json!(34_000), "{}", tried.text());
        let without = json!({ "cart": cart(40_000)["cart"], "without": [id] });
        assert_eq!(analyst.post("/api/v1/price/simulate", &without).await?.json()["priced"]["total"], json!(40_000));
        assert_eq!(owner.post(&at("/publish"), &publish(3)).await?.outcome(), "200");
        assert_eq!(total(&owner, 40_000).await?, 34_000);

        for (what, state, price) in
            [("pause", "paused", 40_000), ("resume", "running", 34_000), ("end", "ended", 40_000)]
        {
            let done = owner.post(&at(&format!("/{what}")), &json!({})).await?;
            assert_eq!((done.outcome().as_str(), done.json()["state"].as_str()), ("200", Some(state)));
            assert_eq!(total(&owner, 40_000).await?, price, "{what}");
        }
        assert_eq!(owner.post(&at("/resume"), &json!({})).await?.outcome(), "409 wrong_state");
        let versions = owner.get(&at("/versions")).await?.json();
        let told: Vec<&Json> = versions["items"].as_array().unwrap().iter().map(|one| &one["version"]).collect();
        assert_eq!((told, versions["items"][0]["note"].as_str()), (vec![&json!(2), &json!(1)], Some("双11")));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_and_the_calendar_say_what_runs_when() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let owner = site(&app).role(Role::Owner).await?;
        let when = |key: &str, from: Option<&str>, until: Option<&str>| {
            let mut terms = off(key, 10_000, 100);
            terms["scope"] = json!({ "from": from, "until": until });
            terms
        };
        for (key, from, until) in [
            ("now", Some("2026-11-10T20:00"), Some("2026-11-12")),
            ("later", Some("2026-12-01"), Some("2026-12-03")),
            ("over", Some("2026-10-01"), Some("2026-10-08")),
            ("always", None, None),
        ] {
            publish(&owner, &when(key, from, until)).await?;
        }
        owner.post("/api/v1/promotions", &json!({ "promotion": when("planned", Some("2026-12-24"), None) })).await?;
        let keys = |page: &Json| {
            let items = page["items"].as_array().unwrap().iter();
            let mut keys: Vec<String> = items.map(|one| one["key"].as_str().unwrap().to_owned()).collect();
            keys.sort();
            keys.join(" ")
        };
        for (query, expected) in [
            ("", "always later now over planned"),
            ("?state=running", "always now"),
            ("?state=scheduled", "later"),
            ("?state=ended", "over"),
            ("?state=draft", "planned"),
            ("?q=lat", "later"),
            ("?form=gift", ""),
            ("?held=true", ""),
            ("?held=false&state=running", "always now"),
            ("/calendar?from=2026-11-01&until=2026-12-01", "always now"),
            ("/calendar?from=2026-11-30&until=2026-12-25", "always later planned"),
            ("/calendar?from=2026-10-07&until=2026-10-08", "always over"),
        ] {
            let page = owner.get(&format!("/api/v1/promotions{query}")).await?;
            assert_eq!(keys(&page.json()), expected, "{query} {}", page.text());
        }
        assert_eq!(owner.get("/api/v1/promotions/calendar?from=x&until=2026-12-01").await?.outcome(), "422 invalid");
        let page = owner.get("/api/v1/promotions?limit=2").await?.json();
        let cursor = page["next_cursor"].as_str().unwrap();
        let next = owner.get(&format!("/api/v1/promotions?limit=10&cursor={cursor}")).await?.json();
        assert_eq!(page["items"].as_array().unwrap().len() + next["items"].as_array().unwrap().len(), 5);
        Ok(())
    })
    .await
    .unwrap();
}

async fn product(tx: &mut Tx, id: i64, number: &str, price: i64, cost: i64) -> Result<(), Error> {
    let sql = "insert into products (id, shop_id, number, title, category, currency, price, cost, extra, stated, named_at, sold, \
        revenue, buyers, created_at, changed_at) values ($1, 1, $2, $2, '茶/绿茶', 'CNY', $3, $4, '{}', true, 0, 0, 0, 0, \
        0, 0)";
    tx.execute(sql, values![id, number, price, cost]).await.map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_linter_stands_before_publishing() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut tx = app.db.begin().await?;
        product(&mut tx, 1, "longjing", 20_000, 15_000).await?;
        product(&mut tx, 2, "biluochun", 10_000, 2_000).await?;
        let order = "insert into orders (id, shop_id, number, status, status_raw, currency, sort_at, paid_at, paid, refunded, \
            deal_amount, stub, hash, detail, created_at, changed_at) \
            values ($1, 1, $2, 'finished', '', 'CNY', $3, $3, 100, 0, 100, false, 0, '{}', 0, 0)";
        let line = "insert into order_lines (id, order_id, number, product_id, quantity, revenue, refunded, hash, detail) \
            values ($1, $1, '1', $2, $3, $4, 0, 0, '{}')";
        for (id, product, quantity, revenue, days) in
            [(1_i64, 1_i64, 2_i64, 36_000_i64, 3_i64), (2, 1, 1, 12_000, 30), (3, 2, 1, 10_000, 40)]
        {
            tx.execute(order, values![id, format!("o{id}"), NOON - days * 86_400_000]).await?;
            tx.execute(line, values![id, product, quantity, revenue]).await?;
        }
        tx.commit().await?;
        let owner = site(&app).role(Role::Owner).await?;
        let shop = owner.post("/api/v1/shops", &json!({ "name": "shop", "channel": "taobao" })).await?;
        assert_eq!(shop.outcome(), "201", "{}", shop.text());
        let mut found = String::new();
        for (what, scope, offer) in [
            ("sound", json!({ "goods": { "products": ["biluochun"] } }), json!({ "amount_off": { "steps": [{ "at": { "amount": 10_000 }, "off": 500 }] } })),
            ("below cost", json!({ "goods": { "categories": ["绿茶"] } }), json!({ "discount": { "keep": 700 } })),
            ("free", json!({ "goods": { "products": ["biluochun"] } }), json!({ "amount_off": { "steps": [{ "at": { "amount": 10_000 }, "off": 10_000 }] } })),
            ("raised", json!({ "goods": { "products": ["longjing"] } }), json!({ "special": { "was": 29_900, "now": 17_900 } })),
            ("redeemed", json!({ "goods": { "products": ["biluochun"] } }), json!({ "redeem": { "at": { "amount": 10_000 }, "price": 900, "products": ["longjing"], "limit": 1 } })),
            ("never", json!({ "until": "2026-11-01" }), json!({ "discount": { "keep": 950 } })),
            ("nobody", json!({ "segments": ["77"] }), json!({ "discount": { "keep": 950 } })),
            ("nothing", json!({ "goods": { "products": ["coffee"] } }), json!({ "discount": { "keep": 950 } })),
            ("above", json!({ "goods": { "categories": ["茶", "茶/绿茶"] } }), json!({ "discount": { "keep": 950 } })),
            ("no category", json!({ "goods": { "categories": ["红茶"] } }), json!({ "discount": { "keep": 950 } })),
            ("no tag", json!({ "goods": { "tags": ["new"] } }), json!({ "discount": { "keep": 950 } })),
            ("no tag out", json!({ "goods": { "products": ["biluochun"] }, "except": { "tags": ["old"], "categories": ["白茶"] } }), json!({ "discount": { "keep": 950 } })),
            ("no shop", json!({ "goods": { "products": ["biluochun"] }, "channels": ["pos", "taobao"] }), json!({ "discount": { "keep": 950 } })),
        ] {
            let terms = json!({ "promotion": { "key": "", "name": { "zh": what, "en": what }, "scope": scope, "offer": offer } });
            let lint = owner.post("/api/v1/promotions/lint", &terms).await?;
            assert_eq!(lint.outcome(), "200", "{}", lint.text());
            let told: Vec<String> = lint.json()["findings"].as_array().unwrap().iter().map(|one| {
                assert!(!one["cure"]["zh"].as_str().unwrap().is_empty());
                format!("{} {}: {}", one["gravity"].as_str().unwrap(), one["code"].as_str().unwrap(), one["message"]["en"].as_str().unwrap())
            }).collect();
            found.push_str(&format!("{what}: {}\n", told.join(" | ")));
        }
        expect_test::expect![[r#"
            sound: 
            below cost: warning below_cost: 1 of `longjing` can be had for ¥140, below their cost of ¥150
            free: warning free_goods: 1 of `biluochun` can be had for nothing
            raised: error raised_before_cut: `longjing` is compared with ¥299, above its lowest price of the last 7 days, ¥180: a price must not be raised before it is cut; compare with ¥180
            redeemed: warning below_cost: `longjing` can be redeemed for ¥9, below its cost of ¥150
            never: warning never_applies: it is over, or its dates, weekdays and hours never meet
            nobody: error unknown_segment: there is no segment 77
            nothing: warning unknown_goods: no product has the number coffee
            above: 
            no category: warning unknown_category: no product on file is in the category “红茶”
            no tag: warning unknown_tag: no product on file has the tag “new”: it counts only in carts that state it
            no tag out: warning unknown_category: no product on file is in the category “白茶” | warning unknown_tag: no product on file has the tag “old”: it counts only in carts that state it
            no shop: warning unknown_channel: no shop is on the channel “pos”
        "#]].assert_eq(&found);

        // Tags are written as products' are.
        let spaced = |tags: &[&str]| json!({ "promotion": { "key": "", "name": { "zh": "t", "en": "t" }, "scope": { "goods": { "tags": tags } },
            "offer": { "discount": { "keep": 950 } } } });
        let made = owner.post("/api/v1/promotions", &spaced(&[" 春茶   礼盒 ", "春茶 礼盒", " "])).await?.json();
        assert_eq!(made["draft"]["scope"]["goods"]["tags"], json!(["春茶 礼盒"]), "{made}");
        assert_eq!(owner.post("/api/v1/promotions", &spaced(&["  "])).await?.outcome(), "422 invalid", "not all goods");

        let raised = json!({ "promotion": { "key": "r", "name": { "zh": "r", "en": "r" }, "scope": { "goods": { "products": ["longjing"] } },
            "offer": { "special": { "was": 29_900, "now": 17_900 } } } });
        let id = owner.post("/api/v1/promotions", &raised).await?.json()["id"].as_str().unwrap().to_owned();
        let publish = json!({ "revision": 1, "accept_warnings": true });
        assert_eq!(owner.post(&format!("/api/v1/promotions/{id}/publish"), &publish).await?.outcome(), "409 promotion_refused");
        let cheap = json!({ "promotion": { "key": "c", "name": { "zh": "c", "en": "c" }, "scope": { "goods": { "products": ["longjing"] } },
            "offer": { "amount_off": { "steps": [{ "at": { "amount": 100 }, "off": 9_000 }] } } } });
        let id = owner.post("/api/v1/promotions", &cheap).await?.json()["id"].as_str().unwrap().to_owned();
        let warned = owner.post(&format!("/api/v1/promotions/{id}/publish"), &json!({ "revision": 1 })).await?;
        assert_eq!(warned.outcome(), "409 promotion_warned", "{}", warned.text());
        assert_eq!(owner.post(&format!("/api/v1/promotions/{id}/publish"), &publish).await?.outcome(), "200");
        Ok(())
    })
    .await
    .unwrap();
}

fn claim(id: i64, amount: i64, pieces: i64) -> Claim {
    Claim {
        promotion: id,
        key: "k".to_owned(),
        version: 1,
        amount,
        pieces,
        below: None,
        per_customer: None,
        coupon: None,
    }
}

fn buyer(profile: i64) -> Reached {
    Reached { customer_id: profile, profile_ids: vec![profile, profile + 1], seen: vec![profile], anchor: profile }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_limit_is_held_by_the_database() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let owner = site(&app).role(Role::Owner).await?;
        for (name, limit, claimed, expected) in [
            ("uses", json!({ "uses": 3 }), claim(0, 100, 1), 3),
            ("budget", json!({ "budget": 450 }), claim(0, 100, 1), 4),
            ("stock", json!({ "offer": { "flash": { "cut": { "price": 1 }, "stock": 5 } } }), claim(0, 100, 2), 2),
            ("below", json!({}), Claim { below: Some(2), ..claim(0, 100, 1) }, 2),
            ("version", json!({}), Claim { version: 9, ..claim(0, 100, 1) }, 0),
            ("customer", json!({ "uses_per_customer": 1 }), Claim { per_customer: Some(1), ..claim(0, 100, 1) }, 1),
        ] {
            let mut terms = off(name, 100, 10);
            for (field, value) in limit.as_object().unwrap() {
                terms[field] = value.clone();
            }
            let (id, _) = publish(&owner, &terms).await?;
            let id: i64 = id.parse().unwrap();
            let claimed = Claim { promotion: id, ..claimed };
            let racers = (0..8).map(|racer| {
                let (app, claimed) = (app.clone(), claimed.clone());
                tokio::spawn(async move {
                    let mut tx = app.db.begin().await?;
                    let order = format!("{name}-{racer}");
                    let taken = uses::take(&mut tx, &order, Some(&buyer(50)), &[claimed], NOON).await?;
                    if matches!(taken, Taken::All(_)) {
                        tx.commit().await?;
                        return Ok::<_, Error>(Some(order));
                    }
                    Ok(None)
                })
            });
            let mut won = Vec::new();
            for racer in racers.collect::<Vec<_>>() {
                won.extend(racer.await.unwrap()?);
            }
            assert_eq!(won.len(), expected, "{name}");
            let usage = find(&mut app.db.read().await?, id).await?.usage;
            assert_eq!((usage.orders, usage.spent), (expected as i64, expected as i64 * 100), "{name}");
            // What was taken is given back whole, paid or not.
            for (at, order) in won.iter().enumerate() {
                let mut tx = app.db.begin().await?;
                let paid = if at == 0 { Some(700) } else { None };
                if paid.is_some() {
                    uses::settle(&mut tx, order, 700, NOON).await?;
                }
                uses::give_back(&mut tx, order, paid, false, NOON).await?;
                tx.commit().await?;
            }
            let usage = find(&mut app.db.read().await?, id).await?.usage;
            assert_eq!(
                (usage.orders, usage.spent, usage.pieces, usage.paid_orders, usage.revenue),
                (0, 0, 0, 0, 0),
                "{name}"
            );
            assert_eq!(uses::used_by(&mut app.db.read().await?, &[50]).await?.len(), 0);
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_hears_of_changes_by_the_outbox() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let owner = site(&app).role(Role::Owner).await?;
        let other = App { memory: platform::memory::Memory::default(), ..app.clone() };
        let mut place = None;
        assert!(live::look(&other, &mut place).await?);
        let (id, _) = publish(&owner, &off("d11", 100, 10)).await?;
        assert!(live::set(&other).await?.is_empty());
        while live::look(&other, &mut place).await? {}
        let set = live::set(&other).await?;
        assert_eq!(set.known("d11").map(|known| known.version), Some(1));
        let mut tx = app.db.begin().await?;
        let taken = uses::take(&mut tx, "o1", None, &[claim(id.parse().unwrap(), 100, 1)], NOON).await?;
        assert!(matches!(taken, Taken::All(_)));
        tx.commit().await?;
        while live::look(&other, &mut place).await? {}
        assert_eq!(set.shelf().programme().standings["d11"].uses, 1);
        Ok(())
    })
    .await
    .unwrap();
}

/// A promotion that names a level is found when the level is taken out, and buyers read the level's name and not its number.
#[tokio::test(flavor = "multi_thread")]
async fn a_level_that_is_gone_is_told_by_its_name() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = Scene::new(&app, three()).await?;
        let owner = site(&app).role(Role::Owner).await?;
        let gold = scene.saved().await?.levels[2].id.unwrap();
        let terms = |scope: Json, offer: Json| json!({ "promotion": { "key": "", "name": { "zh": "t", "en": "t" }, "scope": scope, "offer": offer } });
        let named = [
            terms(json!({ "levels": [gold] }), json!({ "discount": { "keep": 950 } })),
            terms(json!({}), json!({ "member_price": { "prices": [{ "level": gold, "cut": { "keep": 900 } }] } })),
        ];
        let found = async |terms: &Json| -> Result<Vec<String>, Error> {
            let lint = owner.post("/api/v1/promotions/lint", terms).await?.json();
            let all = lint["findings"].as_array().unwrap().iter();
            let of = all.filter(|one| one["code"] == "unknown_level");
            Ok(of.map(|one| format!("{} {}", one["path"].as_str().unwrap(), one["message"]["zh"].as_str().unwrap())).collect())
        };
        for terms in &named {
            assert!(found(terms).await?.is_empty());
        }
        let mut fewer = scene.saved().await?;
        fewer.levels.pop();
        scene.save(fewer).await?;
        for (terms, path) in named.iter().zip(["scope.levels", "offer.member_price"]) {
            assert_eq!(found(terms).await?, [format!("{path} 会员等级“金”不存在，或已去掉：没有人能享受")]);
            let check = owner.post("/api/v1/promotions/check", terms).await?.json();
            let said = check["window"].to_string();
            assert!(said.contains('金') && !said.contains(&gold.to_string()), "{check}");
        }
        Ok(())
    })
    .await
    .unwrap();
}
