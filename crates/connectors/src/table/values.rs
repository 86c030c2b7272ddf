//! How a mapped table writes amounts, numbers, instants and ids.

use std::collections::BTreeMap;

use super::{Mapping, MappingError, fields::status_of};
use crate::{
    drafts::{Millis, Minor, OrderStatus, Reason, Refusal},
    reading::{Header, View},
    value::{
        id,
        money::{self, Decimal},
        time::{self, Order, Zone},
    },
};

/// Reads cells of a mapped table.
pub(crate) struct Values {
    zone: Zone,
    dates: Dates,
    /// Columns that write dates in a way of their own.
    own_dates: Vec<(usize, Dates)>,
    pub(crate) currency: String,
    pub(crate) digits: u32,
    decimal: char,
    status: OrderStatus,
    statuses: BTreeMap<String, OrderStatus>,
}

/// How dates are written.
struct Dates {
    order: Order,
    pattern: Option<String>,
}

impl Dates {
    fn new(option: Option<&str>) -> Option<Self> {
        let (order, pattern) = match option {
            None | Some("auto" | "dmy" | "ymd") => (Order::DayFirst, None),
            Some("mdy") => (Order::MonthFirst, None),
            Some(pattern) if pattern.contains('%') => (Order::DayFirst, Some(pattern.to_owned())),
            Some(_) => return None,
        };
        Some(Self { order, pattern })
    }
}

type Result<T> = std::result::Result<T, Box<Refusal>>;

impl Values {
    pub(crate) fn new(mapping: &Mapping, header: &Header) -> std::result::Result<Self, MappingError> {
        let bad = |option: &str, expected| {
            let value = mapping.option(option).unwrap_or("").to_owned();
            MappingError::BadOption { option: option.to_owned(), value, expected }
        };
        let zone = mapping.option("time_zone").unwrap_or("Asia/Shanghai");
        let zone =
            Zone::named(zone).ok_or_else(|| bad("time_zone", "a name of the tz database, such as Asia/Shanghai"))?;
        let shape = "auto, dmy, mdy, or a pattern such as %d.%m.%Y %H:%M";
        let dates = Dates::new(mapping.option("date_format")).ok_or_else(|| bad("date_format", shape))?;
        let mut own_dates = Vec::new();
        for column in &mapping.columns {
            let (Some(format), Some(index)) = (column.options.get("date_format"), header.find(&[&column.column]))
            else {
                continue;
            };
            let dates = Dates::new(Some(format.trim())).ok_or_else(|| MappingError::BadOption {
                option: format!("{}: date_format", column.column),
                value: format.clone(),
                expected: shape,
            })?;
            own_dates.push((index, dates));
        }
        let decimal = match mapping.option("decimal") {
            None | Some(".") => '.',
            Some(",") => ',',
            Some(_) => return Err(bad("decimal", "a full stop or a comma")),
        };
        let currency = mapping.option("currency").unwrap_or("CNY").to_uppercase();
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(bad("currency", "an ISO 4217 code, such as CNY"));
        }
        let code = |option: &str, text: &str| {
            let status = OrderStatus::from_code(text);
            status.ok_or_else(|| bad(option, "one of our statuses, such as paid or finished"))
        };
        let status = mapping.option("status").map_or(Ok(OrderStatus::Finished), |text| code("status", text))?;
        let mut statuses = BTreeMap::new();
        for (option, text) in &mapping.options {
            if let Some(raw) = option.strip_prefix("status.") {
                statuses.insert(raw.to_owned(), code(option, text)?);
            }
        }
        let digits = money::digits(&currency);
        Ok(Self { zone, dates, own_dates, currency, digits, decimal, status, statuses })
    }

    /// The number in a cell, if there is one.
    pub(crate) fn decimal(&self, view: View<'_>, column: Option<usize>, reason: Reason) -> Result<Option<Decimal>> {
        let cell = view.cell(column);
        if is_nothing(cell) {
            return Ok(None);
        }
        Decimal::parse(cell, self.decimal).map(Some).ok_or_else(|| view.refuse(column, reason))
    }

    /// The amount in a cell, if there is one.
    pub(crate) fn money(&self, view: View<'_>, column: Option<usize>) -> Result<Option<Minor>> {
        let Some(amount) = self.decimal(view, column, Reason::NotAnAmount)? else { return Ok(None) };
        amount.minor(self.digits).map(Some).ok_or_else(|| view.refuse(column, Reason::NotAnAmount))
    }

    /// The whole number in a cell, if there is one.
    pub(crate) fn count(&self, view: View<'_>, column: Option<usize>) -> Result<Option<i64>> {
        let Some(number) = self.decimal(view, column, Reason::NotANumber)? else { return Ok(None) };
        number.whole().map(Some).ok_or_else(|| view.refuse(column, Reason::NotANumber))
    }

    /// How this column writes dates.
    fn dates(&self, column: Option<usize>) -> &Dates {
        self.own_dates.iter().find(|(index, _)| Some(*index) == column).map_or(&self.dates, |(_, dates)| dates)
    }

    /// The instant in a cell, if there is one.
    pub(crate) fn instant(&self, view: View<'_>, column: Option<usize>) -> Result<Option<Millis>> {
        let cell = view.cell(column);
        if is_nothing(cell) {
            return Ok(None);
        }
        let dates = self.dates(column);
        let read = match &dates.pattern {
            Some(pattern) => time::instant_by(cell, pattern, &self.zone),
            None => time::instant(cell, &self.zone, dates.order),
        };
        read.map(Some).ok_or_else(|| view.refuse(column, Reason::NotADate))
    }

    /// The day in a cell, if there is one.
    pub(crate) fn day(&self, view: View<'_>, column: Option<usize>) -> Result<Option<String>> {
        let cell = view.cell(column);
        if is_nothing(cell) {
            return Ok(None);
        }
        time::day(cell, self.dates(column).order).map(Some).ok_or_else(|| view.refuse(column, Reason::NotADate))
    }

    /// The id in a cell, if there is one. A short number that a program printed as `17850.0` is 17850.
    pub(crate) fn id<'a>(&self, view: View<'a>, column: Option<usize>) -> Result<Option<&'a str>> {
        let cell = view.cell(column);
        if is_nothing(cell) {
            return Ok(None);
        }
        id::any(without_fraction(cell)).map(Some).map_err(|reason| view.refuse(column, reason))
    }

    /// The id in a cell that must hold one.
    pub(crate) fn needed_id<'a>(&self, view: View<'a>, column: Option<usize>) -> Result<&'a str> {
        self.id(view, column)?.ok_or_else(|| view.refuse(column, Reason::MissingId))
    }

    /// Our status for what a cell says; the mapping's own words go first.
    pub(crate) fn status(&self, text: &str) -> OrderStatus {
        if text.is_empty() {
            return self.status;
        }
        self.statuses.get(text).copied().unwrap_or_else(|| status_of(text))
    }
}

/// Whether a cell holds a program's word for nothing.
pub(crate) fn is_nothing(cell: &str) -> bool {
    cell.is_empty()
        || cell == "-"
        || cell == "--"
        || (cell.len() <= 4 && ["null", "nan", "none", "nat", "n/a"].iter().any(|word| cell.eq_ignore_ascii_case(word)))
}

/// A short whole number without the `.0` that some programs print behind it.
pub(crate) fn without_fraction(cell: &str) -> &str {
    match cell.strip_suffix(".0") {
        Some(whole) if (1..=15).contains(&whole.len()) && whole.bytes().all(|byte| byte.is_ascii_digit()) => whole,
        _ => cell,
    }
}
