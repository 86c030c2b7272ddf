//! The public data that published numbers were computed from.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

/// A file beside the project, or `None`, told on standard error, where it is not there: its licence does not let the
/// project carry it.
pub(crate) fn shared(path: &str) -> Option<Vec<u8>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    let bytes = fs::read(&file).ok();
    if bytes.is_none() {
        eprintln!("{} is not there: what it shows is not shown here", file.display());
    }
    bytes
}

/// A line of Online Retail that has a customer.
pub(crate) struct Line {
    pub(crate) invoice: String,
    pub(crate) customer: u32,
    /// Minutes since 1970.
    pub(crate) minute: i64,
    /// Calendar month: year · 12 + month − 1.
    pub(crate) month: i64,
    pub(crate) quantity: i64,
    /// Thousandths of a pound.
    pub(crate) price: i64,
}

impl Line {
    /// A sale: not cancelled, at a price.
    pub(crate) fn is_sale(&self) -> bool {
        !self.invoice.starts_with('C') && self.quantity > 0 && self.price > 0
    }
}

/// Days since 1970 of a date (Howard Hinnant, days_from_civil).
pub(crate) fn day(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Online Retail's lines that have a customer.
pub(crate) fn online_retail() -> Option<Vec<Line>> {
    let packed = shared("online_retail/online_retail.csv.gz")?;
    let mut text = Vec::new();
    flate2::read::MultiGzDecoder::new(packed.as_slice()).read_to_end(&mut text).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_slice());
    let mut lines = Vec::new();
    for record in reader.byte_records() {
        let record = record.unwrap();
        let field = |at: usize| std::str::from_utf8(&record[at]).unwrap();
        if field(6).is_empty() {
            continue;
        }
        let number = |text: &str| text.parse::<i64>().unwrap();
        let date = field(4);
        let (year, month, of_month) = (number(&date[0..4]), number(&date[5..7]), number(&date[8..10]));
        lines.push(Line {
            invoice: field(0).to_owned(),
            customer: field(6).parse::<f64>().unwrap() as u32,
            minute: day(year, month, of_month) * 1_440 + number(&date[11..13]) * 60 + number(&date[14..16]),
            month: year * 12 + month - 1,
            quantity: number(field(3)),
            price: (field(5).parse::<f64>().unwrap() * 1_000.0).round() as i64,
        });
    }
    Some(lines)
}

/// By customer: last minute, invoices, thousandths of a pound, of valid sales.
pub(crate) fn online_retail_buyers(lines: &[Line]) -> BTreeMap<u32, (i64, u64, i64)> {
    let mut invoices: BTreeMap<(u32, &str), (i64, i64)> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.is_sale()) {
        let invoice = invoices.entry((line.customer, &line.invoice)).or_default();
        *invoice = (invoice.0.max(line.minute), invoice.1 + line.quantity * line.price);
    }
    let mut buyers: BTreeMap<u32, (i64, u64, i64)> = BTreeMap::new();
    for ((customer, _), (minute, amount)) in invoices {
        let buyer = buyers.entry(customer).or_default();
        *buyer = (buyer.0.max(minute), buyer.1 + 1, buyer.2 + amount);
    }
    buyers
}
