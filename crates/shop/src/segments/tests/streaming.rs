//! Sizes as server-sent events, and the follower that acts without anybody asking.

use std::time::Duration;

use platform::http::{Role, ShopScope};
use platform::testing::{Events, NOON, Site, on_both};
use platform::{App, Clock, Error, Ids};
use serde_json::{Value as Json, json};
use tokio_util::sync::CancellationToken;

use super::following::define;
use super::scene::Scene;
use crate::segments::live::{self, Live, catch_up};
use crate::segments::model::Cause;
use crate::segments::records;

const HOUR: i64 = 3_600_000;
/// Until then something is taken to never come.
const PATIENCE: Duration = Duration::from_secs(60);

async fn told(events: &mut Events) -> Result<(String, Json), Error> {
    let told = tokio::time::timeout(PATIENCE, events.next()).await.map_err(Error::internal)??;
    told.ok_or_else(|| Error::internal("the stream ended"))
}

/// When an instant is, as the API writes it.
fn written(at: i64) -> Json {
    json!(platform::Instant(at))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_size_that_changes_is_told_with_its_instant_to_whoever_listens() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut here = Scene::new(&app).await?;
        let mut there = here.beside("二店").await?;
        let id = define(&here, "刚看过", "did viewed in last 3 hours").await?;
        define(&here, "老客", "deals >= 1").await?;
        let (router, _) = crate::router().split_for_parts();
        let site = Site::new(&app, crate::policy(), router);
        let owner = site.role(Role::Owner).await?;
        let limited = site.user(Role::Analyst, ShopScope::Only(vec![there.shop.id.0])).await?;
        let path = "/api/v1/segments/live";
        assert_eq!(site.anonymous().get(path).await?.status, 401);
        let (mut all, mut own) = (owner.events(path).await?, limited.events(path).await?);
        // Somebody comes in by what she does, another one of the second shop, and both leave when their time is over.
        for (minutes, n, sizes) in [(0, 1, (1, 0)), (60, 2, (2, 1))] {
            let at = NOON + minutes * 60_000;
            app.clock.set(at);
            let scene = if n == 2 { &mut there } else { &mut here };
            scene.act(n, "viewed", at, None).await?;
            catch_up(&app).await?;
            for (events, size) in [(&mut all, sizes.0), (&mut own, sizes.1)] {
                let expected = json!({ "id": platform::Id(id), "size": size, "at": written(at) });
                assert_eq!(told(events).await?, ("size".to_owned(), expected), "of {n}");
            }
        }
        for (hours, sizes) in [(3, (1, 1)), (4, (0, 0))] {
            let at = NOON + hours * HOUR;
            app.clock.set(at);
            catch_up(&app).await?;
            for (events, size) in [(&mut all, sizes.0), (&mut own, sizes.1)] {
                let expected = json!({ "id": platform::Id(id), "size": size, "at": written(at) });
                assert_eq!(told(events).await?, ("size".to_owned(), expected), "after {hours} hours");
            }
        }
        Ok(())
    })
    .await
    .unwrap();
}

/// The same shop by the machine's own clock.
fn by_the_real_clock(app: &App) -> Result<App, Error> {
    let clock = Clock::System;
    Ok(App { ids: Ids::new(clock.clone(), &app.chance)?, clock, ..app.clone() })
}

/// Follows until `test` is done.
async fn followed(app: &App, test: impl Future<Output = Result<(), Error>>) -> Result<(), Error> {
    let stopping = CancellationToken::new();
    let follower = tokio::spawn(live::follow(app.clone(), stopping.clone()));
    let done = tokio::time::timeout(PATIENCE, test).await.map_err(Error::internal);
    stopping.cancel();
    follower.await.map_err(Error::internal)?;
    done?
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expiry_is_acted_on_without_anybody_asking() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let app = by_the_real_clock(&app)?;
        let mut scene = Scene::new(&app).await?;
        let id = define(&scene, "刚看过", "did viewed in last 1 hours").await?;
        let engine = platform::testing::engines(app.db.dialect());
        followed(&app, async {
            let mut late = Vec::new();
            for n in 1..=3 {
                let mut news = Live::of(&app).sizes();
                // Almost an hour ago: what it leaves is a moment.
                let over = app.clock.now() + 1_500;
                scene.act(n, "viewed", over - HOUR, None).await?;
                assert_eq!(news.recv().await.map_err(Error::internal)?.size, 1, "she came in");
                assert_eq!(news.recv().await.map_err(Error::internal)?.size, 0, "she left");
                late.push(app.clock.now() - over);
                let crossed = records::crossings_after(&mut app.db.read().await?, id, 0).await?;
                let last = crossed.last().map(|one| (one.entered, one.at, one.cause));
                assert_eq!(last, Some((false, over, Cause::Expiry)), "with its own instant");
                assert_eq!(crossed.len() as u64, 2 * n);
            }
            println!("{engine}: written down {late:?} ms after the instant");
            Ok(())
        })
        .await
    })
    .await
    .unwrap();
}

/// A clock that steps, as one does when a machine wakes up, is noticed too.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_steps_over_an_expiry_is_noticed_without_anybody_asking() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let mut scene = Scene::new(&app).await?;
        let id = define(&scene, "刚看过", "did viewed in last 3 hours").await?;
        followed(&app, async {
            let mut news = Live::of(&app).sizes();
            scene.act(1, "viewed", NOON, None).await?;
            assert_eq!(news.recv().await.map_err(Error::internal)?.size, 1);
            app.clock.set(NOON + 24 * HOUR);
            assert_eq!(news.recv().await.map_err(Error::internal)?.size, 0);
            let crossed = records::crossings_after(&mut app.db.read().await?, id, 0).await?;
            let last = crossed.last().map(|one| (one.entered, one.at, one.cause));
            assert_eq!(last, Some((false, NOON + 3 * HOUR, Cause::Expiry)));
            Ok(())
        })
        .await
    })
    .await
    .unwrap();
}
