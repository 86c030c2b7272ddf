//! Static lists and files over HTTP: upload, freeze, export.

use std::sync::atomic::AtomicU64;

use axum::body::Body;
use axum::extract::{Multipart, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform::http::{Caller, Json, Path, Problem, Query};
use platform::{App, Error, Id, audit};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::segments::Called;
use crate::customers;
use crate::permissions::CUSTOMERS_REVEAL;
use crate::segments::ask::ask;
use crate::segments::model::{Origin, Segment};
use crate::segments::verbs::{self, New};
use crate::segments::{lists, upload};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(upload_list)).routes(routes!(freeze)).routes(routes!(export))
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

/// Which file.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct FileQuery {
    /// `csv` (the usual), `xlsx` or `parquet`.
    format: Option<String>,
    /// Names of columns with commas between them; `field:<key>` for the shop's own. All when absent.
    columns: Option<String>,
    /// `true` for values in full, to those who may see them.
    reveal: Option<String>,
    /// Only those who may get marketing on this channel: `sms`, `email` or `phone`.
    reachable: Option<String>,
}

/// The members of a segment or list as a file. Logged. Masked unless the caller may see and asked; with `reachable`, only
/// those whose consent and black list allow marketing on that channel.
#[utoipa::path(get, path = "/api/v1/segments/{id}/export", tag = "segments", operation_id = "export_segment",
    params(("id" = Id, Path), FileQuery),
    responses((status = 200, body = Vec<u8>, content_type = "text/csv"), (status = "4XX", body = Problem)))]
async fn export(
    State(app): State<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Query(query): Query<FileQuery>,
) -> Result<Response, Error> {
    let format = customers::FileFormat::from_code(query.format.as_deref().unwrap_or("csv"))
        .ok_or_else(|| Error::invalid("format", "unknown"))?;
    let reveal = query.reveal.as_deref() == Some("true");
    if reveal {
        caller.require(CUSTOMERS_REVEAL)?;
    }
    let mut session = app.db.read().await?;
    let columns = customers::columns(&mut session, query.columns.as_deref()).await?;
    let member = verbs::as_rule(&mut session, id).await?;
    drop(session);
    let rule = match query.reachable.as_deref() {
        None => member,
        Some(channel @ ("sms" | "email" | "phone")) => rules::Rule::All {
            rules: vec![
                member,
                rules::Rule::Is {
                    attribute: format!("reachable.{channel}"),
                    test: rules::Test::Compare {
                        comparison: rules::Comparison::Equal,
                        value: rules::Value::Flag(true),
                    },
                },
            ],
        },
        Some(_) => return Err(Error::invalid("reachable", "unknown")),
    };
    let crowd = ask(&app, &caller.shops, rule).await?.crowd(app.clock.now()).await?;
    let mut ids: Vec<i64> = crowd.customers().collect();
    ids.sort_unstable();
    let mut tx = app.db.begin().await?;
    let detail = json!({
        "format": format.code(), "columns": columns, "reveal": reveal, "customers": ids.len(),
        "reachable": query.reachable,
    });
    let subject = id.to_string();
    audit::record(&mut tx, &caller, "segments.exported", Some("segment"), Some(&subject), &detail, app.clock.now())
        .await?;
    tx.commit().await?;
    let total = ids.len();
    let wanted = customers::Wanted { format, columns, reveal, locale: caller.locale };
    let (to, from) = tokio::sync::mpsc::channel(4);
    tokio::spawn(async move {
        if let Err(error) = customers::write_ids(&app, &caller.shops, &ids, &wanted, &to, &AtomicU64::default()).await {
            tracing::error!(%error, "an export stopped");
            // The answer has begun: the only way left to say so is to break it off.
            let _ = to.send(Err(error)).await;
        }
    });
    let headers = [
        (header::CONTENT_TYPE, format.content_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"segment.{}\"", format.code())),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::HeaderName::from_static("x-total-rows"), total.to_string()),
    ];
    Ok((headers, Body::from_stream(ReceiverStream::new(from))).into_response())
}
