//! The SQL of pages, refills, and lists of who is due.

use futures_util::StreamExt as _;
use platform::db::{Bulk, Connection, Row, Tx, pieces};
use platform::{Error, values};

use crate::value::refills::{Marks, Refill};

pub(super) const PAGE: &str = "select body from value_pages where name = $1";
pub(super) const DROP_PAGE: &str = "delete from value_pages where name = $1";
pub(super) const REFILLS: &str =
    "select customer_id, family, last_day, next_from, next_day, next_to, marks from value_refills";
pub(super) const REFILLS_OF: &str = "select customer_id, family, last_day, next_from, next_day, next_to, marks \
    from value_refills where customer_id = $1 order by next_day, family";
const DROP: &str = "delete from value_refills where customer_id = $1 and family = $2";
const PUT_PAGES: Bulk = Bulk {
    insert: "insert into value_pages (name, body)",
    columns: 2,
    then: "on conflict (name) do update set body = excluded.body",
};
const PUT_REFILLS: Bulk = Bulk {
    insert: "insert into value_refills (customer_id, family, last_day, next_from, next_day, next_to, \
        marks)",
    columns: 7,
    then: "on conflict (customer_id, family) do update set last_day = excluded.last_day, \
        next_from = excluded.next_from, next_day = excluded.next_day, next_to = excluded.next_to, marks = excluded.marks",
};

/// A page's JSON; `None` when it was never made.
pub(in crate::value) async fn page(conn: &mut impl Connection, name: &str) -> Result<Option<String>, Error> {
    conn.one(PAGE, values![name]).await?.map(|row| row.at(0)).transpose()
}

pub(in crate::value) async fn put_pages(tx: &mut Tx, pages: &[(&str, String)]) -> Result<(), Error> {
    let rows = pages.iter().map(|(name, body)| values![*name, body]).collect();
    PUT_PAGES.run(tx, rows).await.map(|_| ())
}

pub(in crate::value) async fn drop_page(tx: &mut Tx, name: &str) -> Result<(), Error> {
    tx.execute(DROP_PAGE, values![name]).await.map(|_| ())
}

fn refill(row: &Row) -> Result<Refill, Error> {
    Ok(Refill {
        customer: row.at(0)?,
        family: row.at(1)?,
        last: row.at(2)?,
        from: row.at(3)?,
        day: row.at(4)?,
        to: row.at(5)?,
        marks: Marks::of_number(row.at(6)?),
    })
}

/// The families that these customers, each once, are marked with, by customer and family.
pub(in crate::value) async fn marked(conn: &mut impl Connection, customers: &[i64]) -> Result<Vec<Refill>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, customers.iter().copied()) {
        let text = format!("{REFILLS} where marks <> 0 and customer_id in ({list}) order by customer_id, family");
        for row in conn.all(text, ids).await? {
            found.push(refill(&row)?);
        }
    }
    Ok(found)
}

/// The refills of these customers, each once, in no order.
pub(in crate::value) async fn refills_of_many(
    conn: &mut impl Connection,
    customers: &[i64],
) -> Result<Vec<Refill>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, customers.iter().copied()) {
        for row in conn.all(format!("{REFILLS} where customer_id in ({list})"), ids).await? {
            found.push(refill(&row)?);
        }
    }
    Ok(found)
}

/// Hands over every refill, in no order.
pub(in crate::value) async fn refills(
    conn: &mut impl Connection,
    mut each: impl FnMut(Refill) + Send,
) -> Result<(), Error> {
    let mut rows = conn.stream(REFILLS, values![])?;
    while let Some(row) = rows.next().await {
        each(refill(&row?)?);
    }
    Ok(())
}

/// A customer's refills, the earliest first.
pub(in crate::value) async fn refills_of(conn: &mut impl Connection, customer: i64) -> Result<Vec<Refill>, Error> {
    conn.all(REFILLS_OF, values![customer]).await?.iter().map(refill).collect()
}

pub(in crate::value) async fn put_refills(tx: &mut Tx, rows: &[&Refill]) -> Result<(), Error> {
    let row =
        |one: &&Refill| values![one.customer, &one.family, one.last, one.from, one.day, one.to, one.marks.number()];
    PUT_REFILLS.run(tx, rows.iter().map(row).collect()).await.map(|_| ())
}

pub(in crate::value) async fn drop_refill(tx: &mut Tx, one: &Refill) -> Result<(), Error> {
    tx.execute(DROP, values![one.customer, &one.family]).await.map(|_| ())
}

/// Who is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::value) enum When {
    /// Expected from the first day on and before the second.
    Week(i64, i64),
    /// In the window on this day.
    Due(i64),
    /// After the window on this day, and not lost.
    Overdue(i64),
}

/// A customer who is due, with the day after which the next one of the list is to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::value) struct DueRow {
    pub(in crate::value) customer: i64,
    pub(in crate::value) last: i64,
    pub(in crate::value) from: i64,
    pub(in crate::value) day: i64,
    pub(in crate::value) to: i64,
    pub(in crate::value) potential: i64,
    pub(in crate::value) churn_risk: Option<i64>,
}

/// Who is due after `(day, customer)`, the earliest first; for a family of goods when one is named.
pub(in crate::value) async fn due(
    conn: &mut impl Connection,
    when: When,
    family: Option<&str>,
    after: (i64, i64),
    limit: i64,
) -> Result<Vec<DueRow>, Error> {
    let (from, of) = if family.is_some() {
        ("value_refills r join value_scores s on s.customer_id = r.customer_id", "r")
    } else {
        ("value_scores s", "s")
    };
    let (test, first, second) = match when {
        When::Week(from, to) => (format!("{of}.next_day >= $1 and {of}.next_day < $2"), from, to),
        When::Due(today) => (format!("{of}.next_from <= $1 and {of}.next_to >= $2"), today, today),
        When::Overdue(today) => {
            (format!("{of}.next_to < $1 and {of}.next_to < $2 and s.stage <> 'lost'"), today, today)
        }
    };
    let mut values = values![first, second, after.0, after.1, limit];
    let mut text = format!(
        "select s.customer_id, {of}.last_day, {of}.next_from, {of}.next_day, {of}.next_to, s.potential, s.churn_risk \
         from {from} where {test} and {of}.next_day >= $3 and ({of}.next_day > $3 or {of}.customer_id > $4)"
    );
    if let Some(family) = family {
        text.push_str(" and r.family = $6");
        values.push(family.into());
    }
    text.push_str(&format!(" order by {of}.next_day, {of}.customer_id limit $5"));
    let row = |row: &Row| {
        Ok(DueRow {
            customer: row.at(0)?,
            last: row.at(1)?,
            from: row.at(2)?,
            day: row.at(3)?,
            to: row.at(4)?,
            potential: row.at(5)?,
            churn_risk: row.at(6)?,
        })
    };
    conn.all(text, values).await?.iter().map(row).collect()
}
