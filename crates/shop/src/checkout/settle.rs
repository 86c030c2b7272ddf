//! Paying and giving back: each moves the order on from one state in a guarded statement, so that doing it again changes
//! nothing, and nobody pays for what was given back.

use std::time::Duration;

use platform::db::{Connection, Tx};
use platform::outbox::Message;
use platform::{App, Error};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::records::{self, Kept};
use super::redemption::{Redemption, State};
use super::reserve::shown;
use crate::promotions::live;
use crate::promotions::uses::{self, Stand};
use crate::{coupons, group_buys, points, wallet};

/// Orders that are looked at at a time.
const ORDERS: i64 = 200;
/// How often overdue orders are looked for.
const LOOK: Duration = Duration::from_secs(5);

/// The order was paid: what it holds is used.
///
/// # Errors
/// `reservation_over` when it was given back meanwhile, `group_over` when the group that it has a place in failed meanwhile:
/// give the money back and release the order; `not_found`.
pub async fn redeem(app: &App, order: &str) -> Result<Redemption, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if records::set_state(&mut tx, order, State::Reserved, State::Redeemed, now).await? {
        let found = kept(&mut tx, order).await?;
        uses::settle(&mut tx, order, found.total, now).await?;
        coupons::settle(&mut tx, order, &found.body.single, now).await?;
        if let Some(place) = found.body.place {
            group_buys::pay(&mut tx, app, place, found.total).await?;
        }
        tx.emit(Message::new("checkout.redeemed", now, &json!({ "order": order }))?);
        tx.commit().await?;
    } else {
        drop(tx);
    }
    let kept = records::find(&mut app.db.read().await?, order).await?.ok_or_else(|| Error::not_found("redemption"))?;
    if kept.state == State::Released {
        return Err(Error::conflict("reservation_over"));
    }
    shown(app, kept).await
}

/// Gives back what an order took, in the order in which it was taken, so that two orders do not wait for each other. Gives
/// where promotions stand now.
async fn give_back(tx: &mut Tx, app: &App, kept: &Kept, now: i64) -> Result<Vec<(i64, Stand)>, Error> {
    credit_back(tx, app, kept).await?;
    points_back(tx, app, kept).await?;
    coupons::give_back(tx, &kept.order, &kept.holds(), now).await?;
    let (_, standings) = uses::give_back(tx, &kept.order, paid(kept), false, now).await?;
    place_back(tx, app, kept, None).await?;
    Ok(standings)
}

/// What an order paid, when it was paid.
fn paid(kept: &Kept) -> Option<i64> {
    (kept.state == State::Redeemed).then_some(kept.total)
}

/// Gives back the red packets that an order took.
pub(super) async fn credit_back(tx: &mut Tx, app: &App, kept: &Kept) -> Result<(), Error> {
    match &kept.body.credit {
        Some(credit) => wallet::give_back(tx, app, credit, paid(kept).is_some()).await,
        None => Ok(()),
    }
}

/// Gives back the points that an order took.
pub(super) async fn points_back(tx: &mut Tx, app: &App, kept: &Kept) -> Result<(), Error> {
    match &kept.body.points {
        Some(points) => points::till::give_back(tx, app, points, paid(kept).is_some()).await,
        None => Ok(()),
    }
}

/// Gives back the place in a group that an order took, unless it keeps it.
pub(super) async fn place_back(tx: &mut Tx, app: &App, kept: &Kept, keeps: Option<i64>) -> Result<(), Error> {
    match kept.body.place.filter(|place| keeps != Some(*place)) {
        Some(place) => group_buys::give_back(tx, app, place).await,
        None => Ok(()),
    }
}

/// Gives back what the order holds; with `refunded`, what it used as well.
///
/// # Errors
/// `order_paid` when it was paid and is not refunded; `not_found`.
pub async fn release(app: &App, order: &str, refunded: bool) -> Result<Redemption, Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let found = records::find(&mut tx, order).await?.ok_or_else(|| Error::not_found("redemption"))?;
    if found.state == State::Redeemed && !refunded {
        return Err(Error::conflict("order_paid"));
    }
    let moved =
        found.state != State::Released && records::set_state(&mut tx, order, found.state, State::Released, now).await?;
    if moved {
        free(tx, app, order, found.state, now).await?;
    } else {
        drop(tx);
    }
    let kept = records::find(&mut app.db.read().await?, order).await?.ok_or_else(|| Error::not_found("redemption"))?;
    match kept.state {
        State::Released => shown(app, kept).await,
        // It was paid in the same moment.
        _ => Err(Error::conflict("order_paid")),
    }
}

/// An order as it is kept.
async fn kept(conn: &mut impl Connection, order: &str) -> Result<Kept, Error> {
    records::find(conn, order).await?.ok_or_else(|| Error::not_found("redemption"))
}

/// Gives back what an order took that this transaction has just released, which was in `state` before.
async fn free(mut tx: Tx, app: &App, order: &str, state: State, now: i64) -> Result<(), Error> {
    // What it holds is read now that nobody else can change it: it may have been reserved anew a moment ago.
    let released = Kept { state, ..kept(&mut tx, order).await? };
    let standings = give_back(&mut tx, app, &released, now).await?;
    tx.emit(Message::new("checkout.released", now, &json!({ "order": order }))?);
    tx.commit().await?;
    let set = live::set(app).await?;
    let named = standings.into_iter().filter_map(|(id, stand)| Some((set.key(id)?.to_owned(), stand)));
    set.stand(named.collect::<Vec<_>>());
    Ok(())
}

/// Gives back what orders hold that were not paid in time. Returns how many they were.
///
/// # Errors
/// When the database refuses.
pub async fn sweep(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let due = records::due(&mut app.db.read().await?, now, ORDERS).await?;
    for order in &due {
        let mut tx = app.db.begin().await?;
        // Paid or reserved anew in the same moment, or given back by another process, it is not overdue any more.
        if records::lapse(&mut tx, order, now).await? {
            free(tx, app, order, State::Reserved, now).await?;
        }
    }
    Ok(due.len())
}

/// Gives overdue reservations back until `stopping` is cancelled. Every process may: each order is given back once.
pub async fn follow(app: App, stopping: CancellationToken) {
    while !stopping.is_cancelled() {
        match sweep(&app).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::warn!(%error, "overdue reservations could not be given back; it is tried again"),
        }
        tokio::select! {
            () = stopping.cancelled() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
