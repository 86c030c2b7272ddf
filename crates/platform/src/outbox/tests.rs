//! The outbox on both databases.

use serde_json::json;

use super::*;
use crate::i18n::CATALOGUES;
use crate::testing::{NOON, on_both, prepare_all};
use crate::{App, MIGRATIONS};

async fn say(app: &App, number: i64) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    tx.emit(Message::new("test.said", NOON, &json!({ "number": number }))?);
    tx.commit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_read_in_order_and_once_done_with_not_again() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        for number in 1..=5 {
            say(&app, number).await?;
        }
        let first = pending(&app.db, "reader", 3).await?;
        assert_eq!(first.iter().map(|m| m.position).collect::<Vec<_>>(), [1, 2, 3]);
        let mut tx = app.db.begin().await?;
        advance(&mut tx, "reader", 3).await?;
        advance(&mut tx, "reader", 1).await?;
        tx.commit().await?;
        let rest = pending(&app.db, "reader", 10).await?;
        assert_eq!(rest.iter().map(|m| m.payload["number"].clone()).collect::<Vec<_>>(), [json!(4), json!(5)]);
        assert_eq!(lag(&app.db, "reader").await?, 2);
        assert_eq!(lag(&app.db, "stranger").await?, 5);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn racing_writers_leave_no_gap_and_a_rolled_back_one_leaves_nothing() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let writers: Vec<_> = (0..20)
            .map(|number| {
                let app = app.clone();
                tokio::spawn(async move {
                    let mut tx = app.db.begin().await?;
                    tx.emit(Message::new("test.said", NOON, &json!({ "number": number }))?);
                    if number % 4 == 0 { Ok(()) } else { tx.commit().await }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap()?;
        }
        let all = pending(&app.db, "reader", 100).await?;
        assert_eq!(all.iter().map(|m| m.position).collect::<Vec<_>>(), (1..=15).collect::<Vec<_>>());
        Ok(())
    })
    .await
    .unwrap();
}
