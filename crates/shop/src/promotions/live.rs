//! The live promotions, checked and indexed, in the memory of each process.
//!
//! They are made from the database when they are first asked for, and made anew when the outbox says that promotions or
//! what levels give changed; uses move the standings alone. What is held here may be a moment old: every limit is held by the database
//! ([`super::uses`]), and whoever is refused there looks again.
//!
//! Absent from here: anything that cannot be made anew.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use platform::outbox::{self, Turn};
use platform::{App, Error};
use pricing::{Cart, Programme, Promotion, Shelf, Standing};
use tokio_util::sync::CancellationToken;

use super::records::uses::Stand;
use super::settings::settings;
use super::{levels, records, regions};
use crate::{members, shops};

/// Messages looked at at a time.
const MESSAGES: i64 = 500;
/// How long to wait for news from another process.
const PATIENCE: Duration = Duration::from_secs(1);
/// After so long a set is made anew in any case: what is over falls out, milliseconds.
const AGE: i64 = 600_000;

/// A live promotion, beside its place on the shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Its id.
    pub id: i64,
    /// The version that is published.
    pub version: i64,
    /// It is the terms of a coupon.
    pub held: bool,
}

/// The live promotions as they stood at one position of the outbox.
#[derive(Debug)]
pub struct Set {
    shelf: RwLock<Shelf>,
    known: HashMap<String, Known>,
    keys: HashMap<i64, String>,
    /// Some of them ask for a segment.
    pub asks_segments: bool,
    /// The shop keeps its members' levels here, so what a cart says of a known customer's level does not count.
    pub knows_levels: bool,
    /// How long an order that is not paid holds what it uses, milliseconds.
    pub hold: i64,
    /// The currency of all amounts.
    pub currency: String,
    made_at: i64,
}

impl Set {
    /// The shelf, to price with. Do not hold it across a wait.
    pub fn shelf(&self) -> RwLockReadGuard<'_, Shelf> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The live promotion with this key.
    #[must_use]
    pub fn known(&self, key: &str) -> Option<Known> {
        self.known.get(key).copied()
    }

    /// The key of a live promotion.
    #[must_use]
    pub fn key(&self, id: i64) -> Option<&str> {
        self.keys.get(&id).map(String::as_str)
    }

    /// Whether the live promotion with this key is for some of a cart's goods.
    #[must_use]
    pub fn touches(&self, key: &str, cart: &Cart) -> bool {
        let shelf = self.shelf();
        let named = shelf.programme().promotions.iter().find(|one| one.key == key);
        named.is_some_and(|one| cart.lines.iter().any(|line| one.scope.covers(line)))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Takes over how far promotions are used up.
    pub fn stand(&self, standings: impl IntoIterator<Item = (String, Stand)>) {
        let mut shelf = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
        for (key, stand) in standings {
            shelf.set_standing(&key, standing(stand));
        }
    }
}

fn standing((uses, spent, sold): Stand) -> Standing {
    let count = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
    Standing { uses: count(uses), spent: spent.clamp(0, pricing::MAX_PRICE), sold: count(sold) }
}

/// What one process holds.
#[derive(Default)]
pub struct Live {
    set: RwLock<Option<Arc<Set>>>,
    /// Whoever makes a set holds this.
    making: tokio::sync::Mutex<()>,
}

impl Live {
    /// The one of this process.
    #[must_use]
    pub fn of(app: &App) -> Arc<Self> {
        app.memory.get(Self::default)
    }

    fn held(&self) -> Option<Arc<Set>> {
        self.set.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The live promotions.
///
/// # Errors
/// When they must be made and the database cannot be read.
pub async fn set(app: &App) -> Result<Arc<Set>, Error> {
    let now = app.clock.now();
    match Live::of(app).held() {
        Some(set) if now - set.made_at < AGE => Ok(set),
        _ => refresh(app).await,
    }
}

/// Makes the live promotions anew, so that what was just committed is among them.
///
/// # Errors
/// When the database cannot be read.
pub async fn refresh(app: &App) -> Result<Arc<Set>, Error> {
    let live = Live::of(app);
    let _turn = live.making.lock().await;
    let now = app.clock.now();
    let mut session = app.db.still().await?;
    let business = shops::business(&mut session).await?;
    let settings = settings(&mut session).await?;
    let records = records::promotions::live(&mut session, now).await?;
    let membership = members::programme(&mut session).await?;
    drop(session);
    let zone = business.zone();
    let mut programme = Programme {
        currency: business.currency.clone(),
        zone: business.time_zone.clone(),
        settings: settings.between(),
        levels: levels::names(&membership),
        early_access: levels::early_access(&membership),
        promotions: levels::promotions(&membership),
        ..Programme::default()
    };
    let (mut known, mut keys) = (HashMap::new(), HashMap::new());
    for record in records {
        let usage = record.usage;
        let Some(mut terms) = record.published else { continue };
        // Terms of an earlier version may write a region otherwise.
        terms.scope.regions = regions::of_scope(&terms.scope.regions);
        programme.standings.insert(record.key.clone(), standing((usage.orders, usage.spent, usage.pieces)));
        known.insert(record.key.clone(), Known { id: record.id, version: record.version, held: record.held });
        keys.insert(record.id, record.key);
        programme.promotions.push(terms);
    }
    let asks_segments = programme.promotions.iter().any(|one| !one.scope.segments.is_empty());
    let currency = programme.currency.clone();
    let made = tokio::task::spawn_blocking(move || Shelf::new(sound(programme), zone));
    let shelf = made.await.map_err(Error::internal)?;
    let shelf = shelf.map_err(|problems| {
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        Error::internal(format!("the live promotions cannot be priced with: {first}"))
    })?;
    let set = Arc::new(Set {
        shelf: RwLock::new(shelf),
        known,
        keys,
        asks_segments,
        knows_levels: membership.enabled,
        hold: i64::from(settings.hold_minutes) * 60_000,
        currency,
        made_at: now,
    });
    *live.set.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&set));
    Ok(set)
}

/// Leaves out what an earlier version let in and this one refuses, so that one promotion never stops all others.
fn sound(mut programme: Programme) -> Programme {
    let refused: BTreeSet<String> =
        pricing::check(&programme).into_iter().flat_map(|problem| problem.promotions).collect();
    if !refused.is_empty() {
        tracing::error!(promotions = ?refused, "these promotions are left out until their terms are mended");
        programme.promotions.retain(|one| !refused.contains(&one.key));
    }
    programme
}

/// Looks again how far these promotions are used up.
///
/// # Errors
/// When the database cannot be read.
pub async fn recount(app: &App, ids: &[i64]) -> Result<(), Error> {
    let Some(set) = Live::of(app).held() else { return Ok(()) };
    let standings = records::uses::standings(&mut app.db.read().await?, ids.iter().copied()).await?;
    set.stand(standings);
    Ok(())
}

/// Other terms beside the live ones, for somebody who tries them: those of `without` are left out, and those of `with`
/// take the places of what has the same key.
///
/// # Errors
/// `invalid` when the terms cannot be priced with.
pub fn beside(set: &Set, with: Vec<Promotion>, without: &[String]) -> Result<Shelf, Error> {
    let shelf = set.shelf();
    let mut programme = shelf.programme().clone();
    let zone = shelf.zone().clone();
    drop(shelf);
    let gone = |key: &String| without.contains(key) || with.iter().any(|one| one.key == *key);
    programme.promotions.retain(|one| !gone(&one.key));
    programme.promotions.extend(with);
    Shelf::new(programme, zone).map_err(|problems| {
        let path = problems.first().map(|problem| problem.path.clone()).unwrap_or_default();
        Error::invalid(path, "malformed")
    })
}

/// Follows the outbox until `stopping` is cancelled. Every process follows for itself.
pub async fn follow(app: App, stopping: CancellationToken) {
    let place = Arc::new(tokio::sync::Mutex::new(None));
    outbox::follow(app, stopping, "the live promotions could not be looked at", |app| {
        let place = Arc::clone(&place);
        async move {
            let mut place = place.lock().await;
            Ok(if look(&app, &mut place).await? { Turn::Rest(Duration::ZERO) } else { Turn::Listen(PATIENCE) })
        }
    })
    .await;
}

/// Takes the next messages in; whether there were any.
///
/// # Errors
/// When the database cannot be read; then the same messages are looked at again.
pub async fn look(app: &App, position: &mut Option<i64>) -> Result<bool, Error> {
    let mut session = app.db.read().await?;
    let Some(at) = *position else {
        let head = outbox::head(&mut session).await?;
        drop(session);
        refresh(app).await?;
        *position = Some(head);
        return Ok(true);
    };
    let messages = outbox::after(&mut session, at, MESSAGES).await?;
    let Some(last) = messages.last() else { return Ok(false) };
    // Messages that were dropped before this process saw them may have said anything.
    let missed = messages.first().is_some_and(|first| first.position > at + 1);
    drop(session);
    let mut ids: Vec<i64> = Vec::new();
    for message in messages.iter().filter(|message| message.kind == "promotions.used") {
        let named = message.payload.get("promotions").and_then(serde_json::Value::as_array);
        ids.extend(named.into_iter().flatten().filter_map(|id| id.as_str()?.parse::<i64>().ok()));
    }
    let anew = |kind: &str| matches!(kind, "promotions.changed" | "members.programme_changed");
    if missed || messages.iter().any(|message| anew(&message.kind)) {
        refresh(app).await?;
    } else if !ids.is_empty() {
        ids.sort_unstable();
        ids.dedup();
        recount(app, &ids).await?;
    }
    *position = Some(last.position);
    Ok(true)
}
