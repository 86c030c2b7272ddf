//! Orders and refunds that messages state.

use connectors::drafts::Draft;
use platform::db::Tx;
use platform::{App, Error};

use super::said::Said;
use crate::customers::Source;
use crate::{orders, shops};

/// Hands orders and refunds to the department of orders.
///
/// # Errors
/// When the database refuses.
pub(super) async fn keep(tx: &mut Tx, app: &App, source: &Source, said: &Said) -> Result<(), Error> {
    let Some(shop_id) = source.shop_id.filter(|_| !said.trade.is_empty()) else { return Ok(()) };
    let shop = shops::get(tx, shop_id).await?;
    let mut stated = Vec::new();
    let mut refunds = Vec::new();
    for draft in &said.trade {
        match draft {
            Draft::Order(order) => stated.push((**order).clone()),
            Draft::Refund(refund) => refunds.push((**refund).clone()),
            Draft::Lines(_) | Draft::Person(_) | Draft::Product(_) | Draft::Event(_) => {}
        }
    }
    orders::import(tx, app, &shop, stated).await?;
    orders::import_refunds(tx, app, &shop, refunds, app.clock.now()).await?;
    Ok(())
}
