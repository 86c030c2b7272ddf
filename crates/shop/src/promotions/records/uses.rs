//! Uses of promotions: the guarded statements that hold every limit, and the orders that they were for.

use futures_util::StreamExt as _;
use platform::db::{Connection, Row, Tx, pieces};
use platform::{Error, Id, Instant, values};

use crate::promotions::model::{Use, UseState};

/// One more order: only while the promotion is live, has the terms that the cart was priced under, and every limit still
/// lets it in.
const TAKE: &str = "update promotions set used = used + 1, spent = spent + $3, sold = sold + $4 \
    where id = $1 and version = $2 and stage = 'live' and used < $5 and (uses is null or used < uses) \
    and (budget is null or spent + $3 <= budget) and (stock is null or sold + $4 <= stock) returning used, spent, sold";
/// Whoever takes of it or gives it back next waits.
const HOLD: &str = "update promotions set used = used where id = $1";
const GIVE: &str = "update promotions set used = used - 1, spent = spent - $2, sold = sold - $3, \
    paid_orders = paid_orders - $4, revenue = revenue - $5 where id = $1 returning used, spent, sold";
const PAID: &str = "update promotions set paid_orders = paid_orders + 1, revenue = revenue + $2 where id = $1";
/// One more use by this buyer: `$3` at most, `$4` of them under other profiles of the same customer.
const BUYER: &str = "insert into promotion_buyers (promotion_id, profile_id, used) \
    select cast($1 as bigint), cast($2 as bigint), cast(1 as bigint) where cast($4 as bigint) < cast($3 as bigint) \
    on conflict (promotion_id, profile_id) do update set used = promotion_buyers.used + 1 \
    where promotion_buyers.used + $4 < $3";
const BUYER_BACK: &str =
    "update promotion_buyers set used = used - 1 where promotion_id = $1 and profile_id = $2 and used > 0";
const ADD: &str = "insert into promotion_uses (order_key, promotion_id, profile_id, coupon_id, amount, pieces, state, at) \
    values ($1, $2, $3, $4, $5, $6, 'reserved', $7)";
const MOVE: &str = "update promotion_uses set state = $2, settled_at = $3 where order_key = $1";
const DROP: &str = "delete from promotion_uses where order_key = $1";
const OF_ORDER: &str = "select promotion_id, profile_id, coupon_id, amount, pieces, state from promotion_uses \
    where order_key = $1 order by promotion_id";
const LIST: &str = "select order_key, state, amount, pieces, at, profile_id, coupon_id from promotion_uses \
    where promotion_id = $1 and (at < $2 or (at = $2 and order_key < $3)) order by at desc, order_key desc limit $4";
const STANDINGS: &str = "select key, used, spent, sold from promotions where id in (";
const USED_BY: &str = "select p.key, b.promotion_id, b.profile_id, b.used from promotion_buyers b \
    join promotions p on p.id = b.promotion_id where p.stage = 'live' and b.used > 0 and b.profile_id in (";
const ERASE: &str = "update promotion_uses set profile_id = null where profile_id in (";
const ERASE_BUYERS: &str = "delete from promotion_buyers where profile_id in (";
const OF_PROFILES: &str = "select u.order_key, u.state, u.amount, u.at, p.name_zh, p.name_en from promotion_uses u \
    join promotions p on p.id = u.promotion_id where u.profile_id in (";

/// Every use by a paid order whose buyer is known.
const REDEEMED: &str = "select u.order_key, p.key, p.name_zh, p.name_en, u.profile_id from promotion_uses u \
    join promotions p on p.id = u.promotion_id where u.state = 'redeemed' and u.profile_id is not null \
    order by u.order_key, u.amount, p.key desc";
/// Paid uses of terms that are held, without a coupon: somebody typed a code that is everybody's.
const SHARED: &str = "select u.profile_id, p.key, u.settled_at from promotion_uses u \
    join promotions p on p.id = u.promotion_id where u.state = 'redeemed' and u.coupon_id is null and p.held \
    and u.settled_at is not null and u.profile_id in (";

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    TAKE,
    HOLD,
    GIVE,
    PAID,
    BUYER,
    BUYER_BACK,
    ADD,
    MOVE,
    DROP,
    OF_ORDER,
    LIST,
    REDEEMED,
    "select p.key, b.promotion_id, b.profile_id, b.used from promotion_buyers b join promotions p on p.id = b.promotion_id \
    where p.stage = 'live' and b.used > 0 and b.profile_id in ($1)",
    "update promotion_uses set profile_id = null where profile_id in ($1)",
    "delete from promotion_buyers where profile_id in ($1)",
    "select u.profile_id, p.key, u.settled_at from promotion_uses u join promotions p on p.id = u.promotion_id \
    where u.state = 'redeemed' and u.coupon_id is null and p.held and u.settled_at is not null and u.profile_id in ($1)",
];

/// How far a promotion is used up: orders, money, pieces.
pub type Stand = (i64, i64, i64);

/// What one order takes of a promotion.
#[derive(Debug, Clone, Copy)]
pub(in crate::promotions) struct Taking {
    pub(in crate::promotions) promotion: i64,
    pub(in crate::promotions) version: i64,
    pub(in crate::promotions) amount: i64,
    pub(in crate::promotions) pieces: i64,
    /// Fewer orders than this must have used it.
    pub(in crate::promotions) below: i64,
}

pub(in crate::promotions) async fn take(tx: &mut Tx, one: &Taking) -> Result<Option<Stand>, Error> {
    let bound = values![one.promotion, one.version, one.amount, one.pieces, one.below];
    tx.one(TAKE, bound).await?.as_ref().map(stand).transpose()
}

/// Makes others wait who take of a promotion or give it back.
pub(in crate::promotions) async fn hold(tx: &mut Tx, promotion: i64) -> Result<(), Error> {
    tx.execute(HOLD, values![promotion]).await.map(|_| ())
}

/// Gives a use back; `paid` is what its order paid, when it had paid.
pub(in crate::promotions) async fn give(tx: &mut Tx, one: &Kept, paid: Option<i64>) -> Result<Option<Stand>, Error> {
    let bound = values![one.promotion, one.amount, one.pieces, i64::from(paid.is_some()), paid.unwrap_or(0)];
    tx.one(GIVE, bound).await?.as_ref().map(stand).transpose()
}

pub(in crate::promotions) async fn paid(tx: &mut Tx, promotion: i64, amount: i64) -> Result<(), Error> {
    tx.execute(PAID, values![promotion, amount]).await.map(|_| ())
}

/// Counts a use by a buyer, when fewer than `most` were counted, `elsewhere` of them under other profiles.
pub(in crate::promotions) async fn count_buyer(
    tx: &mut Tx,
    promotion: i64,
    profile: i64,
    most: i64,
    elsewhere: i64,
) -> Result<bool, Error> {
    Ok(tx.execute(BUYER, values![promotion, profile, most, elsewhere]).await? > 0)
}

pub(in crate::promotions) async fn uncount_buyer(tx: &mut Tx, promotion: i64, profile: i64) -> Result<(), Error> {
    tx.execute(BUYER_BACK, values![promotion, profile]).await.map(|_| ())
}

/// A use as it was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// The promotion.
    pub promotion: i64,
    /// Whose.
    pub profile: Option<i64>,
    /// The coupon that was used.
    pub coupon: Option<i64>,
    /// What came off, minor units.
    pub amount: i64,
    /// Pieces sold at the promotion's price.
    pub pieces: i64,
    /// Where it stands.
    pub state: UseState,
}

/// A promotion that a paid order used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redeemed {
    /// What names the order.
    pub order: String,
    /// Whose it is.
    pub profile: i64,
    /// The promotion's key.
    pub key: String,
    /// Its name, Chinese and English.
    pub name: (String, String),
}

/// What each paid order of a known buyer used: of several promotions the one that took the most off.
pub(in crate::promotions) async fn redeemed(conn: &mut impl Connection) -> Result<Vec<Redeemed>, Error> {
    let mut found: Vec<Redeemed> = Vec::new();
    let mut rows = conn.stream(REDEEMED, values![])?;
    while let Some(row) = rows.next().await {
        let row = row?;
        let one = Redeemed { order: row.at(0)?, profile: row.at(4)?, key: row.at(1)?, name: (row.at(2)?, row.at(3)?) };
        match found.last_mut().filter(|last| last.order == one.order) {
            Some(last) => *last = one,
            None => found.push(one),
        }
    }
    Ok(found)
}

/// A paid use of a code that everybody may type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// Whose order it was.
    pub profile: i64,
    /// The promotion's key.
    pub key: String,
    /// When it was paid, milliseconds UTC.
    pub at: i64,
}

pub(in crate::promotions) async fn shared(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<Shared>, Error> {
    let mut found = Vec::new();
    for (list, profiles) in pieces(1, profiles.iter().copied()) {
        for row in conn.all(format!("{SHARED}{list})"), profiles).await? {
            found.push(Shared { profile: row.at(0)?, key: row.at(1)?, at: row.at(2)? });
        }
    }
    Ok(found)
}

pub(in crate::promotions) async fn add(tx: &mut Tx, order: &str, one: &Kept, at: i64) -> Result<(), Error> {
    let bound = values![order, one.promotion, one.profile, one.coupon, one.amount, one.pieces, at];
    tx.execute(ADD, bound).await.map(|_| ())
}

pub(in crate::promotions) async fn set_state(tx: &mut Tx, order: &str, state: UseState, now: i64) -> Result<(), Error> {
    tx.execute(MOVE, values![order, state.code(), now]).await.map(|_| ())
}

/// Forgets an order's uses: it is reserved anew.
pub(in crate::promotions) async fn drop_order(tx: &mut Tx, order: &str) -> Result<(), Error> {
    tx.execute(DROP, values![order]).await.map(|_| ())
}

pub(in crate::promotions) async fn of_order(conn: &mut impl Connection, order: &str) -> Result<Vec<Kept>, Error> {
    let kept = |row: &Row| {
        Ok(Kept {
            promotion: row.at(0)?,
            profile: row.at(1)?,
            coupon: row.at(2)?,
            amount: row.at(3)?,
            pieces: row.at(4)?,
            state: UseState::from_code(&row.at::<String>(5)?)?,
        })
    };
    conn.all(OF_ORDER, values![order]).await?.iter().map(kept).collect()
}

/// The uses of a promotion before `before`, the last first, each with its profile.
pub(in crate::promotions) async fn list(
    conn: &mut impl Connection,
    promotion: i64,
    before: (i64, String),
    limit: i64,
) -> Result<Vec<(Use, Option<i64>)>, Error> {
    let used = |row: &Row| {
        let shown = Use {
            order: row.at(0)?,
            state: UseState::from_code(&row.at::<String>(1)?)?,
            amount: row.at(2)?,
            pieces: row.at(3)?,
            at: Instant(row.at(4)?),
            customer_id: None,
            customer: None,
            coupon_id: row.at::<Option<i64>>(6)?.map(Id),
        };
        Ok((shown, row.at(5)?))
    };
    conn.all(LIST, values![promotion, before.0, before.1, limit]).await?.iter().map(used).collect()
}

/// How far these promotions are used up, by key.
pub(in crate::promotions) async fn standings(
    conn: &mut impl Connection,
    ids: impl IntoIterator<Item = i64>,
) -> Result<Vec<(String, Stand)>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, ids) {
        for row in conn.all(format!("{STANDINGS}{list})"), ids).await? {
            found.push((row.at(0)?, (row.at(1)?, row.at(2)?, row.at(3)?)));
        }
    }
    Ok(found)
}

/// How often these profiles used live promotions: key, promotion, profile, uses.
pub(in crate::promotions) async fn used_by(
    conn: &mut impl Connection,
    profiles: &[i64],
) -> Result<Vec<(String, i64, i64, i64)>, Error> {
    let mut found = Vec::new();
    for (list, profiles) in pieces(1, profiles.iter().copied()) {
        for row in conn.all(format!("{USED_BY}{list})"), profiles).await? {
            found.push((row.at(0)?, row.at(1)?, row.at(2)?, row.at(3)?));
        }
    }
    Ok(found)
}

/// What these profiles used: order, state, amount, instant, the promotion's names.
pub(in crate::promotions) async fn of_profiles(
    conn: &mut impl Connection,
    profiles: &[i64],
) -> Result<Vec<serde_json::Value>, Error> {
    let mut found = Vec::new();
    for (list, profiles) in pieces(1, profiles.iter().copied()) {
        for row in conn.all(format!("{OF_PROFILES}{list}) order by u.at"), profiles).await? {
            found.push(serde_json::json!({
                "order": row.at::<String>(0)?,
                "state": row.at::<String>(1)?,
                "amount": row.at::<i64>(2)?,
                "at": Instant(row.at(3)?),
                "promotion": { "zh": row.at::<String>(4)?, "en": row.at::<String>(5)? },
            }));
        }
    }
    Ok(found)
}

pub(in crate::promotions) async fn erase(tx: &mut Tx, profiles: &[i64]) -> Result<(u64, u64), Error> {
    let (mut uses, mut buyers) = (0, 0);
    for (list, profiles) in pieces(1, profiles.iter().copied()) {
        uses += tx.execute(format!("{ERASE}{list})"), profiles.clone()).await?;
        buyers += tx.execute(format!("{ERASE_BUYERS}{list})"), profiles).await?;
    }
    Ok((uses, buyers))
}

fn stand(row: &Row) -> Result<Stand, Error> {
    Ok((row.at(0)?, row.at(1)?, row.at(2)?))
}
