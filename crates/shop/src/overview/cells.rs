//! What one shop took on one day in one currency: sums, and who bought. From these every figure of the page is made, for
//! any shops and any days, without reading an order.

use std::collections::{BTreeMap, HashMap};

use platform::Error;
use platform::db::Connection;

use super::calendar::Days;
use crate::customers;
use crate::orders::sums::{self, Sale};

/// A shop's day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// The day's number, counted from 1 January 1970 in the business's time zone.
    pub(super) day: i64,
    pub(super) shop_id: i64,
    pub(super) currency: String,
    /// Of deals, minor units.
    pub(super) sales: i64,
    pub(super) deals: i64,
    pub(super) paid: i64,
    pub(super) refunded: i64,
    /// Who had a deal, by customer.
    pub(super) buyers: Vec<Buyer>,
}

/// One customer's deals in a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Buyer {
    pub(super) customer: i64,
    pub(super) deals: i64,
    /// Minor units.
    pub(super) amount: i64,
    /// Days since the customer's first deal ever.
    pub(super) since: i64,
}

/// Sums up the orders of these days.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn gather(conn: &mut impl Connection, days: &Days) -> Result<Vec<Cell>, Error> {
    let mut sales: Vec<Sale> = Vec::new();
    let (from, to) = days.span();
    sums::sales(conn, from, to, |sale| sales.push(sale)).await?;
    let mut profiles: Vec<i64> =
        sales.iter().filter(|sale| sale.deal_amount > 0).filter_map(|sale| sale.profile_id).collect();
    profiles.sort_unstable();
    profiles.dedup();
    let people: HashMap<i64, (i64, Option<i64>)> = customers::buyers(conn, &profiles)
        .await?
        .into_iter()
        .map(|(profile, customer, first)| (profile, (customer, first)))
        .collect();
    /// By day, shop and currency.
    type Cells = BTreeMap<(i64, i64, String), (Cell, BTreeMap<i64, Buyer>)>;
    let mut cells = Cells::new();
    for sale in sales {
        let day = days.of(sale.at);
        let (cell, buyers) = cells.entry((day, sale.shop_id, sale.currency)).or_default();
        cell.paid += sale.paid;
        cell.refunded += sale.refunded;
        if sale.deal_amount <= 0 {
            continue;
        }
        cell.sales += sale.deal_amount;
        cell.deals += 1;
        if let Some((customer, first)) = sale.profile_id.and_then(|profile| people.get(&profile)) {
            let buyer = buyers.entry(*customer).or_insert(Buyer { customer: *customer, ..Buyer::default() });
            buyer.deals += 1;
            buyer.amount += sale.deal_amount;
            buyer.since = first.map_or(0, |first| days.before(day, first));
        }
    }
    Ok(cells
        .into_iter()
        .map(|((day, shop_id, currency), (cell, buyers))| Cell {
            day,
            shop_id,
            currency,
            buyers: buyers.into_values().collect(),
            ..cell
        })
        .collect())
}

impl Cell {
    /// The buyers in few bytes: each number by sevens of its bits, customers as what they are more than the one before.
    pub(super) fn packed(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.buyers.len() * 10);
        let mut last = 0;
        for buyer in &self.buyers {
            for number in [buyer.customer.wrapping_sub(last), buyer.deals, buyer.amount, buyer.since] {
                write(&mut bytes, number);
            }
            last = buyer.customer;
        }
        bytes
    }

    /// The buyers in [`Cell::packed`]'s bytes.
    ///
    /// # Errors
    /// When the bytes end within a buyer.
    pub(super) fn unpacked(bytes: &[u8]) -> Result<Vec<Buyer>, Error> {
        let mut rest = bytes;
        let (mut buyers, mut last) = (Vec::with_capacity(bytes.len() / 8), 0_i64);
        while !rest.is_empty() {
            let mut next = || read(&mut rest).ok_or_else(|| Error::internal("a day's buyers end too early"));
            last = last.wrapping_add(next()?);
            buyers.push(Buyer { customer: last, deals: next()?, amount: next()?, since: next()? });
        }
        Ok(buyers)
    }
}

fn write(bytes: &mut Vec<u8>, number: i64) {
    let mut number = number.cast_unsigned();
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn read(bytes: &mut &[u8]) -> Option<i64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(number.cast_signed());
        }
    }
    None
}
