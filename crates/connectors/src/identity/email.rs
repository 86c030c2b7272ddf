//! E-mail addresses: one spelling for one mailbox, and masked ones told apart.
//!
//! Provider habits (dots and `+tags` at Gmail) are left alone: whether two such addresses are one person is a guess.

use super::fold::{bare, fold, is_star};

/// Whether some of the address is hidden (`a***@b.com`).
#[must_use]
pub fn is_masked(raw: &str) -> bool {
    raw.chars().any(is_star)
}

/// The address in lower case, or `None` when it is masked or not an address.
#[must_use]
pub fn normalise(raw: &str) -> Option<String> {
    let text = bare(raw);
    if is_masked(text) {
        return None;
    }
    let address: String = text.chars().map(fold).flat_map(char::to_lowercase).collect();
    is_valid(&address).then_some(address)
}

fn is_valid(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    let local_fits = (1..=64).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(|c| c.is_alphanumeric() || "!#$%&'+-/=?^_`{|}~.".contains(c));
    let mut labels = 0;
    let domain_fits = address.len() <= 254
        && domain.split('.').all(|label| {
            labels += 1;
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    let top_fits = domain
        .rsplit('.')
        .next()
        .is_some_and(|top| top.chars().count() >= 2 && !top.chars().all(|c| c.is_ascii_digit()));
    local_fits && domain_fits && labels >= 2 && top_fits
}
