//! What the till holds of people: whose orders reserved what.

use futures_util::FutureExt as _;
use serde_json::json;

use super::records;
use crate::care::Registered;

/// How the till cares for people.
pub const CARE: Registered = Registered {
    department: "checkout",
    tables: &["redemptions"],
    export: |session, person| {
        async move { Ok(json!({ "redemptions": records::of_profiles(session, &person.profile_ids).await? })) }.boxed()
    },
    erase: |tx, _, person| {
        async move { Ok(vec![("redemptions", records::erase(tx, &person.profile_ids).await?)]) }.boxed()
    },
};
