//! A shop with a programme and points.

use platform::db::Connection as _;
use platform::http::Actor;
use platform::{App, Error, values};

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
    let order = Order { key: key.to_owned(), points, reason: Some("老客"), actor: &Actor::System };
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
    let mut session = app.db.read().await?;
    for (law, sql) in [
        (
            "what is left of a profile is the sum of its entries",
            "select l.profile_id from (select profile_id, sum(remaining) as has from points_lots group by profile_id) l \
             left join (select profile_id, sum(case when to_account = 'member' then points else -points end) as has \
             from points_entries group by profile_id) e on e.profile_id = l.profile_id \
             where l.has <> coalesce(e.has, 0)",
        ),
        (
            "what is left of a lot is the sum of its entries",
            "select l.id from points_lots l where l.remaining <> (select sum(case when to_account = 'member' then points \
             else -points end) from points_entries e where e.lot_id = l.id)",
        ),
        (
            "a move is the sum of its entries",
            "select m.id from points_moves m where m.kind <> 'expiring' and m.points <> coalesce((select \
             sum(case when to_account = 'member' then points else -points end) from points_entries e \
             where e.move_id = m.id), 0)",
        ),
        ("nothing is below nothing", "select id from points_lots where remaining < 0"),
        (
            "every entry leaves one account for another",
            "select id from points_entries where from_account = to_account or points <= 0 \
             or (from_account <> 'member' and to_account <> 'member')",
        ),
    ] {
        let wrong = session.all(sql, values![]).await?;
        assert!(wrong.is_empty(), "{law}: {} times not", wrong.len());
    }
    Ok(())
}
