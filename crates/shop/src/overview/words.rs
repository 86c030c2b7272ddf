//! What happened, in a sentence or three that a person would say. Figures and texts in, text out.

use jiff::civil::Date;
use platform::Money;
use platform::i18n::{I18n, Locale};

use super::calendar::Period;
use super::count::{Counted, rounded};
use super::model::Todo;

/// A catalogue in one language.
pub(super) struct Words<'a> {
    pub(super) i18n: &'a I18n,
    pub(super) locale: Locale,
}

/// An argument of a text.
enum Arg {
    /// Shown as it is.
    Text(String),
    /// Chooses between one and many.
    Number(i64),
}

impl Words<'_> {
    fn say(&self, id: &str, args: Vec<(&str, Arg)>) -> String {
        let args: Vec<(&str, _)> = args
            .into_iter()
            .map(|(name, value)| match value {
                Arg::Text(text) => (name, text.into()),
                Arg::Number(number) => (name, number.into()),
            })
            .collect();
        self.i18n.text(self.locale, id, &args)
    }

    /// How a figure is counted.
    pub(super) fn definition(&self, key: &str) -> String {
        self.say(&format!("overview-definition-{key}"), Vec::new())
    }

    /// What happened in the period, and the most urgent thing that waits.
    pub(super) fn sentence(
        &self,
        counted: &Counted,
        Period { days, all, .. }: &Period,
        currency: &str,
        todo: &[Todo],
    ) -> String {
        let (days, all) = (*days, *all);
        if todo.iter().any(|todo| todo.kind == "no_data") {
            return self.say("overview-no-data", Vec::new());
        }
        let length = i64::try_from(days).unwrap_or(i64::MAX);
        let mut parts = vec![self.sold(counted, length, all, currency)];
        parts.extend(self.buyers(counted));
        parts.extend(self.best_day(counted, length, currency));
        parts.extend(self.waiting(todo));
        parts.join(if self.locale == Locale::ZhCn { "" } else { " " })
    }

    fn sold(&self, counted: &Counted, length: i64, all: bool, currency: &str) -> String {
        let (now, before, days) = (&counted.now, &counted.before, Arg::Number(length));
        if now.deals == 0 {
            let id = if before.deals == 0 { "overview-quiet" } else { "overview-stopped" };
            return self.say(id, vec![("days", days), ("before", Arg::Text(money(before.sales, currency)))]);
        }
        let change = rounded(now.sales - before.sales, before.sales, 1_000);
        let id = match change {
            _ if all => "overview-sold-ever",
            _ if before.sales == 0 => "overview-sold-first",
            1.. => "overview-sold-up",
            0 => "overview-sold-same",
            _ => "overview-sold-down",
        };
        self.say(
            id,
            vec![
                ("days", days),
                ("deals", Arg::Text(grouped(now.deals))),
                ("n", Arg::Number(now.deals)),
                ("sales", Arg::Text(money(now.sales, currency))),
                ("change", Arg::Text(percent(change.abs()))),
            ],
        )
    }

    fn buyers(&self, counted: &Counted) -> Option<String> {
        let now = &counted.now;
        if now.buyers == 0 {
            return None;
        }
        let id = match (now.new_buyers, now.returning_buyers()) {
            (_, 0) => "overview-buyers-new",
            (0, _) => "overview-buyers-returning",
            _ => "overview-buyers-both",
        };
        let share = rounded(now.returning_sales, now.sales, 1_000);
        Some(self.say(
            id,
            vec![
                ("new", Arg::Text(grouped(now.new_buyers))),
                ("returning", Arg::Text(grouped(now.returning_buyers()))),
                ("n", Arg::Number(now.buyers)),
                ("share", Arg::Text(percent(share))),
            ],
        ))
    }

    /// The best day, when it stands out: at least twice the mean of a period of a week or more.
    fn best_day(&self, counted: &Counted, length: i64, currency: &str) -> Option<String> {
        let (best, sales) = counted.best?;
        if length < 7 || sales.saturating_mul(length) < counted.now.sales.saturating_mul(2) || sales == 0 {
            return None;
        }
        let day = self.day(best, length);
        Some(self.say("overview-best-day", vec![("day", Arg::Text(day)), ("sales", Arg::Text(money(sales, currency)))]))
    }

    /// A day of a period of so many days; beyond a year it is told with its year.
    fn day(&self, date: Date, length: i64) -> String {
        match (self.locale, length > 366) {
            (Locale::ZhCn, false) => format!("{}月{}日", date.month(), date.day()),
            (Locale::ZhCn, true) => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
            (Locale::En, false) => date.strftime("%-d %B").to_string(),
            (Locale::En, true) => date.strftime("%-d %B %Y").to_string(),
        }
    }

    fn waiting(&self, todo: &[Todo]) -> Option<String> {
        let parts: Vec<String> = todo
            .iter()
            .take(2)
            .map(|todo| {
                let args = vec![("count", Arg::Text(grouped(todo.count))), ("n", Arg::Number(todo.count))];
                self.say(&format!("overview-todo-{}", todo.kind), args)
            })
            .collect();
        let between = self.say("overview-todo-and", Vec::new());
        let between = if self.locale == Locale::ZhCn { between } else { format!(" {between} ") };
        (!parts.is_empty()).then(|| self.say("overview-todo", vec![("what", Arg::Text(parts.join(&between)))]))
    }
}

/// `¥1,234.50`; a currency without a sign of its own stands in letters.
pub(super) fn money(amount: i64, currency: &str) -> String {
    let sign = match currency {
        "CNY" | "JPY" => "¥",
        "GBP" => "£",
        "EUR" => "€",
        "USD" => "$",
        _ => "",
    };
    let decimal = Money::new(amount.saturating_abs(), currency).decimal();
    let (whole, fraction) = decimal.split_once('.').map_or((decimal.as_str(), ""), |(whole, rest)| (whole, rest));
    let mut text = if amount < 0 { "-".to_owned() } else { String::new() };
    if sign.is_empty() {
        text.push_str(currency);
        text.push(' ');
    }
    text.push_str(sign);
    text.push_str(&whole.parse().map_or_else(|_| whole.to_owned(), grouped));
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// `1,234,567`.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `12.3`, `40`.
fn percent(permille: i64) -> String {
    let (whole, rest) = (permille / 10, permille % 10);
    if rest == 0 { grouped(whole) } else { format!("{}.{rest}", grouped(whole)) }
}
