//! What is offered for points, and who took it.

use platform::db::{Connection, Row, Tx, placeholders};
use platform::{Error, Id, Instant, values};
use pricing::Words;

use crate::points::mall::{MallItem, MallKind, MallStatus, NewMallItem, Wanted};

/// Something that was taken for points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::points) struct MallRow {
    pub(in crate::points) id: i64,
    pub(in crate::points) key: String,
    pub(in crate::points) item_id: i64,
    pub(in crate::points) profile_id: i64,
    pub(in crate::points) quantity: i64,
    pub(in crate::points) points: i64,
    pub(in crate::points) status: MallStatus,
    pub(in crate::points) note: Option<String>,
    pub(in crate::points) at: i64,
    pub(in crate::points) changed_at: i64,
}

macro_rules! item_columns {
    () => {
        "id, kind, name, description, points, stock, taken, per_customer, level, starts_at, ends_at, active, ref, name_en, \
         description_en"
    };
}
macro_rules! order_columns {
    () => {
        "id, key, item_id, profile_id, quantity, points, status, note, at, changed_at"
    };
}

const ITEMS: &str = concat!("select ", item_columns!(), " from mall_items order by created_at desc, id desc");
const ITEM: &str = concat!("select ", item_columns!(), " from mall_items where id = $1");
const ADD: &str = concat!(
    "insert into mall_items (",
    item_columns!(),
    ", created_at) values ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
);
const CHANGE: &str = "update mall_items set kind = $2, name = $3, description = $4, points = $5, stock = $6, \
    per_customer = $7, level = $8, starts_at = $9, ends_at = $10, active = $11, ref = $12, name_en = $13, description_en = $14 where id = $1";
const HOLD: &str = "update mall_items set taken = taken where id = $1";
const TAKE: &str = "update mall_items set taken = taken + $2 where id = $1 and (stock is null or taken + $2 <= stock)";
const GIVE: &str = "update mall_items set taken = taken - $2 where id = $1";
const KEYED: &str = concat!("select ", order_columns!(), " from mall_orders where key = $1");
const ORDER: &str = concat!("select ", order_columns!(), " from mall_orders where id = $1");
const CLAIM: &str = concat!(
    "insert into mall_orders (",
    order_columns!(),
    ") select cast($1 as bigint), cast($2 as text), cast($3 as bigint), cast($4 as bigint), cast($5 as bigint), \
     cast($6 as bigint), 'claimed', null, cast($7 as bigint), cast($7 as bigint) where cast($5 as bigint) + \
     (select coalesce(cast(sum(quantity) as bigint), 0) from mall_orders where item_id = $3 and status <> 'cancelled' \
     and profile_id in ("
);
const SETTLE: &str = "update mall_orders set status = $2, note = coalesce($3, note), changed_at = $4 \
    where id = $1 and status = 'claimed'";

/// Whoever hands it over or takes her out of it next waits.
const HOLD_ORDER: &str =
    "update mall_orders set status = status where id = $1 and status = 'claimed' and profile_id <> 0";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[ITEMS, ITEM, ADD, CHANGE, HOLD, TAKE, GIVE, KEYED, ORDER, SETTLE, HOLD_ORDER];

fn of_item(row: &Row) -> Result<MallItem, Error> {
    let kind: String = row.at(1)?;
    Ok(MallItem {
        id: Id(row.at(0)?),
        offer: NewMallItem {
            kind: MallKind::from_code(&kind).ok_or_else(|| Error::internal(format!("nothing offered is a {kind}")))?,
            name: Words { zh: row.at(2)?, en: row.at(13)? },
            description: Words { zh: row.at(3)?, en: row.at(14)? },
            points: row.at(4)?,
            stock: row.at(5)?,
            per_customer: row.at(7)?,
            level: row.at::<Option<i64>>(8)?.map(Id),
            starts_at: row.at::<Option<i64>>(9)?.map(Instant),
            ends_at: row.at::<Option<i64>>(10)?.map(Instant),
            active: row.at(11)?,
            reference: row.at(12)?,
        },
        taken: row.at(6)?,
    })
}

fn of_order(row: &Row) -> Result<MallRow, Error> {
    let status: String = row.at(6)?;
    Ok(MallRow {
        id: row.at(0)?,
        key: row.at(1)?,
        item_id: row.at(2)?,
        profile_id: row.at(3)?,
        quantity: row.at(4)?,
        points: row.at(5)?,
        status: MallStatus::from_code(&status).ok_or_else(|| Error::internal(format!("nothing taken is {status}")))?,
        note: row.at(7)?,
        at: row.at(8)?,
        changed_at: row.at(9)?,
    })
}

pub(in crate::points) async fn items(conn: &mut impl Connection) -> Result<Vec<MallItem>, Error> {
    conn.all(ITEMS, values![]).await?.iter().map(of_item).collect()
}

pub(in crate::points) async fn item(conn: &mut impl Connection, id: i64) -> Result<Option<MallItem>, Error> {
    conn.one(ITEM, values![id]).await?.as_ref().map(of_item).transpose()
}

pub(in crate::points) async fn add_item(tx: &mut Tx, item: &MallItem, now: i64) -> Result<(), Error> {
    let offer = &item.offer;
    let bound = values![
        item.id.0,
        offer.kind.code(),
        &offer.name.zh,
        &offer.description.zh,
        offer.points,
        offer.stock,
        offer.per_customer,
        offer.level.map(|id| id.0),
        offer.starts_at.map(|at| at.0),
        offer.ends_at.map(|at| at.0),
        offer.active,
        offer.reference.as_deref(),
        &offer.name.en,
        &offer.description.en,
        now
    ];
    tx.execute(ADD, bound).await.map(|_| ())
}

pub(in crate::points) async fn change_item(tx: &mut Tx, item: &MallItem) -> Result<(), Error> {
    let offer = &item.offer;
    let bound = values![
        item.id.0,
        offer.kind.code(),
        &offer.name.zh,
        &offer.description.zh,
        offer.points,
        offer.stock,
        offer.per_customer,
        offer.level.map(|id| id.0),
        offer.starts_at.map(|at| at.0),
        offer.ends_at.map(|at| at.0),
        offer.active,
        offer.reference.as_deref(),
        &offer.name.en,
        &offer.description.en
    ];
    tx.execute(CHANGE, bound).await.map(|_| ())
}

/// Makes others who take of this item wait until the transaction ends.
pub(in crate::points) async fn hold_item(tx: &mut Tx, id: i64) -> Result<(), Error> {
    tx.execute(HOLD, values![id]).await.map(|_| ())
}

/// Takes from the stock; whether there was enough.
pub(in crate::points) async fn take_stock(tx: &mut Tx, id: i64, quantity: i64) -> Result<bool, Error> {
    Ok(tx.execute(TAKE, values![id, quantity]).await? == 1)
}

pub(in crate::points) async fn give_stock(tx: &mut Tx, id: i64, quantity: i64) -> Result<(), Error> {
    tx.execute(GIVE, values![id, quantity]).await.map(|_| ())
}

pub(in crate::points) async fn mall_keyed(conn: &mut impl Connection, key: &str) -> Result<Option<MallRow>, Error> {
    conn.one(KEYED, values![key]).await?.as_ref().map(of_order).transpose()
}

pub(in crate::points) async fn mall_order(conn: &mut impl Connection, id: i64) -> Result<Option<MallRow>, Error> {
    conn.one(ORDER, values![id]).await?.as_ref().map(of_order).transpose()
}

/// Makes whoever hands it over wait; whether it waits to be handed over.
pub(in crate::points) async fn hold_order(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    Ok(tx.execute(HOLD_ORDER, values![id]).await? == 1)
}

/// Writes that something was taken, when all of these profiles together took no more than `most` before; whether it was.
pub(in crate::points) async fn claim(
    tx: &mut Tx,
    row: &MallRow,
    profiles: &[i64],
    most: Option<i64>,
) -> Result<bool, Error> {
    let mut bound = values![
        row.id,
        &row.key,
        row.item_id,
        row.profile_id,
        row.quantity,
        row.points,
        row.at,
        most.unwrap_or(i64::MAX)
    ];
    bound.extend(profiles.iter().map(|id| platform::db::Value::from(*id)));
    let text = format!("{CLAIM}{})) <= cast($8 as bigint)", placeholders(9, profiles.len()));
    Ok(tx.execute(text, bound).await? == 1)
}

/// Moves what was claimed on; whether it was still only claimed.
pub(in crate::points) async fn settle(
    tx: &mut Tx,
    id: i64,
    to: MallStatus,
    note: Option<&str>,
    now: i64,
) -> Result<bool, Error> {
    Ok(tx.execute(SETTLE, values![id, to.code(), note, now]).await? == 1)
}

/// What was taken, newest first.
pub(in crate::points) async fn mall_orders(
    conn: &mut impl Connection,
    wanted: &Wanted,
    before: (i64, i64),
    limit: i64,
) -> Result<Vec<MallRow>, Error> {
    let mut text =
        concat!("select ", order_columns!(), " from mall_orders where (at < $1 or (at = $1 and id < $2))").to_owned();
    let mut bound = values![before.0, before.1];
    if let Some(status) = wanted.status {
        bound.push(status.code().into());
        text.push_str(&format!(" and status = ${}", bound.len()));
    }
    for (column, id) in [("item_id", wanted.item), ("id", wanted.id)] {
        if let Some(id) = id {
            bound.push(id.into());
            text.push_str(&format!(" and {column} = ${}", bound.len()));
        }
    }
    if let Some(profiles) = &wanted.profiles {
        text.push_str(&format!(" and profile_id in ({})", placeholders(bound.len() + 1, profiles.len())));
        bound.extend(profiles.iter().map(|id| platform::db::Value::from(*id)));
    }
    bound.push(limit.into());
    text.push_str(&format!(" order by at desc, id desc limit ${}", bound.len()));
    conn.all(text, bound).await?.iter().map(of_order).collect()
}

/// Takes the person out of what was taken for points, which stays.
pub(in crate::points) async fn unname(tx: &mut Tx, profiles: &[i64]) -> Result<u64, Error> {
    let mut count = 0;
    for (list, ids) in platform::db::pieces(1, profiles.iter().copied()) {
        let text = format!(
            "update mall_orders set profile_id = 0, note = null, key = 'erased:' || id where profile_id in ({list})"
        );
        count += tx.execute(text, ids).await?;
    }
    Ok(count)
}
