//! Members in lists, the pyramid, budgets and joining over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Caller, Json, Page, PageQuery, Problem, Query};
use platform::{App, Error, Id, audit};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::customers;
use crate::members::budget::{self, Budget, Kind};
use crate::members::model::Wanted;
use crate::members::{self, JoinSource, MemberRow, Membership, Pyramid, records, show};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, join)).routes(routes!(pyramid)).routes(routes!(budgets))
}

/// Which members.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MemberFilter {
    /// A level's id, or `none` for those below the lowest.
    level: Option<String>,
    /// How they joined.
    source: Option<JoinSource>,
    /// A member's number.
    q: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct ListQuery {
    #[serde(flatten)]
    filter: MemberFilter,
    #[serde(flatten)]
    page: PageQuery,
}

/// Members, newest joined first.
#[utoipa::path(get, path = "/api/v1/members", tag = "members", operation_id = "list_members",
    params(MemberFilter, PageQuery), responses((status = 200, body = Page<MemberRow>), (status = "4XX", body = Problem)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ListQuery>,
) -> Result<Json<Page<MemberRow>>, Error> {
    let mut session = app.db.read().await?;
    let programme = members::programme(&mut session).await?;
    let level = match query.filter.level.as_deref().filter(|level| !level.is_empty()) {
        None => None,
        Some("none") => Some(0),
        Some(id) => Some(id.parse::<i64>().map_err(|_| Error::invalid("level", "malformed"))?),
    };
    let number = query.filter.q.map(|q| q.trim().to_owned()).filter(|q| !q.is_empty());
    let wanted = Wanted { level, source: query.filter.source, number };
    let rank = programme.rank(level.unwrap_or(0));
    let levels: Vec<i64> = programme.known_levels().into_iter().filter(|id| programme.rank(*id) == rank).collect();
    let limit = query.page.limit();
    let after = query.page.after()?.unwrap_or((i64::MAX, i64::MAX));
    let found = records::list(&mut session, &wanted, &levels, after, limit + 1).await?;
    let page = Page::cut(found, limit, |row| (row.joined_at, row.customer_id))?;
    let ids: Vec<i64> = page.items.iter().map(|row| row.customer_id).collect();
    let visible = customers::visible(&mut session, &caller.shops, &ids).await?;
    let seen = page.items.into_iter().filter(|row| visible.contains(&row.customer_id)).collect();
    let items = show::rows(&mut session, &programme, &caller.shops, seen).await?;
    Ok(Json(Page { items, next_cursor: page.next_cursor }))
}

/// Who joins, and how.
#[derive(Debug, Deserialize, ToSchema)]
struct Joining {
    /// The customer.
    customer_id: Id,
    /// How.
    way: JoinSource,
    /// The invitation's code.
    #[serde(default)]
    invitation: Option<String>,
}

/// Makes a customer a member; who is one already stays as she is (200).
#[utoipa::path(post, path = "/api/v1/members", tag = "members", operation_id = "join_members", request_body = Joining,
    responses((status = 200, body = Membership), (status = 201, body = Membership), (status = "4XX", body = Problem)))]
async fn join(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<Joining>,
) -> Result<(StatusCode, Json<Membership>), Error> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reached = customers::reach(&mut tx, &caller.shops, body.customer_id.0).await?;
    let invitation = body.invitation.as_deref();
    let joined = members::join(&mut tx, &app, &caller.actor, &reached, body.way, invitation).await?;
    if joined {
        let subject = reached.customer_id.to_string();
        let detail = json!({ "way": body.way });
        audit::record(&mut tx, &caller, "members.joined", Some("customer"), Some(&subject), &detail, now).await?;
    }
    let membership = members::membership(&mut tx, &reached).await?;
    tx.commit().await?;
    Ok((if joined { StatusCode::CREATED } else { StatusCode::OK }, Json(membership)))
}

/// How far back.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Months {
    /// Months back, this one included: 12 when absent, 36 at most.
    #[serde(default)]
    months: Option<i64>,
}

/// The levels as a pyramid, and how members moved between them month by month.
#[utoipa::path(get, path = "/api/v1/members/pyramid", tag = "members", operation_id = "members_pyramid",
    params(Months), responses((status = 200, body = Pyramid), (status = "4XX", body = Problem)))]
async fn pyramid(State(app): State<App>, Query(query): Query<Months>) -> Result<Json<Pyramid>, Error> {
    members::pyramid(&app, query.months.unwrap_or(12).clamp(1, 36)).await.map(Json)
}

/// What the caller may still give this month.
#[derive(Serialize, ToSchema)]
struct BudgetsLeft {
    /// Points.
    points: Budget,
    /// Levels.
    levels: Budget,
    /// Red packets, minor units.
    credit: Budget,
    /// What gifts are worth, minor units.
    gifts: Budget,
    /// How many coupons.
    coupons: Budget,
}

/// What the caller may still give by hand this month.
#[utoipa::path(get, path = "/api/v1/members/budget", tag = "members", operation_id = "care_budget",
    responses((status = 200, body = BudgetsLeft), (status = "4XX", body = Problem)))]
async fn budgets(State(app): State<App>, caller: Caller) -> Result<Json<BudgetsLeft>, Error> {
    let mut session = app.db.read().await?;
    let programme = members::programme(&mut session).await?;
    let now = app.clock.now();
    Ok(Json(BudgetsLeft {
        points: budget::left(&mut session, &caller.actor, &programme, Kind::Points, now).await?,
        levels: budget::left(&mut session, &caller.actor, &programme, Kind::Levels, now).await?,
        credit: budget::left(&mut session, &caller.actor, &programme, Kind::Credit, now).await?,
        gifts: budget::left(&mut session, &caller.actor, &programme, Kind::Gifts, now).await?,
        coupons: budget::left(&mut session, &caller.actor, &programme, Kind::Coupons, now).await?,
    }))
}
