//! The demo shop as the export files of Taobao's seller pages: order report and item report, in an old and a new
//! generation, GBK or UTF-8, whole or with a share of damaged rows.
//!
//! Rows stand in the order of people, not of time; importers may not care. Old reports (A) show receivers and mobiles
//! in full, new ones (E) masked, whatever the world's own privacy is.

mod bytes;
mod cells;
mod columns;
mod damage;
#[cfg(test)]
mod read_back;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use connectors::drafts::{Draft, IdentifierKind, OrderDraft};

pub use self::damage::Damage;

use self::bytes::Encoder;
use self::cells::Beside;
use self::columns::Column;
use super::life::{Life, Wanted};
use super::person::Person;
use super::{Privacy, Settings, World, parties};

/// A generation of the order report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderReport {
    /// 2017: 46 columns, receivers in full, the Alipay account.
    A,
    /// Since 2022: 71 columns, receivers masked, privacy numbers.
    E,
}

/// A generation of the item report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemReport {
    /// 2017: 10 columns.
    Ten,
    /// 2024: 27 columns.
    TwentySeven,
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
    /// Damaged rows of the order report, by what happened to them.
    pub damaged_orders: BTreeMap<Damage, u64>,
    /// Damaged rows of the item report.
    pub damaged_lines: BTreeMap<Damage, u64>,
}

/// Writes both reports of these people's orders at one shop. `done` hears the number of people after each.
///
/// # Errors
/// Those of the writers; `InvalidInput` when the shop is none of Taobao's.
pub fn write(
    world: &World,
    people: Range<u64>,
    export: &Export,
    orders: &mut dyn Write,
    items: &mut dyn Write,
    done: &mut dyn FnMut(u64),
) -> io::Result<Written> {
    let known = world.settings().shops.get(export.shop).is_some_and(|shop| shop.channel.is_alibaba());
    if !known {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "only shops on Taobao and Tmall have these reports"));
    }
    let privacy = match export.orders {
        OrderReport::A => Privacy::Open,
        OrderReport::E => Privacy::Masked,
    };
    let world = World::new(Settings { privacy, ..world.settings().clone() });
    let mut files = Files::new(&world, export, orders, items);
    files.headers()?;
    for (count, number) in (1..).zip(people) {
        files.person(number)?;
        done(count);
    }
    files.flush()?;
    Ok(files.written)
}

struct Files<'a> {
    world: &'a World,
    export: &'a Export,
    orders: &'a mut dyn Write,
    items: &'a mut dyn Write,
    order_columns: Vec<Column>,
    item_columns: Vec<Column>,
    encoder: Encoder,
    rows: String,
    item_rows: String,
    written: Written,
}

impl<'a> Files<'a> {
    fn new(world: &'a World, export: &'a Export, orders: &'a mut dyn Write, items: &'a mut dyn Write) -> Self {
        Self {
            world,
            export,
            orders,
            items,
            order_columns: columns::columns(order_header(export.orders), false),
            item_columns: columns::columns(item_header(export.items), true),
            encoder: Encoder::new(export.encoding),
            rows: String::new(),
            item_rows: String::new(),
            written: Written::default(),
        }
    }

    fn headers(&mut self) -> io::Result<()> {
        if self.export.encoding == Encoding::Utf8Bom {
            self.orders.write_all("\u{feff}".as_bytes())?;
            self.items.write_all("\u{feff}".as_bytes())?;
        }
        self.rows.push_str(order_header(self.export.orders));
        self.rows.push_str("\r\n");
        self.item_rows.push_str(item_header(self.export.items));
        self.item_rows.push_str("\r\n");
        self.flush()
    }

    fn person(&mut self, number: u64) -> io::Result<()> {
        let mut person = None;
        for told in Life::new(self.world, number, Wanted::Orders(self.export.shop)).live() {
            if let Draft::Order(order) = &told.draft {
                self.order(person.get_or_insert_with(|| self.world.person(number)), order);
            }
        }
        if self.rows.len() + self.item_rows.len() > 64 * 1024 { self.flush() } else { Ok(()) }
    }

    fn order(&mut self, person: &Person, order: &OrderDraft) {
        let seed = self.world.settings().seed;
        let permille = self.export.damaged_permille;
        let alipay = match self.export.orders {
            OrderReport::A => alipay(person, order),
            OrderReport::E => String::new(),
        };
        let beside = Beside { order, alipay: &alipay };
        let struck = damage::strike(seed, &order.number, false, true, permille);
        for (at, column) in self.order_columns.iter().enumerate() {
            if at > 0 {
                self.rows.push(',');
            }
            match struck.and_then(|damage| damage::cell(damage, *column, &order.number)) {
                Some(damaged) => self.rows.push_str(&damaged),
                None => cells::order_cell(&mut self.rows, *column, &beside),
            }
        }
        self.rows.push_str("\r\n");
        self.written.orders += 1;
        if let Some(damage) = struck {
            *self.written.damaged_orders.entry(damage).or_default() += 1;
        }
        self.lines(&beside, seed, permille);
    }

    fn lines(&mut self, beside: &Beside<'_>, seed: u64, permille: u32) {
        let order = beside.order;
        let has_dates = self.export.items == ItemReport::TwentySeven;
        let struck = damage::strike(seed, &order.number, true, has_dates, permille);
        for (at_line, line) in order.lines.iter().enumerate() {
            let struck = struck.filter(|_| at_line == 0);
            for (at, column) in self.item_columns.iter().enumerate() {
                if at > 0 {
                    self.item_rows.push(',');
                }
                match struck.and_then(|damage| damage::cell(damage, *column, &order.number)) {
                    Some(damaged) => self.item_rows.push_str(&damaged),
                    None => cells::line_cell(&mut self.item_rows, *column, beside, line),
                }
            }
            if self.export.items == ItemReport::Ten {
                self.item_rows.push(',');
            }
            self.item_rows.push_str("\r\n");
            self.written.lines += 1;
            if let Some(damage) = struck {
                *self.written.damaged_lines.entry(damage).or_default() += 1;
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.orders.write_all(self.encoder.encode(&self.rows))?;
        self.items.write_all(self.encoder.encode(&self.item_rows))?;
        self.rows.clear();
        self.item_rows.clear();
        Ok(())
    }
}

fn alipay(person: &Person, order: &OrderDraft) -> String {
    let nick = order.buyer.identifiers.iter().find(|identifier| identifier.kind == IdentifierKind::TaobaoNick);
    nick.map(|nick| parties::alipay_account(person, &nick.value)).unwrap_or_default()
}

fn order_header(report: OrderReport) -> &'static str {
    match report {
        OrderReport::A => columns::ORDERS_A,
        OrderReport::E => columns::ORDERS_E,
    }
}

fn item_header(report: ItemReport) -> &'static str {
    match report {
        ItemReport::Ten => columns::ITEMS_10,
        ItemReport::TwentySeven => columns::ITEMS_27,
    }
}
