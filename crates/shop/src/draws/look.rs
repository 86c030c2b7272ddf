//! Draws and tickets as they are shown.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use platform::db::Session;
use platform::http::ShopScope;
use platform::{Error, Id, Instant};

use super::fair::{Chance, Proof};
use super::model::{Draw, DrawState, Kept, PrizeKind, Record, Ticket};
use super::publish::find;
use super::records::{self, Wanted};
use super::{DAY, KEPT_DAYS};
use crate::customers;
use crate::deliveries::{self, DeliveryOf};

/// Draws that buyers are shown at once.
const OPEN: i64 = 20;

/// A draw as the API shows it.
pub(super) async fn draw(session: &mut Session, one: Record, now: i64) -> Result<Draw, Error> {
    let prizes = records::prizes(session, one.id).await?;
    let (winners, waiting, problems) = records::tally(session, one.id).await?;
    let left = if prizes.is_empty() {
        one.terms.prizes.iter().map(|prize| prize.quantity).collect()
    } else {
        prizes.into_iter().map(|(quantity, taken)| quantity - taken).collect()
    };
    let end = one.end(now);
    Ok(Draw {
        id: Id(one.id),
        state: one.state(now),
        revision: one.revision,
        seed: one.revealed(now),
        commitment: one.commitment,
        tickets: one.tickets,
        winners,
        left,
        waiting,
        problems,
        created_at: Instant(one.created_at),
        published_at: one.published_at.map(Instant),
        ended_at: end.map(Instant),
        end_reason: one.end_reason,
        kept_until: end.map(|end| Instant(end.saturating_add(KEPT_DAYS * DAY))),
        terms: one.terms,
    })
}

/// The draw `id`.
///
/// # Errors
/// `not_found`.
pub async fn shown(session: &mut Session, id: i64, now: i64) -> Result<Draw, Error> {
    let found = find(session, id).await?;
    draw(session, found, now).await
}

/// The draws that run now, newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn open_to(session: &mut Session, now: i64) -> Result<Vec<Draw>, Error> {
    let mut open = Vec::new();
    for one in records::list(session, Some(DrawState::Running), i64::MAX, OPEN, now).await? {
        open.push(draw(session, one, now).await?);
    }
    Ok(open)
}

/// Tickets as the API shows them to somebody who may see `scope`.
pub(super) async fn tickets(session: &mut Session, scope: &ShopScope, rows: Vec<Kept>) -> Result<Vec<Ticket>, Error> {
    let whose = customers::whose(session, scope, rows.iter().map(|row| row.profile).filter(|id| *id != 0)).await?;
    let mut draws: HashMap<i64, Record> = HashMap::new();
    for row in &rows {
        if let Entry::Vacant(place) = draws.entry(row.draw) {
            place.insert(find(session, row.draw).await?);
        }
    }
    let ids: Vec<i64> = rows.iter().filter(|row| row.prize.is_some()).map(|row| row.id).collect();
    let mut sent = deliveries::shown(session, DeliveryOf::Draw, &ids).await?;
    let shown = rows.into_iter().map(|row| {
        let prize = row.prize.and_then(|place| draws.get(&row.draw)?.terms.prizes.get(place));
        let customer = whose.get(&row.profile);
        Ticket {
            id: Id(row.id),
            draw_id: Id(row.draw),
            number: row.number,
            mark: row.mark,
            roll: row.roll,
            prize: row.prize,
            prize_name: prize.map(|prize| prize.name.clone()),
            missed: row.missed,
            status: row.status,
            problem: row.problem,
            customer_id: customer.map(|one| one.id),
            customer: customer.and_then(|one| one.name.clone()),
            at: Instant(row.at),
            settled_at: row.settled_at.map(Instant),
            note: row.note,
            paid_with: row.paid_with,
            sends: prize.is_some_and(|prize| prize.kind == PrizeKind::Goods),
            delivery: customer.and_then(|_| sent.remove(&row.id)),
        }
    });
    Ok(shown.collect())
}

/// The ticket `id`.
///
/// # Errors
/// `not_found`.
pub async fn ticket(session: &mut Session, scope: &ShopScope, id: i64) -> Result<Ticket, Error> {
    let row = records::find_ticket(session, id).await?.ok_or_else(|| Error::not_found("draw_ticket"))?;
    tickets(session, scope, vec![row]).await?.pop().ok_or_else(|| Error::not_found("draw_ticket"))
}

/// The last tickets of these profiles in a draw, newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn tickets_of(
    session: &mut Session,
    draw: Option<i64>,
    profiles: &[i64],
    limit: i64,
) -> Result<Vec<Ticket>, Error> {
    let wanted = Wanted { draw, profiles: Some(profiles.to_vec()), ..Wanted::default() };
    let rows = records::list_tickets(session, &wanted, i64::MAX, limit).await?;
    tickets(session, &ShopScope::All, rows).await
}

/// What is needed to check a draw: its tickets after a number.
pub(super) async fn proof(session: &mut Session, id: i64, after: i64, limit: i64, now: i64) -> Result<Proof, Error> {
    let found = find(session, id).await?;
    let commitment = found.commitment.clone().ok_or_else(|| Error::not_found("draw"))?;
    let mut tickets = records::proof(session, id, after, limit + 1).await?;
    let more = i64::try_from(tickets.len()).unwrap_or(i64::MAX) > limit;
    tickets.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(Proof {
        draw_id: Id(id),
        commitment,
        seed: found.revealed(now),
        chances: found
            .terms
            .prizes
            .iter()
            .map(|prize| Chance { chance_ppm: prize.chance_ppm, quantity: prize.quantity })
            .collect(),
        next: tickets.last().map(|last| last.number).filter(|_| more),
        tickets,
    })
}
