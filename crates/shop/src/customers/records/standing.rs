//! The SQL of where customers stand: everything that rules ask of them.

use std::collections::BTreeMap;

use futures_util::StreamExt as _;
use platform::Error;
use platform::db::Connection;
use platform::values;

use super::{listed, pieces};
use crate::customers::standing::{Footing, Standing};

const AFTER: &str =
    "select id from customers where merged_into is null and profiles > 0 and id > $1 order by id limit $2";
const BORN: &str = "select id from customers where merged_into is null and profiles > 0 and id > $1 \
    and (birthday like $3 or birthday like $4) order by id limit $2";
const OWNERS: &str = "select id, customer_id from profiles";
const COUNT: &str = "select count(*) from customers where merged_into is null and profiles > 0";

/// The statements of fixed text, for the test that prepares them.
#[cfg(test)]
pub(in crate::customers) const STANDING_STATEMENTS: &[&str] = &[AFTER, BORN, COUNT, OWNERS];

/// Customers that stand, with ids above `after`, by id.
pub(in crate::customers) async fn standing_after(
    conn: &mut impl Connection,
    after: i64,
    limit: i64,
) -> Result<Vec<i64>, Error> {
    conn.all(AFTER, values![after, limit]).await?.iter().map(|row| row.at(0)).collect()
}

/// Customers with a birthday that ends in one of two texts (`05-17`), with ids above `after`, by id.
pub(in crate::customers) async fn born_on(
    conn: &mut impl Connection,
    days: (&str, &str),
    after: i64,
    limit: i64,
) -> Result<Vec<i64>, Error> {
    let bound = values![after, limit, format!("%-{}", days.0), format!("%-{}", days.1)];
    conn.all(BORN, bound).await?.iter().map(|row| row.at(0)).collect()
}

/// Those of these customers that are kept at all, merged away or not.
pub(in crate::customers) async fn on_file(
    conn: &mut impl Connection,
    customers: &[i64],
) -> Result<std::collections::BTreeSet<i64>, Error> {
    let mut found = std::collections::BTreeSet::new();
    for piece in pieces(customers) {
        let text = listed("select id from customers where id in", 1, piece.len(), "");
        for row in conn.all(text, piece.into_iter().map(Into::into).collect()).await? {
            found.insert(row.at(0)?);
        }
    }
    Ok(found)
}

/// Those of these customers that stand, by id.
pub(in crate::customers) async fn standing_of(
    conn: &mut impl Connection,
    customers: &[i64],
) -> Result<std::collections::BTreeSet<i64>, Error> {
    let mut found = std::collections::BTreeSet::new();
    for piece in pieces(customers) {
        let text =
            listed("select id from customers where merged_into is null and profiles > 0 and id in", 1, piece.len(), "");
        for row in conn.all(text, piece.into_iter().map(Into::into).collect()).await? {
            found.insert(row.at(0)?);
        }
    }
    Ok(found)
}

/// Those of these customers that are on the black list.
pub(in crate::customers) async fn blacklisted(
    conn: &mut impl Connection,
    customers: &[i64],
) -> Result<std::collections::BTreeSet<i64>, Error> {
    let mut found = std::collections::BTreeSet::new();
    for piece in pieces(customers) {
        let text = listed("select id from customers where blacklisted and id in", 1, piece.len(), "");
        for row in conn.all(text, piece.into_iter().map(Into::into).collect()).await? {
            found.insert(row.at(0)?);
        }
    }
    Ok(found)
}

/// Hands over every profile with its customer.
pub(in crate::customers) async fn owners(
    conn: &mut impl Connection,
    mut each: impl FnMut(i64, i64) + Send,
) -> Result<(), Error> {
    let mut rows = conn.stream(OWNERS, values![])?;
    while let Some(row) = rows.next().await {
        let row = row?;
        each(row.at(0)?, row.at(1)?);
    }
    Ok(())
}

/// How many customers stand.
pub(in crate::customers) async fn standing_count(conn: &mut impl Connection) -> Result<i64, Error> {
    conn.one(COUNT, values![]).await?.map_or(Ok(0), |row| row.at(0))
}

/// Where these customers stand, by id; those that were merged away or erased are left out.
pub(in crate::customers) async fn standings(
    conn: &mut impl Connection,
    customers: &[i64],
) -> Result<BTreeMap<i64, Standing>, Error> {
    let mut found = BTreeMap::new();
    for piece in pieces(customers) {
        let text = listed(
            "select id, contact_group, mobile, email, gender, birthday, province, city, orders, deals, deal_amount, \
             currency, items, closed, refunded, first_deal_at, last_deal_at, last_seen_at, created_at, inquiries, \
             blacklisted, personalisation from customers where merged_into is null and profiles > 0 and id in",
            1,
            piece.len(),
            "",
        );
        for row in conn.all(text, piece.iter().map(|id| (*id).into()).collect()).await? {
            let whole = |text: Option<String>| text.is_some_and(|text| !crate::customers::labels::masked(&text));
            let standing = Standing {
                customer_id: row.at(0)?,
                contact_group: row.at(1)?,
                mobile: whole(row.at(2)?),
                email: whole(row.at(3)?),
                gender: row.at(4)?,
                birthday: row.at(5)?,
                province: row.at(6)?,
                city: row.at(7)?,
                orders: row.at(8)?,
                deals: row.at(9)?,
                deal_amount: row.at(10)?,
                currency: row.at(11)?,
                items: row.at(12)?,
                closed: row.at(13)?,
                refunded: row.at(14)?,
                first_deal_at: row.at(15)?,
                last_deal_at: row.at(16)?,
                last_seen_at: row.at(17)?,
                created_at: row.at(18)?,
                inquiries: row.at(19)?,
                blacklisted: row.at(20)?,
                personalisation: row.at(21)?,
                footings: Vec::new(),
            };
            found.insert(standing.customer_id, standing);
        }
        let text = listed(
            "select id, customer_id, shop_id, channel, registered_at, buyer_credit from profiles where customer_id in",
            1,
            piece.len(),
            "order by id",
        );
        for row in conn.all(text, piece.into_iter().map(Into::into).collect()).await? {
            if let Some(standing) = found.get_mut(&row.at::<i64>(1)?) {
                let footing = Footing {
                    profile_id: row.at(0)?,
                    shop_id: row.at(2)?,
                    channel: row.at(3)?,
                    registered_at: row.at(4)?,
                    buyer_credit: row.at(5)?,
                };
                // A piece is filled up by repetition.
                if standing.footings.last().is_none_or(|last| last.profile_id < footing.profile_id) {
                    standing.footings.push(footing);
                }
            }
        }
    }
    Ok(found)
}
