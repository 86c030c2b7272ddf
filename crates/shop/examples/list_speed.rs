//! Measures the customer list, search and card at a million made-up customers: 95th percentiles in milliseconds.
//!
//! `cargo run --release -p shop --example list_speed -- FOLDER [CUSTOMERS]` fills a fresh SQLite in `FOLDER`, or the
//! PostgreSQL that `REGULARS_TEST_POSTGRES` names when `FOLDER` is `postgres`. A folder that was filled before is measured as it is.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a measurement stops where it fails, prints what it found and reads the clock"
)]

use std::path::Path;
use std::time::Instant;

use platform::db::{Connection as _, Database};
use platform::http::{Caller, ShopScope, read_query};
use platform::{App, Error, testing, values};
use shop::customers::{self, ListQuery};

const PEOPLE: &str = "with recursive n(i) as (select cast(1 as bigint) union all select i + 1 from n where i < $1) ";

async fn fill(app: &App, size: i64) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    for (into, select) in [
        (
            "insert into customers (id, created_at, contact_group, nick, name, mobile, province, orders, deals, deal_amount, \
             currency, recent_at, last_deal_at, profiles, updated_at, last_seen_at, inquiries) ",
            "select i, 1700000000000 + i, case when i % 10 < 6 then 'dealt' when i % 10 < 8 then 'not_dealt' \
             when i % 10 < 9 then 'inquired' else 'none' end, 'tb' || (i * 7919 % 1000003), 'n' || (i * 104729 % 1000003), \
             '+8613' || (100000000 + i), case when i % 200 = 0 then '青海' else '浙江' end, case when i % 10 < 8 then 1 else 0 end, \
             case when i % 10 < 6 then 1 + i % 5 else 0 end, case when i % 10 < 6 then i * 31 % 90001 else 0 end, 'CNY', \
             case when i % 10 < 6 then 1700000000000 + i * 7907 % 999983 * 60000 else 0 end, \
             case when i % 10 < 6 then 1700000000000 + i * 7907 % 999983 * 60000 end, 1, 0, 0, \
             case when i % 10 = 8 then 1 else 0 end from n",
        ),
        (
            "insert into profiles (id, customer_id, shop_id, channel, source, key_kind, key_value, nick, labels_at, orders, deals, \
             deal_amount, currency, last_deal_at, inquiries, first_seen_at, last_seen_at) ",
            "select 10000000 + i, i, 1 + i % 2, 'taobao', 'taobao:' || (1 + i % 2), 'taobao_nick', 'tb' || (i * 7919 % 1000003), \
             'tb' || (i * 7919 % 1000003), 0, case when i % 10 < 8 then 1 else 0 end, case when i % 10 < 6 then 1 + i % 5 else 0 end, \
             case when i % 10 < 6 then i * 31 % 90001 else 0 end, 'CNY', \
             case when i % 10 < 6 then 1700000000000 + i * 7907 % 999983 * 60000 end, case when i % 10 = 8 then 1 else 0 end, 0, 0 from n",
        ),
        (
            "insert into identifiers (id, profile_id, kind, scope, value, tail, first_seen_at) ",
            "select 20000000 + i, 10000000 + i, 'mobile', '', '+8613' || (100000000 + i), \
             substr('' || (100000000 + i), 6, 4), 0 from n",
        ),
        (
            "insert into identifiers (id, profile_id, kind, scope, value, tail, first_seen_at) ",
            "select 30000000 + i, 10000000 + i, 'taobao_nick', '', 'tb' || (i * 7919 % 1000003), null, 0 from n",
        ),
        ("insert into profile_tags (tag, profile_id, at) ", "select 'common', 10000000 + i, 0 from n where i % 3 = 0"),
        ("insert into profile_tags (tag, profile_id, at) ", "select 'rare', 10000000 + i, 0 from n where i % 1000 = 0"),
    ] {
        tx.execute(format!("{into}{PEOPLE}{select}"), values![size]).await?;
    }
    tx.commit().await?;
    let mut tx = app.db.begin().await?;
    tx.execute("analyze", values![]).await?;
    tx.commit().await
}

async fn list(app: &App, query: &str, scope: &ShopScope, pages: usize) -> Result<usize, Error> {
    let filter = read_query::<ListQuery>(query)?.check(scope.clone())?.quick(app);
    let mut session = app.db.read().await?;
    let mut after = None;
    let mut count = 0;
    for _ in 0..pages {
        let places = customers::find(&mut session, &filter, after, 51).await?;
        after = places.last().copied();
        let ids: Vec<i64> = places.iter().map(|(_, id)| *id).collect();
        count += customers::rows(&mut session, scope, &ids).await?.len();
    }
    Ok(count)
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let args: Vec<String> = std::env::args().collect();
    let size: i64 = args.get(2).map_or(1_000_000, |text| text.parse().unwrap());
    let folder = Path::new(&args[1]);
    let made = folder.join("speed.db").exists();
    let db = if args[1] == "postgres" {
        testing::fresh_postgres().await?.unwrap()
    } else {
        std::fs::create_dir_all(folder).unwrap();
        Database::sqlite(&folder.join("speed.db")).await?
    };
    let app = testing::app(db, &shop::migrations(), &[], folder).await?;
    let begun = Instant::now();
    if !made {
        fill(&app, size).await?;
    }
    println!("{size} customers made in {:.1} s", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    customers::read_names(&app).await?;
    println!("nicks and names read in {:.1} s", begun.elapsed().as_secs_f64());
    let (all, one) = (ShopScope::All, ShopScope::Only(vec![1]));
    for (query, scope) in [
        ("", &all),
        ("tab=dealt", &all),
        ("tab=not_dealt", &all),
        ("tab=inquired&sort=amount", &all),
        ("sort=amount", &all),
        ("sort=deals&tab=dealt", &all),
        ("sort=created_at", &all),
        ("province=青海", &all),
        ("province=青海&sort=amount&tab=dealt", &all),
        ("tag=common", &all),
        ("tag=rare", &all),
        ("q=tb7", &all),
        ("q=tb770001", &all),
        ("q=b", &all),
        ("q=b77", &all),
        ("q=b770001", &all),
        ("q=nobody", &all),
        ("q=5678", &all),
        ("q=13100005678", &all),
        ("channel=taobao&min_deals=4", &all),
        ("", &one),
        ("tab=dealt", &one),
        ("tab=not_dealt", &one),
        ("sort=amount", &one),
        ("q=b77", &one),
    ] {
        let mut times: Vec<f64> = Vec::new();
        let mut rows = 0;
        for _ in 0..20 {
            let begun = Instant::now();
            rows = list(&app, query, scope, 1).await?;
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        let begun = Instant::now();
        list(&app, query, scope, 20).await?;
        let deep = begun.elapsed().as_secs_f64() * 50.0;
        println!("p95 {:8.1} ms, a deep page {deep:8.1} ms, {rows:3} rows: {query} {scope:?}", times[18]);
    }
    let caller = Caller::system(shop::permissions::ALL, platform::i18n::Locale::En);
    let mut times: Vec<f64> = Vec::new();
    for id in 0..20 {
        let begun = Instant::now();
        shop::card::card(&app, &caller, 1 + id * size / 20).await?;
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    println!("p95 {:8.1} ms: card", times[18]);
    let begun = Instant::now();
    customers::counts(&app, &all).await?;
    println!("    {:8.1} ms: counting all for the first time", begun.elapsed().as_secs_f64() * 1000.0);
    let begun = Instant::now();
    customers::counts(&app, &all).await?;
    println!("    {:8.1} ms: counts kept", begun.elapsed().as_secs_f64() * 1000.0);
    Ok(())
}
