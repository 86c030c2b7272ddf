//! Somebody who looks at a page: who it is, in which language, and how pages and refusals reach her.
//!
//! Pages need no script, and their policy allows none. Absent from here: what stands on which page.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use platform::http::{Actor, Origin, Scheme, cookie, cookie_to_set, read_query};
use platform::i18n::Locale;
use platform::{App, Error};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq as _;

use super::back;
use super::session::{self, Who};
use super::settings::{Settings, settings};
use super::{DOOR, pages, sender};
use crate::customers::Reached;
use crate::shops::{self, Business};

/// The cookie of a session.
pub(super) const SESSION: &str = "regulars_buyer";
/// The cookie of a browser at the door: what its code is bound to.
pub(super) const AT_DOOR: &str = "regulars_buyer_door";
/// The cookie that holds the language.
pub(super) const LANGUAGE: &str = "regulars_buyer_language";
/// The cookie that holds by whose link somebody came.
pub(super) const INVITED: &str = "regulars_buyer_invited";
/// The cookie that holds the page from which somebody went to sign in or to join.
pub(super) const BACK: &str = "regulars_buyer_back";
/// Where these cookies are sent.
pub(super) const PATH: &str = "/my";

/// What pages may do: be styled by our sheet, show our pictures, and post to us.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// What is said above a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Notice {
    /// That something was done.
    Good(String),
    /// Why something was not, and the field at fault when there is one.
    Bad(String, Option<String>),
}

/// Somebody who looks at a page.
pub(super) struct Visit {
    pub(super) app: App,
    pub(super) locale: Locale,
    pub(super) https: bool,
    /// Where the request came from.
    pub(super) address: Option<String>,
    /// The name that the browser called us by.
    pub(super) host: Option<String>,
    /// The path, with its query.
    pub(super) path: String,
    pub(super) settings: Settings,
    pub(super) business: Business,
    /// The session's token, when it stands.
    pub(super) token: Option<String>,
    /// The secret of a browser at the door.
    pub(super) door: Option<String>,
    /// By whose link she came.
    pub(super) invited: Option<String>,
    /// The page from which she went to sign in or to join.
    pub(super) back: Option<String>,
    pub(super) who: Option<Who>,
    pub(super) notice: Option<Notice>,
}

/// A customer who is signed in.
pub(super) struct Buyer {
    pub(super) visit: Visit,
    pub(super) reached: Reached,
    /// The profile that signed in.
    pub(super) profile: i64,
}

/// Who does what buyers do.
pub(super) const ACTOR: Actor = Actor::Own(DOOR);

#[derive(Debug, Default, Deserialize)]
struct Said {
    done: Option<String>,
}

impl Visit {
    async fn read(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let headers = &parts.headers;
        let mut conn = app.db.read().await?;
        let (settings, business) = (settings(&mut conn).await?, shops::business(&mut conn).await?);
        drop(conn);
        let token = cookie(headers, SESSION);
        let who = match &token {
            Some(token) => session::who(app, token).await?,
            None => None,
        };
        let chosen = cookie(headers, LANGUAGE).and_then(|code| Locale::accept(&code));
        let locale = chosen.or_else(|| accepted(headers)).unwrap_or(business.locale);
        let said = read_query::<Said>(parts.uri.query().unwrap_or("")).unwrap_or_default();
        let done = said.done.filter(|code| code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
        let notice = done.and_then(|code| app.i18n.find(locale, &format!("portal-done-{code}"), &[]));
        Ok(Self {
            app: app.clone(),
            locale,
            https: parts.extensions.get::<Scheme>().is_some_and(|scheme| scheme.https),
            address: parts.extensions.get::<Origin>().and_then(|origin| origin.address.clone()),
            host: headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_owned),
            path: parts.uri.path_and_query().map_or_else(|| PATH.to_owned(), |path| path.as_str().to_owned()),
            settings,
            business,
            token: token.filter(|_| who.is_some()),
            door: cookie(headers, AT_DOOR),
            invited: cookie(headers, INVITED),
            back: cookie(headers, BACK).and_then(|cookie| back::read(&cookie)),
            who,
            notice: notice.map(Notice::Good),
        })
    }

    /// What forms of this page bring along.
    pub(super) fn csrf(&self) -> String {
        self.token.as_ref().or(self.door.as_ref()).map_or_else(String::new, |token| session::csrf(token))
    }

    /// What a form of ours brought.
    ///
    /// # Errors
    /// `csrf` when it comes from another site, or from a page that was open too long; `invalid` naming the field.
    pub(super) fn form<T: DeserializeOwned>(&self, body: &Posted) -> Result<T, Error> {
        #[derive(Deserialize)]
        struct Proof {
            #[serde(default)]
            csrf: String,
        }
        let text = std::str::from_utf8(&body.0).map_err(|_| Error::new(400, "bad_request").arg("why", "UTF-8"))?;
        let given = read_query::<Proof>(text)?.csrf;
        let expected = self.csrf();
        if expected.is_empty() || !bool::from(given.as_bytes().ct_eq(expected.as_bytes())) {
            return Err(Error::new(403, "csrf"));
        }
        read_query(text)
    }

    /// An address of ours, from outside.
    pub(super) fn link(&self, path: &str) -> String {
        if let Some(address) = sender::address(&self.app) {
            return format!("{address}{path}");
        }
        let scheme = if self.https { "https" } else { "http" };
        self.host.as_ref().map_or_else(|| path.to_owned(), |host| format!("{scheme}://{host}{path}"))
    }

    /// Why something was refused, to a buyer.
    pub(super) fn why(&self, error: &Error) -> String {
        let outside = error.outside();
        let args: Vec<_> = outside.args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        let find = |id: String| self.app.i18n.find(self.locale, &id, &args);
        let fault = outside.faults.first();
        fault
            .and_then(|fault| {
                find(format!("portal-fault-{}", fault.code)).or_else(|| find(format!("fault-{}", fault.code)))
            })
            .or_else(|| find(format!("portal-no-{}", outside.code)))
            .or_else(|| find(format!("problem-{}", outside.code)))
            .unwrap_or_else(|| outside.code.to_owned())
    }

    /// The page, or the page that says why there is none.
    pub(super) fn answer(&self, page: Result<Markup, Error>) -> Response {
        self.answer_with(StatusCode::OK, page)
    }

    /// The page with a status of its own.
    pub(super) fn answer_with(&self, status: StatusCode, page: Result<Markup, Error>) -> Response {
        match page {
            Ok(page) => html(status, page),
            Err(error) => self.refuse(&error),
        }
    }

    /// The page that says why.
    pub(super) fn refuse(&self, error: &Error) -> Response {
        let status = status(error);
        if status.is_server_error() {
            tracing::error!(%error, "a page could not be made");
        }
        html(status, pages::refusal(self, &self.why(error)))
    }

    /// The status under which a page is shown again with `error` above it.
    pub(super) fn blame(&mut self, error: &Error) -> StatusCode {
        let status = status(error);
        if status.is_server_error() {
            tracing::error!(%error, "a buyer's wish could not be done");
        }
        self.notice = Some(Notice::Bad(self.why(error), error.outside().field.clone()));
        status
    }

    /// Why this field was refused, on a page that is shown again for it.
    pub(super) fn wrong(&self, field: &str) -> Option<&str> {
        match &self.notice {
            Some(Notice::Bad(why, Some(wrong))) if wrong == field => Some(why),
            _ => None,
        }
    }

    /// On the way to another page, with cookies to be set: name, value, seconds.
    pub(super) fn onward(&self, to: &str, cookies: &[(&str, &str, i64)]) -> Response {
        self.with_cookies(see(to), cookies)
    }

    /// An answer that makes the browser remember this page, to come back to when she is in.
    pub(super) fn remember(&self, answer: Response) -> Response {
        match back::kept(&self.path) {
            Some(page) => self.with_cookies(answer, &[(BACK, &page, back::REMEMBERED)]),
            None => answer,
        }
    }

    /// The page to go to when she is in, with `done` said above it.
    pub(super) fn inside(&self, done: Option<&str>) -> String {
        let to = self.back.as_deref().unwrap_or(PATH);
        done.map_or_else(|| to.to_owned(), |done| back::with(to, done))
    }

    /// An answer with cookies to be set: name, value, seconds.
    pub(super) fn with_cookies(&self, mut answer: Response, cookies: &[(&str, &str, i64)]) -> Response {
        for (name, value, seconds) in cookies {
            let text = cookie_to_set((name, value), PATH, *seconds, self.https);
            if let Ok(value) = HeaderValue::from_str(&text) {
                answer.headers_mut().append(header::SET_COOKIE, value);
            }
        }
        answer
    }
}

fn status(error: &Error) -> StatusCode {
    StatusCode::from_u16(error.outside().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn accepted(headers: &HeaderMap) -> Option<Locale> {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(Locale::accept)
}

/// A page, which nobody keeps: what it shows is hers alone.
fn html(status: StatusCode, page: Markup) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, page.into_string()).into_response()
}

/// To another page.
pub(super) fn see(path: &str) -> Response {
    match HeaderValue::from_str(path) {
        Ok(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
        Err(_) => StatusCode::SEE_OTHER.into_response(),
    }
}

/// The body of a form, as it came: [`Visit::form`] reads it.
pub(super) struct Posted(Bytes);

impl FromRequest<App> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        Bytes::from_request(request, app).await.map(Self).map_err(IntoResponse::into_response)
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let visit = Self::read(parts, app).await.map_err(IntoResponse::into_response)?;
        if visit.settings.enabled { Ok(visit) } else { Err(visit.refuse(&Error::new(404, "portal_closed"))) }
    }
}

impl FromRequestParts<App> for Buyer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let mut visit = Visit::from_request_parts(parts, app).await?;
        match visit.who.take() {
            Some(Who::Customer(reached, profile)) => Ok(Self { visit, reached, profile }),
            // Nothing is lost of what was only looked at; what was typed has to be typed again.
            _ if parts.method == Method::GET || parts.method == Method::HEAD => Err(visit.remember(see("/my/sign-in"))),
            _ => Err(see("/my/sign-in?done=again")),
        }
    }
}
