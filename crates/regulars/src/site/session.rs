//! Signing in and out, and one's own account.

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::IntoResponse;
use platform::accounts::{self, OwnChange, Theme, User};
use platform::http::{
    Access, Actor, Caller, Json, Need, Origin, Problem, Role, Scheme, SessionToken, clear_cookie, session_cookie,
};
use platform::i18n::Locale;
use platform::{App, Error, Id, Personal, settings};
use serde::{Deserialize, Serialize};
use shop::shops::{self, Business, Shop};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Under this key the settings say whether the data was made up by `regulars demo`.
pub(crate) const DEMO: &str = "demo";

/// Who may.
pub(super) const ACCESS: &[Access] = &[
    Access::new("POST", "/api/v1/session", Need::Public),
    Access::new("GET", "/api/v1/session", Need::SignedIn),
    Access::new("PATCH", "/api/v1/session", Need::SignedIn),
    Access::new("DELETE", "/api/v1/session", Need::SignedIn),
];

/// The endpoints.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(enter, show, change, leave))
}

/// The member of staff who is signed in.
#[derive(Debug, Serialize, ToSchema)]
struct Me {
    id: Id,
    name: String,
    login: String,
    role: Role,
    locale: Locale,
    theme: Theme,
}

/// Who is signed in, what they may do and see.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Session {
    user: Me,
    business: Business,
    /// The shops that they may see.
    shops: Vec<Shop>,
    permissions: Vec<&'static str>,
    /// To be sent as `x-regulars-csrf` with every unsafe method.
    csrf: String,
    /// The program's.
    version: &'static str,
    /// Whether the data is made up.
    demo: bool,
}

impl Session {
    pub(super) async fn of(app: &App, user: User, token: &str, locale: Locale) -> Result<Self, Error> {
        let mut conn = app.db.read().await?;
        let permissions = super::policy().permissions(user.role);
        Ok(Self {
            business: shops::business(&mut conn).await?,
            shops: shops::visible(&mut conn, &user.shops).await?,
            permissions: permissions.iter().map(|permission| permission.0).collect(),
            csrf: accounts::csrf(token),
            version: env!("CARGO_PKG_VERSION"),
            demo: settings::get(&mut conn, DEMO).await?.unwrap_or(false),
            user: Me {
                id: Id(user.id),
                name: user.name,
                login: user.login,
                role: user.role,
                locale: user.locale.unwrap_or(locale),
                theme: user.theme,
            },
        })
    }
}

pub(super) type Entered = ([(HeaderName, String); 2], Json<Session>);

/// The answer that signs somebody in.
pub(super) fn entered(session: Session, token: &str, scheme: Scheme) -> Entered {
    let cookie = session_cookie(token, scheme.https);
    ([(header::SET_COOKIE, cookie), (header::CACHE_CONTROL, "no-store".to_owned())], Json(session))
}

/// Login and password.
#[derive(Deserialize, ToSchema)]
struct Credentials {
    login: String,
    #[schema(value_type = String, format = "password")]
    password: Personal,
}

/// Signs in.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = Credentials, operation_id = "session_enter",
    responses((status = 200, body = Session), (status = "4XX", body = Problem)))]
async fn enter(
    State(app): State<App>,
    Extension(scheme): Extension<Scheme>,
    Extension(origin): Extension<Origin>,
    Json(given): Json<Credentials>,
) -> Result<Entered, Error> {
    let (token, user) = accounts::sign_in(&app, &given.login, &given.password, origin.address.as_deref()).await?;
    let session = Session::of(&app, user, &token, origin.locale).await?;
    Ok(entered(session, &token, scheme))
}

/// A program with a key is signed in, but has no session.
fn token(token: Option<Extension<SessionToken>>) -> Result<String, Error> {
    token.map(|Extension(SessionToken(token))| token).ok_or_else(Error::unauthenticated)
}

async fn me(app: &App, caller: &Caller) -> Result<User, Error> {
    match &caller.actor {
        Actor::User { id, .. } => accounts::find(&app.db, *id).await,
        _ => Err(Error::unauthenticated()),
    }
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/session", tag = "session", operation_id = "session_show",
    responses((status = 200, body = Session), (status = "4XX", body = Problem)))]
async fn show(
    State(app): State<App>,
    caller: Caller,
    given: Option<Extension<SessionToken>>,
) -> Result<impl IntoResponse, Error> {
    let token = token(given)?;
    let session = Session::of(&app, me(&app, &caller).await?, &token, caller.locale).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(session)))
}

/// A change to one's own account; what is absent stays.
#[derive(Deserialize, ToSchema)]
struct SessionPatch {
    locale: Option<Locale>,
    theme: Option<Theme>,
    name: Option<String>,
    password: Option<PasswordChange>,
}

/// The present password and the one to come.
#[derive(Deserialize, ToSchema)]
struct PasswordChange {
    #[schema(value_type = String, format = "password")]
    current: Personal,
    /// 10 letters at least. Signs out everywhere else.
    #[schema(value_type = String, format = "password")]
    new: Personal,
}

/// Changes one's own account.
#[utoipa::path(patch, path = "/api/v1/session", tag = "session", request_body = SessionPatch,
    operation_id = "session_change", responses((status = 200, body = Session), (status = "4XX", body = Problem)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    given: Option<Extension<SessionToken>>,
    Json(patch): Json<SessionPatch>,
) -> Result<Json<Session>, Error> {
    let token = token(given)?;
    let own = OwnChange { name: patch.name, locale: patch.locale, theme: patch.theme };
    let password = patch.password.as_ref().map(|change| (&change.current, &change.new));
    let user = accounts::change_own(&app, &caller, &token, &own, password).await?;
    Session::of(&app, user, &token, caller.locale).await.map(Json)
}

/// Signs out.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", operation_id = "session_leave",
    responses((status = 204), (status = "4XX", body = Problem)))]
async fn leave(
    State(app): State<App>,
    Extension(scheme): Extension<Scheme>,
    given: Option<Extension<SessionToken>>,
) -> Result<impl IntoResponse, Error> {
    accounts::sign_out(&app, &token(given)?).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, clear_cookie(scheme.https))]))
}
