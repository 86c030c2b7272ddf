//! Programmes, and the caps on how many coupons they issue.

use platform::db::{Connection, Row, Tx, pieces};
use platform::{Error, values};

use crate::coupons::model::{CouponAudience, CouponCodes, How, Record};

macro_rules! columns {
    () => {
        "id, codes, code, claimable, audience, most, most_per_customer, most_per_device, valid_days, remind_days, \
        transferable, issued, claimed, voided, created_at"
    };
}

const FIND: &str = concat!("select ", columns!(), " from coupon_programmes where id = $1");
const BY_CODE: &str = concat!("select ", columns!(), " from coupon_programmes where code = $1");
const BY_IDS: &str = concat!("select ", columns!(), " from coupon_programmes where id in (");
const CLAIMABLE: &str = concat!("select ", columns!(), " from coupon_programmes where claimable order by id");
const INSERT: &str = concat!(
    "insert into coupon_programmes (",
    columns!(),
    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, 0, $12)"
);
const UPDATE: &str = "update coupon_programmes set codes = $2, code = $3, claimable = $4, audience = $5, most = $6, \
    most_per_customer = $7, most_per_device = $8, valid_days = $9, remind_days = $10, transferable = $11 where id = $1";
/// So many more, only while the cap lets them in.
const ISSUE: &str = "update coupon_programmes set issued = issued + $2, claimed = claimed + $3 \
    where id = $1 and (most is null or issued + $2 <= most)";
/// Holds the row, so that one transaction at a time decides who gets a coupon of a programme.
const HOLD: &str = "update coupon_programmes set issued = issued where id = $1";
const COUNT: &str = "update coupon_programmes set claimed = claimed + $2, voided = voided + $3 where id = $1";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[FIND, BY_CODE, CLAIMABLE, INSERT, UPDATE, ISSUE, HOLD, COUNT];

pub(in crate::coupons) async fn find(conn: &mut impl Connection, id: i64) -> Result<Option<Record>, Error> {
    conn.one(FIND, values![id]).await?.as_ref().map(record).transpose()
}

pub(in crate::coupons) async fn by_code(conn: &mut impl Connection, code: &str) -> Result<Option<Record>, Error> {
    conn.one(BY_CODE, values![code]).await?.as_ref().map(record).transpose()
}

pub(in crate::coupons) async fn find_all(
    conn: &mut impl Connection,
    ids: impl IntoIterator<Item = i64>,
) -> Result<Vec<Record>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, ids) {
        for row in conn.all(format!("{BY_IDS}{list})"), ids).await? {
            found.push(record(&row)?);
        }
    }
    Ok(found)
}

/// Those whose coupons buyers may take themselves.
pub(in crate::coupons) async fn claimable(conn: &mut impl Connection) -> Result<Vec<Record>, Error> {
    conn.all(CLAIMABLE, values![]).await?.iter().map(record).collect()
}

pub(in crate::coupons) async fn insert(tx: &mut Tx, id: i64, how: &How, now: i64) -> Result<(), Error> {
    let mut bound = bound(id, how);
    bound.extend(values![now]);
    tx.execute(INSERT, bound).await.map(|_| ())
}

pub(in crate::coupons) async fn update(tx: &mut Tx, id: i64, how: &How) -> Result<(), Error> {
    tx.execute(UPDATE, bound(id, how)).await.map(|_| ())
}

/// Counts coupons as issued, and as somebody's; false when that is more than there may be.
pub(in crate::coupons) async fn issue(tx: &mut Tx, id: i64, issued: i64, claimed: i64) -> Result<bool, Error> {
    Ok(tx.execute(ISSUE, values![id, issued, claimed]).await? > 0)
}

/// Lets one transaction at a time decide who gets a coupon of this programme.
pub(in crate::coupons) async fn hold(tx: &mut Tx, id: i64) -> Result<(), Error> {
    tx.execute(HOLD, values![id]).await.map(|_| ())
}

pub(in crate::coupons) async fn count(tx: &mut Tx, id: i64, claimed: i64, voided: i64) -> Result<(), Error> {
    tx.execute(COUNT, values![id, claimed, voided]).await.map(|_| ())
}

fn bound(id: i64, how: &How) -> Vec<platform::db::Value> {
    values![
        id,
        how.codes.code(),
        how.code.as_ref(),
        how.claimable,
        how.audience.code(),
        how.most,
        how.most_per_customer,
        how.most_per_device,
        how.valid_days,
        how.remind_days,
        how.transferable
    ]
}

fn record(row: &Row) -> Result<Record, Error> {
    Ok(Record {
        id: row.at(0)?,
        how: How {
            codes: CouponCodes::from_code(&row.at::<String>(1)?)?,
            code: row.at(2)?,
            claimable: row.at(3)?,
            audience: CouponAudience::from_code(&row.at::<String>(4)?)?,
            most: row.at(5)?,
            most_per_customer: row.at(6)?,
            most_per_device: row.at(7)?,
            valid_days: row.at(8)?,
            remind_days: row.at(9)?,
            transferable: row.at(10)?,
        },
        issued: row.at(11)?,
        claimed: row.at(12)?,
        voided: row.at(13)?,
        created_at: row.at(14)?,
    })
}
