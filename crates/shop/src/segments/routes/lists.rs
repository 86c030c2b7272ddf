//! Static lists over HTTP: upload, freeze.

use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use platform::http::{Caller, Json, Path, Problem};
use platform::{App, Error, Id};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::segments::Called;
use crate::segments::ask::ask;
use crate::segments::model::{Origin, Segment};
use crate::segments::verbs::{self, New};
use crate::segments::{lists, upload};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(upload_list)).routes(routes!(freeze))
}

/// What an upload holds: the parts of a form.
#[derive(Debug, ToSchema)]
#[allow(dead_code, reason = "the shape of the form, for the API's document")]
struct ListForm {
    /// CSV or XLSX: one column of identifiers, or a table whose first row names its columns.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The list's name; the file's when absent.
    name: Option<String>,
    /// What the identifiers are: `mobile`, `email`, `taobao_nick`, …, `customer` for our own numbers; `auto` when absent.
    kind: Option<String>,
    /// The column; the first when absent.
    column: Option<String>,
}

/// What came of an upload.
#[derive(Debug, Serialize, ToSchema)]
struct Uploaded {
    /// The list.
    segment: Segment,
    /// Rows that name a customer.
    matched: i64,
    /// Rows that name nobody we know.
    not_matched: i64,
    /// Customers in the list: several rows may name one.
    customers: i64,
    /// The rows that were not matched with why, as CSV; null when all were.
    refused_file: Option<String>,
}

/// Makes a list of the customers that a file of identifiers names.
#[utoipa::path(post, path = "/api/v1/segments/lists", tag = "segments", operation_id = "upload_list",
    request_body(content = ListForm, content_type = "multipart/form-data"),
    responses((status = 201, body = Uploaded), (status = "4XX", body = Problem)))]
async fn upload_list(
    State(app): State<App>,
    caller: Caller,
    parts: Multipart,
) -> Result<(StatusCode, Json<Uploaded>), Error> {
    verbs::all_shops(&caller)?;
    let came = upload::take(&app, parts).await?;
    let matching = upload::matching(&app, &caller, &came).await;
    // Whatever came of it, the upload itself holds identifiers and goes.
    tokio::fs::remove_file(&came.path).await.map_err(Error::internal)?;
    let matching = matching?;
    let mut session = app.db.read().await?;
    let name = verbs::beside(&mut session, &came.name).await?;
    drop(session);
    let new = New { name, note: String::new(), tags: Vec::new(), origin: Origin::Own, recipe: None };
    let record = verbs::make_list(&app, &caller, new, &matching.customers).await?;
    Ok((
        StatusCode::CREATED,
        Json(Uploaded {
            segment: lists::made(&app, &caller, record, matching.customers.len()).await?,
            matched: matching.matched,
            not_matched: matching.not_matched,
            customers: i64::try_from(matching.customers.len()).unwrap_or(i64::MAX),
            refused_file: matching.refused,
        }),
    ))
}

/// Makes a list of everybody who is in a live segment now.
#[utoipa::path(post, path = "/api/v1/segments/{id}/freeze", tag = "segments", operation_id = "freeze_segment",
    params(("id" = Id, Path)), request_body = Called,
    responses((status = 201, body = Segment), (status = "4XX", body = Problem)))]
async fn freeze(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Json(body): Json<Called>,
) -> Result<(StatusCode, Json<Segment>), Error> {
    verbs::all_shops(&caller)?;
    let (record, name) = {
        let mut session = app.db.read().await?;
        let record = verbs::find(&mut session, id).await?;
        let name = match body.name {
            Some(name) => name,
            None => verbs::beside(&mut session, &record.name).await?,
        };
        (record, name)
    };
    let rule = verbs::as_rule(&mut app.db.read().await?, id).await?;
    let crowd = ask(&app, &caller.shops, rule).await?.crowd(app.clock.now()).await?;
    let mut members: Vec<i64> = crowd.customers().collect();
    members.sort_unstable();
    let new = New { name, note: record.note, tags: record.tags, origin: Origin::Own, recipe: None };
    let record = verbs::make_list(&app, &caller, new, &members).await?;
    Ok((StatusCode::CREATED, Json(lists::made(&app, &caller, record, members.len()).await?)))
}
