//! Refused rows hold lines of files with people in them.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use platform::db::Tx;
use platform::{App, Error};
use serde_json::json;

use super::{files, records};
use crate::care::{Person, Registered};

/// How imports care for people: rows in which somebody stands are dropped with her, and so are kept files, for nobody
/// knows who stands in them. They are not given out, since they were never taken for anybody's.
pub const CARE: Registered = Registered {
    department: "imports",
    tables: &["import_refusals", "import_profiles", "import_changes"],
    export: |_, _| async { Ok(json!({})) }.boxed(),
    erase: |tx, app, person| erase_boxed(tx, app, person),
};

fn erase_boxed<'a>(
    tx: &'a mut Tx,
    _: &'a App,
    person: &'a Person,
) -> BoxFuture<'a, Result<Vec<(&'static str, u64)>, Error>> {
    async move {
        let mut gone = 0;
        for value in &person.values {
            gone += records::drop_holding(tx, value.expose()).await?;
        }
        let mut forgotten = vec![("import_refusals", gone)];
        for table in ["import_profiles", "import_changes"] {
            forgotten.push((table, records::came::forget_profiles(tx, table, &person.profile_ids).await?));
        }
        forgotten.push(("imports", files::remove_kept(tx).await?));
        Ok(forgotten)
    }
    .boxed()
}
