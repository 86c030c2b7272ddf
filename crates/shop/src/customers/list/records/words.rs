//! The SQL that finds customers by what somebody typed.

use platform::Error;
use platform::db::{Connection, Value, placeholders};

use super::first_column;

/// Ranges of texts: from, to before.
pub(in crate::customers) type Ranges = Vec<(String, String)>;

/// Customers with one of these identifiers.
pub(in crate::customers) async fn by_identifier(
    conn: &mut impl Connection,
    values: &[String],
) -> Result<Vec<i64>, Error> {
    let sql = format!(
        "select p.customer_id from identifiers i join profiles p on p.id = i.profile_id where i.value in ({}) limit 500",
        placeholders(1, values.len())
    );
    first_column(conn, sql, values.iter().map(Value::from).collect()).await
}

/// Customers with a mobile that ends so.
pub(in crate::customers) async fn by_tail(
    conn: &mut impl Connection,
    tail: &str,
    most: usize,
) -> Result<Vec<i64>, Error> {
    let sql = format!(
        "select p.customer_id from identifiers i join profiles p on p.id = i.profile_id where i.tail = $1 limit {most}"
    );
    first_column(conn, sql, vec![tail.into()]).await
}

/// Customers with an identifier in one of these ranges, at most `most` a range.
pub(in crate::customers) async fn by_identifier_range(
    conn: &mut impl Connection,
    ranges: &Ranges,
    most: usize,
) -> Result<Vec<i64>, Error> {
    let sql = format!(
        "select p.customer_id from (select i.profile_id from identifiers i where i.value >= $1 and i.value < $2 \
         limit {most}) s join profiles p on p.id = s.profile_id"
    );
    let mut found = Vec::new();
    for (from, to) in ranges {
        found.extend(first_column(conn, sql.clone(), vec![from.into(), to.into()]).await?);
    }
    Ok(found)
}
