//! Putting a backup back.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use platform::Error;
use platform::db::{Database, check_sqlite, describe};

use super::manifest::{Manifest, Stored};
use super::{DUMP, FILES, MANIFEST, SQLITE};
use crate::config::Config;

/// Puts the backup in `folder` where `config` says the data is. Returns its list and, when data was there before,
/// where that is now. `now` (milliseconds UTC) names it.
///
/// # Errors
/// When the backup is not whole or sound, is of another kind of database, or there is data and `force` is not said.
/// Then nothing was touched.
pub async fn restore(
    config: &Config,
    folder: &Path,
    force: bool,
    now: i64,
) -> Result<(Manifest, Option<PathBuf>), Error> {
    let manifest = checked(folder)?;
    let kind = if config.database_url.is_some() { "postgres" } else { "sqlite" };
    if manifest.database != kind {
        let why = format!("the backup is of {}, but the configuration names {kind}", manifest.database);
        return Err(Error::internal(why));
    }
    if let Some(step) =
        manifest.migrations.iter().find(|name| !crate::start::migrations().iter().any(|step| step.name == **name))
    {
        return Err(Error::internal(format!("a newer program made this backup (it knows {step}); use that one")));
    }
    let before = match &config.database_url {
        None => {
            let faults = check_sqlite(&folder.join(SQLITE)).await?;
            if !faults.is_empty() {
                return Err(Error::internal(format!("the backup's database is damaged: {}", faults.join("; "))));
            }
            let before = make_room(config, force, now)?;
            copy(&folder.join(SQLITE), &config.data_dir.join(SQLITE))?;
            before
        }
        Some(url) => {
            let db = Database::postgres(url).await?;
            let tables = describe(&db).await?.len();
            db.close().await;
            if tables > 0 && !force {
                return Err(Error::internal(format!(
                    "the database holds {tables} tables; say --force to put the backup in their place"
                )));
            }
            let before = make_room(config, force, now)?;
            load(url, &folder.join(DUMP)).await?;
            before
        }
    };
    let prefix = format!("{FILES}/");
    for file in &manifest.files {
        if let Some(path) = file.path.strip_prefix(&prefix) {
            copy(&folder.join(&file.path), &config.data_dir.join(path))?;
        }
    }
    Ok((manifest, before))
}

/// Reads the list and compares every file with it.
fn checked(folder: &Path) -> Result<Manifest, Error> {
    let path = folder.join(MANIFEST);
    let text = std::fs::read_to_string(&path).map_err(|cause| {
        Error::internal(format!("{} is no backup: {MANIFEST} cannot be read: {cause}", folder.display()))
    })?;
    let manifest: Manifest = serde_json::from_str(&text)
        .map_err(|cause| Error::internal(format!("{} is damaged: {cause}", path.display())))?;
    for file in &manifest.files {
        let inside = Path::new(&file.path).components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if !inside {
            return Err(Error::internal(format!(
                "{} names {}, which is outside the backup",
                path.display(),
                file.path
            )));
        }
        let found = Stored::measure(folder, &file.path)
            .map_err(|cause| Error::internal(format!("{} of the backup cannot be read: {cause}", file.path)))?;
        if found != *file {
            return Err(Error::internal(format!("{} of the backup is not what was saved: it is damaged", file.path)));
        }
    }
    Ok(manifest)
}

/// Puts what is in the data folder aside.
fn make_room(config: &Config, force: bool, now: i64) -> Result<Option<PathBuf>, Error> {
    let data = &config.data_dir;
    let taken = std::fs::read_dir(data).is_ok_and(|mut entries| entries.next().is_some());
    if !taken {
        return Ok(None);
    }
    if !force {
        let why =
            format!("{} holds data already; say --force to put the backup in its place (it is kept)", data.display());
        return Err(Error::internal(why));
    }
    let name = data.file_name().map_or_else(|| "data".to_owned(), |name| name.to_string_lossy().into_owned());
    let aside = data.with_file_name(format!("{name}-{now}.before-restore"));
    std::fs::rename(data, &aside).map_err(|cause| {
        Error::internal(format!("{} cannot be put aside as {}: {cause}", data.display(), aside.display()))
    })?;
    Ok(Some(aside))
}

fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    let copied = to.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::copy(from, to));
    copied.map(drop).map_err(|cause| Error::internal(format!("{} cannot be written: {cause}", to.display())))
}

async fn load(url: &str, dump: &Path) -> Result<(), Error> {
    let (url, password) = super::without_password(url);
    let told = tokio::process::Command::new("pg_restore")
        .args(["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error", "--dbname"])
        .arg(url)
        .arg(dump)
        .envs(password.map(|password| ("PGPASSWORD", password)))
        .stdin(Stdio::null())
        .output()
        .await;
    let told = told.map_err(|cause| {
        Error::internal(format!(
            "pg_restore cannot be run: {cause}. Install PostgreSQL's client programs of the server's version."
        ))
    })?;
    if told.status.success() {
        return Ok(());
    }
    Err(Error::internal(format!(
        "pg_restore failed and changed nothing: {}",
        String::from_utf8_lossy(&told.stderr).trim()
    )))
}
