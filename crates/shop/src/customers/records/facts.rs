//! The SQL of what other departments ask about profiles.

use platform::Error;
use platform::db::Connection;
use platform::values;

use super::{listed, pieces};
use crate::customers::facts::{Facts, Truth};
use crate::customers::labels::Labels;

const AFTER: &str = "select id from profiles where id > $1 order by id limit $2";
const IDENTITIES: &str = "select p.source, i.kind, i.scope, i.value, p.customer_id, i.id from identifiers i \
    join profiles p on p.id = i.profile_id where i.id > $1 order by i.id limit $2";

/// The statements of fixed text, for the test that prepares them.
#[cfg(test)]
pub(in crate::customers) const FACTS_STATEMENTS: &[&str] = &[AFTER, IDENTITIES];

/// What these profiles say, by id.
pub(in crate::customers) async fn facts(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Facts>, Error> {
    let mut found: std::collections::BTreeMap<i64, Facts> = std::collections::BTreeMap::new();
    for piece in pieces(profiles) {
        let text = listed(
            "select id, customer_id, shop_id, nick, name, mobile, email, gender, birthday, province, city, district, street, \
             zip, registered_at, buyer_credit from profiles where id in",
            1,
            piece.len(),
            "",
        );
        for row in conn.all(text, piece.iter().map(|id| (*id).into()).collect()).await? {
            let facts = Facts {
                profile_id: row.at(0)?,
                customer_id: row.at(1)?,
                shop_id: row.at(2)?,
                mobiles: Vec::new(),
                labels: Labels {
                    nick: row.at(3)?,
                    name: row.at(4)?,
                    mobile: row.at(5)?,
                    email: row.at(6)?,
                    gender: row.at(7)?,
                    birthday: row.at(8)?,
                    province: row.at(9)?,
                    city: row.at(10)?,
                    district: row.at(11)?,
                    street: row.at(12)?,
                    zip: row.at(13)?,
                    registered_at: row.at(14)?,
                    buyer_credit: row.at(15)?,
                },
            };
            found.insert(facts.profile_id, facts);
        }
        let text = listed(
            "select profile_id, value from identifiers where kind = 'mobile' and profile_id in",
            1,
            piece.len(),
            "order by profile_id, value",
        );
        for row in conn.all(text, piece.into_iter().map(Into::into).collect()).await? {
            if let Some(facts) = found.get_mut(&row.at::<i64>(0)?) {
                facts.mobiles.push(row.at(1)?);
            }
        }
    }
    Ok(found.into_values().collect())
}

/// The profiles of these customers, (profile, customer, shop), by id.
pub(in crate::customers) async fn placed(
    conn: &mut impl Connection,
    customers: &[i64],
) -> Result<Vec<(i64, i64, Option<i64>)>, Error> {
    let mut found = Vec::new();
    for piece in pieces(customers) {
        let text =
            listed("select id, customer_id, shop_id from profiles where customer_id in", 1, piece.len(), "order by id");
        for row in conn.all(text, piece.into_iter().map(Into::into).collect()).await? {
            found.push((row.at(0)?, row.at(1)?, row.at(2)?));
        }
    }
    Ok(found)
}

/// Profiles with ids above `after`, at most `limit`.
pub(in crate::customers) async fn profiles_after(
    conn: &mut impl Connection,
    after: i64,
    limit: i64,
) -> Result<Vec<i64>, Error> {
    conn.all(AFTER, values![after, limit]).await?.iter().map(|row| row.at(0)).collect()
}

/// Which identifier leads to which customer, from identifiers with ids above `after`.
pub(in crate::customers) async fn identities(
    conn: &mut impl Connection,
    after: i64,
    limit: i64,
) -> Result<Vec<Truth>, Error> {
    conn.all(IDENTITIES, values![after, limit])
        .await?
        .iter()
        .map(|row| {
            Ok(Truth {
                source: row.at(0)?,
                kind: row.at(1)?,
                scope: row.at(2)?,
                value: platform::Personal::new(row.at::<String>(3)?),
                customer_id: row.at(4)?,
                after: row.at(5)?,
            })
        })
        .collect()
}
