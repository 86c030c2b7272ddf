//! Views on both databases.

use platform::Id;
use platform::testing::{NOON, on_both, prepare_all};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn views_are_seen_by_their_owner_and_when_shared_by_all() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let view = |id: i64, owner: i64, shared: bool| View {
            id: Id(id),
            list: "customers".to_owned(),
            name: format!("v{id}"),
            query: [("tab".to_owned(), "dealt".to_owned())].into(),
            columns: vec!["nick".to_owned()],
            shared,
            owner_id: Some(owner),
        };
        let mut tx = app.db.begin().await?;
        for one in [view(1, 10, false), view(2, 10, true), view(3, 11, false)] {
            records::insert(&mut tx, &one, NOON).await?;
        }
        records::remember(&mut tx, 10, "customers", &["a".to_owned()]).await?;
        records::remember(&mut tx, 10, "customers", &["b".to_owned(), "a".to_owned()]).await?;
        for (user, expected) in [(Some(10), vec![1, 2]), (Some(11), vec![2, 3]), (None, vec![2])] {
            let seen: Vec<i64> =
                records::list(&mut tx, "customers", user).await?.iter().map(|view| view.id.0).collect();
            assert_eq!(seen, expected, "{user:?}");
        }
        assert_eq!(records::find(&mut tx, 2).await?, Some(view(2, 10, true)));
        assert_eq!(records::columns(&mut tx, 10, "customers").await?, ["b", "a"]);
        assert!(records::columns(&mut tx, 11, "customers").await?.is_empty());
        tx.commit().await
    })
    .await
    .unwrap();
}
