//! Recipes over HTTP.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use platform::http::{Caller, Json, Path, Problem};
use platform::{App, Error, Id};
use rules::Label;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::kitchen::{self, KEY};
use super::make::{self, Order, of_recipe};
use super::model::{Group, Parameter, Recipe, Settings};
use crate::segments::language::{self, Wording};
use crate::segments::verbs::{self, Patch};
use crate::segments::{self, Record, Segment, catalogue};

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(make_segment)).routes(routes!(settings, put_settings))
}

/// A ready-made crowd.
#[derive(Debug, Serialize, ToSchema)]
struct ShownRecipe {
    /// Its name in the API.
    key: String,
    /// Its shelf.
    group: Group,
    /// What people call it.
    label: Label,
    /// What it is for.
    why: Label,
    /// The rule as text, with its usual numbers.
    text: String,
    /// The same with each number's key in braces in its place.
    template: String,
    /// The rule as a sentence.
    sentence: Label,
    /// Its numbers.
    parameters: Vec<Parameter>,
    /// The segment that was made from it, when there is one.
    in_use: Option<Id>,
}

/// The ready-made crowds.
#[derive(Debug, Serialize, ToSchema)]
struct Recipes {
    items: Vec<ShownRecipe>,
}

fn of_segment(record: &Record) -> BTreeMap<String, String> {
    record.parameters.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// The ready-made crowds: automatic ones, shop relationships (a list of our own), recipes.
#[utoipa::path(get, path = "/api/v1/recipes", tag = "segments", operation_id = "list_recipes",
    responses((status = 200, body = Recipes), (status = "4XX", body = Problem)))]
async fn list(State(app): State<App>) -> Result<Json<Recipes>, Error> {
    let mut session = app.db.read().await?;
    let settings = kitchen::settings(&mut session).await?;
    let shape = catalogue::shape(&app, &mut session).await?;
    let made = segments::verbs::list(&mut session).await?;
    let items = kitchen::all()?
        .iter()
        .map(|recipe| {
            let used = of_recipe(&made, recipe);
            let given = used.map(of_segment).unwrap_or_default();
            let text = recipe.text(&settings, &given)?;
            let sound = Wording { text: Some(text), rule: None }.sound(&shape)?;
            let parameters = recipe
                .parameters(&settings)
                .into_iter()
                .map(|one| Parameter { value: given.get(&one.key).cloned().unwrap_or(one.value.clone()), ..one })
                .collect();
            Ok(ShownRecipe {
                key: recipe.key.clone(),
                group: recipe.group,
                label: recipe.label.clone(),
                why: recipe.why.clone(),
                sentence: language::sentence(&sound.rule, &shape),
                text: sound.text,
                template: recipe.template(&settings),
                parameters,
                in_use: used.map(|record| Id(record.id)),
            })
        })
        .collect::<Result<Vec<_>, Error>>()?;
    Ok(Json(Recipes { items }))
}

/// How a recipe is used.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Making {
    /// Its numbers; those that are left out stand as they usually do.
    #[serde(default)]
    parameters: BTreeMap<String, String>,
    /// The segment's name; the recipe's in the caller's language when absent.
    #[serde(default)]
    name: Option<String>,
}

/// Makes a live segment from a recipe. Used again, it changes that segment's numbers.
#[utoipa::path(post, path = "/api/v1/recipes/{key}", tag = "segments", operation_id = "use_recipe",
    params(("key" = String, Path)), request_body = Making,
    responses((status = 200, body = Segment), (status = 201, body = Segment), (status = "4XX", body = Problem)))]
async fn make_segment(
    State(app): State<App>,
    caller: Caller,
    Path(key): Path<String>,
    Json(body): Json<Making>,
) -> Result<(StatusCode, Json<Segment>), Error> {
    let order = Order { parameters: body.parameters, name: body.name };
    let (new, record) = make::make(&app, &caller, kitchen::usual(&key)?, order).await?;
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    let mut session = app.db.read().await?;
    let mut shown = segments::shown(&app, &mut session, &caller, vec![record]).await?;
    shown.pop().map(|segment| (status, Json(segment))).ok_or_else(|| Error::not_found("segment"))
}

/// What several ready-made crowds share.
#[utoipa::path(get, path = "/api/v1/segments/settings", tag = "segments", operation_id = "segment_settings",
    responses((status = 200, body = Settings), (status = "4XX", body = Problem)))]
async fn settings(State(app): State<App>) -> Result<Json<Settings>, Error> {
    Ok(Json(kitchen::settings(&mut app.db.read().await?).await?))
}

/// Changes what several ready-made crowds share. The segments made from them follow, but for those whose rule somebody
/// has changed since.
#[utoipa::path(put, path = "/api/v1/segments/settings", tag = "segments", operation_id = "put_segment_settings",
    request_body = Settings, responses((status = 200, body = Settings), (status = "4XX", body = Problem)))]
async fn put_settings(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<Settings>,
) -> Result<Json<Settings>, Error> {
    verbs::all_shops(&caller)?;
    let settings = body.check()?;
    let mut tx = app.db.begin().await?;
    let before = kitchen::settings(&mut tx).await?;
    platform::settings::put(&mut tx, &caller, KEY, &settings, app.clock.now()).await?;
    tx.commit().await?;
    let (shape, made) = {
        let mut session = app.db.read().await?;
        (catalogue::shape(&app, &mut session).await?, segments::verbs::list(&mut session).await?)
    };
    let following: Vec<&Recipe> = kitchen::all()?.iter().filter(|recipe| recipe.follows_settings()).collect();
    for record in made {
        let Some(recipe) = following.iter().find(|recipe| record.recipe.as_deref() == Some(&recipe.key)) else {
            continue;
        };
        let given = of_segment(&record);
        let sound = |of: &Settings| Wording { text: Some(recipe.text(of, &given)?), rule: None }.sound(&shape);
        if record.rule != Some(sound(&before)?.rule) {
            continue;
        }
        let why = match caller.locale {
            platform::i18n::Locale::ZhCn => "新客老客的设置改了",
            platform::i18n::Locale::En => "The settings of new and old customers changed",
        };
        let patch = Patch { rule: Some((sound(&settings)?, why.to_owned())), ..Patch::default() };
        verbs::update(&app, &caller, record.id, patch).await?;
    }
    Ok(Json(settings))
}
