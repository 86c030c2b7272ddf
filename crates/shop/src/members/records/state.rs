//! Numbers that go on counting, whose turn it is, and what agents gave away.

use platform::Error;
use platform::db::{Connection, Tx};
use platform::values;

const NEXT: &str = "update member_state set value = value + $1 where name = 'number' returning value";
const TURN: &str = "update member_state set value = value + 1 where name = 'turn'";
const READ: &str = "select name, value from member_state";
const SET: &str = "insert into member_state (name, value) values ($1, $2) \
    on conflict (name) do update set value = excluded.value";
const TAKE: &str = "insert into care_budgets (actor_id, kind, month, used) \
    select cast($1 as bigint), cast($2 as text), cast($3 as bigint), cast($4 as bigint) \
    where cast($5 as bigint) < 0 or cast($4 as bigint) <= cast($5 as bigint) \
    on conflict (actor_id, kind, month) do update set used = care_budgets.used + excluded.used \
    where cast($5 as bigint) < 0 or care_budgets.used + excluded.used <= cast($5 as bigint)";
const USED: &str = "select used from care_budgets where actor_id = $1 and kind = $2 and month = $3";

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[NEXT, TURN, READ, SET, TAKE, USED];

/// Takes so many numbers and returns the first one.
pub(in crate::members) async fn next_numbers(tx: &mut Tx, count: i64) -> Result<i64, Error> {
    let row = tx.one(NEXT, values![count]).await?.ok_or_else(|| Error::internal("there are no members' numbers"))?;
    Ok(row.at::<i64>(0)? - count + 1)
}

/// Lets one transaction at a time decide over levels, so that two do not both grant one.
pub(in crate::members) async fn enter(tx: &mut Tx) -> Result<(), Error> {
    tx.execute(TURN, values![]).await.map(|_| ())
}

/// Everything that is kept, by name.
pub(in crate::members) async fn state(
    conn: &mut impl Connection,
) -> Result<std::collections::BTreeMap<String, i64>, Error> {
    conn.all(READ, values![]).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

pub(in crate::members) async fn set_state(tx: &mut Tx, name: &str, value: i64) -> Result<(), Error> {
    tx.execute(SET, values![name, value]).await.map(|_| ())
}

/// Takes `amount` out of what `actor` may give this month, at most `cap` (below 0 for no limit), in one statement; whether
/// there was enough.
pub(in crate::members) async fn take_budget(
    tx: &mut Tx,
    actor: i64,
    kind: &str,
    month: i64,
    amount: i64,
    cap: i64,
) -> Result<bool, Error> {
    Ok(tx.execute(TAKE, values![actor, kind, month, amount, cap]).await? > 0)
}

/// What `actor` gave this month.
pub(in crate::members) async fn used_budget(
    conn: &mut impl Connection,
    actor: i64,
    kind: &str,
    month: i64,
) -> Result<i64, Error> {
    conn.one(USED, values![actor, kind, month]).await?.map_or(Ok(0), |row| row.at(0))
}
