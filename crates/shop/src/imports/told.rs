//! Telling staff that an import is over: what came in, what waits to be mended, or that it failed.
//!
//! Absent from here: anything that stood in the file.

use platform::Error;
use platform::db::Tx;
use platform::notifications::{self, Notice};

use super::model::{Record, State};
use crate::orders::Tally;
use crate::permissions::IMPORTS_READ;

/// Tells everybody who may look at imports of its shop that `record` has ended.
pub(super) async fn tell(tx: &mut Tx, record: &Record, now: i64) -> Result<(), Error> {
    let counts = &record.counts;
    let kinds = [
        counts.customers,
        counts.orders,
        counts.lines,
        counts.refunds,
        counts.shipments,
        counts.products,
        counts.events,
    ];
    let sum = |of: fn(&Tally) -> i64| kinds.iter().map(of).sum::<i64>();
    let refused = sum(|tally| tally.refused);
    let kind = match (record.state, record.dry_run, refused) {
        (State::Failed, ..) => "import_failed",
        (State::Done, true, _) => "import_tried",
        (State::Done, false, 0) => "import_done",
        (State::Done, false, _) => "import_refused",
        _ => return Ok(()),
    };
    let notice = Notice {
        kind,
        args: vec![
            ("file", record.file_name.clone()),
            ("created", sum(|tally| tally.created).to_string()),
            ("changed", sum(|tally| tally.changed).to_string()),
            ("unchanged", sum(|tally| tally.unchanged).to_string()),
            ("refused", refused.to_string()),
        ],
        link: Some(format!("/imports/{}", record.id)),
        permission: Some(IMPORTS_READ),
        shop: record.shop_id,
        ..Notice::default()
    };
    notifications::notify(tx, &notice, now).await.map(|_| ())
}
