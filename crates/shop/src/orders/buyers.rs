//! The buyers of orders: what an order says of its buyer, and who that is.

use connectors::drafts::AddressDraft;
use platform::db::Tx;
use platform::{App, Error};

use super::figures;
use super::import::{Open, Outcome};
use crate::customers::{self, Resolved, Sighting, Source};
use crate::shops::Shop;

/// Finds the buyers of orders, or makes them. An order that nobody knew is counted with a buyer whom nobody knew.
pub(super) async fn resolve(
    tx: &mut Tx,
    app: &App,
    shop: &Shop,
    open: &mut [Open],
    outcome: &mut Outcome,
) -> Result<(), Error> {
    let source = Source { shop_id: Some(shop.id.0), channel: shop.channel };
    let sightings: Vec<Sighting> = open.iter_mut().map(|one| sighting(source, one)).collect();
    let found = customers::resolve(tx, app, &sightings).await?;
    for (one, resolved) in open.iter_mut().zip(found) {
        let Some(Resolved { profile_id, customer_id, created, changed, counted }) = resolved else { continue };
        one.record.profile_id = Some(profile_id);
        one.counted = counted && one.before.is_none();
        outcome.met.push(profile_id);
        let customers = &mut outcome.counts.customers;
        if created {
            customers.created += 1;
        } else if changed {
            customers.changed += 1;
            outcome.renewed.push((profile_id, customer_id));
        }
    }
    Ok(())
}

fn sighting(source: Source, one: &mut Open) -> Sighting {
    let buyer = std::mem::take(&mut one.buyer);
    let facts = one.said.as_ref().unwrap_or(&one.record.facts);
    let nobody = buyer.identifiers.is_empty();
    let mut sighting = Sighting::new(source, buyer.identifiers, one.record.sort_at);
    sighting.rank = customers::rank_of(&one.record.number);
    sighting.nick = buyer.nick;
    sighting.name = buyer.name.or_else(|| facts.address.receiver.clone());
    sighting.mobile = buyer.mobile.or_else(|| facts.address.mobile.clone());
    sighting.email = buyer.email;
    sighting.address = AddressDraft::from(facts.address.clone());
    if nobody && whole(sighting.name.as_deref()) && whole(facts.address.street.as_deref()) {
        sighting.fallback_key = Some(one.record.number.clone());
    }
    sighting.bought = one.before.is_none().then(|| figures::of_order(0, &one.record));
    sighting
}

/// Whether it says something and hides nothing.
fn whole(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty() && !text.contains(['*', '＊']))
}
