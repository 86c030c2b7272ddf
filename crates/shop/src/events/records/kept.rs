//! The SQL of the behaviours themselves.

use std::sync::LazyLock;

use futures_util::StreamExt as _;
use platform::db::{Connection, Row, Tx, Value, pieces, placeholders};
use platform::http::ShopScope;
use platform::{Error, values};

use crate::card::Before;
use crate::shops::within;

/// Rows of one statement. Few sizes, so that prepared texts are used again; small ones, since SQLite looks a
/// numbered parameter up among all those before it.
const SIZES: [usize; 3] = [64, 8, 1];
const COLUMNS: usize = 11;

static TEXTS: LazyLock<[String; 3]> = LazyLock::new(|| {
    SIZES.map(|size| {
        let rows: Vec<String> =
            (0..size).map(|row| format!("({})", placeholders(row * COLUMNS + 1, COLUMNS))).collect();
        format!("{INSERT} values {} on conflict (profile_id, key) do nothing", rows.join(", "))
    })
});
const INSERT: &str =
    "insert into events (id, profile_id, shop_id, name, at, received_at, product, amount, currency, properties, key)";

const FIELDS: &str = "id, profile_id, shop_id, name, at, received_at, product, amount, currency, properties";
/// The newest id, which tells whether there is any.
pub(super) const NEWEST: &str = "select max(id) from events";
pub(super) const COUNTED: &str = "select profile_id, count(*) from events where name = $1 group by profile_id";
pub(super) const SAID: &str = "select distinct profile_id from events where properties like $1 escape '!'";
pub(super) const SAID_OF_NAME: &str =
    "select distinct profile_id from events where properties like $1 escape '!' and name = $2";
pub(super) const ERASE: &str = "delete from events where profile_id = $1";

/// A behaviour as it stands in the database.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::events) struct Kept {
    pub(in crate::events) id: i64,
    pub(in crate::events) profile_id: i64,
    pub(in crate::events) shop_id: Option<i64>,
    pub(in crate::events) name: String,
    pub(in crate::events) at: i64,
    pub(in crate::events) received_at: i64,
    pub(in crate::events) product: Option<String>,
    pub(in crate::events) amount: Option<i64>,
    pub(in crate::events) currency: Option<String>,
    pub(in crate::events) properties: Option<String>,
}

/// Inserts behaviours with consecutive ids from `first`, each once by its profile and key, and says of each whether it is new.
pub(in crate::events) async fn insert(tx: &mut Tx, rows: Vec<(Kept, Vec<u8>)>) -> Result<Vec<bool>, Error> {
    let mut new = Vec::with_capacity(rows.len());
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let left = rows.len();
        let (size, text) = SIZES
            .iter()
            .zip(TEXTS.iter())
            .find(|(size, _)| **size <= left)
            .ok_or_else(|| Error::internal("no statement for a row"))?;
        let mut ids = Vec::with_capacity(*size);
        let mut values = Vec::with_capacity(size * COLUMNS);
        for (row, key) in rows.by_ref().take(*size) {
            ids.push(row.id);
            values.extend(values![
                row.id,
                row.profile_id,
                row.shop_id,
                row.name,
                row.at,
                row.received_at,
                row.product,
                row.amount,
                row.currency,
                row.properties,
                key,
            ]);
        }
        let touched = tx.execute(text.clone(), values).await?;
        if touched == ids.len() as u64 {
            new.extend(ids.iter().map(|_| true));
        } else {
            let there = present(tx, &ids).await?;
            new.extend(ids.iter().map(|id| there.contains(id)));
        }
    }
    Ok(new)
}

/// Which of these ids are kept.
async fn present(tx: &mut Tx, ids: &[i64]) -> Result<Vec<i64>, Error> {
    let mut found = Vec::new();
    for (list, values) in pieces(1, ids.iter().copied()) {
        for row in tx.all(format!("select id from events where id in ({list})"), values).await? {
            found.push(row.at(0)?);
        }
    }
    Ok(found)
}

/// Behaviours of these profiles, newest first, before `before`; of one name when it is given.
pub(in crate::events) async fn of_profiles(
    conn: &mut impl Connection,
    profiles: &[i64],
    scope: &ShopScope,
    name: Option<&str>,
    before: Before,
    limit: i64,
) -> Result<Vec<Kept>, Error> {
    let mut found = Vec::new();
    for (list, mut bound) in pieces(4, profiles.iter().copied()) {
        let mut values = values![before.at, before.id, limit];
        values.append(&mut bound);
        let name = clause("name", name, &mut values);
        let (shops, mut bound) = within("shop_id", scope, values.len() + 1);
        values.append(&mut bound);
        let text = format!(
            "select {FIELDS} from events where profile_id in ({list}) and (at, id) < ($1, $2){name}{shops} \
             order by at desc, id desc limit $3"
        );
        for row in conn.all(text, values).await? {
            found.push(kept(&row)?);
        }
    }
    found.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
    found.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(found)
}

/// Behaviours in the order in which they came, the last first, before id `before`; of one name when it is given.
pub(in crate::events) async fn latest(
    conn: &mut impl Connection,
    scope: &ShopScope,
    name: Option<&str>,
    before: i64,
    limit: i64,
) -> Result<Vec<Kept>, Error> {
    let mut values = values![before, limit];
    let name = clause("name", name, &mut values);
    let (shops, mut bound) = within("shop_id", scope, values.len() + 1);
    values.append(&mut bound);
    let text = format!("select {FIELDS} from events where id < $1{name}{shops} order by id desc limit $2");
    conn.all(text, values).await?.iter().map(kept).collect()
}

fn clause(column: &str, value: Option<&str>, values: &mut Vec<Value>) -> String {
    let Some(value) = value else { return String::new() };
    values.push(Value::from(value));
    format!(" and {column} = ${}", values.len())
}

/// All behaviours of a profile, oldest first.
pub(in crate::events) async fn all_of(conn: &mut impl Connection, profile: i64) -> Result<Vec<Kept>, Error> {
    let text = format!("select {FIELDS} from events where profile_id = $1 order by at, id");
    conn.all(text, values![profile]).await?.iter().map(kept).collect()
}

/// All behaviours of these profiles, by profile, the oldest first.
pub(in crate::events) async fn all_of_many(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Kept>, Error> {
    let mut found = Vec::new();
    for (list, bound) in pieces(1, profiles.iter().copied()) {
        let text = format!("select {FIELDS} from events where profile_id in ({list}) order by profile_id, at, id");
        for row in conn.all(text, bound).await? {
            found.push(kept(&row)?);
        }
    }
    Ok(found)
}

/// The behaviours with ids from `first` to `last`, in the order in which they came.
pub(in crate::events) async fn between(conn: &mut impl Connection, first: i64, last: i64) -> Result<Vec<Kept>, Error> {
    let text = format!("select {FIELDS} from events where id >= $1 and id <= $2 order by id");
    conn.all(text, values![first, last]).await?.iter().map(kept).collect()
}

/// Deletes the behaviours of a profile.
pub(in crate::events) async fn erase(tx: &mut Tx, profile: i64) -> Result<u64, Error> {
    tx.execute(ERASE, values![profile]).await
}

/// Hands over how often each profile did what is called `name`.
pub(in crate::events) async fn counted(
    conn: &mut impl Connection,
    name: &str,
    mut each: impl FnMut(i64, i64) + Send,
) -> Result<(), Error> {
    let mut rows = conn.stream(COUNTED, values![name])?;
    while let Some(row) = rows.next().await {
        let row = row?;
        each(row.at(0)?, row.at(1)?);
    }
    Ok(())
}

/// A behaviour as reckoning with all of them sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// Whose.
    pub profile_id: i64,
    /// Where.
    pub shop_id: Option<i64>,
    /// `viewed`, `favourited`, … or the source's own name.
    pub name: String,
    /// When, milliseconds UTC.
    pub at: i64,
    /// The product concerned, as the source numbers it.
    pub product: Option<String>,
    /// What it is worth, in minor units.
    pub amount: Option<i64>,
    /// ISO 4217 code of the amount.
    pub currency: Option<String>,
    /// Everything else that was said, as JSON.
    pub properties: Option<String>,
}

impl From<Kept> for Deed {
    fn from(row: Kept) -> Self {
        let Kept { profile_id, shop_id, name, at, product, amount, currency, properties, .. } = row;
        Self { profile_id, shop_id, name, at, product, amount, currency, properties }
    }
}

/// Hands over the behaviours in `scope` from `from` to before `to` (milliseconds UTC), of one name when it is given, in no
/// order. What is heard of a behaviour comes at most two days before it, by any clock.
pub(in crate::events) async fn deeds(
    conn: &mut impl Connection,
    scope: &ShopScope,
    name: Option<&str>,
    (from, to): (i64, i64),
    mut each: impl FnMut(Deed) -> Result<(), Error> + Send,
) -> Result<(), Error> {
    let heard = platform::ids::before(from.saturating_sub(2 * 86_400_000));
    let mut values = values![heard, from, to];
    let name = clause("name", name, &mut values);
    let (shops, mut bound) = within("shop_id", scope, values.len() + 1);
    values.append(&mut bound);
    let text = format!(
        "select profile_id, shop_id, name, at, product, amount, currency, properties from events \
         where id >= $1 and at >= $2 and at < $3{name}{shops}"
    );
    let mut rows = conn.stream(text, values)?;
    while let Some(row) = rows.next().await {
        let row = row?;
        each(Deed {
            profile_id: row.at(0)?,
            shop_id: row.at(1)?,
            name: row.at(2)?,
            at: row.at(3)?,
            product: row.at(4)?,
            amount: row.at(5)?,
            currency: row.at(6)?,
            properties: row.at(7)?,
        })?;
    }
    Ok(())
}

/// The profiles of behaviours, of one name when it is given, in whose properties these characters stand.
pub(in crate::events) async fn who_said(
    conn: &mut impl Connection,
    name: Option<&str>,
    characters: &str,
) -> Result<Vec<i64>, Error> {
    let pattern = format!("%{}%", super::literally(characters));
    let rows = match name {
        Some(name) => conn.all(SAID_OF_NAME, values![pattern, name]).await?,
        None => conn.all(SAID, values![pattern]).await?,
    };
    rows.iter().map(|row| row.at(0)).collect()
}

/// Whether any behaviour is kept.
pub(in crate::events) async fn any(conn: &mut impl Connection) -> Result<bool, Error> {
    let row = conn.one(NEWEST, values![]).await?;
    Ok(row.map(|row| row.at::<Option<i64>>(0)).transpose()?.flatten().is_some())
}

fn kept(row: &Row) -> Result<Kept, Error> {
    Ok(Kept {
        id: row.at(0)?,
        profile_id: row.at(1)?,
        shop_id: row.at(2)?,
        name: row.at(3)?,
        at: row.at(4)?,
        received_at: row.at(5)?,
        product: row.at(6)?,
        amount: row.at(7)?,
        currency: row.at(8)?,
        properties: row.at(9)?,
    })
}
