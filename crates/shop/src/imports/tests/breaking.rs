//! An import that is broken off anywhere goes on: nothing is lost, and nothing is there twice.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use platform::db::{Connection as _, Dialect, describe};
use platform::testing::on_both;
use platform::{App, Error};
use tokio_util::sync::CancellationToken;

use super::scene::*;
use crate::imports::*;

const ORDERS: u64 = 3_500;
const BATCH: usize = 600;

/// A future that is dropped, wherever it stands, after it was polled so many times.
struct Broken<F> {
    inner: Pin<Box<F>>,
    left: u32,
}

impl<F: Future> Future for Broken<F> {
    type Output = Option<F::Output>;
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        self.inner.as_mut().poll(context).map(Some)
    }
}

fn file() -> String {
    let rows: Vec<Row> = (0..ORDERS)
        .map(|index| {
            let mut row = order(3_000_000_000_000_000 + index, &format!("买家{}", index % 700), "交易成功", "10.00");
            // Everybody has a mobile of her own, so that nobody is joined with anybody.
            row[7].1 = format!("'139{:08}", index % 700);
            if index % 100 == 7 {
                row[0].1 = "3.5E+17".into();
            }
            row
        })
        .collect();
    report(&rows)
}

async fn sums(app: &App) -> Result<[i64; 7], Error> {
    Ok([
        count(app, "select count(*) from orders").await?,
        count(app, "select cast(sum(deal_amount) as bigint) from orders").await?,
        count(app, "select count(*) from profiles").await?,
        count(app, "select cast(sum(orders) as bigint) from profiles").await?,
        count(app, "select cast(sum(deal_amount) as bigint) from customers").await?,
        count(app, "select count(*) from import_refusals").await?,
        count(app, "select cast(sum(orders) as bigint) from order_statuses").await?,
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_breaks_off_anywhere_goes_on() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        shop(&app, "旗舰店", None).await?;
        let schema = describe(&app.db).await?;
        let path = write(&app, "long.csv", &file());
        let file = bring::Brought {
            id: app.ids.next(),
            file_name: "long.csv".into(),
            path,
            owned: true,
            shop_id: None,
            mapping: None,
            dry_run: false,
            opens: None,
        };
        let id = bring::bring(&app, &boss(), file).await?.id;
        let (mut breaks, mut lacking) = (0_u64, 0);
        let mut seed = 7_u64;
        let done = loop {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let stopping = CancellationToken::new();
            let mut progress = |_: &model::Record| {
                // Sometimes it is asked to stop in good order instead.
                if seed.is_multiple_of(5) {
                    stopping.cancel();
                }
            };
            // Short at first, so that it breaks off often however few steps a batch takes; ever longer, so that it comes
            // to its end however many it takes.
            let left = u32::try_from(1 + (seed >> 33) % (4 + 4 * breaks)).unwrap();
            let run = run::run(&app, id, run::Steps { size: BATCH, job: None }, &stopping, &mut progress);
            match (Broken { inner: Box::pin(run), left }).await {
                Some(Ok(record)) => break record,
                Some(Err(error)) => assert_eq!(error.code(), "interrupted"),
                None => {}
            }
            breaks += 1;
            lacking += u64::from(describe(&app.db).await? != schema);
            assert!(breaks < 300, "it does not come to its end");
        };
        assert!(breaks > 3, "only {breaks} breaks");
        let refused = i64::try_from(ORDERS / 100).unwrap();
        let taken = i64::try_from(ORDERS).unwrap() - refused;
        assert_eq!((done.state, done.rows), (State::Done, taken + refused));
        let counts = done.counts.orders;
        assert_eq!((counts.created, counts.changed, counts.unchanged, counts.refused), (taken, 0, 0, refused));
        assert_eq!(done.counts.customers.created, 700 - 7);
        assert_eq!(sums(&app).await?, [taken, taken * 1_000, 693, taken, taken * 1_000, refused, taken]);
        // Indexes that only reading needs were aside while it broke off, and are back.
        assert_eq!(lacking > 0, app.db.dialect() == Dialect::Sqlite, "{lacking} of {breaks}");
        assert!(describe(&app.db).await? == schema, "an index is missing");
        Ok(())
    })
    .await
    .unwrap();
}

/// Orders of `buyers`, each three times, each time with another receiver, and later ones from a later `first` on.
fn renamed(first: u64, buyers: std::ops::Range<u64>) -> String {
    let people = buyers.end - buyers.start;
    let rows: Vec<Row> = (0..3 * people)
        .map(|index| {
            let buyer = buyers.start + index % people;
            let mut row = order(first + index, &format!("买家{buyer}"), "交易成功", "10.00");
            row[5].1 = format!("收件人{}", first % 7 + index / people);
            row[7].1 = format!("'139{buyer:08}");
            row[8].1 = format!("2026-10-01 {:02}:{:02}:00", 10 + first % 7, index % 60);
            row
        })
        .collect();
    report(&rows)
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_are_counted_once_however_long_a_batch_is() {
    for batch in [7, 60, 4_000] {
        on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
            shop(&app, "旗舰店", None).await?;
            let (one, other) = (renamed(3_000_000_000_000_000, 0..40), renamed(3_100_000_000_000_000, 20..70));
            let mut counts = Vec::new();
            for (name, text) in [("one.csv", &one), ("other.csv", &other), ("again.csv", &other)] {
                let path = write(&app, name, text);
                let [tried, done] = [true, false].map(|dry_run| Settings { batch, dry_run, ..Settings::default() });
                let tried = bring(&app, path.clone(), tried).await?.counts.customers;
                let customers = bring(&app, path, done).await?.counts.customers;
                assert_eq!(tried, customers, "batches of {batch}");
                counts.push((customers.created, customers.changed, customers.unchanged));
            }
            assert_eq!(counts, [(40, 0, 0), (30, 20, 0), (0, 0, 50)], "batches of {batch}");
            assert_eq!(count(&app, "select count(*) from import_changes").await?, 0, "they are of no more use");
            Ok(())
        })
        .await
        .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_goes_on_with_a_file_that_was_broken_off_and_a_stopped_import_stays_stopped() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        shop(&app, "旗舰店", None).await?;
        let schema = describe(&app.db).await?;
        let path = write(&app, "long.csv", &file());
        let caller = boss();
        let settings = Settings { path: path.clone(), batch: BATCH, ..Settings::default() };
        // It breaks off once its first rows are in and others are not.
        let begun = AtomicBool::new(false);
        let mut heard = |import: &Import| begun.store(import.progress.rows > 0, Ordering::Relaxed);
        let mut run = Box::pin(run_file(&app, &caller, settings, &mut heard));
        let ended = poll_fn(|context| match run.as_mut().poll(context) {
            Poll::Pending if begun.load(Ordering::Relaxed) => Poll::Ready(None),
            other => other.map(Some),
        })
        .await;
        drop(run);
        assert!(ended.is_none());
        let broken = list(&app, &caller, None, 10).await?;
        assert_eq!((broken.len(), broken[0].state), (1, State::Running));
        let import = bring(&app, path.clone(), Settings::default()).await?;
        assert_eq!((import.id, import.state), (broken[0].id, State::Done));
        assert_eq!(import.counts.orders.created + import.counts.orders.refused, i64::try_from(ORDERS).unwrap());
        // Once it is in, the same file is a new import.
        let again = bring(&app, path.clone(), Settings::default()).await?;
        assert!(again.id != import.id && again.counts.orders.created == 0);

        let (first, waiting) = (app.clone(), boss());
        let mut stop = move |import: &Import| {
            if import.progress.rows > 0 {
                let (app, caller, id) = (first.clone(), waiting.clone(), import.id.0);
                tokio::task::block_in_place(|| {
                    tokio::runtime::Handle::current().block_on(async {
                        let _ = bring::cancel(&app, &caller, id).await;
                    });
                });
            }
        };
        let import = run_file(&app, &caller, Settings { path, batch: BATCH, ..Settings::default() }, &mut stop).await?;
        assert_eq!(import.state, State::Cancelled);
        assert!(import.progress.rows < i64::try_from(ORDERS).unwrap());
        assert!(describe(&app.db).await? == schema, "an index is missing");
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_index_that_may_be_set_aside_stands_in_the_schema_and_guards_nothing() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        let names = [crate::customers::READING_INDEXES, crate::orders::READING_INDEXES].concat();
        let schema = describe(&app.db).await?;
        let all: Vec<&String> = schema.values().flat_map(|table| &table.indexes).collect();
        for name in &names {
            assert!(all.iter().any(|index| index == name), "there is no index {name}");
        }
        if app.db.dialect() == Dialect::Sqlite {
            let unique =
                "select count(*) from sqlite_master where type = 'index' and sql like 'create unique%' and name = $1";
            for name in &names {
                let row = app.db.read().await?.one(unique, platform::values![*name]).await?;
                assert_eq!(row.map(|row| row.at::<i64>(0)).transpose()?, Some(0), "{name} is unique");
            }
        }
        Ok(())
    })
    .await
    .unwrap();
}
