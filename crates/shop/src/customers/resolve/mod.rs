//! Who is who: from what rows and messages say to profiles and customers.
//!
//! One call takes a batch, in a handful of statements. Within it: find the profiles that the sightings name, take over
//! their labels, look up who else holds the same identifiers, decide which customers are one ([`decide`]), write.
//! Saying the same again changes nothing. Absent from here: joins on likeness; those are proposals.

mod batch;
pub(super) mod decide;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use connectors::identity;
use platform::db::Tx;
use platform::outbox::Message;
use platform::{App, Error};
use serde_json::json;

use super::figures::Totals;
use super::model::{Resolved, Sighting, kind_from_code};
use super::records::{self, Held, NewCustomer, NewIdentifier, ProfileRow};
use super::refresh::{Face, refresh_faces, refresh_totals};
use batch::{Batch, Slot};
use decide::{Decision, Member, decide};

/// Finds or makes the profile and customer of each sighting; `None` where a sighting names nobody.
///
/// Strong identifiers join customers at once, mobiles and e-mails when the names agree. What a person has separated
/// stays separate. All sightings of a call are taken together.
///
/// # Errors
/// When the database refuses.
pub async fn resolve(tx: &mut Tx, app: &App, sightings: &[Sighting]) -> Result<Vec<Option<Resolved>>, Error> {
    let mut batch = Batch::of(sightings);
    if batch.slots.is_empty() {
        return Ok(vec![None; sightings.len()]);
    }
    records::enter(tx).await?;
    load(tx, &mut batch).await?;
    batch.take_labels(sightings);
    let holders = holders(tx, &batch).await?;
    let decision = judge(tx, app, &mut batch, &holders).await?;
    write(tx, app, &mut batch, &holders, &decision).await?;
    Ok(batch.answer(sightings.len(), &decision))
}

async fn load(tx: &mut Tx, batch: &mut Batch) -> Result<(), Error> {
    let mut wanted: BTreeMap<(&str, &'static str), Vec<String>> = BTreeMap::new();
    for slot in &batch.slots {
        wanted.entry((&slot.source_code, slot.key_kind)).or_default().push(slot.key_value.clone());
    }
    let mut found = Vec::new();
    for ((source, kind), keys) in wanted {
        found.extend(records::profiles_by_key(tx, source, kind, &keys).await?);
    }
    for row in found {
        batch.found(row);
    }
    Ok(())
}

/// Everybody who holds an identifier of the batch.
async fn holders(tx: &mut Tx, batch: &Batch) -> Result<Vec<Held>, Error> {
    let mut wanted: BTreeMap<&'static str, HashSet<&str>> = BTreeMap::new();
    for slot in &batch.slots {
        for (kind, _, value) in &slot.identifiers {
            wanted.entry(kind).or_default().insert(value);
        }
    }
    let mut found = Vec::new();
    for (kind, values) in wanted {
        let mut values: Vec<String> = values.into_iter().map(str::to_owned).collect();
        values.sort_unstable();
        found.extend(records::holders(tx, kind, &values).await?);
    }
    Ok(found)
}

/// Decides which customers are one. Members of customers that may join are read only when there are such.
async fn judge(tx: &mut Tx, app: &App, batch: &mut Batch, holders: &[Held]) -> Result<Decision, Error> {
    let now = app.ids.run(i64::try_from(batch.slots.len()).unwrap_or(i64::MAX));
    for (slot, id) in batch.slots.iter_mut().zip(now) {
        if slot.is_new {
            slot.row.id = id;
        }
    }
    let mut carriers: HashMap<(&str, &str, &str), BTreeSet<i64>> = HashMap::with_capacity(2 * holders.len());
    let mut customer: HashMap<i64, i64> = HashMap::with_capacity(holders.len());
    for held in holders {
        carriers.entry((&held.kind, &held.scope, &held.value)).or_default().insert(held.profile_id);
        customer.insert(held.profile_id, held.customer_id);
    }
    for slot in &batch.slots {
        for (kind, scope, value) in &slot.identifiers {
            carriers.entry((kind, scope, value)).or_default().insert(slot.row.id);
        }
        if !slot.is_new {
            customer.insert(slot.row.id, slot.row.customer_id);
        }
    }
    let shared: Vec<_> = carriers
        .into_iter()
        .filter(|(_, profiles)| profiles.len() > 1)
        .filter_map(|((kind, _, _), profiles)| kind_from_code(kind).map(|kind| (kind, profiles)))
        .filter(|(kind, _)| identity::may_join(*kind))
        // Those who are one already need no look.
        .filter(|(_, profiles)| {
            let first = profiles.first().and_then(|id| customer.get(id));
            first.is_none() || profiles.iter().any(|id| customer.get(id) != first)
        })
        .collect();
    let concerned: BTreeSet<i64> =
        shared.iter().flat_map(|(_, profiles)| profiles.iter().filter_map(|id| customer.get(id).copied())).collect();
    let mut members: BTreeMap<i64, Member> = BTreeMap::new();
    let mut separations = Vec::new();
    if !concerned.is_empty() {
        let concerned: Vec<i64> = concerned.into_iter().collect();
        for row in records::profiles_of_customers(tx, &concerned).await? {
            members.insert(row.id, Member { customer: Some(row.customer_id), name: row.labels.name });
        }
        separations = records::separations(tx, &members.keys().copied().collect::<Vec<_>>()).await?;
    }
    for slot in &batch.slots {
        let name = slot.row.labels.name.clone();
        let customer = (!slot.is_new).then_some(slot.row.customer_id);
        members.insert(slot.row.id, Member { customer, name });
    }
    let new = batch.slots.iter().filter(|slot| slot.is_new).count();
    let mut fresh = app.ids.run(i64::try_from(new).unwrap_or(i64::MAX));
    Ok(decide(&members, &shared, &separations, || fresh.next().unwrap_or_else(|| app.ids.next())))
}

async fn write(tx: &mut Tx, app: &App, batch: &mut Batch, holders: &[Held], decision: &Decision) -> Result<(), Error> {
    let now = app.clock.now();
    for crowd in &decision.crowded {
        tracing::warn!(kind = ?crowd.kind, profiles = crowd.profiles, "too many profiles share one identifier: it joins nobody");
    }
    let known: HashSet<(&str, &str, &str, i64)> = holders
        .iter()
        .map(|held| (held.kind.as_str(), held.scope.as_str(), held.value.as_str(), held.profile_id))
        .collect();
    let mut identifiers = Vec::new();
    for slot in &mut batch.slots {
        if slot.is_new
            && let Some(customer) = decision.customer_of.get(&slot.row.id)
        {
            slot.row.customer_id = *customer;
        }
        let missing: Vec<_> = slot
            .identifiers
            .iter()
            .filter(|(kind, scope, value)| !known.contains(&(kind, scope.as_str(), value.as_str(), slot.row.id)))
            .cloned()
            .collect();
        slot.changed |= !missing.is_empty();
        identifiers.extend(
            missing.into_iter().map(|(kind, scope, value)| (slot.row.id, slot.row.first_seen_at, kind, scope, value)),
        );
    }
    let ids = app.ids.run(i64::try_from(identifiers.len()).unwrap_or(i64::MAX));
    let identifiers = ids
        .zip(identifiers)
        .map(|(id, (profile_id, first_seen_at, kind, scope, value))| NewIdentifier {
            id,
            profile_id,
            kind,
            tail: batch::tail(kind, &value),
            scope,
            value,
            first_seen_at,
        })
        .collect();

    let created: BTreeSet<i64> = decision.created.iter().copied().collect();
    records::insert_customers(tx, new_customers(&batch.slots, &created), now).await?;
    records::insert_profiles(tx, batch.slots.iter().filter(|slot| slot.is_new).map(Slot::profile)).await?;
    let known = |slot: &&Slot| !slot.is_new;
    let relabelled =
        batch.slots.iter().filter(known).filter(|slot| slot.changed).map(|slot| slot.row.clone()).collect();
    records::relabel(tx, relabelled).await?;
    let seen: Vec<&ProfileRow> =
        batch.slots.iter().filter(known).filter(|slot| slot.seen && !slot.changed).map(|slot| &slot.row).collect();
    records::see_profiles(tx, &seen).await?;
    records::insert_identifiers(tx, identifiers).await?;
    super::join::write(tx, app, &decision.joins).await?;

    let customer = |slot: &Slot| decision.customer_of.get(&slot.row.id).copied();
    let standing = |customer: &i64| !created.contains(customer);
    let grown: BTreeSet<i64> = batch
        .slots
        .iter()
        .filter(|slot| slot.is_new)
        .filter_map(customer)
        .chain(decision.joins.iter().flat_map(|join| [join.winner, join.loser]))
        .filter(standing)
        .collect();
    let mut renamed: BTreeSet<i64> = batch
        .slots
        .iter()
        .filter(|slot| slot.changed)
        .filter_map(customer)
        .filter(standing)
        .chain(grown.clone())
        .collect();
    // Of several profiles the one that spoke last counts, even when it only said the same again.
    let again: BTreeSet<i64> = batch
        .slots
        .iter()
        .filter(|slot| slot.marked)
        .filter_map(customer)
        .filter(standing)
        .filter(|customer| !renamed.contains(customer))
        .collect();
    let several = records::with_several_profiles(tx, &again.into_iter().collect::<Vec<_>>()).await?;
    renamed.extend(&several);
    refresh_faces(tx, app, &renamed.into_iter().collect::<Vec<_>>()).await?;
    refresh_totals(tx, app, &grown.iter().copied().collect::<Vec<_>>()).await?;
    let mut seen: BTreeMap<i64, i64> = BTreeMap::new();
    for slot in batch.slots.iter().filter(|slot| slot.seen) {
        if let Some(customer) = customer(slot).filter(standing).filter(|customer| !grown.contains(customer)) {
            let last = seen.entry(customer).or_insert(slot.row.last_seen_at);
            *last = slot.row.last_seen_at.max(*last);
        }
    }
    records::see_customers(tx, seen).await?;

    let profiles: Vec<i64> =
        batch.slots.iter().filter(|slot| slot.is_new || slot.changed).map(|slot| slot.row.id).collect();
    let mut customers: BTreeSet<i64> = profiles.iter().filter_map(|id| decision.customer_of.get(id).copied()).collect();
    customers.extend(several);
    if !customers.is_empty() {
        tx.emit(Message::new("customers.changed", now, &json!({ "customers": customers, "profiles": profiles }))?);
    }
    Ok(())
}

/// The rows of customers that consist of new profiles alone, with all that is known of them.
fn new_customers(slots: &[Slot], created: &BTreeSet<i64>) -> Vec<NewCustomer> {
    let mut of: BTreeMap<i64, Vec<&Slot>> = BTreeMap::new();
    for slot in slots {
        if created.contains(&slot.row.customer_id) {
            of.entry(slot.row.customer_id).or_default().push(slot);
        }
    }
    of.into_iter()
        .map(|(id, slots)| NewCustomer {
            id,
            face: Face::of(slots.iter().map(|slot| &slot.row)),
            totals: Totals::of(&slots.into_iter().map(Slot::figures).collect::<Vec<_>>()),
        })
        .collect()
}
