//! Lists of the customers behind pictures of what has been, over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Caller, Json, Problem};
use platform::{App, Error, Instant};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::segments::verbs::{self, New};
use crate::segments::{Origin, Segment, lists};
use crate::value;

/// Parts of pictures in one list, at most.
const PARTS: usize = 100;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(keep))
}

/// Whom a list is made of.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = KeptListInput)]
struct Wanted {
    /// The list's name.
    name: String,
    /// The parts of pictures, by their `kept`; who is behind any of them is in the list.
    of: Vec<String>,
    /// As of when the page is that shows the pictures.
    as_of: Instant,
}

/// Makes a list of exactly the customers behind parts of pictures that no rule can name: movement of months before the last,
/// the model's trial, the back-test. `value_moved_on` when everything was reckoned anew since the page was read.
#[utoipa::path(post, path = "/api/v1/insight/value/lists", tag = "value", operation_id = "keep_value_list",
    request_body = Wanted, responses((status = 201, body = Segment), (status = "4XX", body = Problem)))]
async fn keep(
    State(app): State<App>,
    caller: Caller,
    Json(wanted): Json<Wanted>,
) -> Result<(StatusCode, Json<Segment>), Error> {
    verbs::all_shops(&caller)?;
    if wanted.of.is_empty() || wanted.of.len() > PARTS {
        return Err(Error::invalid("of", "out_of_range"));
    }
    let members = value::kept(&app, wanted.as_of.0, &wanted.of).await?;
    let new = New { name: wanted.name, note: String::new(), tags: Vec::new(), origin: Origin::Own, recipe: None };
    let record = verbs::make_list(&app, &caller, new, &members).await?;
    Ok((StatusCode::CREATED, Json(lists::made(&app, &caller, record, members.len()).await?)))
}
