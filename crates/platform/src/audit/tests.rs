//! The audit log on both databases.

use serde_json::json;

use super::*;
use crate::MIGRATIONS;
use crate::i18n::{CATALOGUES, Locale};
use crate::testing::{NOON, on_both, prepare_all};

#[tokio::test(flavor = "multi_thread")]
async fn entries_come_back_newest_first_and_filtered() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        prepare_all(&app, STATEMENTS).await?;
        let caller = Caller::system(&[], Locale::En);
        let mut tx = app.db.begin().await?;
        for (number, action) in
            ["customers.merged", "customers.revealed", "users.added", "customers.merged"].iter().enumerate()
        {
            let subject = number.to_string();
            record(&mut tx, &caller, action, Some("customer"), Some(&subject), &json!({ "fields": ["mobile"] }), NOON)
                .await?;
        }
        tx.commit().await?;
        let found = |filter: Filter, before: Option<i64>, limit: i64| {
            let db = app.db.clone();
            async move {
                let entries = list(&db, &filter, before, limit).await?;
                Ok::<_, Error>(
                    entries.into_iter().map(|e| e.subject_id.unwrap_or_default()).collect::<Vec<_>>().join(" "),
                )
            }
        };
        assert_eq!(found(Filter::default(), None, 10).await?, "3 2 1 0");
        let by = |action: &str| Filter { action: Some(action.into()), ..Filter::default() };
        assert_eq!(found(by("customers.merged"), None, 10).await?, "3 0");
        assert_eq!(found(by("customers."), None, 10).await?, "3 1 0");
        assert_eq!(found(by("customers"), None, 10).await?, "");
        assert_eq!(found(Filter { subject: Some("customer:2".into()), ..Filter::default() }, None, 10).await?, "2");
        let second = list(&app.db, &Filter::default(), None, 2).await?;
        assert_eq!(found(Filter::default(), second.last().map(|e| e.id), 10).await?, "1 0");

        let mut tx = app.db.begin().await?;
        record(&mut tx, &caller, "users.added", None, None, &json!({}), NOON).await?;
        drop(tx);
        assert_eq!(found(Filter::default(), None, 10).await?, "3 2 1 0", "what did not happen is not told");
        Ok(())
    })
    .await
    .unwrap();
}
