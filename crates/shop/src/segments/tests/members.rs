//! Rules may name levels and points.

use platform::testing::{NOON, on_both};

use super::super::{catalogue, feed, live};
use crate::points::tests::scene::{follow, shop};

#[tokio::test(flavor = "multi_thread")]
async fn rules_may_name_levels_and_points() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let scene = shop(&app).await?;
        scene.order("N1", "a", 60_000, 0, NOON).await?;
        scene.order("N2", "b", 100, 0, NOON).await?;
        follow(&scene).await?;
        live::start(&app, &tokio_util::sync::CancellationToken::new()).await?;
        live::catch_up(&app).await?;
        let reached = scene.reach("a").await?;
        let mut session = app.db.read().await?;
        let shape = catalogue::shape(&app, &mut session).await?;
        let taken = feed::take(&mut session, &shape, &[reached.customer_id]).await?;
        let person = &taken[0].person;
        let said = |name: &str| format!("{:?}", person.attributes.get(name));
        assert!(said("member").contains("true") && said("points").contains("600"), "{person:?}");
        let level = crate::members::levels(&mut session).await?[1].0.to_string();
        assert!(said("level").contains(&level), "{}", said("level"));
        let kinds: Vec<&str> = person.facts.iter().map(|fact| fact.kind.as_str()).collect();
        for kind in ["joined", "level_changed", "points_earned"] {
            assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
        }
        Ok(())
    })
    .await
    .unwrap();
}
