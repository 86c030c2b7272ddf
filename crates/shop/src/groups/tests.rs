//! Groups, tags and notes on both databases.

use platform::http::Actor;
use platform::testing::{NOON, on_both, prepare_all};

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

async fn list(tx: &mut platform::db::Tx) -> Result<Vec<Group>, Error> {
    records::list(tx).await
}
