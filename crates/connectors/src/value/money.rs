//! Amounts: exact decimals from text, and minor units from them.

/// An exact decimal: `mantissa / 10^scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    mantissa: i64,
    scale: u32,
}

/// Signs and words that stand before an amount.
const BEFORE: [&str; 11] = ["¥", "￥", "CNY", "RMB", "GBP", "USD", "EUR", "$", "£", "€", "HK$"];
/// Signs and words that stand behind one.
const BEHIND: [&str; 8] = ["元", "圆", "CNY", "RMB", "GBP", "USD", "EUR", "€"];

impl Decimal {
    /// Reads an amount or a number: currency signs, thousands marks and a sign are allowed, `decimal` parts whole from
    /// fraction. `None` when it is anything else, or too large.
    #[must_use]
    pub fn parse(text: &str, decimal: char) -> Option<Self> {
        let mut text = text.trim();
        let mut negative = false;
        let bare = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        while !(bare(text.as_bytes().first()) && bare(text.as_bytes().last())) {
            let before = text;
            if let Some(rest) = text.strip_prefix(['-', '−', '－']) {
                if negative {
                    return None;
                }
                negative = true;
                text = rest;
            }
            text = text.strip_prefix('+').unwrap_or(text);
            text = BEFORE.iter().find_map(|sign| text.strip_prefix(sign)).unwrap_or(text);
            text = BEHIND.iter().find_map(|sign| text.strip_suffix(sign)).unwrap_or(text).trim();
            if before == text {
                break;
            }
        }
        if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            negative = !negative;
            text = inner;
        }
        let (whole, fraction) = text.split_once(decimal).unwrap_or((text, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let mut mantissa: i64 = 0;
        let mut add = |digit: u8| -> Option<()> {
            mantissa = mantissa
                .checked_mul(10)?
                .checked_add(i64::from(digit.checked_sub(b'0').filter(|digit| *digit < 10)?))?;
            Some(())
        };
        let thousands = if decimal == ',' { b'.' } else { b',' };
        // Digits since the last thousands mark; `None` before the first mark.
        let mut group: Option<u32> = None;
        for byte in whole.bytes() {
            if byte == thousands {
                if group.is_some_and(|digits| digits != 3) || whole.as_bytes().first() == Some(&thousands) {
                    return None;
                }
                group = Some(0);
            } else {
                add(byte)?;
                group = group.map(|digits| digits.saturating_add(1));
            }
        }
        if group.is_some_and(|digits| digits != 3) {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        for byte in fraction.bytes() {
            add(byte)?;
        }
        let scale = u32::try_from(fraction.len()).ok()?;
        Some(Self { mantissa: if negative { mantissa.checked_neg()? } else { mantissa }, scale })
    }

    /// Whether it is less than nothing.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// The product with a whole number, `None` when too large.
    #[must_use]
    pub fn times(self, factor: i64) -> Option<Self> {
        Some(Self { mantissa: self.mantissa.checked_mul(factor)?, scale: self.scale })
    }

    /// In units of `10^-digits`, rounded half away from zero.
    #[must_use]
    pub fn minor(self, digits: u32) -> Option<i64> {
        match digits.checked_sub(self.scale) {
            Some(missing) => self.mantissa.checked_mul(10_i64.checked_pow(missing)?),
            None => {
                let Some(unit) = 10_i64.checked_pow(self.scale.saturating_sub(digits)) else { return Some(0) };
                let (quotient, rest) = (self.mantissa.checked_div(unit)?, self.mantissa.checked_rem(unit)?);
                let away = rest.unsigned_abs() >= unit.unsigned_abs().div_ceil(2);
                quotient.checked_add(if away { self.mantissa.signum() } else { 0 })
            }
        }
    }

    /// Whether it can be said in units of `10^-digits` without rounding.
    #[must_use]
    pub fn fits(self, digits: u32) -> bool {
        self.scale <= digits
    }

    /// The whole number that it is, if it is one.
    #[must_use]
    pub fn whole(self) -> Option<i64> {
        (self.scale == 0).then_some(self.mantissa)
    }
}

/// An amount in 分 from a cell in 元.
#[must_use]
pub fn yuan(text: &str) -> Option<i64> {
    Decimal::parse(text, '.')?.minor(2)
}

/// Digits after the decimal point of a currency (ISO 4217).
#[must_use]
pub fn digits(currency: &str) -> u32 {
    match currency {
        "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "UGX" | "XAF" | "XOF" | "PYG" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_is_exact_or_nothing() {
        for (text, expected) in [
            ("200.07", Some(20007)),
            ("0元", Some(0)),
            ("￥1,234.50", Some(123_450)),
            ("¥-3.5", Some(-350)),
            ("-¥3.5", Some(-350)),
            ("12", Some(1200)),
            (".5", Some(50)),
            ("1.005", Some(101)),
            ("-1.005", Some(-101)),
            ("1.00499", Some(100)),
            ("0.30000000000000004", Some(30)),
            ("1,5", None),
            ("12,34", None),
            ("1.2.3", None),
            ("无退款申请", None),
            ("", None),
            ("元", None),
            ("1e3", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(yuan(text), expected, "{text:?}");
        }
        assert_eq!(Decimal::parse("1.234,50", ',').and_then(|amount| amount.minor(2)), Some(123_450));
        assert_eq!(Decimal::parse("0.001", '.').and_then(|amount| amount.times(1)?.minor(2)), Some(0));
    }
}
