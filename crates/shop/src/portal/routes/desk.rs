//! What staff set and see of the portal, over HTTP.

use axum::extract::State;
use platform::http::{Caller, Json, Path, Problem};
use platform::{App, Error, Id};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::customers;
use crate::portal::referral::{self, Referred};
use crate::portal::settings::{self, Settings};

/// New buyers that a card shows.
const SHOWN: i64 = 50;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get, put)).routes(routes!(referrals))
}

/// How the portal looks and what it offers.
#[utoipa::path(get, path = "/api/v1/portal/settings", tag = "portal",
    responses((status = 200, body = Settings), (status = "4XX", body = Problem)))]
async fn get(State(app): State<App>) -> Result<Json<Settings>, Error> {
    settings::settings(&mut app.db.read().await?).await.map(Json)
}

/// Changes how the portal looks and what it offers.
#[utoipa::path(put, path = "/api/v1/portal/settings", tag = "portal", request_body = Settings,
    responses((status = 200, body = Settings), (status = "4XX", body = Problem)))]
async fn put(State(app): State<App>, caller: Caller, Json(new): Json<Settings>) -> Result<Json<Settings>, Error> {
    let mut tx = app.db.begin().await?;
    let kept = settings::put_settings(&mut tx, &caller, new, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Json(kept))
}

/// By whom a customer came, and whom she brought.
#[derive(Debug, Serialize, ToSchema)]
struct Referrals {
    /// By whose link she came; null when by none.
    came_by: Option<Referred>,
    /// The new buyers whom she brought, newest first, fifty at most.
    brought: Vec<Referred>,
}

/// By whom a customer came, and whom she brought.
#[utoipa::path(get, path = "/api/v1/customers/{id}/referrals", tag = "portal", params(("id" = Id, Path)),
    responses((status = 200, body = Referrals), (status = "4XX", body = Problem)))]
async fn referrals(State(app): State<App>, caller: Caller, Path(Id(id)): Path<Id>) -> Result<Json<Referrals>, Error> {
    let mut session = app.db.read().await?;
    let reached = customers::reach(&mut session, &caller.shops, id).await?;
    let mut found = Referrals {
        came_by: referral::came_by(&mut session, &reached.profile_ids).await?,
        brought: referral::brought(&mut session, &reached.profile_ids, SHOWN).await?,
    };
    // Whom the caller may not see stays unnamed.
    let all = found.came_by.iter_mut().chain(&mut found.brought);
    let mut shown: Vec<&mut Option<Id>> = all.flat_map(|one| [&mut one.customer_id, &mut one.referrer_id]).collect();
    let ids: Vec<i64> = shown.iter().filter_map(|id| id.map(|id| id.0)).collect();
    let visible = customers::visible(&mut session, &caller.shops, &ids).await?;
    for id in &mut shown {
        **id = id.filter(|id| visible.contains(&id.0));
    }
    Ok(Json(found))
}
