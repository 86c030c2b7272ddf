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
    /// The newest export in this folder, read by a cluster.
    #[cfg(feature = "cluster")]
    Cluster {
        /// The scheduler's host and port.
        scheduler: String,
        /// The folder, by the same path on this machine and on those of the cluster.
        folder: PathBuf,
    },
}

/// What an address may be, for whoever wrote another.
const MAY_BE: &str = "empty for this process's memory, file:///folder/of/exports, or df://host:port/folder/of/exports";
/// What an address of a cluster is told where there is no client.
#[cfg(not(feature = "cluster"))]
const NO_CLIENT: &str =
    "empty or file:///folder/of/exports: this program was built without --features cluster, which df:// needs";

impl Reads {
    /// Reads an address: nothing, `file:///folder` or `df://host:port/folder`. Without a folder exports are looked for in `usual`.
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
        if let Some(path) = address.strip_prefix("file://") {
            let whole = path.is_empty() || path.starts_with('/');
            return if whole { Ok(Self::Files(folder(path))) } else { Err(MAY_BE.to_owned()) };
        }
        let Some(rest) = address.strip_prefix("df://") else { return Err(MAY_BE.to_owned()) };
        let (scheduler, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let port = scheduler.rsplit_once(':').filter(|(host, _)| !host.is_empty()).map(|(_, port)| port.parse::<u16>());
        if !matches!(port, Some(Ok(_))) {
            return Err(MAY_BE.to_owned());
        }
        #[cfg(feature = "cluster")]
        return Ok(Self::Cluster { scheduler: scheduler.to_owned(), folder: folder(path) });
        #[cfg(not(feature = "cluster"))]
        {
            let _ = path;
            Err(NO_CLIENT.to_owned())
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
        for wrong in ["df://", "df://host", "df://:1", "df://host:99999/x"] {
            assert_eq!(Reads::told(wrong, Path::new("data/exports")), Err(MAY_BE.to_owned()), "{wrong}");
        }
        #[cfg(feature = "cluster")]
        for (address, folder) in [("df://h:50050", "data/exports"), ("df://h:50050/var/e/", "/var/e")] {
            let expected = Reads::Cluster { scheduler: "h:50050".to_owned(), folder: PathBuf::from(folder) };
            assert_eq!(Reads::told(address, Path::new("data/exports")), Ok(expected));
        }
        #[cfg(not(feature = "cluster"))]
        assert_eq!(Reads::told("df://h:50050", Path::new("data/exports")), Err(NO_CLIENT.to_owned()));
    }
}
