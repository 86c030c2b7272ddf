//! Saying what became of gifts: sent, not to be sent, to be tried again, called off.

use platform::db::Tx;
use platform::http::{Caller, ShopScope};
use platform::{App, Error, Id};

use super::give::tell;
use super::model::{GiftRefused, GiftStatus};
use super::records;
use crate::customers;

/// Gifts of one request.
const MOST: usize = 500;
/// Characters of a note.
const NOTE: usize = 500;

/// What became of gifts whose status was said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settled {
    /// Changed, or so already.
    pub done: Vec<i64>,
    /// Those of them that were changed.
    pub changed: Vec<i64>,
    /// Not changed.
    pub refused: Vec<GiftRefused>,
}

/// Takes gifts over to a status. One that has it already is answered the same; one that does not go over to it, or that
/// the caller may not see, is refused and named, and the others are done.
///
/// # Errors
/// `invalid` naming the field: no or too many gifts, a note that is too long, none where one is needed.
pub async fn settle(
    tx: &mut Tx,
    app: &App,
    caller: &Caller,
    ids: &[Id],
    to: GiftStatus,
    note: Option<&str>,
) -> Result<Settled, Error> {
    let now = app.clock.now();
    let mut ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    match ids.len() {
        0 => return Err(Error::invalid("ids", "required")),
        1..=MOST => {}
        _ => return Err(Error::invalid("ids", "too_many")),
    }
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    if note.is_some_and(|note| note.chars().count() > NOTE) {
        return Err(Error::invalid("note", "too_long"));
    }
    if note.is_none() && matches!(to, GiftStatus::Failed | GiftStatus::Cancelled) {
        return Err(Error::invalid("note", "required"));
    }
    let before = records::by_ids(tx, &ids).await?;
    let seen = seen(tx, &caller.shops, before.iter().map(|row| row.profile_id).collect()).await?;
    let (mut settled, mut changed) = (Settled::default(), Vec::new());
    for id in ids {
        let row = before.iter().find(|row| row.id == id && seen.contains(&row.profile_id));
        let Some(row) = row else {
            settled.refused.push(GiftRefused { id: Id(id), code: "not_found".to_owned() });
            continue;
        };
        if records::settle(tx, id, to, note, (now, caller.actor.name())).await? {
            settled.changed.push(id);
            changed.push(row.profile_id);
        } else if records::by_ids(tx, &[id]).await?.first().is_none_or(|row| row.status != to) {
            settled.refused.push(GiftRefused { id: Id(id), code: "gift_over".to_owned() });
            continue;
        }
        settled.done.push(id);
    }
    if !changed.is_empty() {
        tell(tx, &changed, now)?;
    }
    Ok(settled)
}

/// Those of these profiles whose customers somebody with `scope` may see.
async fn seen(tx: &mut Tx, scope: &ShopScope, profiles: Vec<i64>) -> Result<Vec<i64>, Error> {
    let owners = customers::customers_of(tx, &profiles).await?;
    let customers: Vec<i64> = owners.iter().map(|(_, customer)| *customer).collect();
    let visible = customers::visible(tx, scope, &customers).await?;
    Ok(owners.into_iter().filter(|(_, customer)| visible.contains(customer)).map(|(profile, _)| profile).collect())
}
