//! The SQL of the card: profiles and identifiers in full.

use platform::Error;
use platform::db::{Connection, Value};

use super::{listed, pieces};
use crate::customers::details::{Known, Profile};
use crate::customers::labels::Labels;
use crate::customers::marks::{Mark, Marks};
use crate::shops::Channel;

/// Profiles in full, by id.
pub(in crate::customers) async fn profiles(conn: &mut impl Connection, ids: &[i64]) -> Result<Vec<Profile>, Error> {
    let mut found: Vec<Profile> = Vec::new();
    for piece in pieces(ids) {
        let sql = listed(
            "select id, shop_id, channel, source, nick, name, mobile, email, gender, birthday, province, city, district, \
             street, zip, registered_at, buyer_credit, labels_at, labels_rank, labels_marks, orders, events, first_seen_at, last_seen_at \
             from profiles where id in",
            1,
            piece.len(),
            "order by id",
        );
        for row in conn.all(sql, piece.into_iter().map(Value::from).collect()).await? {
            let labels = Labels {
                nick: row.get("nick")?,
                name: row.get("name")?,
                mobile: row.get("mobile")?,
                email: row.get("email")?,
                gender: row.get("gender")?,
                birthday: row.get("birthday")?,
                province: row.get("province")?,
                city: row.get("city")?,
                district: row.get("district")?,
                street: row.get("street")?,
                zip: row.get("zip")?,
                registered_at: row.get("registered_at")?,
                buyer_credit: row.get("buyer_credit")?,
            };
            let last = Mark { at: row.get("labels_at")?, rank: row.get("labels_rank")? };
            found.push(Profile {
                id: row.get("id")?,
                shop_id: row.get("shop_id")?,
                channel: Channel::from_code(&row.get::<String>("channel")?)?,
                source: row.get("source")?,
                marks: Marks::read(&labels, last, row.get::<Option<String>>("labels_marks")?.as_deref())?,
                labels,
                orders: row.get("orders")?,
                events: row.get("events")?,
                first_seen_at: row.get("first_seen_at")?,
                last_seen_at: row.get("last_seen_at")?,
            });
        }
    }
    Ok(found)
}

/// The identifiers of profiles, in the order in which they were seen.
pub(in crate::customers) async fn known(conn: &mut impl Connection, ids: &[i64]) -> Result<Vec<Known>, Error> {
    let mut found = Vec::new();
    for piece in pieces(ids) {
        let sql = listed(
            "select id, profile_id, kind, scope, value, first_seen_at from identifiers where profile_id in",
            1,
            piece.len(),
            "order by first_seen_at, id",
        );
        for row in conn.all(sql, piece.into_iter().map(Value::from).collect()).await? {
            found.push(Known {
                id: row.at(0)?,
                profile_id: row.at(1)?,
                kind: row.at(2)?,
                scope: row.at(3)?,
                value: row.at::<String>(4)?.into(),
                first_seen_at: row.at(5)?,
            });
        }
    }
    Ok(found)
}
