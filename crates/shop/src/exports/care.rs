//! Exported files hold people, and nobody knows whom after merges.

use futures_util::FutureExt as _;
use serde_json::json;

use super::{files, records};
use crate::care::Registered;

/// How exports care for people: with anybody who is erased every exported file goes, and whatever is being made is begun
/// anew. They are not given out, since they are copies of what customers are.
pub const CARE: Registered = Registered {
    department: "exports",
    tables: &["exports"],
    export: |_, _| async { Ok(json!({})) }.boxed(),
    erase: |tx, app, _| {
        async move {
            // First what is being made: it cannot become finished unseen between the two.
            let anew = records::make_stale(tx).await?;
            let gone = files::drop_before(tx, app, i64::MAX, "erased").await?;
            Ok(vec![("exports", anew + gone)])
        }
        .boxed()
    },
};
