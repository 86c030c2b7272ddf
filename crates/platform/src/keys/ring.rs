//! What this process remembers of keys.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::records::{self, Key};
use crate::App;
use crate::error::Error;

/// How long a key is believed without asking the database, milliseconds.
pub const FRESH: i64 = 2_000;
/// How exactly "last used" is kept, milliseconds.
const USED: i64 = 60_000;
/// Keys remembered at most; a stranger's guesses are remembered too, and must not fill the memory.
const ROOM: usize = 10_000;

/// Keys by their secret. Cloning shares it.
#[derive(Clone, Default)]
pub struct Ring {
    known: Arc<RwLock<HashMap<[u8; 32], Known>>>,
}

#[derive(Clone)]
struct Known {
    key: Option<Arc<Key>>,
    until: i64,
    used_until: i64,
}

impl Ring {
    /// The key with that secret; `None` when there is none or it is revoked.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find(&self, app: &App, secret: &str) -> Result<Option<Arc<Key>>, Error> {
        let now = app.clock.now();
        let hash = super::digest(secret);
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&hash).cloned();
        if let Some(known) = &known
            && now < known.until
        {
            return Ok(known.key.clone());
        }
        let key = records::find(&mut app.db.read().await?, &hash).await?.map(Arc::new);
        let used_until = known.map_or(0, |known| known.used_until);
        let write = key.as_ref().filter(|_| now >= used_until).map(|key| key.id);
        {
            let mut ring = self.known.write().unwrap_or_else(PoisonError::into_inner);
            if ring.len() >= ROOM {
                ring.clear();
            }
            let used_until = if write.is_some() { now + USED } else { used_until };
            ring.insert(hash, Known { key: key.clone(), until: now + FRESH, used_until });
        }
        if let Some(id) = write {
            let app = app.clone();
            // Nobody has to wait until it is written down that a key was used.
            tokio::spawn(async move {
                if let Err(error) = used(&app, id, now).await {
                    tracing::warn!(%error, "the use of a key could not be written down");
                }
            });
        }
        Ok(key)
    }
}

async fn used(app: &App, id: i64, now: i64) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    records::used(&mut tx, id, now, now - USED).await?;
    tx.commit().await
}
