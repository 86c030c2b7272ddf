//! Notices on both databases.

use super::*;
use crate::MIGRATIONS;
use crate::http::{Actor, Caller, Role, ShopScope, permissions};
use crate::i18n::{CATALOGUES, Locale};
use crate::testing::{NOON, on_both, prepare_all};

fn caller(id: i64, permissions: &[Permission], shops: ShopScope) -> Caller {
    let actor = Actor::User { id, name: "somebody".into(), role: Role::Agent };
    Caller { actor, shops, ..Caller::system(permissions, Locale::En) }
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_what_is_theirs() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let notice = |kind| Notice { kind, args: vec![("count", "3".into())], ..Notice::default() };
        let mut tx = app.db.begin().await?;
        notify(&mut tx, &notice("for_all"), NOON).await?;
        notify(&mut tx, &Notice { account: Some(7), ..notice("for_seven") }, NOON).await?;
        notify(&mut tx, &Notice { permission: Some(permissions::JOBS_MANAGE), ..notice("for_managers") }, NOON).await?;
        notify(&mut tx, &Notice { shop: Some(5), ..notice("for_shop_five") }, NOON).await?;
        tx.commit().await?;

        let managers = &[permissions::JOBS_MANAGE];
        for (who, expected) in [
            (caller(7, &[], ShopScope::All), "for_shop_five for_seven for_all"),
            (caller(8, managers, ShopScope::All), "for_shop_five for_managers for_all"),
            (caller(9, &[], ShopScope::Only(vec![5, 6])), "for_shop_five for_all"),
            (caller(9, &[], ShopScope::Only(vec![6])), "for_all"),
            (caller(9, &[], ShopScope::Only(vec![])), "for_all"),
        ] {
            let kept = records::list(&mut app.db.read().await?, &who, None, 10, false).await?;
            let kinds: Vec<&str> = kept.iter().map(|kept| kept.kind.as_str()).collect();
            assert_eq!(kinds.join(" "), expected);
            assert!(kept.iter().all(|kept| !kept.read && kept.args == [("count".into(), "3".into())]));
        }

        let seven = caller(7, &[], ShopScope::All);
        let kept = records::list(&mut app.db.read().await?, &seven, None, 1, true).await?;
        for _ in 0..2 {
            let mut tx = app.db.begin().await?;
            records::read(&mut tx, 7, &[kept[0].id]).await?;
            tx.commit().await?;
        }
        let unread = records::list(&mut app.db.read().await?, &seven, None, 10, true).await?;
        assert_eq!(unread.len(), 2);
        let mut tx = app.db.begin().await?;
        assert_eq!(trim(&mut tx, NOON + 1).await?, 4);
        tx.commit().await
    })
    .await
    .unwrap();
}
