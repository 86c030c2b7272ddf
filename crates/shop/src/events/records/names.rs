//! The SQL of the names that behaviours have had.

use platform::db::{Bulk, Connection, Tx};
use platform::http::ShopScope;
use platform::{Error, Instant, values};

use crate::events::model::EventName;
use crate::shops::within;

const ADD: Bulk = Bulk {
    insert: "insert into event_names (shop_id, name, count, first_at, last_at)",
    columns: 5,
    then: "on conflict (shop_id, name) do update set count = event_names.count + excluded.count, \
        first_at = case when excluded.first_at < event_names.first_at then excluded.first_at else event_names.first_at end, \
        last_at = case when excluded.last_at > event_names.last_at then excluded.last_at else event_names.last_at end",
};
#[cfg(test)]
pub(super) const LIST_ALL: &str = "select name, cast(sum(count) as bigint), min(first_at), max(last_at) from event_names \
    where 1 = 1 group by name order by 2 desc, name";

/// More of a name: how many, first, last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::events) struct More {
    pub(in crate::events) count: i64,
    pub(in crate::events) first_at: i64,
    pub(in crate::events) last_at: i64,
}

/// Counts names of a shop (0 where there is none).
pub(in crate::events) async fn add_names(
    tx: &mut Tx,
    shop_id: i64,
    names: impl IntoIterator<Item = (&str, More)>,
) -> Result<(), Error> {
    for (name, more) in names {
        ADD.run(tx, vec![values![shop_id, name, more.count, more.first_at, more.last_at]]).await?;
    }
    Ok(())
}

/// Names in `scope`, the most frequent first.
pub(in crate::events) async fn names(conn: &mut impl Connection, scope: &ShopScope) -> Result<Vec<EventName>, Error> {
    let (shops, values) = within("shop_id", scope, 1);
    let text = format!(
        "select name, cast(sum(count) as bigint), min(first_at), max(last_at) from event_names where 1 = 1{shops} \
         group by name order by 2 desc, name"
    );
    conn.all(text, values)
        .await?
        .iter()
        .map(|row| {
            Ok(EventName {
                name: row.at(0)?,
                count: row.at(1)?,
                first_at: Instant(row.at(2)?),
                last_at: Instant(row.at(3)?),
            })
        })
        .collect()
}
