//! Who calls: by the cookie of a session, an API key or a write key.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use subtle::ConstantTimeEq as _;

use super::access::{Need, Permission};
use super::caller::{Actor, Caller, ShopScope};
use super::gate::Gate;
use crate::accounts;
use crate::error::Error;
use crate::i18n::Locale;
use crate::keys::{Key, Kind};

/// The cookie that holds a session's token.
pub const SESSION_COOKIE: &str = "regulars_session";
/// The header that an unsafe method needs beside the cookie.
pub const CSRF_HEADER: &str = "x-regulars-csrf";

/// The token of the session that a request came with, for the handlers that end or spare it.
#[derive(Clone)]
pub struct SessionToken(pub String);

/// What is known of a request before anybody looked who sent it.
#[derive(Clone)]
pub(super) struct Visitor {
    pub(super) address: Option<String>,
    pub(super) id: String,
    pub(super) locale: Locale,
}

impl Visitor {
    fn caller(self, actor: Actor, permissions: Arc<[Permission]>, shops: ShopScope, locale: Option<Locale>) -> Caller {
        let locale = locale.unwrap_or(self.locale);
        Caller { actor, permissions, shops, locale, address: self.address, request_id: Some(self.id) }
    }
}

/// Where a public handler finds what it needs for the audit log, signed in or not.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Where the request came from.
    pub address: Option<String>,
    /// The request's id.
    pub request_id: String,
    /// The language that the client asked for.
    pub locale: Locale,
}

/// Finds out who sends behaviours when the write key stands in the body, where some of Segment's libraries put it. Stands
/// in a request to an endpoint that asks for a write key and whose header has none: the handler must ask here before it
/// does anything.
#[derive(Clone)]
pub struct WriteKeys {
    gate: Gate,
    visitor: Visitor,
}

impl WriteKeys {
    /// The caller with that write key.
    ///
    /// # Errors
    /// `unauthenticated` when it is none.
    pub async fn caller(self, secret: &str) -> Result<Caller, Error> {
        let key = key(&self.gate, secret, Kind::Write).await?;
        let shops = ShopScope::Only(key.shop.into_iter().collect());
        Ok(self.visitor.caller(actor(&key), Arc::from([]), shops, None))
    }
}

/// Finds the caller and refuses those who may not. `None` where nobody has to be known.
pub(super) async fn open(
    gate: &Gate,
    request: &mut Request,
    need: Need,
    visitor: Visitor,
) -> Result<Option<Caller>, Error> {
    request.extensions_mut().insert(Origin {
        address: visitor.address.clone(),
        request_id: visitor.id.clone(),
        locale: visitor.locale,
    });
    match need {
        Need::Public | Need::Door(_) => Ok(None),
        Need::WriteKey => {
            let keys = WriteKeys { gate: gate.clone(), visitor };
            match basic(request.headers()).filter(|secret| !secret.is_empty()) {
                Some(secret) => keys.caller(&secret).await.map(Some),
                None => {
                    request.extensions_mut().insert(keys);
                    Ok(None)
                }
            }
        }
        Need::SignedIn => known(gate, request, visitor).await.map(Some),
        Need::May(permission) => {
            let caller = known(gate, request, visitor).await?;
            caller.require(permission)?;
            Ok(Some(caller))
        }
    }
}

async fn known(gate: &Gate, request: &mut Request, visitor: Visitor) -> Result<Caller, Error> {
    if let Some(secret) = bearer(request.headers()) {
        let key = key(gate, &secret, Kind::Api).await?;
        let granted = gate.policy.grants.iter().flat_map(|grants| grants.permissions);
        let mut permissions: Vec<Permission> =
            granted.copied().filter(|permission| key.scopes.iter().any(|scope| scope == permission.0)).collect();
        permissions.sort_unstable();
        permissions.dedup();
        let shops = key.shop.map_or(ShopScope::All, |shop| ShopScope::Only(vec![shop]));
        return Ok(visitor.caller(actor(&key), permissions.into(), shops, None));
    }
    let token = cookie(request.headers(), SESSION_COOKIE).ok_or_else(Error::unauthenticated)?;
    let user = accounts::session(&gate.app, &token).await?.ok_or_else(Error::unauthenticated)?;
    if !request.method().is_safe() {
        let given = request.headers().get(CSRF_HEADER).map(|value| value.as_bytes()).unwrap_or_default();
        if !bool::from(given.ct_eq(accounts::csrf(&token).as_bytes())) {
            return Err(Error::new(403, "csrf"));
        }
    }
    if accounts::is_stale(&user, gate.app.clock.now()) {
        let (app, token) = (gate.app.clone(), token.clone());
        // Nobody has to wait until it is written down that somebody was seen.
        tokio::spawn(async move {
            if let Err(error) = accounts::seen(&app, &token).await {
                tracing::warn!(%error, "it could not be written down that somebody was seen");
            }
        });
    }
    request.extensions_mut().insert(SessionToken(token));
    let permissions = gate.policy.permissions(user.role).into();
    let actor = Actor::User { id: user.id, name: user.name, role: user.role };
    Ok(visitor.caller(actor, permissions, user.shops, user.locale))
}

async fn key(gate: &Gate, secret: &str, kind: Kind) -> Result<Arc<Key>, Error> {
    let key = gate.ring.find(&gate.app, secret).await?;
    key.filter(|key| key.kind == kind).ok_or_else(Error::unauthenticated)
}

fn actor(key: &Key) -> Actor {
    Actor::Key { id: key.id, name: key.name.clone() }
}

fn authorization(headers: &HeaderMap, scheme: &str) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (given, rest) = value.split_once(' ')?;
    given.eq_ignore_ascii_case(scheme).then(|| rest.trim().to_owned())
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    authorization(headers, "bearer")
}

/// The user name of basic authorisation: where Segment's libraries put the write key.
fn basic(headers: &HeaderMap) -> Option<String> {
    let decoded = BASE64.decode(authorization(headers, "basic")?).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    Some(text.split(':').next().unwrap_or("").to_owned())
}

/// The value of a cookie that a request came with.
#[must_use]
pub fn cookie(headers: &HeaderMap, called: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == called && !value.is_empty()).then(|| value.to_owned())
        })
}

/// A `Set-Cookie` that no script reads and no other site's form sends along, for a while of `seconds`; 0 takes it away.
#[must_use]
pub fn cookie_to_set((name, value): (&str, &str), path: &str, seconds: i64, https: bool) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!("{name}={value}; Path={path}; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// The `Set-Cookie` that gives a browser its session.
#[must_use]
pub fn session_cookie(token: &str, https: bool) -> String {
    cookie_to_set((SESSION_COOKIE, token), "/", accounts::ABSOLUTE / 1_000, https)
}

/// The `Set-Cookie` that takes it away.
#[must_use]
pub fn clear_cookie(https: bool) -> String {
    cookie_to_set((SESSION_COOKIE, ""), "/", 0, https)
}
