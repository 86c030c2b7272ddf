//! A dry run counts as the import does, whatever the file holds and wherever a batch ends.

use connectors::table::Mapping;
use platform::db::Connection as _;
use platform::testing::on_both;
use platform::{App, Error, values};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use super::scene::*;
use crate::imports::*;
use crate::orders::ImportCounts;

async fn clear(app: &App) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    for table in [
        "profiles",
        "identifiers",
        "customers",
        "orders",
        "order_lines",
        "shipments",
        "refunds",
        "products",
        "events",
        "attributes",
        "import_changes",
    ] {
        tx.execute(format!("delete from {table}"), values![]).await?;
    }
    tx.commit().await
}

/// Tries `text` and brings it in, `batch` items at a time, where `before` is known already. Both count the same.
async fn both(
    app: &App,
    before: Option<&str>,
    text: &str,
    settings: &Settings,
    batch: usize,
) -> Result<ImportCounts, Error> {
    clear(app).await?;
    if let Some(before) = before {
        bring(app, write(app, "before.csv", before), settings.clone()).await?;
    }
    let path = write(app, "said.csv", text);
    let with = |dry_run| Settings { dry_run, batch, ..settings.clone() };
    let tried = bring(app, path.clone(), with(true)).await?;
    let done = bring(app, path, with(false)).await?;
    assert_eq!((tried.state, done.state), (State::Done, State::Done));
    assert_eq!((tried.counts, tried.progress.rows), (done.counts, done.progress.rows), "{batch} at a time");
    assert_eq!(tried.unknown_statuses, done.unknown_statuses, "{batch} at a time");
    assert!(tried.counts.orders.refused == 0 || refused_rows(app, &tried).await? == refused_rows(app, &done).await?);
    Ok(done.counts)
}

async fn refused_rows(app: &App, import: &Import) -> Result<Vec<(i64, String)>, Error> {
    let found = refused(app, &boss(), import.id.0, -1, 1_000).await?;
    Ok(found.into_iter().map(|row| (row.row, row.code)).collect())
}

/// What is said of an order: (which, status, amount, parcel, whether it says when).
type Said = (u8, u8, u8, u8, bool);

fn row((which, status, amount, parcel, dated): &Said) -> Row {
    let buyer = which % 4;
    let nick = ["甲", "乙", "丙", ""][usize::from(buyer)];
    let status =
        ["等待买家付款", "买家已付款，等待卖家发货", "交易成功", "交易关闭", "奇怪的状态"][usize::from(*status)];
    let mut row = order(3_000_000_000_000_000 + u64::from(*which), nick, status, &format!("{amount}.00"));
    row[7].1 = format!("'1380000000{}", buyer % 2);
    if !dated {
        row.retain(|(column, _)| *column != "订单创建时间");
    }
    if *parcel > 0 {
        row.push(("物流单号", format!("No:SF000000000{parcel}")));
    }
    row
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_of_orders_counts_as_the_import_does() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        shop(&app, "旗舰店", None).await?;
        let config = Config { cases: 10, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
        let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        let one = (0_u8..7, 0_u8..5, 1_u8..4, 0_u8..3, prop::bool::weighted(0.8));
        let file = prop::collection::vec(one, 1..24);
        let run = |before: Vec<Said>, said: Vec<Said>| {
            let app = app.clone();
            async move {
                let text = |said: &[Said]| report(&said.iter().map(row).collect::<Vec<_>>());
                let mut orders = None;
                for batch in [0, 1, 2, 3, 7] {
                    let known = text(&before);
                    let counts = both(&app, Some(&known), &text(&said), &Settings::default(), batch).await?;
                    let first = *orders.get_or_insert(counts.orders);
                    assert_eq!(counts.orders, first, "{batch} at a time");
                }
                Ok::<(), Error>(())
            }
        };
        tokio::task::block_in_place(|| {
            runner.run(&(file.clone(), file), |(before, said)| {
                tokio::runtime::Handle::current()
                    .block_on(run(before, said))
                    .map_err(|error| TestCaseError::fail(error.to_string()))
            })
        })
        .map_err(|error| Error::internal(error.to_string()))
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_refunds_speak_of_again_is_unchanged() {
    let refunds =
        || mapped("refunds", &[("号", "number"), ("单", "order"), ("钱", "amount"), ("状", "status"), ("谁", "nick")]);
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        shop(&app, "旗舰店", None).await?;
        let settings = Settings { mapping: Some(refunds()), ..Settings::default() };
        let text = "号,单,钱,状,谁\nR1,A,5,退款中,甲\nR2,B,6,退款成功,乙\nR3,B,6,退款成功,乙\n";
        let more = format!("{text}R4,B,6,退款成功,丙\n");
        for batch in [0, 1, 2] {
            for (said, expected) in [(text, (0, 0, 2)), (more.as_str(), (1, 0, 2))] {
                let customers = both(&app, Some(text), said, &settings, batch).await?.customers;
                let counts = (customers.created, customers.changed, customers.unchanged);
                assert_eq!(counts, expected, "{batch} at a time");
            }
        }
        Ok(())
    })
    .await
    .unwrap();
}

fn mapped(entity: &str, columns: &[(&str, &str)]) -> Mapping {
    let columns: Vec<_> =
        columns.iter().map(|(column, field)| serde_json::json!({ "column": column, "field": field })).collect();
    serde_json::from_value(serde_json::json!({ "entity": entity, "columns": columns })).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_of_any_table_counts_what_it_states_again_as_the_import_does() {
    let lines = mapped(
        "lines",
        &[
            ("单", "number"),
            ("子单", "line.number"),
            ("货", "line.sku"),
            ("名", "line.title"),
            ("件", "line.quantity"),
            ("钱", "line.total"),
        ],
    );
    let refunds =
        mapped("refunds", &[("号", "number"), ("单", "order"), ("钱", "amount"), ("状", "status"), ("谁", "nick")]);
    let products = mapped("products", &[("号", "number"), ("名", "title"), ("价", "price")]);
    let events = mapped("events", &[("键", "key"), ("事", "event"), ("时", "at"), ("谁", "nick")]);
    // The file, how often which count is made, changed and left as it is.
    for (mapping, text, expected) in [
        (
            lines,
            "单,子单,货,名,件,钱\nA,1,x,茶,1,10\nB,2,y,壶,1,20\nA,1,x,茶,1,10\nA,3,z,杯,2,8\nB,2,y,壶,2,40\n\
             A,1,x,茶,1,10\nA,3,z,杯,3,8\n",
            "lines 3/2/2 orders 2/0/0 products 3/0/0",
        ),
        (
            refunds,
            "号,单,钱,状,谁\nR1,A,5,退款中,甲\nR2,B,6,退款成功,乙\nR1,A,5,退款成功,甲\nR1,A,5,退款成功,甲\n\
             R2,B,6,退款成功,乙\nR3,,7,退款成功,甲\n",
            "refunds 3/1/2 customers 2/0/0",
        ),
        (products, "号,名,价\nP1,茶,10\nP2,壶,20\nP1,茶,10\nP1,茶叶,10\nP2,壶,21\nP1,茶叶,10\n", "products 2/2/2"),
        (
            events,
            "键,事,时,谁\nk1,viewed,2026-10-01 10:00:00,甲\nk2,viewed,2026-10-01 10:00:00,乙\n\
             k1,viewed,2026-10-01 10:00:00,甲\nk3,viewed,2026-10-02 10:00:00,甲\nk2,viewed,2026-10-01 10:00:00,乙\n",
            "events 3/0/2",
        ),
    ] {
        on_both(&crate::migrations(), crate::CATALOGUES, |app| {
            let mapping = mapping.clone();
            async move {
                shop(&app, "旗舰店", None).await?;
                let settings = Settings { mapping: Some(mapping), ..Settings::default() };
                for batch in [0, 1, 2, 3] {
                    let counts = both(&app, None, text, &settings, batch).await?;
                    let kinds = [
                        ("lines", counts.lines),
                        ("refunds", counts.refunds),
                        ("events", counts.events),
                        ("orders", counts.orders),
                        ("customers", counts.customers),
                        ("products", counts.products),
                    ];
                    let said: Vec<String> = kinds
                        .iter()
                        .filter(|(kind, _)| expected.contains(kind))
                        .map(|(kind, tally)| format!("{kind} {}/{}/{}", tally.created, tally.changed, tally.unchanged))
                        .collect();
                    assert_eq!(said.join(" "), expected, "{batch} at a time");
                }
                Ok(())
            }
        })
        .await
        .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_that_broke_off_begins_anew() {
    on_both(&crate::migrations(), crate::CATALOGUES, |app| async move {
        shop(&app, "旗舰店", None).await?;
        let said: Vec<Row> = [1, 2, 3, 1, 2, 3].map(|which| row(&(which, 2, 1, 0, true))).into();
        let mut damaged = said.clone();
        damaged[1][0].1 = "3.5E+17".into();
        let file = bring::Brought {
            id: app.ids.next(),
            file_name: "said.csv".into(),
            path: write(&app, "said.csv", &report(&damaged)),
            owned: true,
            shop_id: None,
            mapping: None,
            dry_run: true,
            opens: None,
        };
        let id = bring::bring(&app, &boss(), file).await?.id;
        let steps = run::Steps { size: 1, job: None };
        let stopping = tokio_util::sync::CancellationToken::new();
        let mut stop = |record: &model::Record| {
            if record.rows > 3 {
                stopping.cancel();
            }
        };
        let broken = run::run(&app, id, steps, &stopping, &mut stop).await.unwrap_err();
        assert_eq!(broken.code(), "interrupted");
        let stopping = tokio_util::sync::CancellationToken::new();
        let done = run::run(&app, id, steps, &stopping, &mut |_| ()).await?;
        let orders = done.counts.orders;
        assert_eq!((done.state, done.rows), (State::Done, 6));
        assert_eq!((orders.created, orders.changed, orders.unchanged, orders.refused), (3, 0, 2, 1));
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_stands_at_a_time_that_its_file_states_whenever_it_is_read() {
    let orders = mapped(
        "orders",
        &[
            ("单", "number"),
            ("谁", "nick"),
            ("钱", "paid"),
            ("付", "paid_at"),
            ("发", "shipped_at"),
            ("完", "finished_at"),
        ],
    );
    let known = "单,谁,钱,付,发,完\nK,甲,10,2026-09-01 10:00:00,,\n";
    let text = "单,谁,钱,付,发,完\nA,甲,10,2026-10-01 10:00:00,2026-10-02 10:00:00,\nB,乙,20,,2026-10-03 10:00:00,\n\
        C,乙,20,,,2026-10-04 10:00:00\nD,丙,30,,,\nK,甲,11,,,\nE,丁,30,,,\nE,丁,30,,2026-10-05 10:00:00,\n";
    on_both(&crate::migrations(), crate::CATALOGUES, |app| {
        let orders = orders.clone();
        async move {
            shop(&app, "旗舰店", None).await?;
            let settings = Settings { mapping: Some(orders), ..Settings::default() };
            for batch in [0, 1, 2, 3] {
                let counts = both(&app, Some(known), text, &settings, batch).await?;
                assert_eq!((counts.orders.created, counts.orders.changed, counts.orders.refused), (4, 1, 2));
                let mut session = app.db.read().await?;
                let mut found = Vec::new();
                for row in session.all("select number, sort_at from orders order by number", values![]).await? {
                    let (number, at): (String, i64) = (row.at(0)?, row.at(1)?);
                    found.push(format!("{number} {}", platform::Instant(at)));
                }
                let expected = [
                    "A 2026-10-01T02:00:00Z",
                    "B 2026-10-03T02:00:00Z",
                    "C 2026-10-04T02:00:00Z",
                    "E 2026-10-05T02:00:00Z",
                    "K 2026-09-01T02:00:00Z",
                ];
                assert_eq!(found, expected, "{batch} at a time");
                let import = list(&app, &boss(), None, 1).await?.remove(0);
                let refused = refused(&app, &boss(), import.id.0, -1, 9).await?;
                let rows: Vec<_> = refused.iter().map(|row| (row.row, row.code.as_str(), row.cells.len())).collect();
                assert_eq!(rows, [(5, "undated", 6), (7, "undated", 6)]);
                assert!(refused[0].reason.starts_with("The row says no time"), "{}", refused[0].reason);
            }
            Ok(())
        }
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_states_no_time_stands_where_its_file_was_brought_however_long_that_takes() {
    let lines = mapped("lines", &[("单", "number"), ("货", "line.sku"), ("名", "line.title"), ("件", "line.quantity")]);
    on_both(&crate::migrations(), crate::CATALOGUES, |app| {
        let lines = lines.clone();
        async move {
            shop(&app, "旗舰店", None).await?;
            for batch in [0, 1, 2] {
                clear(&app).await?;
                let brought = app.clock.now();
                let path = write(&app, "items.csv", "单,货,名,件\nA,x,茶,1\nB,y,壶,1\nC,z,杯,1\n");
                let settings = Settings { path, mapping: Some(lines.clone()), batch, ..Settings::default() };
                let clock = app.clock.clone();
                let mut later = |_: &Import| clock.set(clock.now() + 60_000);
                run_file(&app, &boss(), settings, &mut later).await?;
                let rows = app.db.read().await?.all("select sort_at from orders", values![]).await?;
                let at: Vec<i64> = rows.iter().map(|row| row.at(0)).collect::<Result<_, Error>>()?;
                assert_eq!(at, [brought; 3], "{batch} at a time");
            }
            Ok(())
        }
    })
    .await
    .unwrap();
}
