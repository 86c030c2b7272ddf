//! The SQL of deliveries.

use platform::db::{Connection, Migration, Row, Tx, pieces, placeholders};
use platform::{Error, values};

use super::model::{DeliveryOf, Kept, NewDelivery};

/// One address for each thing that is sent.
pub(super) const MIGRATION: Migration = Migration::new(
    "20261123_1910_deliveries",
    "create table deliveries (
        sent text not null,
        sent_id bigint not null,
        profile_id bigint not null,
        receiver text not null,
        mobile text not null,
        province text not null,
        city text not null,
        district text not null,
        street text not null,
        changed_at bigint not null,
        primary key (sent, sent_id)
    );
    create index deliveries_profile on deliveries (profile_id, changed_at);
    ",
);

macro_rules! columns {
    () => {
        "sent, sent_id, profile_id, receiver, mobile, province, city, district, street"
    };
}

const PUT: &str = concat!(
    "insert into deliveries (",
    columns!(),
    ", changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (sent, sent_id) do update set \
     profile_id = excluded.profile_id, receiver = excluded.receiver, mobile = excluded.mobile, \
     province = excluded.province, city = excluded.city, district = excluded.district, street = excluded.street, \
     changed_at = excluded.changed_at where deliveries.profile_id <> excluded.profile_id \
     or deliveries.receiver <> excluded.receiver or deliveries.mobile <> excluded.mobile \
     or deliveries.province <> excluded.province or deliveries.city <> excluded.city \
     or deliveries.district <> excluded.district or deliveries.street <> excluded.street"
);
const FIND: &str = concat!("select ", columns!(), " from deliveries where sent = $1 and sent_id in (");
const OF_PROFILES: &str = concat!("select ", columns!(), " from deliveries where profile_id in (");
const ERASE: &str = "delete from deliveries where profile_id in (";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    PUT,
    concat!("select ", columns!(), " from deliveries where sent = $1 and sent_id in ($2)"),
    concat!(
        "select ",
        columns!(),
        " from deliveries where profile_id in ($1) order by changed_at desc, sent_id desc limit 1"
    ),
    "delete from deliveries where profile_id in ($1)",
];

/// Writes an address down; whether that changed anything.
pub(super) async fn put(tx: &mut Tx, kept: &Kept, now: i64) -> Result<bool, Error> {
    let said = &kept.said;
    let bound = values![
        kept.of.code(),
        kept.id,
        kept.profile,
        said.receiver.expose(),
        said.mobile.expose(),
        &said.province,
        &said.city,
        &said.district,
        said.street.expose(),
        now
    ];
    Ok(tx.execute(PUT, bound).await? > 0)
}

/// The addresses of these.
pub(super) async fn find(conn: &mut impl Connection, of: DeliveryOf, ids: &[i64]) -> Result<Vec<Kept>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(2, ids.iter().copied()) {
        let mut bound = values![of.code()];
        bound.extend(ids);
        for row in conn.all(format!("{FIND}{list})"), bound).await? {
            found.push(kept(&row)?);
        }
    }
    Ok(found)
}

/// What these profiles wrote last.
pub(super) async fn last(conn: &mut impl Connection, profiles: &[i64]) -> Result<Option<Kept>, Error> {
    let list = placeholders(1, profiles.len());
    let text = format!("{OF_PROFILES}{list}) order by changed_at desc, sent_id desc limit 1");
    conn.one(text, profiles.iter().map(|id| (*id).into()).collect()).await?.as_ref().map(kept).transpose()
}

/// All that these profiles wrote.
pub(super) async fn of_profiles(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Kept>, Error> {
    let mut found = Vec::new();
    for (list, profiles) in pieces(1, profiles.iter().copied()) {
        for row in conn.all(format!("{OF_PROFILES}{list}) order by changed_at, sent_id"), profiles).await? {
            found.push(kept(&row)?);
        }
    }
    Ok(found)
}

pub(super) async fn erase(tx: &mut Tx, profiles: &[i64]) -> Result<u64, Error> {
    let mut gone = 0;
    for (list, profiles) in pieces(1, profiles.iter().copied()) {
        gone += tx.execute(format!("{ERASE}{list})"), profiles).await?;
    }
    Ok(gone)
}

fn kept(row: &Row) -> Result<Kept, Error> {
    let (of, receiver, mobile, street): (String, String, String, String) =
        (row.at(0)?, row.at(3)?, row.at(4)?, row.at(8)?);
    Ok(Kept {
        of: DeliveryOf::from_code(&of).ok_or_else(|| Error::internal(format!("nothing that is sent is a {of}")))?,
        id: row.at(1)?,
        profile: row.at(2)?,
        said: NewDelivery {
            receiver: receiver.into(),
            mobile: mobile.into(),
            province: row.at(5)?,
            city: row.at(6)?,
            district: row.at(7)?,
            street: street.into(),
        },
    })
}
