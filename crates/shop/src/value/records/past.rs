//! The SQL of each customer's part in pictures of what has been.

use futures_util::StreamExt as _;
use platform::db::{Bulk, Connection, Row, Tx};
use platform::{Error, values};
use science::next::backtest::Landed;

use crate::value::past::{Past, Tried};

pub(super) const ALL: &str = "select customer_id, group_path, stage_path, tried_repeats, tried_expected, tried_came, landed \
    from value_past order by customer_id";
pub(super) const ONE: &str = "select customer_id, group_path, stage_path, tried_repeats, tried_expected, tried_came, landed \
    from value_past where customer_id = $1";
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

/// A customer's part; `None` of whom nothing is kept.
pub(in crate::value) async fn one_past(conn: &mut impl Connection, customer: i64) -> Result<Option<Past>, Error> {
    conn.one(ONE, values![customer]).await?.as_ref().map(past).transpose()
}
