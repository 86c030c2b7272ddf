//! What promotions hold of people: which orders of theirs used what. And which promotions name a segment.

use futures_util::FutureExt as _;
use platform::Id;
use serde_json::json;

use super::records;
use crate::care::Registered;
use crate::segments::{Use, Uses};

/// How promotions care for people.
pub const CARE: Registered = Registered {
    department: "promotions",
    tables: &["promotion_uses", "promotion_buyers"],
    export: |session, person| {
        async move { Ok(json!({ "promotions_used": records::uses::of_profiles(session, &person.profile_ids).await? })) }
            .boxed()
    },
    erase: |tx, _, person| {
        async move {
            let (uses, buyers) = records::uses::erase(tx, &person.profile_ids).await?;
            Ok(vec![("promotion_uses", uses), ("promotion_buyers", buyers)])
        }
        .boxed()
    },
};

/// The promotions whose terms name a segment and that have not ended.
pub const SEGMENT_USES: Uses = |session, segment| {
    async move {
        let named = records::promotions::naming(session, &segment.to_string()).await?;
        let uses = named.into_iter().map(|record| Use {
            kind: "promotion".to_owned(),
            id: Id(record.id),
            name: record.terms().map(|terms| terms.name.zh.clone()).unwrap_or(record.key.clone()),
        });
        Ok(uses.collect())
    }
    .boxed()
};
