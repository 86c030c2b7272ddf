//! Lists of exactly those behind pictures of what has been.

use super::*;

/// Every object of a page that names a part of a picture and says how many it counts.
fn parts(page: &Json, found: &mut Vec<(String, i64)>) {
    match page {
        Json::Object(object) => {
            if let Some(kept) = object.get("kept").and_then(Json::as_str) {
                found.push((kept.to_owned(), object["customers"].as_i64().unwrap()));
            }
            object.values().for_each(|inner| parts(inner, found));
        }
        Json::Array(items) => items.iter().for_each(|inner| parts(inner, found)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_holds_exactly_those_whom_the_picture_counts() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        scene(&app).await?;
        let site = site(&app);
        let owner = site.role(Role::Owner).await?;
        reckon(&app, &owner).await?;
        let lists = "/api/v1/insight/value/lists";
        let mut seen = BTreeMap::new();
        let mut as_of = Json::Null;
        for path in ["/api/v1/insight/value", "/api/v1/insight/lifecycle", "/api/v1/insight/next"] {
            let page = owner.get(path).await?.json();
            as_of = page["as_of"].clone();
            let mut found = Vec::new();
            parts(&page, &mut found);
            assert!(found.iter().any(|(_, customers)| *customers > 0), "{path}: {found:?}");
            seen.extend(found);
        }
        for (n, (kept, customers)) in seen.iter().enumerate() {
            let body = json!({ "name": format!("名单 {n}"), "of": [kept], "as_of": as_of });
            let made = owner.post(lists, &body).await?;
            assert_eq!((made.outcome().as_str(), &made.json()["size"]), ("201", &json!(customers)), "{kept}");
        }
        // Several parts are one list, in which everybody is once.
        let trial: Vec<(&String, &i64)> = seen.iter().filter(|(kept, _)| kept.starts_with("trial")).collect();
        let all: i64 = trial.iter().map(|(_, customers)| **customers).sum();
        let of: Vec<&String> = trial.iter().chain(&trial).map(|(kept, _)| *kept).collect();
        let made = owner.post(lists, &json!({ "name": "试算", "of": of, "as_of": as_of })).await?.json();
        assert_eq!((&made["size"], &made["kind"]), (&json!(all), &json!("list")));
        catch_up(&app).await?;
        let members = owner.get(&format!("/api/v1/segments/{}/members", made["id"].as_str().unwrap())).await?.json();
        assert!(members["items"].as_array().is_some_and(|items| !items.is_empty()), "{members}");

        for (of, outcome) in [
            (json!(["trial many expected_came"]), "422 invalid"),
            (json!(["stage 2001-01-31 ab"]), "422 invalid"),
            (json!([]), "422 invalid"),
        ] {
            let refused = owner.post(lists, &json!({ "name": "无", "of": of, "as_of": as_of })).await?;
            assert_eq!(refused.outcome(), outcome, "{of}");
        }
        let limited = site.user(Role::Owner, ShopScope::Only(vec![77])).await?;
        let body = json!({ "name": "别的", "of": [trial[0].0], "as_of": as_of });
        assert_eq!(limited.post(lists, &body).await?.status, 403);
        app.clock.set(NOON + 1_000);
        reckon(&app, &owner).await?;
        assert_eq!(owner.post(lists, &body).await?.outcome(), "409 value_moved_on");
        Ok(())
    })
    .await
    .unwrap();
}
