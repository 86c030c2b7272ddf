//! Draws from the draft to the proof, on both databases.

use std::collections::BTreeMap;

use platform::http::{Actor, Role};
use platform::testing::{NOON, Site, on_both, prepare_all};
use platform::{Error, Id, Instant};
use serde_json::{Value as Json, json};

use super::fair::{Fault, Proof, commitment, mark, met, roll, verify};
use super::*;
use crate::coupons::{self, Happened};
use crate::members::tests::scene::{Scene, boss};
use crate::points::tests::scene as points_scene;
use crate::{points, wallet};

fn site(app: &App) -> Site {
    Site::new(app, crate::policy(), crate::router().split_for_parts().0)
}

fn words(text: &str) -> Json {
    json!({ "zh": text, "en": text })
}

/// Terms with these prizes, which run for a day from an hour ago.
fn terms(prizes: Json, more: Json) -> Json {
    let rule = words("见规则");
    let mut terms = json!({
        "kind": "wheel", "name": words("双11"), "starts_at": Instant(NOON - 3_600_000), "ends_at": Instant(NOON + DAY),
        "prizes": prizes,
        "rules": { "conditions": rule, "drawing": rule, "claiming": rule, "delivery": rule, "forfeiting": rule, "organiser": rule },
    });
    for (field, value) in more.as_object().unwrap() {
        terms[field] = value.clone();
    }
    terms
}

fn prize(kind: &str, quantity: i64, chance_ppm: i64) -> Json {
    json!({ "kind": kind, "name": words(kind), "worth": 100, "quantity": quantity, "chance_ppm": chance_ppm,
            "amount": if kind == "goods" { Json::Null } else { json!(50) } })
}

async fn live(app: &App, terms: Json) -> Result<i64, Error> {
    let owner = site(app).role(Role::Owner).await?;
    let made = owner.post("/api/v1/draws", &json!({ "terms": terms })).await?;
    assert_eq!(made.outcome(), "201", "{}", made.text());
    let id: i64 = made.json()["id"].as_str().unwrap().parse().unwrap();
    let publish = json!({ "revision": 1, "accept_warnings": true });
    let live = owner.post(&format!("/api/v1/draws/{id}/publish"), &publish).await?;
    assert_eq!(
        live.outcome(),
        "200",
        "{} {}",
        live.text(),
        owner.post("/api/v1/draws/check", &json!({ "terms": terms })).await?.text()
    );
    Ok(id)
}

async fn people(app: &App, who: &[&str]) -> Result<Scene, Error> {
    let scene = points_scene::shop(app).await?;
    for who in who {
        scene.order(&format!("N{who}"), who, 100, 0, NOON).await?;
    }
    Ok(scene)
}

#[test]
fn a_roll_follows_from_the_seed_the_number_and_the_mark() {
    let seed = [7_u8; 32];
    // Reckoned with other people's tools.
    assert_eq!(commitment(&seed), "4bb06f8e4e3a7715d201d573d0aa423762e55dabd61a2c02278fa56cc6d294e0");
    assert_eq!(mark("k"), "8254c329a92850f6d539dd376f4816ee");
    assert_eq!(roll(&seed, 1, 1, &mark("k")), 169811);
    let rolls: Vec<u32> = (1..=20_000).map(|number| roll(&seed, 1, number, &mark("k"))).collect();
    assert!(rolls.iter().all(|roll| *roll < 1_000_000));
    let low = rolls.iter().filter(|roll| **roll < 100_000).count();
    assert!((1_800..2_200).contains(&low), "a tenth of the rolls are in the first tenth: {low}");
    assert_ne!(roll(&seed, 1, 1, &mark("a")), roll(&seed, 1, 1, &mark("b")));
    for (rolled, expected) in [(0, Some(0)), (99, Some(0)), (100, Some(2)), (999, Some(2)), (1_000, None)] {
        assert_eq!(met(rolled, [100, 0, 900]), expected, "{rolled}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draw_is_refused_until_the_law_is_content_and_then_stands() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, &records::statements()).await?;
        people(&app, &[]).await?;
        let owner = site(&app).role(Role::Owner).await?;
        let mut dear = prize("goods", 1, 1);
        dear["worth"] = json!(5_000_001);
        let mut coupon = prize("coupon", 1, 1);
        coupon["ref"] = json!("7");
        for (terms, outcome, codes) in [
            (
                terms(json!([prize("goods", 1, 1)]), json!({ "rules": {} })),
                "409 draw_refused",
                vec!["draw_incomplete", "draw_no_way_in"],
            ),
            (terms(json!([dear]), json!({ "free": 1 })), "409 draw_refused", vec!["draw_prize_too_high"]),
            (
                terms(json!([prize("goods", 1, 600_000), prize("points", 1, 600_000)]), json!({ "free": 1 })),
                "409 draw_refused",
                vec!["draw_chances"],
            ),
            (terms(json!([coupon]), json!({ "free": 1 })), "409 draw_refused", vec!["draw_prize_unknown"]),
            (terms(json!([prize("goods", 1, 1)]), json!({})), "409 draw_warned", vec!["draw_no_way_in"]),
            (terms(json!([prize("goods", 1, 1)]), json!({ "free": 1 })), "200", vec![]),
        ] {
            let found = owner.post("/api/v1/draws/check", &json!({ "terms": terms })).await?.json();
            let said: Vec<&str> =
                found["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
            assert_eq!(said, codes);
            let made = owner.post("/api/v1/draws", &json!({ "terms": terms })).await?.json();
            let path = format!("/api/v1/draws/{}", made["id"].as_str().unwrap());
            assert_eq!((&made["state"], &made["commitment"]), (&json!("draft"), &Json::Null));
            let publish = owner.post(&format!("{path}/publish"), &json!({ "revision": 1 })).await?;
            assert_eq!(publish.outcome(), outcome);
            let stands = outcome == "200";
            let change = owner.put(&path, &json!({ "terms": terms, "revision": 1 })).await?;
            assert_eq!(change.outcome(), if stands { "409 was_published" } else { "200" });
            assert_eq!(owner.delete(&path).await?.outcome(), if stands { "409 was_published" } else { "204" });
            if stands {
                let shown = publish.json();
                assert_eq!(shown["commitment"].as_str().map(str::len), Some(64));
                assert_eq!((&shown["seed"], &shown["state"]), (&Json::Null, &json!("running")));
                let ended = owner.post(&format!("{path}/end"), &json!({ "reason": "写错了" })).await?.json();
                assert_eq!((&ended["state"], ended["seed"].as_str().map(str::len)), (&json!("ended"), Some(64)));
                assert!(ended["kept_until"].as_str().unwrap() > "2028-11-11");
            }
        }
        for (broken, field) in [
            (json!({ "prizes": [] }), "terms.prizes"),
            (json!({ "ends_at": Instant(NOON - DAY) }), "terms.ends_at"),
            (json!({ "prizes": [prize("goods", 0, 1)] }), "terms.prizes.0.quantity"),
            (json!({ "prizes": [prize("goods", 1, 1_000_001)] }), "terms.prizes.0.chance_ppm"),
            (json!({ "name": { "zh": " ", "en": "" } }), "terms.name.zh"),
        ] {
            let answer = owner.post("/api/v1/draws", &json!({ "terms": terms(json!([]), broken) })).await?;
            assert_eq!((answer.outcome().as_str(), &answer.json()["field"]), ("422 invalid", &json!(field)));
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn prizes_reach_their_winners_and_limits_hold() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = people(&app, &["a"]).await?;
        points_scene::give(&scene, "a", 100, "g").await?;
        let reached = scene.reach("a").await?;
        let id = reached.customer_id;
        let (owner, agent) = (site(&app).role(Role::Owner).await?, site(&app).role(Role::Agent).await?);
        let play = |draw: i64, key: &str| {
            let (client, body) = (agent.clone(), json!({ "customer_id": Id(id), "key": key }));
            async move { client.post(&format!("/api/v1/draws/{draw}/play"), &body).await }
        };

        // Red packets, then goods; one chance for everybody, then points.
        let draw = live(
            &app,
            terms(json!([prize("credit", 1, 1_000_000)]), json!({ "free": 1, "points": 60, "most_per_customer": 3 })),
        )
        .await?;
        let first = play(draw, "k1").await?.json();
        assert_eq!(
            (&first["number"], &first["prize"], &first["status"], &first["paid_with"]),
            (&json!(1), &json!(0), &json!("given"), &json!("free")),
            "{first}"
        );
        assert_eq!(play(draw, "k1").await?.json()["id"], first["id"]);
        assert_eq!(wallet::wallet(&mut app.db.read().await?, &reached.profile_ids, NOON).await?.available, 50);
        let second = play(draw, "k2").await?.json();
        assert_eq!(
            (&second["missed"], &second["prize"], &second["paid_with"]),
            (&json!(true), &Json::Null, &json!("points"))
        );
        assert_eq!(points_scene::has(&scene, "a").await?, "40+0");
        assert_eq!(play(draw, "k3").await?.outcome(), "409 points_short");
        let give = json!({ "customer_id": Id(id), "count": 5, "reason": "补偿", "key": "c1" });
        for _ in 0..2 {
            let left = agent.post(&format!("/api/v1/draws/{draw}/chances"), &give).await?.json();
            assert_eq!((&left["given"], &left["can_draw"]), (&json!(5), &json!(true)), "{left}");
        }
        assert_eq!(play(draw, "k3").await?.json()["paid_with"], "given");
        assert_eq!(play(draw, "k4").await?.outcome(), "409 draw_enough");

        let goods =
            live(&app, terms(json!([prize("goods", 9, 1_000_000)]), json!({ "free": 9, "most_per_day": 1 }))).await?;
        let won = play(goods, "g1").await?.json();
        assert_eq!(won["status"], "waiting");
        assert_eq!(play(goods, "g2").await?.outcome(), "409 draw_enough_today");
        let ticket = format!("/api/v1/draws/tickets/{}", won["id"].as_str().unwrap());
        assert_eq!(agent.post(&format!("{ticket}/give"), &json!({ "note": "SF1" })).await?.json()["note"], "SF1");
        assert_eq!(agent.post(&format!("{ticket}/give"), &json!({})).await?.outcome(), "409 not_waiting");
        assert_eq!(
            agent.post(&format!("{ticket}/forfeit"), &json!({ "reason": "逾期" })).await?.outcome(),
            "409 not_waiting"
        );

        // Points that nobody may have wait with the reason, and are given when it has gone.
        let lucky = live(&app, terms(json!([prize("points", 9, 1_000_000)]), json!({ "free": 9 }))).await?;
        let put = |enabled: bool| {
            let app = app.clone();
            async move {
                let mut tx = app.db.begin().await?;
                let rules = points::PointsRules { enabled, ..points::rules(&mut tx).await? };
                points::put_rules(&mut tx, &boss(), rules, NOON).await?;
                tx.commit().await
            }
        };
        put(false).await?;
        let stuck = play(lucky, "p1").await?.json();
        assert_eq!((&stuck["status"], &stuck["problem"]), (&json!("waiting"), &json!("points_off")));
        put(true).await?;
        let path = format!("/api/v1/draws/tickets/{}/give", stuck["id"].as_str().unwrap());
        assert_eq!(agent.post(&path, &json!({})).await?.json()["status"], "given");
        assert_eq!(points_scene::has(&scene, "a").await?, "90+0");

        // As if the process had ended between the draw and the gift.
        let mut tx = app.db.begin().await?;
        let left = super::play(&mut tx, &app, &Actor::System, &reached, lucky, "p2").await?;
        tx.commit().await?;
        assert!(!keep_up(&app).await?);
        app.clock.set(NOON + 60_000);
        assert!(keep_up(&app).await?);
        hand_over(&app, left).await?;
        assert_eq!(points_scene::has(&scene, "a").await?, "140+0");

        let timeline = owner.get(&format!("/api/v1/customers/{id}/timeline?kinds=draw")).await?.json();
        assert_eq!(timeline["items"].as_array().unwrap().len(), 6, "{timeline}");
        crate::care::erase(&app, crate::CARE, &boss(), id, &id.to_string(), NOON).await?;
        let kept = owner.get(&format!("/api/v1/draws/{lucky}/tickets")).await?.json();
        assert_eq!((kept["items"].as_array().unwrap().len(), &kept["items"][0]["customer_id"]), (2, &Json::Null));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_racing_draws_win_exactly_what_there_is_and_can_be_checked() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let names: Vec<String> = (0..10).map(|at| format!("p{at}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let scene = std::sync::Arc::new(people(&app, &names).await?);
        let mut reached = Vec::new();
        for who in &names {
            reached.push(scene.reach(who).await?);
        }
        let prizes = json!([prize("goods", 20, 50_000), prize("goods", 400, 500_000)]);
        let draw = live(&app, terms(prizes, json!({ "free": 100 }))).await?;
        let tasks: Vec<_> = (0..30)
            .map(|task| {
                let (app, reached) = (app.clone(), reached.clone());
                tokio::spawn(async move {
                    let mut ends = Vec::new();
                    for at in (task..1_050).step_by(30) {
                        let mut tx = app.db.begin().await?;
                        // Some keys come twice.
                        let key = format!("{}:{}", at % 10, at % 1_000);
                        let drawn = super::play(&mut tx, &app, &Actor::System, &reached[at % 10], draw, &key).await;
                        if drawn.is_ok() {
                            tx.commit().await?;
                        }
                        ends.push(drawn.map_or_else(|error| error.code().to_owned(), |_| "fine".to_owned()));
                    }
                    Ok::<_, Error>(ends)
                })
            })
            .collect();
        let mut ends: BTreeMap<String, usize> = BTreeMap::new();
        for task in tasks {
            for end in task.await.unwrap()? {
                *ends.entry(end).or_default() += 1;
            }
        }
        assert_eq!(ends, BTreeMap::from([("fine".to_owned(), 1_050)]));
        let shown = super::shown(&mut app.db.read().await?, draw, NOON).await?;
        assert_eq!((shown.tickets, shown.left[0] >= 0, shown.left[1]), (1_000, true, 0));
        let anybody = site(&app).anonymous();
        let path = format!("/api/v1/draws/{draw}/proof?limit=2000");
        let during: Proof = serde_json::from_value(anybody.get(&path).await?.json()).unwrap();
        assert_eq!((during.seed.clone(), verify(&during)[0].fault), (None, Fault::Seed));
        app.clock.set(NOON + 2 * DAY);
        let proof: Proof = serde_json::from_value(anybody.get(&path).await?.json()).unwrap();
        assert_eq!(during.tickets, proof.tickets);
        assert_eq!((proof.tickets.len(), verify(&proof)), (1_000, vec![]));
        let answer = anybody.post("/api/v1/draws/verify", &json!({ "proof": proof })).await?.json();
        assert_eq!((&answer["valid"], &answer["checked"]), (&json!(true), &json!(1_000)));
        // Whoever touches anything is found out.
        let mut changed = proof.clone();
        changed.tickets[10].roll ^= 1;
        changed.tickets[20].prize = Some(0);
        let faults = verify(&changed);
        assert!(faults.iter().any(|one| one.number == Some(11) && one.fault == Fault::Roll));
        assert!(
            faults.iter().any(|one| one.number == Some(21) && one.fault == Fault::Prize)
                || proof.tickets[20].prize == Some(0)
        );
        changed.tickets.remove(5);
        assert_eq!(verify(&changed).last().unwrap().fault, Fault::Gap);
        let late = scene.reach(names[0]).await?;
        let mut tx = app.db.begin().await?;
        let refused = super::play(&mut tx, &app, &Actor::System, &late, draw, "late").await.unwrap_err();
        assert_eq!(refused.code(), "draw_not_running");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mall_gives_coupons_and_chances_by_itself() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = people(&app, &["a"]).await?;
        points_scene::give(&scene, "a", 100, "g").await?;
        let id = scene.reach("a").await?.customer_id;
        let owner = site(&app).role(Role::Owner).await?;
        let promotion = json!({ "key": "c10", "name": words("减10"),
            "offer": { "amount_off": { "steps": [{ "at": { "amount": 10_000 }, "off": 1_000 }] } } });
        let how = json!({ "codes": "none", "audience": "public", "most": 2, "valid_days": 10, "remind_days": 3 });
        let made =
            owner.post("/api/v1/coupons/programmes", &json!({ "promotion": promotion, "how": how })).await?.json();
        let programme = made["id"].as_str().unwrap().to_owned();
        let publish = json!({ "revision": 1, "accept_warnings": true });
        owner.post(&format!("/api/v1/promotions/{programme}/publish"), &publish).await?;
        let draw = live(&app, terms(json!([prize("goods", 9, 1_000_000)]), json!({}))).await?;
        let mut orders = Vec::new();
        for (kind, reference, quantity) in
            [("coupon", programme.clone(), 2), ("draw", draw.to_string(), 3), ("coupon", programme.clone(), 1)]
        {
            let item = json!({ "kind": kind, "name": kind, "points": 10, "active": true, "ref": reference });
            let item = owner.post("/api/v1/points/mall", &item).await?.json();
            let path = format!("/api/v1/points/mall/{}/redeem", item["id"].as_str().unwrap());
            let body = json!({ "customer_id": Id(id), "quantity": quantity, "key": format!("{kind}{quantity}") });
            orders.push(owner.post(&path, &body).await?.json()["id"].as_str().unwrap().to_owned());
        }
        let claimed = owner.get("/api/v1/points/mall/orders?status=claimed").await?.json();
        assert_eq!(claimed["items"].as_array().unwrap().len(), 3);
        while look(&app).await? {}
        let all = owner.get("/api/v1/points/mall/orders").await?.json();
        let of = |id: &str| all["items"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone();
        assert_eq!(
            (of(&orders[0])["status"].clone(), of(&orders[1])["status"].clone()),
            (json!("fulfilled"), json!("fulfilled"))
        );
        // No more coupons may be issued: the order stays, with the reason.
        assert_eq!(
            (of(&orders[2])["status"].clone(), of(&orders[2])["note"].clone()),
            (json!("claimed"), json!("!coupon_all_issued"))
        );
        let held = owner.get(&format!("/api/v1/coupons?customer={id}")).await?.json();
        assert_eq!(held["items"].as_array().unwrap().len(), 2);
        let left = owner.get(&format!("/api/v1/draws/{draw}/chances?customer_id={id}")).await?.json();
        assert_eq!((&left["given"], &left["can_draw"]), (&json!(3), &json!(true)));

        // Three days before they expire that is told, once.
        let profiles = scene.reach("a").await?.profile_ids;
        for (day, told) in [(6, 0), (8, 2), (9, 2)] {
            app.clock.set(NOON + day * DAY);
            for _ in 0..2 {
                while coupons::remind(&app).await? {}
            }
            let found = coupons::told(&mut app.db.read().await?, &profiles).await?;
            let of = |what| found.iter().filter(|one| one.coupon == "c10" && one.happened == what).count();
            assert_eq!((of(Happened::Received), of(Happened::Expiring)), (2, told));
        }
        // Staff sign in anew after so many days.
        let owner = site(&app).role(Role::Owner).await?;
        let timeline = owner.get(&format!("/api/v1/customers/{id}/timeline?kinds=reminder")).await?.json();
        assert_eq!(timeline["items"][0]["title"], "Coupon about to expire: 减10", "{timeline}");
        Ok(())
    })
    .await
    .unwrap();
}
