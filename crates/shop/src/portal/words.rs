//! How amounts, counts, days and the shop's words are written for a buyer.

use jiff::Timestamp;
use platform::Money;
use platform::i18n::Locale;
use pricing::Words;

use super::visit::Visit;
use crate::wording;

impl Visit {
    /// A text of the catalogue.
    pub(super) fn t(&self, id: &str) -> String {
        self.app.i18n.text(self.locale, id, &[])
    }

    /// A text of the catalogue with its arguments.
    pub(super) fn say(&self, id: &str, args: &[(&str, String)]) -> String {
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        self.app.i18n.text(self.locale, id, &args)
    }

    /// An amount of the business's currency.
    pub(super) fn money(&self, amount: i64) -> String {
        money(amount, &self.business.currency)
    }

    /// A whole number.
    pub(super) fn count(&self, count: i64) -> String {
        grouped(&count.to_string())
    }

    /// A number that came in or went out.
    pub(super) fn signed(&self, count: i64) -> String {
        let sign = if count > 0 { "+" } else { "" };
        format!("{sign}{}", grouped(&count.to_string()))
    }

    /// A day of the shop's calendar.
    pub(super) fn day(&self, at: i64) -> String {
        self.written(at, "%Y.%m.%d", "%-d %b %Y")
    }

    /// A minute of the shop's calendar.
    pub(super) fn minute(&self, at: i64) -> String {
        self.written(at, "%Y.%m.%d %H:%M", "%-d %b %Y, %H:%M")
    }

    fn written(&self, at: i64, zh: &str, en: &str) -> String {
        let Ok(instant) = Timestamp::from_millisecond(at) else { return String::new() };
        let form = match self.locale {
            Locale::ZhCn => zh,
            Locale::En => en,
        };
        instant.to_zoned(self.business.zone()).strftime(form).to_string()
    }

    /// A rate: 950 ‰ of the price is 9.5 (折) in Chinese, 5 (per cent off) in English.
    pub(super) fn rate(&self, keep: i64) -> String {
        let (whole, rest, digits) = match self.locale {
            Locale::ZhCn => (keep / 100, keep % 100, 2),
            Locale::En => ((1_000 - keep) / 10, (1_000 - keep) % 10, 1),
        };
        if rest == 0 {
            return whole.to_string();
        }
        format!("{whole}.{}", format!("{rest:0digits$}").trim_end_matches('0'))
    }

    /// The shop's words in the reader's language; in the other one when these are missing.
    pub(super) fn words<'w>(&self, words: &'w Words) -> &'w str {
        wording::read(words, self.locale)
    }
}

/// An amount with its sign, without needless zeros: `¥1,280`, `¥9.90`.
pub(super) fn money(amount: i64, currency: &str) -> String {
    let text = Money::new(amount, currency).decimal();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let fraction = if fraction.bytes().all(|digit| digit == b'0') { String::new() } else { format!(".{fraction}") };
    let mark = match currency {
        "CNY" | "JPY" => "¥",
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "HKD" => "HK$",
        "TWD" => "NT$",
        "SGD" => "S$",
        other => return format!("{sign}{other} {}{fraction}", grouped(digits)),
    };
    format!("{sign}{mark}{}{fraction}", grouped(digits))
}

/// Digits with a comma between thousands.
fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let mut text = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_buyers_read_them() {
        for (amount, currency, expected) in [
            (0, "CNY", "¥0"),
            (990, "CNY", "¥9.90"),
            (128_000, "CNY", "¥1,280"),
            (-123_456_789, "CNY", "-¥1,234,567.89"),
            (1_200, "JPY", "¥1,200"),
            (1_234, "KWD", "KWD 1.234"),
        ] {
            assert_eq!(money(amount, currency), expected);
        }
    }
}
