//! Looking at promotions: lists, the calendar, one with its terms, its versions and the orders that used it.

use axum::extract::State as Held;
use platform::http::{Caller, Json, Page, PageQuery, Path, Problem, Query, ShopScope};
use platform::{App, Error, Id};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::customers;
use crate::promotions::calendar::Early;
use crate::promotions::model::{Full, Row, State, Use, Version};
use crate::promotions::records::promotions::Wanted;
use crate::promotions::{calendar, find, full, records, rows};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(in_period))
        .routes(routes!(get))
        .routes(routes!(versions))
        .routes(routes!(uses))
}

/// Which promotions.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Where they stand.
    state: Option<State>,
    /// Part of a name or key.
    q: Option<String>,
    /// The tag of their form: `amount_off`.
    form: Option<String>,
    /// Coupons' terms only, or none of them; both when absent.
    held: Option<bool>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Rows wanted, 50 when absent, 200 at most.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// Promotions, those that changed last first.
#[utoipa::path(get, path = "/api/v1/promotions", tag = "promotions", operation_id = "list_promotions",
    params(ListQuery), responses((status = 200, body = Page<Row>), (status = "4XX", body = Problem)))]
async fn list(Held(app): Held<App>, Query(query): Query<ListQuery>) -> Result<Json<Page<Row>>, Error> {
    let page = PageQuery { cursor: query.cursor, limit: query.limit };
    let wanted = Wanted {
        state: query.state,
        form: query.form.unwrap_or_default(),
        q: query.q.map(|text| text.trim().to_owned()).unwrap_or_default(),
        held: query.held,
    };
    let before = page.after::<(i64, i64)>()?.unwrap_or((i64::MAX, i64::MAX));
    let (limit, now) = (page.limit(), app.clock.now());
    let found = records::promotions::list(&mut app.db.read().await?, &wanted, before, limit + 1, now).await?;
    let items = rows(&found, now);
    Ok(Json(Page::cut(items, limit, |one| (one.updated_at.0, one.id.0))?))
}

/// Which days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Period {
    /// The first day, by the shop's calendar: `2026-11-01`.
    from: String,
    /// The day after the last.
    until: String,
}

/// What runs in a period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PromotionCalendar)]
struct Calendar {
    /// By when they begin; those without a beginning first.
    items: Vec<Row>,
    /// Those of them that open earlier for levels with early access.
    early: Vec<Early>,
}

/// What runs at some time in a period, coupons and drafts with a date among it.
#[utoipa::path(get, path = "/api/v1/promotions/calendar", tag = "promotions", operation_id = "promotion_calendar",
    params(Period), responses((status = 200, body = Calendar), (status = "4XX", body = Problem)))]
async fn in_period(Held(app): Held<App>, Query(period): Query<Period>) -> Result<Json<Calendar>, Error> {
    let mut session = app.db.read().await?;
    let (found, early) = calendar::between(&mut session, &period.from, &period.until).await?;
    Ok(Json(Calendar { items: rows(&found, app.clock.now()), early }))
}

/// A promotion with its terms.
#[utoipa::path(get, path = "/api/v1/promotions/{id}", tag = "promotions", operation_id = "get_promotion",
    params(("id" = Id, Path)), responses((status = 200, body = Full), (status = "4XX", body = Problem)))]
async fn get(Held(app): Held<App>, Path(Id(id)): Path<Id>) -> Result<Json<Full>, Error> {
    let mut session = app.db.read().await?;
    let found = find(&mut session, id).await?;
    Ok(Json(full(&mut session, found, app.clock.now()).await?))
}

/// Every version that was published, the last first.
#[utoipa::path(get, path = "/api/v1/promotions/{id}/versions", tag = "promotions", operation_id = "promotion_versions",
    params(("id" = Id, Path)), responses((status = 200, body = Page<Version>), (status = "4XX", body = Problem)))]
async fn versions(Held(app): Held<App>, Path(Id(id)): Path<Id>) -> Result<Json<Page<Version>>, Error> {
    let mut session = app.db.read().await?;
    find(&mut session, id).await?;
    let items = records::promotions::versions(&mut session, id).await?;
    Ok(Json(Page { items, next_cursor: None }))
}

/// The orders that used a promotion, the last first. Those of customers whom the caller may not see are left out.
#[utoipa::path(get, path = "/api/v1/promotions/{id}/uses", tag = "promotions", operation_id = "promotion_uses",
    params(("id" = Id, Path), PageQuery),
    responses((status = 200, body = Page<Use>), (status = "4XX", body = Problem)))]
async fn uses(
    Held(app): Held<App>,
    caller: Caller,
    Path(Id(id)): Path<Id>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Use>>, Error> {
    let mut session = app.db.read().await?;
    find(&mut session, id).await?;
    let before = page.after::<(i64, String)>()?.unwrap_or((i64::MAX, String::new()));
    let limit = page.limit();
    let found = records::uses::list(&mut session, id, before, limit + 1).await?;
    let page = Page::cut(found, limit, |(one, _)| (one.at.0, one.order.clone()))?;
    let whose = customers::whose(&mut session, &caller.shops, page.items.iter().filter_map(|one| one.1)).await?;
    // Of which shop a stranger's order is nobody knows.
    let all = caller.shops == ShopScope::All;
    let seen = page.items.into_iter().filter_map(|(used, profile)| match profile.and_then(|id| whose.get(&id)) {
        Some(one) => Some(Use { customer_id: Some(one.id), customer: one.name.clone(), ..used }),
        None => all.then_some(used),
    });
    Ok(Json(Page { items: seen.collect(), next_cursor: page.next_cursor }))
}
