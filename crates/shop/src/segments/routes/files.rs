//! Segments as files over HTTP: the columns that there are, and a file that is read as it comes.
//!
//! Absent from here: files that are made in the background (`exports`).

use std::sync::atomic::AtomicU64;

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use platform::http::{Caller, Json, Path, Problem, Query};
use platform::{App, Error, Id, audit};
use rules::{Choice, Label};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::customers::{self, BESIDE};
use crate::permissions::CUSTOMERS_REVEAL;
use crate::segments::ask::{ask, reachable};
use crate::segments::{catalogue, columns, verbs};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(beside)).routes(routes!(export))
}

/// A column that a segment's file may have beside what a customer's own row says.
#[derive(Debug, Serialize, ToSchema)]
struct FurtherColumn {
    /// As it is asked for: `attribute:level`.
    column: String,
    /// What it is called.
    label: Label,
    /// The key of its group.
    group: String,
}

/// The columns that a segment's file may have beside what a customer's own row says.
#[derive(Debug, Serialize, ToSchema)]
struct FurtherColumns {
    /// The groups that have columns, in order.
    groups: Vec<Choice>,
    /// The columns, in order.
    columns: Vec<FurtherColumn>,
}

/// The columns that a segment's file may have beside a customer's own row: levels, points, consents, scores. Who sees some
/// shops only is offered none that tell of the whole business.
#[utoipa::path(get, path = "/api/v1/segments/columns", tag = "segments", operation_id = "segment_columns",
    responses((status = 200, body = FurtherColumns), (status = "4XX", body = Problem)))]
async fn beside(State(app): State<App>, caller: Caller) -> Result<Json<FurtherColumns>, Error> {
    let shape = catalogue::shape(&app, &mut app.db.read().await?).await?;
    let columns: Vec<FurtherColumn> = columns::offered(&shape, &caller)
        .into_iter()
        .map(|one| FurtherColumn {
            column: format!("{BESIDE}{}", one.name),
            label: one.label.clone(),
            group: catalogue::group_of(&one.name).to_owned(),
        })
        .collect();
    let mut groups = catalogue::groups();
    groups.retain(|group| columns.iter().any(|column| column.group == group.value));
    Ok(Json(FurtherColumns { groups, columns }))
}

/// Which file.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct FileQuery {
    /// `csv` (the usual), `xlsx` or `parquet`.
    format: Option<String>,
    /// Names of columns with commas between them; `field:<key>` for the shop's own, `attribute:<name>` for what rules may
    /// name beside. All that a customer's own row has when absent.
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
    let columns = columns::named(&app, &mut session, &caller, query.columns.as_deref()).await?;
    let member = verbs::as_rule(&mut session, id).await?;
    drop(session);
    let rule = reachable(member, query.reachable.as_deref())?;
    let beside = columns::beside(&app, &caller.shops, &columns)?;
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
    let wanted = customers::Wanted { format, columns, reveal, locale: caller.locale, beside };
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
