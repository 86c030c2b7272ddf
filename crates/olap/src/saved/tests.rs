//! Kept questions and questions over HTTP, on both databases, from the warehouse's columns.

use std::sync::Arc;

use axum::Router;
use platform::http::{Grants, Policy, Role, ShopScope};
use platform::i18n::CATALOGUES as PLATFORM;
use platform::testing::{NOON, Site, on_both, prepare_all};
use platform::{App, Error};
use rules::testing::{CALENDARS, any_person, calendar, catalogue};
use serde_json::json;
use warehouse::{Batch, Change, Options, Schema, Warehouse};

use super::records;
use crate::ask::Limits;
use crate::source::{Held, Source};
use crate::{ACCESS, CATALOGUES, Desk, MIGRATIONS, Reads, SQL_RUN, router};

struct Fixed(Held);

#[async_trait::async_trait]
impl Source for Fixed {
    async fn held(&self) -> Result<Held, Error> {
        Ok(self.0.clone())
    }
}

/// A warehouse of generated people.
fn warehouse() -> Held {
    use proptest::strategy::{Strategy as _, ValueTree as _};
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let catalogue = catalogue();
    let people = proptest::collection::vec(any_person(&catalogue), 50).new_tree(&mut runner).unwrap().current();
    let schema = Schema::new(&catalogue, calendar(CALENDARS[0]).zone().clone()).unwrap();
    let warehouse = Warehouse::new(schema.clone(), Options { shards: 2, threads: 2 });
    let changes = people.iter().zip(1_i64..).map(|(person, customer)| Change::Put {
        customer,
        attributes: schema.attributes(&person.attributes).unwrap(),
        facts: person.facts.iter().map(|fact| schema.fact(fact).unwrap()).collect(),
        sets: Vec::new(),
    });
    warehouse.apply(Batch { position: 7, changes: changes.collect() }, NOON).unwrap();
    Held { warehouse: Arc::new(warehouse), sets: Vec::new() }
}

fn site(app: &App) -> Site {
    let grants = [Role::Owner, Role::Analyst].map(|role| Grants { role, permissions: &[SQL_RUN] });
    let policy = Policy { access: ACCESS.concat(), grants: grants.to_vec() };
    let router: Router<App> = router().split_for_parts().0;
    Site::new(app, policy, router)
}

fn steps() -> Vec<platform::db::Migration> {
    [platform::MIGRATIONS, MIGRATIONS].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_kept_changed_and_forgotten() {
    on_both(&steps(), &[PLATFORM, CATALOGUES].concat(), |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let site = site(&app);
        let (owner, analyst) = (site.role(Role::Owner).await?, site.role(Role::Analyst).await?);
        let body = json!({"name": "复购", "sql": "select 1", "chart": {"kind": "bar"}});
        let kept = analyst.post("/api/v1/sql/questions", &body).await?;
        assert_eq!(kept.outcome(), "201");
        let id = kept.json()["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/sql/questions/{id}");
        let again = analyst.post("/api/v1/sql/questions", &body).await?;
        assert_eq!(again.outcome(), "422 invalid");
        let other = site.role(Role::Analyst).await?;
        let changed = json!({"name": "复购率", "sql": "select 2"});
        for (who, expected) in [(&other, "403 forbidden"), (&analyst, "200"), (&owner, "200")] {
            assert_eq!(who.put(&path, &changed).await?.outcome(), expected);
        }
        let list = other.get("/api/v1/sql/questions").await?.json();
        assert_eq!(
            (list["items"][0]["name"].as_str(), list["items"][0]["mine"].as_bool()),
            (Some("复购率"), Some(false))
        );
        assert_eq!(other.delete(&path).await?.outcome(), "403 forbidden");
        assert_eq!(owner.delete(&path).await?.outcome(), "204");
        assert_eq!(owner.delete(&path).await?.outcome(), "404 not_found");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_answered_over_http_and_told_in_the_audit_log() {
    on_both(&steps(), &[PLATFORM, CATALOGUES].concat(), |app| async move {
        let site = site(&app);
        let analyst = site.role(Role::Analyst).await?;
        let one = json!({"sql": "select count(*) as n from customers"});
        assert_eq!(analyst.post("/api/v1/sql", &one).await?.outcome(), "503 sql_not_ready");
        Desk::of(&app).open(Arc::new(Fixed(warehouse())), Reads::Memory, Limits::default())?;
        let answer = analyst.post("/api/v1/sql", &one).await?;
        assert_eq!(answer.outcome(), "200");
        assert_eq!(answer.json()["rows"], json!([[50]]));
        assert_eq!(answer.json()["position"], json!(7));
        let facts = json!({"sql": "select count(*) = count(distinct fact) as same from facts"});
        assert_eq!(analyst.post("/api/v1/sql", &facts).await?.json()["rows"], json!([[true]]));
        let lost = json!({"sql": "select count(*) from items i left join facts f using (fact) where f.fact is null"});
        assert_eq!(analyst.post("/api/v1/sql", &lost).await?.json()["rows"], json!([[0]]));
        let drop = json!({"sql": "drop table customers"});
        assert_eq!(analyst.post("/api/v1/sql", &drop).await?.outcome(), "422 sql_read_only");
        let some_shops = site.user(Role::Analyst, ShopScope::Only(vec![1])).await?;
        assert_eq!(some_shops.post("/api/v1/sql", &one).await?.outcome(), "403 sql_every_shop");
        assert_eq!(site.role(Role::Agent).await?.post("/api/v1/sql", &one).await?.outcome(), "403 forbidden");
        let file = json!({"sql": "select customer from customers order by customer limit 2", "format": "csv"});
        let file = analyst.post("/api/v1/sql/export", &file).await?;
        assert_eq!((file.status, file.text().as_str()), (200, "\u{feff}customer\n1\n2\n"));
        let tables = analyst.get("/api/v1/sql/tables").await?.json().to_string();
        assert!(tables.contains("\"customers\"") && !tables.contains("mobile") && !tables.contains("nick"));
        let rule = json!({"rule": {"type": "is", "attribute": "province", "test": {"test": "known"}}});
        let sql = analyst.post("/api/v1/sql/of-rule", &rule).await?;
        assert!(sql.text().contains("IS NOT NULL"), "{}", sql.text());
        assert_eq!(analyst.delete("/api/v1/sql/running/none").await?.outcome(), "404 not_found");
        let log = platform::audit::list(
            &app.db,
            &platform::audit::Filter { action: Some("sql.".into()), ..Default::default() },
            None,
            50,
        )
        .await?;
        let ran: Vec<&str> = log.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(ran, ["sql.exported", "sql.ran", "sql.ran", "sql.ran", "sql.ran"]);
        assert!(log.iter().any(|entry| entry.detail["refused"] == json!("sql_read_only")));
        Ok(())
    })
    .await
    .unwrap();
}
