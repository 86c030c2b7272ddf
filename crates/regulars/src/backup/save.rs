//! Making a backup.

use std::path::Path;
use std::process::Stdio;

use platform::db::{applied, check_sqlite, copy_sqlite};
use platform::{App, Error, Instant};

use super::manifest::{Manifest, Stored, below};
use super::{DUMP, FILES, MANIFEST, SQLITE};
use crate::config::{Config, EXPORTS};

/// Copies everything that `config` names into `folder`, which must be new or empty, and checks the copy.
///
/// # Errors
/// When something cannot be read or written, `pg_dump` is not there, or the copy is not sound; what was written until
/// then has no list, so it is no backup.
pub async fn save(app: &App, config: &Config, folder: &Path) -> Result<Manifest, Error> {
    let doing = |what: &'static str| move |cause: std::io::Error| Error::internal(format!("{what}: {cause}"));
    std::fs::create_dir_all(folder).map_err(doing("the backup's folder cannot be made"))?;
    let taken = std::fs::read_dir(folder).map_err(doing("the backup's folder cannot be read"))?.next().is_some();
    if taken {
        return Err(Error::internal(format!("{} is not empty; name a new folder", folder.display())));
    }
    let migrations = applied(&app.db).await?;
    let database = match (config.sqlite_file(), &config.database_url) {
        (Some(file), _) => {
            let copy = folder.join(SQLITE);
            copy_sqlite(&file, &copy).await?;
            let faults = check_sqlite(&copy).await?;
            if !faults.is_empty() {
                return Err(Error::internal(format!("the copy is not sound: {}", faults.join("; "))));
            }
            "sqlite"
        }
        (None, url) => {
            dump(url.as_deref().unwrap_or_default(), &folder.join(DUMP)).await?;
            "postgres"
        }
    };
    copy_files(&config.data_dir, folder).map_err(doing("a file cannot be copied"))?;
    let files = below(folder)
        .and_then(|paths| paths.iter().map(|path| Stored::measure(folder, path)).collect::<Result<Vec<_>, _>>())
        .map_err(doing("the copy cannot be read"))?;
    let manifest = Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: Instant(app.clock.now()).to_string(),
        database: database.to_owned(),
        migrations,
        files,
    };
    let text = serde_json::to_string_pretty(&manifest).map_err(Error::internal)?;
    std::fs::write(folder.join(MANIFEST), text).map_err(doing("the backup's list cannot be written"))?;
    Ok(manifest)
}

/// Everything in the data folder but the database itself.
fn copy_files(data: &Path, folder: &Path) -> std::io::Result<()> {
    for path in below(data)? {
        // Exports of the warehouse can be written again, and may be larger than everything else.
        let exported = path.starts_with(&format!("{EXPORTS}/"));
        let own = exported
            || [SQLITE, "regulars.db-wal", "regulars.db-shm"].contains(&path.as_str())
            || path.starts_with(".ready");
        if own {
            continue;
        }
        let to = folder.join(FILES).join(&path);
        if let Some(parent) = to.parent() {
            std::fs::create_dir_all(parent)?;
        }
        match std::fs::copy(data.join(&path), to) {
            // An upload that ended while we copied took its temporary file away.
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {}
            other => drop(other?),
        }
    }
    Ok(())
}

async fn dump(url: &str, to: &Path) -> Result<(), Error> {
    let (url, password) = super::without_password(url);
    let told = tokio::process::Command::new("pg_dump")
        .args(["--format=custom", "--no-owner", "--file"])
        .arg(to)
        .arg("--dbname")
        .arg(url)
        .envs(password.map(|password| ("PGPASSWORD", password)))
        .stdin(Stdio::null())
        .output()
        .await;
    let told = told.map_err(|cause| {
        Error::internal(format!(
            "pg_dump cannot be run: {cause}. Install PostgreSQL's client programs of the server's version."
        ))
    })?;
    if told.status.success() {
        return Ok(());
    }
    Err(Error::internal(format!("pg_dump failed: {}", String::from_utf8_lossy(&told.stderr).trim())))
}
