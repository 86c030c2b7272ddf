//! A shop with a programme and points.

use platform::http::Actor;
use platform::{App, Error};

use super::super::*;
use crate::members::Programme;
use crate::members::tests::scene::{Scene, boss, three};

/// A shop whose points are a point for each yuan, which can be spent after 7 days and are lost after 365.
pub(crate) async fn shop(app: &App) -> Result<Scene, Error> {
    shop_with(app, three(), PointsRules { enabled: true, expiry: Expiry::Days { days: 365 }, ..Default::default() })
        .await
}

pub(crate) async fn shop_with(app: &App, programme: Programme, rules: PointsRules) -> Result<Scene, Error> {
    let scene = Scene::new(app, programme).await?;
    let mut tx = app.db.begin().await?;
    put_rules(&mut tx, &boss(), rules, app.clock.now()).await?;
    tx.commit().await?;
    Ok(scene)
}

/// Follows everything until nothing is left to do.
pub(crate) async fn follow(scene: &Scene) -> Result<(), Error> {
    scene.follow().await?;
    while look(&scene.app).await? {}
    while expire(&scene.app).await? {}
    while announce(&scene.app).await? {}
    Ok(())
}

/// `available+pending`, with what is owed after a `-`.
pub(crate) async fn has(scene: &Scene, who: &str) -> Result<String, Error> {
    let reached = scene.reach(who).await?;
    let one = balance(&mut scene.app.db.read().await?, &reached.profile_ids, scene.app.clock.now()).await?;
    let owed = if one.owed > 0 { format!("-{}", one.owed) } else { String::new() };
    Ok(format!("{}+{}{owed}", one.available, one.pending))
}

pub(crate) async fn give(scene: &Scene, who: &str, points: i64, key: &str) -> Result<(), Error> {
    let reached = scene.reach(who).await?;
    let mut tx = scene.app.db.begin().await?;
    let order = Order { key: key.to_owned(), points, reason: Some("老客".into()), actor: &Actor::System };
    adjust(&mut tx, &scene.app, &reached, &order, None).await?;
    tx.commit().await
}

pub(crate) async fn pay(scene: &Scene, who: &str, points: i64, key: &str) -> Result<i64, Error> {
    let reached = scene.reach(who).await?;
    let mut tx = scene.app.db.begin().await?;
    let order = Order { key: key.to_owned(), points, reason: None, actor: &Actor::System };
    let id = spend(&mut tx, &scene.app, &reached, &order).await?;
    tx.commit().await?;
    Ok(id)
}

pub(crate) async fn undo(scene: &Scene, key: &str) -> Result<String, Error> {
    let mut tx = scene.app.db.begin().await?;
    let back = reverse(&mut tx, &scene.app, key, None, &Actor::System).await?;
    tx.commit().await?;
    Ok(back)
}

/// What the books must always say.
pub(crate) async fn audit(app: &App) -> Result<(), Error> {
    crate::ledger::tests::audit(app, crate::ledger::Book::Points).await
}
