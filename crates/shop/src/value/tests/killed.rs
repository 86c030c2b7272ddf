//! A reckoning that is killed, wherever that is.

use platform::testing::killed_after;

use super::*;
use crate::value::{JOB, run_job, stage, tonight};

/// Buyers of whom a model can be chosen.
const LIVELY: u64 = 300;

/// People who buy at chance paces of their own and may leave after each purchase: a model is chosen.
async fn lively(app: &App) -> Result<(), Error> {
    let scene = Scene::new(app).await?;
    stock(app, &scene).await?;
    let mut dice = Dice::new(7);
    let mut chance = || (dice.below(1 << 30) as f64 + 0.5) / (1_u64 << 30) as f64;
    let (mut number, today) = (0, 900.0);
    for n in 0..LIVELY {
        let (pace, leaves) = (-chance().ln() * 0.03, 1.0 - chance().sqrt());
        let mut day = (chance() * 500.0).floor();
        while day < today {
            number += 1;
            let ago = (today - day).floor() as i64;
            scene.order(number, n, Paid, 5_000 + (chance() * 9_000.0) as i64, NOON - ago * DAY).await?;
            if chance() < leaves {
                break;
            }
            day += 1.0 - chance().ln() / pace;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reckoning_that_is_killed_anywhere_goes_on_as_of_the_same_instant() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        scene(&app).await?;
        assert_eq!(killed_anywhere(&app).await?["used"], "baseline");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reckoning_with_a_model_that_is_killed_anywhere_goes_on_with_what_it_learnt() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        lively(&app).await?;
        let model = killed_anywhere(&app).await?;
        assert_eq!(model["told"]["code"], "chosen", "{model}");
        Ok(())
    })
    .await
    .unwrap();
}

/// Kills a reckoning everywhere and sees that it comes to what one comes to that is left alone; what its page says of the
/// model.
async fn killed_anywhere(app: &App) -> Result<Json, Error> {
    let site = site(app);
    let owner = site.role(Role::Owner).await?;
    reckon(app, &owner).await?;
    let (whole, due, ways) = (scores(app).await?, refills(app).await?, pasts(app).await?);
    let mut page = owner.get(PAGES[0]).await?.json();
    let mut tx = app.db.begin().await?;
    for table in ["value_scores", "value_refills", "value_past", "value_pages"] {
        tx.execute(format!("delete from {table}"), values![]).await?;
    }
    tx.commit().await?;

    let asked = owner.post("/api/v1/insight/value/recompute", &json!({})).await?;
    assert_eq!(asked.outcome(), "202");
    let mut worker = worker(app);
    worker.on(JOB, |app, job| async move {
        let (mut steps, mut as_of) = (1, None);
        // Each time it comes further before it is killed, and the clock goes on.
        while killed_after(steps, run_job(app.clone(), job.clone(), crate::BEYOND)).await.transpose()?.is_none() {
            steps += 1 + steps / 4;
            app.clock.set(app.clock.now() + 1_000);
            let kept = records::page(&mut app.db.read().await?, stage::STAGE).await?;
            let kept = kept.map(|body| serde_json::from_str::<stage::Stage>(&body).unwrap().as_of);
            // Whoever has been written already has been said to be of no one reckoning.
            let ran = records::ran(&mut app.db.read().await?).await?;
            assert!(ran.past_as_of.is_none() || pasts(&app).await?.is_empty(), "{ran:?}");
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
    assert_eq!((scores(app).await?, refills(app).await?, pasts(app).await?), (whole, due, ways));
    page["as_of"] = run["as_of"].clone();
    assert_eq!(owner.get(PAGES[0]).await?.json(), page);
    assert_eq!(records::page(&mut app.db.read().await?, stage::STAGE).await?, None);
    Ok(page["model"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_while_one_that_broke_off_waits_is_told_how_things_are_now() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        scene(&app).await?;
        let owner = site(&app).role(Role::Owner).await?;
        let mut breaks = worker(&app);
        breaks.on(JOB, |app, _| async move {
            let mut tx = app.db.begin().await?;
            records::begin(&mut tx).await?;
            tx.commit().await?;
            stage::take_up(&app).await?;
            Err(Error::internal("broken off"))
        });
        // The night's goes on as of the same instant, however often the night comes round.
        tonight(&app).await?;
        assert_eq!(breaks.drain().await?, 1);
        app.clock.set(NOON + 3_600_000);
        tonight(&app).await?;
        worker(&app).drain().await?;
        let as_of = async || Ok::<_, Error>(records::ran(&mut app.db.read().await?).await?.as_of);
        assert_eq!(as_of().await?, Some(NOON));
        // Who asks gets another, at once.
        owner.post("/api/v1/insight/value/recompute", &json!({})).await?;
        assert_eq!(breaks.drain().await?, 1);
        let later = NOON + 3_600_000 + 5;
        app.clock.set(later);
        owner.post("/api/v1/insight/value/recompute", &json!({})).await?;
        assert_eq!(worker(&app).drain().await?, 1);
        assert_eq!(as_of().await?, Some(later));
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
        // Nor does another program's go on, or a model that this one does not know.
        for (place, other_is) in [
            ("/today", json!(stage.today - 1)),
            ("/currency", json!("USD")),
            ("/program", json!("0.0.0")),
            ("/form", json!(0)),
            ("/fitted/fit", json!(["sun-nbd", [1.0, 1.0, 1.0, 1.0]])),
        ] {
            let mut other = body.clone();
            *other.pointer_mut(place).unwrap() = other_is;
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
async fn gathered(app: &App, stage: &stage::Stage) -> Result<Vec<crate::value::person::Person>, Error> {
    let business = shops::business(&mut app.db.read().await?).await?;
    let at = (stage.as_of, &stage.settings.delivered);
    Ok(crate::value::gather::gather(app, &business, at, crate::BEYOND, |_| {}).await?.people)
}
