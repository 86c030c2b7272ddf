//! The SQL of sets of customers: what a filter lets through, so that a search can start from the smallest.

use platform::Error;
use platform::db::{Connection, Value};
use platform::http::ShopScope;

use super::super::statement::Statement;
use super::words::Words;
use crate::customers::ContactGroup;
use crate::customers::list::filter::{Filter, Sort};

/// A subselect of customers' ids, as `id`; an id may come more than once.
#[derive(Debug, Clone)]
pub(in crate::customers) struct Set {
    /// Its text, with placeholders from `$1`.
    pub(in crate::customers) text: String,
    /// Their values.
    pub(in crate::customers) values: Vec<Value>,
    /// The same with fewer joins, for counting.
    counted: Option<String>,
    /// How many it has about, where that is known without asking.
    known: Option<usize>,
}

/// How the walk in the order of the list meets a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::customers) enum Kind {
    /// An index goes along the set in that order.
    Along,
    /// The index of the order says who is in it.
    Figures,
    /// The customers' rows say it.
    Across,
}

const STANDING: &str = "select id from customers where merged_into is null";

impl Set {
    fn of(statement: Statement) -> Self {
        let (text, values) = statement.finish();
        Self { text, values, counted: None, known: None }
    }

    /// The customers of a subselect of `profile_id`s.
    pub(in crate::customers) fn members(set: &str, values: Vec<Value>) -> Self {
        Self {
            text: format!("select p.customer_id as id from ({set}) m cross join profiles p where p.id = m.profile_id"),
            values,
            counted: Some(set.to_owned()),
            known: None,
        }
    }

    /// Those of `ids`, or of everybody, with `part` in their nick or name.
    fn holding(sql: &mut Statement, part: &str, ids: Option<&[i64]>) {
        let place = sql.bind(Words::pattern(part));
        sql.push(&format!("select id from customers where {}", Words::has_part("", &place)));
        if let Some(ids) = ids {
            // Few lengths, so that the database knows the statement again.
            let mut ids = ids.to_vec();
            let last = ids.last().copied().unwrap_or_default();
            ids.resize(ids.len().max(1).next_power_of_two(), last);
            let ids = sql.list(&ids);
            sql.push(&format!(" and id in ({ids})"));
        }
    }

    /// Customers with a nick or name in one of these ranges, those who are named, and those with the part in their nick or
    /// name, who are among `held` when that is known.
    pub(in crate::customers) fn called(words: &Words, held: Option<&[i64]>) -> Self {
        let mut sql = Statement::new(String::new());
        let mut and = "";
        for (from, to) in &words.ranges {
            let (from, to) = (sql.bind(from), sql.bind(to));
            for column in ["nick", "name"] {
                sql.push(&format!("{and}select id from customers where {column} >= {from} and {column} < {to}"));
                and = " union all ";
            }
        }
        if let Some(part) = &words.part {
            sql.push(and);
            Self::holding(&mut sql, part, held);
            and = " union all ";
        }
        if !words.ids.is_empty() || and.is_empty() {
            let ids = if words.ids.is_empty() { "null".to_owned() } else { sql.list(&words.ids) };
            sql.push(&format!("{and}select id from customers where id in ({ids})"));
        }
        let known = held.map(|held| held.len() + words.ids.len()).filter(|known| *known > 0);
        Self { known, ..Self::of(sql) }
    }

    /// Whether it names its customers one by one, so that it costs no more than looking at them.
    pub(in crate::customers) fn names_them(&self) -> bool {
        self.known.is_some()
    }

    /// These customers.
    pub(in crate::customers) fn these(ids: &[i64]) -> Self {
        Self::called(&Words { ids: ids.to_vec(), ..Words::default() }, None)
    }

    /// How many it has, or `most + 1` when there are more.
    pub(in crate::customers) async fn count(&self, conn: &mut impl Connection, most: usize) -> Result<usize, Error> {
        if let Some(known) = self.known {
            return Ok(known.min(most + 1));
        }
        let text = self.counted.as_ref().unwrap_or(&self.text);
        // Cut before it is counted: a large set is recognised without being read.
        let sql = format!("select count(*) from (select 1 from ({text}) s limit {}) few", most + 1);
        let row = conn.one(sql, self.values.clone()).await?;
        let count: i64 = row.map_or(Ok(0), |row| row.at(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }
}

/// What the columns of customers let through, each with how the walk in the order of `sort` meets it.
pub(in crate::customers) fn of_columns(filter: &Filter, sort: Sort) -> Vec<(Set, Kind)> {
    let mut sets = Vec::new();
    let mut add = |kind: Kind, fill: &dyn Fn(&mut Statement)| {
        let mut sql = Statement::new(STANDING.to_owned());
        fill(&mut sql);
        sets.push((Set::of(sql), kind));
    };
    let along = if sort == Sort::LastDealAt { Kind::Along } else { Kind::Across };
    if let Some(province) = filter.province.as_ref() {
        add(along, &|sql| sql.equal("province", province));
    }
    // Said twice: SQLite takes a small index only for a column of it that is compared.
    if filter.blacklisted == Some(true) {
        add(along, &|sql| sql.push(" and blacklisted and blacklisted = true"));
    }
    // Figures are summed over the shops in view; what they are over all is at least that, so only lower ends say who.
    let all = filter.scope == ShopScope::All;
    let some = |(from, to): (Option<i64>, Option<i64>)| if all { (from, to) } else { (from, None) };
    // Who has a deal has an amount: those with neither would make up most of what is small.
    let dealt = filter.group == Some(ContactGroup::Dealt)
        || [filter.deals.0, filter.amount.0].into_iter().flatten().any(|least| least > 0);
    let least = |(from, to): (Option<i64>, Option<i64>)| {
        let from = if dealt && to.is_some() { Some(from.unwrap_or(1).max(1)) } else { from };
        (from, to)
    };
    for (of, column, range) in [
        (Sort::Deals, "deals", least(some(filter.deals))),
        (Sort::Amount, "deal_amount", least(some(filter.amount))),
        (Sort::LastDealAt, "recent_at", some(filter.last_deal)),
    ] {
        let says = range.0.is_some_and(|from| from > 0) || range.1.is_some();
        // A walk along this very order begins where the range does.
        if says && (of != sort || !all) {
            add(Kind::Figures, &|sql| {
                sql.between(column, range, of != Sort::LastDealAt);
                if of == Sort::LastDealAt && range.0.is_none() {
                    sql.push(" and recent_at > 0");
                }
            });
        }
    }
    if let Some(group @ (ContactGroup::NotDealt | ContactGroup::Inquired)) = filter.group
        && all
    {
        add(Kind::Along, &|sql| sql.equal("contact_group", group.code()));
    }
    sets
}

/// The customers with a profile of one of these shops, or of this channel without a shop.
pub(in crate::customers) fn of_shops(shops: &[i64], shopless: Option<&str>) -> Set {
    let mut sql = Statement::new(String::new());
    if !shops.is_empty() {
        let list = sql.list(shops);
        sql.push(&format!("select customer_id as id from profiles where shop_id in ({list})"));
    }
    if let Some(channel) = shopless {
        let and = if shops.is_empty() { "" } else { " union all " };
        let channel = sql.bind(channel);
        sql.push(&format!("{and}select customer_id as id from profiles where shop_id is null and channel = {channel}"));
    }
    Set::of(sql)
}
