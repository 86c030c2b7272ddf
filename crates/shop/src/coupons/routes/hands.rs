//! Coupons in hands over HTTP: lists, granting, claiming, giving away, taking back.

use std::collections::HashMap;

use axum::extract::State as Held;
use axum::http::StatusCode;
use platform::db::Session;
use platform::http::{Caller, Json, Page, PageQuery, Path, Problem, Query, ShopScope};
use platform::{App, Error, Id, Instant};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::coupons::claim::{self, Wanted};
use crate::coupons::model::{Coupon, CouponCodes, CouponState, How, Kept};
use crate::coupons::offered::{self, Offered};
use crate::coupons::{codes, grant, records, transfer};
use crate::customers;
use crate::promotions;
use crate::promotions::buyer::{ById, Customer, who};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(give))
        .routes(routes!(take))
        .routes(routes!(offers))
        .routes(routes!(void))
        .routes(routes!(hand_over))
}

/// The coupons of these profiles in a state, the last first, at most `limit`; with their codes, which only their holder may
/// see.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_customer(
    session: &mut Session,
    profiles: &[i64],
    state: Option<CouponState>,
    limit: i64,
    now: i64,
) -> Result<Vec<Coupon>, Error> {
    let found = records::coupons::of_profiles(session, profiles, state, i64::MAX, limit, now).await?;
    shown(session, &ShopScope::All, found, now).await
}

/// Coupons as the API shows them to somebody who may see `scope`. Those of customers outside it are left out.
async fn shown(session: &mut Session, scope: &ShopScope, mut found: Vec<Kept>, now: i64) -> Result<Vec<Coupon>, Error> {
    let whose = customers::whose(session, scope, found.iter().filter_map(|one| one.profile)).await?;
    found.retain(|one| *scope == ShopScope::All || one.profile.is_none_or(|id| whose.contains_key(&id)));
    let ids = || found.iter().map(|one| one.programme);
    let terms: HashMap<i64, promotions::Record> =
        promotions::find_all(session, ids()).await?.into_iter().map(|one| (one.id, one)).collect();
    let programmes = records::programmes::find_all(session, ids()).await?;
    let those = |fits: fn(&How) -> bool| -> Vec<i64> {
        programmes.iter().filter(|one| fits(&one.how)).map(|one| one.id).collect()
    };
    let (unique, transferable) = (those(|how| how.codes == CouponCodes::Unique), those(|how| how.transferable));
    let cipher = if unique.is_empty() { None } else { codes::cipher(session).await? };
    let shown = found.into_iter().map(|one| {
        let terms = terms.get(&one.programme);
        let holder = one.profile.and_then(|profile| whose.get(&profile));
        Coupon {
            id: Id(one.id),
            programme_id: Id(one.programme),
            promotion: terms.map(|terms| terms.key.clone()).unwrap_or_default(),
            name: terms.and_then(promotions::Record::terms).map(|terms| terms.name.clone()).unwrap_or_default(),
            code: cipher.as_ref().filter(|_| unique.contains(&one.programme)).map(|cipher| cipher.code(one.id)),
            state: one.state(now),
            transferable: transferable.contains(&one.programme),
            customer_id: holder.map(|holder| holder.id),
            customer: holder.and_then(|holder| holder.name.clone()),
            source: one.source,
            issued_at: Instant(one.issued_at),
            claimed_at: one.claimed_at.map(Instant),
            expires_at: one.expires_at.map(Instant),
            order: one.order,
            used_at: one.used_at.map(Instant),
            reason: one.reason,
        }
    });
    Ok(shown.collect())
}

async fn one(app: &App, caller: &Caller, id: i64) -> Result<Json<Coupon>, Error> {
    let mut session = app.db.read().await?;
    let found = transfer::find(&mut session, id).await?;
    let shown = shown(&mut session, &caller.shops, vec![found], app.clock.now()).await?;
    shown.into_iter().next().map(Json).ok_or_else(|| Error::not_found("coupon"))
}

/// Which coupons: of a programme, or of a customer.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Of this programme.
    programme: Option<Id>,
    /// Of this customer.
    customer: Option<Id>,
    /// Where they stand.
    state: Option<CouponState>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Rows wanted, 50 when absent, 200 at most.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// Coupons of a programme or of a customer, the last first. A code is shown to those who may take codes out.
#[utoipa::path(get, path = "/api/v1/coupons", tag = "coupons", operation_id = "list_coupons",
    params(ListQuery), responses((status = 200, body = Page<Coupon>), (status = "4XX", body = Problem)))]
async fn list(
    Held(app): Held<App>,
    caller: Caller,
    Query(query): Query<ListQuery>,
) -> Result<Json<Page<Coupon>>, Error> {
    let page = PageQuery { cursor: query.cursor, limit: query.limit };
    let before = page.after::<i64>()?.unwrap_or(i64::MAX);
    let (limit, now) = (page.limit(), app.clock.now());
    let mut session = app.db.read().await?;
    let found = match (query.programme, query.customer) {
        (_, Some(customer)) => {
            let reached = customers::reach(&mut session, &caller.shops, customer.0).await?;
            let profiles = &reached.profile_ids;
            let mut found =
                records::coupons::of_profiles(&mut session, profiles, query.state, before, limit + 1, now).await?;
            found.retain(|one| query.programme.is_none_or(|programme| programme.0 == one.programme));
            found
        }
        (Some(programme), None) => {
            records::coupons::list(&mut session, programme.0, query.state, before, limit + 1, now).await?
        }
        (None, None) => return Err(Error::invalid("programme", "required")),
    };
    let page = Page::cut(found, limit, |one| one.id)?;
    let mut items = shown(&mut session, &caller.shops, page.items, now).await?;
    if !caller.may(crate::permissions::COUPONS_EXPORT) {
        items.iter_mut().for_each(|one| one.code = None);
    }
    Ok(Json(Page { items, next_cursor: page.next_cursor }))
}

/// A coupon.
#[utoipa::path(get, path = "/api/v1/coupons/{id}", tag = "coupons", operation_id = "get_coupon",
    params(("id" = Id, Path)), responses((status = 200, body = Coupon), (status = "4XX", body = Problem)))]
async fn get(Held(app): Held<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<Json<Coupon>, Error> {
    let Json(mut coupon) = one(&app, &caller, id).await?;
    if !caller.may(crate::permissions::COUPONS_EXPORT) {
        coupon.code = None;
    }
    Ok(Json(coupon))
}

fn once() -> i64 {
    1
}

/// Coupons for one customer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GrantCoupons)]
struct Grant {
    /// Of this programme.
    programme_id: Id,
    /// To this customer.
    customer_id: Id,
    /// How many, 20 at most.
    #[serde(default = "once")]
    count: i64,
    /// Why.
    reason: String,
    /// The same key again gives nothing more.
    key: String,
}

/// What was granted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GrantedCoupons)]
struct Granted {
    /// The coupons.
    items: Vec<Coupon>,
}

/// Grants a customer coupons, with a reason, once per key. Agents have a budget for how many they grant in a month.
#[utoipa::path(post, path = "/api/v1/coupons/grant", tag = "coupons", operation_id = "grant_coupons",
    request_body = Grant, responses((status = 201, body = Granted), (status = "4XX", body = Problem)))]
async fn give(
    Held(app): Held<App>,
    caller: Caller,
    Json(body): Json<Grant>,
) -> Result<(StatusCode, Json<Granted>), Error> {
    let mut tx = app.db.begin().await?;
    let to = customers::reach(&mut tx, &caller.shops, body.customer_id.0).await?;
    let gift = grant::Gift { programme: body.programme_id.0, count: body.count, reason: &body.reason, key: &body.key };
    let granted = grant::grant(&mut tx, &app, &caller, &to, gift).await?;
    tx.commit().await?;
    let items = shown(&mut app.db.read().await?, &caller.shops, granted, app.clock.now()).await?;
    Ok((StatusCode::CREATED, Json(Granted { items })))
}

/// A coupon that a customer takes: of a programme, or by its code.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ClaimCoupon)]
struct Claim {
    /// The customer.
    customer_id: Id,
    /// Of this programme.
    #[serde(default)]
    programme_id: Option<Id>,
    /// By this code.
    #[serde(default)]
    code: Option<String>,
    /// What names the device, for its limits.
    #[serde(default)]
    device: Option<String>,
}

/// Lets a customer take a coupon, or make a code theirs.
#[utoipa::path(post, path = "/api/v1/coupons/claim", tag = "coupons", operation_id = "claim_coupon",
    request_body = Claim, responses((status = 200, body = Coupon), (status = "4XX", body = Problem)))]
async fn take(Held(app): Held<App>, caller: Caller, Json(body): Json<Claim>) -> Result<Json<Coupon>, Error> {
    let wanted = match (&body.programme_id, &body.code) {
        (Some(id), None) => Wanted::Programme(id.0),
        (None, Some(code)) => Wanted::Code(code),
        _ => return Err(Error::invalid("programme_id", "required")),
    };
    let mut session = app.db.read().await?;
    let who = who(&mut session, &caller.shops, &Customer::Id(ById { id: body.customer_id })).await?;
    drop(session);
    let coupon = claim::take(&app, &who, wanted, body.device.as_deref()).await?;
    one(&app, &caller, coupon).await
}

/// Whose offers.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OffersQuery {
    /// The customer.
    customer_id: Id,
    /// The customer's level.
    level: Option<String>,
}

/// What a customer can take.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CouponOffers)]
struct Offers {
    /// Members' first, then those for new or returning customers, then everybody's.
    items: Vec<Offered>,
}

/// What a customer is shown: members' coupons first, then those for new or returning customers, then everybody's.
#[utoipa::path(get, path = "/api/v1/coupons/offered", tag = "coupons", operation_id = "offered_coupons",
    params(OffersQuery), responses((status = 200, body = Offers), (status = "4XX", body = Problem)))]
async fn offers(Held(app): Held<App>, caller: Caller, Query(query): Query<OffersQuery>) -> Result<Json<Offers>, Error> {
    let mut session = app.db.read().await?;
    let who = who(&mut session, &caller.shops, &Customer::Id(ById { id: query.customer_id })).await?;
    Ok(Json(Offers { items: offered::offers(&app, &mut session, &who, query.level).await? }))
}

/// Why a coupon is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VoidCoupon)]
struct Void {
    /// Why.
    reason: String,
}

/// Takes a coupon back that was not used.
#[utoipa::path(post, path = "/api/v1/coupons/{id}/void", tag = "coupons", operation_id = "void_coupon",
    params(("id" = Id, Path)), request_body = Void,
    responses((status = 200, body = Coupon), (status = "4XX", body = Problem)))]
async fn void(
    Held(app): Held<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Void>,
) -> Result<Json<Coupon>, Error> {
    one(&app, &caller, id).await?;
    let mut tx = app.db.begin().await?;
    transfer::void(&mut tx, &app, &caller, id, &body.reason).await?;
    tx.commit().await?;
    one(&app, &caller, id).await
}

/// Who gets a coupon.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TransferCoupon)]
struct Transfer {
    /// The customer.
    to_customer_id: Id,
}

/// Gives a coupon from its holder to another customer.
#[utoipa::path(post, path = "/api/v1/coupons/{id}/transfer", tag = "coupons", operation_id = "transfer_coupon",
    params(("id" = Id, Path)), request_body = Transfer,
    responses((status = 200, body = Coupon), (status = "4XX", body = Problem)))]
async fn hand_over(
    Held(app): Held<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Transfer>,
) -> Result<Json<Coupon>, Error> {
    one(&app, &caller, id).await?;
    let mut tx = app.db.begin().await?;
    let to = customers::reach(&mut tx, &caller.shops, body.to_customer_id.0).await?;
    transfer::transfer(&mut tx, &app, id, &to).await?;
    tx.commit().await?;
    one(&app, &caller, id).await
}
