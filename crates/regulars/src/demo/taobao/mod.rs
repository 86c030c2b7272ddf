//! The demo shop as the export files of Taobao's seller pages: order report in every generation, item report and refund
//! report, GBK or UTF-8 or a workbook, whole or with a share of damaged rows.
//!
//! Rows stand in the order of people, not of time; importers may not care. Old reports (A to D) show receivers and
//! mobiles in full, new ones (E) masked, whatever the world's own privacy is.

mod bytes;
mod cells;
mod columns;
mod damage;
#[cfg(test)]
mod read_back;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use connectors::drafts::{Draft, IdentifierKind, OrderDraft, RefundDraft};

pub use self::damage::Damage;
pub use self::table::Target;

use self::cells::Beside;
use self::columns::{About, Column};
use self::table::Table;
use super::life::{Life, Wanted};
use super::person::Person;
use super::{Privacy, Settings, World, parties};

/// A generation of the order report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderReport {
    /// 2017: 46 columns, receivers in full, the Alipay account.
    A,
    /// 2018: 56 columns, payment numbers.
    B,
    /// 61 columns.
    C,
    /// 67 columns.
    D,
    /// Since 2022: 71 columns, receivers masked, privacy numbers.
    E,
}

impl OrderReport {
    /// All of them, oldest first.
    pub const ALL: [Self; 5] = [Self::A, Self::B, Self::C, Self::D, Self::E];

    /// The item report of its time.
    #[must_use]
    pub fn items(self) -> ItemReport {
        match self {
            Self::A | Self::B => ItemReport::Ten,
            Self::C | Self::D => ItemReport::Eighteen,
            Self::E => ItemReport::TwentySeven,
        }
    }

    fn header(self) -> &'static str {
        match self {
            Self::A => columns::ORDERS_A,
            Self::B => columns::ORDERS_B,
            Self::C => columns::ORDERS_C,
            Self::D => columns::ORDERS_D,
            Self::E => columns::ORDERS_E,
        }
    }

    /// Old reports show receivers in full and the buyer's Alipay account.
    fn open(self) -> bool {
        self != Self::E
    }
}

/// A generation of the item report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemReport {
    /// 2017: 10 columns.
    Ten,
    /// About 2022: 18 columns.
    Eighteen,
    /// 2024: 27 columns.
    TwentySeven,
}

impl ItemReport {
    fn header(self) -> &'static str {
        match self {
            Self::Ten => columns::ITEMS_10,
            Self::Eighteen => columns::ITEMS_18,
            Self::TwentySeven => columns::ITEMS_27,
        }
    }
}

/// How text becomes bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As the platform writes it.
    Gbk,
    /// As hands re-save it.
    Utf8,
    /// As spreadsheets re-save it.
    Utf8Bom,
}

/// What to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Export {
    /// Index of the shop; one on Taobao or Tmall.
    pub shop: usize,
    /// Generation of the order report.
    pub orders: OrderReport,
    /// Generation of the item report.
    pub items: ItemReport,
    /// Encoding of both files.
    pub encoding: Encoding,
    /// How many of a thousand rows are damaged.
    pub damaged_permille: u32,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows of the order report, damaged ones among them.
    pub orders: u64,
    /// Rows of the item report, damaged ones among them.
    pub lines: u64,
    /// Rows of the refund report; none is damaged.
    pub refunds: u64,
    /// Damaged rows of the order report, by what happened to them.
    pub damaged_orders: BTreeMap<Damage, u64>,
    /// Damaged rows of the item report.
    pub damaged_lines: BTreeMap<Damage, u64>,
}

/// Where the reports go.
pub struct Targets<'a> {
    /// One row an order.
    pub orders: Target<'a>,
    /// One row a line.
    pub items: Option<&'a mut dyn Write>,
    /// One row a refund.
    pub refunds: Option<&'a mut dyn Write>,
}

/// Writes the reports of these people's orders at one shop. `done` hears the number of people after each.
///
/// # Errors
/// Those of the writers; `InvalidInput` when the shop is none of Taobao's.
pub fn write(
    world: &World,
    people: Range<u64>,
    export: &Export,
    to: Targets<'_>,
    done: &mut dyn FnMut(u64),
) -> io::Result<Written> {
    let known = world.settings().shops.get(export.shop).is_some_and(|shop| shop.channel.is_alibaba());
    if !known {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "only shops on Taobao and Tmall have these reports"));
    }
    let privacy = if export.orders.open() { Privacy::Open } else { Privacy::Masked };
    let world = World::new(Settings { privacy, ..world.settings().clone() });
    let mut files = Files::new(&world, export, to)?;
    for (count, number) in (1..).zip(people) {
        files.person(number)?;
        done(count);
    }
    files.finish()
}

struct Files<'w, 'a> {
    world: &'w World,
    export: &'w Export,
    orders: Report<'a>,
    items: Option<Report<'a>>,
    refunds: Option<Report<'a>>,
    written: Written,
}

/// A table and what its columns are.
struct Report<'a> {
    columns: Vec<Column>,
    table: Table<'a>,
}

impl<'a> Report<'a> {
    fn new(header: &str, about: About, target: Target<'a>, encoding: Encoding) -> io::Result<Self> {
        Ok(Self { columns: columns::columns(header, about), table: Table::new(target, header, encoding)? })
    }

    /// Writes one row of the order `number`: what `cell` says, but for what damage did.
    fn row(
        &mut self,
        struck: Option<Damage>,
        number: &str,
        mut cell: impl FnMut(&mut String, Column),
        tail: bool,
    ) -> io::Result<()> {
        for column in &self.columns {
            let damaged = struck.and_then(|damage| damage::cell(damage, *column, number));
            self.table.cell(|row| match &damaged {
                Some(damaged) => row.push_str(damaged),
                None => cell(row, *column),
            });
        }
        if tail {
            self.table.cell(|_| ());
        }
        self.table.end_row()
    }
}

impl<'w, 'a> Files<'w, 'a> {
    fn new(world: &'w World, export: &'w Export, to: Targets<'a>) -> io::Result<Self> {
        let encoding = export.encoding;
        let beside = |to: Option<&'a mut dyn Write>, header, about| {
            to.map(|to| Report::new(header, about, Target::Csv(to), encoding)).transpose()
        };
        Ok(Self {
            world,
            export,
            orders: Report::new(export.orders.header(), About::Order, to.orders, encoding)?,
            items: beside(to.items, export.items.header(), About::Line)?,
            refunds: beside(to.refunds, columns::REFUNDS, About::Refund)?,
            written: Written::default(),
        })
    }

    fn person(&mut self, number: u64) -> io::Result<()> {
        let mut person = None;
        let mut last: Option<Box<OrderDraft>> = None;
        for told in Life::new(self.world, number, Wanted::Orders(self.export.shop)).live() {
            match told.draft {
                Draft::Order(order) => {
                    self.order(person.get_or_insert_with(|| self.world.person(number)), &order)?;
                    last = Some(order);
                }
                // It is told right after its order.
                Draft::Refund(refund) => {
                    if let Some(order) = last.take() {
                        self.refund(&order, &refund)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn order(&mut self, person: &Person, order: &OrderDraft) -> io::Result<()> {
        let seed = self.world.settings().seed;
        let permille = self.export.damaged_permille;
        let alipay = if self.export.orders.open() { alipay(person, order) } else { String::new() };
        let beside = Beside { order, alipay: &alipay };
        let struck = damage::strike(seed, &order.number, false, true, permille);
        let cell = |row: &mut String, column| cells::order_cell(row, column, &beside);
        self.orders.row(struck, &order.number, cell, false)?;
        self.written.orders += 1;
        if let Some(damage) = struck {
            *self.written.damaged_orders.entry(damage).or_default() += 1;
        }
        self.lines(&beside, seed, permille)
    }

    fn lines(&mut self, beside: &Beside<'_>, seed: u64, permille: u32) -> io::Result<()> {
        let Some(items) = &mut self.items else { return Ok(()) };
        let order = beside.order;
        let oldest = self.export.items == ItemReport::Ten;
        let struck = damage::strike(seed, &order.number, true, !oldest, permille);
        for (at_line, line) in order.lines.iter().enumerate() {
            let struck = struck.filter(|_| at_line == 0);
            let cell = |row: &mut String, column| cells::line_cell(row, column, beside, line);
            // A comma ends every row of the oldest report.
            items.row(struck, &order.number, cell, oldest)?;
            self.written.lines += 1;
            if let Some(damage) = struck {
                *self.written.damaged_lines.entry(damage).or_default() += 1;
            }
        }
        Ok(())
    }

    fn refund(&mut self, order: &OrderDraft, refund: &RefundDraft) -> io::Result<()> {
        let Some(refunds) = &mut self.refunds else { return Ok(()) };
        let beside = Beside { order, alipay: "" };
        let cell = |row: &mut String, column| cells::refund_cell(row, column, &beside, refund);
        refunds.row(None, &order.number, cell, false)?;
        self.written.refunds += 1;
        Ok(())
    }

    fn finish(self) -> io::Result<Written> {
        for report in [Some(self.orders), self.items, self.refunds].into_iter().flatten() {
            report.table.finish()?;
        }
        Ok(self.written)
    }
}

fn alipay(person: &Person, order: &OrderDraft) -> String {
    let nick = order.buyer.identifiers.iter().find(|identifier| identifier.kind == IdentifierKind::TaobaoNick);
    nick.map(|nick| parties::alipay_account(person, &nick.value)).unwrap_or_default()
}
