//! The SQL of taking one person's profiles along, and of erasing them.

use platform::Error;
use platform::db::{Connection, Tx, Value};
use platform::values;
use serde_json::{Value as Json, json};

use super::{listed, pieces};

/// The statements of fixed text, for the test that prepares them.
#[cfg(test)]
pub(in crate::customers) const ERASE_STATEMENTS: &[&str] = &[MERGES, GONE];

const MERGES: &str = "delete from merges where from_customer = $1 or to_customer = $1";
const GONE: &str = "delete from customers where id = $1";

/// Profiles and identifiers of a person, in full.
pub(in crate::customers) async fn export(conn: &mut impl Connection, profiles: &[i64]) -> Result<Json, Error> {
    let (mut people, mut names) = (Vec::new(), Vec::new());
    for piece in pieces(profiles) {
        let values: Vec<Value> = piece.iter().map(|id| Value::from(*id)).collect();
        let sql = listed(
            "select id, source, key_kind, key_value, nick, name, mobile, email, gender, birthday, province, city, district, \
             street, zip, registered_at, buyer_credit, first_seen_at, last_seen_at from profiles where id in",
            1,
            piece.len(),
            "order by id",
        );
        for row in conn.all(sql, values.clone()).await? {
            let text = |name: &str| row.get::<Option<String>>(name);
            let at = |name: &str| row.get::<Option<i64>>(name).map(|at| at.map(platform::Instant));
            people.push(json!({
                "id": platform::Id(row.get("id")?), "source": text("source")?, "key_kind": text("key_kind")?,
                "key_value": text("key_value")?, "nick": text("nick")?, "name": text("name")?, "mobile": text("mobile")?,
                "email": text("email")?, "gender": text("gender")?, "birthday": text("birthday")?,
                "province": text("province")?, "city": text("city")?, "district": text("district")?,
                "street": text("street")?, "zip": text("zip")?, "buyer_credit": text("buyer_credit")?,
                "registered_at": at("registered_at")?, "first_seen_at": at("first_seen_at")?,
                "last_seen_at": at("last_seen_at")?,
            }));
        }
        let sql = listed(
            "select kind, scope, value, first_seen_at from identifiers where profile_id in",
            1,
            piece.len(),
            "order by id",
        );
        for row in conn.all(sql, values).await? {
            names.push(json!({
                "kind": row.get::<String>("kind")?, "scope": row.get::<String>("scope")?,
                "value": row.get::<String>("value")?, "first_seen_at": platform::Instant(row.get("first_seen_at")?),
            }));
        }
    }
    Ok(json!({ "profiles": people, "identifiers": names }))
}

/// Takes a person's profiles away with everything that hangs on them.
pub(in crate::customers) async fn erase(
    tx: &mut Tx,
    customer: i64,
    profiles: &[i64],
) -> Result<Vec<(&'static str, u64)>, Error> {
    let mut touched = Vec::new();
    for (table, before) in [
        ("identifiers", "delete from identifiers where profile_id in"),
        ("profile_edits", "delete from profile_edits where profile_id in"),
        ("separations", "delete from separations where profile_a in"),
        ("separations", "delete from separations where profile_b in"),
        ("profiles", "delete from profiles where id in"),
    ] {
        let mut count = 0;
        for piece in pieces(profiles) {
            let sql = listed(before, 1, piece.len(), "");
            count += tx.execute(sql, piece.into_iter().map(Value::from).collect()).await?;
        }
        touched.push((table, count));
    }
    // The customer and everybody that was ever merged into it.
    let mut open = vec![customer];
    while let Some(id) = open.pop() {
        for row in tx.all("select id from customers where merged_into = $1", values![id]).await? {
            open.push(row.at(0)?);
        }
        touched.push(("merges", tx.execute(MERGES, values![id]).await?));
        touched.push(("customers", tx.execute(GONE, values![id]).await?));
        touched.push(("bulk_targets", crate::customers::list::records::bulk::forget(tx, id).await?));
    }
    Ok(touched)
}
