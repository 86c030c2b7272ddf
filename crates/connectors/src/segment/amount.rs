//! Money in JSON: exact minor units from a number's decimal text.
//!
//! JSON numbers pass through a double on the way; a decimal of up to 15 digits comes back from it with the same digits,
//! and larger amounts are refused. Nothing is multiplied or rounded in floating point.

use serde_json::Value;

use crate::drafts::Minor;

/// Digits behind the point of a currency's minor unit (ISO 4217).
#[must_use]
pub fn places(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND" | "VUV"
        | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// A number, or text that holds one, in minor units of the currency. Digits beyond the minor unit, which sums of
/// doubles leave behind (`59.97000000000001`), are rounded half away from zero. `None` when it is not an amount.
#[must_use]
pub fn of_json(value: &Value, currency: &str) -> Option<Minor> {
    match value {
        Value::Number(number) => of_text(&number.to_string(), currency),
        Value::String(text) => of_text(text.trim().trim_start_matches(['$', '¥', '￥', '€', '£']), currency),
        _ => None,
    }
}

/// A decimal text (`-1,234.5`, `1e3`) in minor units of the currency.
#[must_use]
pub fn of_text(text: &str, currency: &str) -> Option<Minor> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let whole = whole.replace(',', "");
    let digits: String = whole.chars().chain(fraction.chars()).collect();
    if digits.is_empty() || digits.len() > 40 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // The amount is `digits` with the point behind `point` of them.
    let places = i32::try_from(places(currency)).ok()?;
    let point = i32::try_from(whole.len()).ok()?.checked_add(exponent)?.checked_add(places)?;
    let mut minor: i64 = 0;
    let mut at = 0;
    let mut half = false;
    for digit in digits.bytes().map(|b| i64::from(b - b'0')) {
        if at < point {
            minor = minor.checked_mul(10)?.checked_add(digit)?;
        } else if at == point {
            half = digit >= 5;
        }
        at += 1;
    }
    while at < point && minor != 0 {
        minor = minor.checked_mul(10)?;
        at += 1;
    }
    minor = minor.checked_add(i64::from(half))?;
    (minor < 1_000_000_000_000_000).then_some(if negative { -minor } else { minor })
}
