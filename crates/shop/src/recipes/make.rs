//! Making segments of recipes, and the automatic crowds, which are there without anybody asking.

use std::collections::BTreeMap;
use std::time::Duration;

use platform::http::Caller;
use platform::i18n::Locale;
use platform::{App, Error, accounts};
use tokio_util::sync::CancellationToken;

use super::kitchen;
use super::model::{Group, Recipe};
use crate::permissions::ALL;
use crate::segments::language::{Sound, Wording};
use crate::segments::live::Live;
use crate::segments::verbs::{self, New, Patch};
use crate::segments::{Record, catalogue};
use crate::shops;

/// Where it stands that the automatic crowds have been made once: who deletes one does not get it back.
const DONE: &str = "automatic_segments";
/// How long to wait when nothing is told.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a segment is made of, or remade.
pub(super) struct Order {
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) name: Option<String>,
}

/// Makes a live segment from a recipe, or gives the one that was made from it other numbers; whether it is new.
///
/// # Errors
/// `invalid` naming a parameter; as [`verbs::create`] and [`verbs::update`].
pub(super) async fn make(app: &App, caller: &Caller, recipe: &Recipe, order: Order) -> Result<(bool, Record), Error> {
    let mut session = app.db.read().await?;
    let settings = kitchen::settings(&mut session).await?;
    let shape = catalogue::shape(app, &mut session).await?;
    let used = of_recipe(&verbs::list(&mut session).await?, recipe).map(|record| record.id);
    drop(session);
    let sound = Wording { text: Some(recipe.text(&settings, &order.parameters)?), rule: None }.sound(&shape)?;
    let parameters = serde_json::to_string(&order.parameters).map_err(Error::internal)?;
    match used {
        Some(id) => {
            let patch = Patch {
                name: order.name,
                rule: Some((sound, String::new())),
                parameters: Some(parameters),
                ..Patch::default()
            };
            Ok((false, verbs::update(app, caller, id, patch).await?))
        }
        None => Ok((true, create(app, caller, recipe, (order.name, parameters), sound).await?)),
    }
}

/// The segment that was made from a recipe.
pub(super) fn of_recipe<'a>(made: &'a [Record], recipe: &Recipe) -> Option<&'a Record> {
    made.iter().find(|record| record.recipe.as_deref() == Some(&recipe.key))
}

async fn create(
    app: &App,
    caller: &Caller,
    recipe: &Recipe,
    (name, parameters): (Option<String>, String),
    sound: Sound,
) -> Result<Record, Error> {
    let (label, why) = match caller.locale {
        Locale::ZhCn => (&recipe.label.zh, &recipe.why.zh),
        Locale::En => (&recipe.label.en, &recipe.why.en),
    };
    let name = match name {
        Some(name) => name,
        None => verbs::beside(&mut app.db.read().await?, label).await?,
    };
    let new = New {
        name,
        note: why.clone(),
        tags: Vec::new(),
        origin: recipe.group.origin(),
        recipe: Some((recipe.key.clone(), parameters)),
    };
    verbs::create(app, caller, new, sound).await
}

/// Makes the automatic crowds once, as soon as the business is set up and the warehouse holds everybody.
pub async fn open_automatic(app: App, stopping: CancellationToken) {
    let mut news = app.db.outbox().news();
    while !stopping.is_cancelled() {
        match opened(&app).await {
            Ok(true) => return,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the automatic crowds were not made; it is tried again"),
        }
        tokio::select! {
            () = stopping.cancelled() => return,
            _ = news.changed() => {}
            () = tokio::time::sleep(PATIENCE) => {}
        }
    }
}

/// Whether the automatic crowds have been made, now or before.
///
/// # Errors
/// When the database refuses, or another process makes them at this moment.
pub(super) async fn opened(app: &App) -> Result<bool, Error> {
    let mut session = app.db.read().await?;
    if platform::settings::get(&mut session, DONE).await?.unwrap_or(false) {
        return Ok(true);
    }
    let locale = shops::business(&mut session).await?.locale;
    let made = verbs::list(&mut session).await?;
    drop(session);
    if Live::of(app).held().is_none() || !accounts::any(&app.db).await? {
        return Ok(false);
    }
    let caller = Caller::system(ALL, locale);
    for recipe in kitchen::all()?.iter().filter(|recipe| recipe.group == Group::Automatic) {
        if of_recipe(&made, recipe).is_none() {
            make(app, &caller, recipe, Order { parameters: BTreeMap::new(), name: None }).await?;
        }
    }
    let mut tx = app.db.begin().await?;
    platform::settings::put(&mut tx, &caller, DONE, &true, app.clock.now()).await?;
    tx.commit().await?;
    Ok(true)
}
