//! The SQL of the list of all shops: along its order, or from a set of customers.

use platform::Error;
use platform::db::Connection;

use super::sets::Set;
use super::{of_customers, places};
use crate::customers::ContactGroup;
use crate::customers::list::filter::{Filter, Sort};
use crate::customers::list::find::{Narrow, Place, walked};
use crate::customers::list::statement::Statement;

/// Where the customers come from.
#[derive(Debug, Clone, Copy)]
pub(in crate::customers) enum Lead<'a> {
    /// The order of the list, to this place at most.
    Order(Option<Place>),
    /// These customers, who are then put in order.
    Set(&'a Set),
}

fn key(filter: &Filter) -> &'static str {
    match walked(filter) {
        Sort::LastDealAt => "c.recent_at",
        Sort::CreatedAt => "c.id",
        Sort::Amount => "c.deal_amount",
        Sort::Deals => "c.deals",
    }
}

/// The customers of all shops that the filter lets through.
pub(in crate::customers) async fn walk(
    conn: &mut impl Connection,
    filter: &Filter,
    narrow: &Narrow,
    lead: Lead<'_>,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    let key = key(filter);
    let mut sql = match lead {
        Lead::Order(_) => Statement::new(format!("select {key}, c.id from customers c where c.merged_into is null")),
        Lead::Set(set) => {
            let mut sql = Statement::new(format!("select {key}, c.id from (select distinct s.id from ("));
            let text = sql.renumbered(&set.text, &set.values);
            // SQLite keeps the order of a cross join; PostgreSQL knows the size of the set.
            sql.push(&format!("{text}) s) l cross join customers c where c.id = l.id and c.merged_into is null"));
            sql
        }
    };
    let led = matches!(lead, Lead::Set(_));
    figures(&mut sql, filter, if led { "" } else { key });
    of_customers(&mut sql, filter, narrow, !led && key == "c.recent_at");
    sql.after(key, "c.id", after);
    if let Lead::Order(Some(to)) = lead {
        sql.until(key, "c.id", to);
    }
    sql.push(&format!(" order by {key} desc, c.id desc limit {limit}"));
    places(conn, sql).await
}

/// The place `far` customers further along the order, if it is that long.
pub(in crate::customers) async fn place_ahead(
    conn: &mut impl Connection,
    filter: &Filter,
    after: Option<Place>,
    far: i64,
) -> Result<Option<Place>, Error> {
    let key = key(filter);
    let mut sql = Statement::new(format!("select {key}, c.id from customers c where c.merged_into is null"));
    if key == "c.recent_at" {
        group(&mut sql, filter, key);
    }
    sql.after(key, "c.id", after);
    sql.push(&format!(" order by {key} desc, c.id desc limit 1 offset {far}"));
    Ok(places(conn, sql).await?.first().copied())
}

/// The conditions on what customers bought, for a walk along `key` (empty when a set leads).
fn figures(sql: &mut Statement, filter: &Filter, key: &str) {
    group(sql, filter, key);
    // A sum is no column: an index of it is not taken in place of the one that is walked along.
    let column = |name: &'static str| if name == key { name.to_owned() } else { format!("({name} + 0)") };
    sql.between(&column("c.deals"), filter.deals, true);
    sql.between(&column("c.deal_amount"), filter.amount, true);
    sql.between(&column("c.recent_at"), filter.last_deal, false);
    let recent = column("c.recent_at");
    let most = [filter.deals.1, filter.amount.1];
    let least = [filter.deals.0, filter.amount.0];
    if most.iter().flatten().any(|most| *most <= 0) {
        // Without a deal there is no last one, and with one there is.
        sql.push(&format!(" and {recent} = 0"));
        if matches!(key, "c.deals" | "c.deal_amount") {
            sql.push(&format!(" and {key} <= 0"));
        }
    } else if least.iter().flatten().any(|least| *least > 0)
        || (filter.last_deal.1.is_some() && filter.last_deal.0.is_none())
    {
        sql.push(&format!(" and {recent} > 0"));
    }
}

fn group(sql: &mut Statement, filter: &Filter, key: &str) {
    match filter.group {
        None => {}
        Some(ContactGroup::Dealt) => match key {
            "c.recent_at" => sql.push(" and c.recent_at > 0"),
            "c.deal_amount" => sql.push(" and c.deal_amount > 0"),
            "c.deals" => sql.push(" and c.deals > 0"),
            _ => sql.push(" and (c.deals + 0) > 0"),
        },
        Some(group) => sql.equal("c.contact_group", group.code()),
    }
}
