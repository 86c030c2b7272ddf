//! Following the outbox: whose orders change, who are merged and who are parted are scored anew at once, by what the last
//! reckoning learnt, so that nobody is waited for who has come.
//!
//! While a reckoning waits or runs this waits too: it writes what it read before, and what came since is scored after it. What
//! it had heard of when it began is not looked at again.

use std::collections::BTreeSet;
use std::time::Duration;

use platform::db::Tx;
use platform::outbox::{self, Delivered, Turn};
use platform::{App, Error};
use tokio_util::sync::CancellationToken;

use super::{between, records};
use crate::orders::{self, Touch};

/// The consumer of the outbox, in its books.
pub const CONSUMER: &str = "value";
/// Messages taken at a time, at most.
const MESSAGES: i64 = 100;
/// Customers scored in one transaction, about.
const CUSTOMERS: usize = 500;

/// Scores whom messages touch until `stopping` is cancelled.
pub async fn follow(app: App, stopping: CancellationToken) {
    if let Err(error) = outbox::enrol(&app, CONSUMER).await {
        tracing::warn!(%error, "the outbox may be trimmed before it was read");
    }
    outbox::follow(app, stopping, "customers could not be scored", |app| async move {
        Ok(if look(&app).await? { Turn::Rest(Duration::ZERO) } else { Turn::Idle })
    })
    .await;
}

/// Acts on the next messages; whether there were any to act on.
///
/// # Errors
/// When the database fails; then nothing of it was done.
pub async fn look(app: &App) -> Result<bool, Error> {
    let waits = |ran: &records::Ran| matches!(ran.state.as_str(), "waiting" | "running");
    let news = !outbox::pending(&app.db, CONSUMER, 1).await?.is_empty();
    if !news || waits(&records::ran(&mut app.db.read().await?).await?) {
        return Ok(false);
    }
    let mut tx = app.db.begin().await?;
    records::turn(&mut tx).await?;
    let ran = records::ran(&mut tx).await?;
    if waits(&ran) {
        return Ok(false);
    }
    // Read again now that nobody else can act on the same ones.
    let messages = outbox::pending(&app.db, CONSUMER, MESSAGES).await?;
    // Before the first reckoning there is nothing to score by.
    let (taken, touched) =
        if ran.today.is_some() { few(&mut tx, &messages).await? } else { (messages.len(), BTreeSet::new()) };
    let Some(last) = taken.checked_sub(1).and_then(|at| messages.get(at)) else { return Ok(false) };
    if let Some(fresh) = between::score(&mut tx, app, &ran, &touched.into_iter().collect::<Vec<_>>()).await? {
        fresh.write(&mut tx, app.clock.now()).await?;
    }
    outbox::advance(&mut tx, CONSUMER, last.position).await?;
    tx.commit().await?;
    Ok(true)
}

/// How many of the messages to take, so that they touch about [`CUSTOMERS`], and whom: an import names thousands in each.
async fn few(tx: &mut Tx, messages: &[Delivered]) -> Result<(usize, BTreeSet<i64>), Error> {
    let (mut taken, mut touched) = (0, BTreeSet::new());
    for message in messages {
        let by = orders::touched(tx, std::slice::from_ref(message)).await?;
        touched.extend(by.into_iter().filter(|(_, touch)| *touch != Touch::Known).map(|(customer, _)| customer));
        taken += 1;
        if touched.len() >= CUSTOMERS {
            break;
        }
    }
    Ok((taken, touched))
}
