//! What proposals holds of people: keys made from what a profile says, and pairs that somebody judged.

use futures_util::FutureExt as _;
use serde_json::json;

use super::records;
use crate::care::Registered;

/// What this department holds of people.
pub const CARE: Registered = Registered {
    department: "proposals",
    tables: &["proposal_keys", "proposals"],
    export: |session, person| {
        async move {
            let held = records::of_profiles(session, &person.profile_ids).await?;
            let shown: Vec<_> = held
                .iter()
                .map(|proposal| {
                    json!({
                        "profiles": [proposal.found.a.to_string(), proposal.found.b.to_string()],
                        "state": proposal.state,
                        "reason": proposal.found.reason,
                        "score": proposal.found.score,
                    })
                })
                .collect();
            Ok(json!({ "proposals": shown }))
        }
        .boxed()
    },
    erase: |tx, _, person| async move { records::forget(tx, &person.profile_ids).await }.boxed(),
};
