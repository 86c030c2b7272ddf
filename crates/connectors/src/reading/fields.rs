//! Columns by meaning, and typed looks at a row that refuse with the column's name.

use std::{collections::BTreeMap, sync::Arc};

use super::Header;
use crate::{
    drafts::{Millis, Minor, Reason, Refusal},
    source::Row,
    value::{id, money, time},
};

/// A column, if the table has it.
pub(crate) type Column = Option<usize>;

/// Hands out columns by name and remembers which are left over.
pub(crate) struct Columns {
    header: Arc<Header>,
    used: Vec<bool>,
}

impl Columns {
    pub(crate) fn new(header: &Arc<Header>) -> Self {
        Self { header: Arc::clone(header), used: vec![false; header.len()] }
    }

    /// The first of these names that is there.
    pub(crate) fn take(&mut self, synonyms: &[&str]) -> Column {
        let column = self.header.find(synonyms);
        if let Some(used) = column.and_then(|index| self.used.get_mut(index)) {
            *used = true;
        }
        column
    }

    /// Columns nobody asked for, with their names.
    pub(crate) fn rest(&self) -> Vec<(usize, String)> {
        let names = self.header.names().iter().enumerate();
        names
            .zip(&self.used)
            .filter(|((_, name), used)| !**used && !name.is_empty() && !is_our_own(name))
            .map(|((index, name), _)| (index, name.clone()))
            .collect()
    }
}

/// Columns that a refused file carries for its reader.
fn is_our_own(name: &str) -> bool {
    crate::refused::COLUMNS.contains(&name)
}

/// A row beside its header.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) row: &'a Row,
    pub(crate) header: &'a Header,
}

type Result<T> = std::result::Result<T, Box<Refusal>>;

impl<'a> View<'a> {
    pub(crate) fn new(row: &'a Row, header: &'a Header) -> Self {
        Self { row, header }
    }

    pub(crate) fn number(&self) -> u64 {
        self.row.number()
    }

    /// The cell, empty when the column is absent.
    pub(crate) fn cell(&self, column: Column) -> &'a str {
        column.map_or("", |index| self.row.cell(index))
    }

    /// The cell, when it says something.
    pub(crate) fn text(&self, column: Column) -> Option<String> {
        let cell = self.cell(column);
        let nothing = cell.is_empty() || cell == "null" || cell == "NULL" || cell == "-" || cell == "--";
        (!nothing).then(|| cell.to_owned())
    }

    /// Refuses the row for what stands in a column.
    pub(crate) fn refuse(&self, column: Column, reason: Reason) -> Box<Refusal> {
        Box::new(Refusal {
            row: self.row.number(),
            field: column.and_then(|index| self.header.names().get(index).cloned()),
            value: column.map(|index| self.row.cell(index).to_owned()),
            reason,
            cells: self.row.cells().map(str::to_owned).collect(),
        })
    }

    /// Refuses a row whose cells cannot belong to the columns.
    pub(crate) fn shape(&self, needed: Column) -> Result<()> {
        if needed.is_some_and(|index| self.row.len() <= index) {
            return Err(self.refuse(None, Reason::TooFewColumns));
        }
        let width = self.header.len();
        let beyond = self.row.len() > width && (width..self.row.len()).any(|index| !self.row.cell(index).is_empty());
        if beyond { Err(self.refuse(None, Reason::TooManyColumns)) } else { Ok(()) }
    }

    /// An id of digits only.
    pub(crate) fn digits(&self, column: Column) -> Result<&'a str> {
        id::digits(self.cell(column)).map_err(|reason| self.refuse(column, reason))
    }

    /// An id of any shape.
    pub(crate) fn id(&self, column: Column) -> Result<&'a str> {
        id::any(self.cell(column)).map_err(|reason| self.refuse(column, reason))
    }

    /// An id of any shape, if there is one.
    pub(crate) fn maybe_id(&self, column: Column) -> Result<Option<String>> {
        if self.text(column).is_none() { Ok(None) } else { self.id(column).map(|text| Some(text.to_owned())) }
    }

    /// An amount in 元, if there is one.
    pub(crate) fn yuan(&self, column: Column) -> Result<Option<Minor>> {
        let cell = self.cell(column);
        if cell.is_empty() || cell == "-" || cell == "--" || cell == "null" {
            return Ok(None);
        }
        match money::yuan(cell) {
            Some(amount) => Ok(Some(amount)),
            None => Err(self.refuse(column, Reason::NotAnAmount)),
        }
    }

    /// An amount given back, where exports write words for nothing (`无退款申请`).
    pub(crate) fn given_back(&self, column: Column) -> Result<Option<Minor>> {
        let cell = self.cell(column);
        let words = !cell.is_empty() && !cell.bytes().any(|byte| byte.is_ascii_digit());
        if words { Ok(Some(0)) } else { self.yuan(column) }
    }

    /// A number of pieces, if there is one.
    pub(crate) fn count(&self, column: Column) -> Result<Option<i64>> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return Ok(None);
        }
        match money::Decimal::parse(cell.trim_end_matches('件'), '.').and_then(money::Decimal::whole) {
            Some(count) => Ok(Some(count)),
            None => Err(self.refuse(column, Reason::NotANumber)),
        }
    }

    /// An instant on China's clock, if there is one.
    pub(crate) fn china(&self, column: Column) -> Result<Option<Millis>> {
        let cell = self.cell(column);
        if cell.is_empty() || cell == "-" || cell == "--" || cell == "null" || cell == "0000-00-00 00:00:00" {
            return Ok(None);
        }
        match time::instant(cell, &time::CHINA, time::Order::default()) {
            Some(at) => Ok(Some(at)),
            None => Err(self.refuse(column, Reason::NotADate)),
        }
    }

    /// Cells of other columns that say something, by name.
    pub(crate) fn extra(&self, columns: &[(usize, String)]) -> BTreeMap<String, String> {
        let mut extra = BTreeMap::new();
        for (index, name) in columns {
            let cell = self.row.cell(*index);
            if says_something(cell) {
                extra.insert(name.clone(), cell.to_owned());
            }
        }
        extra
    }
}

/// Whether a cell says more than a plain no.
pub(crate) fn says_something(cell: &str) -> bool {
    !matches!(
        cell,
        "" | "0"
            | "0.0"
            | "0.00"
            | "0元"
            | "0.00元"
            | "否"
            | "无"
            | "没有"
            | "-"
            | "--"
            | "null"
            | "NULL"
            | "nan"
            | "订单未关闭"
            | "没有申请退款"
            | "无退款申请"
    )
}
