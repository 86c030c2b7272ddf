//! A year of a real shop comes in through the front door, and the figures that others published of it come out of the
//! database. The data lies beside the project; where it is absent, nothing is checked and a line says so.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test stops where it fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use platform::db::{Connection, Database};
use platform::http::Caller;
use platform::i18n::Locale;
use platform::{Error, values};
use shop::imports::{Settings, State, run_file};
use shop::shops::{self, Channel, NewShop};

fn data() -> Option<PathBuf> {
    let path =
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/online_retail/online_retail.csv.gz"));
    if !path.exists() {
        eprintln!("note: {} is absent, nothing was checked", path.display());
        return None;
    }
    Some(path)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_published_figures_of_online_retail_come_out() -> Result<(), Error> {
    let Some(path) = data() else { return Ok(()) };
    let folder = tempfile::tempdir().map_err(Error::internal)?;
    let db = Database::sqlite(&folder.path().join("regulars.db")).await?;
    let catalogues = [platform::i18n::CATALOGUES, shop::CATALOGUES].concat();
    let app = platform::testing::app(db, &shop::migrations(), &catalogues, folder.path()).await?;
    let caller = Caller::system(shop::permissions::ALL, Locale::En);
    let mut tx = app.db.begin().await?;
    let new = NewShop { name: "Gifts".into(), channel: Channel::Web, platform_id: None, currency: Some("GBP".into()) };
    shops::create(&mut tx, &app, &caller, &new).await?;
    tx.commit().await?;

    let import = run_file(&app, &caller, Settings { path, ..Settings::default() }, &mut |_| ()).await?;
    assert_eq!((import.state, import.progress.rows), (State::Done, 541_909));
    assert_eq!(import.counts.orders.refused, 2_656);

    let mut conn = app.db.read().await?;
    let row = conn
        .one(
            "select count(*) as deals, cast(sum(o.paid) as bigint) as paid, count(distinct p.customer_id) as buyers, \
             cast(sum(o.deal_amount) as bigint) as amount \
             from orders o join profiles p on p.id = o.profile_id where o.deal_amount > 0",
            values![],
        )
        .await?
        .unwrap();
    let figures: [i64; 4] = [row.at(0)?, row.at(1)?, row.at(2)?, row.at(3)?];
    assert_eq!(figures, [18_532, 891_140_790, 4_338, 891_140_790]);
    let row = conn
        .one(
            "select count(*), cast(sum(deals) as bigint), cast(sum(deal_amount) as bigint) from customers where deals > 0",
            values![],
        )
        .await?
        .unwrap();
    assert_eq!([row.at::<i64>(0)?, row.at(1)?, row.at(2)?], [4_338, 18_532, 891_140_790]);
    let row = conn
        .one(
            "select count(*), cast(sum(l.revenue) as bigint) from order_lines l join orders o on o.id = l.order_id \
             where o.profile_id is not null",
            values![],
        )
        .await?
        .unwrap();
    assert_eq!([row.at::<i64>(0)?, row.at(1)?], [397_884, 891_140_790]);

    // Cohorts: everything with a customer, returns included, by calendar month in the shop's time zone.
    let zone = TimeZone::get("Europe/London").unwrap();
    let mut months: BTreeMap<i64, BTreeSet<(i16, i8)>> = BTreeMap::new();
    for sql in [
        "select p.customer_id, o.sort_at from orders o join profiles p on p.id = o.profile_id",
        "select p.customer_id, r.sort_at from refunds r join profiles p on p.id = r.profile_id",
    ] {
        for row in conn.all(sql, values![]).await? {
            let day = Timestamp::from_millisecond(row.at(1)?).unwrap().to_zoned(zone.clone()).date();
            months.entry(row.at(0)?).or_default().insert((day.year(), day.month()));
        }
    }
    let cohort = |first: (i16, i8)| {
        let members: Vec<_> = months.values().filter(|seen| seen.first() == Some(&first)).collect();
        let all: BTreeSet<(i16, i8)> = months.values().flatten().copied().filter(|month| *month >= first).collect();
        all.iter().map(|month| members.iter().filter(|seen| seen.contains(month)).count()).collect::<Vec<_>>()
    };
    assert_eq!(cohort((2010, 12)), [948, 362, 317, 367, 341, 376, 360, 336, 336, 374, 354, 474, 260]);
    assert_eq!(cohort((2011, 1)), [421, 101, 119, 102, 138, 126, 110, 108, 131, 146, 155, 63]);
    Ok(())
}
