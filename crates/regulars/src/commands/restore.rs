//! `regulars restore`.

use std::path::Path;

use platform::Clock;
use serde_json::json;

use super::exit::Failure;
use super::{Exit, Report};
use crate::backup;
use crate::config::Config;

pub(super) async fn run(config: &Config, report: &Report, folder: &Path, force: bool) -> Result<Exit, Failure> {
    let (manifest, before) = backup::restore(config, folder, force, Clock::System.now()).await?;
    let kept = before.as_ref().map(|path| format!(" What was there is now in {}.", path.display())).unwrap_or_default();
    let text = format!(
        "Restored {} files of {}.{kept} Start the server: regulars serve",
        manifest.files.len(),
        manifest.made_at
    );
    report.outcome(&text, &json!({ "files": manifest.files.len(), "made_at": manifest.made_at, "before": before }));
    Ok(Exit::Done)
}
