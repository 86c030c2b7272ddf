//! Invitations.

use platform::db::{Connection, Row, Tx};
use platform::values;
use platform::{Error, Instant};

use crate::members::invite::Invitation;

const LIST: &str = "select code, name, cap, used, ends_at, created_at from invitations order by created_at desc, code";
const FIND: &str = "select code, name, cap, used, ends_at, created_at from invitations where code = $1";
const INSERT: &str =
    "insert into invitations (code, name, cap, used, ends_at, created_at) values ($1, $2, $3, 0, $4, $5)";
const DELETE: &str = "delete from invitations where code = $1";
const USE: &str = "update invitations set used = used + 1 where code = $1 and (cap is null or used < cap) \
    and (ends_at is null or ends_at > $2)";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[LIST, FIND, INSERT, DELETE, USE];

fn invitation(row: &Row) -> Result<Invitation, Error> {
    Ok(Invitation {
        code: row.at(0)?,
        name: row.at(1)?,
        cap: row.at(2)?,
        used: row.at(3)?,
        ends_at: row.at::<Option<i64>>(4)?.map(Instant),
        created_at: Instant(row.at(5)?),
    })
}

pub(in crate::members) async fn invitations(conn: &mut impl Connection) -> Result<Vec<Invitation>, Error> {
    conn.all(LIST, values![]).await?.iter().map(invitation).collect()
}

pub(in crate::members) async fn invitation_called(
    conn: &mut impl Connection,
    code: &str,
) -> Result<Option<Invitation>, Error> {
    conn.one(FIND, values![code]).await?.as_ref().map(invitation).transpose()
}

pub(in crate::members) async fn add_invitation(tx: &mut Tx, new: &Invitation) -> Result<(), Error> {
    tx.execute(INSERT, values![&new.code, &new.name, new.cap, new.ends_at.map(|at| at.0), new.created_at.0])
        .await
        .map(|_| ())
}

pub(in crate::members) async fn delete_invitation(tx: &mut Tx, code: &str) -> Result<bool, Error> {
    Ok(tx.execute(DELETE, values![code]).await? > 0)
}

/// Uses an invitation once; whether it still stood.
pub(in crate::members) async fn use_invitation(tx: &mut Tx, code: &str, now: i64) -> Result<bool, Error> {
    Ok(tx.execute(USE, values![code, now]).await? > 0)
}
