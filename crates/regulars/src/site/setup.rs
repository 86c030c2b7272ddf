//! The first run: the business, its first shop and its owner, in one transaction, once.

use axum::Extension;
use axum::extract::State;
use platform::accounts::{self, NewUser};
use platform::http::{Access, Caller, Json, Need, Origin, Problem, Role, Scheme, ShopScope};
use platform::i18n::Locale;
use platform::{App, Error, Personal, settings};
use serde::{Deserialize, Serialize};
use shop::permissions::ALL;
use shop::shops::{self, Business, Channel, NewShop};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::session::{DEMO, Entered, Session, entered};

/// Who may: anybody, as long as nobody owns the business.
pub(super) const ACCESS: &[Access] =
    &[Access::new("GET", "/api/v1/setup", Need::Public), Access::new("POST", "/api/v1/setup", Need::Public)];

/// The endpoints.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(needed, set_up))
}

/// Whether the first run is still to come.
#[derive(Debug, Serialize, ToSchema)]
struct Needed {
    needed: bool,
    /// Whether the data is made up.
    demo: bool,
    /// ISO 4217 code that the business is likely to trade in: that of a shop that the command line opened, else the yuan's.
    currency: String,
}

/// Whether the first run is still to come.
#[utoipa::path(get, path = "/api/v1/setup", tag = "session", operation_id = "setup_needed",
    responses((status = 200, body = Needed)))]
async fn needed(State(app): State<App>) -> Result<Json<Needed>, Error> {
    let needed = !accounts::any(&app.db).await?;
    let mut session = app.db.read().await?;
    let demo = settings::get(&mut session, DEMO).await?.unwrap_or(false);
    let currency = shops::business(&mut session).await?.currency;
    Ok(Json(Needed { needed, demo, currency }))
}

/// The business.
#[derive(Debug, Deserialize, ToSchema)]
struct SetupBusiness {
    name: String,
    currency: String,
    time_zone: String,
}

/// Its first shop.
#[derive(Debug, Deserialize, ToSchema)]
struct SetupShop {
    name: String,
    channel: Channel,
}

/// Who owns it.
#[derive(Deserialize, ToSchema)]
struct SetupOwner {
    name: String,
    login: String,
    /// 10 letters at least.
    #[schema(value_type = String, format = "password")]
    password: Personal,
}

/// The first run.
#[derive(Deserialize, ToSchema)]
struct Setup {
    business: SetupBusiness,
    shop: SetupShop,
    owner: SetupOwner,
    #[serde(default)]
    locale: Locale,
}

/// Makes the business, its first shop and its owner, and signs the owner in.
#[utoipa::path(post, path = "/api/v1/setup", tag = "session", request_body = Setup, operation_id = "setup",
    responses((status = 200, body = Session), (status = "4XX", body = Problem)))]
async fn set_up(
    State(app): State<App>,
    Extension(scheme): Extension<Scheme>,
    Extension(origin): Extension<Origin>,
    Json(setup): Json<Setup>,
) -> Result<Entered, Error> {
    if accounts::any(&app.db).await? {
        return Err(Error::conflict("already_set_up"));
    }
    let owner = setup.owner;
    let hash = accounts::hash(&app.chance, "owner.password", &owner.login, &owner.password).await?;
    let caller = Caller {
        address: origin.address.clone(),
        request_id: Some(origin.request_id),
        ..Caller::system(ALL, setup.locale)
    };
    let mut tx = app.db.begin().await?;
    // Of two first runs at the same moment, the second waits here and then finds an account.
    accounts::first(&mut tx).await?.then_some(()).ok_or_else(|| Error::conflict("already_set_up"))?;
    let SetupBusiness { name, currency, time_zone } = setup.business;
    let business = Business { name, currency, time_zone, locale: setup.locale, ..Business::default() };
    shops::put_business(&mut tx, &app, &caller, business).await?;
    let shop = NewShop { name: setup.shop.name, channel: setup.shop.channel, platform_id: None, currency: None };
    // An import from the command line may have opened this very shop already.
    let known = shops::list(&mut tx).await?;
    if !known.iter().any(|one| one.channel == shop.channel && one.name == shop.name.trim()) {
        shops::create(&mut tx, &app, &caller, &shop).await?;
    }
    let new = NewUser {
        name: owner.name,
        login: owner.login,
        role: Role::Owner,
        shops: ShopScope::All,
        locale: Some(setup.locale),
    };
    let id = accounts::add_in(&mut tx, &app, &caller, &new, &hash).await?;
    let token = accounts::open(&mut tx, &app, id, origin.address.as_deref()).await?;
    tx.commit().await?;
    let user = accounts::find(&app.db, id).await?;
    let session = Session::of(&app, user, &token, setup.locale).await?;
    Ok(entered(session, &token, scheme))
}
