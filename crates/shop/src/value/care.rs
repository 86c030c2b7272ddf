//! What this department holds of a person: scores, and when she is due for what she uses up.

use futures_util::FutureExt as _;
use serde_json::json;

use super::gather::date;
use super::model::Scores;
use super::records;
use crate::care::Registered;
use crate::shops;

/// How values care for people.
pub const CARE: Registered = Registered {
    department: "value",
    tables: &["value_scores", "value_refills", "value_past"],
    export: |session, person| {
        async move {
            let business = shops::business(session).await?.currency;
            let ran = records::ran(session).await?;
            let (today, currency) = (ran.today.unwrap_or(0), ran.currency(&business));
            let scores = records::one(session, person.customer_id).await?;
            let refills = records::refills_of(session, person.customer_id).await?;
            let refills: Vec<_> = refills
                .iter()
                .map(|one| json!({ "family": one.family, "last": date(one.last), "expected": date(one.day) }))
                .collect();
            Ok(json!({ "value": scores.map(|one| Scores::of(&one, today, currency)), "value_refills": refills }))
        }
        .boxed()
    },
    erase: |tx, _, person| {
        async move {
            Ok(vec![
                ("value_scores", records::erase(tx, person.customer_id).await?),
                ("value_refills", records::erase_refills(tx, person.customer_id).await?),
                ("value_past", records::erase_past(tx, person.customer_id).await?),
            ])
        }
        .boxed()
    },
};
