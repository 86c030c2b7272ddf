//! Who brings a one-time code to a mobile or an e-mail address: pluggable, since every shop has its own provider.
//!
//! Absent from here: which code, for whom, how often.

use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use platform::i18n::Locale;
use platform::{App, Error, Id, Personal};
use serde_json::json;

use super::code::Recipient;
use crate::webhooks;

/// A code on its way.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// One of a kind, so that a sender may drop repetitions.
    pub id: i64,
    /// To whom.
    pub to: Recipient,
    /// Six digits.
    pub code: Personal,
    /// Minutes that it holds.
    pub minutes: i64,
    /// The reader's language.
    pub locale: Locale,
    /// The shop's name.
    pub shop: String,
    /// The whole message, for senders without templates of their own.
    pub text: Personal,
}

/// Brings codes to people. It is asked in the background: nobody waits for it, so that an answer says nothing about whom
/// the shop knows.
#[async_trait]
pub trait Sender: Send + Sync {
    /// Sends a code.
    ///
    /// # Errors
    /// When it could not be sent; that is logged, and the buyer asks for another.
    async fn send(&self, app: &App, code: &Outgoing) -> Result<(), Error>;
}

/// Prints codes for whoever develops on this machine. The program refuses to begin with it where others could reach it.
pub struct Console;

#[async_trait]
impl Sender for Console {
    async fn send(&self, _: &App, code: &Outgoing) -> Result<(), Error> {
        tracing::warn!(
            "DEVELOPMENT ONLY, never in production: the code for {} is {} ({} minutes)",
            code.to.masked(),
            code.code.expose(),
            code.minutes
        );
        Ok(())
    }
}

/// Hands codes to an address of the shop's own, which brings them to its provider: one signed JSON message each, as the
/// Standard Webhooks specification says.
pub struct Webhook {
    /// Where.
    pub url: String,
    /// What the message is signed with.
    pub secret: Personal,
}

#[async_trait]
impl Sender for Webhook {
    async fn send(&self, app: &App, code: &Outgoing) -> Result<(), Error> {
        let body = json!({
            "type": "portal.code",
            "id": Id(code.id),
            "channel": code.to.kind.channel(),
            "to": code.to.value.expose(),
            "code": code.code.expose(),
            "minutes": code.minutes,
            "locale": code.locale,
            "shop": code.shop,
            "text": code.text.expose(),
        });
        let id = format!("code_{}", code.id);
        let told = webhooks::tell(app, &self.url, &self.secret, &id, &body.to_string()).await?;
        told.map_err(|why| Error::new(503, "webhook_not_taken").context(why))
    }
}

/// Where the sender of this process is kept.
#[derive(Default)]
struct Plug(RwLock<Option<Arc<dyn Sender>>>);

/// Plugs in who sends codes from now on.
pub fn plug(app: &App, sender: Arc<dyn Sender>) {
    *app.memory.get(Plug::default).0.write().unwrap_or_else(PoisonError::into_inner) = Some(sender);
}

/// How browsers reach this program.
#[derive(Default)]
struct Address(RwLock<Option<String>>);

/// Says how browsers reach this program, when that is not the name that they called it by: `https://crm.example.com`.
pub fn known_as(app: &App, url: &str) {
    let url = url.trim_end_matches('/').to_owned();
    *app.memory.get(Address::default).0.write().unwrap_or_else(PoisonError::into_inner) = Some(url);
}

/// How browsers reach this program, when somebody said so.
#[must_use]
pub(super) fn address(app: &App) -> Option<String> {
    app.memory.get(Address::default).0.read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Who sends codes; nobody when nothing was plugged in.
#[must_use]
pub(super) fn sender(app: &App) -> Option<Arc<dyn Sender>> {
    app.memory.get(Plug::default).0.read().unwrap_or_else(PoisonError::into_inner).clone()
}
