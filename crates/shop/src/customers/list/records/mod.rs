//! The SQL of the customer list.

pub(in crate::customers) mod bulk;
pub(in crate::customers) mod counting;

use std::collections::BTreeSet;

use platform::Error;
use platform::db::{Connection, Row, Value, placeholders};

use crate::customers::ContactGroup;
use crate::customers::list::filter::{Filter, Sort};
use crate::customers::list::find::{Place, walked};
use crate::customers::list::row::{Slim, Stored};
use crate::customers::list::statement::Statement;
use crate::shops::Channel;

/// Ranges of texts: from, to before.
pub(in crate::customers) type Wide = Vec<(String, String)>;

/// What the walk need not look at, or must look for.
#[derive(Debug, Default)]
pub(in crate::customers) struct Narrow {
    /// Only these customers, when that is known.
    pub(in crate::customers) only: Option<BTreeSet<i64>>,
    /// Sets of profiles, too many to fetch.
    pub(in crate::customers) common: Vec<(&'static str, Vec<Value>)>,
    /// A nick or name in these ranges, or one of these customers.
    pub(in crate::customers) wide: Option<(Wide, Vec<i64>)>,
}

impl Narrow {
    /// Only those that are also in `ids`.
    pub(in crate::customers) fn keep(&mut self, ids: BTreeSet<i64>) {
        self.only = Some(match self.only.take() {
            None => ids,
            Some(before) => before.intersection(&ids).copied().collect(),
        });
    }
}

const COLUMNS: &str = "c.id, c.nick, c.name, c.mobile, c.email, c.gender, c.birthday, c.province, c.city, c.blacklisted, \
    c.created_at, c.orders, c.inquiries, c.deals, c.deal_amount, c.currency, c.items, c.closed, c.closed_amount, \
    c.first_deal_at, c.last_deal_at, c.profiles";

/// Rows of customers, in the order of `ids`.
pub(in crate::customers) async fn stored(conn: &mut impl Connection, ids: &[i64]) -> Result<Vec<Stored>, Error> {
    let mut found = std::collections::HashMap::with_capacity(ids.len());
    for piece in ids.chunks(1_000) {
        let sql = format!("select {COLUMNS} from customers c where c.id in ({})", placeholders(1, piece.len()));
        for row in conn.all(sql, piece.iter().map(|id| Value::from(*id)).collect()).await? {
            let row = stored_row(&row)?;
            found.insert(row.id, row);
        }
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// The profiles of customers.
pub(in crate::customers) async fn slim(conn: &mut impl Connection, ids: &[i64]) -> Result<Vec<Slim>, Error> {
    let mut found = Vec::with_capacity(ids.len());
    for piece in ids.chunks(1_000) {
        let sql = format!(
            "select id, customer_id, shop_id, channel from profiles where customer_id in ({}) order by id",
            placeholders(1, piece.len())
        );
        for row in conn.all(sql, piece.iter().map(|id| Value::from(*id)).collect()).await? {
            found.push(Slim {
                id: row.at(0)?,
                customer_id: row.at(1)?,
                shop_id: row.at(2)?,
                channel: Channel::from_code(&row.at::<String>(3)?)?,
            });
        }
    }
    Ok(found)
}

fn stored_row(row: &Row) -> Result<Stored, Error> {
    Ok(Stored {
        id: row.at(0)?,
        nick: row.at(1)?,
        name: row.at(2)?,
        mobile: row.at(3)?,
        email: row.at(4)?,
        gender: row.at(5)?,
        birthday: row.at(6)?,
        province: row.at(7)?,
        city: row.at(8)?,
        blacklisted: row.at(9)?,
        created_at: row.at(10)?,
        orders: row.at(11)?,
        inquiries: row.at(12)?,
        deals: row.at(13)?,
        deal_amount: row.at(14)?,
        currency: row.at(15)?,
        items: row.at(16)?,
        closed: row.at(17)?,
        closed_amount: row.at(18)?,
        first_deal_at: row.at(19)?,
        last_deal_at: row.at(20)?,
        profiles: row.at(21)?,
    })
}

/// The customers with a profile in a set, when they are at most `most`.
pub(in crate::customers) async fn rare_members(
    conn: &mut impl Connection,
    set: &str,
    values: &[Value],
    most: usize,
) -> Result<Option<BTreeSet<i64>>, Error> {
    // The set is cut before it is joined: a large one is recognised without being read.
    let sql = format!("select p.customer_id from ({set} limit {}) s join profiles p on p.id = s.profile_id", most + 1);
    let found = conn.all(sql, values.to_vec()).await?;
    if found.len() > most {
        return Ok(None);
    }
    found.iter().map(|row| row.at(0)).collect::<Result<_, _>>().map(Some)
}

/// Customers with one of these identifiers.
pub(in crate::customers) async fn by_identifier(
    conn: &mut impl Connection,
    values: &[String],
) -> Result<Vec<i64>, Error> {
    let sql = format!(
        "select p.customer_id from identifiers i join profiles p on p.id = i.profile_id where i.value in ({}) limit 500",
        placeholders(1, values.len())
    );
    first_column(conn, sql, values.iter().map(Value::from).collect()).await
}

/// Customers with a mobile that ends so.
pub(in crate::customers) async fn by_tail(
    conn: &mut impl Connection,
    tail: &str,
    most: usize,
) -> Result<Vec<i64>, Error> {
    let sql = format!(
        "select p.customer_id from identifiers i join profiles p on p.id = i.profile_id where i.tail = $1 limit {most}"
    );
    first_column(conn, sql, vec![tail.into()]).await
}

/// Customers with an identifier in one of these ranges, at most `most` a range.
pub(in crate::customers) async fn by_identifier_range(
    conn: &mut impl Connection,
    ranges: &Wide,
    most: usize,
) -> Result<Vec<i64>, Error> {
    let sql = format!(
        "select p.customer_id from (select i.profile_id from identifiers i where i.value >= $1 and i.value < $2 \
         limit {most}) s join profiles p on p.id = s.profile_id"
    );
    let mut found = Vec::new();
    for (from, to) in ranges {
        found.extend(first_column(conn, sql.clone(), vec![from.into(), to.into()]).await?);
    }
    Ok(found)
}

/// Customers with a nick or name in one of these ranges; `None` when there are more than `most` in one.
pub(in crate::customers) async fn by_label_range(
    conn: &mut impl Connection,
    ranges: &Wide,
    most: usize,
) -> Result<Option<Vec<i64>>, Error> {
    let mut all = Vec::new();
    for column in ["nick", "name"] {
        let sql = format!("select id from customers where {column} >= $1 and {column} < $2 limit {}", most + 1);
        for (from, to) in ranges {
            let found = first_column(conn, sql.clone(), vec![from.into(), to.into()]).await?;
            if found.len() > most {
                return Ok(None);
            }
            all.extend(found);
        }
    }
    Ok(Some(all))
}

async fn first_column(conn: &mut impl Connection, sql: String, values: Vec<Value>) -> Result<Vec<i64>, Error> {
    conn.all(sql, values).await?.iter().map(|row| row.at(0)).collect()
}

async fn places(conn: &mut impl Connection, statement: Statement) -> Result<Vec<Place>, Error> {
    let (sql, values) = statement.finish();
    conn.all(sql, values).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

/// Walks the list of all shops in its order.
pub(in crate::customers) async fn walk(
    conn: &mut impl Connection,
    filter: &Filter,
    narrow: &Narrow,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    let key = match walked(filter) {
        Sort::LastDealAt => "c.recent_at",
        Sort::CreatedAt => "c.id",
        Sort::Amount => "c.deal_amount",
        Sort::Deals => "c.deals",
    };
    let mut sql = Statement::new(format!("select {key}, c.id from customers c where c.merged_into is null"));
    if let Some(group) = filter.group {
        sql.equal("c.contact_group", group.code());
    }
    sql.between("c.deals", filter.deals, true);
    sql.between("c.deal_amount", filter.amount, true);
    sql.between("c.recent_at", filter.last_deal, false);
    if filter.last_deal.1.is_some() && filter.last_deal.0.is_none() {
        // The instant before any deal stands for none.
        sql.push(" and c.recent_at > 0");
    }
    of_customers(&mut sql, filter, narrow);
    sql.after(key, "c.id", after);
    sql.push(&format!(" order by {key} desc, c.id desc limit {limit}"));
    places(conn, sql).await
}

/// Walks one shop's order: customers whose last deal in `shops` was in this shop.
pub(in crate::customers) async fn walk_shop(
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
        " and not exists (select 1 from profiles q where q.customer_id = p.customer_id and q.shop_id in ({list}) \
         and (coalesce(q.last_deal_at, 0) > {key} or (coalesce(q.last_deal_at, 0) = {key} and q.id > p.id)))"
    ));
    let key_is_zero = matches!(filter.group, Some(ContactGroup::NotDealt | ContactGroup::Inquired));
    let has = |what: &str| {
        format!(
            "exists (select 1 from profiles q where q.customer_id = p.customer_id and q.shop_id in ({list}) and q.{what} > 0)"
        )
    };
    match filter.group {
        None | Some(ContactGroup::None) => {}
        Some(ContactGroup::Dealt) => sql.push(&format!(" and {}", has("deals"))),
        // Without a deal there is no last one: the index leads there at once.
        Some(ContactGroup::NotDealt) => {
            sql.push(&format!(" and {key} = 0 and not {} and {}", has("deals"), has("orders")));
        }
        Some(ContactGroup::Inquired) => {
            sql.push(&format!(" and {key} = 0 and not {} and {}", has("orders"), has("inquiries")));
        }
    }
    of_customers(&mut sql, filter, narrow);
    // Where the key is 0 throughout, only the id orders; naming the key too would have SQLite sort them all.
    let order = if key_is_zero { "p.customer_id".to_owned() } else { format!("{key} desc, p.customer_id") };
    sql.after(if key_is_zero { "p.customer_id" } else { key }, "p.customer_id", after);
    sql.push(&format!(" order by {order} desc limit {limit}"));
    places(conn, sql).await
}

/// Sums the figures of some shops before it orders and cuts: exact, and as slow as these shops have customers.
pub(in crate::customers) async fn summed(
    conn: &mut impl Connection,
    filter: &Filter,
    narrow: &Narrow,
    shops: &[i64],
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Place>, Error> {
    let key = match filter.sort {
        Sort::LastDealAt => "f.recent",
        Sort::CreatedAt => "c.id",
        Sort::Amount => "f.amount",
        Sort::Deals => "f.deals",
    };
    let mut sql = Statement::new(format!("select {key}, c.id from customers c join ("));
    sql.push(
        "select p.customer_id as customer_id, cast(sum(p.orders) as bigint) as orders, cast(sum(p.deals) as bigint) as deals, \
         cast(sum(p.deal_amount) as bigint) as amount, cast(sum(p.inquiries) as bigint) as inquiries, \
         max(coalesce(p.last_deal_at, 0)) as recent from profiles p where ",
    );
    let list = sql.list(shops);
    sql.push(&format!("p.shop_id in ({list})"));
    if let Some(only) = &narrow.only {
        let ids = sql.list(&only.iter().copied().collect::<Vec<_>>());
        sql.push(&format!(" and p.customer_id in ({ids})"));
    }
    sql.push(" group by p.customer_id) f on f.customer_id = c.id where c.merged_into is null");
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
    of_customers(&mut sql, filter, narrow);
    sql.after(key, "c.id", after);
    sql.push(&format!(" order by {key} desc, c.id desc limit {limit}"));
    places(conn, sql).await
}

/// What does not depend on the shops in view.
fn of_customers(sql: &mut Statement, filter: &Filter, narrow: &Narrow) {
    if let Some(province) = &filter.province {
        sql.equal("c.province", province);
    }
    if let Some(blacklisted) = filter.blacklisted {
        sql.push(if blacklisted { " and c.blacklisted" } else { " and not c.blacklisted" });
    }
    for (column, value) in [("channel", filter.channel.map(Channel::code)), ("source", filter.source.as_deref())] {
        if let Some(value) = value {
            let place = sql.bind(value);
            sql.push(&format!(
                " and exists (select 1 from profiles x where x.customer_id = c.id and x.{column} = {place})"
            ));
        }
    }
    for (set, values) in &narrow.common {
        let set = sql.renumbered(set, values);
        sql.push(&format!(
            " and exists (select 1 from profiles x where x.customer_id = c.id and x.id in ({set} and profile_id = x.id))"
        ));
    }
    if let Some(only) = &narrow.only {
        let ids = sql.list(&only.iter().copied().collect::<Vec<_>>());
        sql.push(&format!(" and c.id in ({ids})"));
    }
    if let Some((ranges, ids)) = &narrow.wide {
        let mut either = Vec::new();
        for (from, to) in ranges {
            let (from, to) = (sql.bind(from), sql.bind(to));
            either.extend(["nick", "name"].map(|column| format!("c.{column} >= {from} and c.{column} < {to}")));
        }
        if !ids.is_empty() {
            let ids = sql.list(ids);
            either.push(format!("c.id in ({ids})"));
        }
        sql.push(&format!(" and ({})", either.join(" or ")));
    }
}
