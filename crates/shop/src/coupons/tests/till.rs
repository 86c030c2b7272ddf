//! What codes that are typed at the till allow, on both databases.

use std::collections::BTreeMap;

use super::*;

/// Codes of a programme, newly issued.
async fn codes(app: &App, owner: &Client, programme: &str, count: usize) -> Result<Vec<String>, Error> {
    let issue = format!("/api/v1/coupons/programmes/{programme}/issue");
    let batch = owner.post(&issue, &json!({ "to": { "codes": count } })).await?.json();
    run(app.clone(), job(&batch)).await?;
    let file = owner.get(&format!("/api/v1/coupons/programmes/{programme}/codes.csv")).await?.text();
    Ok(file.lines().skip(1).filter_map(|line| line.split(',').next()).map(str::to_owned).collect())
}

/// An order with one code, from a device.
fn typed(key: &str, customer: Option<i64>, code: &str, device: Option<&str>) -> Json {
    let mut body = order(key, customer, &[code]);
    if let Some(device) = device {
        body["device"] = json!(device);
    }
    body
}

/// Why a code is refused when the cart is priced, and when its order is reserved; the prices go on without it.
async fn refused(owner: &Client, body: &Json) -> Result<(String, String), Error> {
    let mut cart = body.clone();
    cart.as_object_mut().unwrap().remove("order");
    let priced = owner.post("/api/v1/price", &cart).await?.json();
    let why = &priced["codes"][0]["refused"];
    assert_eq!(priced["priced"]["total"], json!(if why.is_null() { 19_000 } else { 20_000 }), "{priced}");
    let said = why["code"].as_str().unwrap_or("nothing").to_owned();
    Ok((said, owner.post("/api/v1/redemptions", body).await?.outcome()))
}

fn both(code: &str) -> (String, String) {
    (code.to_owned(), format!("409 {code}"))
}

fn fine() -> (String, String) {
    ("nothing".to_owned(), "200".to_owned())
}

async fn settle(owner: &Client, order: &str, how: &str, body: Json) -> Result<(), Error> {
    let told = owner.post(&format!("/api/v1/redemptions/{order}/{how}"), &body).await?;
    assert_eq!(told.outcome(), "200", "{}", told.text());
    Ok(())
}

/// The outcomes of orders that come at the same time.
async fn race(owner: &Client, orders: Vec<Json>) -> Result<Vec<(String, usize)>, Error> {
    let racers = orders.into_iter().map(|body| {
        let owner = owner.clone();
        tokio::spawn(async move { owner.post("/api/v1/redemptions", &body).await })
    });
    let mut outcomes = BTreeMap::new();
    for racer in racers.collect::<Vec<_>>() {
        *outcomes.entry(racer.await.unwrap()?.outcome()).or_insert(0) += 1;
    }
    Ok(outcomes.into_iter().collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_and_a_device_use_as_many_typed_codes_as_they_may() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let owner = site(&app).role(Role::Owner).await?;
        let (ann, bob) = (person(&app, "ann").await?, person(&app, "bob").await?);
        let how = json!({ "codes": "unique", "audience": "public", "most_per_customer": 1, "most_per_device": 1 });
        let id = programme(&owner, "u", json!({}), how).await?;
        let codes = codes(&app, &owner, &id, 12).await?;

        let first = typed("o1", Some(ann), &codes[0], Some("d1"));
        assert_eq!(refused(&owner, &first).await?, fine());
        assert_eq!(refused(&owner, &typed("o2", Some(ann), &codes[1], None)).await?, both("coupon_enough"));
        assert_eq!(
            refused(&owner, &typed("o2", Some(bob), &codes[1], Some("d1"))).await?,
            both("coupon_device_enough")
        );
        assert_eq!(owner.post("/api/v1/redemptions", &first).await?.outcome(), "200", "the same again");
        // Her own order may change its cart, and its code.
        let mut changed = typed("o1", Some(ann), &codes[2], Some("d1"));
        changed["cart"]["lines"][0]["quantity"] = json!(2);
        for body in [changed, first] {
            let told = owner.post("/api/v1/redemptions", &body).await?;
            assert_eq!((told.outcome(), told.json()["discount"].clone()), ("200".to_owned(), json!(1_000)), "{body}");
        }
        assert_eq!(refused(&owner, &typed("o3", Some(bob), &codes[1], Some("d2"))).await?, fine());

        // Paid it is still one that she had; given back it is not.
        settle(&owner, "o1", "redeem", json!({})).await?;
        assert_eq!(refused(&owner, &typed("o4", Some(ann), &codes[2], Some("d3"))).await?, both("coupon_enough"));
        assert_eq!(refused(&owner, &typed("o4", None, &codes[2], Some("d1"))).await?, both("coupon_device_enough"));
        settle(&owner, "o1", "release", json!({ "refunded": true })).await?;
        assert_eq!(refused(&owner, &typed("o4", Some(ann), &codes[2], Some("d1"))).await?, fine());

        // Two profiles of one customer count together, also at claiming.
        let (cat, dan) = (person(&app, "cat").await?, person(&app, "dan").await?);
        for (key, who, code) in [("o5", cat, &codes[3]), ("o6", dan, &codes[4])] {
            assert_eq!(refused(&owner, &typed(key, Some(who), code, None)).await?, fine());
        }
        settle(&owner, "o5", "release", json!({})).await?;
        let mut tx = app.db.begin().await?;
        let one = customers::merge(&mut tx, &app, &[cat, dan], &Actor::System, "test").await?;
        tx.commit().await?;
        assert_eq!(refused(&owner, &typed("o7", Some(one), &codes[5], None)).await?, both("coupon_enough"));
        let claim = json!({ "code": codes[5], "customer_id": Id(one) });
        assert_eq!(owner.post("/api/v1/coupons/claim", &claim).await?.outcome(), "409 coupon_enough");
        settle(&owner, "o6", "release", json!({})).await?;
        assert_eq!(refused(&owner, &typed("o7", Some(one), &codes[5], None)).await?, fine());

        // At the same moment: one customer with two codes, and one device.
        let eve = person(&app, "eve").await?;
        let orders = (6..8).map(|at| typed(&format!("e{at}"), Some(eve), &codes[at], None)).collect();
        let one_of_two = |refusal: &str| vec![("200".to_owned(), 1), (refusal.to_owned(), 1)];
        assert_eq!(race(&owner, orders).await?, one_of_two("409 coupon_enough"));
        let orders = (8..10).map(|at| typed(&format!("f{at}"), None, &codes[at], Some("d9"))).collect();
        assert_eq!(race(&owner, orders).await?, one_of_two("409 coupon_device_enough"));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_for_everybody_keeps_to_its_limits_and_audience() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let owner = site(&app).role(Role::Owner).await?;
        let (ann, bob, cat) = (person(&app, "ann").await?, person(&app, "bob").await?, person(&app, "cat").await?);
        let single = |code: &str, more: Json| {
            let mut how = json!({ "codes": "single", "code": code, "audience": "public" });
            how.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            how
        };
        programme(&owner, "one", json!({}), single("ONE", json!({ "most": 1 }))).await?;
        let mut first = typed("o1", Some(ann), "ONE", None);
        assert_eq!(refused(&owner, &first).await?, fine());
        for who in [Some(bob), Some(cat), None] {
            assert_eq!(refused(&owner, &typed("o2", who, "ONE", None)).await?, both("coupon_uses_gone"));
        }
        first["cart"]["lines"][0]["quantity"] = json!(2);
        assert_eq!(owner.post("/api/v1/redemptions", &first).await?.outcome(), "200", "her own order may change");
        settle(&owner, "o1", "release", json!({})).await?;
        let orders = (0..6).map(|at| typed(&format!("r{at}"), None, "ONE", None)).collect();
        let told = race(&owner, orders).await?;
        assert_eq!(told, [("200".to_owned(), 1), ("409 coupon_uses_gone".to_owned(), 5)]);

        let more = json!({ "audience": "newcomer", "most_per_customer": 1 });
        programme(&owner, "new", json!({}), single("NEW", more)).await?;
        assert_eq!(refused(&owner, &typed("n0", None, "NEW", None)).await?, both("coupon_not_for_you"));
        assert_eq!(refused(&owner, &typed("n1", Some(ann), "NEW", None)).await?, fine());
        settle(&owner, "n1", "redeem", json!({})).await?;
        assert_eq!(refused(&owner, &typed("n2", Some(ann), "NEW", None)).await?, both("coupon_enough"));
        let orders = (0..2).map(|at| typed(&format!("b{at}"), Some(bob), "NEW", None)).collect();
        assert_eq!(race(&owner, orders).await?, [("200".to_owned(), 1), ("409 coupon_enough".to_owned(), 1)]);
        for audience in ["member", "returning"] {
            let code = audience.to_uppercase();
            programme(&owner, audience, json!({}), single(&code, json!({ "audience": audience }))).await?;
            let told = refused(&owner, &typed("m", Some(ann), &code, None)).await?;
            assert_eq!(told, both("coupon_not_for_you"), "{audience}");
        }

        let mut tx = app.db.begin().await?;
        let bad = customers::reach(&mut tx, &ShopScope::All, cat).await?;
        customers::set_blacklisted(&mut tx, &app, &bad, true).await?;
        tx.commit().await?;
        assert_eq!(refused(&owner, &typed("n3", Some(cat), "NEW", None)).await?, both("coupon_blacklisted"));
        Ok(())
    })
    .await
    .unwrap();
}

/// Sends what a coupon's way crosses at the same moment, and answers what came of it.
async fn crossing(owner: &Client, wishes: Vec<(String, Json)>) -> Result<BTreeMap<String, usize>, Error> {
    let racers = wishes.into_iter().map(|(path, body)| {
        let owner = owner.clone();
        tokio::spawn(async move { owner.post(&path, &body).await })
    });
    let mut outcomes = BTreeMap::new();
    for racer in racers.collect::<Vec<_>>() {
        let outcome = racer.await.unwrap()?.outcome();
        *outcomes.entry(outcome).or_insert(0) += 1;
    }
    Ok(outcomes)
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_claims_gifts_and_recalls_that_cross_never_wait_for_each_other() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let owner = site(&app).role(Role::Owner).await?;
        let (ann, bob) = (person(&app, "ann").await?, person(&app, "bob").await?);
        let how = json!({ "codes": "unique", "audience": "public", "most_per_customer": 100, "transferable": true });
        let id = programme(&owner, "u", json!({}), how).await?;
        let codes = codes(&app, &owner, &id, 16).await?;
        // Each code is claimed by her and typed at the till by her at once: one of the two is first.
        let wishes = codes.iter().enumerate().flat_map(|(at, code)| {
            let claim = json!({ "code": code, "customer_id": Id(ann) });
            let order = typed(&format!("o{at}"), Some(ann), code, None);
            [("/api/v1/coupons/claim".to_owned(), claim), ("/api/v1/redemptions".to_owned(), order)]
        });
        let known = ["200", "409 coupon_reserved", "409 coupon_not_yours"];
        let came = crossing(&owner, wishes.collect()).await?;
        assert!(came.keys().all(|outcome| known.contains(&outcome.as_str())), "{came:?}");
        assert!(came["200"] >= 16, "{came:?}");

        // Two customers give each other coupons while the shop takes the same ones back.
        let mut wishes = Vec::new();
        for (from, to, key) in [(ann, bob, "a"), (bob, ann, "b")] {
            let grant = json!({ "programme_id": id, "customer_id": Id(from), "count": 8, "reason": "x", "key": key });
            let granted = owner.post("/api/v1/coupons/grant", &grant).await?.json();
            for coupon in granted["items"].as_array().unwrap() {
                let path = format!("/api/v1/coupons/{}", coupon["id"].as_str().unwrap());
                wishes.push((format!("{path}/transfer"), json!({ "to_customer_id": Id(to) })));
                wishes.push((format!("{path}/void"), json!({ "reason": "x" })));
            }
        }
        let known = ["200", "409 coupon_void", "409 coupon_reserved"];
        let came = crossing(&owner, wishes).await?;
        assert!(came.keys().all(|outcome| known.contains(&outcome.as_str())), "{came:?}");
        Ok(())
    })
    .await
    .unwrap();
}
