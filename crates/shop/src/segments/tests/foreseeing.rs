//! What another rule would do is what it does: to the segment, and to those that name it.

use std::collections::BTreeMap;

use platform::http::{Role, ShopScope};
use platform::testing::{Client, NOON, Site, on_both};
use platform::{Error, Id};
use serde_json::{Value as Json, json};

use super::following::define;
use super::scene::Scene;
use crate::segments::live::catch_up;
use crate::segments::records;

const DAY: i64 = 86_400_000;

/// What the preview says of each segment that follows: (comes in, leaves), by name.
fn users(seen: &Json) -> BTreeMap<String, (Option<u64>, Option<u64>)> {
    let of = |user: &Json| {
        let name = user["name"].as_str().unwrap_or_default().to_owned();
        (name, (user["enter"].as_u64(), user["leave"].as_u64()))
    };
    seen["users"].as_array().into_iter().flatten().map(of).collect()
}

async fn seen(client: &Client, id: i64, rule: &str) -> Result<Json, Error> {
    let answer = client.post(&format!("/api/v1/segments/{}/preview", Id(id)), &json!({ "text": rule })).await?;
    assert_eq!(answer.outcome(), "200", "{}", answer.text());
    Ok(answer.json())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_rule_would_do_to_those_that_name_it_is_what_it_does() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut scene = Scene::new(&app).await?;
        // Buyer n looked at something n days ago, and every third one put something into a cart.
        for n in 0..12 {
            scene.act(n, "viewed", NOON - i64::try_from(n).unwrap() * DAY, None).await?;
            if n % 3 == 0 {
                scene.act(n, "carted", NOON, Some("P1")).await?;
            }
        }
        catch_up(&app).await?;
        let id = define(&scene, "近看", "did viewed in last 4 days").await?;
        let mut all: BTreeMap<&str, i64> = BTreeMap::new();
        for (name, text) in [
            ("近看加购", r#"in segment "近看" and did carted"#),
            ("不近看", r#"not in segment "近看""#),
            ("再下一层", r#"in segment "近看加购" or in segment "不近看""#),
            // It names the changed one itself and through another.
            ("两条路", r#"in segment "近看" and not in segment "近看加购""#),
            ("无关", "did carted"),
        ] {
            all.insert(name, define(&scene, name, text).await?);
        }
        let (router, _) = crate::router().split_for_parts();
        let site = Site::new(&app, crate::policy(), router);
        let owner = site.role(Role::Owner).await?;
        for rule in
            ["did viewed in last 8 days", "did viewed in last 2 days", "did carted", "did viewed in last 30 days"]
        {
            let seen = seen(&owner, id, rule).await?;
            let path = format!("/api/v1/segments/{}", Id(id));
            let last = records::clock(&mut app.db.read().await?).await?.crossing_id;
            assert_eq!(owner.patch(&path, &json!({ "text": rule })).await?.outcome(), "200");
            let mut moved: BTreeMap<String, (u64, u64)> = BTreeMap::new();
            for (name, of) in all.iter().map(|(name, of)| (*name, *of)).chain([("近看", id)]) {
                let mut session = app.db.read().await?;
                let crossed = records::crossings_after(&mut session, of, last).await?;
                let came = crossed.iter().filter(|one| one.entered).count() as u64;
                moved.insert(name.to_owned(), (came, crossed.len() as u64 - came));
            }
            let own = moved.remove("近看").unwrap();
            assert_eq!((seen["enter"].as_u64(), seen["leave"].as_u64()), (Some(own.0), Some(own.1)), "{rule}: {seen}");
            assert_eq!(moved.remove("无关"), Some((0, 0)), "{rule}");
            let told = users(&seen).into_iter().map(|(name, (came, left))| (name, (came.unwrap(), left.unwrap())));
            assert_eq!(told.collect::<BTreeMap<_, _>>(), moved, "{rule}: {seen}");
            assert_eq!(seen["more_users"], json!(0));
            let direct: Vec<&Json> = seen["users"].as_array().unwrap().iter().map(|user| &user["direct"]).collect();
            assert_eq!(direct, [&json!(true), &json!(true), &json!(true), &json!(false)], "the nearest first: {seen}");
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sees_one_shop_is_told_of_its_customers_and_no_chain_is_followed_for_ever() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut here = Scene::new(&app).await?;
        let mut there = here.beside("二店").await?;
        for n in 0..5 {
            here.act(n, "viewed", NOON - DAY, None).await?;
        }
        for n in 10..13 {
            there.act(n, "viewed", NOON - DAY, None).await?;
        }
        catch_up(&app).await?;
        let id = define(&here, "0", "did viewed").await?;
        for n in 1..=22 {
            define(&here, &n.to_string(), &format!("in segment \"{}\"", n - 1)).await?;
        }
        define(&here, "首尾", r#"in segment "0" or in segment "22""#).await?;
        let (router, _) = crate::router().split_for_parts();
        let site = Site::new(&app, crate::policy(), router);
        let owner = site.role(Role::Owner).await?;
        let limited = site.user(Role::Analyst, ShopScope::Only(vec![there.shop.id.0])).await?;
        for (client, left) in [(&owner, 8), (&limited, 3)] {
            let seen = seen(client, id, "did viewed at least 2 times").await?;
            assert_eq!((&seen["leave"], &seen["more_users"]), (&json!(left), &json!(3)), "{seen}");
            let users = users(&seen);
            assert_eq!(users.len(), 20);
            assert_eq!((users["1"], users["19"]), ((Some(0), Some(left)), (Some(0), Some(left))));
            assert_eq!(users["首尾"], (None, None), "one of its ends is too far away to be told");
        }
        Ok(())
    })
    .await
    .unwrap();
}
