//! What this department holds of a person: scores, when she is due for what she uses up, and her part in
//! pictures of what has been.

use futures_util::FutureExt as _;
use serde_json::json;

use super::gather::date;
use super::model::Scores;
use super::records;
use super::stage::STAGE;
use crate::care::Registered;
use crate::{customers, shops};

/// Where rows are a customer's.
const TABLES: &[&str] = &["value_scores", "value_refills", "value_past"];

/// How values care for people.
pub const CARE: Registered = Registered {
    department: "value",
    tables: TABLES,
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
            let past = records::one_past(session, person.customer_id).await?.map(|one| one.told(today));
            Ok(json!({
                "value": scores.map(|one| Scores::of(&one, today, currency)),
                "value_refills": refills,
                "value_past": past,
            }))
        }
        .boxed()
    },
    erase: |tx, _, person| {
        async move {
            records::turn(tx).await?;
            // Who was merged into her since the last reckoning has rows of their own still.
            let hers: Vec<i64> = customers::with_merged_away(tx, person.customer_id).await?.into_iter().collect();
            // A reckoning under way may keep what its model's trial said of her: it is learnt again without.
            records::drop_page(tx, STAGE).await?;
            let mut gone = Vec::new();
            for table in TABLES {
                gone.push((*table, records::drop_of(tx, table, &hers).await?));
            }
            Ok(gone)
        }
        .boxed()
    },
};
