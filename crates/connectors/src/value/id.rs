//! Ids as exports print them.

use crate::{drafts::Reason, identity};

/// An id that holds digits only, as order numbers of Taobao, 抖店 and 京东 do.
///
/// # Errors
/// [`Reason::MissingId`] when empty, [`Reason::DamagedId`] when a spreadsheet took it for a number,
/// [`Reason::MalformedId`] when something other than digits is in it.
pub fn digits(text: &str) -> Result<&str, Reason> {
    let text = any(text)?;
    if text.bytes().all(|byte| byte.is_ascii_digit()) { Ok(text) } else { Err(Reason::MalformedId) }
}

/// An id of any shape: one word of at most 128 bytes.
///
/// # Errors
/// As [`digits`].
pub fn any(text: &str) -> Result<&str, Reason> {
    if text.is_empty() {
        return Err(Reason::MissingId);
    }
    if damaged(text) {
        return Err(Reason::DamagedId);
    }
    let fits = text.len() <= 128 && !text.chars().any(|sign| sign.is_control() || sign == '\u{fffd}');
    if fits { Ok(text) } else { Err(Reason::MalformedId) }
}

/// Whether a spreadsheet has turned the id into a number and lost digits: `3.5E+17`, `350000000000001.0`, `#####`.
fn damaged(text: &str) -> bool {
    let hashes = text.len() > 2 && text.bytes().all(|byte| byte == b'#');
    let fraction = text
        .strip_suffix(".0")
        .or_else(|| text.strip_suffix(".00"))
        .is_some_and(|whole| whole.len() > 15 && whole.bytes().all(|byte| byte.is_ascii_digit()));
    hashes || fraction || identity::is_damaged(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_checked() {
        for (text, expected) in [
            ("3500000000000001", Ok("3500000000000001")),
            ("", Err(Reason::MissingId)),
            ("3.5E+17", Err(Reason::DamagedId)),
            ("3.5e17", Err(Reason::DamagedId)),
            ("3E+17", Err(Reason::DamagedId)),
            ("350000000000000100.0", Err(Reason::DamagedId)),
            ("########", Err(Reason::DamagedId)),
            ("35-1", Err(Reason::MalformedId)),
            ("合计", Err(Reason::MalformedId)),
        ] {
            assert_eq!(digits(text), expected, "{text:?}");
        }
        assert_eq!(any("E20240101-01"), Ok("E20240101-01"));
    }
}
