//! The SQL of the list of some shops, where a customer's figures are those of its profiles there.
//!
//! A sum is no column: where a condition says `shop_id + 0`, the index on the customer leads and not that on the shop.

use platform::Error;
use platform::db::Connection;

use super::sets::Set;
use super::{of_customers, places};
use crate::customers::ContactGroup;
use crate::customers::list::filter::{Filter, Sort};
use crate::customers::list::find::{Narrow, Place, walked};
use crate::customers::list::statement::Statement;

/// Walks one shop's order of last deals: customers whose last deal in `shops` was in this shop.
pub(in crate::customers) async fn by_last_deal(
    conn: &mut impl Connection,
    filter: &Filter,
    narrow: &Narrow,
    shops: &[i64],
    shop: i64,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    let key = "coalesce(p.last_deal_at, 0)";
    let mut sql = Statement::new(format!(
        "select {key}, p.customer_id from profiles p join customers c on c.id = p.customer_id where c.merged_into is null"
    ));
    sql.equal("p.shop_id", shop);
    let list = sql.list(shops);
    sql.push(&format!(
        " and not exists (select 1 from profiles q where q.customer_id = p.customer_id and (q.shop_id + 0) in ({list}) \
         and (coalesce(q.last_deal_at, 0) > {key} or (coalesce(q.last_deal_at, 0) = {key} and q.id > p.id)))"
    ));
    let none = without_deals(filter);
    let has = |what: &str| {
        format!(
            "exists (select 1 from profiles q where q.customer_id = p.customer_id and (q.shop_id + 0) in ({list}) and q.{what} > 0)"
        )
    };
    match filter.group {
        None | Some(ContactGroup::None) => {}
        Some(ContactGroup::Dealt) => sql.push(&format!(" and {key} > 0")),
        // Without a deal there is no last one: the index leads there at once.
        Some(ContactGroup::NotDealt) => {
            sql.push(&format!(" and not {} and {}", has("deals"), has("orders")));
        }
        Some(ContactGroup::Inquired) => {
            sql.push(&format!(" and not {} and {}", has("orders"), has("inquiries")));
        }
    }
    if none {
        sql.push(&format!(" and {key} = 0"));
    }
    let sum = |what: &str| {
        format!(
            "(select sum(q.{what}) from profiles q where q.customer_id = p.customer_id and (q.shop_id + 0) in ({list}))"
        )
    };
    sql.between(&sum("deals"), filter.deals, true);
    sql.between(&sum("deal_amount"), filter.amount, true);
    sql.between(key, filter.last_deal, false);
    if filter.last_deal.1.is_some() && filter.last_deal.0.is_none() {
        sql.push(&format!(" and {key} > 0"));
    }
    of_customers(&mut sql, filter, narrow, false);
    // Where the key is 0 throughout, only the id orders; naming the key too would have SQLite sort them all.
    let order = if none { "p.customer_id".to_owned() } else { format!("{key} desc, p.customer_id") };
    sql.after(if none { "p.customer_id" } else { key }, "p.customer_id", after);
    sql.push(&format!(" order by {order} desc limit {limit}"));
    places(conn, sql).await
}

/// Whether the filter lets only those through who bought nothing.
fn without_deals(filter: &Filter) -> bool {
    matches!(filter.group, Some(ContactGroup::NotDealt | ContactGroup::Inquired))
        || [filter.deals.1, filter.amount.1].iter().flatten().any(|most| *most <= 0)
}

/// The column of a shop's order by `sort`, which is [`Sort::Amount`] or [`Sort::Deals`].
fn column(sort: Sort) -> &'static str {
    if sort == Sort::Amount { "deal_amount" } else { "deals" }
}

/// Walks one shop's order by amount or deals: customers who bought in `shops` under one profile alone, this shop's.
pub(in crate::customers) async fn by_one_profile(
    conn: &mut impl Connection,
    filter: &Filter,
    narrow: &Narrow,
    shops: &[i64],
    shop: i64,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    let key = format!("p.{}", column(filter.sort));
    let mut sql = Statement::new(format!(
        "select {key}, p.customer_id from profiles p join customers c on c.id = p.customer_id \
         where c.merged_into is null and {key} > 0"
    ));
    sql.equal("p.shop_id", shop);
    let list = sql.list(shops);
    sql.push(&format!(
        " and not exists (select 1 from profiles q where q.customer_id = p.customer_id and q.id <> p.id \
         and (q.shop_id + 0) in ({list}) and q.deals > 0)"
    ));
    let own = |name: &str| if key.ends_with(name) { key.clone() } else { format!("(p.{name} + 0)") };
    sql.between(&own("deals"), filter.deals, true);
    sql.between(&own("deal_amount"), filter.amount, true);
    sql.between("(p.last_deal_at + 0)", filter.last_deal, false);
    of_customers(&mut sql, filter, narrow, false);
    sql.after(&key, "p.customer_id", after);
    sql.push(&format!(" order by {key} desc, p.customer_id desc limit {limit}"));
    places(conn, sql).await
}

/// The next customers of several profiles, by what they bought in all shops, from the most.
pub(in crate::customers) async fn of_several_profiles(
    conn: &mut impl Connection,
    sort: Sort,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    let key = format!("c.{}", column(sort));
    let mut sql = Statement::new(format!(
        "select {key}, c.id from customers c where c.merged_into is null and c.profiles > 1 and {key} > 0"
    ));
    sql.after(&key, "c.id", after);
    sql.push(&format!(" order by {key} desc, c.id desc limit {limit}"));
    places(conn, sql).await
}

/// Walks the order of creation: customers with a profile in `shops`, to the customer `to` at most.
pub(in crate::customers) async fn by_creation(
    conn: &mut impl Connection,
    filter: &Filter,
    narrow: &Narrow,
    shops: &[i64],
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    let mut sql = Statement::new("select c.id, c.id from customers c where c.merged_into is null".to_owned());
    let list = sql.list(shops);
    let has = |what: &str| {
        format!("exists (select 1 from profiles q where q.customer_id = c.id and (q.shop_id + 0) in ({list}){what})")
    };
    match filter.group {
        None | Some(ContactGroup::None) => sql.push(&format!(" and {}", has(""))),
        Some(ContactGroup::Dealt) => sql.push(&format!(" and {}", has(" and q.deals > 0"))),
        Some(ContactGroup::NotDealt) => {
            sql.push(&format!(" and {} and not {}", has(" and q.orders > 0"), has(" and q.deals > 0")));
        }
        Some(ContactGroup::Inquired) => {
            sql.push(&format!(" and {} and not {}", has(" and q.inquiries > 0"), has(" and q.orders > 0")));
        }
    }
    let of = |what: &str| {
        format!("(select {what} from profiles q where q.customer_id = c.id and (q.shop_id + 0) in ({list}))")
    };
    sql.between(&of("sum(q.deals)"), filter.deals, true);
    sql.between(&of("sum(q.deal_amount)"), filter.amount, true);
    sql.between(&of("max(q.last_deal_at)"), filter.last_deal, false);
    of_customers(&mut sql, filter, narrow, false);
    sql.after("c.id", "c.id", after);
    sql.push(&format!(" order by c.id desc limit {limit}"));
    places(conn, sql).await
}

/// Whom sums are made for.
#[derive(Debug, Clone, Copy)]
pub(in crate::customers) enum Summed<'a> {
    /// These customers.
    Set(&'a Set),
    /// These, when they bought under several of their profiles in the shops in view.
    Several(&'a [i64]),
}

/// Sums the figures of some shops before it orders and cuts: exact, and as slow as there are customers to sum for.
pub(in crate::customers) async fn summed(
    conn: &mut impl Connection,
    filter: &Filter,
    narrow: &Narrow,
    shops: &[i64],
    of: Summed<'_>,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    let key = match walked(filter) {
        Sort::LastDealAt => "f.recent",
        Sort::CreatedAt => "c.id",
        Sort::Amount => "f.amount",
        Sort::Deals => "f.deals",
    };
    let mut sql = Statement::new(format!("select {key}, c.id from ("));
    sql.push(
        "select p.customer_id as customer_id, cast(sum(p.orders) as bigint) as orders, cast(sum(p.deals) as bigint) as deals, \
         cast(sum(p.deal_amount) as bigint) as amount, cast(sum(p.inquiries) as bigint) as inquiries, \
         max(coalesce(p.last_deal_at, 0)) as recent, sum(case when p.deals > 0 then 1 else 0 end) as buying from ",
    );
    match of {
        Summed::Set(set) => {
            let text = sql.renumbered(&set.text, &set.values);
            sql.push(&format!(
                "(select distinct s.id from ({text}) s) l cross join profiles p where p.customer_id = l.id"
            ));
        }
        Summed::Several(ids) => {
            let ids = sql.list(ids);
            sql.push(&format!("profiles p where p.customer_id in ({ids})"));
        }
    }
    let list = shops.iter().map(|shop| sql.bind(*shop)).collect::<Vec<_>>().join(", ");
    sql.push(&format!(" and (p.shop_id + 0) in ({list}) group by p.customer_id) f"));
    sql.push(" cross join customers c where c.id = f.customer_id and c.merged_into is null");
    if matches!(of, Summed::Several(_)) {
        sql.push(" and f.buying > 1");
    }
    match filter.group {
        None | Some(ContactGroup::None) => {}
        Some(ContactGroup::Dealt) => sql.push(" and f.deals > 0"),
        Some(ContactGroup::NotDealt) => sql.push(" and f.deals = 0 and f.orders > 0"),
        Some(ContactGroup::Inquired) => sql.push(" and f.orders = 0 and f.inquiries > 0"),
    }
    sql.between("f.deals", filter.deals, true);
    sql.between("f.amount", filter.amount, true);
    sql.between("f.recent", filter.last_deal, false);
    if filter.last_deal.1.is_some() && filter.last_deal.0.is_none() {
        sql.push(" and f.recent > 0");
    }
    of_customers(&mut sql, filter, narrow, false);
    sql.after(key, "c.id", after);
    sql.push(&format!(" order by {key} desc, c.id desc limit {limit}"));
    places(conn, sql).await
}
