//! The SQL of groups.

use platform::db::{Connection, Row, Tx, Value, pieces, placeholders};
use platform::{Error, values};
use pricing::Words;

use crate::group_buys::look::Wanted;
use crate::group_buys::model::{GroupBuyCause, GroupBuyStatus};

macro_rules! columns {
    () => {
        "id, key, code, promotion_id, promotion_key, name_zh, name_en, size, taken, paid, leader_profile, status, \
         cause, reason, actor, opened_at, ends_at, ended_at"
    };
}

const INSERT: &str = concat!(
    "insert into group_buys (",
    columns!(),
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, 'open', null, null, null, $10, $11, null) on conflict (key) do nothing"
);
const FIND: &str = concat!("select ", columns!(), " from group_buys where id = $1");
const CODED: &str = concat!("select ", columns!(), " from group_buys where code = $1");
const KEYED: &str = concat!("select ", columns!(), " from group_buys where key = $1");
/// Whoever changes a group holds its row from here to the end of the transaction.
const LOCK: &str = "update group_buys set taken = taken where id = $1";
const TAKE: &str = "update group_buys set taken = taken + 1 \
    where id = $1 and status = 'open' and ends_at > $2 and taken < size";
const FREE: &str = "update group_buys set taken = taken - 1 where id = $1 and status = 'open' and taken > paid";
const PAY: &str = "update group_buys set paid = paid + 1 where id = $1 and status = 'open' and paid < taken";
const UNPAY: &str =
    "update group_buys set taken = taken - 1, paid = paid - 1 where id = $1 and status = 'open' and paid > 0";
const FILL: &str =
    "update group_buys set status = 'filled', ended_at = $2 where id = $1 and status = 'open' and paid = size";
const FAIL: &str = "update group_buys set status = 'failed', cause = $2, reason = $3, actor = $4, ended_at = $5, \
    taken = paid where id = $1 and status = 'open' and ends_at <= $6";
const DUE: &str = "select id from group_buys where status = 'open' and ends_at <= $1 order by ends_at limit $2";
/// Nobody has paid in those that are left out: there is nobody to be told.
const ENDING: &str = "select id from group_buys where status = 'open' and not ending_told and paid > 0 and ends_at > $1 \
    and ends_at - $1 <= case when (ends_at - opened_at) / 4 < $2 then (ends_at - opened_at) / 4 else $2 end \
    order by ends_at limit $3";
const SAY_ENDING: &str = "update group_buys set ending_told = true \
    where id = $1 and status = 'open' and not ending_told and paid > 0 and ends_at > $2";
const STANDING: &str = "select promotion_id, promotion_key, name_zh, name_en, status, count(*), \
    cast(sum(size - paid) as bigint), min(ends_at) from group_buys where paid > 0 \
    group by promotion_id, promotion_key, name_zh, name_en, status order by max(opened_at)";
const ABANDONED: &str = "select count(*) from group_buys where status = 'failed' and cause = 'abandoned'";

/// Every statement of a fixed text, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    INSERT, FIND, CODED, KEYED, LOCK, TAKE, FREE, PAY, UNPAY, FILL, FAIL, DUE, ENDING, SAY_ENDING, STANDING, ABANDONED,
];

/// A group as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::group_buys) struct GroupRow {
    pub(in crate::group_buys) id: i64,
    pub(in crate::group_buys) key: String,
    pub(in crate::group_buys) code: String,
    pub(in crate::group_buys) promotion_id: i64,
    pub(in crate::group_buys) promotion_key: String,
    pub(in crate::group_buys) name: Words,
    pub(in crate::group_buys) size: i64,
    /// Places held and firm.
    pub(in crate::group_buys) taken: i64,
    /// Those of them that are firm.
    pub(in crate::group_buys) paid: i64,
    pub(in crate::group_buys) leader_profile: i64,
    pub(in crate::group_buys) status: GroupBuyStatus,
    pub(in crate::group_buys) cause: Option<GroupBuyCause>,
    pub(in crate::group_buys) reason: Option<String>,
    pub(in crate::group_buys) actor: Option<String>,
    pub(in crate::group_buys) opened_at: i64,
    pub(in crate::group_buys) ends_at: i64,
    pub(in crate::group_buys) ended_at: Option<i64>,
}

impl GroupRow {
    /// Somebody may still join or pay.
    pub(in crate::group_buys) fn runs(&self, now: i64) -> bool {
        self.status == GroupBuyStatus::Open && self.ends_at > now
    }
}

fn group(row: &Row) -> Result<GroupRow, Error> {
    let odd = |what: &str, code: &str| Error::internal(format!("no {what} of a group is called {code}"));
    let (status, cause): (String, Option<String>) = (row.at(11)?, row.at(12)?);
    let cause = cause.map(|code| GroupBuyCause::from_code(&code).ok_or_else(|| odd("cause", &code))).transpose()?;
    Ok(GroupRow {
        id: row.at(0)?,
        key: row.at(1)?,
        code: row.at(2)?,
        promotion_id: row.at(3)?,
        promotion_key: row.at(4)?,
        name: Words { zh: row.at(5)?, en: row.at(6)? },
        size: row.at(7)?,
        taken: row.at(8)?,
        paid: row.at(9)?,
        leader_profile: row.at(10)?,
        status: GroupBuyStatus::from_code(&status).ok_or_else(|| odd("status", &status))?,
        cause,
        reason: row.at(13)?,
        actor: row.at(14)?,
        opened_at: row.at(15)?,
        ends_at: row.at(16)?,
        ended_at: row.at(17)?,
    })
}

/// Writes a group in which nobody is yet; false when its key was written before.
pub(in crate::group_buys) async fn insert(tx: &mut Tx, row: &GroupRow) -> Result<bool, Error> {
    let bound = values![
        row.id,
        &row.key,
        &row.code,
        row.promotion_id,
        &row.promotion_key,
        &row.name.zh,
        &row.name.en,
        row.size,
        row.leader_profile,
        row.opened_at,
        row.ends_at
    ];
    Ok(tx.execute(INSERT, bound).await? > 0)
}

pub(in crate::group_buys) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<GroupRow>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(group).transpose()
}

pub(in crate::group_buys) async fn coded(conn: &mut impl Connection, code: &str) -> Result<Option<GroupRow>, Error> {
    conn.one(CODED, values![code]).await?.as_ref().map(group).transpose()
}

pub(in crate::group_buys) async fn keyed(conn: &mut impl Connection, key: &str) -> Result<Option<GroupRow>, Error> {
    conn.one(KEYED, values![key]).await?.as_ref().map(group).transpose()
}

/// The group, held against everybody else until this transaction is over.
pub(in crate::group_buys) async fn locked(tx: &mut Tx, id: i64) -> Result<GroupRow, Error> {
    tx.execute(LOCK, values![id]).await?;
    find(tx, id).await?.ok_or_else(|| Error::internal("a group that has a place is gone"))
}

/// Takes a place; false when there is none, or the group is over.
pub(in crate::group_buys) async fn take(tx: &mut Tx, id: i64, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(TAKE, values![id, now]).await? > 0)
}

/// Gives a held place back.
pub(in crate::group_buys) async fn free(tx: &mut Tx, id: i64) -> Result<(), Error> {
    tx.execute(FREE, values![id]).await.map(|_| ())
}

/// Makes a held place firm; false when the group is over.
pub(in crate::group_buys) async fn pay(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    Ok(tx.execute(PAY, values![id]).await? > 0)
}

/// Gives a firm place back; false when the group is over.
pub(in crate::group_buys) async fn unpay(tx: &mut Tx, id: i64) -> Result<bool, Error> {
    Ok(tx.execute(UNPAY, values![id]).await? > 0)
}

/// Fills a group in which as many paid as it is for; whether it was filled just now.
pub(in crate::group_buys) async fn fill(tx: &mut Tx, id: i64, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(FILL, values![id, now]).await? > 0)
}

/// Lets an open group fail that ends by `before`; whether it failed just now.
pub(in crate::group_buys) async fn fail(
    tx: &mut Tx,
    id: i64,
    cause: GroupBuyCause,
    said: Option<(&str, &str)>,
    now: i64,
    before: i64,
) -> Result<bool, Error> {
    let (reason, actor) = said.unzip();
    Ok(tx.execute(FAIL, values![id, cause.code(), reason, actor, now, before]).await? > 0)
}

/// Open groups whose time passed.
pub(in crate::group_buys) async fn due(conn: &mut impl Connection, now: i64, limit: i64) -> Result<Vec<i64>, Error> {
    conn.all(DUE, values![now, limit]).await?.iter().map(|row| row.at(0)).collect()
}

/// Open groups that end within `lead` milliseconds, or within a quarter of their time where that is less, of which nobody was
/// told yet.
pub(in crate::group_buys) async fn ending(
    conn: &mut impl Connection,
    now: i64,
    lead: i64,
    limit: i64,
) -> Result<Vec<i64>, Error> {
    conn.all(ENDING, values![now, lead, limit]).await?.iter().map(|row| row.at(0)).collect()
}

/// Marks that it is said of a group that it ends soon; whether that was not said before.
pub(in crate::group_buys) async fn say_ending(tx: &mut Tx, id: i64, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(SAY_ENDING, values![id, now]).await? > 0)
}

/// Groups before `(instant, id)`, newest first.
pub(in crate::group_buys) async fn list(
    conn: &mut impl Connection,
    wanted: &Wanted,
    before: (i64, i64),
    limit: i64,
) -> Result<Vec<GroupRow>, Error> {
    let mut text = concat!("select ", columns!(), " from group_buys where (opened_at, id) < ($1, $2)").to_owned();
    let mut bound = values![before.0, before.1];
    if let Some(status) = wanted.status {
        bound.push(status.code().into());
        text.push_str(&format!(" and status = ${}", bound.len()));
    }
    if let Some(promotion) = wanted.promotion {
        bound.push(promotion.into());
        text.push_str(&format!(" and promotion_id = ${}", bound.len()));
    }
    if let Some(code) = &wanted.code {
        bound.push(code.as_str().into());
        text.push_str(&format!(" and code = ${}", bound.len()));
    }
    if let Some(profiles) = &wanted.profiles {
        let list = placeholders(bound.len() + 1, profiles.len());
        text.push_str(&format!(
            " and id in (select group_id from group_places where profile_id in ({list}) and state <> 'released')"
        ));
        bound.extend(profiles.iter().map(|id| Value::from(*id)));
    } else if !wanted.unpaid {
        text.push_str(" and paid > 0");
    }
    bound.push(limit.into());
    text.push_str(&format!(" order by opened_at desc, id desc limit ${}", bound.len()));
    conn.all(text, bound).await?.iter().map(group).collect()
}

/// These groups, by id.
pub(in crate::group_buys) async fn by_ids(conn: &mut impl Connection, ids: &[i64]) -> Result<Vec<GroupRow>, Error> {
    let mut found = Vec::new();
    for (list, bound) in pieces(1, ids.iter().copied()) {
        let text = format!(concat!("select ", columns!(), " from group_buys where id in ({}) order by id"), list);
        for row in conn.all(text, bound).await? {
            found.push(group(&row)?);
        }
    }
    Ok(found)
}

/// Groups of one promotion in one status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::group_buys) struct Standing {
    pub(in crate::group_buys) promotion_id: i64,
    pub(in crate::group_buys) promotion_key: String,
    pub(in crate::group_buys) name: Words,
    pub(in crate::group_buys) status: Option<GroupBuyStatus>,
    pub(in crate::group_buys) count: i64,
    pub(in crate::group_buys) missing: i64,
    pub(in crate::group_buys) ends_at: i64,
}

/// How many groups in which somebody paid stand in each status, by promotion and the name that it had.
pub(in crate::group_buys) async fn standing(conn: &mut impl Connection) -> Result<Vec<Standing>, Error> {
    let rows = conn.all(STANDING, values![]).await?;
    let one = |row: &Row| {
        Ok(Standing {
            promotion_id: row.at(0)?,
            promotion_key: row.at(1)?,
            name: Words { zh: row.at(2)?, en: row.at(3)? },
            status: GroupBuyStatus::from_code(&row.at::<String>(4)?),
            count: row.at(5)?,
            missing: row.at(6)?,
            ends_at: row.at(7)?,
        })
    };
    rows.iter().map(one).collect()
}

/// Groups in which nobody had paid when they were over.
pub(in crate::group_buys) async fn abandoned(conn: &mut impl Connection) -> Result<i64, Error> {
    conn.one(ABANDONED, values![]).await?.map_or(Ok(0), |row| row.at(0))
}

/// Takes these profiles out of the groups that they opened.
pub(in crate::group_buys) async fn unname(tx: &mut Tx, profiles: &[i64]) -> Result<u64, Error> {
    let mut done = 0;
    for (list, ids) in pieces(1, profiles.iter().copied()) {
        let text =
            format!("update group_buys set leader_profile = 0, key = 'erased:' || id where leader_profile in ({list})");
        done += tx.execute(text, ids).await?;
    }
    Ok(done)
}
