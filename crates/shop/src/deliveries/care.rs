//! What deliveries hold of people: an address, which goes with her.

use futures_util::FutureExt as _;
use platform::Id;
use serde_json::json;

use super::model::WholeDelivery;
use super::records;
use crate::care::Registered;

/// How deliveries care for people.
pub const CARE: Registered = Registered {
    department: "deliveries",
    tables: &["deliveries"],
    export: |session, person| {
        async move {
            let rows = records::of_profiles(session, &person.profile_ids).await?;
            let told: Vec<_> = rows
                .into_iter()
                .map(|kept| json!({ "of": kept.of, "id": Id(kept.id), "to": WholeDelivery::of(&kept.said) }))
                .collect();
            Ok(json!({ "deliveries": told }))
        }
        .boxed()
    },
    erase: |tx, _, person| {
        async move { Ok(vec![("deliveries", records::erase(tx, &person.profile_ids).await?)]) }.boxed()
    },
};
