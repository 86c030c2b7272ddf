//! Orders that stand in another shop of the same platform than the one that a file was brought for.

use std::collections::{BTreeMap, HashSet};

use platform::Error;
use platform::db::Tx;

use super::records::orders as records;
use crate::shops::Shop;

/// Which of the orders of these numbers `shop` does not have and another of `shops` on its platform has, with that shop. A
/// platform gives no number twice, so whatever names such an order speaks of that one. An order of which only lines are
/// known counts nowhere: its shop was taken for granted.
///
/// # Errors
/// When the database cannot be read.
pub async fn elsewhere(
    tx: &mut Tx,
    shop: &Shop,
    shops: &[Shop],
    numbers: &HashSet<&str>,
) -> Result<BTreeMap<String, i64>, Error> {
    let platform = shops.iter().filter(|other| other.channel.numbers_with(shop.channel));
    let platform: Vec<i64> = platform.map(|other| other.id.0).collect();
    if numbers.is_empty() || platform.iter().all(|other| *other == shop.id.0) {
        return Ok(BTreeMap::new());
    }
    let mut found = records::owners(tx, &platform, numbers.iter().copied()).await?;
    let own: HashSet<String> =
        found.iter().filter(|(_, owner)| *owner == shop.id.0).map(|(number, _)| number.clone()).collect();
    found.retain(|(number, _)| !own.contains(number));
    // Should two others have it, the one that was opened last.
    found.sort_unstable();
    Ok(found.into_iter().collect())
}
