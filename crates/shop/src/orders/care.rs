//! What orders hold of a person: given out whole, or taken out so that the books stay and nobody is named.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use platform::db::{Session, Tx};
use platform::{App, Error};
use serde_json::{Value as Json, json};

use super::facts::{Address, to_json};
use super::records::{care as records, lines, orders, shipments};
use super::sales;
use crate::care::{Person, Registered};

/// How orders care for people.
pub const CARE: Registered = Registered {
    department: "orders",
    tables: &["orders", "order_lines", "shipments", "refunds", "product_buyers"],
    export: |conn, person| export(conn, person).boxed(),
    erase: |tx, app, person| erase_boxed(tx, app, person),
};

fn erase_boxed<'a>(
    tx: &'a mut Tx,
    app: &'a App,
    person: &'a Person,
) -> BoxFuture<'a, Result<Vec<(&'static str, u64)>, Error>> {
    erase(tx, app, person).boxed()
}

async fn export(conn: &mut Session, person: &Person) -> Result<Json, Error> {
    let found = records::orders(conn, &person.profile_ids).await?;
    let ids: Vec<i64> = found.iter().map(|order| order.id).collect();
    let mut lines = lines::of_orders(conn, ids.iter().copied()).await?;
    let mut parcels = shipments::of_orders(conn, ids).await?;
    let mut list = Vec::with_capacity(found.len());
    for order in found {
        let parcels: Vec<Json> = parcels
            .remove(&order.id)
            .unwrap_or_default()
            .into_iter()
            .map(|one| json!({ "carrier": one.carrier, "tracking": one.tracking, "shipped_at": one.shipped_at }))
            .collect();
        let lines: Vec<_> = lines.remove(&order.id).unwrap_or_default().into_iter().map(|line| line.facts).collect();
        list.push(json!({
            "number": order.number,
            "order": order.facts,
            "lines": lines,
            "shipments": parcels,
        }));
    }
    let refunds: Vec<Json> = records::refunds(conn, &person.profile_ids)
        .await?
        .into_iter()
        .map(|refund| json!({ "number": refund.number, "refund": refund.facts }))
        .collect();
    Ok(json!({ "orders": list, "refunds": refunds }))
}

async fn erase(tx: &mut Tx, app: &App, person: &Person) -> Result<Vec<(&'static str, u64)>, Error> {
    let now = app.clock.now();
    let mut found = records::orders(tx, &person.profile_ids).await?;
    let ids: Vec<i64> = found.iter().map(|order| order.id).collect();
    for order in &mut found {
        let facts = &mut order.facts;
        facts.buyer_nick = None;
        facts.buyer_name = None;
        facts.buyer_email = None;
        facts.buyer_mobile = None;
        let Address { country, province, city, .. } = std::mem::take(&mut facts.address);
        facts.address = Address { country, province, city, ..Address::default() };
        facts.buyer_note = None;
        facts.seller_note = None;
        facts.extra.clear();
        order.json = to_json(facts)?;
        order.profile_id = None;
        order.hash = 0;
    }
    let sold = sales::before(tx, ids.iter().copied()).await?;
    orders::write(tx, &found, now).await?;
    sales::after(tx, sold, ids.iter().copied()).await?;
    let mut lines: Vec<lines::Record> =
        lines::of_orders(tx, ids.iter().copied()).await?.into_values().flatten().collect();
    for line in &mut lines {
        line.facts.extra.clear();
        line.json = to_json(&line.facts)?;
    }
    lines::write(tx, &lines).await?;
    let parcels = records::forget_parcels(tx, &ids).await?;
    let mut refunds = records::refunds(tx, &person.profile_ids).await?;
    for refund in &mut refunds {
        refund.facts.buyer_nick = None;
        refund.facts.reason = None;
        refund.facts.extra.clear();
        refund.json = to_json(&refund.facts)?;
        refund.profile_id = None;
        refund.hash = 0;
    }
    super::records::refunds::write(tx, &refunds, now).await?;
    let many = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    Ok(vec![
        ("orders", many(found.len())),
        ("order_lines", many(lines.len())),
        ("shipments", parcels),
        ("refunds", many(refunds.len())),
    ])
}
