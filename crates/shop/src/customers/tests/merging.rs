//! Merging, unmerging and undoing as a person does them.

use platform::http::Actor;
use platform::testing::on_both;
use platform::{App, Error};

use super::*;

async fn two(app: &App) -> Result<(Resolved, Resolved), Error> {
    let seen = see(app, &["nick=a name=张三", "nick=b name=李四"]).await?;
    Ok((seen[0].unwrap(), seen[1].unwrap()))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_was_merged_away_stands_for_the_survivor() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let (a, b) = two(&app).await?;
        let mut tx = app.db.begin().await?;
        let winner = merge(&mut tx, &app, &[b.customer_id, a.customer_id], &Actor::System, "same").await?;
        assert_eq!(winner, a.customer_id.min(b.customer_id));
        assert_eq!(surviving(&mut tx, a.customer_id.max(b.customer_id)).await?, winner);
        assert_eq!(surviving(&mut tx, 5).await.unwrap_err().code(), "not_found");
        let again = merge(&mut tx, &app, &[a.customer_id, b.customer_id], &Actor::System, "same").await;
        assert_eq!(again.unwrap_err().code(), "invalid");
        tx.commit().await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_took_apart_stays_apart_and_what_she_merged_stays_merged() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        // An identifier joins them; a person takes them apart; the identifier comes again.
        let texts = ["nick=a alipay=1", "nick=b alipay=1"];
        let seen = see(&app, &texts).await?;
        let (a, b) = (seen[0].unwrap(), seen[1].unwrap());
        assert_eq!(a.customer_id, b.customer_id);
        let mut tx = app.db.begin().await?;
        let parted = unmerge(&mut tx, &app, a.customer_id, &[b.profile_id], &Actor::System, "two people").await?;
        tx.commit().await?;
        assert_eq!(parted.len(), 2);
        let seen = see(&app, &texts).await?;
        assert_ne!(seen[0].unwrap().customer_id, seen[1].unwrap().customer_id);
        // A third profile with the same identifier goes to the older of the two and brings nobody along.
        let seen = see(&app, &["nick=c alipay=1", "nick=a", "nick=b"]).await?;
        assert_eq!(seen[0].unwrap().customer_id, seen[1].unwrap().customer_id);
        assert_ne!(seen[0].unwrap().customer_id, seen[2].unwrap().customer_id);
        // A person merges them again after all.
        let mut tx = app.db.begin().await?;
        merge(&mut tx, &app, &parted, &Actor::System, "one after all").await?;
        tx.commit().await?;
        let seen = see(&app, &texts).await?;
        assert_eq!(seen[0].unwrap().customer_id, seen[1].unwrap().customer_id);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn undoing_a_join_that_identifiers_made_lasts() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let (a, _) = two(&app).await?;
        let joined = see(&app, &["nick=a alipay=1", "nick=b alipay=1"]).await?;
        assert_eq!(joined[0].unwrap().customer_id, joined[1].unwrap().customer_id);
        let mut tx = app.db.begin().await?;
        let record = merges_of(&mut tx, a.customer_id).await?.remove(0);
        assert_eq!((record.reason.as_str(), record.undoable), ("identifier:alipay_id", true));
        undo(&mut tx, &app, record.id.0, &Actor::System).await?;
        tx.commit().await?;
        let seen = see(&app, &["nick=a alipay=1", "nick=b alipay=1"]).await?;
        assert_ne!(seen[0].unwrap().customer_id, seen[1].unwrap().customer_id);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_goes_to_the_first_person_who_signs_in() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let seen = see(&app, &["visitor=v web", "user=1 web", "user=2 web"]).await?;
        let ids: Vec<i64> = seen.iter().map(|seen| seen.unwrap().profile_id).collect();
        let mut tx = app.db.begin().await?;
        assert!(matches!(link(&mut tx, &app, ids[0], ids[1], "identify").await?, Linked::Joined(_)));
        assert!(matches!(link(&mut tx, &app, ids[1], ids[0], "identify").await?, Linked::Already(_)));
        assert_eq!(link(&mut tx, &app, ids[0], ids[2], "identify").await?, Linked::Taken);
        let joined = customer_of(&mut tx, ids[0]).await?;
        unmerge(&mut tx, &app, joined, &[ids[0]], &Actor::System, "not hers").await?;
        assert_eq!(link(&mut tx, &app, ids[0], ids[1], "identify").await?, Linked::Separated);
        tx.commit().await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn racing_imports_make_one_profile_and_lose_no_join() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let tasks: Vec<_> = (0..12)
            .map(|n| {
                let app = app.clone();
                tokio::spawn(async move {
                    let own = format!("nick=n{} alipay=same", n % 6);
                    see(&app, &["nick=everybody", &own]).await
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap()?;
        }
        let seen = see(&app, &["nick=n0", "nick=n1", "nick=n2", "nick=n3", "nick=n4", "nick=n5"]).await?;
        let customers: std::collections::BTreeSet<i64> = seen.iter().map(|seen| seen.unwrap().customer_id).collect();
        assert_eq!(customers.len(), 1);
        Ok(())
    })
    .await
    .unwrap();
}
