//! What a programme allows a code that is typed at the till: for whom it is, and how often everybody, one customer and one
//! device may use it. Asked when a cart is priced, held when its order is reserved.

use std::collections::BTreeSet;

use platform::Error;
use platform::db::{Connection, Tx};
use pricing::Buyer;
use serde::{Deserialize, Serialize};

use super::look::{Found, Refusal};
use super::model::{CouponAudience, CouponCodes, Record};
use super::records::tallies;
use crate::customers::Reached;
use crate::promotions;

/// What a programme allows. A coupon that somebody holds was asked when they came by it, and has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    audience: CouponAudience,
    /// Orders that may use a code for everybody.
    most: Option<i64>,
    /// Orders that hold or used it.
    used: i64,
    per_customer: Option<i64>,
    per_device: Option<i64>,
}

impl Limits {
    /// Those of a programme's codes that nobody holds.
    pub(super) fn of(programme: &Record, terms: &promotions::Record) -> Self {
        let how = &programme.how;
        Self {
            audience: how.audience,
            most: how.most.filter(|_| how.codes == CouponCodes::Single),
            used: terms.usage.orders,
            per_customer: how.most_per_customer,
            per_device: how.most_per_device,
        }
    }
}

impl Found {
    /// Orders that may use it, where it is a code for everybody.
    #[must_use]
    pub fn most(&self) -> Option<i64> {
        self.limits.and_then(|limits| limits.most)
    }
}

/// Programmes that counted an order against what one may have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// They counted its customer.
    pub customer: Vec<i64>,
    /// They counted its device.
    pub device: Vec<i64>,
}

/// What an order holds of codes that are typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Holds<'a> {
    /// Programmes with one code for everybody that it uses.
    pub single: &'a [i64],
    /// Programmes that counted its customer.
    pub customer: &'a [i64],
    /// Programmes that counted its device.
    pub device: &'a [i64],
    /// Whose it is.
    pub profile: Option<i64>,
    /// Its device, a [`super::mark`].
    pub mark: Option<&'a str>,
}

/// Who types a code at the till.
#[derive(Debug, Clone, Copy)]
pub struct Typist<'a> {
    /// What is known of them.
    pub buyer: &'a Buyer,
    /// The customer, where one is named.
    pub customer: Option<&'a Reached>,
    /// The device, a [`super::mark`].
    pub mark: Option<&'a str>,
    /// What their order holds already: it counts as free.
    pub holds: Holds<'a>,
}

/// Whether a programme is for this buyer.
pub(super) fn shown(audience: CouponAudience, buyer: &Buyer) -> bool {
    match audience {
        CouponAudience::Member => buyer.level.is_some(),
        CouponAudience::Newcomer => buyer.first_order,
        CouponAudience::Returning => !buyer.first_order,
        CouponAudience::Public => true,
    }
}

/// What names the tally of a programme.
pub(super) fn scope(programme: i64) -> String {
    format!("had:{programme}")
}

/// What a customer had of a programme, under every profile.
pub(super) async fn had(conn: &mut impl Connection, programme: i64, customer: &Reached) -> Result<i64, Error> {
    tallies::had(conn, &scope(programme), customer.profile_ids.iter().map(|id| tallies::profile(*id))).await
}

/// Counts one more for a customer; false when there are `most` already, under whatever profile.
pub(super) async fn count_customer(
    tx: &mut Tx,
    programme: i64,
    customer: &Reached,
    most: i64,
    now: i64,
) -> Result<bool, Error> {
    let scope = scope(programme);
    let others = customer.profile_ids.iter().filter(|id| **id != customer.anchor).map(|id| tallies::profile(*id));
    let elsewhere = tallies::had(tx, &scope, others).await?;
    tallies::count(tx, &scope, &tallies::profile(customer.anchor), (most, elsewhere), now).await
}

/// Counts one more for each of these customers, who are told by their profiles, the first of which the coupon goes to; answers
/// those who had fewer than `most`, under whatever profile.
pub(super) async fn count_customers(
    tx: &mut Tx,
    programme: i64,
    customers: Vec<Vec<i64>>,
    most: i64,
    now: i64,
) -> Result<Vec<Vec<i64>>, Error> {
    let scope = scope(programme);
    let others = customers.iter().flat_map(|profiles| profiles.iter().skip(1)).map(|id| tallies::profile(*id));
    let had = tallies::had_each(tx, &scope, others).await?;
    let elsewhere =
        |profiles: &[i64]| -> i64 { profiles.iter().skip(1).filter_map(|id| had.get(&tallies::profile(*id))).sum() };
    let mut subjects: Vec<(String, i64)> = customers
        .iter()
        .filter_map(|profiles| Some((tallies::profile(*profiles.first()?), most - elsewhere(profiles))))
        .collect();
    subjects.sort_unstable();
    let let_in: BTreeSet<String> = tallies::count_all(tx, &scope, &subjects, now).await?.into_iter().collect();
    let fits = |profiles: &Vec<i64>| profiles.first().is_some_and(|id| let_in.contains(&tallies::profile(*id)));
    Ok(customers.into_iter().filter(fits).collect())
}

/// Counts one more for a device; false when there are `most` already.
pub(super) async fn count_device(tx: &mut Tx, programme: i64, mark: &str, most: i64, now: i64) -> Result<bool, Error> {
    tallies::count(tx, &scope(programme), mark, (most, 0), now).await
}

/// Whether somebody may use a code that was looked up, as far as can be known before it is held.
///
/// # Errors
/// When the database cannot be read.
pub async fn admits(
    conn: &mut impl Connection,
    found: &Found,
    typist: &Typist<'_>,
) -> Result<Result<(), Refusal>, Error> {
    let Some(limits) = found.limits else { return Ok(Ok(())) };
    let Typist { buyer, customer, mark, holds } = *typist;
    let own = |programmes: &[i64]| i64::from(programmes.contains(&found.programme));
    if !shown(limits.audience, buyer) {
        return Ok(Err(Refusal::NotForYou));
    }
    if limits.most.is_some_and(|most| limits.used - own(holds.single) >= most) {
        return Ok(Err(Refusal::UsesGone));
    }
    if let (Some(most), Some(customer)) = (limits.per_customer, customer) {
        let hers = holds.profile.is_some_and(|profile| customer.profile_ids.contains(&profile));
        let held = if hers { own(holds.customer) } else { 0 };
        if had(conn, found.programme, customer).await? - held >= most {
            return Ok(Err(Refusal::Enough));
        }
    }
    if let (Some(most), Some(mark)) = (limits.per_device, mark) {
        let held = if holds.mark == Some(mark) { own(holds.device) } else { 0 };
        if tallies::had(conn, &scope(found.programme), [mark.to_owned()]).await? - held >= most {
            return Ok(Err(Refusal::DeviceEnough));
        }
    }
    Ok(Ok(()))
}

/// Which programmes of `wanted` count an order's customer and device.
#[must_use]
pub fn counted(wanted: &[Found], customer: bool, device: bool) -> Counted {
    let those = |asked: bool, counts: fn(&Limits) -> bool| {
        let counting = wanted.iter().filter(|one| asked && one.limits.as_ref().is_some_and(counts));
        counting.map(|one| one.programme).collect()
    };
    Counted {
        customer: those(customer, |limits| limits.per_customer.is_some()),
        device: those(device, |limits| limits.per_device.is_some()),
    }
}

/// Counts an order against what one may have of a code's programme.
pub(super) async fn hold(
    tx: &mut Tx,
    found: &Found,
    customer: Option<&Reached>,
    mark: Option<&str>,
    now: i64,
) -> Result<Result<(), Refusal>, Error> {
    let Some(limits) = found.limits else { return Ok(Ok(())) };
    if let (Some(most), Some(customer)) = (limits.per_customer, customer)
        && !count_customer(tx, found.programme, customer, most, now).await?
    {
        return Ok(Err(Refusal::Enough));
    }
    if let (Some(most), Some(mark)) = (limits.per_device, mark)
        && !count_device(tx, found.programme, mark, most, now).await?
    {
        return Ok(Err(Refusal::DeviceEnough));
    }
    Ok(Ok(()))
}

/// Takes back what an order counted, in the order in which [`hold`] counts.
pub(super) async fn give_back(tx: &mut Tx, holds: &Holds<'_>) -> Result<(), Error> {
    let customer = holds.profile.map(tallies::profile);
    let those = |programmes: &[i64]| programmes.iter().copied().collect::<BTreeSet<i64>>();
    let (customers, devices) = (those(holds.customer), those(holds.device));
    for programme in customers.union(&devices) {
        let counted = [(&customers, customer.as_deref()), (&devices, holds.mark)];
        let subjects = counted.into_iter().filter(|(those, _)| those.contains(programme));
        for subject in subjects.filter_map(|(_, subject)| subject) {
            tallies::uncount(tx, &scope(*programme), subject).await?;
        }
    }
    Ok(())
}
