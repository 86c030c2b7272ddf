//! Files that are made, fetched, swept, stopped, and dropped with whoever is erased.

use connectors::drafts::OrderStatus::Paid;
use platform::http::{Role, ShopScope};
use platform::jobs::Worker;
use platform::testing::{Client, NOON, Site, on_both, prepare_all};
use platform::{App, Error, Id};
use serde_json::{Value as Json, json};

use super::{files, records};
use crate::care;
use crate::members::tests::scene as members;
use crate::segments::live::catch_up;
use crate::segments::tests::scene::{Scene, boss};

const DAY: i64 = 86_400_000;

fn worker(app: &App) -> Worker {
    let mut worker = Worker::new(app.clone(), 1);
    crate::register(&mut worker);
    worker
}

/// Nine buyers in a segment.
async fn set(app: &App) -> Result<(Scene, Site, Client, String), Error> {
    let scene = Scene::new(app).await?;
    for n in 0..9 {
        scene.order(n, n, Paid, 1_000, NOON - DAY).await?;
    }
    catch_up(app).await?;
    let (router, _) = crate::router().split_for_parts();
    let site = Site::new(app, crate::policy(), router);
    let owner = site.role(Role::Owner).await?;
    let made = owner.post("/api/v1/segments", &json!({ "name": "买家", "text": "did paid" })).await?;
    assert_eq!(made.outcome(), "201", "{}", made.text());
    let id = made.json()["id"].as_str().unwrap().to_owned();
    Ok((scene, site, owner, id))
}

async fn order(client: &Client, segment: &str, body: &Json) -> Result<String, Error> {
    let answer = client.post(&format!("/api/v1/segments/{segment}/exports"), body).await?;
    assert_eq!(answer.outcome(), "202", "{}", answer.text());
    Ok(format!("/api/v1/segments/exports/{}", answer.json()["id"].as_str().unwrap()))
}

fn number(path: &str) -> i64 {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_made_fetched_and_swept() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let (_scene, site, owner, segment) = set(&app).await?;
        let exports = format!("/api/v1/segments/{segment}/exports");
        for (body, outcome) in [
            (json!({ "format": "pdf" }), "422 invalid"),
            (json!({ "format": "csv", "columns": ["id", "shoe_size"] }), "422 invalid"),
            (json!({ "format": "csv", "reachable": "pigeon" }), "422 invalid"),
        ] {
            assert_eq!(owner.post(&exports, &body).await?.outcome(), outcome, "{body}");
        }
        let mut made = Vec::new();
        for (body, starts) in [
            (json!({ "format": "csv", "columns": ["id", "nick"] }), &b"\xef\xbb\xbf"[..]),
            (json!({ "format": "xlsx", "reveal": true }), b"PK"),
            (json!({ "format": "parquet", "columns": ["nick"] }), b"PAR1"),
        ] {
            let path = order(&owner, &segment, &body).await?;
            assert_eq!(owner.get(&path).await?.json()["state"], json!("waiting"));
            assert_eq!(owner.get(&format!("{path}/file")).await?.outcome(), "409 export_not_ready");
            worker(&app).drain().await?;
            let export = owner.get(&path).await?.json();
            assert_eq!(
                (&export["state"], &export["done"], &export["total"]),
                (&json!("finished"), &json!(9), &json!(9))
            );
            let file = owner.get(&format!("{path}/file")).await?;
            assert_eq!((file.status, export["bytes"].clone()), (200, json!(file.body.len())));
            assert!(file.body.starts_with(starts), "{body}");
            made.push((path, file));
        }
        let lines: Vec<String> = made[0].1.text().lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 10, "{lines:?}");
        assert!(lines[1..].iter().any(|line| line.ends_with("buyer3")), "{lines:?}");
        let told = owner.get(&format!("{}/progress", made[0].0)).await?;
        assert_eq!((told.status, told.header("content-type")), (200, "text/event-stream"));
        assert_eq!(owner.get("/api/v1/segments/exports").await?.json()["items"].as_array().map(Vec::len), Some(3));
        // Nobody else gets them, and somebody of another shop has nobody in the file.
        let other = site.role(Role::Owner).await?;
        assert_eq!(other.get(&made[0].0).await?.outcome(), "404 not_found");
        let far = site.user(Role::Owner, ShopScope::Only(vec![1])).await?;
        let path = order(&far, &segment, &json!({ "format": "csv" })).await?;
        worker(&app).drain().await?;
        assert_eq!(far.get(&path).await?.json()["total"], json!(0));
        // A day later they are gone.
        app.clock.set(app.clock.now() + DAY + 1);
        files::sweep(&app).await?;
        let owner = site.role(Role::Owner).await?;
        drop(owner);
        for (path, _) in &made {
            let found = records::find(&mut app.db.read().await?, number(path)).await?.unwrap();
            assert_eq!(found.problem.as_deref(), Some("over"));
            assert!(!files::path(&app, number(path), found.format).exists());
        }
        Ok(())
    })
    .await
    .unwrap();
}

/// What rules may name stands in a file too, in the reader's words, and only what the reader may see of it.
#[tokio::test(flavor = "multi_thread")]
async fn attributes_are_columns_of_a_file() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let (scene, site, owner, segment) = set(&app).await?;
        scene.order(100, 3, Paid, 60_000, NOON - DAY).await?;
        let mut programme = members::three();
        programme.levels[0].amount = Some(1_000);
        members::Scene { app: app.clone(), shop: scene.shop.clone() }.save(programme).await?;
        catch_up(&app).await?;
        let further = owner.get("/api/v1/segments/columns").await?.json();
        let names: Vec<&str> =
            further["columns"].as_array().unwrap().iter().map(|one| one["column"].as_str().unwrap()).collect();
        for name in ["attribute:level", "attribute:points", "attribute:rfm_group", "attribute:consent.marketing.sms"] {
            assert!(names.contains(&name), "{name} of {names:?}");
        }
        for name in ["attribute:birthday", "attribute:born", "attribute:age", "attribute:deals"] {
            assert!(!names.contains(&name), "{name}: a customer's own row says it, or hides it");
        }
        let columns =
            ["nick", "attribute:level", "attribute:member", "attribute:orders", "attribute:refunded", "deals"];
        for (format, starts) in [("xlsx", &b"PK"[..]), ("parquet", b"PAR1"), ("csv", b"\xef\xbb\xbf")] {
            let path = order(&owner, &segment, &json!({ "format": format, "columns": columns })).await?;
            worker(&app).drain().await?;
            let file = owner.get(&format!("{path}/file")).await?;
            assert!(file.status == 200 && file.body.starts_with(starts), "{}", file.text());
            if format == "csv" {
                let text = file.text();
                let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
                assert_eq!(lines[0], "Nick,Level,Member,Orders,Refunded amount,Deals");
                for line in ["buyer3,银,Yes,2,,2", "buyer4,铜,Yes,1,,1"] {
                    assert!(lines.contains(&line), "{lines:?}");
                }
            }
        }
        // The streamed file says the same.
        let streamed =
            owner.get(&format!("/api/v1/segments/{segment}/export?columns=nick,attribute:level")).await?.text();
        assert!(streamed.contains("buyer3,银"), "{streamed}");
        // The list's own file too, whether it is everybody's or of some by name.
        let listed = owner.get("/api/v1/customers/export?columns=nick,attribute:level,deals").await?.text();
        assert!(listed.contains("Nick,Level,Deals") && listed.contains("buyer3,银,2"), "{listed}");
        let asked = json!({ "ids": [Id(scene.customer(3).await?)], "columns": "nick,attribute:level" });
        let named = owner.post("/api/v1/customers/export", &asked).await?.text();
        assert_eq!(named.trim_start_matches('\u{feff}').lines().collect::<Vec<_>>(), ["Nick,Level", "buyer3,银"]);
        // Who sees some shops only gets no figure of the whole business.
        let far = site.user(Role::Owner, ShopScope::Only(vec![1])).await?;
        let exports = format!("/api/v1/segments/{segment}/exports");
        for (columns, outcome) in [
            (json!(["attribute:rfm_group"]), "422 invalid"),
            (json!(["attribute:orders"]), "422 invalid"),
            (json!(["attribute:level"]), "202"),
        ] {
            let asked = json!({ "format": "csv", "columns": columns });
            assert_eq!(far.post(&exports, &asked).await?.outcome(), outcome, "{columns}");
            let listed = format!("/api/v1/customers/export?columns={}", columns[0].as_str().unwrap());
            let expected = outcome.replace("202", "200");
            assert_eq!(far.get(&listed).await?.outcome(), expected, "{listed}");
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_is_in_no_file_even_while_it_is_made() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let (scene, _site, owner, segment) = set(&app).await?;
        let body = json!({ "format": "csv", "columns": ["nick"] });
        let [done, under_way, stopped] = [
            order(&owner, &segment, &body).await?,
            order(&owner, &segment, &body).await?,
            order(&owner, &segment, &body).await?,
        ];
        assert_eq!(owner.delete(&stopped).await?.outcome(), "204");
        // The second is under way when the first is finished and somebody is erased.
        let mut tx = app.db.begin().await?;
        records::end(&mut tx, number(&under_way), super::State::Stopped, None).await?;
        tx.commit().await?;
        worker(&app).drain().await?;
        assert!(owner.get(&format!("{done}/file")).await?.text().contains("buyer4"));
        assert_eq!(owner.get(&stopped).await?.json()["state"], json!("stopped"));
        let again = order(&owner, &segment, &body).await?;
        let mut tx = app.db.begin().await?;
        assert!(records::begin(&mut tx, number(&again), 9).await?);
        tx.commit().await?;
        let id = scene.customer(4).await?;
        care::erase(&app, crate::CARE, &boss(), id, &id.to_string(), app.clock.now()).await?;
        let mut tx = app.db.begin().await?;
        assert!(!records::progress(&mut tx, number(&again), 5).await?, "it does not go on");
        assert!(!records::finish(&mut tx, number(&again), 9, 1, NOON).await?, "it is not finished with her in it");
        tx.commit().await?;
        assert_eq!(owner.get(&format!("{done}/file")).await?.outcome(), "410 export_gone");
        assert!(!files::path(&app, number(&done), crate::customers::FileFormat::Csv).exists());
        catch_up(&app).await?;
        worker(&app).drain().await?;
        let file = owner.get(&format!("{again}/file")).await?;
        assert_eq!(file.status, 200, "{}", file.text());
        assert!(!file.text().contains("buyer4") && file.text().contains("buyer5"), "{}", file.text());
        Ok(())
    })
    .await
    .unwrap();
}
