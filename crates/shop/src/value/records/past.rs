//! The SQL of each customer's part in pictures of what has been.

use futures_util::StreamExt as _;
use platform::db::{Bulk, Connection, Row, Tx, pieces};
use platform::{Error, values};
use science::next::backtest::Landed;

use crate::value::past::{Past, States, Tried};

pub(super) const ALL: &str = "select customer_id, group_path, stage_path, tried_repeats, tried_expected, tried_came, landed \
    from value_past order by customer_id";
pub(super) const BY_GROUPS: &str = "select customer_id from value_past where group_path like $1 order by customer_id";
pub(super) const BY_STAGES: &str = "select customer_id from value_past where stage_path like $1 order by customer_id";
pub(super) const BY_TRIAL: &str = "select customer_id from value_past where tried_repeats = $1 and tried_expected = $2 \
    and tried_came = $3 order by customer_id";
pub(super) const BY_LANDED: &str = "select customer_id from value_past where landed = $1 order by customer_id";
pub(super) const ERASE: &str = "delete from value_past where customer_id = $1";
const PUT: Bulk = Bulk {
    insert: "insert into value_past (customer_id, group_path, stage_path, tried_repeats, tried_expected, tried_came, landed)",
    columns: 7,
    then: "on conflict (customer_id) do update set group_path = excluded.group_path, stage_path = excluded.stage_path, \
        tried_repeats = excluded.tried_repeats, tried_expected = excluded.tried_expected, \
        tried_came = excluded.tried_came, landed = excluded.landed",
};

fn past(row: &Row) -> Result<Past, Error> {
    let tried: (Option<i64>, Option<i64>, Option<i64>) = (row.at(3)?, row.at(4)?, row.at(5)?);
    Ok(Past {
        customer: row.at(0)?,
        groups: row.at(1)?,
        stages: row.at(2)?,
        tried: match tried {
            (Some(repeats), Some(expected), Some(came)) => Some(Tried {
                repeats: u32::try_from(repeats).map_err(Error::internal)?,
                expected: expected != 0,
                came: came != 0,
            }),
            _ => None,
        },
        landed: row.at::<Option<String>>(6)?.and_then(|key| Landed::of_key(&key)),
    })
}

/// Hands over every row, by customer.
pub(in crate::value) async fn all_past(
    conn: &mut impl Connection,
    mut each: impl FnMut(Past) + Send,
) -> Result<(), Error> {
    let mut rows = conn.stream(ALL, values![])?;
    while let Some(row) = rows.next().await {
        each(past(&row?)?);
    }
    Ok(())
}

pub(in crate::value) async fn put_past(tx: &mut Tx, rows: &[&Past]) -> Result<(), Error> {
    let row = |one: &&Past| {
        values![
            one.customer,
            &one.groups,
            &one.stages,
            one.tried.map(|tried| i64::from(tried.repeats)),
            one.tried.map(|tried| i64::from(tried.expected)),
            one.tried.map(|tried| i64::from(tried.came)),
            one.landed.map(Landed::key)
        ]
    };
    PUT.run(tx, rows.iter().map(row).collect()).await.map(|_| ())
}

pub(in crate::value) async fn drop_past(tx: &mut Tx, customers: &[i64]) -> Result<(), Error> {
    for (list, ids) in pieces(1, customers.iter().copied()) {
        tx.execute(format!("delete from value_past where customer_id in ({list})"), ids).await?;
    }
    Ok(())
}

pub(in crate::value) async fn erase_past(tx: &mut Tx, customer: i64) -> Result<u64, Error> {
    tx.execute(ERASE, values![customer]).await
}

/// Whose way through states is like a pattern.
pub(in crate::value) async fn moved(conn: &mut impl Connection, of: States, pattern: &str) -> Result<Vec<i64>, Error> {
    let text = match of {
        States::Groups => BY_GROUPS,
        States::Stages => BY_STAGES,
    };
    conn.all(text, values![pattern]).await?.iter().map(|row| row.at(0)).collect()
}

/// Of whom the trial said so.
pub(in crate::value) async fn tried(conn: &mut impl Connection, tried: Tried) -> Result<Vec<i64>, Error> {
    let said = values![i64::from(tried.repeats), i64::from(tried.expected), i64::from(tried.came)];
    conn.all(BY_TRIAL, said).await?.iter().map(|row| row.at(0)).collect()
}

/// Whose hidden purchase lay there.
pub(in crate::value) async fn landed(conn: &mut impl Connection, place: Landed) -> Result<Vec<i64>, Error> {
    conn.all(BY_LANDED, values![place.key()]).await?.iter().map(|row| row.at(0)).collect()
}
