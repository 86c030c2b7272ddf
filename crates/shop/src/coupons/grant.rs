//! Granting: the shop gives one customer coupons, with a reason and out of the agent's budget, once per key.

use platform::db::Tx;
use platform::http::Caller;
use platform::{App, Error, Id, audit};
use serde_json::json;

use super::limits::count_customer;
use super::look::Refusal;
use super::model::{CouponCodes, CouponSource, Kept};
use super::programme;
use super::records::{coupons, programmes};
use super::told;
use crate::customers::{self, Reached};
use crate::members::{self, budget};
use crate::promotions::{self, State};

/// Coupons that are granted at once.
const COUNT: i64 = 20;
/// Characters of a reason and of a key.
const TEXT: usize = 200;

/// What is granted.
#[derive(Debug, Clone, Copy)]
pub struct Gift<'a> {
    /// Coupons of this programme.
    pub programme: i64,
    /// How many.
    pub count: i64,
    /// Why.
    pub reason: &'a str,
    /// The same key again gives nothing more.
    pub key: &'a str,
}

/// Gives a customer coupons. The same key again gives nothing more and answers the same.
///
/// # Errors
/// `coupon_blacklisted`, `coupon_enough`, `coupon_all_issued`, `budget_spent`; `wrong_state` when the programme is not published;
/// `invalid` naming the field.
pub async fn grant(tx: &mut Tx, app: &App, caller: &Caller, to: &Reached, gift: Gift<'_>) -> Result<Vec<Kept>, Error> {
    let now = app.clock.now();
    let (programme_id, count) = (gift.programme, gift.count);
    let (reason, key) = (gift.reason.trim(), gift.key.trim());
    for (field, text) in [("reason", reason), ("key", key)] {
        if text.is_empty() {
            return Err(Error::invalid(field, "required"));
        }
        if text.chars().count() > TEXT {
            return Err(Error::invalid(field, "too_long"));
        }
    }
    if !(1..=COUNT).contains(&count) {
        return Err(Error::invalid("count", "out_of_range"));
    }
    let programme = programme::find(tx, programme_id).await?;
    if programme.how.codes == CouponCodes::Single {
        return Err(Refusal::NotClaimable.error());
    }
    programmes::hold(tx, programme_id).await?;
    let key = |number: i64| format!("{programme_id}:{key}:{number}");
    let mut granted = Vec::new();
    for number in 0..count {
        granted.extend(coupons::of_grant(tx, &key(number)).await?);
    }
    if !granted.is_empty() {
        // Some of them may have been handed on since.
        let hers = granted.iter().filter_map(|one| one.profile).any(|profile| to.profile_ids.contains(&profile));
        return if hers { Ok(granted) } else { Err(Error::conflict("key_taken")) };
    }
    if !customers::blacklisted(tx, &[to.customer_id]).await?.is_empty() {
        return Err(Refusal::Blacklisted.error());
    }
    let terms = promotions::find(tx, programme_id).await?;
    if !matches!(terms.state(now), State::Running | State::Scheduled) {
        return Err(Error::conflict("wrong_state"));
    }
    for _ in 0..count {
        if let Some(most) = programme.how.most_per_customer
            && !count_customer(tx, programme_id, to, most, now).await?
        {
            return Err(Refusal::Enough.error());
        }
    }
    if !programmes::issue(tx, programme_id, count, count).await? {
        return Err(Refusal::AllIssued.error());
    }
    let membership = members::programme(tx).await?;
    budget::take(tx, app, &caller.actor, &membership, budget::Kind::Coupons, count).await?;
    let held = Some((to.anchor, programme::expires_at(&programme.how, terms.ends_at, now)));
    let ids: Vec<i64> = app.ids.run(count).collect();
    let new = ids.iter().zip(0..).map(|(id, number)| coupons::New {
        id: *id,
        programme: programme_id,
        batch: None,
        until: None,
        held,
        source: Some(CouponSource::Grant),
        reason: Some(reason.to_owned()),
        grant_key: Some(key(number)),
    });
    coupons::add(tx, new.collect(), now).await?;
    told::changed(tx, &[to.anchor], now)?;
    let detail = json!({ "programme": Id(programme_id), "count": count });
    let subject = to.customer_id.to_string();
    audit::record(tx, caller, "coupons.granted", Some("customer"), Some(&subject), &detail, now).await?;
    for id in ids {
        granted.extend(coupons::find(tx, id).await?);
    }
    Ok(granted)
}
