//! Merging, unmerging and undoing over HTTP.

use axum::extract::State;
use platform::db::{Connection, Tx};
use platform::http::{Caller, Json, Path, Problem, ShopScope};
use platform::{App, Error, Id, audit};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{CustomerRow, customers_of_merge, merge, surviving, undo, unmerge, visible};

/// The endpoints.
pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(merge_customers)).routes(routes!(unmerge_customer)).routes(routes!(undo_merge))
}

/// Letters of a reason at most.
const LONGEST_REASON: usize = 500;

/// Which customers are one person.
#[derive(Debug, Clone, Deserialize, ToSchema)]
struct Merge {
    /// Two to fifty customers.
    customer_ids: Vec<Id>,
    /// Why, for those who ask later.
    #[serde(default)]
    reason: String,
}

/// Which profiles are not this person's.
#[derive(Debug, Clone, Deserialize, ToSchema)]
struct Unmerge {
    /// Profiles of the customer; at least one has to stay.
    profile_ids: Vec<Id>,
    /// Why, for those who ask later.
    #[serde(default)]
    reason: String,
}

/// The customers that there are now.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Customers {
    /// Their ids.
    customer_ids: Vec<Id>,
}

/// Makes customers one and answers the one; the oldest id stays, the others lead to it.
#[utoipa::path(post, path = "/api/v1/customers/merge", tag = "customers", operation_id = "merge_customers",
    request_body = Merge,
    responses((status = 200, body = CustomerRow), (status = "4XX", body = Problem)))]
async fn merge_customers(
    State(app): State<App>,
    caller: Caller,
    Json(asked): Json<Merge>,
) -> Result<Json<CustomerRow>, Error> {
    let reason = said(&asked.reason)?;
    let ids: Vec<i64> = asked.customer_ids.iter().map(|id| id.0).collect();
    let mut tx = app.db.begin().await?;
    for id in &ids {
        see(&mut tx, &caller.shops, *id).await?;
    }
    let winner = merge(&mut tx, &app, &ids, &caller.actor, reason).await?;
    note(&mut tx, &app, &caller, "customers.merged", winner, &json!({ "customers": asked.customer_ids })).await?;
    tx.commit().await?;
    let mut session = app.db.read().await?;
    let row = super::rows(&mut session, &caller.shops, &[winner]).await?.into_iter().next();
    row.map(Json).ok_or_else(|| Error::not_found("customer"))
}

/// Takes profiles out of a customer; they become a customer of their own, and nothing joins the two by itself again.
#[utoipa::path(post, path = "/api/v1/customers/{id}/unmerge", tag = "customers", operation_id = "unmerge_customer",
    request_body = Unmerge,
    params(("id" = String, Path, description = "The customer's id")),
    responses((status = 200, body = Customers), (status = "4XX", body = Problem)))]
async fn unmerge_customer(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Id>,
    Json(asked): Json<Unmerge>,
) -> Result<Json<Customers>, Error> {
    let reason = said(&asked.reason)?;
    let profiles: Vec<i64> = asked.profile_ids.iter().map(|id| id.0).collect();
    let mut tx = app.db.begin().await?;
    let customer = see(&mut tx, &caller.shops, id.0).await?;
    let customers = unmerge(&mut tx, &app, customer, &profiles, &caller.actor, reason).await?;
    note(&mut tx, &app, &caller, "customers.unmerged", customer, &json!({ "profiles": asked.profile_ids })).await?;
    tx.commit().await?;
    Ok(answer(customers))
}

/// Takes a merge or unmerge back.
#[utoipa::path(post, path = "/api/v1/merges/{id}/undo", tag = "customers", operation_id = "undo_merge",
    params(("id" = String, Path, description = "The record's id")),
    responses((status = 200, body = Customers), (status = "4XX", body = Problem)))]
async fn undo_merge(State(app): State<App>, caller: Caller, Path(id): Path<Id>) -> Result<Json<Customers>, Error> {
    let mut tx = app.db.begin().await?;
    let concerned = customers_of_merge(&mut tx, id.0).await?;
    if visible(&mut tx, &caller.shops, &concerned).await?.is_empty() {
        return Err(Error::not_found("merge"));
    }
    let customers = undo(&mut tx, &app, id.0, &caller.actor).await?;
    let subject = customers.first().copied().unwrap_or_default();
    note(&mut tx, &app, &caller, "customers.merge_undone", subject, &json!({ "record": id })).await?;
    tx.commit().await?;
    Ok(answer(customers))
}

fn answer(customers: Vec<i64>) -> Json<Customers> {
    Json(Customers { customer_ids: customers.into_iter().map(Id).collect() })
}

fn said(reason: &str) -> Result<&str, Error> {
    let reason = reason.trim();
    if reason.chars().count() > LONGEST_REASON { Err(Error::invalid("reason", "too_long")) } else { Ok(reason) }
}

/// The customer that `id` stands for, when somebody with `scope` may see it.
async fn see(conn: &mut impl Connection, scope: &ShopScope, id: i64) -> Result<i64, Error> {
    let customer = surviving(conn, id).await?;
    let seen = visible(conn, scope, &[customer]).await?;
    if seen.contains(&customer) { Ok(customer) } else { Err(Error::not_found("customer")) }
}

async fn note(
    tx: &mut Tx,
    app: &App,
    caller: &Caller,
    action: &str,
    customer: i64,
    detail: &Value,
) -> Result<(), Error> {
    let subject = customer.to_string();
    audit::record(tx, caller, action, Some("customer"), Some(&subject), detail, app.clock.now()).await
}
