//! The catalogue changes under a warehouse that is held: nothing is read that need not be, and nothing is missing.

use platform::http::Role;
use platform::testing::{Client, NOON, Site, on_both};
use platform::{App, Error};
use serde_json::{Value as Json, json};
use tokio_util::sync::CancellationToken;

use super::following::define;
use super::scene::{Scene, boss};
use crate::fields::FieldType;
use crate::segments::live::{self, Begun, Live, catch_up, step};
use crate::segments::properties;

/// Of how many customers a rule holds, or the code of the refusal.
async fn counted(owner: &Client, text: &str) -> Result<String, Error> {
    let answer = owner.post("/api/v1/segments/count", &json!({ "text": text })).await?;
    Ok(if answer.status == 200 { answer.json()["customers"].to_string() } else { answer.status.to_string() })
}

/// How many customers were read whole when everything was last put together.
fn built(app: &App) -> i64 {
    Live::of(app).progress().0
}

fn site(app: &App) -> Site {
    let (router, _) = crate::router().split_for_parts();
    Site::new(app, crate::policy(), router)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declaration_taken_back_is_forgotten_without_reading_everybody() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut scene = Scene::new(&app).await?;
        let owner = site(&app).role(Role::Owner).await?;
        scene.declare(Some("viewed"), "门店", FieldType::OneOf).await?;
        scene.declare(Some("viewed"), "score", FieldType::Number).await?;
        scene.declare(Some("Something Else"), "score", FieldType::Number).await?;
        for n in 0..9 {
            let said = json!({ "门店": "西湖", "score": n }).as_object().unwrap().clone();
            scene.say(n, if n < 6 { "viewed" } else { "Something Else" }, NOON, None, said).await?;
        }
        catch_up(&app).await?;
        let id = define(&scene, "高分", "did viewed where properties.score >= 3").await?;
        let before = built(&app);
        assert_eq!(counted(&owner, r#"did viewed where "properties.门店" = "西湖""#).await?, "6");
        let declared = properties::list(&mut app.db.read().await?).await?;
        // One whose column stands before another's that stays, and one of two that say the same of different kinds.
        for gone in [&declared[0], &declared[2]] {
            properties::delete(&app, &boss(), gone.id.0).await?;
            assert_eq!(step(&app).await?.again, 0);
        }
        catch_up(&app).await?;
        assert_eq!(built(&app), before, "everybody was read again");
        assert_eq!(counted(&owner, r#"did viewed where "properties.门店" = "西湖""#).await?, "422");
        assert_eq!(counted(&owner, "did other where properties.score >= 3").await?, "422");
        assert_eq!(counted(&owner, "did viewed where properties.score >= 3").await?, "3");
        let size = || Live::of(&app).held().unwrap().warehouse.size(id).unwrap().customers;
        assert_eq!(size(), 3);
        // The segment goes on, and its books are right after a kill.
        scene.say(8, "viewed", NOON, None, json!({ "score": 5 }).as_object().unwrap().clone()).await?;
        catch_up(&app).await?;
        assert_eq!(size(), 4);
        live::save(&app).await?;
        live::lose(&app);
        assert_eq!(live::start(&app, &CancellationToken::new()).await?, Begun::Snapshot);
        assert_eq!(size(), 4);
        // Declared anew, what was said before counts again.
        scene.declare(None, "门店", FieldType::Text).await?;
        catch_up(&app).await?;
        assert_eq!(counted(&owner, r#"did viewed where "properties.门店" = "西湖""#).await?, "6");
        assert_eq!(counted(&owner, r#"did other where "properties.门店" = "西湖""#).await?, "3");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_is_put_away_and_taken_up_again_has_its_values() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut scene = Scene::new(&app).await?;
        let owner = site(&app).role(Role::Owner).await?;
        for n in 0..4 {
            scene.act(n, "viewed", NOON, None).await?;
        }
        let new = json!({ "key": "taste", "name": "口味", "type": "text" });
        let field = owner.post("/api/v1/fields", &new).await?.json();
        catch_up(&app).await?;
        for id in scene.everybody().await?.into_iter().take(3) {
            let path = format!("/api/v1/customers/{id}");
            let answer = owner.patch(&path, &json!({ "attributes": { "field:taste": "绿茶" } })).await?;
            assert_eq!(answer.status, 200, "{}", answer.text());
        }
        catch_up(&app).await?;
        let rule = r#"field.taste = "绿茶""#;
        assert_eq!(counted(&owner, rule).await?, "3");
        let before = built(&app);
        let path = format!("/api/v1/fields/{}", field["id"].as_str().unwrap());
        let put_away = async |archived: bool| -> Result<Json, Error> {
            let answer = owner.patch(&path, &json!({ "archived": archived })).await?;
            catch_up(&app).await?;
            Ok(answer.json())
        };
        put_away(true).await?;
        assert_eq!(counted(&owner, rule).await?, "422");
        put_away(false).await?;
        assert_eq!(counted(&owner, rule).await?, "3");
        assert_eq!(built(&app), before, "everybody was read again");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_serves_although_words_have_changed_since() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut scene = Scene::new(&app).await?;
        let owner = site(&app).role(Role::Owner).await?;
        let new = json!({ "key": "taste", "name": "口味", "type": "one_of", "options": ["绿茶"] });
        let field = owner.post("/api/v1/fields", &new).await?.json();
        scene.act(1, "viewed", NOON, None).await?;
        catch_up(&app).await?;
        live::save(&app).await?;
        let path = format!("/api/v1/fields/{}", field["id"].as_str().unwrap());
        for options in [json!(["绿茶", "红茶"]), json!(["绿茶", "红茶", "花茶"])] {
            owner.patch(&path, &json!({ "name": "茶", "options": options })).await?;
            scene.act(2, "viewed", NOON, None).await?;
            // Whoever only asks begins from it and catches up, while another process follows or none does.
            assert_eq!(live::peek(&app, &CancellationToken::new()).await?, Begun::Snapshot);
            assert_eq!(counted(&owner, "did viewed").await?, "2");
            let held = Live::of(&app).held().unwrap();
            assert_eq!(held.warehouse.schema().catalogue(), &held.shape.catalogue);
        }
        live::lose(&app);
        assert_eq!(live::start(&app, &CancellationToken::new()).await?, Begun::Snapshot);
        // What was followed after words changed is kept under the new ones.
        owner.patch(&path, &json!({ "options": ["红茶"] })).await?;
        catch_up(&app).await?;
        let held = Live::of(&app).held().unwrap();
        assert_eq!(held.warehouse.schema().catalogue(), &held.shape.catalogue);
        live::save(&app).await?;
        live::lose(&app);
        assert_eq!(live::start(&app, &CancellationToken::new()).await?, Begun::Snapshot);
        Ok(())
    })
    .await
    .unwrap();
}
