//! Drawing, chances and prizes over HTTP.

use axum::extract::State;
use platform::http::{Caller, Json, Page, PageQuery, Path, Problem, Query};
use platform::{App, Error, Id, audit};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::customers;
use crate::draws::model::{Ticket, TicketStatus};
use crate::draws::records::{self, Wanted};
use crate::draws::{Chances, chances, entitle, hand, hand_over, look, play};
use crate::ledger::outside;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(draw_one))
        .routes(routes!(chances_left, give_chances))
        .routes(routes!(list))
        .routes(routes!(give))
        .routes(routes!(forfeit))
}

async fn one(app: &App, caller: &Caller, id: i64) -> Result<Json<Ticket>, Error> {
    look::ticket(&mut app.db.read().await?, &caller.shops, id).await.map(Json)
}

/// Who draws.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DrawPlay {
    /// Who.
    customer_id: Id,
    /// The same key is the same ticket. It has a part in the roll.
    key: String,
}

/// Draws a ticket for a customer. The same key again is answered the same.
#[utoipa::path(post, path = "/api/v1/draws/{id}/play", tag = "draws", operation_id = "play_draw",
    params(("id" = Id, Path)), request_body = DrawPlay,
    responses((status = 200, body = Ticket), (status = "4XX", body = Problem)))]
async fn draw_one(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<DrawPlay>,
) -> Result<Json<Ticket>, Error> {
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, body.customer_id.0).await?;
    let ticket = play(&mut tx, &app, &caller.actor, &reached, id, &body.key).await?;
    tx.commit().await?;
    if let Err(error) = hand_over(&app, ticket).await {
        tracing::warn!(%error, "a prize could not be handed over; it is tried again");
    }
    one(&app, &caller, ticket).await
}

/// Whose chances.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ChancesOf {
    /// Whose.
    customer_id: Id,
}

/// What chances a customer has in a draw.
#[utoipa::path(get, path = "/api/v1/draws/{id}/chances", tag = "draws", operation_id = "draw_chances",
    params(("id" = Id, Path), ChancesOf), responses((status = 200, body = Chances), (status = "4XX", body = Problem)))]
async fn chances_left(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Query(query): Query<ChancesOf>,
) -> Result<Json<Chances>, Error> {
    let mut session = app.db.read().await?;
    let reached = customers::reach(&mut session, &caller.shops, query.customer_id.0).await?;
    chances(&mut session, &app, id, &reached).await.map(Json)
}

/// Chances to be given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChancesToGive {
    /// To whom.
    customer_id: Id,
    /// How many.
    count: i64,
    /// Why.
    reason: String,
    /// The same key is done once.
    key: String,
}

/// Gives a customer chances in a draw.
#[utoipa::path(post, path = "/api/v1/draws/{id}/chances", tag = "draws", operation_id = "give_draw_chances",
    params(("id" = Id, Path)), request_body = ChancesToGive,
    responses((status = 200, body = Chances), (status = "4XX", body = Problem)))]
async fn give_chances(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<ChancesToGive>,
) -> Result<Json<Chances>, Error> {
    if body.count > 100 {
        return Err(Error::invalid("count", "out_of_range"));
    }
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, body.customer_id.0).await?;
    let key = outside(&body.key)?;
    entitle(&mut tx, &app, &caller.actor, &reached, id, body.count, (&key, &body.reason)).await?;
    let detail = json!({ "count": body.count, "customer": Id(reached.customer_id) });
    audit::record(&mut tx, &caller, "draws.chances", Some("draw"), Some(&id.to_string()), &detail, now).await?;
    let left = chances(&mut tx, &app, id, &reached).await?;
    tx.commit().await?;
    Ok(Json(left))
}

/// Which tickets.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TicketFilter {
    /// Where their prizes are.
    status: Option<TicketStatus>,
    /// Only those that won.
    #[serde(default)]
    won: Option<bool>,
    /// Of this customer.
    customer: Option<Id>,
}

#[derive(Debug, Default, Deserialize)]
struct TicketsQuery {
    #[serde(flatten)]
    filter: TicketFilter,
    #[serde(flatten)]
    page: PageQuery,
}

/// The tickets of a draw, newest first.
#[utoipa::path(get, path = "/api/v1/draws/{id}/tickets", tag = "draws", operation_id = "list_draw_tickets",
    params(("id" = Id, Path), TicketFilter, PageQuery),
    responses((status = 200, body = Page<Ticket>), (status = "4XX", body = Problem)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Query(query): Query<TicketsQuery>,
) -> Result<Json<Page<Ticket>>, Error> {
    let mut session = app.db.read().await?;
    let profiles = match query.filter.customer {
        Some(Id(id)) => Some(customers::reach(&mut session, &caller.shops, id).await?.profile_ids),
        None => None,
    };
    let won = query.filter.won.unwrap_or(false);
    let wanted = Wanted { draw: Some(id), status: query.filter.status, won, profiles };
    let before = query.page.after::<i64>()?.unwrap_or(i64::MAX);
    let limit = query.page.limit();
    let rows = records::list_tickets(&mut session, &wanted, before, limit + 1).await?;
    let items = look::tickets(&mut session, &caller.shops, rows).await?;
    Page::cut(items, limit, |one| one.id.0).map(Json)
}

/// That a prize was handed over.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PrizeGiven {
    /// A note: a parcel's number.
    #[serde(default)]
    note: Option<String>,
}

/// Says that a prize was handed over; one that gives itself and was in trouble is tried again.
#[utoipa::path(post, path = "/api/v1/draws/tickets/{id}/give", tag = "draws", operation_id = "give_prize",
    params(("id" = Id, Path)), request_body = PrizeGiven,
    responses((status = 200, body = Ticket), (status = "4XX", body = Problem)))]
async fn give(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<PrizeGiven>,
) -> Result<Json<Ticket>, Error> {
    let mut tx = app.db.begin().await?;
    hand::by_hand(&mut tx, &app, &caller, id, body.note.as_deref()).await?;
    tx.commit().await?;
    one(&app, &caller, id).await
}

/// Why a prize is forfeited.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PrizeForfeited {
    /// Why: the rule that says so.
    reason: String,
}

/// Says that a prize was not claimed as the rules ask.
#[utoipa::path(post, path = "/api/v1/draws/tickets/{id}/forfeit", tag = "draws", operation_id = "forfeit_prize",
    params(("id" = Id, Path)), request_body = PrizeForfeited,
    responses((status = 200, body = Ticket), (status = "4XX", body = Problem)))]
async fn forfeit(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<PrizeForfeited>,
) -> Result<Json<Ticket>, Error> {
    let mut tx = app.db.begin().await?;
    hand::forfeit(&mut tx, &app, &caller, id, &body.reason).await?;
    tx.commit().await?;
    one(&app, &caller, id).await
}
