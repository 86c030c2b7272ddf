//! What orders and behaviours make of a profile, and through it of its customer.

use std::collections::BTreeMap;

use platform::db::Tx;
use platform::{App, Error};

use super::model::Figures;
use super::records;
use super::refresh::refresh_totals;

/// Sets what these profiles have bought, as absolute figures, and derives their customers again. Repeating it changes
/// nothing.
///
/// # Errors
/// When the database refuses.
pub async fn record_orders(tx: &mut Tx, app: &App, figures: &[Figures]) -> Result<(), Error> {
    if figures.is_empty() {
        return Ok(());
    }
    records::enter(tx).await?;
    // The last word on a profile holds: an update from a list with the profile twice would take either.
    let by_profile: BTreeMap<i64, &Figures> = figures.iter().map(|row| (row.profile_id, row)).collect();
    let rows: Vec<Figures> = by_profile.values().map(|row| (*row).clone()).collect();
    records::set_figures(tx, &rows).await?;
    let profiles: Vec<i64> = by_profile.into_keys().collect();
    let customers = customers_of(tx, &profiles).await?;
    refresh_totals(tx, app, &customers).await
}

/// What these profiles have bought so far, as [`record_orders`] said last.
///
/// # Errors
/// When the database cannot be read.
pub async fn figures_of(tx: &mut Tx, profiles: &[i64]) -> Result<Vec<Figures>, Error> {
    Ok(records::figures_of_profiles(tx, profiles).await?.into_iter().map(|row| row.figures).collect())
}

/// Adds behaviours to profiles, (profile, events more, inquiries more, instant of the last one), and derives their
/// customers again. The caller counts each behaviour once.
///
/// # Errors
/// When the database refuses.
pub async fn record_events(tx: &mut Tx, app: &App, seen: &[(i64, i64, i64, i64)]) -> Result<(), Error> {
    if seen.is_empty() {
        return Ok(());
    }
    records::enter(tx).await?;
    let mut by_profile: BTreeMap<i64, (i64, i64, i64)> = BTreeMap::new();
    for (profile, events, inquiries, at) in seen {
        let sum = by_profile.entry(*profile).or_insert((0, 0, i64::MIN));
        *sum = (sum.0 + events, sum.1 + inquiries, sum.2.max(*at));
    }
    let rows: Vec<_> =
        by_profile.iter().map(|(profile, (events, inquiries, at))| (*profile, *events, *inquiries, *at)).collect();
    records::add_events(tx, &rows).await?;
    let profiles: Vec<i64> = by_profile.into_keys().collect();
    let customers = customers_of(tx, &profiles).await?;
    refresh_totals(tx, app, &customers).await
}

async fn customers_of(tx: &mut Tx, profiles: &[i64]) -> Result<Vec<i64>, Error> {
    Ok(records::customers_of_profiles(tx, profiles).await?.into_iter().map(|(_, customer)| customer).collect())
}
