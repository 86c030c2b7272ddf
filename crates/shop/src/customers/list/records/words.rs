//! The SQL that finds customers by what somebody typed.

use platform::Error;
use platform::db::{Connection, Row, Value, placeholders};

use super::first_column;

/// Ranges of texts: from, to before.
pub(in crate::customers) type Ranges = Vec<(String, String)>;

/// What somebody typed may mean.
#[derive(Debug, Clone, Default)]
pub(in crate::customers) struct Words {
    /// A nick or name in these ranges.
    pub(in crate::customers) ranges: Ranges,
    /// One of these customers.
    pub(in crate::customers) ids: Vec<i64>,
    /// A nick or name with this in it.
    pub(in crate::customers) part: Option<String>,
}

impl Words {
    /// The condition that a nick or name has the part in it, whatever the case of Latin letters, with a placeholder for
    /// [`Words::pattern`].
    pub(in crate::customers) fn has_part(table: &str, place: &str) -> String {
        format!("(lower({table}nick) like {place} escape '!' or lower({table}name) like {place} escape '!')")
    }

    /// What stands in that placeholder.
    pub(in crate::customers) fn pattern(part: &str) -> String {
        let part = part.to_ascii_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
        format!("%{part}%")
    }
}

/// A customer with its nick and name.
pub(in crate::customers) type Called = (i64, Option<String>, Option<String>);

/// What customers are called whose id is above `after`, by id; those who are called nothing are left out.
pub(in crate::customers) async fn called_after(
    conn: &mut impl Connection,
    after: i64,
    most: usize,
) -> Result<Vec<Called>, Error> {
    let sql = format!(
        "select id, nick, name from customers where id > $1 and merged_into is null \
         and (nick is not null or name is not null) order by id limit {most}"
    );
    conn.all(sql, vec![after.into()]).await?.iter().map(called_row).collect()
}

/// What these customers are called; those that do not stand are left out.
pub(in crate::customers) async fn called(conn: &mut impl Connection, ids: &[i64]) -> Result<Vec<Called>, Error> {
    let mut found = Vec::with_capacity(ids.len());
    for piece in crate::customers::records::pieces(ids) {
        let sql = format!(
            "select id, nick, name from customers where merged_into is null and id in ({})",
            placeholders(1, piece.len())
        );
        for row in conn.all(sql, piece.into_iter().map(Value::from).collect()).await? {
            found.push(called_row(&row)?);
        }
    }
    Ok(found)
}

fn called_row(row: &Row) -> Result<Called, Error> {
    Ok((row.at(0)?, row.at(1)?, row.at(2)?))
}

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
