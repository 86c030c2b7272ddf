//! Members over HTTP: who may do what, and what is answered.

use platform::http::Role;
use platform::testing::{Client, NOON, Site, on_both};
use serde_json::json;

use super::super::*;
use super::scene::{Scene, three};

async fn answer(client: &Client, method: &str, path: &str, body: serde_json::Value) -> String {
    match method {
        "GET" => client.get(path).await.unwrap().outcome(),
        _ => client.json(method, path, &body).await.unwrap().outcome(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn joining_caring_and_leaving() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let ways = Ways { open: true, invitation: true, phone: true, automatic: false };
        let budget = Budgets { points_a_month: None, levels_a_month: Some(1), ..Budgets::default() };
        let scene = Scene::new(&app, Programme { ways, budget, ..three() }).await?;
        for who in ["a", "b", "c"] {
            scene.order(&format!("N{who}"), who, 60_000, 0, NOON).await?;
        }
        let (a, b, c) = (scene.reach("a").await?, scene.reach("b").await?, scene.reach("c").await?);
        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let (owner, agent, analyst) =
            (site.role(Role::Owner).await?, site.role(Role::Agent).await?, site.role(Role::Analyst).await?);
        let invitation = owner.post("/api/v1/members/invitations", &json!({ "name": "朋友", "cap": 1 })).await?.json();
        let code = invitation["code"].as_str().unwrap().to_owned();
        let join =
            |id: i64, way: &str, code: &str| json!({ "customer_id": id.to_string(), "way": way, "invitation": code });
        let level = programme(&mut app.db.read().await?).await?.levels[2].id.unwrap();
        let set = |reason: &str| json!({ "level": level, "reason": reason, "lock": true });
        let path = |id: i64, rest: &str| format!("/api/v1/customers/{id}/membership{rest}");
        let programme_path = "/api/v1/members/programme";
        for (client, method, path, body, expected) in [
            (&analyst, "GET", programme_path.to_owned(), json!({}), "200"),
            (&agent, "PUT", programme_path.to_owned(), json!(three()), "403 forbidden"),
            (&analyst, "POST", "/api/v1/members".into(), join(a.customer_id, "open", ""), "403 forbidden"),
            (&agent, "PUT", path(a.customer_id, "/level"), set("生日"), "409 not_a_member"),
            (&agent, "POST", "/api/v1/members".into(), join(a.customer_id, "automatic", ""), "409 way_closed"),
            (&agent, "POST", "/api/v1/members".into(), join(a.customer_id, "phone", ""), "409 no_mobile"),
            (&agent, "POST", "/api/v1/members".into(), join(a.customer_id, "invitation", ""), "422 invalid"),
            (&agent, "POST", "/api/v1/members".into(), join(a.customer_id, "invitation", "NOPE"), "404 not_found"),
            (&agent, "POST", "/api/v1/members".into(), join(a.customer_id, "invitation", &code), "201"),
            (&agent, "POST", "/api/v1/members".into(), join(a.customer_id, "invitation", &code), "200"),
            (
                &agent,
                "POST",
                "/api/v1/members".into(),
                join(b.customer_id, "invitation", &code),
                "409 invitation_used_up",
            ),
            (&agent, "POST", "/api/v1/members".into(), join(b.customer_id, "staff", ""), "201"),
            (&agent, "PUT", path(a.customer_id, "/level"), set(" "), "422 invalid"),
            (&agent, "PUT", path(a.customer_id, "/level"), json!({ "level": "7", "reason": "x" }), "422 invalid"),
            (&agent, "PUT", path(a.customer_id, "/level"), json!({ "reason": "x" }), "422 invalid"),
            (
                &agent,
                "PUT",
                path(a.customer_id, "/level"),
                json!({ "level": null, "level_id": "7", "reason": "x" }),
                "422 invalid",
            ),
            (&agent, "PUT", path(a.customer_id, "/level"), set("生日"), "200"),
            (&agent, "PUT", path(b.customer_id, "/level"), set("生日"), "409 budget_spent"),
            (&owner, "PUT", path(b.customer_id, "/level"), set("生日"), "200"),
            (&owner, "DELETE", path(b.customer_id, ""), json!({ "reason": "不想要了" }), "204"),
            (&owner, "DELETE", path(b.customer_id, ""), json!({ "reason": "不想要了" }), "409 not_a_member"),
            (&owner, "DELETE", format!("/api/v1/members/invitations/{code}"), json!({}), "204"),
            (&owner, "POST", "/api/v1/members".into(), join(c.customer_id, "invitation", &code), "404 not_found"),
            (&owner, "POST", "/api/v1/members/recompute".into(), json!({}), "202"),
            (&owner, "POST", "/api/v1/members/programme/preview".into(), json!(three()), "200"),
        ] {
            assert_eq!(answer(client, method, &path, body.clone()).await, expected, "{method} {path} {body}");
        }
        let card = agent.get(&path(a.customer_id, "")).await?.json();
        assert_eq!(
            (&card["number"], &card["level"]["name"]["zh"], &card["lock_reason"]),
            (&json!("M00000001"), &json!("金"), &json!("生日"))
        );
        assert_eq!(card["benefits"]["priority"], 2);
        let history = agent.get(&path(a.customer_id, "/history?limit=2")).await?.json();
        assert_eq!(history["items"][0]["cause"], "hand");
        assert!(history["next_cursor"].is_string());
        let back = answer(&owner, "POST", "/api/v1/members", join(b.customer_id, "open", "")).await;
        let again = owner.get(&path(b.customer_id, "")).await?.json();
        assert_eq!((back.as_str(), &again["number"]), ("201", &json!("M00000002")));
        let list = analyst.get("/api/v1/members?q=M00000001").await?.json();
        assert_eq!(list["items"][0]["name"], "a");
        let timeline = agent.get(&format!("/api/v1/customers/{}/timeline?kinds=member", a.customer_id)).await?.json();
        assert_eq!(timeline["items"][0]["title"], "Level: 金");
        let pyramid = analyst.get("/api/v1/members/pyramid?months=2").await?.json();
        assert_eq!((&pyramid["members"], &pyramid["months"][1]["joined"]), (&json!(2), &json!(3)));
        let left = agent.get("/api/v1/members/budget").await?.json();
        assert_eq!(left["levels"], json!({ "cap": 1, "used": 1, "left": 0 }));
        Ok(())
    })
    .await
    .unwrap();
}
