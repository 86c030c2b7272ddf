//! Keys on both databases.

use super::*;
use crate::MIGRATIONS;
use crate::http::permissions;
use crate::i18n::{CATALOGUES, Locale};
use crate::testing::{NOON, on_both, prepare_all};

fn wanted(kind: Kind, scopes: &[Permission], shop: Option<i64>) -> New {
    New { name: "till".into(), kind, scopes: scopes.to_vec(), shop }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_found_by_its_secret_until_it_is_revoked() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let caller = Caller::system(&[permissions::JOBS_MANAGE], Locale::En);
        let (key, secret) = add(&app, &caller, &wanted(Kind::Write, &[], Some(5))).await?;
        assert!(secret.starts_with("wk_") && secret.starts_with(&key.prefix) && secret.len() == 46);
        let ring = Ring::default();
        assert_eq!(ring.find(&app, &secret).await?.as_deref(), Some(&key));
        assert_eq!(ring.find(&app, "wk_guessed").await?, None);
        revoke(&app, &caller, key.id).await?;
        assert!(ring.find(&app, &secret).await?.is_some(), "believed for a moment");
        app.clock.set(NOON + FRESH);
        assert!(ring.find(&app, &secret).await?.is_none());
        assert!(list(&app.db, None, 10).await?[0].revoked);
        assert_eq!(revoke(&app, &caller, 1).await.unwrap_err().code(), "not_found");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gives_a_key_more_than_they_have() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let caller = Caller::system(&[permissions::JOBS_MANAGE], Locale::En);
        for (new, expected) in [
            (wanted(Kind::Api, &[permissions::JOBS_MANAGE], None), "ok"),
            (wanted(Kind::Api, &[permissions::JOBS_MANAGE, permissions::AUDIT_READ], None), "forbidden"),
            (wanted(Kind::Api, &[], None), "invalid [scopes: required]"),
            (wanted(Kind::Write, &[], None), "invalid [shop_id: required]"),
            (New { name: " ".into(), ..wanted(Kind::Write, &[], Some(1)) }, "invalid [name: required]"),
        ] {
            let found = add(&app, &caller, &new).await.map_or_else(|error| error.to_string(), |_| "ok".into());
            assert_eq!(found, expected);
        }
        Ok(())
    })
    .await
    .unwrap();
}
