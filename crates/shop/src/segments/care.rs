//! What segments hold of a person: lists that hold them, and when they came into live segments and left.

use futures_util::FutureExt as _;
use platform::{Id, Instant};
use serde_json::json;

use super::records;
use crate::care::Registered;

/// How segments care for people.
pub const CARE: Registered = Registered {
    department: "segments",
    tables: &["segment_members", "segment_crossings"],
    export: |session, person| {
        async move {
            let lists: Vec<i64> =
                records::lists_of(session, &person.profile_ids).await?.into_iter().map(|(list, _)| list).collect();
            let lists: Vec<String> =
                records::names_of(session, lists).await?.into_iter().map(|(_, name, _)| name).collect();
            let crossings: Vec<_> = records::crossings_of(session, &[person.customer_id])
                .await?
                .into_iter()
                .map(|one| json!({ "segment": Id(one.segment), "entered": one.entered, "at": Instant(one.at) }))
                .collect();
            Ok(json!({ "lists": lists, "segment_crossings": crossings }))
        }
        .boxed()
    },
    erase: |tx, _, person| {
        async move {
            Ok(vec![
                ("segment_members", records::erase_members(tx, &person.profile_ids).await?),
                ("segment_crossings", records::erase_crossings(tx, person.customer_id).await?),
            ])
        }
        .boxed()
    },
};
