//! Settings on both databases.

use serde::Deserialize;

use super::*;
use crate::MIGRATIONS;
use crate::i18n::{CATALOGUES, Locale};
use crate::testing::{NOON, on_both, prepare_all};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Colour {
    name: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_put_last_is_found() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        assert_eq!(get::<Colour>(&mut app.db.read().await?, "colour").await?, None);
        let caller = Caller::system(&[], Locale::En);
        for name in ["red", "green"] {
            let mut tx = app.db.begin().await?;
            put(&mut tx, &caller, "colour", &Colour { name: name.into() }, NOON).await?;
            tx.commit().await?;
        }
        assert_eq!(get(&mut app.db.read().await?, "colour").await?, Some(Colour { name: "green".into() }));
        assert_eq!(audit::list(&app.db, &audit::Filter::default(), None, 10).await?.len(), 2);
        assert!(get::<i64>(&mut app.db.read().await?, "colour").await.is_err());
        Ok(())
    })
    .await
    .unwrap();
}
