//! The SQL of customers: their derived rows.

use std::collections::BTreeMap;

use platform::Error;
use platform::db::{Bulk, Connection, Tx, Value};
use platform::values;

use super::{listed, pieces};
use crate::customers::figures::Totals;
use crate::customers::refresh::Face;

const INSERT: Bulk = Bulk {
    insert: "insert into customers (id, contact_group, orders, deals, deal_amount, currency, items, closed, \
        closed_amount, refunded, first_deal_at, last_deal_at, recent_at, last_seen_at, inquiries, events, profiles, \
        blacklisted, personalisation, updated_at, created_at, nick, name, mobile, email, gender, birthday, province, city)",
    columns: 29,
    then: "",
};
const SET_FACES: Bulk = Bulk {
    insert: "with said (id, nick, name, mobile, email, gender, birthday, province, city, at) as (",
    columns: 10,
    then: ") update customers set nick = said.nick, name = said.name, mobile = said.mobile, email = said.email, \
        gender = said.gender, birthday = said.birthday, province = said.province, city = said.city, \
        updated_at = said.at from said where customers.id = said.id",
};
const SET_TOTALS: Bulk = Bulk {
    insert: "with said (id, contact_group, orders, deals, deal_amount, currency, items, closed, closed_amount, refunded, \
        first_deal_at, last_deal_at, recent_at, last_seen_at, inquiries, events, profiles, blacklisted, personalisation, \
        at) as (",
    columns: 20,
    then: ") update customers set contact_group = said.contact_group, orders = said.orders, deals = said.deals, \
        deal_amount = said.deal_amount, currency = said.currency, items = said.items, closed = said.closed, \
        closed_amount = said.closed_amount, refunded = said.refunded, first_deal_at = said.first_deal_at, \
        last_deal_at = said.last_deal_at, recent_at = said.recent_at, last_seen_at = said.last_seen_at, \
        inquiries = said.inquiries, events = said.events, profiles = said.profiles, blacklisted = said.blacklisted, \
        personalisation = said.personalisation, updated_at = said.at from said where customers.id = said.id",
};
/// As [`SET_TOTALS`] without what the list is ordered by: an index is rewritten for every column that a statement
/// names, changed or not.
const SET_OTHERS: Bulk = Bulk {
    insert: "with said (id, orders, currency, items, closed, closed_amount, refunded, first_deal_at, last_seen_at, \
        inquiries, events, profiles, blacklisted, personalisation, at) as (",
    columns: 15,
    then: ") update customers set orders = said.orders, currency = said.currency, items = said.items, \
        closed = said.closed, closed_amount = said.closed_amount, refunded = said.refunded, \
        first_deal_at = said.first_deal_at, last_seen_at = said.last_seen_at, inquiries = said.inquiries, \
        events = said.events, profiles = said.profiles, blacklisted = said.blacklisted, \
        personalisation = said.personalisation, updated_at = said.at from said where customers.id = said.id",
};
const SEE: Bulk = Bulk {
    insert: "with said (id, at) as (",
    columns: 2,
    then: ") update customers set last_seen_at = said.at from said \
        where customers.id = said.id and customers.last_seen_at < said.at",
};
const MERGED: Bulk = Bulk {
    insert: "with merged (id, winner, at) as (",
    columns: 3,
    then: ") update customers set merged_into = merged.winner, updated_at = merged.at from merged \
        where customers.id = merged.id",
};
const EMPTY: &str = "insert into customers (id, created_at, updated_at) values ($1, $2, $2)";
const NEXT: &str = "select merged_into from customers where id = $1";

/// A customer that nobody knew.
#[derive(Debug, Clone)]
pub(in crate::customers) struct NewCustomer {
    pub(in crate::customers) id: i64,
    pub(in crate::customers) face: Face,
    pub(in crate::customers) totals: Totals,
}

/// Writes new customers.
pub(in crate::customers) async fn insert_customers(tx: &mut Tx, rows: Vec<NewCustomer>, now: i64) -> Result<(), Error> {
    let rows = rows
        .into_iter()
        .map(|row| {
            let mut values = Vec::with_capacity(INSERT.columns);
            values.extend(total_values(row.id, &row.totals, now));
            values.push(now.into());
            values.extend(face_values(row.face));
            values
        })
        .collect();
    INSERT.run(tx, rows).await.map(|_| ())
}

/// Sets what customers are called, where it is not that already.
pub(in crate::customers) async fn set_faces(tx: &mut Tx, rows: Vec<(i64, Face)>, now: i64) -> Result<(), Error> {
    let ids: Vec<i64> = rows.iter().map(|(id, _)| *id).collect();
    let mut held = BTreeMap::new();
    for piece in pieces(&ids) {
        let text = listed(
            "select id, nick, name, mobile, email, gender, birthday, province, city from customers where id in",
            1,
            piece.len(),
            "",
        );
        for row in tx.all(text, piece.into_iter().map(Value::from).collect()).await? {
            let face = Face {
                nick: row.at(1)?,
                name: row.at(2)?,
                mobile: row.at(3)?,
                email: row.at(4)?,
                gender: row.at(5)?,
                birthday: row.at(6)?,
                province: row.at(7)?,
                city: row.at(8)?,
            };
            held.insert(row.at::<i64>(0)?, face);
        }
    }
    let rows = rows
        .into_iter()
        .filter(|(id, face)| held.get(id) != Some(face))
        .map(|(id, face)| {
            let mut values = values![id];
            values.extend(face_values(face));
            values.extend(values![now]);
            values
        })
        .collect();
    SET_FACES.run(tx, rows).await.map(|_| ())
}

fn face_values(face: Face) -> Vec<Value> {
    values![face.nick, face.name, face.mobile, face.email, face.gender, face.birthday, face.province, face.city]
}

/// Sets what customers have bought, where it is not that already.
pub(in crate::customers) async fn set_totals(tx: &mut Tx, rows: &[(i64, Totals)], now: i64) -> Result<(), Error> {
    let ids: Vec<i64> = rows.iter().map(|(id, _)| *id).collect();
    let mut places = BTreeMap::new();
    for piece in pieces(&ids) {
        let text = listed(
            "select id, contact_group, recent_at, deal_amount, deals from customers where id in",
            1,
            piece.len(),
            "",
        );
        for row in tx.all(text, piece.into_iter().map(Value::from).collect()).await? {
            let place: (String, i64, i64, i64) = (row.at(1)?, row.at(2)?, row.at(3)?, row.at(4)?);
            places.insert(row.at::<i64>(0)?, place);
        }
    }
    let (mut moved, mut others) = (Vec::new(), Vec::new());
    for (id, totals) in rows {
        let (group, recent) = (totals.contact_group().code(), totals.last_deal_at.unwrap_or(0));
        let stays = places.get(id).is_some_and(|(was, at, amount, deals)| {
            (was.as_str(), *at, *amount, *deals) == (group, recent, totals.deal_amount, totals.deals)
        });
        let (currency, first) = (totals.currency.as_str(), totals.first_deal_at);
        if stays {
            others.push(values![
                *id,
                totals.orders,
                currency,
                totals.items,
                totals.closed,
                totals.closed_amount,
                totals.refunded,
                first,
                totals.last_seen_at,
                totals.inquiries,
                totals.events,
                totals.profiles,
                totals.blacklisted,
                totals.personalisation,
                now
            ]);
        } else {
            moved.push(total_values(*id, totals, now));
        }
    }
    SET_TOTALS.run(tx, moved).await?;
    SET_OTHERS.run(tx, others).await.map(|_| ())
}

/// The totals of a customer as [`INSERT`] and [`SET_TOTALS`] name them, from `id` to the instant of the change.
fn total_values(id: i64, totals: &Totals, now: i64) -> Vec<Value> {
    values![
        id,
        totals.contact_group().code(),
        totals.orders,
        totals.deals,
        totals.deal_amount,
        totals.currency.as_str(),
        totals.items,
        totals.closed,
        totals.closed_amount,
        totals.refunded,
        totals.first_deal_at,
        totals.last_deal_at,
        totals.last_deal_at.unwrap_or(0),
        totals.last_seen_at,
        totals.inquiries,
        totals.events,
        totals.profiles,
        totals.blacklisted,
        totals.personalisation,
        now
    ]
}

/// Says when customers were last seen: (customer, instant).
pub(in crate::customers) async fn see_customers(
    tx: &mut Tx,
    rows: impl IntoIterator<Item = (i64, i64)>,
) -> Result<(), Error> {
    SEE.run(tx, rows.into_iter().map(|(id, at)| values![id, at]).collect()).await.map(|_| ())
}

/// Those of these customers that have more than one profile.
pub(in crate::customers) async fn with_several_profiles(
    conn: &mut impl Connection,
    ids: &[i64],
) -> Result<Vec<i64>, Error> {
    let mut found = Vec::new();
    for piece in pieces(ids) {
        let text = listed("select id from customers where profiles > 1 and id in", 1, piece.len(), "");
        for row in conn.all(text, piece.into_iter().map(Value::from).collect()).await? {
            found.push(row.at(0)?);
        }
    }
    Ok(found)
}

/// Says which customers have gone into which.
pub(in crate::customers) async fn set_merged(tx: &mut Tx, rows: &[(i64, Option<i64>)], now: i64) -> Result<(), Error> {
    let rows = rows.iter().map(|(id, winner)| values![*id, *winner, now]).collect();
    MERGED.run(tx, rows).await.map(|_| ())
}

/// Whether there is such a customer, and what it has gone into: `None`, `Some(None)`, `Some(Some(id))`.
pub(in crate::customers) async fn merged_into(
    conn: &mut impl Connection,
    id: i64,
) -> Result<Option<Option<i64>>, Error> {
    conn.one(NEXT, values![id]).await?.map(|row| row.at(0)).transpose()
}

/// These customers, those of them that are kept and have profiles or were merged away, with what they have gone into.
pub(in crate::customers) async fn all_merged_into(
    conn: &mut impl Connection,
    ids: &[i64],
) -> Result<Vec<(i64, Option<i64>)>, Error> {
    let mut found = Vec::new();
    for piece in pieces(ids) {
        let before = "select id, merged_into from customers where (merged_into is not null or profiles > 0) and id in";
        let text = listed(before, 1, piece.len(), "");
        for row in conn.all(text, piece.into_iter().map(Value::from).collect()).await? {
            found.push((row.at(0)?, row.at(1)?));
        }
    }
    Ok(found)
}

/// Writes a customer without profiles, to which some are about to come.
pub(in crate::customers) async fn insert_empty_customer(tx: &mut Tx, id: i64, now: i64) -> Result<(), Error> {
    tx.execute(EMPTY, values![id, now]).await.map(|_| ())
}

/// The customers that went into one of these.
pub(in crate::customers) async fn merged_away(conn: &mut impl Connection, ids: &[i64]) -> Result<Vec<i64>, Error> {
    let mut found = Vec::new();
    for piece in pieces(ids) {
        let text = listed("select id from customers where merged_into in", 1, piece.len(), "");
        for row in conn.all(text, piece.into_iter().map(Value::from).collect()).await? {
            found.push(row.at(0)?);
        }
    }
    Ok(found)
}

/// The statements of fixed text, for the test that prepares them.
#[cfg(test)]
pub(in crate::customers) const CUSTOMER_STATEMENTS: &[&str] = &[EMPTY, NEXT];
