//! Measures moving a million members to other levels after new thresholds, and the preview of it.
//!
//! `cargo run -p shop --example levels_speed -- FOLDER [MEMBERS]` fills a fresh SQLite in `FOLDER`, or the PostgreSQL that
//! `REGULARS_TEST_POSTGRES` names when `FOLDER` is `postgres`. The work is the database's, so a debug build says the same.

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
use platform::http::Caller;
use platform::i18n::Locale;
use platform::{App, Error, testing, values};
use shop::members::{self, Programme, recompute};

async fn fill(app: &App, size: i64) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    let people = "with recursive n(i) as (select cast(1 as bigint) union all select i + 1 from n where i < $1) ";
    for (into, select) in [
        (
            "insert into memberships (profile_id, number, source, joined_at, left_at) ",
            "select 10000000 + i, 'M' || i, 'automatic', 1700000000000 + i, null from n",
        ),
        (
            "insert into members (customer_id, profile_id, number, source, joined_at, level, level_at, level_until, locked, \
             amount, deals, basis, barred) ",
            "select i, 10000000 + i, 'M' || i, 'automatic', 1700000000000 + i, 0, null, null, false, \
             i * 7919 % 1000003, 1 + i % 5, '[' || (10000000 + i) || ']', false from n",
        ),
    ] {
        tx.execute(format!("{into}{people}{select}"), values![size]).await?;
    }
    tx.commit().await?;
    let mut tx = app.db.begin().await?;
    tx.execute("analyze", values![]).await?;
    tx.commit().await
}

async fn save(app: &App, programme: Programme) -> Result<Programme, Error> {
    let boss = Caller::system(shop::permissions::ALL, Locale::En);
    let mut tx = app.db.begin().await?;
    let (saved, _) = members::save(&mut tx, app, &boss, programme).await?;
    tx.commit().await?;
    Ok(saved)
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().collect();
    let size: i64 = arguments.get(2).map_or(1_000_000, |text| text.parse().unwrap());
    let db = match arguments[1].as_str() {
        "postgres" => testing::fresh_postgres().await?.unwrap(),
        folder => Database::sqlite(&Path::new(folder).join("levels.db")).await?,
    };
    let folder = tempfile::tempdir().map_err(Error::internal)?;
    let app = testing::app(db, &shop::migrations(), shop::CATALOGUES, folder.path()).await?;
    fill(&app, size).await?;
    let mut programme = Programme::default();
    programme.ways.automatic = false;
    programme.enabled = true;
    for (name, amounts) in [
        ("everybody gets a first level", [1, 700_000, 900_000, 990_000]),
        ("a tenth moves", [1, 600_000, 900_000, 990_000]),
        ("nobody moves", [2, 650_000, 950_000, 995_000]),
        ("a half moves", [2, 100_000, 500_000, 990_000]),
    ] {
        for (level, amount) in programme.levels.iter_mut().zip(amounts) {
            level.amount = Some(amount);
        }
        let began = Instant::now();
        let shown = members::preview(&app, &programme.clone().check()?).await?;
        let moves: i64 = shown.moves.iter().map(|one| one.members).sum();
        let preview = began.elapsed();
        programme = save(&app, programme).await?;
        let began = Instant::now();
        while recompute::step(&app).await? {}
        let took = began.elapsed();
        let moved = recompute::progress(&mut app.db.read().await?).await?.moved;
        println!("{name}: preview {moves} in {preview:.2?}, {moved} of {size} members moved in {took:.2?}");
    }
    Ok(())
}
