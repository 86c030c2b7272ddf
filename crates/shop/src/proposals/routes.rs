//! Proposals over HTTP.

use axum::extract::State as Given;
use axum::http::StatusCode;
use platform::db::{Session, Tx};
use platform::http::{Access, Caller, Json, Need, Page, PageQuery, Path, Problem, Query, ShopScope};
use platform::{App, Error, Id, audit};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::model::State;
use super::show::{Proposal, show};
use super::{decide, follow, records};
use crate::customers::{self, CustomerRow};
use crate::permissions::{CUSTOMERS_MERGE, CUSTOMERS_READ};
use crate::shops::ShopFilter;

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/proposals", Need::May(CUSTOMERS_READ)),
    Access::new("POST", "/api/v1/proposals/{id}/accept", Need::May(CUSTOMERS_MERGE)),
    Access::new("POST", "/api/v1/proposals/{id}/refuse", Need::May(CUSTOMERS_MERGE)),
    Access::new("POST", "/api/v1/proposals/{id}/reopen", Need::May(CUSTOMERS_MERGE)),
    Access::new("POST", "/api/v1/proposals/decide", Need::May(CUSTOMERS_MERGE)),
    Access::new("POST", "/api/v1/proposals/search", Need::May(CUSTOMERS_MERGE)),
];

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(accept))
        .routes(routes!(refuse))
        .routes(routes!(reopen))
        .routes(routes!(decide_many))
        .routes(routes!(search))
}

/// Proposals that one bulk decision names at most.
const MOST_NAMED: usize = 1_000;
/// Proposals decided in one transaction.
const AT_ONCE: usize = 100;
/// Pages read to fill one for somebody who may not see all shops.
const MOST_ROUNDS: usize = 20;

/// Which proposals.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ProposalQuery {
    /// The page.
    #[serde(flatten)]
    #[param(ignore)]
    page: PageQuery,
    /// The shops.
    #[serde(flatten)]
    #[param(ignore)]
    shops: ShopFilter,
    /// `open` when absent.
    state: Option<State>,
    /// Those of at least this probability.
    min_score: Option<f64>,
}

/// Possible duplicates, the likeliest first.
#[utoipa::path(get, path = "/api/v1/proposals", tag = "customers", operation_id = "list_proposals",
    params(PageQuery, ShopFilter, ProposalQuery),
    responses((status = 200, body = Page<Proposal>), (status = "4XX", body = Problem)))]
async fn list(
    Given(app): Given<App>,
    caller: Caller,
    Query(query): Query<ProposalQuery>,
) -> Result<Json<Page<Proposal>>, Error> {
    let limit = query.page.limit();
    let scope = query.shops.scope(&caller);
    let state = query.state.unwrap_or(State::Open);
    let least = query.min_score.unwrap_or(0.0);
    // The score's bits: a decimal in the cursor may come back as its neighbour.
    let mut after = query.page.after()?.map_or((2.0, i64::MAX), |(bits, id): (u64, i64)| (f64::from_bits(bits), id));
    let mut session = app.db.read().await?;
    let mut items = Vec::new();
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX).saturating_add(1);
    for _ in 0..MOST_ROUNDS {
        let found = records::page(&mut session, state, least, after, limit + 1).await?;
        let last = found.last().map(|proposal| (proposal.found.score, proposal.id));
        let was_full = found.len() == wanted;
        items.extend(show(&mut session, &scope, found).await?);
        match last {
            Some(last) if was_full && items.len() < wanted => after = last,
            _ => break,
        }
    }
    Page::cut(items, limit, |proposal| (proposal.score.to_bits(), proposal.id.0)).map(Json)
}

/// Says that the two are one person and merges them. A merge can be undone.
#[utoipa::path(post, path = "/api/v1/proposals/{id}/accept", tag = "customers", operation_id = "accept_proposal",
    params(("id" = String, Path, description = "The proposal's id")),
    responses((status = 200, body = CustomerRow), (status = "4XX", body = Problem)))]
async fn accept(Given(app): Given<App>, caller: Caller, Path(id): Path<Id>) -> Result<Json<CustomerRow>, Error> {
    let mut tx = app.db.begin().await?;
    let customer = decide::accept(&mut tx, &app, &caller, id.0).await?;
    let subject = customer.to_string();
    let detail = json!({ "proposal": id });
    audit::record(&mut tx, &caller, "proposals.accepted", Some("customer"), Some(&subject), &detail, app.clock.now())
        .await?;
    tx.commit().await?;
    let mut session = app.db.read().await?;
    let row = customers::rows(&mut session, &caller.shops, &[customer]).await?.into_iter().next();
    row.map(Json).ok_or_else(|| Error::not_found("customer"))
}

/// Says that the two are two people. That is remembered for good.
#[utoipa::path(post, path = "/api/v1/proposals/{id}/refuse", tag = "customers", operation_id = "refuse_proposal",
    params(("id" = String, Path, description = "The proposal's id")),
    responses((status = 200, body = Proposal), (status = "4XX", body = Problem)))]
async fn refuse(Given(app): Given<App>, caller: Caller, Path(id): Path<Id>) -> Result<Json<Proposal>, Error> {
    let mut tx = app.db.begin().await?;
    decide::refuse(&mut tx, &app, &caller, id.0).await?;
    told(&mut tx, &app, &caller, "proposals.refused", id).await?;
    tx.commit().await?;
    let mut session = app.db.read().await?;
    one(&mut session, &caller.shops, id.0).await.map(Json)
}

/// Takes a refusal back: the two wait for a decision again.
#[utoipa::path(post, path = "/api/v1/proposals/{id}/reopen", tag = "customers", operation_id = "reopen_proposal",
    params(("id" = String, Path, description = "The proposal's id")),
    responses((status = 200, body = Proposal), (status = "4XX", body = Problem)))]
async fn reopen(Given(app): Given<App>, caller: Caller, Path(id): Path<Id>) -> Result<Json<Proposal>, Error> {
    let mut tx = app.db.begin().await?;
    decide::reopen(&mut tx, &app, &caller, id.0).await?;
    told(&mut tx, &app, &caller, "proposals.reopened", id).await?;
    tx.commit().await?;
    let mut session = app.db.read().await?;
    one(&mut session, &caller.shops, id.0).await.map(Json)
}

async fn told(tx: &mut Tx, app: &App, caller: &Caller, action: &str, id: Id) -> Result<(), Error> {
    audit::record(tx, caller, action, Some("proposal"), Some(&id.to_string()), &json!({}), app.clock.now()).await
}

async fn one(session: &mut Session, scope: &ShopScope, id: i64) -> Result<Proposal, Error> {
    let found = records::get(session, id).await?.into_iter().collect();
    show(session, scope, found).await?.into_iter().next().ok_or_else(|| Error::not_found("proposal"))
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Decision {
    /// They are one person.
    Accept,
    /// They are two.
    Refuse,
}

/// Which proposals, and what about them: those named, or all open ones of at least a score.
#[derive(Debug, Clone, Deserialize, ToSchema)]
struct DecideMany {
    /// These, at most 1,000.
    #[serde(default)]
    ids: Option<Vec<Id>>,
    /// Or every open one of at least this probability.
    #[serde(default)]
    min_score: Option<f64>,
    /// What is said of them.
    decision: Decision,
}

/// How many were decided.
#[derive(Debug, Serialize, ToSchema)]
struct Decided {
    /// Proposals decided by this call; those decided before are left out.
    decided: u64,
}

/// Decides many proposals.
#[utoipa::path(post, path = "/api/v1/proposals/decide", tag = "customers", operation_id = "decide_proposals",
    request_body = DecideMany,
    responses((status = 200, body = Decided), (status = "4XX", body = Problem)))]
async fn decide_many(
    Given(app): Given<App>,
    caller: Caller,
    Json(asked): Json<DecideMany>,
) -> Result<Json<Decided>, Error> {
    let ids = match (&asked.ids, asked.min_score) {
        (Some(ids), None) if ids.len() > MOST_NAMED => return Err(Error::invalid("ids", "too_many")),
        (Some(ids), None) => ids.iter().map(|id| id.0).collect(),
        (None, Some(least)) => open_above(&app, least).await?,
        _ => return Err(Error::invalid("ids", "ids_or_min_score")),
    };
    let mut decided = 0;
    for piece in ids.chunks(AT_ONCE) {
        let mut tx = app.db.begin().await?;
        let mut here = 0_u64;
        for id in piece {
            let done = match asked.decision {
                Decision::Accept => decide::accept(&mut tx, &app, &caller, *id).await.map(|_| ()),
                Decision::Refuse => decide::refuse(&mut tx, &app, &caller, *id).await,
            };
            match done {
                Ok(()) => here += 1,
                // Decided before, merged in the meantime, or of a shop that the caller does not see.
                Err(error) if matches!(error.code(), "already_decided" | "is_one" | "not_found") => {}
                Err(error) => return Err(error),
            }
        }
        let detail = json!({ "count": here, "min_score": asked.min_score });
        let action = if asked.decision == Decision::Accept { "proposals.accepted" } else { "proposals.refused" };
        audit::record(&mut tx, &caller, action, None, None, &detail, app.clock.now()).await?;
        tx.commit().await?;
        decided += here;
    }
    Ok(Json(Decided { decided }))
}

/// The open proposals of at least this probability, the likeliest first.
async fn open_above(app: &App, least: f64) -> Result<Vec<i64>, Error> {
    let mut session = app.db.read().await?;
    let mut after = (2.0, i64::MAX);
    let mut ids = Vec::new();
    loop {
        let found = records::page(&mut session, State::Open, least, after, 1_000).await?;
        let Some(last) = found.last() else { return Ok(ids) };
        after = (last.found.score, last.id);
        ids.extend(found.iter().map(|proposal| proposal.id));
    }
}

/// The job that looks.
#[derive(Debug, Serialize, ToSchema)]
struct Searching {
    /// The job's id.
    job_id: Id,
}

/// Looks for duplicates now, among all profiles.
#[utoipa::path(post, path = "/api/v1/proposals/search", tag = "customers", operation_id = "search_proposals",
    responses((status = 202, body = Searching), (status = "4XX", body = Problem)))]
async fn search(Given(app): Given<App>) -> Result<(StatusCode, Json<Searching>), Error> {
    let mut tx = app.db.begin().await?;
    let job = follow::search_now(&mut tx, true, app.clock.now()).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(Searching { job_id: Id(job) })))
}
