//! A customer as rules see one, put together from what the departments tell.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use platform::Error;
use platform::db::Connection;
use rules::{SetKind, Value, Values};
use serde_json::Value as Json;

use super::super::catalogue::{FIELD, Shape};
use super::super::lists;
use super::dated::Dated;
use super::facts::{Facts, decimal, put, text, whole};
use crate::care::{self, Consent, ConsentChannel, ConsentState, Purpose, Reachable};
use crate::customers::{self, Standing};
use crate::fields::FieldType;
use crate::{coupons, events, fields, gifts, group_buys, groups, members, orders, points, value, wallet};

/// A customer whole, on the way into the warehouse.
#[derive(Debug)]
pub(crate) struct Met {
    /// The customer.
    pub(crate) customer: i64,
    /// What is known.
    pub(crate) attributes: BTreeMap<String, Values>,
    /// What the customer did.
    pub(crate) facts: Vec<Dated>,
    /// Lists and groups.
    pub(crate) sets: BTreeSet<(SetKind, i64)>,
}

/// A customer as the plain meaning of rules sees one, with the lists and groups that hold them by id.
#[cfg(test)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The customer.
    pub customer: i64,
    /// Attributes and facts; its sets are left empty.
    pub person: rules::Person,
    /// Lists and groups.
    pub sets: BTreeSet<(SetKind, i64)>,
}

/// How facts and attributes follow from the records; raised when that changes, so that no older snapshot is taken up.
const VERSION: u32 = 6;
/// Years that a birthday without one is given: a leap year, so that every day of the year is one.
const NO_YEAR: i16 = 1904;

/// As [`meet`], for the plain meaning of rules.
#[cfg(test)]
pub async fn take(conn: &mut impl Connection, shape: &Shape, ids: &[i64]) -> Result<Vec<Taken>, Error> {
    let plain = |met: Met| {
        let facts = met.facts.into_iter().map(rules::Fact::from).collect();
        let person = rules::Person { attributes: met.attributes, facts, ..rules::Person::default() };
        Taken { customer: met.customer, person, sets: met.sets }
    };
    Ok(meet(conn, shape, ids).await?.into_iter().map(plain).collect())
}

/// These customers whole, by id; those that do not stand are left out.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn meet(conn: &mut impl Connection, shape: &Shape, ids: &[i64]) -> Result<Vec<Met>, Error> {
    let standings = customers::standings(conn, ids).await?;
    let owner: HashMap<i64, i64> = standings
        .values()
        .flat_map(|one| one.footings.iter().map(|footing| (footing.profile_id, one.customer_id)))
        .collect();
    let mut profiles: Vec<i64> = owner.keys().copied().collect();
    profiles.sort_unstable();
    let facts = Facts::new(shape);
    let mut taken = begin(conn, shape, &facts, standings, &owner, &profiles).await?;
    for told in orders::told(conn, &profiles).await? {
        let Some(one) = owner.get(&told.profile_id).and_then(|id| taken.get_mut(id)) else { continue };
        facts.of_order(&told, &mut one.facts);
        for (name, here) in [
            ("to_pay", matches!(told.status, Some("awaiting_payment" | "payment_pending"))),
            ("to_ship", matches!(told.status, Some("paid" | "partly_shipped"))),
            ("to_receive", told.status == Some("shipped")),
        ] {
            if here {
                add(&mut one.attributes, name, 1);
            }
        }
        if told.open_refunds > 0 {
            add(&mut one.attributes, "open_refunds", told.open_refunds);
        }
    }
    for done in events::told(conn, &profiles).await? {
        if let Some(one) = owner.get(&done.profile_id).and_then(|id| taken.get_mut(id)) {
            one.facts.push(facts.of_event(&done));
        }
    }
    for told in members::told(conn, &profiles).await? {
        if let Some(one) = owner.get(&told.profile_id).and_then(|id| taken.get_mut(id)) {
            one.facts.push(facts.of_membership(&told));
        }
    }
    for told in points::told(conn, &profiles).await? {
        if let Some(one) = owner.get(&told.profile_id).and_then(|id| taken.get_mut(id)) {
            one.facts.extend(facts.of_points(&told));
        }
    }
    for told in coupons::told(conn, &profiles).await? {
        if let Some(one) = owner.get(&told.profile_id).and_then(|id| taken.get_mut(id)) {
            one.facts.push(facts.of_coupon(&told));
        }
    }
    for told in wallet::told(conn, &profiles).await? {
        if let Some(one) = owner.get(&told.profile_id).and_then(|id| taken.get_mut(id)) {
            one.facts.extend(facts.of_credit(&told));
        }
    }
    for told in gifts::told(conn, &profiles).await? {
        if let Some(one) = owner.get(&told.profile_id).and_then(|id| taken.get_mut(id)) {
            one.facts.push(facts.of_gift(&told));
        }
    }
    for told in group_buys::told(conn, &profiles).await? {
        if let Some(one) = owner.get(&told.profile_id).and_then(|id| taken.get_mut(id)) {
            one.facts.push(facts.of_group_buy(&told));
        }
    }
    let mut has: HashMap<i64, points::Kept> = HashMap::new();
    for (profile, kept) in points::kept(conn, &profiles).await? {
        let Some(id) = owner.get(&profile) else { continue };
        let sum = has.entry(*id).or_default();
        sum.points += kept.points;
        sum.expires_at = [sum.expires_at, kept.expires_at].into_iter().flatten().min();
    }
    for (id, kept) in has {
        if let Some(one) = taken.get_mut(&id) {
            let mut said = BTreeMap::new();
            put(&mut said, "points", whole(kept.points));
            put(&mut said, "points_expire_at", kept.expires_at.and_then(instant));
            one.attributes.extend(ones(said));
        }
    }
    let ids: Vec<i64> = taken.keys().copied().collect();
    for (id, standing) in members::standings(conn, &ids).await? {
        if let Some(one) = taken.get_mut(&id) {
            let mut said = BTreeMap::new();
            put(&mut said, "member", Some(Value::Flag(true)));
            put(&mut said, "member_since", instant(standing.joined_at));
            put(&mut said, "service_priority", whole(standing.priority()));
            put(&mut said, "level", standing.level.and_then(|level| text(Some(&level.to_string()))));
            one.attributes.extend(ones(said));
        }
    }
    for (id, said) in scores(conn, &facts, &ids).await? {
        if let Some(one) = taken.get_mut(&id) {
            one.attributes.extend(said);
        }
    }
    Ok(taken.into_values().collect())
}

/// What was reckoned of these customers; those of whom nothing was are left out.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn scores(
    conn: &mut impl Connection,
    facts: &Facts<'_>,
    ids: &[i64],
) -> Result<BTreeMap<i64, BTreeMap<String, Values>>, Error> {
    let value = |said: value::Said| match said {
        value::Said::Money(amount) => facts.own_money(amount),
        value::Said::Hundredths(number) => decimal(number, 2).map(Value::Number),
        value::Said::Day(day) => Some(Value::Day(day)),
        value::Said::Choice(key) => text(Some(key)),
        value::Said::Text(said) => text(Some(&said)),
        value::Said::Tags(_) => None,
    };
    let values = |said: value::Said| match said {
        value::Said::Tags(some) => Some(Values::Tags(some.into_iter().collect())),
        one => value(one).map(Values::One),
    };
    let found = value::of_customers(conn, ids).await?;
    Ok(found
        .into_iter()
        .map(|(id, said)| {
            let known = said.into_iter().filter_map(|(name, said)| Some((name.to_owned(), values(said)?)));
            (id, known.collect())
        })
        .collect())
}

/// What changes with a behaviour: attributes alone, for customers whose facts are appended.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn moving(
    conn: &mut impl Connection,
    ids: &[i64],
) -> Result<BTreeMap<i64, BTreeMap<String, Values>>, Error> {
    let standings = customers::standings(conn, ids).await?;
    Ok(standings
        .into_iter()
        .map(|(id, standing)| {
            let mut said = BTreeMap::new();
            seen(&standing, &mut said);
            (id, ones(said))
        })
        .collect())
}

/// The attributes that a behaviour may change.
fn seen(standing: &Standing, said: &mut BTreeMap<String, Value>) {
    put(said, "contact_group", text(Some(&standing.contact_group)));
    put(said, "inquiries", whole(standing.inquiries));
    put(said, "last_seen_at", Some(standing.last_seen_at).filter(|at| *at > 0).and_then(instant));
}

fn ones(said: BTreeMap<String, Value>) -> BTreeMap<String, Values> {
    said.into_iter().map(|(name, value)| (name, Values::One(value))).collect()
}

/// Everything but facts.
async fn begin(
    conn: &mut impl Connection,
    shape: &Shape,
    facts: &Facts<'_>,
    standings: BTreeMap<i64, Standing>,
    owner: &HashMap<i64, i64>,
    profiles: &[i64],
) -> Result<BTreeMap<i64, Met>, Error> {
    let mut consents: HashMap<i64, Vec<Consent>> = HashMap::new();
    for (profile, consent) in care::consents_of(conn, profiles).await? {
        if let Some(id) = owner.get(&profile) {
            consents.entry(*id).or_default().push(consent);
        }
    }
    let mut taken: BTreeMap<i64, Met> = standings
        .into_values()
        .map(|standing| {
            let said = consents.remove(&standing.customer_id).unwrap_or_default();
            let attributes = known(shape, facts, &standing, &said);
            let met = Met { customer: standing.customer_id, attributes, facts: Vec::new(), sets: BTreeSet::new() };
            (met.customer, met)
        })
        .collect();
    for piece in profiles.chunks(2_000) {
        let labels = groups::labels(conn, piece).await?;
        for (profile, group) in labels.groups {
            if let Some(one) = owner.get(&profile).and_then(|id| taken.get_mut(id)) {
                one.sets.insert((SetKind::Group, group.id.0));
            }
        }
        for (profile, tag) in labels.tags {
            if let Some(one) = owner.get(&profile).and_then(|id| taken.get_mut(id)) {
                tagged(&mut one.attributes, "tags", tag);
            }
        }
        if !shape.fields.is_empty() {
            for row in fields::recorded(conn, piece).await? {
                if let Some(one) = owner.get(&row.profile_id).and_then(|id| taken.get_mut(id)) {
                    own(shape, facts, &mut one.attributes, &row);
                }
            }
        }
        for (list, profile) in lists::of_profiles(conn, piece).await? {
            if let Some(one) = owner.get(&profile).and_then(|id| taken.get_mut(id)) {
                one.sets.insert((SetKind::List, list));
            }
        }
    }
    // A field that was cleared stands as cleared; nothing is known of it.
    for one in taken.values_mut() {
        one.attributes.retain(|_, values| *values != Values::Tags(BTreeSet::new()));
    }
    Ok(taken)
}

fn known(shape: &Shape, facts: &Facts<'_>, standing: &Standing, consents: &[Consent]) -> BTreeMap<String, Values> {
    let mut said = BTreeMap::new();
    let amount = |amount: i64| facts.money(Some(amount), &standing.currency);
    put(&mut said, "gender", text(standing.gender.as_deref()));
    if let Some((day, whole)) = standing.birthday.as_deref().and_then(birthday) {
        put(&mut said, "birthday", Some(Value::Day(day)));
        put(&mut said, "born", whole.then_some(Value::Day(day)));
    }
    put(&mut said, "province", text(standing.province.as_deref()));
    put(&mut said, "city", text(standing.city.as_deref()));
    put(&mut said, "created_at", instant(standing.created_at));
    put(&mut said, "orders", whole(standing.orders));
    put(&mut said, "deals", whole(standing.deals));
    put(&mut said, "items", whole(standing.items));
    put(&mut said, "closed", whole(standing.closed));
    if standing.deals > 0 {
        put(&mut said, "deal_amount", amount(standing.deal_amount));
        let average = (standing.deal_amount.saturating_mul(2) + standing.deals).div_euclid(standing.deals * 2);
        put(&mut said, "average_order", amount(average));
    }
    if standing.refunded > 0 {
        put(&mut said, "refunded", amount(standing.refunded));
    }
    put(&mut said, "first_deal_at", standing.first_deal_at.and_then(instant));
    put(&mut said, "last_deal_at", standing.last_deal_at.and_then(instant));
    put(&mut said, "blacklisted", Some(Value::Flag(standing.blacklisted)));
    put(&mut said, "personalisation", Some(Value::Flag(standing.personalisation)));
    put(&mut said, "member", Some(Value::Flag(false)));
    put(&mut said, "has_mobile", Some(Value::Flag(standing.mobile)));
    put(&mut said, "has_email", Some(Value::Flag(standing.email)));
    put(&mut said, "profiles", i64::try_from(standing.footings.len()).ok().and_then(whole));
    put(
        &mut said,
        "registered_at",
        standing.footings.iter().filter_map(|one| one.registered_at).min().and_then(instant),
    );
    put(&mut said, "buyer_credit", standing.footings.iter().rev().find_map(|one| text(one.buyer_credit.as_deref())));
    seen(standing, &mut said);
    consented(shape, standing, consents, &mut said);
    let mut attributes = ones(said);
    let mut places: [BTreeSet<String>; 3] = Default::default();
    for one in &standing.footings {
        let [channels, shops, sources] = &mut places;
        channels.insert(one.channel.clone());
        shops.extend(one.shop_id.map(|id| id.to_string()));
        sources.insert(format!("{}:{}", one.channel, one.shop_id.map(|id| id.to_string()).unwrap_or_default()));
    }
    for (name, values) in ["channels", "shops", "sources"].into_iter().zip(places) {
        if !values.is_empty() {
            attributes.insert(name.to_owned(), Values::Tags(values));
        }
    }
    attributes
}

/// What may be sent, and what was said about it.
fn consented(shape: &Shape, standing: &Standing, consents: &[Consent], said: &mut BTreeMap<String, Value>) {
    let mut newest: Vec<Consent> = Vec::new();
    for consent in consents {
        if !newest.iter().any(|seen| (seen.purpose, seen.channel) == (consent.purpose, consent.channel)) {
            newest.push(consent.clone());
        }
    }
    for purpose in Purpose::ALL {
        for channel in ConsentChannel::ALL {
            let name = format!("consent.{}.{}", purpose.code(), channel.code());
            let state = care::state(&newest, *purpose, *channel);
            if state != ConsentState::Unknown && shape.catalogue.attribute(&name).is_some() {
                put(said, &name, text(Some(state.code())));
            }
        }
    }
    let reach = Reachable { mobile: standing.mobile, email: standing.email, wecom: false };
    for channel in [ConsentChannel::Sms, ConsentChannel::Email, ConsentChannel::Phone] {
        let (may, _) = care::may_send(&newest, standing.blacklisted, reach, Purpose::Marketing, channel);
        put(said, &format!("reachable.{}", channel.code()), Some(Value::Flag(may)));
    }
}

/// A value of one of the shop's own fields; they come newest first, and the newest stands.
fn own(shape: &Shape, facts: &Facts<'_>, attributes: &mut BTreeMap<String, Values>, row: &fields::Recorded) {
    let Some(key) = row.key.strip_prefix("field:") else { return };
    let Some(field) = shape.fields.iter().find(|field| field.key == key) else { return };
    let name = format!("{FIELD}{key}");
    if attributes.contains_key(&name) {
        return;
    }
    if let (FieldType::Tags, Json::Array(said)) = (field.r#type, &row.value) {
        let tags = said.iter().filter_map(Json::as_str).map(str::to_owned).collect();
        attributes.insert(name, Values::Tags(tags));
        return;
    }
    let value = facts.value(field.r#type, &row.value, &shape.business.currency);
    // A cleared value must hide older ones: an empty set of tags stands for it until all are in.
    attributes.insert(name, value.map_or(Values::Tags(BTreeSet::new()), Values::One));
}

fn add(attributes: &mut BTreeMap<String, Values>, name: &str, more: i64) {
    let before = match attributes.get(name) {
        Some(Values::One(Value::Number(n))) => n.0 / rules::Decimal::SCALE,
        _ => 0,
    };
    if let Some(value) = whole(before + more) {
        attributes.insert(name.to_owned(), Values::One(value));
    }
}

fn tagged(attributes: &mut BTreeMap<String, Values>, name: &str, tag: String) {
    if let Values::Tags(tags) = attributes.entry(name.to_owned()).or_insert_with(|| Values::Tags(BTreeSet::new())) {
        tags.insert(tag);
    }
}

fn instant(at: i64) -> Option<Value> {
    jiff::Timestamp::from_millisecond(at).ok().map(Value::Instant)
}

/// The day, and whether its year is known.
fn birthday(text: &str) -> Option<(Date, bool)> {
    match text.strip_prefix("--") {
        Some(rest) => format!("{NO_YEAR:04}-{rest}").parse().ok().map(|day| (day, false)),
        None => text.parse().ok().map(|day| (day, true)),
    }
}

/// What tells whether a snapshot holds what this shape lays out.
///
/// # Errors
/// When the shape cannot be written.
pub(crate) fn mark(shape: &Shape) -> Result<String, Error> {
    use sha2::{Digest as _, Sha256};
    let attributes: Vec<_> = shape.catalogue.attributes.iter().map(|one| (&one.name, one.kind)).collect();
    let kinds: Vec<_> = shape
        .catalogue
        .kinds
        .iter()
        .map(|one| {
            (&one.name, one.properties.iter().map(|property| (&property.name, property.kind)).collect::<Vec<_>>())
        })
        .collect();
    let declared: Vec<_> = shape.properties.iter().map(|one| (&one.event, &one.key, one.r#type)).collect();
    let business = (&shape.business.currency, &shape.business.time_zone);
    let text = serde_json::to_string(&(VERSION, attributes, kinds, declared, business)).map_err(Error::internal)?;
    let hash = Sha256::digest(text.as_bytes());
    Ok(hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}
