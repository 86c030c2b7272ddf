//! What draws hold of people. Results are kept when somebody is erased, as the law asks, without her.

use futures_util::FutureExt as _;
use platform::{Id, Instant};
use serde_json::json;

use super::records;
use crate::care::Registered;

/// How draws care for people.
pub const CARE: Registered = Registered {
    department: "draws",
    tables: &["draw_tickets", "draw_chances"],
    export: |session, person| {
        async move {
            let tickets = records::of_profiles(session, &person.profile_ids).await?;
            let told: Vec<_> = tickets
                .into_iter()
                .map(|one| {
                    json!({ "draw": Id(one.draw), "number": one.number, "roll": one.roll, "prize": one.prize,
                            "status": one.status, "at": Instant(one.at), "note": one.note })
                })
                .collect();
            Ok(json!({ "tickets": told }))
        }
        .boxed()
    },
    erase: |tx, _, person| {
        async move {
            let (tickets, chances) = records::unname(tx, &person.profile_ids).await?;
            Ok(vec![("draw_tickets", tickets), ("draw_chances", chances)])
        }
        .boxed()
    },
};
