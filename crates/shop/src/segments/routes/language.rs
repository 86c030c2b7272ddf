//! The language of rules over HTTP: what a rule may name, values that exist, reading rules.

use axum::extract::State;
use platform::http::{Caller, Json, Problem, Query};
use platform::{App, Error};
use rules::Type;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::segments::ask::off;
use crate::segments::catalogue::{self, Picker};
use crate::segments::language::{Read, Wording};
use crate::segments::live::ready;
use crate::segments::verbs;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_catalogue)).routes(routes!(values)).routes(routes!(read))
}

/// What a rule may name, grouped for the picker.
#[utoipa::path(get, path = "/api/v1/rules/catalogue", tag = "segments", operation_id = "rules_catalogue",
    responses((status = 200, body = Picker), (status = "4XX", body = Problem)))]
async fn read_catalogue(State(app): State<App>, caller: Caller) -> Result<Json<Picker>, Error> {
    let mut session = app.db.read().await?;
    let own = catalogue::own_events(&mut session, &caller.shops).await?;
    Ok(Json(catalogue::offered(&app, &mut session).await?.picker(own)))
}

/// Of which attribute or property.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ValuesQuery {
    /// An attribute.
    attribute: Option<String>,
    /// A kind of fact.
    kind: Option<String>,
    /// A property of that kind.
    property: Option<String>,
    /// Characters that the value contains.
    q: Option<String>,
    /// At most so many, 20 when absent, 100 at most.
    #[serde(default)]
    limit: Option<String>,
}

/// A value that exists.
#[derive(Debug, Serialize, ToSchema)]
struct Known {
    /// The value.
    value: String,
    /// How many customers have it; of a property, how many facts or items.
    customers: u64,
}

/// Values from real data.
#[derive(Debug, Serialize, ToSchema)]
struct KnownValues {
    /// The most frequent first.
    values: Vec<Known>,
}

/// Values that an attribute or property really has, the most frequent first.
#[utoipa::path(get, path = "/api/v1/rules/values", tag = "segments", operation_id = "rules_values", params(ValuesQuery),
    responses((status = 200, body = KnownValues), (status = "4XX", body = Problem)))]
async fn values(State(app): State<App>, Query(query): Query<ValuesQuery>) -> Result<Json<KnownValues>, Error> {
    let held = ready(&app)?;
    let limit = query.limit.as_deref().and_then(|text| text.parse().ok()).unwrap_or(20_usize).clamp(1, 100);
    let q = query.q.unwrap_or_default();
    let schema = held.warehouse.schema();
    let suggested = match (query.attribute, query.kind, query.property) {
        (Some(attribute), None, None) => {
            let kind = held.shape.catalogue.attribute(&attribute).map(|one| one.kind);
            if !matches!(kind, Some(Type::Text | Type::Choice | Type::Tags)) {
                return Err(Error::invalid("attribute", "unknown"));
            }
            let id = schema.attribute(&attribute).ok_or_else(|| Error::invalid("attribute", "unknown"))?;
            off(move |cancel| held.warehouse.values(id, q.trim(), limit, cancel)).await?
        }
        (None, Some(kind), Some(property)) => {
            let id = schema.kind(&kind).ok_or_else(|| Error::invalid("kind", "unknown"))?;
            let property = schema.property(id, &property).ok_or_else(|| Error::invalid("property", "unknown"))?;
            off(move |cancel| held.warehouse.property_values(id, property, q.trim(), limit, cancel)).await?
        }
        _ => return Err(Error::invalid("attribute", "required")),
    };
    let values = suggested.into_iter().map(|one| Known { value: one.value, customers: one.count }).collect();
    Ok(Json(KnownValues { values }))
}

/// Reads a rule: text to tree to sentence, with what is wrong.
#[utoipa::path(post, path = "/api/v1/rules/read", tag = "segments", operation_id = "rules_read", request_body = Wording,
    responses((status = 200, body = Read), (status = "4XX", body = Problem)))]
async fn read(State(app): State<App>, Json(wording): Json<Wording>) -> Result<Json<Read>, Error> {
    let shape = catalogue::offered(&app, &mut app.db.read().await?).await?;
    let mut read = wording.read(&shape)?;
    if let Some(rule) = read.rule.as_ref().filter(|_| read.problems.is_empty()) {
        let missing = verbs::missing_sets(&mut app.db.read().await?, rule).await?;
        read.problems = match &read.text {
            Some(text) => rules::locate(text, &shape.catalogue, missing),
            None => missing,
        };
    }
    Ok(Json(read))
}
