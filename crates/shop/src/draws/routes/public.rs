//! What anybody may ask of a draw: its proof, and whether a proof is right.

use axum::extract::State;
use platform::http::{Json, Path, Problem, Query};
use platform::{App, Error, Id};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::draws::fair::{self, Found, Proof};
use crate::draws::look;

/// Tickets of a page.
const PAGE: i64 = 1_000;
/// Tickets of a page at most.
const MOST: i64 = 10_000;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(proof)).routes(routes!(verify))
}

/// Which part of a proof.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ProofPart {
    /// Tickets after this number.
    after: Option<i64>,
    /// Tickets wanted: 1,000 when absent, 10,000 at most.
    limit: Option<i64>,
}

/// What anybody needs to check a draw, without names: the promise, the seed once it has ended, every ticket.
#[utoipa::path(get, path = "/api/v1/draws/{id}/proof", tag = "draws", operation_id = "draw_proof",
    params(("id" = Id, Path), ProofPart), responses((status = 200, body = Proof), (status = "4XX", body = Problem)))]
async fn proof(
    State(app): State<App>,
    Path(Id(id)): Path<Id>,
    Query(query): Query<ProofPart>,
) -> Result<Json<Proof>, Error> {
    let limit = query.limit.unwrap_or(PAGE).clamp(1, MOST);
    let after = query.after.unwrap_or(0).max(0);
    look::proof(&mut app.db.read().await?, id, after, limit, app.clock.now()).await.map(Json)
}

/// A proof to be reckoned again.
#[derive(Debug, Deserialize, ToSchema)]
struct ProofToVerify {
    /// The proof, with all its tickets.
    proof: Proof,
}

/// Whether a proof is right.
#[derive(Debug, Serialize, ToSchema)]
struct Verified {
    /// Everything is as it was promised.
    valid: bool,
    /// Tickets looked at.
    checked: usize,
    /// What is not.
    faults: Vec<Found>,
}

/// Reckons a whole draw again from what is sent; nothing is looked up.
#[utoipa::path(post, path = "/api/v1/draws/verify", tag = "draws", operation_id = "verify_draw",
    request_body = ProofToVerify, responses((status = 200, body = Verified), (status = "4XX", body = Problem)))]
async fn verify(Json(body): Json<ProofToVerify>) -> Result<Json<Verified>, Error> {
    let task = tokio::task::spawn_blocking(move || (body.proof.tickets.len(), fair::verify(&body.proof)));
    let (checked, faults) = task.await.map_err(Error::internal)?;
    Ok(Json(Verified { valid: faults.is_empty(), checked, faults }))
}
