//! How long it takes to resolve many distinct buyers with a nick and a mobile into a fresh SQLite file, in batches of
//! 1,000, each with its own durable commit: `cargo run --release -p shop --example resolving_speed [COUNT] [PER COMMIT]`.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "it measures and says so")]

use std::time::Instant;

use connectors::drafts::{Identifier, IdentifierKind};
use platform::db::Database;
use platform::testing::{NOON, app};
use platform::{App, Error};
use shop::customers::{Figures, Sighting, Source, record_orders, resolve};
use shop::shops::Channel;

/// A number that looks drawn by lot and never repeats: multiplication by an odd number turns 33 bits around.
fn scattered(n: i64) -> i64 {
    n.wrapping_mul(0x9E37_79B1) & 0x1_FFFF_FFFF
}

fn sighting(n: i64) -> Sighting {
    let source = Source { shop_id: Some(1), channel: Channel::Taobao };
    let (nick, mobile) = (format!("买家{}", scattered(n)), format!("+8613{:09}", scattered(n) % 1_000_000_000));
    let identifiers = vec![
        Identifier { kind: IdentifierKind::TaobaoNick, value: nick.clone() },
        Identifier { kind: IdentifierKind::Mobile, value: mobile.clone() },
    ];
    let mut sighting = Sighting::new(source, identifiers, NOON + n);
    sighting.nick = Some(nick);
    sighting.mobile = Some(mobile);
    sighting.name = Some(format!("张{}", scattered(n) % 5_000));
    sighting.address.province = Some("浙江省".to_owned());
    sighting.address.city = Some("杭州市".to_owned());
    sighting.address.street = Some(format!("文三路{}号", scattered(n) % 20_000));
    sighting
}

async fn pass(app: &App, count: i64, per_commit: i64, orders: bool) -> Result<(), Error> {
    let started = Instant::now();
    let mut created = 0;
    let mut tx = app.db.begin().await?;
    for first in (0..count).step_by(1_000) {
        let batch: Vec<Sighting> = (first..(first + 1_000).min(count)).map(sighting).collect();
        let resolved = resolve(&mut tx, app, &batch).await?;
        created += resolved.iter().flatten().filter(|resolved| resolved.created).count();
        if orders {
            let figures: Vec<Figures> = resolved
                .iter()
                .flatten()
                .enumerate()
                .map(|(n, resolved)| Figures {
                    profile_id: resolved.profile_id,
                    orders: 1,
                    deals: 1,
                    deal_amount: 100 + i64::try_from(n).unwrap_or(0) * 37,
                    currency: "CNY".to_owned(),
                    items: 1,
                    first_deal_at: Some(NOON),
                    last_deal_at: Some(NOON + first),
                    ..Figures::default()
                })
                .collect();
            record_orders(&mut tx, app, &figures).await?;
        }
        if (first + 1_000) % per_commit == 0 {
            tx.commit().await?;
            tx = app.db.begin().await?;
        }
    }
    tx.commit().await?;
    println!(
        "{count} sightings, {created} customers created, orders recorded: {orders}: {:.1} s",
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<i64>().unwrap_or(1_000_000));
    let count = arguments.next().unwrap_or(1_000_000);
    let per_commit = arguments.next().unwrap_or(1_000);
    let folder = tempfile::tempdir().map_err(Error::internal)?;
    let db = Database::sqlite(&folder.path().join("regulars.db")).await?;
    let app = app(db, &shop::migrations(), shop::CATALOGUES, folder.path()).await?;
    pass(&app, count, per_commit, false).await?;
    pass(&app, count, per_commit, false).await?;
    pass(&app, count, per_commit, true).await
}
