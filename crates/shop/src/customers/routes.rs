//! The customer list over HTTP: pages, counts, actions on many, and the list as a file.

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use platform::http::{Access, Caller, Json, Need, Page, PageQuery, Path, Problem, Query};
use platform::{App, Error, Id, audit};
use serde::Deserialize;
use serde_json::json;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::bulk::{Done, Meant, Progress};
use super::counts::Counts;
use super::export::Wanted;
use super::file::FileFormat;
use super::list::filter::Filter;
use super::list::{CustomerRow, ListQuery, PageOfList, Place, find, rows};
use super::{bulk, counts, export};
use crate::groups::Action;
use crate::permissions::{CUSTOMERS_EXPORT, CUSTOMERS_MERGE, CUSTOMERS_READ, CUSTOMERS_REVEAL, CUSTOMERS_WRITE};
use crate::shops::ShopFilter;

pub(super) const ACCESS: &[Access] = &[
    Access::new("GET", "/api/v1/customers", Need::May(CUSTOMERS_READ)),
    Access::new("GET", "/api/v1/customers/counts", Need::May(CUSTOMERS_READ)),
    Access::new("GET", "/api/v1/customers/export", Need::May(CUSTOMERS_EXPORT)),
    Access::new("POST", "/api/v1/customers/export", Need::May(CUSTOMERS_EXPORT)),
    Access::new("POST", "/api/v1/customers/bulk", Need::May(CUSTOMERS_WRITE)),
    Access::new("GET", "/api/v1/customers/bulk/{id}", Need::May(CUSTOMERS_WRITE)),
    Access::new("POST", "/api/v1/customers/merge", Need::May(CUSTOMERS_MERGE)),
    Access::new("POST", "/api/v1/customers/{id}/unmerge", Need::May(CUSTOMERS_MERGE)),
    Access::new("POST", "/api/v1/merges/{id}/undo", Need::May(CUSTOMERS_MERGE)),
];

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(count))
        .routes(routes!(export_list, export_these))
        .routes(routes!(act))
        .routes(routes!(progress))
        .merge(super::merging::router())
}

/// Customers by tab, words and filters, most of the sort key first. No totals: see the counts.
#[utoipa::path(get, path = "/api/v1/customers", tag = "customers", operation_id = "list_customers", 
    params(ListQuery, ShopFilter, PageQuery),
    responses((status = 200, body = Page<CustomerRow>), (status = "4XX", body = Problem)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PageOfList>,
) -> Result<Json<Page<CustomerRow>>, Error> {
    let (filter, page) = query.check(&caller)?;
    let filter = filter.quick(&app);
    let limit = page.limit();
    let mut session = app.db.read().await?;
    let places = find(&mut session, &filter, page.after::<Place>()?, limit + 1).await?;
    let page = Page::cut(places, limit, |place| *place)?;
    let ids: Vec<i64> = page.items.iter().map(|(_, id)| *id).collect();
    let items = rows(&mut session, &filter.scope, &ids).await?;
    Ok(Json(Page { items, next_cursor: page.next_cursor }))
}

/// How many customers each tab has.
#[utoipa::path(get, path = "/api/v1/customers/counts", tag = "customers", operation_id = "count_customers",
    params(ShopFilter), responses((status = 200, body = Counts), (status = "4XX", body = Problem)))]
async fn count(State(app): State<App>, caller: Caller, Query(shops): Query<ShopFilter>) -> Result<Json<Counts>, Error> {
    Ok(Json(counts::counts(&app, &shops.scope(&caller)).await?))
}

/// One action on many customers.
#[derive(Debug, Deserialize, ToSchema)]
struct BulkAction {
    /// These customers, 10,000 at most.
    ids: Option<Vec<Id>>,
    /// Those that the list shows with this query.
    filter: Option<ListQuery>,
    action: Action,
}

/// Puts many customers into a group or out of it, tags them, or writes a note on each. Many are done by a job.
#[utoipa::path(post, path = "/api/v1/customers/bulk", tag = "customers", operation_id = "act_on_customers",
    request_body = BulkAction, responses((status = 200, body = Done), (status = "4XX", body = Problem)))]
async fn act(State(app): State<App>, caller: Caller, Json(body): Json<BulkAction>) -> Result<Json<Done>, Error> {
    let meant = match (body.ids, body.filter) {
        (Some(ids), None) => Meant::Ids(ids.into_iter().map(|id| id.0).collect()),
        (None, Some(filter)) => Meant::Listed(Box::new(filter.check(caller.shops.clone())?.quick(&app))),
        _ => return Err(Error::invalid("ids", "required")),
    };
    Ok(Json(bulk::bulk(&app, &caller, meant, body.action).await?))
}

/// How far a job is that acts on many customers.
#[utoipa::path(get, path = "/api/v1/customers/bulk/{id}", tag = "customers", operation_id = "bulk_progress",
    params(("id" = Id, Path)), responses((status = 200, body = Progress), (status = "4XX", body = Problem)))]
async fn progress(State(app): State<App>, Path(Id(id)): Path<Id>) -> Result<Json<Progress>, Error> {
    Ok(Json(bulk::progress(&app, id).await?))
}

/// Which file.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct FileQuery {
    /// `csv` (the usual), `xlsx` or `parquet`.
    format: Option<String>,
    /// Names of columns with commas between them; `field:<key>` for the shop's own, `attribute:<name>` for what rules may
    /// name beside, as `/api/v1/segments/columns` lists them. All that a customer's own row has when absent.
    columns: Option<String>,
    /// `true` for values in full, to those who may see them.
    reveal: Option<String>,
}

/// Which customers, in which file.
#[derive(Debug, Default, Deserialize)]
struct ExportQuery {
    #[serde(flatten)]
    list: PageOfList,
    #[serde(flatten)]
    file: FileQuery,
}

/// The customers that a list shows, as a file. Logged.
#[utoipa::path(get, path = "/api/v1/customers/export", tag = "customers", operation_id = "export_customers",
    params(ListQuery, ShopFilter, FileQuery),
    responses((status = 200, body = Vec<u8>, content_type = "text/csv"), (status = "4XX", body = Problem)))]
async fn export_list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ExportQuery>,
) -> Result<Response, Error> {
    let (filter, _) = query.list.check(&caller)?;
    let filter = filter.quick(&app);
    file(app, &caller, filter, query.file).await
}

/// Customers that a file may be asked for by name.
const MOST_NAMED: usize = 1_000;

/// Customers by name, in a file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExportThese {
    /// These customers, 1,000 at most; those that the caller may not see are left out.
    ids: Vec<Id>,
    /// `csv` (the usual), `xlsx` or `parquet`.
    format: Option<String>,
    /// Names of columns with commas between them; `field:<key>` for the shop's own, `attribute:<name>` for what rules may
    /// name beside, as `/api/v1/segments/columns` lists them. All that a customer's own row has when absent.
    columns: Option<String>,
    /// Values in full, for those who may see them.
    #[serde(default)]
    reveal: bool,
}

/// The customers that are named, as a file. Logged.
#[utoipa::path(post, path = "/api/v1/customers/export", tag = "customers", operation_id = "export_these_customers",
    request_body = ExportThese,
    responses((status = 200, body = Vec<u8>, content_type = "text/csv"), (status = "4XX", body = Problem)))]
async fn export_these(
    State(app): State<App>,
    caller: Caller,
    Json(asked): Json<ExportThese>,
) -> Result<Response, Error> {
    match asked.ids.len() {
        0 => return Err(Error::invalid("ids", "required")),
        1..=MOST_NAMED => {}
        _ => return Err(Error::invalid("ids", "too_many")),
    }
    let filter = Filter::these(asked.ids.into_iter().map(|id| id.0), caller.shops.clone());
    let reveal = asked.reveal.then(|| "true".to_owned());
    file(app, &caller, filter, FileQuery { format: asked.format, columns: asked.columns, reveal }).await
}

/// Streams the file of those that `filter` means.
async fn file(app: App, caller: &Caller, filter: Filter, query: FileQuery) -> Result<Response, Error> {
    let format = FileFormat::from_code(query.format.as_deref().unwrap_or("csv"))
        .ok_or_else(|| Error::invalid("format", "unknown"))?;
    let reveal = query.reveal.as_deref() == Some("true");
    if reveal {
        caller.require(CUSTOMERS_REVEAL)?;
    }
    let further = crate::HOOKS.further;
    let columns = (further.named)(&app, &mut app.db.read().await?, caller, query.columns.as_deref()).await?;
    let beside = (further.beside)(&app, &caller.shops, &columns)?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let detail = json!({ "format": format.code(), "columns": columns, "reveal": reveal, "customers": filter.named() });
    audit::record(&mut tx, caller, "customers.exported", None, None, &detail, now).await?;
    tx.commit().await?;

    let wanted = Wanted { format, columns, reveal, locale: caller.locale, beside };
    let (to, from) = tokio::sync::mpsc::channel(4);
    tokio::spawn(async move {
        if let Err(error) = export::write(&app, &filter, &wanted, &to).await {
            tracing::error!(%error, "an export stopped");
            // The answer has begun: the only way left to say so is to break it off.
            let _ = to.send(Err(error)).await;
        }
    });
    let headers = [
        (header::CONTENT_TYPE, format.content_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"customers.{}\"", format.code())),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(ReceiverStream::new(from))).into_response())
}
