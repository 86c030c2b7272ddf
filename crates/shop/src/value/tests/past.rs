//! Lists of exactly those behind pictures of what has been.

use super::*;
use crate::value::{JOB, given_up, reckon as once, run, stage, write};

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
            (json!(["stage 2026-10-31 %%"]), "422 invalid"),
            (json!(["rfm_group 2026-10-31 AB"]), "422 invalid"),
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

/// A part of the model's trial in which there are several, and its list as of the last reckoning.
async fn part(app: &App) -> Result<(String, Vec<i64>), Error> {
    let rows = pasts(app).await?;
    let mut parts: BTreeMap<_, Vec<i64>> = BTreeMap::new();
    for (tried, customer) in rows.iter().filter_map(|one| Some((one.tried?, one.customer))) {
        parts.entry(tried).or_default().push(customer);
    }
    let (tried, customers) = parts.into_iter().max_by_key(|(_, customers)| customers.len()).unwrap();
    Ok((crate::value::past::Behind::Tried(tried).key(), customers))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_list_is_made_of_what_is_written_half() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = scene(&app).await?;
        let site = site(&app);
        let owner = site.role(Role::Owner).await?;
        reckon(&app, &owner).await?;
        let (key, _) = part(&app).await?;
        let as_of = owner.get(PAGES[0]).await?.json()["as_of"].clone();
        let lists = "/api/v1/insight/value/lists";
        let body = |name: &str, as_of: &Json| json!({ "name": name, "of": [key], "as_of": as_of });
        // One that only reads has touched nothing: the pictures are still those of the rows.
        let mut tx = app.db.begin().await?;
        records::begin(&mut tx).await?;
        tx.commit().await?;
        assert_eq!(owner.post(lists, &body("先", &as_of)).await?.status, 201);

        scene.order(9_001, 1, Paid, 88_800, NOON - DAY).await?;
        app.clock.set(NOON + 3 * DAY);
        let mut tx = app.db.begin().await?;
        given_up(&mut tx, &app, &Json::Null).await?;
        run::ask(&mut tx, app.clock.now()).await?;
        tx.commit().await?;
        let mut breaks = worker(&app);
        breaks.on(JOB, |app, job| async move {
            let mut tx = app.db.begin().await?;
            records::begin(&mut tx).await?;
            tx.commit().await?;
            let (business, stage) = stage::take_up(&app).await?;
            let at = (stage.as_of, &stage.settings.delivered);
            let gathered = crate::value::gather::gather(&app, &business, at, crate::BEYOND, |_| {}).await?;
            let learnt = crate::value::learn::learn(&gathered.people, stage.today, None);
            let day = (stage.as_of, stage.today);
            let found = once::reckon(&gathered, &learnt, &stage.settings, &stage.currency, day)?;
            let stood = pasts(&app).await?;
            write::write(&app, &job, &found).await?;
            // Progress counts everything that is written.
            let ran = records::ran(&mut app.db.read().await?).await?;
            let ways = found.past.iter().filter(|one| !stood.contains(one)).count() as i64;
            assert!(ways > 0 && ran.done == ran.total && ran.total >= ran.changed + ways, "{ran:?} {ways}");
            Err(Error::internal("killed before the end"))
        });
        assert_eq!(breaks.drain().await?, 1);
        for state in [
            "state = 'running', step = 'writing'",
            "state = 'running', step = 'reading'",
            "state = 'waiting'",
            "state = 'failed'",
        ] {
            let mut tx = app.db.begin().await?;
            tx.execute(format!("update value_runs set {state}"), values![]).await?;
            tx.commit().await?;
            assert_eq!(owner.post(lists, &body("半", &as_of)).await?.outcome(), "409 value_moved_on", "{state}");
        }
        reckon(&app, &owner).await?;
        let as_of = owner.get(PAGES[0]).await?.json()["as_of"].clone();
        let made = owner.post(lists, &body("后", &as_of)).await?;
        assert_eq!(made.outcome(), "201");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_merged_away_since_is_the_one_they_were_merged_into() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        scene(&app).await?;
        let site = site(&app);
        let owner = site.role(Role::Owner).await?;
        reckon(&app, &owner).await?;
        let (key, customers) = part(&app).await?;
        assert!(customers.len() > 4, "{customers:?}");
        let outside = pasts(&app).await?.iter().map(|one| one.customer).find(|id| !customers.contains(id)).unwrap();
        // Two of them are one; one goes into somebody else; one is erased.
        let mut tx = app.db.begin().await?;
        for pair in [[customers[0], customers[1]], [customers[2], outside]] {
            customers::merge(&mut tx, &app, &pair, &platform::http::Actor::System, "test").await?;
        }
        tx.commit().await?;
        let gone = customers[3];
        care::erase(&app, crate::CARE, &boss(), gone, &gone.to_string(), app.clock.now()).await?;
        let as_of = owner.get(PAGES[0]).await?.json()["as_of"].clone();
        let body = json!({ "name": "试算", "of": [key], "as_of": as_of });
        let made = owner.post("/api/v1/insight/value/lists", &body).await?;
        assert_eq!((made.outcome().as_str(), &made.json()["size"]), ("201", &json!(customers.len() - 2)));
        catch_up(&app).await?;
        let path = format!("/api/v1/segments/{}/members?limit=200", made.json()["id"].as_str().unwrap());
        assert_eq!(owner.get(&path).await?.json()["items"].as_array().unwrap().len(), customers.len() - 2);
        Ok(())
    })
    .await
    .unwrap();
}
