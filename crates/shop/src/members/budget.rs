//! What an agent may give by hand in a month. The database holds the limit.

use jiff::Timestamp;
use platform::db::{Connection, Tx};
use platform::http::{Actor, Role};
use platform::{App, Error};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::programme::Programme;
use super::records;
use crate::shops;

codes! {
    /// What is given.
    #[schema(as = CareBudgetKind)]
    Kind {
        /// Points.
        Points = "points",
        /// Levels.
        Levels = "levels",
        /// Store credit, minor units.
        Credit = "credit",
        /// Gifts, by what they are worth in minor units.
        Gifts = "gifts",
        /// Coupons, by their number: what one takes off is known only when it is used.
        Coupons = "coupons",
    }
}

/// What somebody may still give this month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareBudget)]
pub struct Budget {
    /// How much in a month; null without a limit.
    pub cap: Option<i64>,
    /// How much was given.
    pub used: i64,
    /// How much is left; null without a limit.
    pub left: Option<i64>,
}

/// The limit of `actor`: agents have the programme's, others none.
pub fn cap(programme: &Programme, actor: &Actor, kind: Kind) -> Option<i64> {
    match actor {
        Actor::User { role: Role::Agent, .. } => match kind {
            Kind::Points => programme.budget.points_a_month,
            Kind::Levels => programme.budget.levels_a_month,
            Kind::Credit => programme.budget.credit_a_month,
            Kind::Gifts => programme.budget.gifts_a_month,
            Kind::Coupons => programme.budget.coupons_a_month,
        },
        _ => None,
    }
}

/// The month of `now` in the business's calendar: months since the year 0.
async fn month(conn: &mut impl Connection, now: i64) -> Result<i64, Error> {
    let zone = shops::business(conn).await?.zone();
    let day = Timestamp::from_millisecond(now).map_err(Error::internal)?.to_zoned(zone).date();
    Ok(i64::from(day.year()) * 12 + i64::from(day.month()) - 1)
}

/// Takes `amount` out of what `actor` may give this month.
///
/// # Errors
/// The conflict `budget_spent` with what is left.
pub async fn take(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    programme: &Programme,
    kind: Kind,
    amount: i64,
) -> Result<(), Error> {
    let Some(id) = actor.id() else { return Ok(()) };
    let month = month(tx, app.clock.now()).await?;
    let cap = cap(programme, actor, kind);
    if records::take_budget(tx, id, kind.code(), month, amount, cap.unwrap_or(-1)).await? {
        return Ok(());
    }
    let used = records::used_budget(tx, id, kind.code(), month).await?;
    Err(Error::conflict("budget_spent").arg("left", (cap.unwrap_or(0) - used).max(0).to_string()))
}

/// What `actor` gave this month, and may still give.
///
/// # Errors
/// When the database cannot be read.
pub async fn left(
    conn: &mut impl Connection,
    actor: &Actor,
    programme: &Programme,
    kind: Kind,
    now: i64,
) -> Result<Budget, Error> {
    let month = month(conn, now).await?;
    let used = match actor.id() {
        Some(id) => records::used_budget(conn, id, kind.code(), month).await?,
        None => 0,
    };
    let cap = cap(programme, actor, kind);
    Ok(Budget { cap, used, left: cap.map(|cap| (cap - used).max(0)) })
}
