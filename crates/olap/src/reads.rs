//! What questions are answered from, as the configuration says it.

use std::path::{Path, PathBuf};

/// What questions are answered from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reads {
    /// The warehouse of this process.
    #[default]
    Memory,
    /// The newest export in this folder, read by this process.
    Files(PathBuf),
}

/// What an address may be, for whoever wrote another.
const MAY_BE: &str = "empty for this process's memory, or file:///folder/of/exports";

impl Reads {
    /// Reads an address: nothing, or `file:///folder`. Without a folder exports are looked for in `usual`.
    ///
    /// # Errors
    /// What it must be, when it is something else.
    pub fn told(address: &str, usual: &Path) -> Result<Self, String> {
        let folder = |path: &str| {
            let path = path.trim_end_matches('/');
            if path.is_empty() { usual.to_path_buf() } else { PathBuf::from(path) }
        };
        if address.is_empty() {
            return Ok(Self::Memory);
        }
        match address.strip_prefix("file://") {
            Some(path) if path.is_empty() || path.starts_with('/') => Ok(Self::Files(folder(path))),
            _ => Err(MAY_BE.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        let files = |path: &str| Ok(Reads::Files(PathBuf::from(path)));
        for (address, expected) in [
            ("", Ok(Reads::Memory)),
            ("file://", files("data/exports")),
            ("file:///", files("data/exports")),
            ("file:///var/exports/", files("/var/exports")),
            ("file://host", Err(MAY_BE.to_owned())),
            ("http://127.0.0.1", Err(MAY_BE.to_owned())),
        ] {
            assert_eq!(Reads::told(address, Path::new("data/exports")), expected, "{address}");
        }
    }
}
