//! Early access (提前购): what is open for a customer before it opens for everybody, because her level gives that.

use platform::db::Session;
use platform::{App, Error};
use pricing::{Cart, Promotion, Window, Words};

use super::buyer::{Who, fill};
use super::{live, shown};

/// A promotion that is open for a customer, and not for everybody yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Early {
    /// What buyers read.
    pub name: Words,
    /// What it gives.
    pub window: Window,
    /// When it opens for everybody, milliseconds UTC.
    pub from: i64,
}

/// What is open for a customer and not for everybody yet, that which opens first for everybody first.
///
/// # Errors
/// When the database cannot be read; `warehouse_building` as [`fill`].
pub async fn open_early(app: &App, session: &mut Session, who: &Who) -> Result<Vec<Early>, Error> {
    let set = live::set(app).await?;
    if set.shelf().programme().early_access.is_empty() {
        return Ok(Vec::new());
    }
    let mut cart = Cart::default();
    fill(app, session, &set, who, &mut cart).await?;
    let (open, zone): (Vec<Promotion>, _) = {
        let shelf = set.shelf();
        let open = shelf.open_early(&cart.buyer, app.clock.now()).into_iter().cloned().collect();
        (open, shelf.zone().clone())
    };
    let mut early = Vec::with_capacity(open.len());
    for terms in open {
        let Some(from) = terms.scope.from.and_then(|from| zone.to_timestamp(from).ok()) else { continue };
        let window = shown::window(session, &terms).await?;
        early.push(Early { name: terms.name, window, from: from.as_millisecond() });
    }
    early.sort_by_key(|one| one.from);
    Ok(early)
}
