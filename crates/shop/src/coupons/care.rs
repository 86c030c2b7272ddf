//! What coupons hold of people: the coupons they hold or held, and how many they had.

use futures_util::FutureExt as _;
use platform::{Id, Instant};
use serde_json::json;

use super::records::{coupons, hand_ons, tallies};
use crate::care::Registered;

/// Coupons that are given out.
const MOST: i64 = 10_000;

/// How coupons care for people.
pub const CARE: Registered = Registered {
    department: "coupons",
    tables: &["coupons", "coupon_hand_ons", "coupon_tallies"],
    export: |session, person| {
        async move {
            let held = coupons::of_profiles(session, &person.profile_ids, None, i64::MAX, MOST, 0).await?;
            let told: Vec<_> = held
                .into_iter()
                .map(|one| {
                    json!({ "id": Id(one.id), "programme": Id(one.programme), "state": one.state, "source": one.source,
                            "claimed_at": one.claimed_at.map(Instant), "expires_at": one.expires_at.map(Instant),
                            "order": one.order, "used_at": one.used_at.map(Instant), "reason": one.reason })
                })
                .collect();
            Ok(json!({ "coupons": told }))
        }
        .boxed()
    },
    erase: |tx, _, person| {
        async move {
            // Rows are locked in the order of this department's head.
            Ok(vec![
                ("coupon_hand_ons", hand_ons::erase(tx, &person.profile_ids).await?),
                ("coupon_tallies", tallies::erase(tx, &person.profile_ids).await?),
                ("coupons", coupons::erase(tx, &person.profile_ids).await?),
            ])
        }
        .boxed()
    },
};
