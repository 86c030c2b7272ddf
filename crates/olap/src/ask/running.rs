//! The questions that run, so that they can be stopped by whoever asked.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use platform::http::Actor;
use tokio_util::sync::CancellationToken;

/// Who asked, and what they call the question.
type Key = (String, String);

/// The questions that run in this process.
#[derive(Clone, Default)]
pub struct Running(Arc<Mutex<HashMap<Key, CancellationToken>>>);

/// A running question. Dropping it takes it off the list.
pub struct Held {
    list: Running,
    key: Option<Key>,
    token: CancellationToken,
}

fn key(actor: &Actor, id: &str) -> Key {
    (format!("{}:{}", actor.kind(), actor.id().unwrap_or_default()), id.to_owned())
}

impl Running {
    /// Puts a question on the list, under the name that its asker gave it. A later one of the same name takes its place.
    #[must_use]
    pub fn start(&self, actor: &Actor, id: Option<&str>) -> Held {
        let token = CancellationToken::new();
        let key = id.map(|id| key(actor, id));
        if let Some(key) = &key {
            self.0.lock().insert(key.clone(), token.clone());
        }
        Held { list: self.clone(), key, token }
    }

    /// Stops a question of this actor; answers whether it ran.
    #[must_use]
    pub fn stop(&self, actor: &Actor, id: &str) -> bool {
        let token = self.0.lock().remove(&key(actor, id));
        token.map(|token| token.cancel()).is_some()
    }
}

impl Held {
    /// Comes when somebody stopped it.
    pub async fn stopped(&self) {
        self.token.cancelled().await;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(key) = self.key.take() {
            self.list.0.lock().remove(&key);
        }
    }
}
