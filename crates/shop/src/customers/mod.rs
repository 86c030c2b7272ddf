//! Customers: profiles, the identifiers that join them, merging and unmerging, and the figures shown in lists.
//!
//! Absent from here: orders and events themselves; those departments say what a profile's figures are. Likeness is not
//! judged here either; `proposals` asks a person.

mod beside;
pub mod bulk;
mod care;
mod counts;
mod details;
mod edits;
mod export;
mod facts;
mod figures;
mod file;
mod hooks;
mod join;
mod labels;
mod link;
mod list;
mod made;
mod marks;
mod merge;
mod merging;
mod model;
mod named;
mod names;
mod reach;
mod record;
mod records;
mod refresh;
mod resolve;
mod routes;
mod standing;
#[cfg(test)]
mod tests;
mod undo;
mod whose;

use std::collections::BTreeSet;

use platform::db::{Connection, Migration};
use platform::http::Access;
use platform::{App, Error};
use utoipa_axum::router::OpenApiRouter;

pub use beside::{Beside, Given};
pub use care::CARE;
pub use counts::{Counts, at_most, counts};
pub use details::{Known, Profile, identifiers, profiles};
pub use edits::edit;
pub use export::{BESIDE, COLUMNS, Wanted, columns, write_ids};
pub use facts::{
    Facts, Truth, facts, identities, keep_apart, let_together, placed, profiles_after, separated, visible,
};
pub use file::FileFormat;
pub use hooks::{BesideColumns, CustomersByOrder, Further, Hooks, NamedColumns, OpenProposals};
pub use labels::{Labels, names_agree, normal_name};
pub use link::{Linked, link};
pub(crate) use list::row::birthday;
pub use list::{CustomerRow, Filter, ListQuery, PageOfList, Place, Sort, Tab, find, rows};
pub use made::{Made, made_since};
pub use marks::{Kind, Mark, Marks, rank_of};
pub use merge::{merge, unmerge};
pub use model::{ContactGroup, Figures, KINDS, ORDER_KEY, Resolved, Sighting, Source, kind_code, kind_from_code};
pub use named::{identified, named};
pub use names::{follow_names, read_names};
pub use reach::{
    Reached, called, names_of, nick_of, personalised, reach, say_changed, set_blacklisted, set_personalisation,
};
pub use record::{figures_of, record_events, record_orders};
pub use records::READING_INDEXES;
pub use refresh::refresh;
pub use resolve::resolve;
pub use standing::{
    Footing, Standing, blacklisted, born_on, on_file, owners, standing_after, standing_count, standing_of, standings,
};
pub use undo::{MergeRecord, customers_of_merge, merges_of, undo};
pub use whose::{Whose, whose};

/// The steps that make this department's tables.
pub const MIGRATIONS: &[Migration] = records::MIGRATIONS;

/// What each endpoint of this department asks of its caller.
pub const ACCESS: &[Access] = routes::ACCESS;

/// The endpoints of this department.
pub fn router() -> OpenApiRouter<App> {
    routes::router()
}

/// The customer that `id` stands for today: itself, or the one it was merged into.
///
/// # Errors
/// `not_found` when there never was such a customer.
pub async fn surviving(conn: &mut impl Connection, id: i64) -> Result<i64, Error> {
    let mut at = id;
    // A chain of merges is as long as somebody's patience; a ring cannot come about, and would end here.
    for _ in 0..1_000 {
        match records::merged_into(conn, at).await?.ok_or_else(|| Error::not_found("customer"))? {
            Some(next) => at = next,
            None => return Ok(at),
        }
    }
    Err(Error::internal(format!("customer {id} was merged in a ring")))
}

/// The customers that these stand for today, each once: those that were merged away are the ones they were merged into, and
/// those that were erased are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn survivors(conn: &mut impl Connection, ids: &[i64]) -> Result<BTreeSet<i64>, Error> {
    let (mut standing, mut open, mut seen) = (BTreeSet::new(), ids.to_vec(), BTreeSet::new());
    while !open.is_empty() {
        let mut next = BTreeSet::new();
        for (id, merged_into) in records::all_merged_into(conn, &open).await? {
            match merged_into {
                Some(other) if seen.insert(other) => drop(next.insert(other)),
                Some(_) => {}
                None => drop(standing.insert(id)),
            }
        }
        open = next.into_iter().collect();
    }
    Ok(standing)
}

/// A customer with everybody that was ever merged into it.
///
/// # Errors
/// When the database cannot be read.
pub async fn with_merged_away(conn: &mut impl Connection, id: i64) -> Result<BTreeSet<i64>, Error> {
    let (mut family, mut open) = (BTreeSet::from([id]), vec![id]);
    while !open.is_empty() {
        open = records::merged_away(conn, &open).await?.into_iter().filter(|id| family.insert(*id)).collect();
    }
    Ok(family)
}

/// The profiles of a customer, by id. The first one is its anchor: what staff put on a customer is kept with it.
///
/// # Errors
/// When the database cannot be read.
pub async fn profiles_of(conn: &mut impl Connection, customer_id: i64) -> Result<Vec<i64>, Error> {
    Ok(records::profiles_of_customers(conn, &[customer_id]).await?.into_iter().map(|profile| profile.id).collect())
}

/// These profiles with their customers, (profile, customer), by profile.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_profiles(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<(i64, i64)>, Error> {
    let mut found = records::customers_of_profiles(conn, profiles).await?;
    found.sort_unstable();
    Ok(found)
}

/// The customer of a profile.
///
/// # Errors
/// `not_found` when there is no such profile.
pub async fn customer_of(conn: &mut impl Connection, profile_id: i64) -> Result<i64, Error> {
    let found = records::customers_of_profiles(conn, &[profile_id]).await?;
    found.first().map(|(_, customer)| *customer).ok_or_else(|| Error::not_found("customer"))
}

/// The customer of each of these profiles, as (profile, customer); profiles that are gone are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn customers_of(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<(i64, i64)>, Error> {
    records::customers_of_profiles(conn, profiles).await
}

/// Of each of these profiles: (profile, customer, the customer's first deal in milliseconds UTC); profiles that are gone
/// are left out.
///
/// # Errors
/// When the database cannot be read.
pub async fn buyers(conn: &mut impl Connection, profiles: &[i64]) -> Result<Vec<(i64, i64, Option<i64>)>, Error> {
    records::buyers(conn, profiles).await
}
