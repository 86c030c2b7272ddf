//! Idempotency keys on both databases.

use super::*;
use crate::MIGRATIONS;
use crate::i18n::CATALOGUES;
use crate::testing::{NOON, on_both, prepare_all};

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_done_once() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let db = &app.db;
        let code = |claim: Result<Claim, Error>| match claim {
            Ok(Claim::Mine) => "mine".to_owned(),
            Ok(Claim::Done(answer)) => format!("{} {}", answer.status, String::from_utf8_lossy(&answer.body)),
            Err(error) => error.code().to_owned(),
        };
        let answer = Answer { status: 201, content_type: Some("application/json".into()), body: b"{}".to_vec() };

        assert_eq!(code(claim(db, "user:1", "a", b"x", NOON).await), "mine");
        assert_eq!(code(claim(db, "user:1", "a", b"x", NOON).await), "idempotency_busy");
        assert_eq!(code(claim(db, "user:2", "a", b"x", NOON).await), "mine", "another's key is another key");
        finish(db, "user:1", "a", Some(answer)).await?;
        assert_eq!(code(claim(db, "user:1", "a", b"x", NOON + 1).await), "201 {}");
        assert_eq!(code(claim(db, "user:1", "a", b"y", NOON + 1).await), "idempotency_mismatch");
        release(db, "user:1", "a").await?;
        assert_eq!(code(claim(db, "user:1", "a", b"x", NOON + 1).await), "201 {}", "what is done stays done");

        finish(db, "user:2", "a", None).await?;
        assert_eq!(code(claim(db, "user:2", "a", b"x", NOON).await), "idempotency_secret");

        assert_eq!(code(claim(db, "user:1", "b", b"x", NOON).await), "mine");
        assert_eq!(code(claim(db, "user:1", "b", b"x", NOON + ABANDONED).await), "mine", "the first one died");
        release(db, "user:1", "b").await?;
        assert_eq!(code(claim(db, "user:1", "b", b"x", NOON).await), "mine");

        assert_eq!(code(claim(db, "user:1", "a", b"y", NOON + KEPT).await), "mine", "a day later it is forgotten");
        let mut tx = db.begin().await?;
        assert_eq!(trim(&mut tx, NOON + KEPT).await?, 2);
        tx.commit().await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_racing_claims_one_wins() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let racers: Vec<_> = (0..12)
            .map(|_| {
                let app = app.clone();
                tokio::spawn(async move { claim(&app.db, "user:1", "race", b"x", NOON).await.is_ok() })
            })
            .collect();
        let mut winners = 0;
        for racer in racers {
            winners += i32::from(racer.await.unwrap());
        }
        assert_eq!(winners, 1);
        Ok(())
    })
    .await
    .unwrap();
}
