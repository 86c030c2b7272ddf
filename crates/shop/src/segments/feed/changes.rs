//! Messages of the outbox as changes of the warehouse.
//!
//! A customer that a message touches is read whole, in a still view of the database that may be ahead of the message;
//! the position of that view is remembered, so that a behaviour which the view held already is not appended again.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use platform::db::Connection;
use platform::outbox::{self, Delivered};
use platform::{App, Error};
use rules::{Behaviour, Filter, Rule, SetKind, Test, Value};
use serde_json::Value as Json;
use warehouse::{Batch, Cancel, Change, Schema, Warehouse};

use super::super::catalogue::Shape;
use super::super::lists;
use super::facts::Facts;
use super::fault;
use super::person::{meet, moving, scores};
use crate::{customers, events, group_buys, value};

/// Customers read at a time.
const PIECE: usize = 1_000;

/// Customers of new scores, or of lists, taken in together: a night's reckoning or a file may name everybody.
const MANY: usize = 20_000;
/// The message that customers came into a list or left it.
const LISTED: &str = "segments.list_changed";

/// The first of these messages, as many as can be taken in together.
pub(crate) fn light(mut messages: Vec<Delivered>) -> Vec<Delivered> {
    let mut many = 0;
    let named = |message: &Delivered| {
        let of = match message.kind.as_str() {
            value::CHANGED => message.payload.get("customers"),
            LISTED => message.payload.get("profiles"),
            _ => None,
        };
        of.and_then(Json::as_array).map_or(0, Vec::len)
    };
    let fits = messages.iter().position(|message| {
        many += named(message);
        many > MANY
    });
    messages.truncate(fits.map_or(usize::MAX, |at| at.max(1)));
    messages
}

/// Turns messages into changes, in their order.
#[derive(Debug, Default)]
pub(crate) struct Feed {
    /// Up to which position a customer was read whole. Kept while there are older messages to come.
    whole: HashMap<i64, i64>,
}

/// What messages come to.
#[derive(Debug, Default)]
pub(crate) struct Moved {
    /// The changes, with the position that they lead to.
    pub batch: Batch,
}

/// What messages touch.
#[derive(Debug, Default)]
struct Touched {
    customers: BTreeSet<i64>,
    profiles: BTreeSet<i64>,
    gone: BTreeSet<i64>,
    groups: BTreeSet<i64>,
    numbers: BTreeSet<String>,
    tags: BTreeSet<String>,
    /// Whose scores were reckoned anew.
    scored: BTreeSet<i64>,
    /// The profiles that came into a list or left it.
    listed: BTreeMap<i64, BTreeSet<i64>>,
    /// Behaviours: position, first id, last id.
    events: Vec<(i64, i64, i64)>,
}

fn id(value: &Json) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn ids<'j>(payload: &'j Json, key: &str) -> impl Iterator<Item = i64> + use<'j> {
    payload.get(key).and_then(Json::as_array).into_iter().flatten().filter_map(id)
}

impl Touched {
    fn take(&mut self, message: &Delivered) {
        let payload = &message.payload;
        let one = |key: &str| payload.get(key).and_then(id);
        match message.kind.as_str() {
            "events.recorded" => {
                if let (Some(first), Some(last)) = (one("first_id"), one("last_id")) {
                    self.events.push((message.position, first, last));
                }
            }
            "customers.merged" | "customers.unmerged" => {
                for key in ["merges", "unmerges"] {
                    for entry in payload.get(key).and_then(Json::as_array).into_iter().flatten() {
                        self.customers
                            .extend(["from", "to"].into_iter().filter_map(|side| entry.get(side).and_then(id)));
                        self.profiles.extend(ids(entry, "profiles"));
                    }
                }
            }
            value::CHANGED => self.scored.extend(ids(payload, "customers")),
            LISTED => {
                if let Some(list) = one("list") {
                    self.listed.entry(list).or_default().extend(ids(payload, "profiles"));
                }
            }
            "customers.erased" => self.gone.extend(one("customer_id")),
            "tags.renamed" | "tags.removed" => {
                self.tags.extend(payload.get("tag").and_then(Json::as_str).map(str::to_owned));
            }
            "groups.deleted" => self.groups.extend(one("group")),
            "products.changed" => {
                let numbers = payload.get("numbers").and_then(Json::as_array).into_iter().flatten();
                self.numbers.extend(numbers.filter_map(Json::as_str).map(str::to_owned));
            }
            "orders.imported"
            | "customers.changed"
            | "members.changed"
            | "members.birthday"
            | "points.moved"
            | "credit.moved"
            | "gifts.changed"
            | "coupons.expiring"
            | "coupons.changed"
            | "fields.changed"
            | group_buys::PAID
            | group_buys::LEFT
            | group_buys::FILLED
            | group_buys::FAILED => {
                self.customers.extend(ids(payload, "customers"));
                self.profiles.extend(ids(payload, "profiles"));
            }
            _ => {}
        }
    }
}

impl Feed {
    /// What `messages` come to, for a warehouse that has followed everything before them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) async fn changes(
        &mut self,
        app: &App,
        shape: &Shape,
        warehouse: &Warehouse,
        messages: &[Delivered],
    ) -> Result<Moved, Error> {
        let Some(last) = messages.last() else { return Ok(Moved::default()) };
        let mut touched = Touched::default();
        for message in messages {
            touched.take(message);
        }
        let mut still = app.db.still().await?;
        let head = outbox::head(&mut still).await?;
        let schema = warehouse.schema();
        let mut changes: Vec<Change> = Vec::new();

        touched.customers.extend(named(warehouse, shape, &touched, app.clock.now())?);
        let profiles: Vec<i64> = touched.profiles.iter().copied().collect();
        touched.customers.extend(customers::customers_of(&mut still, &profiles).await?.into_iter().map(|(_, id)| id));
        let wanted: Vec<i64> = touched.customers.iter().copied().collect();
        let scored: Vec<i64> = touched.scored.difference(&touched.customers).copied().collect();
        let mut gone = std::mem::take(&mut touched.gone);
        for piece in wanted.chunks(PIECE) {
            let mut left: BTreeSet<i64> = piece.iter().copied().collect();
            for put in self.put(&mut still, head, shape, &schema, piece).await? {
                left.remove(&put.customer());
                changes.push(put);
            }
            gone.extend(left);
        }
        for piece in scored.chunks(PIECE) {
            let standing = customers::standing_of(&mut still, piece).await?;
            let piece: Vec<i64> = standing.into_iter().filter(|id| !gone.contains(id)).collect();
            let mut found = scores(&mut still, &Facts::new(shape), &piece).await?;
            for customer in piece {
                let mut said = found.remove(&customer).unwrap_or_default();
                let of = |name: &&str| Some((schema.attribute(name)?, said.remove(*name)));
                let attributes = value::NAMES.iter().filter_map(of).collect();
                changes.push(Change::Append { customer, attributes, facts: Vec::new() });
            }
        }
        changes.extend(listed(&mut still, warehouse, &touched).await?);
        changes.extend(gone.iter().map(|customer| Change::Remove { customer: *customer }));
        self.append(&mut still, shape, warehouse, &touched, &mut changes).await?;
        // What is older than every message to come can be forgotten.
        self.whole.retain(|_, position| *position > last.position);
        Ok(Moved { batch: Batch { position: u64::try_from(last.position).unwrap_or(0), changes } })
    }

    /// These customers whole, as the database has them now, for a warehouse whose columns have become more. Those who do not
    /// stand any more are left out: what says so is still to come.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) async fn again(
        &mut self,
        app: &App,
        shape: &Shape,
        warehouse: &Warehouse,
        customers: &[i64],
    ) -> Result<Vec<Change>, Error> {
        let mut still = app.db.still().await?;
        let head = outbox::head(&mut still).await?;
        self.put(&mut still, head, shape, &warehouse.schema(), customers).await
    }

    /// These customers whole, in a view of the database at the position `head`.
    async fn put(
        &mut self,
        still: &mut impl Connection,
        head: i64,
        shape: &Shape,
        schema: &Schema,
        customers: &[i64],
    ) -> Result<Vec<Change>, Error> {
        let mut changes = Vec::with_capacity(customers.len());
        for met in meet(still, shape, customers).await? {
            self.whole.insert(met.customer, head);
            let facts = met.facts.iter().map(|fact| schema.told(&fact.told())).collect::<Result<_, _>>();
            changes.push(Change::Put {
                customer: met.customer,
                attributes: schema.attributes(&met.attributes).map_err(fault)?,
                facts: facts.map_err(fault)?,
                sets: met.sets.into_iter().collect(),
            });
        }
        Ok(changes)
    }

    async fn append(
        &self,
        still: &mut impl Connection,
        shape: &Shape,
        warehouse: &Warehouse,
        touched: &Touched,
        changes: &mut Vec<Change>,
    ) -> Result<(), Error> {
        let schema = warehouse.schema();
        let mut told: Vec<(i64, events::Done)> = Vec::new();
        for (position, first, last) in &touched.events {
            let done = events::told_between(still, *first, *last).await?;
            told.extend(done.into_iter().map(|one| (*position, one)));
        }
        let mut profiles: Vec<i64> = told.iter().map(|(_, one)| one.profile_id).collect();
        profiles.sort_unstable();
        profiles.dedup();
        let owner: HashMap<i64, i64> = customers::customers_of(still, &profiles).await?.into_iter().collect();
        let facts = Facts::new(shape);
        let mut more: BTreeMap<i64, Vec<warehouse::FactRow>> = BTreeMap::new();
        for (position, one) in &told {
            let Some(customer) = owner.get(&one.profile_id) else { continue };
            if self.whole.get(customer).is_some_and(|seen| seen >= position) {
                continue;
            }
            more.entry(*customer).or_default().push(schema.told(&facts.of_event(one).told()).map_err(fault)?);
        }
        let ids: Vec<i64> = more.keys().copied().collect();
        let mut attributes = moving(still, &ids).await?;
        for (customer, facts) in more {
            // One who does not stand any more was merged away or erased since: that message is still to come.
            let Some(attributes) = attributes.remove(&customer) else { continue };
            let attributes = schema.attributes(&attributes).map_err(fault)?;
            let attributes = attributes.into_iter().map(|(id, values)| (id, Some(values))).collect();
            changes.push(Change::Append { customer, attributes, facts });
        }
        Ok(())
    }
}

/// Who came into a list or left it. Nothing else about them has changed, so that they are not read whole. Whoever is read
/// whole for another reason has their lists with them, and one whom the warehouse does not know is still to come.
async fn listed(still: &mut impl Connection, warehouse: &Warehouse, touched: &Touched) -> Result<Vec<Change>, Error> {
    let mut changes = Vec::new();
    for (list, profiles) in &touched.listed {
        let profiles: Vec<i64> = profiles.iter().copied().collect();
        for piece in profiles.chunks(PIECE) {
            let owners: BTreeSet<i64> =
                customers::customers_of(still, piece).await?.into_iter().map(|(_, id)| id).collect();
            let alone = |id: &i64| !touched.customers.contains(id) && warehouse.knows(*id);
            let owners: Vec<i64> = owners.into_iter().filter(alone).collect();
            // A list keeps profiles, and holds a customer with any of them.
            let placed = customers::placed(still, &owners).await?;
            let all: Vec<i64> = placed.iter().map(|(profile, _, _)| *profile).collect();
            let kept = lists::of_profiles(still, &all).await?;
            let kept: HashSet<i64> =
                kept.into_iter().filter(|(id, _)| id == list).map(|(_, profile)| profile).collect();
            let inside: HashSet<i64> = placed
                .iter()
                .filter(|(profile, _, _)| kept.contains(profile))
                .map(|(_, customer, _)| *customer)
                .collect();
            changes.extend(owners.into_iter().map(|customer| Change::Sets {
                customer,
                kind: SetKind::List,
                id: *list,
                inside: inside.contains(&customer),
            }));
        }
    }
    Ok(changes)
}

/// The customers whose facts name one of these products, those who wear one of these tags, and the members of groups that
/// are gone: the warehouse knows them.
fn named(warehouse: &Warehouse, shape: &Shape, touched: &Touched, now: i64) -> Result<Vec<i64>, Error> {
    let mut parts = Vec::new();
    if !touched.numbers.is_empty() {
        let values: Vec<Value> = touched.numbers.iter().map(|number| Value::Text(number.clone())).collect();
        for kind in shape.catalogue.kinds.iter().filter(|kind| kind.property("item.number").is_some()) {
            let filter =
                Filter::Property { property: "item.number".to_owned(), test: Test::OneOf { values: values.clone() } };
            parts.push(Rule::Did(Behaviour {
                kind: kind.name.clone(),
                occasion: rules::Occasion::Every,
                filter: Some(filter),
                bounds: Vec::new(),
                window: rules::Window::Ever,
            }));
        }
    }
    if !touched.tags.is_empty() {
        let values = touched.tags.iter().map(|tag| Value::Text(tag.clone())).collect();
        parts.push(Rule::Is { attribute: "tags".to_owned(), test: Test::OneOf { values } });
    }
    parts.extend(touched.groups.iter().map(|id| Rule::In { set: SetKind::Group, name: id.to_string() }));
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let names = |_: SetKind, name: &str| name.parse().ok();
    let question = warehouse.compile(&Rule::Any { rules: parts }, &names).map_err(fault)?;
    // Dates do not matter to what was ever done; facts that are still to come are.
    let far = now.saturating_add(400 * 86_400_000);
    let crowd = tokio::task::block_in_place(|| warehouse.crowd(&question, far, &Cancel::new())).map_err(fault)?;
    Ok(crowd.customers().collect())
}
