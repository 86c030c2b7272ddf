//! What the till does with a book: an order spends of it when it is reserved, and gets that back when it is given up.
//! What an order holds counts as spent; paying the order changes nothing more.
//!
//! Absent from here: how much an order may spend; that is each book's department.

use platform::db::{Connection, Tx};
use platform::http::Actor;
use platform::{App, Error};

use super::Book;
use super::records;
use super::spend::{Order, counter, restore, spend};
use crate::customers::{self, Reached};

/// How long what comes back after a paid order was refunded can be spent at least, milliseconds: seven days.
const GRACE: i64 = 7 * 86_400_000;

/// A key for the move of an order that is about to be reserved.
pub(crate) fn key(app: &App, order: &str) -> String {
    format!("till:{order}#{}", app.ids.next())
}

/// The order that a move with this key paid for.
pub(crate) fn order_of(key: &str) -> Option<String> {
    let (order, _) = key.strip_prefix("till:")?.rsplit_once('#')?;
    Some(order.to_owned())
}

/// Spends for an order. Nothing may be kept when it is refused.
///
/// # Errors
/// The conflicts `points_short` or `credit_short` when somebody was quicker.
pub(crate) async fn pay(
    tx: &mut Tx,
    app: &App,
    book: Book,
    reached: &Reached,
    (key, amount): (&str, i64),
) -> Result<(), Error> {
    if amount == 0 {
        return Ok(());
    }
    let order = Order { key: key.to_owned(), points: amount, reason: None, actor: &Actor::System };
    spend(tx, app, book, reached, &order).await.map(|_| ())
}

/// Of what an order spent under this key, so much can be spent again at `now` when it comes back unpaid: what it took from
/// lots that have not expired since.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn held(conn: &mut impl Connection, book: Book, key: &str, now: i64) -> Result<i64, Error> {
    match records::keyed(conn, book, key).await? {
        Some(spent) => records::lasting(conn, book, spent.id, now).await,
        None => Ok(0),
    }
}

/// Gives back what an order spent under this key, into the lots that it came from. What comes back of an order that was
/// paid and then `refunded` can be spent for some days more; what was only held expires as if it had never been. The second
/// time nothing changes.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn give_back(tx: &mut Tx, app: &App, book: Book, key: &str, refunded: bool) -> Result<(), Error> {
    let Some(before) = records::keyed(tx, book, key).await? else { return Ok(()) };
    let customer = match before.profile_id {
        // She was erased meanwhile, and what she had with her.
        0 => return Ok(()),
        profile => customers::customer_of(tx, profile).await?,
    };
    let profiles = customers::profiles_of(tx, customer).await?;
    records::hold(tx, book, &profiles).await?;
    let row = counter(app, &before, None, &Actor::System);
    if records::write(tx, book, &row).await? {
        let until = if refunded { row.at.saturating_add(GRACE) } else { i64::MIN };
        restore(tx, app, book, &row, before.id, until).await?;
        book.tell(tx, &profiles, row.at)?;
    }
    Ok(())
}
