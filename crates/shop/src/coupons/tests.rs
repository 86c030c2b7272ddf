//! Coupons from the programme to the last use, on both databases.

use connectors::drafts::{Identifier, IdentifierKind};
use platform::Id;
use platform::db::Connection as _;
use platform::http::{Actor, Role, ShopScope};
use platform::jobs::Job;
use platform::testing::{Client, NOON, Site, on_both, prepare_all};
use platform::{Error, values};
use rules::Value;
use serde_json::{Value as Json, json};
use tokio_util::sync::CancellationToken;

mod care;
mod till;

use super::*;
use crate::customers::{self, Sighting, Source};
use crate::segments::live::{self, Live, catch_up};
use crate::segments::tests::scene::boss;
use crate::shops::Channel;

fn site(app: &App) -> Site {
    Site::new(app, crate::policy(), crate::router().split_for_parts().0)
}

async fn person(app: &App, nick: &str) -> Result<i64, Error> {
    person_of(app, nick, 1).await
}

async fn person_of(app: &App, nick: &str, shop: i64) -> Result<i64, Error> {
    let who = Identifier { kind: IdentifierKind::TaobaoNick, value: nick.to_owned() };
    let mut sighting = Sighting::new(Source { shop_id: Some(shop), channel: Channel::Taobao }, vec![who], NOON);
    sighting.nick = Some(nick.to_owned());
    let mut tx = app.db.begin().await?;
    let found = customers::resolve(&mut tx, app, &[sighting]).await?.remove(0).unwrap();
    tx.commit().await?;
    Ok(found.customer_id)
}

/// Makes and publishes a programme of 10 off 100.
async fn programme(owner: &Client, key: &str, terms: Json, how: Json) -> Result<String, Error> {
    let mut promotion = json!({ "key": key, "name": { "zh": key, "en": key },
        "offer": { "amount_off": { "steps": [{ "at": { "amount": 10_000 }, "off": 1_000 }] } } });
    for (field, value) in terms.as_object().unwrap() {
        promotion[field] = value.clone();
    }
    let made = owner.post("/api/v1/coupons/programmes", &json!({ "promotion": promotion, "how": how })).await?;
    assert_eq!(made.outcome(), "201", "{}", made.text());
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let publish = json!({ "revision": 1, "accept_warnings": true });
    let live = owner.post(&format!("/api/v1/promotions/{id}/publish"), &publish).await?;
    assert_eq!(live.outcome(), "200", "{}", live.text());
    Ok(id)
}

fn job(batch: &Json) -> Job {
    Job {
        id: 1,
        kind: JOB.to_owned(),
        payload: json!({ "batch": batch["id"] }),
        attempt: 1,
        claim: String::new(),
        stopping: CancellationToken::new(),
    }
}

fn order(order: &str, customer: Option<i64>, codes: &[&str]) -> Json {
    let cart =
        json!({ "currency": "CNY", "lines": [{ "key": "1", "product": "tea", "quantity": 1, "unit_price": 20_000 }] });
    let mut body = json!({ "order": order, "cart": cart, "codes": codes });
    if let Some(customer) = customer {
        body["customer"] = json!({ "id": Id(customer) });
    }
    body
}

/// What rules know of somebody's coupons.
async fn facts(app: &App, customer: i64) -> Result<Vec<String>, Error> {
    let mut still = app.db.still().await?;
    let shape = crate::segments::catalogue::shape(app, &mut still).await?;
    let taken = crate::segments::feed::take(&mut still, &shape, &[customer]).await?.remove(0);
    let kinds = taken.person.facts.into_iter().map(|fact| fact.kind).filter(|kind| kind.starts_with("coupon_"));
    Ok(kinds.collect())
}

/// What the warehouse knows of somebody's coupons after following the outbox, and built anew: each the same.
async fn followed(app: &App, customer: i64) -> Result<Vec<String>, Error> {
    let told = |app: &App| {
        let facts = Live::of(app).held().unwrap().warehouse.person(customer).map(|person| person.facts);
        let coupons = facts.into_iter().flatten().filter(|fact| fact.kind.starts_with("coupon_"));
        let mut told: Vec<String> = coupons
            .map(|fact| {
                let Some(Value::Text(coupon)) = fact.properties.get("coupon") else { return fact.kind };
                format!("{} {coupon} {:+}", fact.kind, (fact.at - NOON) / 60_000)
            })
            .collect();
        told.sort();
        told
    };
    catch_up(app).await?;
    let followed = told(app);
    live::lose(app);
    live::start(app, &CancellationToken::new()).await?;
    assert_eq!(told(app), followed, "built anew");
    Ok(followed)
}

/// How often it was said that somebody's coupons changed.
async fn messages(app: &App) -> Result<i64, Error> {
    let sql = "select count(*) from outbox where kind = 'coupons.changed'";
    app.db.read().await?.one(sql, values![]).await?.unwrap().at(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_is_claimed_reserved_paid_and_given_back() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, &records::statements()).await?;
        let owner = site(&app).role(Role::Owner).await?;
        let (ann, bob) = (person(&app, "ann").await?, person(&app, "bob").await?);
        let how = json!({ "codes": "none", "claimable": true, "audience": "public", "most": 3, "most_per_customer": 1,
                          "valid_days": 7, "transferable": true });
        let id = programme(&owner, "c10", json!({}), how).await?;
        let claim = |customer: i64| json!({ "programme_id": id, "customer_id": Id(customer) });
        let offered = owner.get(&format!("/api/v1/coupons/offered?customer_id={ann}")).await?.json();
        assert_eq!(offered["items"][0]["can_claim"], json!(true), "{offered}");
        let claimed = owner.post("/api/v1/coupons/claim", &claim(ann)).await?;
        assert_eq!((claimed.outcome().as_str(), claimed.json()["state"].as_str()), ("200", Some("held")));
        assert_eq!(claimed.json()["expires_at"], json!("2026-11-18T04:00:00Z"));
        let coupon = claimed.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(owner.post("/api/v1/coupons/claim", &claim(ann)).await?.outcome(), "409 coupon_enough");
        let offered = owner.get(&format!("/api/v1/coupons/offered?customer_id={ann}")).await?.json();
        assert_eq!(offered["items"][0]["why_not"]["zh"], json!("您领取或使用的数量已达上限"));

        // In hand it is used by itself, and only by its holder.
        let state = async |id: &str| {
            let found = owner.get(&format!("/api/v1/coupons/{id}")).await?.json();
            Ok::<_, Error>(found["state"].as_str().unwrap().to_owned())
        };
        let stranger = owner.post("/api/v1/redemptions", &order("o0", Some(bob), &[])).await?.json();
        assert_eq!((stranger["total"].as_i64(), stranger["uses"].as_array().unwrap().len()), (Some(20_000), 0));
        // Whoever looked at a code before it was claimed finds it somebody else's in the end.
        let mut tx = app.db.begin().await?;
        let id_of = coupon.parse().unwrap();
        for (who, free) in [(Some(bob), false), (None, false), (Some(ann), true)] {
            let profiles = match who {
                Some(who) => customers::reach(&mut tx, &ShopScope::All, who).await?.profile_ids,
                None => Vec::new(),
            };
            assert_eq!(records::coupons::reserve(&mut tx, id_of, "o9", &profiles, NOON).await?, free, "{who:?}");
        }
        drop(tx);
        let held = owner.post("/api/v1/redemptions", &order("o1", Some(ann), &[])).await?;
        assert_eq!((held.outcome().as_str(), held.json()["total"].as_i64()), ("200", Some(19_000)), "{}", held.text());
        assert_eq!(held.json()["uses"][0]["coupon_id"].as_str(), Some(coupon.as_str()));
        assert_eq!(state(&coupon).await?, "reserved");
        let again = owner.post("/api/v1/redemptions", &order("o1", Some(ann), &[])).await?;
        assert_eq!(again.json(), held.json(), "the same order is answered the same");
        let second = owner.post("/api/v1/redemptions", &order("o2", Some(ann), &[])).await?.json();
        assert_eq!(second["total"], json!(20_000), "a reserved coupon is in no hand");
        let mut changed = order("o1", Some(ann), &[]);
        changed["cart"]["lines"][0]["quantity"] = json!(2);
        let changed = owner.post("/api/v1/redemptions", &changed).await?.json();
        assert_eq!((changed["total"].as_i64(), changed["uses"].as_array().unwrap().len()), (Some(39_000), 1));

        let redeem = "/api/v1/redemptions/o1/redeem";
        let paid = owner.post(redeem, &json!({})).await?;
        assert_eq!((paid.outcome().as_str(), paid.json()["state"].as_str()), ("200", Some("redeemed")));
        assert_eq!(owner.post(redeem, &json!({})).await?.json(), paid.json());
        assert_eq!(state(&coupon).await?, "used");
        assert_eq!(facts(&app, ann).await?, ["coupon_received", "coupon_used"]);
        let funnel = owner.get(&format!("/api/v1/coupons/programmes/{id}")).await?.json()["funnel"].clone();
        assert_eq!(
            funnel,
            json!({ "issued": 1, "claimed": 1, "reserved": 0, "used": 1, "revenue": 39_000, "discount": 1_000,
                                   "expired": 0, "voided": 0 })
        );
        let release = "/api/v1/redemptions/o1/release";
        assert_eq!(owner.post(release, &json!({})).await?.outcome(), "409 order_paid");
        let back = owner.post(release, &json!({ "refunded": true })).await?;
        assert_eq!((back.outcome().as_str(), back.json()["state"].as_str()), ("200", Some("released")));
        assert_eq!(owner.post(release, &json!({})).await?.json(), back.json());
        assert_eq!(owner.post(redeem, &json!({})).await?.outcome(), "409 reservation_over");
        assert_eq!(state(&coupon).await?, "held");
        assert_eq!(facts(&app, ann).await?, ["coupon_received"], "what came back was not used");
        let funnel = owner.get(&format!("/api/v1/coupons/programmes/{id}")).await?.json()["funnel"].clone();
        assert_eq!(
            (funnel["used"].as_i64(), funnel["revenue"].as_i64(), funnel["discount"].as_i64()),
            (Some(0), Some(0), Some(0))
        );

        // Handed on, taken back.
        let to = json!({ "to_customer_id": Id(bob) });
        let path = format!("/api/v1/coupons/{coupon}");
        let given = owner.post(&format!("{path}/transfer"), &to).await?.json();
        assert_eq!(
            (given["customer_id"].as_str(), given["source"].as_str()),
            (Some(bob.to_string().as_str()), Some("transfer"))
        );
        assert_eq!((facts(&app, ann).await?, facts(&app, bob).await?), (vec![], vec!["coupon_received".to_owned()]));
        let why = json!({ "reason": "误发" });
        assert_eq!(owner.post(&format!("{path}/void"), &why).await?.json()["state"], json!("void"));
        assert!(facts(&app, bob).await?.is_empty(), "what was taken back tells nothing");
        assert_eq!(messages(&app).await?, 5, "claimed, used, given back, passed on, taken back");
        let left = owner.post("/api/v1/redemptions", &order("o3", Some(bob), &[])).await?.json();
        assert_eq!(left["total"], json!(20_000));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_made_in_a_batch_and_used_once() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let owner = site(&app).role(Role::Owner).await?;
        let ann = person(&app, "ann").await?;
        let how = json!({ "codes": "unique", "audience": "public", "most": 1_000 });
        let id = programme(&owner, "u", json!({}), how).await?;
        let issue = format!("/api/v1/coupons/programmes/{id}/issue");
        let batch = owner.post(&issue, &json!({ "to": { "codes": 400 } })).await?;
        assert_eq!(batch.outcome(), "202", "{}", batch.text());
        let batch = batch.json();
        run(app.clone(), job(&batch)).await?;
        run(app.clone(), job(&batch)).await?;
        let done = owner.get(&format!("/api/v1/coupons/batches/{}", batch["id"].as_str().unwrap())).await?.json();
        assert_eq!((done["state"].as_str(), done["issued"].as_i64()), (Some("done"), Some(400)));
        let over = owner.post(&issue, &json!({ "to": { "codes": 601 } })).await?.json();
        run(app.clone(), job(&over)).await?;
        let over = owner.get(&format!("/api/v1/coupons/batches/{}", over["id"].as_str().unwrap())).await?.json();
        assert_eq!((over["state"].as_str(), over["problem"].as_str()), (Some("stopped"), Some("all_issued")));

        let file = owner.get(&format!("/api/v1/coupons/programmes/{id}/codes.csv")).await?.text();
        let codes: std::collections::BTreeSet<&str> =
            file.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        assert_eq!(codes.len(), 400);
        let first = *codes.iter().next().unwrap();
        for (order_key, typed, outcome) in [
            ("a", "NO-SUCH-CODE", "409 coupon_unknown"),
            ("a", first, "200"),
            ("a", first, "200"),
            ("b", first, "409 coupon_reserved"),
        ] {
            let answer = owner.post("/api/v1/redemptions", &order(order_key, Some(ann), &[typed])).await?;
            assert_eq!(answer.outcome(), outcome, "{typed} {}", answer.text());
        }
        owner.post("/api/v1/redemptions/a/redeem", &json!({})).await?;
        let funnel = owner.get(&format!("/api/v1/coupons/programmes/{id}")).await?.json()["funnel"].clone();
        assert_eq!((&funnel["claimed"], &funnel["used"]), (&json!(1), &json!(1)), "who typed it had it");
        assert_eq!(owner.post("/api/v1/redemptions", &order("b", None, &[first])).await?.outcome(), "409 coupon_used");
        for _ in 0..20 {
            owner
                .post(
                    "/api/v1/price",
                    &json!({ "cart": order("", None, &[])["cart"], "codes": ["WRONG"], "device": "d" }),
                )
                .await?;
        }
        let tired = owner
            .post("/api/v1/price", &json!({ "cart": order("", None, &[])["cart"], "codes": [first], "device": "d" }))
            .await?;
        assert_eq!(tired.outcome(), "429 too_many_tries");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_are_given_coupons_in_a_batch_that_can_die_anywhere() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let owner = site(&app).role(Role::Owner).await?;
        let mut people = Vec::new();
        for n in 0..5 {
            people.push(person(&app, &format!("p{n}")).await?);
        }
        let mut tx = app.db.begin().await?;
        let bad = customers::reach(&mut tx, &platform::http::ShopScope::All, people[4]).await?;
        customers::set_blacklisted(&mut tx, &app, &bad, true).await?;
        tx.commit().await?;
        let how = json!({ "codes": "none", "audience": "public", "most_per_customer": 1 });
        let id = programme(&owner, "g", json!({}), how).await?;
        let grant = json!({ "programme_id": id, "customer_id": Id(people[0]), "reason": "道歉", "key": "t1" });
        let granted = owner.post("/api/v1/coupons/grant", &grant).await?;
        assert_eq!(granted.outcome(), "201", "{}", granted.text());
        assert_eq!(owner.post("/api/v1/coupons/grant", &grant).await?.json(), granted.json());
        let ids: Vec<Id> = people.iter().map(|id| Id(*id)).collect();
        let batch = owner
            .post(&format!("/api/v1/coupons/programmes/{id}/issue"), &json!({ "to": { "customers": ids } }))
            .await?
            .json();
        let mut tx = app.db.begin().await?;
        given_up(&mut tx, &app, &json!({ "batch": batch["id"] })).await?;
        tx.commit().await?;
        let stopped = job(&batch);
        stopped.stopping.cancel();
        assert_eq!(run(app.clone(), stopped).await.unwrap_err().code(), "interrupted");
        run(app.clone(), job(&batch)).await?;
        run(app.clone(), job(&batch)).await?;
        let done = owner.get(&format!("/api/v1/coupons/batches/{}", batch["id"].as_str().unwrap())).await?.json();
        let told = (done["done"].as_i64(), done["issued"].as_i64(), done["skipped"].as_i64());
        assert_eq!(told, (Some(5), Some(3), Some(2)), "{done}");
        let sql = "select count(*), count(distinct profile_id) from coupons";
        let row = app.db.read().await?.one(sql, values![]).await?.unwrap();
        assert_eq!((row.at::<i64>(0)?, row.at::<i64>(1)?), (4, 4));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_single_code_is_used_as_often_as_it_may_be() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let owner = site(&app).role(Role::Owner).await?;
        let how = json!({ "codes": "single", "code": "welcome20", "audience": "public" });
        let id = programme(&owner, "w", json!({ "uses": 5 }), how).await?;
        let racers = (0..20).map(|racer| {
            let owner = owner.clone();
            tokio::spawn(async move {
                owner.post("/api/v1/redemptions", &order(&format!("r{racer}"), None, &["Welcome20 "])).await
            })
        });
        let mut outcomes = std::collections::BTreeMap::new();
        for racer in racers.collect::<Vec<_>>() {
            *outcomes.entry(racer.await.unwrap()?.outcome()).or_insert(0) += 1;
        }
        assert_eq!(
            outcomes.into_iter().collect::<Vec<_>>(),
            [("200".to_owned(), 5), ("409 coupon_uses_gone".to_owned(), 15)]
        );

        // What is not paid in time is given back, once.
        let held = owner.get(&format!("/api/v1/promotions/{id}")).await?.json()["use"]["orders"].clone();
        assert_eq!(held, json!(5));
        let mut tx = app.db.begin().await?;
        tx.execute("update redemptions set expires_at = $1", values![NOON - 1]).await?;
        tx.commit().await?;
        assert_eq!(crate::checkout::sweep(&app).await?, 5);
        assert_eq!(crate::checkout::sweep(&app).await?, 0);
        let late = owner.post("/api/v1/redemptions", &order("late", None, &["WELCOME20"])).await?;
        assert_eq!((late.outcome().as_str(), late.json()["total"].as_i64()), ("200", Some(19_000)));
        for (how, outcome) in [
            (json!({ "codes": "single", "code": "WELCOME20", "audience": "public" }), "422 invalid"),
            (json!({ "codes": "single", "audience": "public" }), "422 invalid"),
            (json!({ "codes": "none", "code": "X", "audience": "public" }), "422 invalid"),
        ] {
            let promotion =
                json!({ "key": "", "name": { "zh": "x", "en": "x" }, "offer": { "discount": { "keep": 900 } } });
            let made = owner.post("/api/v1/coupons/programmes", &json!({ "promotion": promotion, "how": how })).await?;
            assert_eq!(made.outcome(), outcome, "{}", made.text());
        }
        Ok(())
    })
    .await
    .unwrap();
}

/// A code for everybody is nobody's own, and yet rules know whose order was paid with it, and when.
#[tokio::test(flavor = "multi_thread")]
async fn a_single_code_tells_who_used_it() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        live::start(&app, &CancellationToken::new()).await?;
        let owner = site(&app).role(Role::Owner).await?;
        let (ann, bob) = (person(&app, "ann").await?, person(&app, "bob").await?);
        let how = json!({ "codes": "single", "code": "welcome20", "audience": "public" });
        programme(&owner, "w", json!({}), how).await?;
        let pay = async |key: &str, minutes: i64| {
            app.clock.set(NOON + minutes * 60_000);
            owner.post(&format!("/api/v1/redemptions/{key}/redeem"), &json!({})).await
        };
        for (key, who) in [("o1", Some(ann)), ("o2", Some(ann)), ("o3", None)] {
            let held = owner.post("/api/v1/redemptions", &order(key, who, &["Welcome20"])).await?;
            assert_eq!((held.outcome().as_str(), held.json()["total"].as_i64()), ("200", Some(19_000)));
        }
        assert!(followed(&app, ann).await?.is_empty(), "nothing is paid yet");
        pay("o1", 5).await?;
        assert_eq!(followed(&app, ann).await?, ["coupon_used w +5"]);
        pay("o3", 6).await?;
        assert_eq!(messages(&app).await?, 1, "a stranger's order is nobody's");
        pay("o2", 7).await?;
        assert_eq!(followed(&app, ann).await?, ["coupon_used w +5", "coupon_used w +7"]);

        // It lies with her profile: a merge takes it along, and gives it back.
        let mut tx = app.db.begin().await?;
        let hers = customers::profiles_of(&mut tx, ann).await?;
        let both = customers::merge(&mut tx, &app, &[ann, bob], &Actor::System, "test").await?;
        tx.commit().await?;
        assert_eq!(followed(&app, both).await?, ["coupon_used w +5", "coupon_used w +7"]);
        let mut tx = app.db.begin().await?;
        customers::unmerge(&mut tx, &app, both, &hers, &Actor::System, "test").await?;
        tx.commit().await?;
        let apart = customers::customers_of(&mut app.db.read().await?, &hers).await?[0].1;
        assert_eq!(followed(&app, apart).await?, ["coupon_used w +5", "coupon_used w +7"]);
        let others = if apart == ann { bob } else { both };
        assert!(followed(&app, others).await?.is_empty());

        // What is given back was not used, and who is erased used nothing.
        let back = owner.post("/api/v1/redemptions/o1/release", &json!({ "refunded": true })).await?;
        assert_eq!(back.outcome(), "200", "{}", back.text());
        assert_eq!(followed(&app, apart).await?, ["coupon_used w +7"]);
        crate::care::erase(&app, crate::CARE, &boss(), apart, &apart.to_string(), NOON).await?;
        assert!(followed(&app, apart).await?.is_empty());
        assert!(told(&mut app.db.read().await?, &hers).await?.is_empty());
        Ok(())
    })
    .await
    .unwrap();
}

/// Who bought is shown by name, and to nobody who does not see her shop.
#[tokio::test(flavor = "multi_thread")]
async fn holders_and_buyers_are_named_to_who_may_see_them() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let site = site(&app);
        let owner = site.role(Role::Owner).await?;
        let here = site.user(Role::Operator, ShopScope::Only(vec![1])).await?;
        let (ann, bob) = (person_of(&app, "ann", 1).await?, person_of(&app, "bob", 2).await?);
        let how = json!({ "codes": "none", "claimable": true, "audience": "public" });
        let id = programme(&owner, "c10", json!({}), how).await?;
        let mut coupons = Vec::new();
        for (at, who) in [ann, bob].into_iter().enumerate() {
            let claim = json!({ "programme_id": id, "customer_id": Id(who) });
            let claimed = owner.post("/api/v1/coupons/claim", &claim).await?.json();
            coupons.push(claimed["id"].as_str().unwrap().to_owned());
            owner.post("/api/v1/redemptions", &order(&format!("o{at}"), Some(who), &[])).await?;
        }
        let (uses, list) = (format!("/api/v1/promotions/{id}/uses"), format!("/api/v1/coupons?programme={id}"));
        for (client, names) in [(&owner, vec!["bob", "ann"]), (&here, vec!["ann"])] {
            for path in [&uses, &list] {
                let page = client.get(path).await?.json();
                let items = page["items"].as_array().unwrap().iter();
                let named: Vec<&str> = items.map(|one| one["customer"].as_str().unwrap()).collect();
                assert_eq!(named, names, "{path}");
            }
        }
        let (mine, other) = (&coupons[0], &coupons[1]);
        let void = json!({ "reason": "误发" });
        assert_eq!(here.get(&format!("/api/v1/coupons/{mine}")).await?.json()["customer"], json!("ann"));
        assert_eq!(here.get(&format!("/api/v1/coupons/{other}")).await?.outcome(), "404 not_found");
        assert_eq!(here.post(&format!("/api/v1/coupons/{other}/void"), &void).await?.outcome(), "404 not_found");
        assert_eq!(here.get(&format!("/api/v1/coupons?customer={bob}")).await?.outcome(), "404 not_found");
        Ok(())
    })
    .await
    .unwrap();
}
