//! An import that every worker died over, and files that are not kept for ever.

use platform::db::Connection as _;
use platform::jobs::{self, Worker};
use platform::testing::{NOON, on_both};
use platform::{App, Error, values};

use super::scene::*;
use crate::imports::bring::{self, Brought, cancel, start};
use crate::imports::*;

const DAY: i64 = 86_400_000;

async fn uploaded(app: &App, name: &str, dry_run: bool) -> Result<(i64, std::path::PathBuf), Error> {
    let rows = [order(3_000_000_000_000_001, "甲", "交易成功", "10.00")];
    let path = write(app, name, &report(&rows));
    let file = Brought {
        id: app.ids.next(),
        file_name: name.to_owned(),
        path: path.clone(),
        owned: true,
        shop_id: None,
        mapping: None,
        dry_run,
    };
    Ok((bring::bring(app, &boss(), file).await?.id, path))
}

fn worker(app: &App) -> Worker {
    let mut worker = Worker::new(app.clone(), 1);
    crate::register(&mut worker);
    worker
}

/// As if every worker had died over the waiting job.
async fn kill_every_worker(app: &App) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let dead = "update jobs set state = 'running', attempts = $1, leased_until = 0, claim = 'x' where state = 'queued'";
    tx.execute(dead, values![jobs::ATTEMPTS]).await?;
    tx.commit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_every_worker_died_over_is_failed_and_may_be_tried_again() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        shop(&app, "旗舰店", None).await?;
        let worker = worker(&app);
        for by_job in [false, true] {
            let (id, path) = uploaded(&app, "deadly.csv", false).await?;
            kill_every_worker(&app).await?;
            assert_eq!(worker.drain().await?, 0);
            let import = get(&app, &boss(), id).await?;
            assert_eq!((import.state, import.file_kept), (State::Failed, true));
            assert!(import.problem.unwrap().contains("again and again"));
            let parked = jobs::list(&app.db, Some(jobs::State::Parked), None, 10).await?;
            assert_eq!(parked.len(), 1);
            if by_job {
                // From the page of jobs.
                let mut tx = app.db.begin().await?;
                jobs::retry(&mut tx, parked[0].id, app.clock.now()).await?;
                tx.commit().await?;
            } else {
                assert_eq!(start(&app, &boss(), id, Start::default()).await?.state, State::Queued);
                assert!(jobs::list(&app.db, Some(jobs::State::Parked), None, 10).await?.is_empty());
            }
            worker.drain().await?;
            let import = get(&app, &boss(), id).await?;
            assert_eq!((import.state, import.problem, import.file_kept), (State::Done, None, false));
            assert!(!path.exists());
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_when_it_is_stopped_or_its_days_are_over() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        shop(&app, "旗舰店", None).await?;
        let worker = worker(&app);
        let (stopped, path) = uploaded(&app, "stopped.csv", false).await?;
        cancel(&app, &boss(), stopped).await?;
        assert!(!path.exists());
        assert!(!get(&app, &boss(), stopped).await?.file_kept);
        let again = start(&app, &boss(), stopped, Start::default()).await.unwrap_err();
        assert_eq!(again.code(), "import_gone");

        let (tried, path) = uploaded(&app, "tried.csv", true).await?;
        worker.drain().await?;
        for (days, kept) in [(6, true), (7, false)] {
            app.clock.set(NOON + days * DAY);
            crate::tidy(&app).await?;
            worker.drain().await?;
            assert_eq!((path.exists(), get(&app, &boss(), tried).await?.file_kept), (kept, kept), "{days} days");
        }
        crate::tidy(&app).await?;
        assert_eq!(worker.drain().await?, 0, "nothing is left to do");

        // The business says how many days.
        let mut tx = app.db.begin().await?;
        let patch =
            crate::shops::BusinessPatch { name: Some("拾露".into()), upload_days: Some(0), ..Default::default() };
        let wrong = crate::shops::patch_business(&mut tx, &app, &boss(), patch.clone()).await.unwrap_err();
        assert_eq!(wrong.to_string(), "invalid [upload_days: out_of_range]");
        let named = crate::shops::BusinessPatch { upload_days: Some(1), ..patch };
        crate::shops::patch_business(&mut tx, &app, &boss(), named).await?;
        tx.commit().await?;
        let (_, path) = uploaded(&app, "soon.csv", true).await?;
        worker.drain().await?;
        app.clock.set(NOON + 8 * DAY);
        crate::tidy(&app).await?;
        worker.drain().await?;
        assert!(!path.exists());
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_nobody_explains_goes_after_its_days_or_when_somebody_is_erased() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        shop(&app, "旗舰店", None).await?;
        let worker = worker(&app);
        let waits = async |name: &str| -> Result<(i64, std::path::PathBuf), Error> {
            let path = write(&app, name, "卡号,手机\nV1,13800000001\n");
            let (id, file_name) = (app.ids.next(), name.to_owned());
            let (owned, shop_id, mapping, dry_run) = (true, None, None, false);
            let file = Brought { id, file_name, path: path.clone(), owned, shop_id, mapping, dry_run };
            let import = bring::bring(&app, &boss(), file).await?;
            assert_eq!(import.state, State::WaitingMapping);
            Ok((id, path))
        };
        let (id, path) = waits("forgotten.csv").await?;
        for (days, kept) in [(6, true), (7, false)] {
            app.clock.set(NOON + days * DAY);
            crate::tidy(&app).await?;
            worker.drain().await?;
            let import = get(&app, &boss(), id).await?;
            assert_eq!((path.exists(), import.file_kept), (kept, kept), "{days} days");
            assert_eq!(import.state, if kept { State::WaitingMapping } else { State::Failed });
        }
        assert!(get(&app, &boss(), id).await?.problem.unwrap().starts_with("The file waited 7 days"));
        assert_eq!(start(&app, &boss(), id, Start::default()).await.unwrap_err().code(), "import_gone");

        let (id, path) = waits("people.csv").await?;
        let person = crate::care::Person { customer_id: 1, profile_ids: vec![2], values: vec![] };
        let mut tx = app.db.begin().await?;
        let forgotten = (CARE.erase)(&mut tx, &app, &person).await?;
        tx.commit().await?;
        assert!(forgotten.contains(&("imports", 1)), "{forgotten:?}");
        let import = get(&app, &boss(), id).await?;
        assert_eq!((path.exists(), import.state, import.file_kept), (false, State::Failed, false));
        assert!(import.problem.unwrap().starts_with("Somebody was erased"));
        Ok(())
    })
    .await
    .unwrap();
}
