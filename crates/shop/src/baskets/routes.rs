//! Baskets over HTTP.

use axum::extract::State;
use platform::http::{Actor, Caller, Json, Problem, Query};
use platform::{App, Error};
use science::baskets::Share;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::model::{Asked, BasketsPage, Level, Way};
use super::read::read;
use super::reckon::find;
use super::shown::{Given, Names};
use crate::analysis::{PeriodQuery, Progress, QuestionProgress, behind, progress};
use crate::segments::ask::off;
use crate::shops::{self, ShopFilter};

/// Days that are looked at when nothing is asked.
const USUAL: i64 = 365;
/// Days within which a purchase may be said to follow.
const WITHIN: i64 = 730;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(baskets)).routes(routes!(how_far))
}

/// What is asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct BasketsQuery {
    /// The shops.
    #[serde(flatten)]
    #[param(ignore)]
    shops: ShopFilter,
    /// The days.
    #[serde(flatten)]
    #[param(ignore)]
    period: PeriodQuery,
    /// Products when absent.
    #[serde(default)]
    level: Level,
    /// Together when absent.
    #[serde(default)]
    way: Way,
    /// The least share of baskets that hold a set, such as `0.01`; chosen by the number of baskets when absent.
    #[serde(default)]
    support: Option<String>,
    /// The least share of baskets with A that hold B too, such as `0.25`; `0.05` when absent.
    #[serde(default)]
    confidence: Option<String>,
    /// What is bought next is what follows within so many days; the very next purchase when absent.
    #[serde(default, deserialize_with = "platform::http::number")]
    #[param(minimum = 1, maximum = 730)]
    within: Option<i64>,
    /// A name of one's own for the question, by which to ask how far it is.
    #[serde(default)]
    question: Option<String>,
    /// `yes`: rules that may be chance are told too.
    #[serde(default)]
    every: Option<String>,
}

impl BasketsQuery {
    fn asked(&self) -> Result<Asked, Error> {
        let share =
            |field: &'static str, text: &str| Share::parse(text).ok_or_else(|| Error::invalid(field, "out_of_range"));
        if self.within.is_some_and(|days| !(1..=WITHIN).contains(&days)) {
            return Err(Error::invalid("within", "out_of_range"));
        }
        Ok(Asked {
            level: self.level,
            way: self.way,
            support: self.support.as_deref().map(|text| share("support", text)).transpose()?,
            confidence: share("confidence", self.confidence.as_deref().unwrap_or("0.05"))?,
            within: self.within,
            every: self.every.as_deref() == Some("yes"),
        })
    }
}

/// What is bought together or next, in the shops that the caller may see. Whoever hangs up stops the search.
#[utoipa::path(get, path = "/api/v1/insight/baskets", tag = "value", operation_id = "baskets_page",
    params(ShopFilter, PeriodQuery, BasketsQuery),
    responses((status = 200, body = BasketsPage), (status = "4XX", body = Problem)))]
async fn baskets(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<BasketsQuery>,
) -> Result<Json<BasketsPage>, Error> {
    let asked = query.asked()?;
    let scope = query.shops.scope(&caller);
    let business = shops::business(&mut app.db.read().await?).await?;
    let period = query.period.period(USUAL, &business, app.clock.now())?;
    let progress = Progress::begin(&app, &who(&caller), query.question.as_deref());
    let mut read = read(&app, &business, &scope, &period, (asked.level, asked.way), &progress).await?;
    let items = (std::mem::take(&mut read.items), std::mem::take(&mut read.same));
    let counted = (read.customers, read.left_out);
    progress.step(1);
    let found = off(move |cancel| find(&read, &asked, cancel)).await?;
    progress.step(2);
    let names = Names::of(&app, items, &found).await?;
    let catalogue = behind::words(&app).await?;
    let given = Given {
        asked: &asked,
        business: &business,
        period: &period,
        scope: &scope,
        catalogue: &catalogue,
        names: &names,
        read: counted,
    };
    Ok(Json(given.page(found)))
}

/// What answering does, in order.
const STEPS: [&str; 3] = ["reading", "finding", "telling"];

/// Whose questions these are.
fn who(caller: &Caller) -> String {
    match &caller.actor {
        Actor::User { id, .. } => format!("user {id}"),
        Actor::Key { id, .. } => format!("key {id}"),
        Actor::Own(door) => (*door).to_owned(),
        Actor::System => "system".to_owned(),
    }
}

/// Which question.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ProgressQuery {
    /// The name that it was given.
    question: String,
}

/// How far a question about baskets is that the caller asked under this name and that is under way.
#[utoipa::path(get, path = "/api/v1/insight/baskets/progress", tag = "value", operation_id = "baskets_progress",
    params(ProgressQuery), responses((status = 200, body = QuestionProgress), (status = "4XX", body = Problem)))]
async fn how_far(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ProgressQuery>,
) -> Result<Json<QuestionProgress>, Error> {
    Ok(Json(progress(&app, &who(&caller), &query.question, &STEPS)))
}
