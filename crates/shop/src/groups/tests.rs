//! Groups, tags and notes on both databases.

use platform::http::{Actor, Role, ShopScope};
use platform::testing::{NOON, Site, on_both, prepare_all};
use serde_json::json;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn actions_reach_each_customer_once_and_are_taken_back_from_every_profile() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let mut tx = app.db.begin().await?;
        records::insert(&mut tx, 5, "老客", NOON).await?;
        let target = |profiles: &[i64]| Target { anchor: profiles[0], profiles: profiles.to_vec() };
        let both = [target(&[1, 2]), target(&[3])];
        let group = platform::Id(5);
        for (action, targets, changed) in [
            (Action::GroupAdd(group), &both[..], 2),
            (Action::GroupAdd(group), &both[..], 0),
            (Action::TagAdd("vip".to_owned()), &both[1..], 1),
            // A profile that was tagged before it was merged counts for the customer.
            (Action::TagAdd("vip".to_owned()), &[target(&[2, 3])][..], 0),
            (Action::TagRemove("vip".to_owned()), &[target(&[2, 3])][..], 1),
            (Action::Note("在吗".to_owned()), &both[..], 2),
            (Action::GroupRemove(group), &both[..1], 1),
        ] {
            let action = action.check(&mut tx).await?;
            assert_eq!(apply(&mut tx, &app, &Actor::System, &action, targets, NOON).await?, changed, "{action:?}");
        }
        assert_eq!(list(&mut tx).await?, [Group { id: group, name: "老客".to_owned(), size: 1 }]);
        assert_eq!(notes(&mut tx, &[1, 3], (i64::MAX, i64::MAX), 10).await?.len(), 2);
        for (action, expected) in [
            (Action::TagAdd(" ".to_owned()), "invalid [value: required]"),
            (Action::TagAdd("长".repeat(41)), "invalid [value: too_long]"),
            (Action::GroupAdd(platform::Id(6)), "not_found what=group"),
        ] {
            assert_eq!(action.check(&mut tx).await.unwrap_err().to_string(), expected);
        }
        tx.commit().await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_gets_another_name_joins_another_or_goes() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut tx = app.db.begin().await?;
        records::tag(&mut tx, "a/b 老客", &[1, 2], NOON).await?;
        records::tag(&mut tx, "vip", &[2, 3], NOON).await?;
        tx.commit().await?;
        let site = Site::new(&app, crate::policy(), crate::router().split_for_parts().0);
        let (owner, analyst) = (site.role(Role::Owner).await?, site.role(Role::Analyst).await?);
        let elsewhere = site.user(Role::Operator, ShopScope::Only(vec![1])).await?;
        let tag = "/api/v1/tags/a%2Fb%20%E8%80%81%E5%AE%A2";
        for (client, body, expected) in [
            (&analyst, "回头客", "403 forbidden"),
            (&elsewhere, "回头客", "403 forbidden"),
            (&owner, " ", "422 invalid"),
            (&owner, "回头客", "200"),
            (&owner, "回头客", "404 not_found"),
        ] {
            assert_eq!(client.patch(tag, &json!({ "name": body })).await?.outcome(), expected, "{body}");
        }
        // With the name of another the two are one, and whoever wore both wears it once.
        let joined = owner.patch("/api/v1/tags/vip", &json!({ "name": "回头客" })).await?;
        assert_eq!(joined.json(), json!({ "name": "回头客", "size": 3 }));
        assert_eq!(owner.get("/api/v1/tags").await?.json(), json!({ "items": [{ "name": "回头客", "size": 3 }] }));
        assert_eq!(analyst.delete("/api/v1/tags/%E5%9B%9E%E5%A4%B4%E5%AE%A2").await?.outcome(), "403 forbidden");
        assert_eq!(owner.delete("/api/v1/tags/%E5%9B%9E%E5%A4%B4%E5%AE%A2").await?.outcome(), "204");
        assert_eq!(owner.delete("/api/v1/tags/%E5%9B%9E%E5%A4%B4%E5%AE%A2").await?.outcome(), "404 not_found");
        assert_eq!(owner.get("/api/v1/tags").await?.json(), json!({ "items": [] }));
        let filter = platform::audit::Filter::default();
        let told: Vec<String> =
            platform::audit::list(&app.db, &filter, None, 10).await?.into_iter().map(|entry| entry.action).collect();
        assert_eq!(told.iter().filter(|action| action.starts_with("tags.")).count(), 3, "{told:?}");
        Ok(())
    })
    .await
    .unwrap();
}

async fn list(tx: &mut platform::db::Tx) -> Result<Vec<Group>, Error> {
    records::list(tx).await
}
