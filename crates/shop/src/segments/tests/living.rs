//! Live segments over HTTP, expiries and their instants, names, kills between steps.

use platform::http::{Role, ShopScope};
use platform::testing::{NOON, Site, on_both};
use platform::{Error, Id};
use rules::SetKind;
use serde_json::{Value as Json, json};
use tokio_util::sync::CancellationToken;

use super::following::define;
use super::scene::{Scene, boss};
use crate::segments::live::{self, Live, catch_up};
use crate::segments::model::Origin;
use crate::segments::{records, verbs};

const HOUR: i64 = 3_600_000;

async fn crossings(scene: &Scene, id: i64) -> Result<Vec<String>, Error> {
    let found = records::crossings_after(&mut scene.app.db.read().await?, id, 0).await?;
    Ok(found
        .iter()
        .map(|one| format!("{}{:+}h", if one.entered { "in" } else { "out" }, (one.at - NOON) / HOUR))
        .collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expiry_carries_its_own_instant_even_after_a_sleep_or_a_kill() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut scene = Scene::new(&app).await?;
        let id = define(&scene, "刚看过", "did viewed in last 3 hours").await?;
        scene.act(1, "viewed", NOON, None).await?;
        catch_up(&app).await?;
        assert_eq!(crossings(&scene, id).await?, ["in+0h"]);
        // The machine sleeps for a day, and is killed in its sleep.
        app.clock.set(NOON + 24 * HOUR);
        live::lose(&app);
        live::start(&app, &CancellationToken::new()).await?;
        assert_eq!(crossings(&scene, id).await?, ["in+0h", "out+3h"]);
        // A fact that nobody followed before the kill has its own instant too.
        scene.act(1, "viewed", NOON + 23 * HOUR, None).await?;
        live::lose(&app);
        live::start(&app, &CancellationToken::new()).await?;
        catch_up(&app).await?;
        assert_eq!(crossings(&scene, id).await?.len(), 3);
        let size = Live::of(&app).held().unwrap().warehouse.size(id).unwrap();
        assert_eq!(size.customers, 1);
        Ok(())
    })
    .await
    .unwrap();
}

/// Nobody leaves twice because a clock was set right, whether the program goes on running or starts anew meanwhile; and
/// nobody waits years for one that was far ahead.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_back_sends_nobody_out_twice() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut scene = Scene::new(&app).await?;
        let id = define(&scene, "刚看过", "did viewed in last 3 hours").await?;
        scene.act(1, "viewed", NOON, None).await?;
        catch_up(&app).await?;
        app.clock.set(NOON + 4 * HOUR);
        catch_up(&app).await?;
        assert_eq!(crossings(&scene, id).await?, ["in+0h", "out+3h"]);
        // Set back before the instant at which she left, and up again: with and without a start between.
        for restarts in [false, true] {
            for hour in [2, 4, 5] {
                app.clock.set(NOON + hour * HOUR);
                if restarts {
                    live::lose(&app);
                    live::start(&app, &CancellationToken::new()).await?;
                }
                catch_up(&app).await?;
                assert_eq!(crossings(&scene, id).await?, ["in+0h", "out+3h"], "at {hour}, restarts: {restarts}");
            }
        }
        // What is done while the clock is behind is heard, and expires at its own instant.
        app.clock.set(NOON + 4 * HOUR);
        scene.act(2, "viewed", NOON + 4 * HOUR, None).await?;
        catch_up(&app).await?;
        assert_eq!(crossings(&scene, id).await?[2..], ["in+5h"], "not before what was already told");
        app.clock.set(NOON + 8 * HOUR);
        catch_up(&app).await?;
        assert_eq!(crossings(&scene, id).await?[3..], ["out+7h"]);
        // A clock that was ten years ahead for a moment holds nothing up once the program starts again.
        app.clock.set(NOON + 24 * 3_650 * HOUR);
        catch_up(&app).await?;
        app.clock.set(NOON + 9 * HOUR);
        scene.act(3, "viewed", NOON + 9 * HOUR, None).await?;
        live::lose(&app);
        live::start(&app, &CancellationToken::new()).await?;
        catch_up(&app).await?;
        assert_eq!(crossings(&scene, id).await?[4..], ["in+9h"]);
        // From then on an expiry carries its own instant again, through a start as well.
        app.clock.set(NOON + 20 * HOUR);
        live::lose(&app);
        live::start(&app, &CancellationToken::new()).await?;
        catch_up(&app).await?;
        assert_eq!(crossings(&scene, id).await?[5..], ["out+12h"]);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn segments_are_asked_made_renamed_and_deleted_over_http() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut scene = Scene::new(&app).await?;
        for n in 0..6 {
            scene.act(n, "viewed", NOON - i64::try_from(n).unwrap() * 24 * HOUR, Some("P1")).await?;
        }
        catch_up(&app).await?;
        let (router, _) = crate::router().split_for_parts();
        let site = Site::new(&app, crate::policy(), router);
        let owner = site.role(Role::Owner).await?;
        let rule = "did viewed in last 3 days";
        let counted = owner.post("/api/v1/segments/count", &json!({ "text": rule, "parts": true })).await?.json();
        assert_eq!((counted["customers"].clone(), counted["base"].clone()), (json!(3), json!(6)), "{counted}");
        let read = owner.post("/api/v1/rules/read", &json!({ "text": "did vieed" })).await?.json();
        assert_eq!(read["problems"].as_array().map(Vec::len), Some(1), "{read}");
        let refused = json!({ "name": "错", "text": "did paid at lest 2 times" });
        let refused = owner.post("/api/v1/segments", &refused).await?.json()["detail"].to_string();
        assert!(refused.contains("10–11"), "the place: {refused}");
        assert_ne!(refused.contains("characters"), refused.contains("字符"), "one language: {refused}");
        let page =
            owner.post("/api/v1/segments/members", &json!({ "text": rule, "limit": 2, "order": "id" })).await?.json();
        assert_eq!(page["items"].as_array().map(Vec::len), Some(2));
        let next = json!({ "text": rule, "limit": 2, "order": "id", "after": page["next"] });
        let rest = owner.post("/api/v1/segments/members", &next).await?.json();
        assert_eq!((rest["items"].as_array().map(Vec::len), rest["next"].clone()), (Some(1), Json::Null));

        let made = owner.post("/api/v1/segments", &json!({ "name": "近看", "text": rule })).await?;
        assert_eq!(made.outcome(), "201", "{}", made.text());
        let id = made.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(made.json()["size"], json!(3));
        let nested = json!({ "name": "近看女", "text": "in segment \"近看\" and gender = \"female\"" });
        let nested = owner.post("/api/v1/segments", &nested).await?.json();
        for (method, path, body, outcome) in [
            ("POST", "/api/v1/segments".to_owned(), json!({ "name": "近看", "text": rule }), "422 invalid"),
            ("PATCH", format!("/api/v1/segments/{id}"), json!({ "text": "in segment \"近看女\"" }), "422 invalid"),
            ("DELETE", format!("/api/v1/segments/{id}"), json!({}), "409 segment_in_use"),
            ("PATCH", format!("/api/v1/segments/{id}"), json!({ "name": "最近看过" }), "200"),
            (
                "POST",
                "/api/v1/segments/count".to_owned(),
                json!({ "text": "in segment \"近看\"" }),
                "422 rule_not_computable",
            ),
            ("POST", format!("/api/v1/segments/{id}/preview"), json!({ "text": "did viewed in last 1 days" }), "200"),
            ("PATCH", format!("/api/v1/segments/{id}"), json!({ "text": "did viewed in last 2 days" }), "200"),
        ] {
            let answer = owner.json(method, &path, &body).await?;
            assert_eq!(answer.outcome(), outcome, "{method} {path} {body}: {}", answer.text());
        }
        let nested_id = nested["id"].as_str().unwrap();
        let renamed = owner.get(&format!("/api/v1/segments/{nested_id}")).await?.json();
        assert_eq!(renamed["text"], json!("in segment \"最近看过\" and gender = \"female\""));
        let left = crossings(&scene, id.parse::<i64>().unwrap()).await?;
        assert_eq!(left, ["out+0h"]);
        let versions = owner.get(&format!("/api/v1/segments/{id}/versions")).await?.json();
        assert_eq!(versions["items"].as_array().map(Vec::len), Some(2));
        let frozen = owner.post(&format!("/api/v1/segments/{id}/freeze"), &json!({ "name": "名单" })).await?;
        assert_eq!((frozen.outcome().as_str(), frozen.json()["size"].clone()), ("201", json!(2)));
        catch_up(&app).await?;
        let listed = owner.post("/api/v1/segments/count", &json!({ "text": "in list \"名单\"" })).await?.json();
        assert_eq!(listed["customers"], json!(2), "{listed}");
        let customer = Id(scene.customer(0).await?);
        let inside = owner.get(&format!("/api/v1/customers/{customer}/segments")).await?.json();
        assert_eq!(inside["items"].as_array().map(Vec::len), Some(2), "{inside}");
        // Who left it has it in her timeline, and whoever sees some shops only is not told.
        let gone = records::crossings_after(&mut app.db.read().await?, id.parse().unwrap(), 0).await?[0].customer;
        let timeline = format!("/api/v1/customers/{}/timeline?kinds=segment", Id(gone));
        let told = owner.get(&timeline).await?.json();
        assert_eq!(told["items"][0]["title"], json!("Left the segment “最近看过”"), "{told}");
        assert_eq!(told["items"][0]["detail"], json!({ "entered": false, "cause": "edit" }));
        let far = site.user(Role::Owner, ShopScope::Only(vec![scene.shop.id.0])).await?;
        assert_eq!(far.get(&timeline).await?.json()["items"], json!([]));
        for path in [
            format!("/api/v1/segments/{id}/export?columns=id,nick"),
            format!("/api/v1/segments/{id}/export?format=parquet"),
        ] {
            assert_eq!(owner.get(&path).await?.outcome(), "200", "{path}");
        }
        let insight = owner.post("/api/v1/insight", &json!({ "segment": id })).await?;
        assert_eq!(insight.outcome(), "200", "{}", insight.text());
        assert_eq!(insight.json()["segment"]["customers"], json!(2));
        let recipe = owner.post("/api/v1/recipes/viewed_item", &json!({ "parameters": { "days": "2" } })).await?;
        assert_eq!((recipe.outcome().as_str(), recipe.json()["size"].clone()), ("201", json!(2)), "{}", recipe.text());
        let follow = owner.post("/api/v1/recipes/repeat_customers", &json!({})).await?.json();
        let own = owner.post("/api/v1/recipes/new_customers", &json!({ "parameters": { "w2": "9" } })).await?.json();
        let path = |made: &Json| format!("/api/v1/segments/{}", made["id"].as_str().unwrap());
        owner.json("PATCH", &path(&own), &json!({ "text": "deals = 1 and gender = \"female\"" })).await?;
        let mut settings = owner.get("/api/v1/segments/settings").await?.json();
        settings["w2_days"] = json!(300);
        assert_eq!(owner.json("PUT", "/api/v1/segments/settings", &settings).await?.outcome(), "200");
        // What somebody wrote stays as they wrote it.
        for (made, text) in
            [(&follow, "did dealt at least 2 times in last 300 days"), (&own, "deals = 1 and gender = \"female\"")]
        {
            assert_eq!(owner.get(&path(made)).await?.json()["text"], json!(text));
        }
        for gone in [nested_id, id.as_str()] {
            assert_eq!(owner.delete(&format!("/api/v1/segments/{gone}")).await?.outcome(), "204");
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_followed_by_what_changed_in_them_and_by_their_end() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut scene = Scene::new(&app).await?;
        for n in 0..4 {
            scene.act(n, "viewed", NOON, None).await?;
        }
        catch_up(&app).await?;
        let new = |name: &str| verbs::New {
            name: name.to_owned(),
            note: String::new(),
            tags: Vec::new(),
            origin: Origin::Own,
            recipe: None,
        };
        let everybody = scene.everybody().await?;
        let list = verbs::make_list(&app, &boss(), new("甲"), &everybody[..3]).await?.id;
        let other = verbs::make_list(&app, &boss(), new("乙"), &everybody[1..2]).await?.id;
        let id = define(&scene, "在甲不在乙", "in list \"甲\" and not in list \"乙\"").await?;
        catch_up(&app).await?;
        let inside = |list: i64| {
            let crowd = Live::of(&app).held().unwrap().warehouse.set_crowd(SetKind::List, list);
            let mut found: Vec<i64> = crowd.customers().collect();
            found.sort_unstable();
            found
        };
        assert_eq!((inside(list), inside(other)), (everybody[..3].to_vec(), everybody[1..2].to_vec()));
        let live = || Live::of(&app).held().unwrap().warehouse.size(id).unwrap().customers;
        assert_eq!(live(), 2);
        // Made anew from the database, it is the same.
        live::lose(&app);
        live::start(&app, &CancellationToken::new()).await?;
        assert_eq!((inside(list), inside(other), live()), (everybody[..3].to_vec(), everybody[1..2].to_vec(), 2));
        verbs::delete(&app, &boss(), id).await?;
        verbs::delete(&app, &boss(), list).await?;
        catch_up(&app).await?;
        assert_eq!((inside(list), inside(other)), (Vec::new(), everybody[1..2].to_vec()));
        Ok(())
    })
    .await
    .unwrap();
}
