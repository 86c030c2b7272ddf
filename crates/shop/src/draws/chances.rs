//! Who may draw: everybody's own chances, those that were given, and those that points buy, within the draw's limits.

use jiff::Timestamp;
use platform::db::{Connection, Tx};
use platform::http::Actor;
use platform::{App, Error};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{DrawState, PaidWith, Record};
use super::publish::find;
use super::records::{self, Entitled, Had};
use crate::customers::{self, Reached};
use crate::{members, points, shops};

/// Chances given at once.
const MOST: i64 = 1_000;

/// What chances a customer has in a draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DrawChances)]
pub struct Chances {
    /// Left of everybody's own.
    pub free: i64,
    /// Left of those that were given.
    pub given: i64,
    /// Points for one more; null when none can be bought.
    pub bought_for: Option<i64>,
    /// Tickets drawn.
    pub drawn: i64,
    /// She can draw now.
    pub can_draw: bool,
    /// Why not: the code of the refusal.
    pub why_not: Option<String>,
}

/// The first instant of the day of `now` in the shop's calendar, milliseconds UTC.
async fn day(conn: &mut impl Connection, now: i64) -> Result<i64, Error> {
    let zone = shops::business(conn).await?.zone();
    let date = Timestamp::from_millisecond(now).map_err(Error::internal)?.to_zoned(zone.clone()).date();
    Ok(date.to_zoned(zone).map_err(Error::internal)?.timestamp().as_millisecond())
}

/// How a customer would come by her next ticket; a refusal's code when she cannot.
pub(super) async fn next(
    conn: &mut impl Connection,
    draw: &Record,
    reached: &Reached,
    now: i64,
) -> Result<(Had, Result<PaidWith, &'static str>), Error> {
    let terms = &draw.terms;
    let day = day(conn, now).await?;
    let had = records::had(conn, draw.id, &reached.profile_ids, day).await?;
    let refused = |code| Ok((had, Err(code)));
    if draw.state(now) != DrawState::Running {
        return refused("draw_not_running");
    }
    if customers::blacklisted(conn, &[reached.customer_id]).await?.contains(&reached.customer_id) {
        return refused("draw_blacklisted");
    }
    if terms.members_only || terms.level.is_some() {
        let standing = members::standings(conn, &[reached.customer_id]).await?.remove(&reached.customer_id);
        let Some(standing) = standing else { return refused("not_a_member") };
        if let Some(level) = terms.level
            && standing.rank < members::programme(conn).await?.rank(level.0)
        {
            return refused("level_too_low");
        }
    }
    if terms.most_per_customer.is_some_and(|most| had.all >= most) {
        return refused("draw_enough");
    }
    if terms.most_per_day.is_some_and(|most| had.today >= most) {
        return refused("draw_enough_today");
    }
    let way = if had.free < terms.free {
        Ok(PaidWith::Free)
    } else if had.given < had.entitled {
        Ok(PaidWith::Given)
    } else if terms.points.is_some() {
        Ok(PaidWith::Points)
    } else {
        Err("draw_no_chance")
    };
    Ok((had, way))
}

/// What chances a customer has.
///
/// # Errors
/// `not_found`.
pub async fn chances(conn: &mut impl Connection, app: &App, id: i64, reached: &Reached) -> Result<Chances, Error> {
    let now = app.clock.now();
    let draw = find(conn, id).await?;
    let (had, way) = next(conn, &draw, reached, now).await?;
    let mut why_not = way.err();
    if let (Ok(PaidWith::Points), Some(price)) = (way, draw.terms.points) {
        let has = points::balance(conn, &reached.profile_ids, now).await?.available;
        why_not = (has < price).then_some("points_short");
    }
    Ok(Chances {
        free: (draw.terms.free - had.free).max(0),
        given: (had.entitled - had.given).max(0),
        bought_for: draw.terms.points,
        drawn: had.all,
        can_draw: why_not.is_none(),
        why_not: why_not.map(str::to_owned),
    })
}

/// Gives a customer chances in a draw. The same key again gives nothing more.
///
/// # Errors
/// `not_found`; the conflicts `draw_not_running` (it has ended, or is a draft) and `key_taken`; `invalid` naming the field.
pub async fn entitle(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    reached: &Reached,
    id: i64,
    count: i64,
    (key, reason): (&str, &str),
) -> Result<(), Error> {
    let now = app.clock.now();
    let reason = members::said(reason)?;
    if !(1..=MOST).contains(&count) {
        return Err(Error::invalid("count", "out_of_range"));
    }
    if matches!(find(tx, id).await?.state(now), DrawState::Draft | DrawState::Ended) {
        return Err(Error::conflict("draw_not_running"));
    }
    let row = Entitled {
        id: app.ids.next(),
        key,
        draw: id,
        profile: reached.anchor,
        count,
        reason: &reason,
        actor: actor.name(),
        at: now,
    };
    if records::entitle(tx, row).await? {
        return Ok(());
    }
    match records::given(tx, key).await? {
        Some((draw, profile, given)) if (draw, given) == (id, count) && reached.profile_ids.contains(&profile) => {
            Ok(())
        }
        _ => Err(Error::conflict("key_taken")),
    }
}
