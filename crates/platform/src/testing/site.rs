//! Clients by role: what somebody who is signed in so would be answered, through the whole gate.

use axum::body::{Body, BodyDataStream, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use axum::{Router, http};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use futures_util::StreamExt as _;
use serde::Serialize;
use serde_json::Value as Json;
use tower::ServiceExt as _;

use crate::accounts::{self, NewUser};
use crate::http::{CSRF_HEADER, Caller, GateOptions, Permission, Policy, Role, SESSION_COOKIE, ShopScope, assemble};
use crate::i18n::Locale;
use crate::keys::{self, Kind};
use crate::{App, Error};

/// Endpoints behind the gate, without a socket.
#[derive(Clone)]
pub struct Site {
    app: App,
    router: Router,
    known: Vec<Permission>,
}

impl Site {
    /// `router` behind a gate with `policy`.
    #[must_use]
    pub fn new(app: &App, policy: Policy, router: Router<App>) -> Self {
        let known = policy.grants.iter().flat_map(|grants| grants.permissions).copied().collect();
        let router = assemble(app, policy, GateOptions::default(), router);
        Self { app: app.clone(), router, known }
    }

    /// Somebody who is not signed in.
    #[must_use]
    pub fn anonymous(&self) -> Client {
        Client { router: self.router.clone(), headers: vec![("accept-language".into(), "en".into())], csrf: None }
    }

    /// A member of staff who sees every shop.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn role(&self, role: Role) -> Result<Client, Error> {
        self.user(role, ShopScope::All).await
    }

    /// A member of staff who sees some shops.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn user(&self, role: Role, shops: ShopScope) -> Result<Client, Error> {
        let app = &self.app;
        let system = Caller::system(&self.known, Locale::En);
        let login = format!("{}-{}", role.code(), app.ids.next());
        let new = NewUser { name: login.clone(), login, role, shops, locale: Some(Locale::En) };
        let mut tx = app.db.begin().await?;
        let id = accounts::add_in(&mut tx, app, &system, &new, &accounts::Hash::unusable()).await?;
        let token = accounts::open(&mut tx, app, id, None).await?;
        tx.commit().await?;
        let mut client = self.anonymous();
        client.headers.push(("cookie".into(), format!("{SESSION_COOKIE}={token}")));
        client.csrf = Some(accounts::csrf(&token));
        Ok(client)
    }

    /// A program with an API key, everywhere or in one shop.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn key(&self, scopes: &[Permission], shop: Option<i64>) -> Result<Client, Error> {
        let secret = self.secret(Kind::Api, scopes, shop).await?;
        let mut client = self.anonymous();
        client.headers.push(("authorization".into(), format!("Bearer {secret}")));
        Ok(client)
    }

    /// A program with a write key of a shop.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn write_key(&self, shop: i64) -> Result<Client, Error> {
        let secret = self.secret(Kind::Write, &[], Some(shop)).await?;
        let mut client = self.anonymous();
        client.headers.push(("authorization".into(), format!("Basic {}", BASE64.encode(format!("{secret}:")))));
        Ok(client)
    }

    async fn secret(&self, kind: Kind, scopes: &[Permission], shop: Option<i64>) -> Result<String, Error> {
        let system = Caller::system(&self.known, Locale::En);
        let new = keys::New { name: "test".into(), kind, scopes: scopes.to_vec(), shop };
        keys::add(&self.app, &system, &new).await.map(|(_, secret)| secret)
    }
}

/// Somebody who calls.
#[derive(Clone)]
pub struct Client {
    router: Router,
    headers: Vec<(String, String)>,
    csrf: Option<String>,
}

impl Client {
    /// The same client with another header; a later value replaces an earlier one.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same client without the header that an unsafe method needs beside a cookie.
    #[must_use]
    pub fn without_csrf(mut self) -> Self {
        self.csrf = None;
        self
    }

    /// GET.
    ///
    /// # Errors
    /// When the request cannot be made.
    pub async fn get(&self, path: &str) -> Result<Answer, Error> {
        self.send("GET", path, "", Bytes::new()).await
    }

    /// POST of JSON.
    ///
    /// # Errors
    /// When the request cannot be made.
    pub async fn post(&self, path: &str, body: &impl Serialize) -> Result<Answer, Error> {
        self.json("POST", path, body).await
    }

    /// PATCH of JSON.
    ///
    /// # Errors
    /// When the request cannot be made.
    pub async fn patch(&self, path: &str, body: &impl Serialize) -> Result<Answer, Error> {
        self.json("PATCH", path, body).await
    }

    /// PUT of JSON.
    ///
    /// # Errors
    /// When the request cannot be made.
    pub async fn put(&self, path: &str, body: &impl Serialize) -> Result<Answer, Error> {
        self.json("PUT", path, body).await
    }

    /// DELETE.
    ///
    /// # Errors
    /// When the request cannot be made.
    pub async fn delete(&self, path: &str) -> Result<Answer, Error> {
        self.send("DELETE", path, "", Bytes::new()).await
    }

    /// Any method with a JSON body.
    ///
    /// # Errors
    /// When the request cannot be made.
    pub async fn json(&self, method: &str, path: &str, body: &impl Serialize) -> Result<Answer, Error> {
        let body = serde_json::to_vec(body).map_err(Error::internal)?;
        self.send(method, path, "application/json", body.into()).await
    }

    /// Any method with any body; no content type when it is empty.
    ///
    /// # Errors
    /// When the request cannot be made.
    pub async fn send(&self, method: &str, path: &str, content_type: &str, body: Bytes) -> Result<Answer, Error> {
        let (parts, body) = self.begin(method, path, content_type, body).await?.into_parts();
        let streams = |kind: &http::HeaderValue| kind.as_bytes().starts_with(b"text/event-stream");
        // A stream of events has no end to wait for.
        let endless = parts.headers.get(header::CONTENT_TYPE).is_some_and(streams);
        let body = if endless { Bytes::new() } else { to_bytes(body, usize::MAX).await.map_err(Error::internal)? };
        Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body })
    }

    /// GET of a stream of events, to be read as they come. Dropping it hangs up.
    ///
    /// # Errors
    /// When the request cannot be made, or is answered with something else.
    pub async fn events(&self, path: &str) -> Result<Events, Error> {
        let answer = self.begin("GET", path, "", Bytes::new()).await?;
        if !answer.status().is_success() {
            return Err(Error::internal(format!("{path} answered {}", answer.status())));
        }
        Ok(Events { body: answer.into_body().into_data_stream(), read: String::new() })
    }

    /// The answer's head, with a body that may still be on its way.
    async fn begin(&self, method: &str, path: &str, content_type: &str, body: Bytes) -> Result<Response, Error> {
        let method: Method = method.parse().map_err(Error::internal)?;
        let mut request = Request::builder().method(&method).uri(path).header(header::CONTENT_LENGTH, body.len());
        if !content_type.is_empty() {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(csrf) = self.csrf.as_deref().filter(|_| !method.is_safe()) {
            request = request.header(CSRF_HEADER, csrf);
        }
        let request = request.body(Body::from(body)).map_err(Error::internal)?;
        self.router.clone().oneshot(request).await.map_err(|never| match never {})
    }
}

/// A stream of events.
#[derive(Debug)]
pub struct Events {
    body: BodyDataStream,
    /// What came and is not a whole event yet.
    read: String,
}

impl Events {
    /// The next event: its name and its data as JSON; remarks that keep the line open are passed over. `None` at the end.
    ///
    /// # Errors
    /// When the stream breaks off, or says what is no event.
    pub async fn next(&mut self) -> Result<Option<(String, Json)>, Error> {
        loop {
            while let Some((event, rest)) = self.read.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.read = rest;
                let of = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                if let Some(data) = of("data:") {
                    let data = serde_json::from_str(data).map_err(Error::internal)?;
                    return Ok(Some((of("event:").unwrap_or("message").to_owned(), data)));
                }
            }
            match self.body.next().await {
                None => return Ok(None),
                Some(bytes) => {
                    self.read.push_str(std::str::from_utf8(&bytes.map_err(Error::internal)?).map_err(Error::internal)?)
                }
            }
        }
    }
}

/// What they were answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// The body as JSON; null when it is none.
    #[must_use]
    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap_or(Json::Null)
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header, empty when it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok()).unwrap_or("")
    }

    /// `200`, or for a problem `422 invalid`.
    #[must_use]
    pub fn outcome(&self) -> String {
        match self.json().get("code").and_then(Json::as_str).filter(|_| self.status >= 400) {
            Some(code) => format!("{} {code}", self.status),
            None => self.status.to_string(),
        }
    }
}
