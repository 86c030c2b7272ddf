//! How many customers each tab of the list has, without counting on the request's path.
//!
//! Up to [`FEW`] customers are counted at once. Beyond that an answer comes from what was counted last, and when that is
//! older than [`FRESH`] a count starts behind the answer; `as_of` says when, `exact` whether it is of this instant.

use platform::db::Connection;
use platform::http::ShopScope;
use platform::{App, Error, Instant};
use serde::Serialize;
use utoipa::ToSchema;

use super::list::records::counting as records;

/// Customers that are counted at once.
pub(super) const FEW: i64 = 20_000;
/// How old a count may be before the next one starts, milliseconds.
const FRESH: i64 = 30_000;
/// After how long a count that has not ended is taken for dead, milliseconds.
const PATIENCE: i64 = 120_000;

/// Customers by tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    /// When it was counted.
    pub as_of: Instant,
    /// 全部
    pub all: i64,
    /// 成交
    pub dealt: i64,
    /// 未成交
    pub not_dealt: i64,
    /// 询单
    pub inquired: i64,
    /// Whether it was counted for this very answer.
    pub exact: bool,
}

/// Customers of the shops in `scope`, by tab.
///
/// # Errors
/// When the database cannot be read.
pub async fn counts(app: &App, scope: &ShopScope) -> Result<Counts, Error> {
    let now = app.clock.now();
    let key = key(scope);
    let mut session = app.db.read().await?;
    if records::few(&mut session, scope, FEW).await? {
        let tally = records::tally(&mut session, scope).await?;
        return Ok(tally.counts(now, true));
    }
    let Some((tally, as_of)) = records::kept(&mut session, &key).await? else {
        // Nobody has counted these shops yet: this once the answer waits.
        let tally = records::tally(&mut session, scope).await?;
        drop(session);
        let mut tx = app.db.begin().await?;
        records::keep(&mut tx, &key, &tally, now).await?;
        tx.commit().await?;
        return Ok(tally.counts(now, true));
    };
    if as_of < now - FRESH {
        let (app, scope) = (app.clone(), scope.clone());
        tokio::spawn(async move {
            if let Err(error) = recount(&app, &scope, &key, now).await {
                tracing::warn!(%error, "customers could not be counted");
            }
        });
    }
    Ok(tally.counts(as_of, false))
}

/// Whether there are at most so many customers.
///
/// # Errors
/// When the database cannot be read.
pub async fn at_most(conn: &mut impl Connection, most: i64) -> Result<bool, Error> {
    records::few(conn, &ShopScope::All, most).await
}

/// Counts again unless somebody else does.
pub(super) async fn recount(app: &App, scope: &ShopScope, key: &str, now: i64) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    if !records::claim(&mut tx, key, now, now - PATIENCE).await? {
        return Ok(());
    }
    tx.commit().await?;
    let tally = records::tally(&mut app.db.read().await?, scope).await?;
    let mut tx = app.db.begin().await?;
    records::keep(&mut tx, key, &tally, now).await?;
    tx.commit().await
}

pub(super) fn key(scope: &ShopScope) -> String {
    match scope {
        ShopScope::All => "all".to_owned(),
        ShopScope::Only(shops) => {
            let mut shops = shops.clone();
            shops.sort_unstable();
            shops.iter().map(i64::to_string).collect::<Vec<_>>().join(",")
        }
    }
}

/// Customers by contact group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) dealt: i64,
    pub(super) not_dealt: i64,
    pub(super) inquired: i64,
    pub(super) others: i64,
}

impl Tally {
    fn counts(self, as_of: i64, exact: bool) -> Counts {
        Counts {
            as_of: Instant(as_of),
            all: self.dealt + self.not_dealt + self.inquired + self.others,
            dealt: self.dealt,
            not_dealt: self.not_dealt,
            inquired: self.inquired,
            exact,
        }
    }
}
