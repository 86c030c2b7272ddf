//! Members as somebody sees them, and the segments that somebody is in.

use std::collections::BTreeMap;

use platform::Error;
use platform::db::{Connection, Session};
use platform::http::ShopScope;
use warehouse::Warehouse;

use super::model::Kind;
use super::records;
use crate::customers::{self, CustomerRow, Reached};

/// The rows of these members in their order; those who were erased since are left out.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn rows(session: &mut Session, shops: &ShopScope, ids: &[i64]) -> Result<Vec<CustomerRow>, Error> {
    let mut rows: BTreeMap<i64, CustomerRow> =
        customers::rows(session, shops, ids).await?.into_iter().map(|row| (row.id.0, row)).collect();
    Ok(ids.iter().filter_map(|id| rows.remove(id)).collect())
}

/// The segments and lists that a customer is in: id, name, and since when (milliseconds UTC) where that is known.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn segments_of(
    conn: &mut impl Connection,
    warehouse: &Warehouse,
    reached: &Reached,
) -> Result<Vec<(i64, String, Option<i64>)>, Error> {
    let inside = warehouse.segments_of(reached.customer_id);
    let lists: Vec<i64> =
        records::lists_of(conn, &reached.profile_ids).await?.into_iter().map(|(list, _)| list).collect();
    if inside.is_empty() && lists.is_empty() {
        return Ok(Vec::new());
    }
    let entries: BTreeMap<i64, i64> = records::last_entries(conn, reached.customer_id).await?.into_iter().collect();
    let named = records::names_of(conn, inside.iter().chain(&lists).copied()).await?;
    Ok(named
        .into_iter()
        .map(|(id, name, kind)| {
            let since = if kind == Kind::Live { entries.get(&id).copied() } else { None };
            (id, name, since)
        })
        .collect())
}
