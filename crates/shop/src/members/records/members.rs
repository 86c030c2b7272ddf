//! Where members stand, by customer: derived from memberships, changes and deals.

use std::collections::BTreeMap;

use futures_util::TryStreamExt as _;
use platform::db::{Bulk, Connection, Row, Tx, Value, pieces};
use platform::{Error, values};

use crate::members::model::{JoinSource, Wanted};

/// Where a member stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::members) struct StandingRow {
    pub(in crate::members) customer_id: i64,
    /// The profile that joined.
    pub(in crate::members) profile_id: i64,
    pub(in crate::members) number: String,
    pub(in crate::members) source: JoinSource,
    pub(in crate::members) joined_at: i64,
    /// 0 for none.
    pub(in crate::members) level: i64,
    pub(in crate::members) level_at: Option<i64>,
    pub(in crate::members) level_until: Option<i64>,
    pub(in crate::members) locked: bool,
    pub(in crate::members) amount: i64,
    pub(in crate::members) deals: i64,
    /// The profiles that bought, as a JSON list.
    pub(in crate::members) basis: String,
    /// On the black list: nothing is earned and no benefit given.
    pub(in crate::members) barred: bool,
}

macro_rules! columns {
    () => {
        "customer_id, profile_id, number, source, joined_at, level, level_at, level_until, locked, amount, deals, basis, barred"
    };
}

const PUT: Bulk = Bulk {
    insert: concat!("insert into members (", columns!(), ")"),
    columns: 13,
    then: "on conflict (customer_id) do update set profile_id = excluded.profile_id, number = excluded.number, \
        source = excluded.source, joined_at = excluded.joined_at, level = excluded.level, level_at = excluded.level_at, \
        level_until = excluded.level_until, locked = excluded.locked, amount = excluded.amount, deals = excluded.deals, \
        basis = excluded.basis, barred = excluded.barred",
};
const OF: &str = concat!("select ", columns!(), " from members where customer_id in (");
const DROP: &str = "delete from members where customer_id in (";
const LIST: &str =
    concat!("select ", columns!(), " from members where (joined_at < $1 or (joined_at = $1 and customer_id < $2))");
const SIZES: &str = "select level, count(*) as size, cast(sum(case when locked then 1 else 0 end) as bigint) as locked \
    from members group by level";
const HELD: &str = "select level, count(*) from members where locked or barred group by level";
const ALL: &str = "select customer_id, level, locked or barred from members";
const LAPSED: &str = "select customer_id from members where level_until is not null and level_until <= $1 \
    order by level_until limit $2";
const AFTER: &str = "select customer_id from members where customer_id > $1 order by customer_id limit 1 offset $2";
const COUNT: &str = "select count(*) from members where customer_id > $1";
const IDS: &str = "select customer_id from members where customer_id > $1 order by customer_id limit $2";
const GRANT: &str = "insert into level_changes (id, profile_id, at, kind, cause, from_level, to_level, amount, deals, \
    until_at, locked, reason, actor, holds) \
    select $1 + row_number() over (order by customer_id), profile_id, $2, 'level', 'programme', level, $3, amount, deals, \
    $4, false, null, null, '{\"basis\":' || basis || $5 from members \
    where customer_id > $6 and customer_id <= $7 and not locked and not barred and (amount >= $8 and deals >= $9) and level in (";
const RAISE: &str = "update members set level = $1, level_at = $2, level_until = $3 \
    where customer_id > $4 and customer_id <= $5 and not locked and not barred and (amount >= $6 and deals >= $7) and level in (";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    concat!("select ", columns!(), " from members where customer_id in ($1)"),
    SIZES,
    HELD,
    ALL,
    LAPSED,
    AFTER,
    COUNT,
    IDS,
];

fn standing(row: &Row) -> Result<StandingRow, Error> {
    let source: String = row.at(3)?;
    Ok(StandingRow {
        customer_id: row.at(0)?,
        profile_id: row.at(1)?,
        number: row.at(2)?,
        source: JoinSource::from_code(&source).ok_or_else(|| Error::internal(format!("nobody joins by {source}")))?,
        joined_at: row.at(4)?,
        level: row.at(5)?,
        level_at: row.at(6)?,
        level_until: row.at(7)?,
        locked: row.at(8)?,
        amount: row.at(9)?,
        deals: row.at(10)?,
        basis: row.at(11)?,
        barred: row.at(12)?,
    })
}

pub(in crate::members) async fn put_standings(tx: &mut Tx, rows: &[&StandingRow]) -> Result<(), Error> {
    let rows = rows
        .iter()
        .map(|row| {
            values![
                row.customer_id,
                row.profile_id,
                &row.number,
                row.source.code(),
                row.joined_at,
                row.level,
                row.level_at,
                row.level_until,
                row.locked,
                row.amount,
                row.deals,
                &row.basis,
                row.barred
            ]
        })
        .collect();
    PUT.run(tx, rows).await.map(|_| ())
}

/// Where these customers stand; who is no member is left out.
pub(in crate::members) async fn standings(
    conn: &mut impl Connection,
    customers: &[i64],
) -> Result<BTreeMap<i64, StandingRow>, Error> {
    let mut found = BTreeMap::new();
    for (list, ids) in pieces(1, customers.iter().copied()) {
        for row in conn.all(format!("{OF}{list})"), ids).await? {
            let row = standing(&row)?;
            found.insert(row.customer_id, row);
        }
    }
    Ok(found)
}

pub(in crate::members) async fn drop_standings(tx: &mut Tx, customers: &[i64]) -> Result<u64, Error> {
    let mut gone = 0;
    for (list, ids) in pieces(1, customers.iter().copied()) {
        gone += tx.execute(format!("{DROP}{list})"), ids).await?;
    }
    Ok(gone)
}

/// Members, newest joined first, after the place of the last one before.
pub(in crate::members) async fn list(
    conn: &mut impl Connection,
    wanted: &Wanted,
    levels: &[i64],
    after: (i64, i64),
    limit: i64,
) -> Result<Vec<StandingRow>, Error> {
    let mut text = LIST.to_owned();
    let mut bound = values![after.0, after.1];
    if wanted.level.is_some() {
        text.push_str(&format!(" and level in ({})", platform::db::placeholders(3, levels.len())));
        bound.extend(levels.iter().map(|id| Value::from(*id)));
    }
    for (column, value) in
        [("source", wanted.source.map(|one| one.code().to_owned())), ("number", wanted.number.clone())]
    {
        if let Some(value) = value {
            bound.push(value.into());
            text.push_str(&format!(" and {column} = ${}", bound.len()));
        }
    }
    bound.push(limit.into());
    text.push_str(&format!(" order by joined_at desc, customer_id desc limit ${}", bound.len()));
    conn.all(text, bound).await?.iter().map(standing).collect()
}

/// Members of each level: (level, how many, how many of them locked).
pub(in crate::members) async fn sizes(conn: &mut impl Connection) -> Result<Vec<(i64, i64, i64)>, Error> {
    conn.all(SIZES, values![]).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?))).collect()
}

/// Members of each level whom deals move nowhere, being locked or on the black list: (level, how many).
pub(in crate::members) async fn held_sizes(conn: &mut impl Connection) -> Result<Vec<(i64, i64)>, Error> {
    conn.all(HELD, values![]).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

/// Hands over every member as (customer, level, locked), in no order.
pub(in crate::members) async fn each(
    conn: &mut impl Connection,
    mut take: impl FnMut(i64, i64, bool) + Send,
) -> Result<(), Error> {
    let mut rows = conn.stream(ALL, values![])?;
    while let Some(row) = rows.try_next().await? {
        take(row.at(0)?, row.at(1)?, row.at(2)?);
    }
    Ok(())
}

/// How many members of each level would have which rank: (level, rank, how many); `ranks` are the thresholds of the ranks
/// from 1 on, as (amount, deals, either).
pub(in crate::members) async fn ranked(
    conn: &mut impl Connection,
    ranks: &[(i64, i64, bool)],
) -> Result<Vec<(i64, i64, i64)>, Error> {
    let mut cases = String::new();
    let mut bound = Vec::new();
    for (at, (amount, deals, either)) in ranks.iter().enumerate().rev() {
        let word = if *either { "or" } else { "and" };
        cases.push_str(&format!(
            " when amount >= ${} {word} deals >= ${} then {}",
            bound.len() + 1,
            bound.len() + 2,
            at + 1
        ));
        bound.extend(values![*amount, *deals]);
    }
    let text = format!(
        "select level, earned, count(*) from (select level, cast(case{cases} else 0 end as bigint) as earned \
         from members where not locked and not barred) ranked group by level, earned"
    );
    conn.all(text, bound).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?))).collect()
}

/// Members whose level's time is over.
pub(in crate::members) async fn lapsed(conn: &mut impl Connection, now: i64, limit: i64) -> Result<Vec<i64>, Error> {
    conn.all(LAPSED, values![now, limit]).await?.iter().map(|row| row.at(0)).collect()
}

/// The `count`th member after customer `after`; `None` when there are not so many left.
pub(in crate::members) async fn end_of_piece(
    conn: &mut impl Connection,
    after: i64,
    count: i64,
) -> Result<Option<i64>, Error> {
    conn.one(AFTER, values![after, count - 1]).await?.map(|row| row.at(0)).transpose()
}

/// How many members come after customer `after`.
pub(in crate::members) async fn count_after(conn: &mut impl Connection, after: i64) -> Result<i64, Error> {
    conn.one(COUNT, values![after]).await?.map_or(Ok(0), |row| row.at(0))
}

/// Members after customer `after`, by id.
pub(in crate::members) async fn ids_after(
    conn: &mut impl Connection,
    after: i64,
    limit: i64,
) -> Result<Vec<i64>, Error> {
    conn.all(IDS, values![after, limit]).await?.iter().map(|row| row.at(0)).collect()
}

/// The first `limit` members after one customer, up to and with another, who have one of these levels, by id.
pub(in crate::members) async fn of_levels(
    conn: &mut impl Connection,
    levels: &[i64],
    (after, to): (i64, i64),
    limit: i64,
) -> Result<Vec<i64>, Error> {
    if levels.is_empty() {
        return Ok(Vec::new());
    }
    let mut bound = values![after, to, limit];
    bound.extend(levels.iter().map(|id| Value::from(*id)));
    let text = format!(
        "select customer_id from members where customer_id > $1 and customer_id <= $2 and level in ({}) \
         order by customer_id limit $3",
        platform::db::placeholders(4, levels.len())
    );
    conn.all(text, bound).await?.iter().map(|row| row.at(0)).collect()
}

/// A level that members in a range of customers may reach together.
#[derive(Debug, Clone)]
pub(in crate::members) struct Lift<'l> {
    /// After this customer, up to and with that one.
    pub(in crate::members) range: (i64, i64),
    /// The level.
    pub(in crate::members) level: i64,
    /// The levels below it, 0 for none.
    pub(in crate::members) below: &'l [i64],
    /// What it asks for: amount, deals; whether one of them suffices.
    pub(in crate::members) needs: (i64, i64, bool),
    /// The end of the JSON of when it holds, after the list of profiles.
    pub(in crate::members) holds: &'l str,
    /// Until when it stands by itself.
    pub(in crate::members) until: Option<i64>,
    /// When, milliseconds UTC.
    pub(in crate::members) at: i64,
    /// Ids of the rows come after this one.
    pub(in crate::members) id: i64,
}

/// Grants a level to everybody in the range who reaches it and has a lower one, and returns who.
pub(in crate::members) async fn lift(tx: &mut Tx, lift: &Lift<'_>) -> Result<Vec<i64>, Error> {
    let below = |first: usize| platform::db::placeholders(first, lift.below.len());
    let levels = || lift.below.iter().map(|id| Value::from(*id));
    let mut bound = values![
        lift.id,
        lift.at,
        lift.level,
        lift.until,
        lift.holds,
        lift.range.0,
        lift.range.1,
        lift.needs.0,
        lift.needs.1
    ];
    bound.extend(levels());
    let either = |text: &str, at: usize| {
        let both = format!("amount >= ${at} and deals");
        if lift.needs.2 { text.replace(&both, &format!("amount >= ${at} or deals")) } else { text.to_owned() }
    };
    tx.execute(format!("{}{})", either(GRANT, 8), below(10)), bound).await?;
    let mut bound = values![lift.level, lift.at, lift.until, lift.range.0, lift.range.1, lift.needs.0, lift.needs.1];
    bound.extend(levels());
    let rows = tx.all(format!("{}{}) returning customer_id", either(RAISE, 6), below(8)), bound).await?;
    rows.iter().map(|row| row.at(0)).collect()
}
