//! An import that every worker died over, and files that are not kept for ever.

use platform::db::Connection as _;
use platform::http::Role;
use platform::jobs::{self, Worker};
use platform::testing::{NOON, Site, on_both};
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
        opens: None,
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
    tx.execute("update imports set state = 'running' where state = 'queued'", values![]).await?;
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
            assert_eq!(get(&app, &boss(), id).await?.state, State::Running);
            assert_eq!(worker.drain().await?, 1, "only the sweep");
            let import = get(&app, &boss(), id).await?;
            assert_eq!((import.state, import.file_kept), (State::Failed, true));
            assert!(import.problem.unwrap().contains("again and again"));
            let parked = jobs::list(&app.db, Some(jobs::State::Parked), None, 10).await?;
            assert_eq!(parked.len(), 1);
            assert!(count(&app, "select count(*) from notices where kind = 'import_failed'").await? > 0);
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
async fn an_import_whose_job_is_discarded_says_so_and_its_file_goes() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let app = App { job_discarded: crate::job_discarded, ..app };
        shop(&app, "旗舰店", None).await?;
        let worker = worker(&app);
        for parked in [false, true] {
            let (id, path) = uploaded(&app, "unwanted.csv", false).await?;
            if parked {
                kill_every_worker(&app).await?;
                worker.drain().await?;
            }
            let jobs = jobs::list(&app.db, None, None, 10).await?;
            let job = jobs.iter().find(|job| job.kind == JOB && job.state != jobs::State::Done).unwrap();
            let mut policy = crate::policy();
            policy.access.extend_from_slice(jobs::ACCESS);
            let site = Site::new(&app, policy, jobs::router().split_for_parts().0);
            let owner = site.role(Role::Owner).await?;
            let answer = owner.post(&format!("/api/v1/jobs/{}/discard", job.id), &serde_json::json!({})).await?;
            assert_eq!(answer.status, 204);
            let import = get(&app, &boss(), id).await?;
            assert_eq!(import.state, State::Cancelled);
            assert!(import.problem.unwrap().starts_with("Somebody discarded this import"));
            worker.drain().await?;
            let import = get(&app, &boss(), id).await?;
            assert_eq!((path.exists(), import.file_kept), (false, false), "parked {parked}");
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_belongs_to_no_import_goes_after_a_day() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        shop(&app, "旗舰店", None).await?;
        let worker = worker(&app);
        let folder = bring::folder(&app);
        std::fs::create_dir_all(&folder).unwrap();
        let half = folder.join(format!("{}.upload", app.ids.next()));
        std::fs::write(&half, "half").unwrap();
        let came = half.metadata().unwrap().modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
        let came = i64::try_from(came.as_millis()).unwrap();
        for (after, kept) in [(DAY - 1, true), (DAY, false)] {
            app.clock.set(came + after);
            crate::tidy(&app).await?;
            worker.drain().await?;
            assert_eq!(half.exists(), kept, "after {after} ms");
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_whose_import_is_not_finished_goes_on_and_begins_no_second_one() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        shop(&app, "旗舰店", None).await?;
        let worker = worker(&app);
        let (waits, path) = uploaded(&app, "one.csv", false).await?;
        // While it waits.
        let (same, copy) = uploaded(&app, "two.csv", false).await?;
        assert_eq!((same, path.exists(), copy.exists()), (waits, true, false));
        // A try is another thing.
        let (tried, _) = uploaded(&app, "three.csv", true).await?;
        assert_ne!(tried, waits);
        // Its worker died just now and holds the lease still; then every worker died over it.
        for attempts in [1, jobs::ATTEMPTS] {
            let mut tx = app.db.begin().await?;
            let dead = "update jobs set state = 'running', attempts = $1, leased_until = $2, claim = 'x' \
                where state = 'queued' and unique_key = $3";
            let until = app.clock.now() + jobs::LEASE;
            tx.execute(dead, values![attempts, until, waits.to_string()]).await?;
            tx.execute("update imports set state = 'running', started_at = 1 where id = $1", values![waits]).await?;
            tx.commit().await?;
            if attempts == jobs::ATTEMPTS {
                app.clock.set(until);
                worker.drain().await?;
                assert_eq!(get(&app, &boss(), waits).await?.state, State::Failed);
            }
            assert_eq!(uploaded(&app, "two.csv", false).await?.0, waits);
            if attempts == 1 {
                assert_eq!(take_over(&app, waits).await?, 0);
                let jobs = jobs::list(&app.db, Some(jobs::State::Queued), None, 10).await?;
                assert_eq!(jobs.iter().filter(|job| job.kind == JOB && job.attempts == 1).count(), 1);
            }
        }
        worker.drain().await?;
        assert_eq!(get(&app, &boss(), waits).await?.state, State::Done);
        assert_ne!(uploaded(&app, "two.csv", false).await?.0, waits, "what is in is brought anew");

        // As long, and the same at both ends, but not the same between.
        let long = |number: u64| {
            let rows: Vec<Row> = (0..2_000)
                .map(|at| {
                    order(4_000_000_000_000_000 + if at == 1_000 { number } else { at }, "甲", "交易成功", "10.00")
                })
                .collect();
            report(&rows)
        };
        let mut ids = Vec::new();
        for (name, number) in [("a.csv", 900_001), ("b.csv", 900_002), ("c.csv", 900_001)] {
            let file = Brought {
                id: app.ids.next(),
                file_name: name.to_owned(),
                path: write(&app, name, &long(number)),
                owned: true,
                shop_id: None,
                mapping: None,
                dry_run: false,
                opens: None,
            };
            ids.push(bring::bring(&app, &boss(), file).await?.id);
        }
        assert!(ids[0] != ids[1] && ids[0] == ids[2], "{ids:?}");
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
            let (owned, shop_id, mapping, dry_run, opens) = (true, None, None, false, None);
            let file = Brought { id, file_name, path: path.clone(), owned, shop_id, mapping, dry_run, opens };
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
