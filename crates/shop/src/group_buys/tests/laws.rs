//! What always holds, whatever happens in whatever order: never more places than a group is for, nobody left in one that
//! failed, and every paid order of one that failed named to be refunded.

use platform::App;
use platform::Error;
use platform::chance::Chance;
use platform::db::Connection as _;
use platform::testing::{NOON, on_both};
use platform::values;
use serde_json::json;

use super::scene::{HOUR, Till};
use crate::group_buys::sweep;

/// Statements that find what must not be.
const NEVER: &[(&str, &str)] = &[
    ("more places than it is for", "select count(*) from group_buys where taken > size or paid > taken"),
    (
        "places counted otherwise than they stand",
        "select count(*) from group_buys where status = 'open' and (taken <> (select count(*) from group_places \
         where group_id = group_buys.id and state in ('held', 'paid')) or paid <> (select count(*) from group_places \
         where group_id = group_buys.id and state = 'paid'))",
    ),
    (
        "filled without as many who paid",
        "select count(*) from group_buys where status = 'filled' and size <> (select count(*) from group_places \
         where group_id = group_buys.id and state in ('paid', 'refunded'))",
    ),
    (
        "somebody in a group that failed",
        "select count(*) from group_places join group_buys on group_buys.id = group_id \
         where status = 'failed' and state in ('held', 'paid')",
    ),
    (
        "somebody still to pay in a group that is filled",
        "select count(*) from group_places join group_buys on group_buys.id = group_id \
         where status = 'filled' and state in ('held', 'refund_due')",
    ),
    (
        "a paid order in a group that failed, not named",
        "select count(*) from redemptions join group_places on group_places.order_key = redemptions.order_key \
         join group_buys on group_buys.id = group_id where redemptions.state = 'redeemed' and status = 'failed' \
         and group_places.state <> 'refund_due'",
    ),
    (
        "somebody twice in a group",
        "select count(*) from (select group_id from group_places where state in ('held', 'paid') \
         group by group_id, profile_id having count(*) > 1) as twice",
    ),
];

async fn check(app: &App, after: &str) -> Result<(), Error> {
    let mut session = app.db.read().await?;
    for (what, text) in NEVER {
        let found: i64 = session.one(*text, values![]).await?.unwrap().at(0)?;
        assert_eq!(found, 0, "{what}, after {after}");
    }
    Ok(())
}

const CROWD: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

#[tokio::test(flavor = "multi_thread")]
async fn the_laws_hold_whatever_happens() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let till = Till::new(&app, &CROWD).await?;
        till.offer("pt", 3, 1).await?;
        let chance = Chance::seeded(7);
        let (mut codes, mut orders): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        let mut now = NOON;
        for step in 0..120 {
            let mut drawn = [0_u8; 4];
            chance.fill(&mut drawn)?;
            let who = CROWD[usize::from(drawn[1]) % CROWD.len()];
            let code = codes.iter().rev().nth(usize::from(drawn[2]) % 2).cloned().unwrap_or_default();
            let order = orders.iter().rev().nth(usize::from(drawn[3]) % 5).cloned().unwrap_or_default();
            let fresh = format!("o{step}");
            let what = match drawn[0] % 16 {
                0 | 1 => {
                    let done = till.reserve(&fresh, who, &json!({ "open": "pt" })).await?.json();
                    codes.extend(done["group"]["code"].as_str().map(str::to_owned));
                    orders.push(fresh);
                    "opening".to_owned()
                }
                2..=5 => {
                    let done = till.reserve(&fresh, who, &json!({ "join": code })).await?.outcome();
                    orders.push(fresh);
                    format!("joining {done}")
                }
                6 => till.join(who, &code).await?.outcome(),
                7..=11 if !order.is_empty() => format!("paying {}", till.pay(&order).await?.outcome()),
                12 | 13 if !order.is_empty() => {
                    let asked = json!({ "refunded": drawn[0] > 128 });
                    let done = till.owner.post(&format!("/api/v1/redemptions/{order}/release"), &asked).await?;
                    format!("releasing {}", done.outcome())
                }
                14 if drawn[0] > 200 => {
                    let off = format!("/api/v1/group-buys/{code}/call-off");
                    till.owner.post(&off, &json!({ "reason": "试" })).await?.outcome()
                }
                _ => {
                    now += HOUR / 6;
                    app.clock.set(now);
                    sweep(&app).await?;
                    crate::checkout::sweep(&app).await?;
                    "some minutes".to_owned()
                }
            };
            check(&app, &format!("step {step}, {what}")).await?;
        }
        let ways = "select count(distinct status) from group_buys";
        let seen: i64 = app.db.read().await?.one(ways, values![]).await?.unwrap().at(0)?;
        assert!(seen >= 2, "the walk filled some groups and let some fail");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_that_comes_at_once_fills_a_group_once_and_no_more() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let till = Till::new(&app, &CROWD).await?;
        till.offer("pt", 4, 24).await?;
        let code = till.code_of(&till.reserve("o-a", "a", &json!({ "open": "pt" })).await?)?;
        let mut coming = Vec::new();
        for who in &CROWD[1..] {
            for twice in 0..2 {
                let (owner, order) = (till.owner.clone(), format!("o-{who}{twice}"));
                let asked = json!({ "order": order, "cart": till.cart_of(1), "customer": till.who(who).await?,
                                    "group": { "join": code } });
                coming.push(tokio::spawn(async move {
                    let outcome = owner.post("/api/v1/redemptions", &asked).await?.outcome();
                    Ok::<_, Error>((order, outcome))
                }));
            }
        }
        let mut held = vec!["o-a".to_owned()];
        for one in coming {
            let (order, outcome) = one.await.unwrap()?;
            match outcome.as_str() {
                "200" => held.push(order),
                "409 group_full" | "409 group_already" => {}
                other => panic!("{order}: {other}"),
            }
        }
        check(&app, "the crowd").await?;
        assert_eq!(held.len(), 4);
        // All pay at once, some twice, while time passes and somebody calls it off.
        let mut paying = Vec::new();
        for order in held.iter().chain(&held) {
            let (owner, path) = (till.owner.clone(), format!("/api/v1/redemptions/{order}/redeem"));
            paying
                .push(tokio::spawn(async move { owner.post(&path, &json!({})).await.map(|answer| answer.outcome()) }));
        }
        for one in paying {
            assert_eq!(one.await.unwrap()?, "200");
        }
        check(&app, "paying").await?;
        assert_eq!(till.told("filled").await?.len(), 1);
        assert_eq!(till.look(&code).await?["status"], "filled");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_pays_while_a_group_is_called_off_is_refused_or_named_to_be_refunded() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let till = Till::new(&app, &CROWD).await?;
        till.offer("pt", 3, 1).await?;
        for round in 0..4 {
            let orders: Vec<String> = CROWD[..3].iter().map(|who| format!("o{round}{who}")).collect();
            let code = till.code_of(&till.reserve(&orders[0], "a", &json!({ "open": "pt" })).await?)?;
            for (order, who) in orders.iter().zip(CROWD).skip(1) {
                till.reserve(order, who, &json!({ "join": code })).await?;
            }
            let off = (format!("/api/v1/group-buys/{code}/call-off"), json!({ "reason": "缺货" }));
            let pays = orders.iter().map(|order| (format!("/api/v1/redemptions/{order}/redeem"), json!({})));
            let mut tasks = Vec::new();
            for (path, body) in pays.chain([off]) {
                let owner = till.owner.clone();
                tasks.push(tokio::spawn(async move { owner.post(&path, &body).await.map(|answer| answer.outcome()) }));
            }
            for task in tasks {
                let outcome = task.await.unwrap()?;
                assert!(outcome == "200" || outcome == "409 group_over", "{outcome}");
            }
            check(&app, "paying while it is called off").await?;
            for order in &orders {
                till.owner.post(&format!("/api/v1/redemptions/{order}/release"), &json!({ "refunded": true })).await?;
            }
        }
        Ok(())
    })
    .await
    .unwrap();
}
