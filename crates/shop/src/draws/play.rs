//! Drawing: one ticket, in one transaction, numbered after the one before.

use platform::db::Tx;
use platform::http::Actor;
use platform::outbox::Message;
use platform::{App, Error, Id};
use serde_json::json;

use super::chances::next;
use super::fair;
use super::model::{Kept, PaidWith, TicketStatus};
use super::publish::find;
use super::records;
use crate::customers::Reached;
use crate::ledger::{Order, outside};
use crate::points;

/// Draws a ticket for a customer; the same key again is the same ticket. What it won is handed over by
/// [`super::hand_over`], once this is committed.
///
/// # Errors
/// `not_found`; the conflicts `draw_not_running`, `draw_no_chance`, `draw_enough`, `draw_enough_today`, `draw_blacklisted`,
/// `not_a_member`, `level_too_low`, `points_short`, `key_taken`.
pub async fn play(tx: &mut Tx, app: &App, actor: &Actor, reached: &Reached, id: i64, key: &str) -> Result<i64, Error> {
    let key = format!("{id}:{}", outside(key)?);
    // From here on nobody else draws: numbers, limits and what is left are as they are read.
    records::hold(tx, id).await?;
    if let Some(before) = records::keyed(tx, &key).await? {
        let hers = reached.profile_ids.contains(&before.profile);
        return if hers { Ok(before.id) } else { Err(Error::conflict("key_taken")) };
    }
    let now = app.clock.now();
    let draw = find(tx, id).await?;
    let (_, way) = next(tx, &draw, reached, now).await?;
    let paid_with = way.map_err(Error::conflict)?;
    let seed = draw.seed.as_deref().and_then(fair::unhex);
    let seed = seed.ok_or_else(|| Error::internal("a draw that runs has no seed").context(id))?;
    let ticket = app.ids.next();
    if let (PaidWith::Points, Some(price)) = (paid_with, draw.terms.points) {
        let order =
            Order { key: format!("draw:{ticket}"), points: price, reason: Some(draw.terms.name.clone()), actor };
        points::spend(tx, app, reached, &order).await?;
    }
    let number = records::count(tx, id).await?;
    let mark = fair::mark(&key);
    let roll = fair::roll(&seed, id, number, &mark);
    let met = fair::met(roll, draw.terms.prizes.iter().map(|prize| prize.chance_ppm));
    let won = match met {
        Some(place) => records::take(tx, id, place).await?,
        None => false,
    };
    let prize = met.filter(|_| won).and_then(|place| Some((place, draw.terms.prizes.get(place)?)));
    let row = Kept {
        id: ticket,
        key,
        draw: id,
        number,
        profile: reached.anchor,
        mark,
        roll,
        prize: prize.map(|(place, _)| place),
        missed: met.is_some() && !won,
        status: if won { TicketStatus::Waiting } else { TicketStatus::None },
        itself: prize.is_some_and(|(_, prize)| prize.kind.gives_itself()),
        problem: None,
        note: None,
        paid_with,
        at: now,
        settled_at: None,
    };
    records::add(tx, &row).await?;
    let told = json!({ "draw": Id(id), "ticket": Id(ticket), "profiles": [Id(row.profile)], "won": won });
    tx.emit(Message::new("draws.drawn", now, &told)?);
    Ok(ticket)
}
