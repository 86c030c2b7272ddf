//! Regions as promotions and carts name them: a Chinese province by its official name, however short it was written, so that
//! what the shop picked from its customers' provinces meets what a till states. Any other region stays as it is written.
//!
//! Absent from here: which promotions a region has (`pricing` compares names).

use std::collections::BTreeSet;

use connectors::identity::region;

/// The name that a region is compared by.
#[must_use]
pub fn official(text: &str) -> String {
    region::province(text).map_or_else(|| text.trim().to_owned(), str::to_owned)
}

/// The same of a scope's regions.
pub(super) fn of_scope(regions: &BTreeSet<String>) -> BTreeSet<String> {
    regions.iter().map(|one| official(one)).filter(|one| !one.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_has_one_name_however_it_is_written() {
        for (text, name) in [
            ("浙江", "浙江省"),
            (" 浙江省 ", "浙江省"),
            ("330000", "浙江省"),
            ("广西", "广西壮族自治区"),
            ("California", "California"),
        ] {
            assert_eq!(official(text), name);
        }
        let written = ["浙江", "浙江省", " "].map(str::to_owned);
        assert_eq!(of_scope(&written.into()), BTreeSet::from(["浙江省".to_owned()]));
    }
}
