//! What group buys hold of people. Places that are paid stay when somebody is erased, without them: the others in the group
//! bought at its price.

use futures_util::FutureExt as _;
use serde_json::{Value as Json, json};

use super::look;
use super::records::{groups, places};
use crate::care::Registered;

/// How group buys care for people.
pub const CARE: Registered = Registered {
    department: "group_buys",
    tables: &["group_buys", "group_places"],
    export: |session, person| {
        async move {
            let mine = look::mine(session, &person.profile_ids).await?;
            let told = mine.into_iter().map(|(group, place, _)| {
                json!({ "code": group.code, "promotion": group.promotion, "name": group.name, "status": group.status,
                        "ended_at": group.ended_at, "leads": place.leads, "state": place.state, "order": place.order,
                        "amount": place.amount, "joined_at": place.joined_at, "paid_at": place.paid_at })
            });
            Ok(json!({ "group_buys": told.collect::<Vec<Json>>() }))
        }
        .boxed()
    },
    erase: |tx, _, person| {
        async move {
            Ok(vec![
                ("group_buys", groups::unname(tx, &person.profile_ids).await?),
                ("group_places", places::unname(tx, &person.profile_ids).await?),
            ])
        }
        .boxed()
    },
};
