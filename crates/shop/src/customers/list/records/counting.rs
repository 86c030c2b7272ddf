//! The SQL of the counts.

use platform::Error;
use platform::db::{Connection, Tx, Value, placeholders};
use platform::http::ShopScope;
use platform::values;

use crate::customers::counts::Tally;

const FEW: &str = "select count(*) as n from (select 1 from customers where merged_into is null limit $1) few";
const TALLY: &str =
    "select contact_group, count(*) as n from customers where merged_into is null group by contact_group";
const KEPT: &str = "select dealt, not_dealt, inquired, others, as_of from customer_counts where scope = $1";
const KEEP: &str = "insert into customer_counts (scope, dealt, not_dealt, inquired, others, as_of, claimed_at) \
    values ($1, $2, $3, $4, $5, $6, 0) on conflict (scope) do update set dealt = excluded.dealt, \
    not_dealt = excluded.not_dealt, inquired = excluded.inquired, others = excluded.others, as_of = excluded.as_of, \
    claimed_at = 0";
const CLAIM: &str = "update customer_counts set claimed_at = $2 where scope = $1 and claimed_at < $3";

/// The statements of fixed text, for the test that prepares them.
#[cfg(test)]
pub(in crate::customers) const STATEMENTS: &[&str] = &[FEW, TALLY, KEPT, KEEP, CLAIM];

fn shops(scope: &ShopScope, first: usize) -> Option<(String, Vec<Value>)> {
    match scope {
        ShopScope::All => None,
        ShopScope::Only(shops) => {
            Some((placeholders(first, shops.len()), shops.iter().map(|shop| Value::from(*shop)).collect()))
        }
    }
}

/// Whether at most `most` customers (profiles, when only some shops are in view) are to be counted.
pub(in crate::customers) async fn few(conn: &mut impl Connection, scope: &ShopScope, most: i64) -> Result<bool, Error> {
    let row = match shops(scope, 2) {
        None => conn.one(FEW, values![most + 1]).await?,
        Some((list, _)) if list.is_empty() => return Ok(true),
        Some((list, more)) => {
            let sql =
                format!("select count(*) as n from (select 1 from profiles where shop_id in ({list}) limit $1) few");
            let mut values = values![most + 1];
            values.extend(more);
            conn.one(sql, values).await?
        }
    };
    Ok(row.map_or(Ok(0), |row| row.get::<i64>("n"))? <= most)
}

/// Counts every customer in scope.
pub(in crate::customers) async fn tally(conn: &mut impl Connection, scope: &ShopScope) -> Result<Tally, Error> {
    let rows = match shops(scope, 1) {
        None => conn.all(TALLY, values![]).await?,
        Some((list, _)) if list.is_empty() => Vec::new(),
        Some((list, values)) => {
            let sql = format!(
                "select contact_group, count(*) as n from (select case when sum(deals) > 0 then 'dealt' \
                 when sum(orders) > 0 then 'not_dealt' when sum(inquiries) > 0 then 'inquired' else 'none' end \
                 as contact_group from profiles where shop_id in ({list}) group by customer_id) f group by contact_group"
            );
            conn.all(sql, values).await?
        }
    };
    let mut tally = Tally::default();
    for row in rows {
        let count: i64 = row.get("n")?;
        match row.get::<String>("contact_group")?.as_str() {
            "dealt" => tally.dealt += count,
            "not_dealt" => tally.not_dealt += count,
            "inquired" => tally.inquired += count,
            _ => tally.others += count,
        }
    }
    Ok(tally)
}

/// What was counted last, and when.
pub(in crate::customers) async fn kept(conn: &mut impl Connection, scope: &str) -> Result<Option<(Tally, i64)>, Error> {
    let Some(row) = conn.one(KEPT, values![scope]).await? else { return Ok(None) };
    let tally = Tally {
        dealt: row.get("dealt")?,
        not_dealt: row.get("not_dealt")?,
        inquired: row.get("inquired")?,
        others: row.get("others")?,
    };
    Ok(Some((tally, row.get("as_of")?)))
}

pub(in crate::customers) async fn keep(tx: &mut Tx, scope: &str, tally: &Tally, now: i64) -> Result<(), Error> {
    tx.execute(KEEP, values![scope, tally.dealt, tally.not_dealt, tally.inquired, tally.others, now]).await.map(|_| ())
}

/// Takes the count on, unless somebody did after `before`.
pub(in crate::customers) async fn claim(tx: &mut Tx, scope: &str, now: i64, before: i64) -> Result<bool, Error> {
    Ok(tx.execute(CLAIM, values![scope, now, before]).await? > 0)
}
