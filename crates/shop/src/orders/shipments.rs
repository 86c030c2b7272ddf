//! Parcels: matched with those known by their tracking numbers.

use std::collections::{HashMap, HashSet};

use connectors::drafts::ShipmentDraft;
use platform::db::Tx;
use platform::{App, Error};

use super::counts::Tally;
use super::records::shipments::{self as records, Record};

/// Takes parcels over: order, whether it may have parcels already, what is stated. Returns the orders that have a new or
/// changed parcel.
pub(super) async fn apply(
    tx: &mut Tx,
    app: &App,
    stated: Vec<(i64, bool, Vec<ShipmentDraft>)>,
    tally: &mut Tally,
) -> Result<HashSet<i64>, Error> {
    let asked: Vec<i64> =
        stated.iter().filter(|(_, known, drafts)| *known && !drafts.is_empty()).map(|(order, ..)| *order).collect();
    let mut known = records::of_orders(tx, asked).await?;
    let most: usize = stated.iter().map(|(_, _, drafts)| drafts.len()).sum();
    let mut ids = app.ids.run(i64::try_from(most).unwrap_or(i64::MAX));
    let (mut new, mut dirty): (Vec<Record>, Vec<Record>) = (Vec::new(), Vec::new());
    let mut touched = HashSet::new();
    for (order_id, _, drafts) in stated {
        let mut parcels: HashMap<String, Record> = known
            .remove(&order_id)
            .unwrap_or_default()
            .into_iter()
            .map(|record| (record.tracking.clone(), record))
            .collect();
        let mut seen = HashSet::new();
        for draft in drafts {
            if !seen.insert(draft.tracking.clone()) {
                continue;
            }
            match parcels.get_mut(&draft.tracking) {
                Some(record) => {
                    let before = record.clone();
                    record.carrier = draft.carrier.or_else(|| record.carrier.take());
                    record.shipped_at = draft.shipped_at.or(record.shipped_at);
                    if *record == before {
                        tally.unchanged += 1;
                    } else {
                        tally.changed += 1;
                        touched.insert(order_id);
                        dirty.push(record.clone());
                    }
                }
                None => {
                    let id = ids.next().ok_or_else(|| Error::internal("more parcels than were counted"))?;
                    tally.created += 1;
                    touched.insert(order_id);
                    new.push(Record {
                        id,
                        order_id,
                        carrier: draft.carrier,
                        tracking: draft.tracking,
                        shipped_at: draft.shipped_at,
                        trace: "[]".to_owned(),
                    });
                }
            }
        }
    }
    records::insert(tx, new).await?;
    records::write(tx, dirty).await?;
    Ok(touched)
}
