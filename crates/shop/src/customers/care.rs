//! What customers holds of people.

use futures_util::FutureExt as _;

use super::records;
use crate::care::Registered;

/// What this department holds of people.
pub const CARE: Registered = Registered {
    department: "customers",
    tables: &["customers", "profiles", "identifiers", "separations", "merges", "profile_edits", "bulk_targets"],
    export: |session, person| async move { records::export(session, &person.profile_ids).await }.boxed(),
    erase: |tx, _, person| async move { records::erase(tx, person.customer_id, &person.profile_ids).await }.boxed(),
};
