//! Who buys: what is known of a customer that promotions ask for.

use platform::db::Session;
use platform::http::ShopScope;
use platform::{App, Error, Id};
use pricing::{Buyer, Cart};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{live, uses};
use crate::customers::{self, Reached};
use crate::members;
use crate::segments;

/// Who buys: a customer by id, or by what names one.
#[derive(Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = CartCustomer)]
pub enum Customer {
    /// By id.
    Id(ById),
    /// By an identifier.
    Named(ByName),
}

/// A customer by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CartCustomerById)]
pub struct ById {
    /// The customer.
    pub id: Id,
}

/// A customer by what names one: `{"kind": "mobile", "value": "+8613…"}`.
#[derive(Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CartCustomerByName)]
pub struct ByName {
    /// The kind of identifier: `mobile`, `email`, `taobao_nick`, `user_id` …
    pub kind: String,
    /// The identifier.
    pub value: String,
}

/// An identifier is personal data.
impl std::fmt::Debug for ByName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ByName").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Customer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(by) => by.fmt(f),
            Self::Named(by) => by.fmt(f),
        }
    }
}

impl Customer {
    /// What tells one customer from another, in a request's fingerprint.
    #[must_use]
    pub fn told(&self) -> (&str, String) {
        match self {
            Self::Id(by) => ("id", by.id.to_string()),
            Self::Named(by) => (&by.kind, by.value.clone()),
        }
    }
}

/// A buyer who is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The customer.
    pub reached: Reached,
    /// On the black list: holds no coupon and no member's price.
    pub blacklisted: bool,
}

/// The customer that is named, when somebody with `scope` may see it.
///
/// # Errors
/// `not_found`; `invalid` for an unknown kind of identifier, `ambiguous` when it names several customers.
pub async fn who(session: &mut Session, scope: &ShopScope, customer: &Customer) -> Result<Who, Error> {
    let id = match customer {
        Customer::Id(by) => by.id.0,
        Customer::Named(by) => {
            let kind = customers::kind_from_code(&by.kind).ok_or_else(|| Error::invalid("customer.kind", "unknown"))?;
            let value = by.value.trim().to_owned();
            let mut found: Vec<i64> =
                customers::identified(session, kind, &[value]).await?.into_iter().map(|(_, id)| id).collect();
            found.sort_unstable();
            found.dedup();
            match found.as_slice() {
                [] => return Err(Error::not_found("customer")),
                [one] => *one,
                _ => return Err(Error::conflict("ambiguous_customer")),
            }
        }
    };
    let reached = customers::reach(session, scope, id).await?;
    let standing = customers::standings(session, &[reached.customer_id]).await?;
    let blacklisted = standing.get(&reached.customer_id).is_some_and(|standing| standing.blacklisted);
    Ok(Who { reached, blacklisted })
}

/// Fills in the cart's buyer from what is known of the customer. What is not known here (where the goods go, through which
/// channel) stays as the cart says.
///
/// # Errors
/// `warehouse_building` while memberships of segments cannot be told and a promotion asks for them.
pub async fn fill(app: &App, session: &mut Session, set: &live::Set, who: &Who, cart: &mut Cart) -> Result<(), Error> {
    let reached = &who.reached;
    let standing = customers::standings(session, &[reached.customer_id]).await?;
    let deals = standing.get(&reached.customer_id).map_or(0, |standing| standing.deals);
    let member = members::standings(session, &[reached.customer_id]).await?.remove(&reached.customer_id);
    let level = member.and_then(|member| member.level).map(|level| Id(level).to_string());
    // A shop whose levels live elsewhere says them in the cart.
    let said_level = cart.buyer.level.take().filter(|_| !set.knows_levels);
    let segments = if set.asks_segments {
        let held = segments::live::ready(app)?;
        let inside = segments::segments_of(session, &held.warehouse, reached).await?;
        inside.into_iter().map(|(id, ..)| Id(id).to_string()).collect()
    } else {
        std::collections::BTreeSet::new()
    };
    let used = uses::used_by(session, &reached.profile_ids).await?;
    let said = std::mem::take(&mut cart.buyer);
    cart.buyer = Buyer {
        level: if who.blacklisted { None } else { level.or(said_level) },
        segments,
        first_order: deals == 0,
        used,
        coupons: std::collections::BTreeSet::new(),
        points: said.points,
        region: said.region,
        channel: said.channel,
    };
    Ok(())
}
