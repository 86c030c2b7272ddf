//! Jobs on both databases.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde_json::json;
use tokio::sync::Semaphore;

use super::*;
use crate::i18n::CATALOGUES;
use crate::testing::{NOON, on_both, prepare_all};
use crate::{App, MIGRATIONS};

async fn put(app: &App, job: New) -> Result<i64, Error> {
    let mut tx = app.db.begin().await?;
    let id = enqueue(&mut tx, job, app.clock.now()).await?;
    tx.commit().await?;
    Ok(id)
}

async fn standing(app: &App, id: i64) -> Result<(State, i64, i64), Error> {
    let row = find(&app.db, id).await?;
    Ok((row.state, row.attempts, row.run_at - NOON))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_keeps_failing_waits_longer_and_longer_and_is_parked_and_replayed() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        prepare_all(&app, records::STATEMENTS).await?;
        let broken = Arc::new(AtomicI64::new(1));
        let mut worker = Worker::new(app.clone(), 1);
        let seen = broken.clone();
        worker.on("test.run", move |_, job| {
            let seen = seen.clone();
            async move {
                assert_eq!(job.payload, json!({ "number": 5 }));
                if seen.load(Ordering::SeqCst) == 1 { Err(Error::internal("no")) } else { Ok(()) }
            }
        });
        let id = put(&app, New::now("test.run", &json!({ "number": 5 }))?).await?;
        let waits = [10_000, 40_000, 160_000, 640_000, 2_560_000];
        let mut at = 0;
        for (number, wait) in (1..).zip(waits) {
            assert_eq!(worker.drain().await?, 1);
            at += wait;
            assert_eq!(standing(&app, id).await?, (State::Queued, number, at));
            app.clock.set(NOON + at - 1);
            assert_eq!(worker.drain().await?, 0, "not before its time");
            app.clock.set(NOON + at);
        }
        assert_eq!(worker.drain().await?, 1);
        assert_eq!(standing(&app, id).await?.0, State::Parked);
        assert!(find(&app.db, id).await?.last_error.unwrap().contains("no"));
        assert_eq!(worker.drain().await?, 0);

        broken.store(0, Ordering::SeqCst);
        let mut tx = app.db.begin().await?;
        retry(&mut tx, id, app.clock.now()).await?;
        assert_eq!(retry(&mut tx, id, 0).await.unwrap_err().code(), "not_found", "it is parked no more");
        tx.commit().await?;
        assert_eq!(worker.drain().await?, 1);
        assert_eq!(standing(&app, id).await?.0, State::Done);
        let mut tx = app.db.begin().await?;
        assert_eq!(discard(&mut tx, id).await.unwrap_err().code(), "not_found");
        assert_eq!(trim(&mut tx, app.clock.now() + 1).await?, 1);
        tx.commit().await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_that_trying_again_does_not_mend_is_parked_at_once_and_a_panic_is_a_failure() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let mut worker = Worker::new(app.clone(), 1);
        worker.on("test.invalid", |_, _| async { Err(Error::invalid("name", "required")) });
        worker.on("test.panic", |_, _| async { panic!("no") });
        worker.on("test.stopped", |_, _| async { Err(interrupted()) });
        for (kind, expected) in [("test.invalid", (State::Parked, 1, 0)), ("test.panic", (State::Queued, 1, 10_000))] {
            let id = put(&app, New::now(kind, &())?).await?;
            worker.drain().await?;
            assert_eq!(standing(&app, id).await?, expected, "{kind}");
        }
        assert_eq!(counts(&mut app.db.read().await?).await?.len(), 2);
        Ok(())
    })
    .await
    .unwrap();
}

/// Sends a message for every job that is parked.
fn tell(tx: &mut Tx, _: &App, payload: &Json) -> futures_util::future::BoxFuture<'static, Result<(), Error>> {
    let message = crate::outbox::Message::new("test.parked", NOON, payload);
    let told = message.map(|message| tx.emit(message));
    Box::pin(std::future::ready(told))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_parked_is_told_whether_it_failed_or_every_worker_died_over_it() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let mut worker = Worker::new(app.clone(), 1);
        worker.on("test.invalid", |_, _| async { Err(Error::invalid("name", "required")) });
        worker.on("test.deadly", |_, _| async { Ok(()) });
        for kind in ["test.invalid", "test.deadly"] {
            worker.when_parked(kind, |tx, app, payload| tell(tx, app, payload));
        }
        put(&app, New::now("test.invalid", &1)?).await?;
        assert_eq!(worker.drain().await?, 1);
        assert_eq!(crate::outbox::head(&mut app.db.read().await?).await?, 1);
        let id = put(&app, New::now("test.deadly", &2)?.unique("2")).await?;
        for _ in 0..ATTEMPTS {
            assert!(worker.claim().await?.is_some());
            // Its worker dies, and the lease runs out.
            app.clock.set(app.clock.now() + LEASE);
        }
        assert!(worker.claim().await?.is_none());
        assert_eq!(standing(&app, id).await?.0, State::Parked);
        assert_eq!(crate::outbox::head(&mut app.db.read().await?).await?, 2);
        let mut tx = app.db.begin().await?;
        assert_eq!(forget_parked(&mut tx, "test.deadly", "3").await?, 0);
        assert_eq!(forget_parked(&mut tx, "test.deadly", "2").await?, 1);
        tx.commit().await
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unique_job_waits_once() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let job = || New::now("test.run", &()).map(|job| job.unique("a"));
        let first = put(&app, job()?).await?;
        assert_eq!(put(&app, job()?).await?, first);
        assert_ne!(put(&app, New::now("test.run", &())?.unique("b")).await?, first);
        let mut tx = app.db.begin().await?;
        discard(&mut tx, first).await?;
        tx.commit().await?;
        assert_ne!(put(&app, job()?).await?, first);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_when_a_job_is_as_good_as_over_gets_a_new_one() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let mut worker = Worker::new(app.clone(), 1);
        worker.on("test.run", |app, job| async move {
            let mut tx = app.db.begin().await?;
            done(&mut tx, &job, app.clock.now()).await?;
            tx.commit().await?;
            // Its worker has not said that it is over, and somebody asks.
            if find(&app.db, 1).await?.id == job.id {
                assert_ne!(put(&app, New::now("test.run", &json!({}))?.unique("one")).await?, job.id);
            }
            let mut tx = app.db.begin().await?;
            assert_eq!(done(&mut tx, &job, app.clock.now()).await.unwrap_err().code(), "busy", "it is nobody's by now");
            Ok(())
        });
        let first = put(&app, New::now("test.run", &json!({}))?.unique("one")).await?;
        assert_eq!((first, worker.drain().await?), (1, 2));
        assert_eq!(standing(&app, first).await?.0, State::Done);
        assert!(list(&app.db, Some(State::Parked), None, 10).await?.is_empty());
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_never_run_the_same_job_at_once() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let runs = Arc::new((0..40).map(|_| AtomicI64::new(0)).collect::<Vec<_>>());
        let ended = Arc::new(Semaphore::new(0));
        for number in 0..40 {
            put(&app, New::now("test.run", &number)?).await?;
        }
        let workers: Vec<Worker> = (0..4)
            .map(|_| {
                let mut worker = Worker::new(app.clone(), 2);
                let (runs, ended) = (runs.clone(), ended.clone());
                worker.on("test.run", move |_, job| {
                    let (runs, ended) = (runs.clone(), ended.clone());
                    async move {
                        runs[job.read::<usize>()?].fetch_add(1, Ordering::SeqCst);
                        tokio::task::yield_now().await;
                        ended.add_permits(1);
                        Ok(())
                    }
                });
                worker
            })
            .collect();
        let working: Vec<_> = workers
            .iter()
            .cloned()
            .map(|worker| tokio::spawn(async move { worker.run(Duration::from_secs(30)).await }))
            .collect();
        drop(ended.acquire_many(40).await.unwrap());
        for worker in &workers {
            worker.stopping().cancel();
        }
        for worker in working {
            worker.await.unwrap();
        }
        assert!(runs.iter().all(|count| count.load(Ordering::SeqCst) == 1));
        assert!(counts(&mut app.db.read().await?).await?.is_empty(), "all done");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_job_of_a_worker_that_died_comes_back_after_its_lease() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let mut worker = Worker::new(app.clone(), 1);
        worker.on("test.run", |_, _| async { Ok(()) });
        let id = put(&app, New::now("test.run", &())?).await?;
        let dead = worker.claim().await?.unwrap();
        assert_eq!(worker.drain().await?, 0, "it is in another's hands");
        app.clock.set(NOON + LEASE - 1);
        assert_eq!(worker.drain().await?, 0);
        app.clock.set(NOON + LEASE);
        assert_eq!(worker.drain().await?, 1);
        assert_eq!(standing(&app, id).await?.0, State::Done);
        let mut tx = app.db.begin().await?;
        assert!(!records::renew(&mut tx, &dead, NOON).await?, "the dead may not speak");
        assert!(!records::park(&mut tx, &dead, "late").await?);
        tx.commit().await?;

        let again = put(&app, New::now("test.run", &())?).await?;
        for _ in 0..ATTEMPTS {
            assert!(worker.claim().await?.is_some());
            app.clock.set(app.clock.now() + LEASE);
        }
        assert!(worker.claim().await?.is_none());
        assert_eq!(
            standing(&app, again).await?.0,
            State::Parked,
            "a job that kills its worker does not go on for ever"
        );
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_gets_somewhere_before_its_worker_dies_is_never_parked() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let mut worker = Worker::new(app.clone(), 1);
        worker.on("test.long", |_, _| async { Ok(()) });
        let id = put(&app, New::now("test.long", &())?).await?;
        for death in 0..3 * ATTEMPTS {
            let claimed = worker.claim().await?.unwrap();
            if death % 2 == 1 {
                let mut tx = app.db.begin().await?;
                progressed(&mut tx, claimed.id).await?;
                tx.commit().await?;
                assert_eq!(standing(&app, id).await?.1, 1);
            }
            app.clock.set(app.clock.now() + LEASE);
        }
        assert_eq!(worker.drain().await?, 1);
        assert_eq!(standing(&app, id).await?.0, State::Done);
        let mut tx = app.db.begin().await?;
        progressed(&mut tx, id).await?;
        tx.commit().await?;
        assert_eq!(standing(&app, id).await?.1, 2, "a job that is over stays as it is");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopping_worker_puts_back_what_does_not_end_in_time() {
    on_both(MIGRATIONS, CATALOGUES, |app| async move {
        let started = Arc::new(Semaphore::new(0));
        let mut worker = Worker::new(app.clone(), 2);
        let begun = started.clone();
        worker.on("test.endless", move |_, _| {
            let begun = begun.clone();
            async move {
                begun.add_permits(1);
                std::future::pending().await
            }
        });
        let begun = started.clone();
        worker.on("test.polite", move |_, job| {
            let begun = begun.clone();
            async move {
                begun.add_permits(1);
                job.stopping.cancelled().await;
                Err(interrupted())
            }
        });
        let endless = put(&app, New::now("test.endless", &())?).await?;
        let polite = put(&app, New::now("test.polite", &())?).await?;
        let stopping = worker.stopping();
        let working = tokio::spawn(async move { worker.run(Duration::from_millis(50)).await });
        drop(started.acquire_many(2).await.unwrap());
        stopping.cancel();
        working.await.unwrap();
        for id in [endless, polite] {
            assert_eq!(standing(&app, id).await?, (State::Queued, 0, 0));
        }
        Ok(())
    })
    .await
    .unwrap();
}
