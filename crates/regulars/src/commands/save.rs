//! `regulars backup`.

use std::path::Path;

use serde_json::json;

use super::exit::{Failure, database};
use super::{Exit, Report};
use crate::backup;
use crate::config::Config;
use crate::start;

pub(super) async fn run(config: &Config, report: &Report, folder: &Path) -> Result<Exit, Failure> {
    let there = config.sqlite_file().is_none_or(|file| file.exists());
    if !there {
        let why =
            format!("there is no database in {}; name the right folder with --data-dir", config.data_dir.display());
        return Err(Failure::new(Exit::Database, why));
    }
    let app = start::open(config).await.map_err(database)?;
    let manifest = backup::save(&app, config, folder).await?;
    app.db.close().await;
    let bytes: u64 = manifest.files.iter().map(|file| file.size).sum();
    let text = format!(
        "{} holds {} files, {:.1} MB, checked. Restore them with: regulars restore {}",
        folder.display(),
        manifest.files.len(),
        bytes as f64 / 1e6,
        folder.display(),
    );
    report.outcome(&text, &json!({ "folder": folder, "bytes": bytes, "backup": manifest }));
    Ok(Exit::Done)
}
