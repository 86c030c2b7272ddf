//! The SQL that tells who bought, and since when.

use platform::Error;
use platform::db::Connection;

use super::{listed, pieces};

const BUYERS: &str = "select p.id, p.customer_id, c.first_deal_at from profiles p join customers c on c.id = p.customer_id \
    where p.id in";

/// Of each profile: (profile, customer, the customer's first deal).
pub(in crate::customers) async fn buyers(
    conn: &mut impl Connection,
    profiles: &[i64],
) -> Result<Vec<(i64, i64, Option<i64>)>, Error> {
    let mut found = Vec::with_capacity(profiles.len());
    for piece in pieces(profiles) {
        let text = listed(BUYERS, 1, piece.len(), "");
        for row in conn.all(text, piece.into_iter().map(Into::into).collect()).await? {
            found.push((row.at(0)?, row.at(1)?, row.at(2)?));
        }
    }
    Ok(found)
}
