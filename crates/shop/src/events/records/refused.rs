//! The SQL of messages that were not kept.

use platform::db::{Bulk, Connection, Tx};
use platform::http::ShopScope;
use platform::{Error, Instant, values};

use crate::events::model::RefusedCount;
use crate::shops::within;

/// Messages kept of a shop; older ones stay counted only.
const KEPT: i64 = 5_000;

const INSERT: Bulk = Bulk {
    insert: "insert into event_refusals (id, shop_id, received_at, code, place, body, key)",
    columns: 7,
    then: "on conflict (key) do nothing",
};
const COUNT: Bulk = Bulk {
    insert: "insert into event_refusal_counts (shop_id, code, count, last_at)",
    columns: 4,
    then: "on conflict (shop_id, code) do update set count = event_refusal_counts.count + excluded.count, \
        last_at = case when excluded.last_at > event_refusal_counts.last_at then excluded.last_at \
        else event_refusal_counts.last_at end",
};
pub(super) const TRIM: &str = "delete from event_refusals where shop_id = $1 and id <= \
    (select id from event_refusals where shop_id = $1 order by id desc limit 1 offset $2)";
pub(super) const ERASE_LIKE: &str = "delete from event_refusals where body like $1 escape '!'";
#[cfg(test)]
pub(super) const COUNT_ALL: &str = "select code, cast(sum(count) as bigint), max(last_at) from event_refusal_counts \
    where 1 = 1 group by code order by 2 desc, code";

/// A refused message as it stands in the database.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::events) struct RefusedRow {
    pub(in crate::events) id: i64,
    pub(in crate::events) shop_id: i64,
    pub(in crate::events) received_at: i64,
    pub(in crate::events) code: String,
    pub(in crate::events) place: i64,
    pub(in crate::events) body: String,
}

/// Keeps a refused message once by its key, and counts it when it is new.
pub(in crate::events) async fn refuse(tx: &mut Tx, row: &RefusedRow, key: Vec<u8>) -> Result<(), Error> {
    let values = values![row.id, row.shop_id, row.received_at, &row.code, row.place, &row.body, key];
    if INSERT.run(tx, vec![values]).await? > 0 {
        COUNT.run(tx, vec![values![row.shop_id, &row.code, 1_i64, row.received_at]]).await?;
    }
    Ok(())
}

/// Drops the texts of a shop's older refused messages.
pub(in crate::events) async fn trim_refused(tx: &mut Tx, shop_id: i64) -> Result<u64, Error> {
    tx.execute(TRIM, values![shop_id, KEPT]).await
}

/// Refused messages in `scope`, the last first, before id `before`.
pub(in crate::events) async fn refused(
    conn: &mut impl Connection,
    scope: &ShopScope,
    before: i64,
    limit: i64,
) -> Result<Vec<RefusedRow>, Error> {
    let mut values = values![before, limit];
    let (shops, mut bound) = within("shop_id", scope, 3);
    values.append(&mut bound);
    let text = format!(
        "select id, shop_id, received_at, code, place, body from event_refusals where id < $1{shops} \
         order by id desc limit $2"
    );
    conn.all(text, values)
        .await?
        .iter()
        .map(|row| {
            Ok(RefusedRow {
                id: row.at(0)?,
                shop_id: row.at(1)?,
                received_at: row.at(2)?,
                code: row.at(3)?,
                place: row.at(4)?,
                body: row.at(5)?,
            })
        })
        .collect()
}

/// How many were refused, by reason, the most frequent first.
pub(in crate::events) async fn refused_counts(
    conn: &mut impl Connection,
    scope: &ShopScope,
) -> Result<Vec<RefusedCount>, Error> {
    let (shops, values) = within("shop_id", scope, 1);
    let text = format!(
        "select code, cast(sum(count) as bigint), max(last_at) from event_refusal_counts where 1 = 1{shops} \
         group by code order by 2 desc, code"
    );
    conn.all(text, values)
        .await?
        .iter()
        .map(|row| Ok(RefusedCount { code: row.at(0)?, count: row.at(1)?, last_at: Instant(row.at(2)?) }))
        .collect()
}

/// Deletes refused messages in which `value` stands, as it is or as JSON may write it.
pub(in crate::events) async fn erase_refused(tx: &mut Tx, value: &str) -> Result<u64, Error> {
    let mut erased = 0;
    let escaped: String = value
        .encode_utf16()
        .map(|unit| match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
            _ => format!("\\u{unit:04x}"),
        })
        .collect();
    let mut forms = vec![value.to_owned()];
    if escaped != value {
        forms.push(escaped);
    }
    for form in forms {
        let pattern = super::literally(&form);
        erased += tx.execute(ERASE_LIKE, values![format!("%{pattern}%")]).await?;
    }
    Ok(erased)
}
