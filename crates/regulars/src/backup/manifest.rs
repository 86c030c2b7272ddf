//! What is in a backup.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// What made a backup, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The program's version.
    pub version: String,
    /// When, RFC 3339.
    pub made_at: String,
    /// `sqlite` or `postgres`.
    pub database: String,
    /// The steps that the schema had run.
    pub migrations: Vec<String>,
    /// Every file but this one.
    pub files: Vec<Stored>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stored {
    /// From the backup's folder, with `/`.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

impl Stored {
    /// Measures the file `path` in the backup `root`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn measure(root: &Path, path: &str) -> io::Result<Self> {
        let mut file = File::open(root.join(path))?;
        let mut digest = Sha256::new();
        let mut piece = vec![0_u8; 1 << 20];
        let mut size = 0;
        loop {
            let read = file.read(&mut piece)?;
            let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            digest.update(bytes);
            size += read as u64;
        }
        let sha256 = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { path: path.to_owned(), size, sha256 })
    }
}

/// Every file below `root`, as paths from it with `/`, sorted. Links are left out: a backup holds nothing from outside.
///
/// # Errors
/// When a folder cannot be read.
pub(super) fn below(root: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open: Vec<(PathBuf, String)> = vec![(root.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type()?;
            if kind.is_dir() {
                open.push((entry.path(), format!("{name}/")));
            } else if kind.is_file() {
                found.push(name);
            }
        }
    }
    found.sort();
    Ok(found)
}
