//! `regulars warehouse`: the warehouse as Parquet files, whether or not a server runs.

use std::path::PathBuf;

use olap::export::{self, Wish};
use platform::http::Caller;
use platform::i18n::Locale;
use platform::{App, audit};
use serde_json::{Value as Json, json};
use shop::permissions::ALL;
use shop::segments::live;
use tokio_util::sync::CancellationToken;

use super::exit::{Failure, database};
use super::{Exit, Report};
use crate::config::{Config, EXPORTS};
use crate::start;

/// What to do with the warehouse.
#[derive(Debug, Clone, clap::Subcommand)]
pub(super) enum WarehouseCommand {
    /// Write customers, facts, items, segments and their members as Parquet
    Export {
        /// The folder of exports; `exports` in the data folder when absent
        folder: Option<PathBuf>,
        /// Over how many files a table's customers are spread
        #[arg(long, value_name = "N", default_value_t = export::BUCKETS, value_parser = clap::value_parser!(u32).range(1..=1_024))]
        buckets: u32,
        /// Keep this many exports and remove older ones; all are kept when absent
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        keep: Option<u32>,
    },
    /// Take out of every export who is no longer in the warehouse: erased, or merged into somebody else
    Purge {
        /// The folder of exports; `exports` in the data folder when absent
        folder: Option<PathBuf>,
    },
}

pub(super) async fn run(config: &Config, report: &Report, command: WarehouseCommand) -> Result<Exit, Failure> {
    let app = start::ready(config).await.map_err(database)?;
    live::peek(&app, &CancellationToken::new()).await.map_err(Failure::from)?;
    let usual = || config.data_dir.join(EXPORTS);
    let (action, text, object) = match command {
        WarehouseCommand::Export { folder, buckets, keep } => {
            let keep = keep.and_then(|keep| usize::try_from(keep).ok());
            let wish = Wish { folder: folder.unwrap_or_else(usual), buckets, keep };
            let (text, object) = write(&app, report, &wish).await?;
            ("warehouse.exported", text, object)
        }
        WarehouseCommand::Purge { folder } => {
            let (text, object) = purge(&app, report, folder.unwrap_or_else(usual)).await?;
            ("warehouse.purged", text, object)
        }
    };
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    audit::record(&mut tx, &Caller::system(ALL, Locale::En), action, None, None, &object, now).await?;
    tx.commit().await?;
    app.db.close().await;
    report.outcome(&text, &object);
    Ok(Exit::Done)
}

async fn write(app: &App, report: &Report, wish: &Wish) -> Result<(String, Json), Failure> {
    let (view, layout) = olap::Desk::of(app).view(app.clock.now()).await?;
    let mut bar = report.progress(0, "exporting");
    let written = tokio::task::block_in_place(|| {
        export::write(&view, &layout, wish, &mut |done, all| {
            bar.of(all);
            bar.at(done);
        })
    });
    bar.end();
    let written = written?;
    let manifest = &written.manifest;
    let rows: serde_json::Map<String, Json> =
        manifest.tables.iter().map(|table| (table.name.clone(), json!(table.rows))).collect();
    let removed: Vec<String> = written.removed.iter().map(|path| path.display().to_string()).collect();
    let text = format!(
        "{} holds {} rows of {} tables, {:.1} MB, as of {}.{}",
        written.folder.display(),
        manifest.rows(),
        manifest.tables.len(),
        manifest.bytes() as f64 / 1e6,
        manifest.at,
        if removed.is_empty() { String::new() } else { format!(" Removed: {}.", removed.join(", ")) },
    );
    let object = json!({
        "folder": written.folder,
        "at": manifest.at,
        "position": manifest.position,
        "layout": manifest.layout,
        "buckets": manifest.buckets,
        "rows": rows,
        "bytes": manifest.bytes(),
        "removed": removed,
    });
    Ok((text, object))
}

async fn purge(app: &App, report: &Report, folder: PathBuf) -> Result<(String, Json), Failure> {
    let now = app.clock.now();
    let (view, layout) = olap::Desk::of(app).view(now).await?;
    let mut bar = report.progress(0, "looking for who is gone");
    let purged = tokio::task::block_in_place(|| {
        let present = export::present(&view, &layout)?;
        export::purge(&folder, &present, now, &mut |done, all| {
            bar.of(all);
            bar.at(done);
        })
    });
    bar.end();
    let unmerged = audit::Filter { action: Some("customers.unmerged".to_owned()), ..audit::Filter::default() };
    let unmerged = audit::list(&app.db, &unmerged, None, 1).await?.first().map(|entry| entry.at);
    let (mut lines, mut exports, mut doubtful) = (String::new(), Vec::new(), 0_usize);
    for one in purged? {
        // Who was taken out of a wrong merge later stands there under the other's number.
        let unsure = unmerged.is_some_and(|at| at >= one.at.0);
        doubtful += usize::from(unsure);
        lines.push_str(&format!(
            "{}  {} customers taken out, {} files written anew{}\n",
            one.folder.display(),
            one.customers,
            one.files,
            if unsure { "  (see below)" } else { "" },
        ));
        exports.push(json!({
            "folder": one.folder,
            "at": one.at,
            "customers": one.customers,
            "files": one.files,
            "unmerged_since": unsure,
        }));
    }
    lines.push_str(&format!("{} exports looked at.", exports.len()));
    if doubtful > 0 {
        lines.push_str(
            "\nRecords were taken apart since the marked exports were written: there, facts of one person may stand under \
             another's number. When one of those people is to be erased, remove these exports and write a new one.",
        );
    }
    Ok((lines, json!({ "exports": exports })))
}
