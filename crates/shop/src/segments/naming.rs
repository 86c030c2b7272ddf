//! Names in rules of what others keep: who names a group, a tag or an own field, and another name for a group.
//!
//! Absent from here: names of segments and lists (`verbs`), and declared properties (`properties`).

use std::any::Any;
use std::collections::BTreeSet;

use futures_util::FutureExt as _;
use platform::Error;
use platform::db::Connection;
use rules::{Names, Rule, SetKind, Test, Value};

use super::catalogue::FIELD;
use super::live::Live;
use super::model::Record;
use super::{records, verbs};
use crate::naming::{Named, Naming};

/// Segments that a refusal names at most.
const SHOWN: usize = 5;

/// What answers whoever keeps groups, tags and own fields.
pub const NAMING: Naming = Naming {
    turn: |app| {
        async move {
            let live = Live::of(app);
            // While the warehouse is put together nobody can save a rule, and that may take minutes.
            let guard: Box<dyn Any + Send> =
                if live.held().is_some() { Box::new(live.own_turn().await) } else { Box::new(()) };
            guard
        }
        .boxed()
    },
    free: |tx, named| {
        async move {
            let by = users(tx, named).await?;
            if by.is_empty() {
                return Ok(());
            }
            let more = if by.len() > SHOWN { " …" } else { "" };
            let shown: Vec<String> = by.into_iter().take(SHOWN).map(|name| format!("“{name}”")).collect();
            Err(Error::conflict("named_by_segments").arg("by", format!("{}{more}", shown.join(" "))))
        }
        .boxed()
    },
    regroup: |tx, app, from, to| async move { verbs::rewrite(tx, app, SetKind::Group, from, to).await }.boxed(),
};

/// What a rule asks for, itself and through the segments that it names.
///
/// # Errors
/// When the database cannot be read.
pub async fn asked(conn: &mut impl Connection, rule: &Rule) -> Result<Names, Error> {
    let mut found = rules::names(rule);
    let all = records::list(conn).await?;
    let mut seen = BTreeSet::new();
    loop {
        let within =
            |one: &&Record| found.sets.contains(&(SetKind::Segment, one.name.clone())) && !seen.contains(&one.id);
        let Some(next) = all.iter().find(within) else { return Ok(found) };
        seen.insert(next.id);
        let more = next.rule.as_ref().map(rules::names).unwrap_or_default();
        found.attributes.extend(more.attributes);
        found.sets.extend(more.sets);
        for (kind, properties) in more.kinds {
            found.kinds.entry(kind).or_default().extend(properties);
        }
    }
}

/// The names of the segments whose rules name it.
async fn users(conn: &mut impl Connection, named: Named<'_>) -> Result<Vec<String>, Error> {
    let all = records::list(conn).await?.into_iter();
    Ok(all.filter(|one| one.rule.as_ref().is_some_and(|rule| names(rule, named))).map(|one| one.name).collect())
}

/// Whether a rule names it.
fn names(rule: &Rule, named: Named<'_>) -> bool {
    match named {
        Named::Group(name) => rules::names(rule).sets.contains(&(SetKind::Group, name.to_owned())),
        Named::Field(key) => rules::names(rule).attributes.contains(&format!("{FIELD}{key}")),
        Named::Tag(tag) => has_value(rule, "tags", tag),
        Named::Choice(key, value) => has_value(rule, &format!("{FIELD}{key}"), value),
    }
}

/// Whether a rule asks whether an attribute has a value.
fn has_value(rule: &Rule, of: &str, wanted: &str) -> bool {
    let same = |value: &Value| matches!(value, Value::Text(text) if text == wanted);
    match rule {
        Rule::All { rules } | Rule::Any { rules } => rules.iter().any(|part| has_value(part, of, wanted)),
        Rule::Not { rule } => has_value(rule, of, wanted),
        Rule::Is { attribute, test } if attribute == of => match test {
            Test::OneOf { values } | Test::AllOf { values } => values.iter().any(same),
            Test::Compare { value, .. } => same(value),
            _ => false,
        },
        Rule::Is { .. } | Rule::In { .. } | Rule::Did(_) | Rule::Then(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use platform::http::Role;
    use platform::testing::{Site, on_both};
    use serde_json::json;

    use crate::segments::live::catch_up;
    use crate::segments::tests::following::define;
    use crate::segments::tests::scene::Scene;

    /// Whatever a rule names keeps its meaning while the rule names it.
    #[tokio::test(flavor = "multi_thread")]
    async fn what_rules_name_is_neither_ended_nor_changed_behind_them() {
        on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
            let scene = Scene::new(&app).await?;
            let (router, _) = crate::router().split_for_parts();
            let site = Site::new(&app, crate::policy(), router);
            let owner = site.role(Role::Owner).await?;
            let group = owner.post("/api/v1/groups", &json!({ "name": "茶友" })).await?.json();
            let taste = json!({ "key": "taste", "name": "口味", "type": "one_of", "options": ["浓", "淡"] });
            let taste = owner.post("/api/v1/fields", &taste).await?.json();
            let taste = format!("/api/v1/fields/{}", taste["id"].as_str().unwrap());
            let field = json!({ "key": "cups", "name": "每天几杯", "type": "number" });
            let field = owner.post("/api/v1/fields", &field).await?.json();
            let (group, field) = (
                format!("/api/v1/groups/{}", group["id"].as_str().unwrap()),
                format!("/api/v1/fields/{}", field["id"].as_str().unwrap()),
            );
            scene.order(1, 1, connectors::drafts::OrderStatus::Paid, 1_000, platform::testing::NOON).await?;
            let buyer = scene.customer(1).await?;
            let tagged = json!({ "ids": [buyer.to_string()], "action": { "kind": "tag_add", "value": "爱晒图" } });
            assert_eq!(owner.post("/api/v1/customers/bulk", &tagged).await?.status / 100, 2);
            catch_up(&app).await?;
            let segment = define(
                &scene,
                "都点到",
                r#"(in group "茶友" or tags any of ("爱晒图")) or field.cups > 3 or field.taste = "浓""#,
            )
            .await?;
            let tag = "/api/v1/tags/爱晒图".to_owned();
            let archived = json!({ "archived": true });
            for (what, answer) in [
                ("a group ends", owner.delete(&group).await?),
                ("a tag ends", owner.delete(&tag).await?),
                ("a tag is renamed", owner.patch(&tag, &json!({ "name": "晒图" })).await?),
                ("a field ends", owner.delete(&field).await?),
                ("a field is put away", owner.patch(&field, &archived).await?),
                ("a choice ends", owner.patch(&taste, &json!({ "options": ["淡"] })).await?),
            ] {
                assert_eq!(answer.outcome(), "409 named_by_segments", "{what}: {}", answer.text());
                assert!(answer.text().contains("都点到"), "{what}: {}", answer.text());
            }
            assert_eq!(owner.patch(&taste, &json!({ "options": ["浓", "清"] })).await?.outcome(), "200");
            // A group's new name is written into the rule, which goes on meaning the same.
            assert_eq!(owner.patch(&group, &json!({ "name": "老茶友" })).await?.outcome(), "200");
            let path = format!("/api/v1/segments/{segment}");
            let shown = owner.get(&path).await?.json();
            assert!(shown["text"].as_str().unwrap().contains(r#"in group "老茶友""#), "{shown}");
            assert_eq!((&shown["state"], &shown["version"]), (&json!("live"), &json!(1)));
            // Named no more, all of them may go.
            assert_eq!(owner.delete(&path).await?.outcome(), "204");
            for (path, outcome) in [(&group, "204"), (&tag, "204"), (&field, "204")] {
                assert_eq!(owner.delete(path).await?.outcome(), outcome, "{path}");
            }
            Ok(())
        })
        .await
        .unwrap();
    }
}
