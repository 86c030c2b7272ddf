//! Links, and who came by them.

use platform::db::{Connection, Row, Tx, pieces};
use platform::{Error, values};

use crate::portal::referral::{State, Why};

/// A referral as it is kept. A person who was erased is profile 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::portal) struct Kept {
    pub(in crate::portal) id: i64,
    /// The new buyer.
    pub(in crate::portal) profile: i64,
    /// Who brought her.
    pub(in crate::portal) referrer: i64,
    pub(in crate::portal) at: i64,
    pub(in crate::portal) state: State,
    pub(in crate::portal) dealt_at: Option<i64>,
    pub(in crate::portal) due_at: Option<i64>,
    pub(in crate::portal) newcomer_given_at: Option<i64>,
    pub(in crate::portal) referrer_given_at: Option<i64>,
    pub(in crate::portal) problem: Option<String>,
    pub(in crate::portal) why: Option<Why>,
}

/// Who is given something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::portal) enum Side {
    /// The new buyer.
    Newcomer,
    /// Who brought her.
    Referrer,
}

impl Side {
    /// The word in keys.
    pub(in crate::portal) fn code(self) -> &'static str {
        match self {
            Self::Newcomer => "newcomer",
            Self::Referrer => "referrer",
        }
    }
}

macro_rules! columns {
    () => {
        "id, profile_id, referrer_profile_id, at, state, dealt_at, due_at, newcomer_given_at, referrer_given_at, \
         problem, why"
    };
}

const ADD_LINK: &str =
    "insert into portal_links (profile_id, code, created_at) values ($1, $2, $3) on conflict do nothing";
const OWNER: &str = "select profile_id from portal_links where code = $1";
const ADD: &str = "insert into portal_referrals (id, profile_id, referrer_profile_id, at, state) \
    values ($1, $2, $3, $4, 'waiting') on conflict do nothing";
const FIND: &str = concat!("select ", columns!(), " from portal_referrals where id = $1");
const ANY: &str = "select id from portal_referrals where state = 'waiting' limit 1";
const BROUGHT: &str = "select referrer_profile_id, profile_id from portal_referrals \
    where state in ('dealt', 'given') and referrer_profile_id <> 0 and profile_id <> 0 order by id";
const DUE: &str = "select id from portal_referrals where state = 'dealt' and due_at <= $1 order by due_at, id limit $2";
const DEALT: &str = "update portal_referrals set state = 'dealt', dealt_at = $2, due_at = $3 \
    where id = $1 and state = 'waiting'";
const WAIT: &str = "update portal_referrals set state = 'waiting', dealt_at = null, due_at = null, problem = null \
    where id = $1 and state = 'dealt'";
const VOID: &str = "update portal_referrals set state = 'void', why = $2, due_at = null, problem = null \
    where id = $1 and state in ('waiting', 'dealt')";
const GIVE_NEWCOMER: &str =
    "update portal_referrals set newcomer_given_at = $2 where id = $1 and newcomer_given_at is null";
const GIVE_REFERRER: &str =
    "update portal_referrals set referrer_given_at = $2 where id = $1 and referrer_given_at is null";
const GIVEN: &str = "update portal_referrals set state = 'given', problem = null where id = $1 and state = 'dealt' \
    and newcomer_given_at is not null and referrer_given_at is not null";
const TROUBLE: &str = "update portal_referrals set problem = $2, due_at = $3 where id = $1 and state = 'dealt'";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] =
    &[ADD_LINK, OWNER, ADD, FIND, ANY, BROUGHT, DUE, DEALT, WAIT, VOID, GIVE_NEWCOMER, GIVE_REFERRER, GIVEN, TROUBLE];

/// Who brought whom, of those who bought and count: (referrer, new buyer), the oldest first.
pub(in crate::portal) async fn all_brought(conn: &mut impl Connection) -> Result<Vec<(i64, i64)>, Error> {
    conn.all(BROUGHT, values![]).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

fn kept(row: &Row) -> Result<Kept, Error> {
    let state: String = row.get("state")?;
    let why: Option<String> = row.get("why")?;
    Ok(Kept {
        id: row.get("id")?,
        profile: row.get("profile_id")?,
        referrer: row.get("referrer_profile_id")?,
        at: row.get("at")?,
        state: State::from_code(&state).ok_or_else(|| Error::internal(format!("no referral is {state}")))?,
        dealt_at: row.get("dealt_at")?,
        due_at: row.get("due_at")?,
        newcomer_given_at: row.get("newcomer_given_at")?,
        referrer_given_at: row.get("referrer_given_at")?,
        problem: row.get("problem")?,
        why: why.and_then(|code| Why::from_code(&code)),
    })
}

/// The oldest link of these profiles.
pub(in crate::portal) async fn link_of(conn: &mut impl Connection, profiles: &[i64]) -> Result<Option<String>, Error> {
    let mut found: Option<(i64, String)> = None;
    for (list, bound) in pieces(1, profiles.iter().copied()) {
        let sql = format!(
            "select created_at, code from portal_links where profile_id in ({list}) order by created_at, profile_id limit 1"
        );
        if let Some(row) = conn.one(sql, bound).await? {
            let one: (i64, String) = (row.get("created_at")?, row.get("code")?);
            found = Some(found.map_or(one.clone(), |before| before.min(one)));
        }
    }
    Ok(found.map(|(_, code)| code))
}

pub(in crate::portal) async fn add_link(tx: &mut Tx, profile: i64, code: &str, now: i64) -> Result<(), Error> {
    tx.execute(ADD_LINK, values![profile, code, now]).await.map(|_| ())
}

/// The profile whose link has that code.
pub(in crate::portal) async fn owner(conn: &mut impl Connection, code: &str) -> Result<Option<i64>, Error> {
    conn.one(OWNER, values![code]).await?.map(|row| row.get("profile_id")).transpose()
}

pub(in crate::portal) async fn add(tx: &mut Tx, id: i64, profile: i64, referrer: i64, at: i64) -> Result<(), Error> {
    tx.execute(ADD, values![id, profile, referrer, at]).await.map(|_| ())
}

pub(in crate::portal) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<Kept>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(kept).transpose()
}

/// The referrals by which these profiles came, oldest first.
pub(in crate::portal) async fn of(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Kept>, Error> {
    let mut found = Vec::new();
    for (list, bound) in pieces(1, profiles.iter().copied()) {
        let sql = format!(
            concat!("select ", columns!(), " from portal_referrals where profile_id in ({}) order by id"),
            list
        );
        for row in conn.all(sql, bound).await? {
            found.push(kept(&row)?);
        }
    }
    found.sort_by_key(|row| row.id);
    found.dedup_by_key(|row| row.id);
    Ok(found)
}

/// Whom these profiles brought, newest first.
pub(in crate::portal) async fn brought(
    conn: &mut impl Connection,
    profiles: &[i64],
    limit: i64,
) -> Result<Vec<Kept>, Error> {
    let mut found = Vec::new();
    for (list, mut bound) in pieces(2, profiles.iter().copied()) {
        let sql = format!(
            concat!(
                "select ",
                columns!(),
                " from portal_referrals where referrer_profile_id in ({}) order by at desc, id desc limit $1"
            ),
            list
        );
        bound.insert(0, limit.into());
        for row in conn.all(sql, bound).await? {
            found.push(kept(&row)?);
        }
    }
    found.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// How often these profiles were rewarded for bringing somebody.
pub(in crate::portal) async fn rewarded(conn: &mut impl Connection, profiles: &[i64]) -> Result<i64, Error> {
    let mut sum = 0;
    for (list, bound) in pieces(1, profiles.iter().copied()) {
        let sql = format!(
            "select count(*) as n from portal_referrals where referrer_profile_id in ({list}) \
             and referrer_given_at is not null"
        );
        if let Some(row) = conn.one(sql, bound).await? {
            sum += row.get::<i64>("n")?;
        }
    }
    Ok(sum)
}

/// Whether anybody who came by a link has not bought yet.
pub(in crate::portal) async fn any_waiting(conn: &mut impl Connection) -> Result<bool, Error> {
    Ok(conn.one(ANY, values![]).await?.is_some())
}

/// Referrals whose rewards are due.
pub(in crate::portal) async fn due(conn: &mut impl Connection, now: i64, limit: i64) -> Result<Vec<i64>, Error> {
    conn.all(DUE, values![now, limit]).await?.iter().map(|row| row.get("id")).collect()
}

pub(in crate::portal) async fn dealt(tx: &mut Tx, id: i64, first: i64, due: i64) -> Result<(), Error> {
    tx.execute(DEALT, values![id, first, due]).await.map(|_| ())
}

pub(in crate::portal) async fn wait(tx: &mut Tx, id: i64) -> Result<(), Error> {
    tx.execute(WAIT, values![id]).await.map(|_| ())
}

pub(in crate::portal) async fn void(tx: &mut Tx, id: i64, why: Why) -> Result<(), Error> {
    tx.execute(VOID, values![id, why.code()]).await.map(|_| ())
}

pub(in crate::portal) async fn give(tx: &mut Tx, id: i64, side: Side, now: i64) -> Result<(), Error> {
    let statement = match side {
        Side::Newcomer => GIVE_NEWCOMER,
        Side::Referrer => GIVE_REFERRER,
    };
    tx.execute(statement, values![id, now]).await.map(|_| ())
}

pub(in crate::portal) async fn given(tx: &mut Tx, id: i64) -> Result<(), Error> {
    tx.execute(GIVEN, values![id]).await.map(|_| ())
}

pub(in crate::portal) async fn trouble(tx: &mut Tx, id: i64, problem: &str, again: i64) -> Result<(), Error> {
    tx.execute(TROUBLE, values![id, problem, again]).await.map(|_| ())
}

/// Takes persons out of referrals, which stay for the books; links go. (links, referrals).
pub(in crate::portal) async fn unname(tx: &mut Tx, profiles: &[i64]) -> Result<(u64, u64), Error> {
    let (mut links, mut referrals) = (0, 0);
    for (list, bound) in pieces(1, profiles.iter().copied()) {
        links += tx.execute(format!("delete from portal_links where profile_id in ({list})"), bound.clone()).await?;
        for column in ["profile_id", "referrer_profile_id"] {
            let sql = format!("update portal_referrals set {column} = 0 where {column} in ({list})");
            referrals += tx.execute(sql, bound.clone()).await?;
        }
    }
    Ok((links, referrals))
}
