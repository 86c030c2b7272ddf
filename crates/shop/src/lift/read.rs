//! What the customers of two groups had in some days, and in as many before.

use std::collections::{BTreeSet, HashMap};

use platform::http::ShopScope;
use platform::{App, Error};

use super::model::LiftMeasure;
use crate::analysis::Period;
use crate::orders::sums::Sale;
use crate::segments::{Kind, Record, ask, verbs};
use crate::shops::Business;
use crate::value::numbers::float;
use crate::{customers, orders};

/// A group's customers, in one order.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) live: bool,
    /// What each had in the days.
    pub(super) after: Vec<f64>,
    /// In as many days before.
    pub(super) before: Vec<f64>,
}

/// Both groups.
#[derive(Debug, Default)]
pub(super) struct Sides {
    pub(super) control: Side,
    pub(super) treated: Side,
    /// Customers of both, who are in neither side.
    pub(super) both: usize,
}

/// A segment or list, with who is in it now.
async fn group(app: &App, scope: &ShopScope, id: i64, now: i64) -> Result<(Record, BTreeSet<i64>), Error> {
    let (record, rule) = {
        let mut session = app.db.read().await?;
        (verbs::find(&mut session, id).await?, verbs::as_rule(&mut session, id).await?)
    };
    let crowd = ask::ask(app, scope, rule).await?.crowd(now).await?;
    Ok((record, crowd.customers().collect()))
}

/// Reads both groups. `days` are those compared and as many before.
///
/// # Errors
/// `not_found` of a segment, 503 while the warehouse is put together, or when the database cannot be read.
pub(super) async fn read(
    app: &App,
    business: &Business,
    scope: &ShopScope,
    (control, treated): (i64, i64),
    (period, before): (&Period, &Period),
    measure: LiftMeasure,
) -> Result<Sides, Error> {
    let (one, mut of_control) = group(app, scope, control, period.now).await?;
    let (other, mut of_treated) = group(app, scope, treated, period.now).await?;
    let both: BTreeSet<i64> = of_control.intersection(&of_treated).copied().collect();
    of_control.retain(|customer| !both.contains(customer));
    of_treated.retain(|customer| !both.contains(customer));
    // Where a customer stands: the treated come after the control group.
    let places: HashMap<i64, usize> =
        of_control.iter().chain(&of_treated).enumerate().map(|(place, customer)| (*customer, place)).collect();
    let mut still = app.db.still().await?;
    let mut owner: HashMap<i64, usize> = HashMap::new();
    customers::owners(&mut still, |profile, customer| {
        owner.extend(places.get(&customer).map(|place| (profile, *place)));
    })
    .await?;
    let mut had = vec![(0.0, 0.0); places.len()];
    orders::sums::sales(&mut still, before.began, period.ended, |sale: Sale| {
        let place = sale.profile_id.and_then(|profile| owner.get(&profile)).copied();
        let Some(slot) = place.and_then(|place| had.get_mut(place)) else { return };
        if sale.currency != business.currency || sale.deal_amount <= 0 || !scope.contains(sale.shop_id) {
            return;
        }
        let slot = if sale.at >= period.began { &mut slot.1 } else { &mut slot.0 };
        match measure {
            LiftMeasure::Revenue => *slot += float(sale.deal_amount),
            LiftMeasure::Deals => *slot += 1.0,
            LiftMeasure::Bought => *slot = 1_000.0,
        }
    })
    .await?;
    let treated = had.split_off(of_control.len());
    let side = |record: Record, had: Vec<(f64, f64)>| {
        let (before, after) = had.into_iter().unzip();
        Side { id: record.id, name: record.name, live: record.kind == Kind::Live, after, before }
    };
    Ok(Sides { control: side(one, had), treated: side(other, treated), both: both.len() })
}
