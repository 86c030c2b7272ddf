//! What gifts hold of people. How many were given stays when somebody is erased, without her.

use futures_util::FutureExt as _;
use platform::{Id, Instant};
use serde_json::json;

use super::records;
use crate::care::Registered;

/// How gifts care for people.
pub const CARE: Registered = Registered {
    department: "gifts",
    tables: &["gifts"],
    export: |session, person| {
        async move {
            let rows = records::of_profiles(session, &person.profile_ids).await?;
            let told: Vec<_> = rows
                .into_iter()
                .map(|row| {
                    json!({ "id": Id(row.id), "name": row.name, "kind": row.kind, "worth": row.worth,
                            "source": row.source, "reason": row.reason, "status": row.status, "note": row.note,
                            "at": Instant(row.at), "changed_at": Instant(row.changed_at) })
                })
                .collect();
            Ok(json!({ "gifts": told }))
        }
        .boxed()
    },
    erase: |tx, _, person| async move { Ok(vec![("gifts", records::unname(tx, &person.profile_ids).await?)]) }.boxed(),
};
