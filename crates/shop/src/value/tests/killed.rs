//! A reckoning that is killed, wherever that is.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use super::*;
use crate::value::{JOB, run_job, stage};

/// Goes on with work for so many steps and then lets it fall, as when the program is killed; `None` when it was.
async fn killed_after<T>(steps: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut left = steps;
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reckoning_that_is_killed_anywhere_goes_on_as_of_the_same_instant() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        scene(&app).await?;
        let site = site(&app);
        let owner = site.role(Role::Owner).await?;
        reckon(&app, &owner).await?;
        let (whole, due) = (scores(&app).await?, refills(&app).await?);
        let mut page = owner.get(PAGES[0]).await?.json();
        let mut tx = app.db.begin().await?;
        for table in ["value_scores", "value_refills", "value_past", "value_pages"] {
            tx.execute(format!("delete from {table}"), values![]).await?;
        }
        tx.commit().await?;

        let asked = owner.post("/api/v1/insight/value/recompute", &json!({})).await?;
        assert_eq!(asked.outcome(), "202");
        let mut worker = worker(&app);
        worker.on(JOB, |app, job| async move {
            let (mut steps, mut as_of) = (1, None);
            // Each time it comes further before it is killed, and the clock goes on.
            while killed_after(steps, run_job(app.clone(), job.clone(), crate::BEYOND)).await.transpose()?.is_none() {
                steps += 1 + steps / 4;
                app.clock.set(app.clock.now() + 1_000);
                let kept = records::page(&mut app.db.read().await?, stage::STAGE).await?;
                let kept = kept.map(|body| serde_json::from_str::<stage::Stage>(&body).unwrap().as_of);
                assert!(as_of.is_none() || kept == as_of, "{kept:?} after {as_of:?}");
                as_of = kept;
            }
            let ran = records::ran(&mut app.db.read().await?).await?;
            assert!(as_of.is_some() && ran.as_of == as_of, "{ran:?} as of {as_of:?}");
            assert!(steps > 8, "it was killed too seldom to say anything");
            Ok(())
        });
        worker.drain().await?;
        let run = owner.get("/api/v1/insight/value/run").await?.json();
        assert_eq!(run["state"], "done", "{run}");
        assert!(app.clock.now() > NOON + 8_000);
        assert_eq!((scores(&app).await?, refills(&app).await?), (whole, due));
        page["as_of"] = run["as_of"].clone();
        assert_eq!(owner.get(PAGES[0]).await?.json(), page);
        assert_eq!(records::page(&mut app.db.read().await?, stage::STAGE).await?, None);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_learnt_is_not_learnt_again_by_the_one_that_goes_on() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        scene(&app).await?;
        let site = site(&app);
        let owner = site.role(Role::Owner).await?;
        reckon(&app, &owner).await?;
        let learnt_from = owner.get(PAGES[0]).await?.json()["model"]["learnt_from"].as_i64().unwrap();
        // One that was killed after learning: what it says of itself is seen to be what is shown.
        let (_, mut stage) = stage::take_up(&app).await?;
        let people = gathered(&app, &stage).await?;
        stage.fitted = Some(crate::value::learn::learn(&people, stage.today, None).fitted());
        let mut body = serde_json::to_value(&stage).unwrap();
        assert_eq!(body["fitted"]["report"]["learnt_from"], learnt_from);
        body["fitted"]["report"]["learnt_from"] = json!(424_242);
        let again = |body: &Json| serde_json::from_value::<stage::Stage>(body.clone()).unwrap();
        let shown = async |owner: &Client| -> Result<Json, Error> {
            worker(&app).drain().await?;
            Ok(owner.get(PAGES[0]).await?.json()["model"]["learnt_from"].clone())
        };
        owner.post("/api/v1/insight/value/recompute", &json!({})).await?;
        stage::keep(&app, &again(&body)).await?;
        assert_eq!(shown(&owner).await?, 424_242);
        // Of another day, or with other settings, it is begun anew; so is one that somebody asks for after another was given up.
        for change in [("today", json!(stage.today - 1)), ("currency", json!("USD"))] {
            let mut other = body.clone();
            other[change.0] = change.1;
            owner.post("/api/v1/insight/value/recompute", &json!({})).await?;
            stage::keep(&app, &again(&other)).await?;
            assert_eq!(shown(&owner).await?, learnt_from);
        }
        stage::keep(&app, &again(&body)).await?;
        owner.post("/api/v1/insight/value/recompute", &json!({})).await?;
        assert_eq!(shown(&owner).await?, learnt_from);
        Ok(())
    })
    .await
    .unwrap();
}

/// Everybody, as a reckoning reads them.
async fn gathered(app: &App, stage: &stage::Stage) -> Result<Vec<crate::value::gather::Person>, Error> {
    let business = shops::business(&mut app.db.read().await?).await?;
    let at = (stage.as_of, &stage.settings.delivered);
    Ok(crate::value::gather::gather(app, &business, at, crate::BEYOND, |_| {}).await?.people)
}
