//! The SQL of the customer list.

pub(in crate::customers) mod bulk;
pub(in crate::customers) mod counting;
pub(in crate::customers) mod schema;
pub(in crate::customers) mod scoped;
pub(in crate::customers) mod sets;
pub(in crate::customers) mod walk;
pub(in crate::customers) mod words;

use platform::Error;
use platform::db::{Connection, Row, Value, placeholders};

use self::words::Words;
use crate::customers::list::filter::Filter;
use crate::customers::list::find::{Narrow, Place};
use crate::customers::list::row::{Slim, Stored};
use crate::customers::list::statement::Statement;
use crate::shops::Channel;

const COLUMNS: &str = "c.id, c.nick, c.name, c.mobile, c.email, c.gender, c.birthday, c.province, c.city, c.blacklisted, \
    c.created_at, c.orders, c.inquiries, c.deals, c.deal_amount, c.currency, c.items, c.closed, c.closed_amount, \
    c.first_deal_at, c.last_deal_at, c.profiles";

/// Rows of customers, in the order of `ids`.
pub(in crate::customers) async fn stored(conn: &mut impl Connection, ids: &[i64]) -> Result<Vec<Stored>, Error> {
    let mut found = std::collections::HashMap::with_capacity(ids.len());
    for piece in ids.chunks(1_000) {
        let sql = format!("select {COLUMNS} from customers c where c.id in ({})", placeholders(1, piece.len()));
        for row in conn.all(sql, piece.iter().map(|id| Value::from(*id)).collect()).await? {
            let row = stored_row(&row)?;
            found.insert(row.id, row);
        }
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// The profiles of customers.
pub(in crate::customers) async fn slim(conn: &mut impl Connection, ids: &[i64]) -> Result<Vec<Slim>, Error> {
    let mut found = Vec::with_capacity(ids.len());
    for piece in ids.chunks(1_000) {
        let sql = format!(
            "select id, customer_id, shop_id, channel from profiles where customer_id in ({}) order by id",
            placeholders(1, piece.len())
        );
        for row in conn.all(sql, piece.iter().map(|id| Value::from(*id)).collect()).await? {
            found.push(Slim {
                id: row.at(0)?,
                customer_id: row.at(1)?,
                shop_id: row.at(2)?,
                channel: Channel::from_code(&row.at::<String>(3)?)?,
            });
        }
    }
    Ok(found)
}

fn stored_row(row: &Row) -> Result<Stored, Error> {
    Ok(Stored {
        id: row.at(0)?,
        nick: row.at(1)?,
        name: row.at(2)?,
        mobile: row.at(3)?,
        email: row.at(4)?,
        gender: row.at(5)?,
        birthday: row.at(6)?,
        province: row.at(7)?,
        city: row.at(8)?,
        blacklisted: row.at(9)?,
        created_at: row.at(10)?,
        orders: row.at(11)?,
        inquiries: row.at(12)?,
        deals: row.at(13)?,
        deal_amount: row.at(14)?,
        currency: row.at(15)?,
        items: row.at(16)?,
        closed: row.at(17)?,
        closed_amount: row.at(18)?,
        first_deal_at: row.at(19)?,
        last_deal_at: row.at(20)?,
        profiles: row.at(21)?,
    })
}

async fn first_column(conn: &mut impl Connection, sql: String, values: Vec<Value>) -> Result<Vec<i64>, Error> {
    conn.all(sql, values).await?.iter().map(|row| row.at(0)).collect()
}

async fn places(conn: &mut impl Connection, statement: Statement) -> Result<Vec<Place>, Error> {
    let (sql, values) = statement.finish();
    conn.all(sql, values).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

/// What does not depend on the shops in view.
fn of_customers(sql: &mut Statement, filter: &Filter, narrow: &Narrow, indexed: bool) {
    if let Some(province) = &filter.province {
        // Only the order of the last deal has an index that begins with the province; another must not be left for it.
        sql.equal(if indexed { "c.province" } else { "coalesce(c.province, '')" }, province);
    }
    if let Some(blacklisted) = filter.blacklisted {
        sql.push(match (blacklisted, indexed) {
            (true, true) => " and c.blacklisted and c.blacklisted = true",
            (true, false) => " and c.blacklisted",
            (false, _) => " and not c.blacklisted",
        });
    }
    for (column, value) in [("channel", filter.channel.map(Channel::code)), ("source", filter.source.as_deref())] {
        if let Some(value) = value {
            let place = sql.bind(value);
            sql.push(&format!(
                " and exists (select 1 from profiles x where x.customer_id = c.id and x.{column} = {place})"
            ));
        }
    }
    for (set, values) in &narrow.common {
        let set = sql.renumbered(set, values);
        sql.push(&format!(
            " and exists (select 1 from profiles x where x.customer_id = c.id and x.id in ({set} and profile_id = x.id))"
        ));
    }
    if let Some(set) = &narrow.among {
        // The set is made once and asked of everybody. A sum keeps SQLite from starting with it, and a case PostgreSQL from
        // joining it, which would look it up anew for each.
        let text = sql.renumbered(&set.text, &set.values);
        sql.push(&format!(" and case when (c.id + 0) in ({text}) then 1 else 0 end = 1"));
    }
    if let Some(only) = &narrow.only {
        let ids = sql.list(only);
        sql.push(&format!(" and c.id in ({ids})"));
    }
    if let Some(Words { ranges, ids, part }) = &narrow.called {
        let mut either = Vec::new();
        if let Some(part) = part {
            let place = sql.bind(Words::pattern(part));
            either.push(Words::has_part("c.", &place));
        }
        for (from, to) in ranges {
            let (from, to) = (sql.bind(from), sql.bind(to));
            either.extend(
                ["nick", "name"].map(|column| format!("(c.{column} || '') >= {from} and (c.{column} || '') < {to}")),
            );
        }
        if !ids.is_empty() {
            let ids = sql.list(ids);
            either.push(format!("c.id in ({ids})"));
        }
        sql.push(&if either.is_empty() { " and false".to_owned() } else { format!(" and ({})", either.join(" or ")) });
    }
}
