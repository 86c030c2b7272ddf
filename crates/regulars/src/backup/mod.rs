//! Backups: a folder with the database, the uploaded files, and a list of both that says whether they are whole.
//!
//! - SQLite: `regulars.db`, made by `VACUUM INTO`: one consistent moment, also while the server writes.
//! - PostgreSQL: `regulars.dump`, made by `pg_dump` in its own format, from one snapshot.
//! - `files/`: everything else in the data folder, as it is.
//! - `backup.json`: what made it and when, and each file with its size and SHA-256.
//!
//! The database is copied before the files: a file that was uploaded in between is in the backup without being known,
//! which harms nothing, rather than known without being there.

mod manifest;
mod restore;
mod save;

pub use manifest::{Manifest, Stored};
pub use restore::restore;
pub use save::save;

/// The list's name.
pub const MANIFEST: &str = "backup.json";
/// The SQLite database's name.
pub const SQLITE: &str = "regulars.db";
/// The PostgreSQL dump's name.
pub const DUMP: &str = "regulars.dump";
/// The folder of the other files.
pub const FILES: &str = "files";

/// A PostgreSQL address without its password, and the password as `PGPASSWORD` wants it: what stands on a command line
/// is in the list of processes for everybody to read.
fn without_password(url: &str) -> (String, Option<String>) {
    let split = || {
        let (scheme, rest) = url.split_once("://")?;
        let (who, place) = rest.split_once('@')?;
        let (user, password) = who.split_once(':')?;
        Some((format!("{scheme}://{user}@{place}"), decoded(password)))
    };
    split().map_or_else(|| (url.to_owned(), None), |(url, password)| (url, Some(password)))
}

/// Undoes `%2F`.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        match after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests;
