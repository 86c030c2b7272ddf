//! The SQL of products.

use platform::db::{Bulk, Connection, Migration, Row, Tx, pieces};
use platform::http::ShopScope;
use platform::{Error, values};

use super::model::Record;
use super::tags::Tags;
use super::{Moved, Wanted};
use crate::shops::within;

pub(super) const MIGRATION: Migration = Migration::new(
    "20261121_1600_products",
    "create table products (
        id bigint not null primary key,
        shop_id bigint not null,
        number text not null,
        sku text,
        title text not null,
        category text,
        currency text not null,
        price bigint,
        cost bigint,
        stock bigint,
        picture text,
        extra text not null,
        stated boolean not null,
        named_at bigint not null,
        sold bigint not null,
        revenue bigint not null,
        buyers bigint not null,
        last_sold_at bigint,
        stale boolean not null,
        created_at bigint not null,
        changed_at bigint not null
    );
    create unique index products_number on products (shop_id, number);
    create index products_revenue on products (revenue, id);
    create index products_stale on products (id) where stale;
    ",
);

/// Carts name products by number alone.
pub(super) const BY_NUMBER: Migration =
    Migration::new("20261122_2301_products_number", "create index products_by_number on products (number);\n");

/// Sales are kept as orders change; none waits to be counted.
pub(super) const KEPT: Migration = Migration::new(
    "20261123_1510_products_kept",
    "drop index products_stale;
    alter table products drop column stale;
    ",
);

/// What the shop marks products with: a line each ([`Tags::kept`]).
pub(super) const TAGS: Migration =
    Migration::new("20261123_1900_products_tags", "alter table products add column tags text not null default '';\n");

macro_rules! columns {
    () => {
        "id, shop_id, number, sku, title, category, currency, price, cost, stock, picture, extra, stated, named_at, \
        sold, revenue, buyers, last_sold_at, tags"
    };
}

const BY_NUMBERS: &str = concat!("select ", columns!(), " from products where shop_id = $1 and number in (");
const BY_IDS: &str = concat!("select ", columns!(), " from products where id in (");
const GET: &str = concat!("select ", columns!(), " from products where id = $1");
const LIST: &str = concat!("select ", columns!(), " from products where revenue <= $1 and (revenue < $1 or id < $2)");
const CATEGORIES: &str = "select distinct category from products where category is not null order by category limit $1";
const SOLD_LAST: &str = "select id from products where id = $1 and last_sold_at = $2";
const PUT_LAST: &str = "update products set last_sold_at = $2 where id = $1";
const MOVE: Bulk = Bulk {
    insert: "with moved (id, sold, revenue, buyers, sold_at) as (",
    columns: 5,
    then: ") update products set sold = products.sold + moved.sold, revenue = products.revenue + moved.revenue, \
        buyers = products.buyers + moved.buyers, last_sold_at = case \
        when products.last_sold_at is null or moved.sold_at > products.last_sold_at then moved.sold_at \
        else products.last_sold_at end from moved where products.id = moved.id",
};

const ANY: &str = "select id from products limit 1";
const ECONOMICS: &str = "select id, category, cost, price, currency from products where category is not null or cost is not null \
    or price is not null";
const CODED: &str = "select id, sku from products where sku is not null";
const GOODS: &str = "select id, number, sku, title, category, price, cost, tags from products where currency = $1 \
    order by revenue desc, id desc limit $2";
const MADE: &str = "select shop_id, number from products where id > $1";
const TITLES: &str = "select number, title from products where number in (";
const ON_FILE: &str = "select number, category, cost, currency, tags from products where number in (";
const ALL_TAGS: &str = "select distinct tags from products where tags <> ''";

const WRITE: Bulk = Bulk {
    insert: "insert into products (id, shop_id, number, sku, title, category, currency, price, cost, stock, picture, \
        extra, stated, named_at, sold, revenue, buyers, last_sold_at, created_at, changed_at, tags)",
    columns: 21,
    then: "on conflict (shop_id, number) do update set sku = excluded.sku, title = excluded.title, \
        category = excluded.category, price = excluded.price, cost = excluded.cost, stock = excluded.stock, \
        picture = excluded.picture, extra = excluded.extra, stated = excluded.stated, named_at = excluded.named_at, \
        changed_at = excluded.changed_at, tags = excluded.tags",
};

/// Every statement, for the test that prepares them on both databases.
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[
    concat!("select ", columns!(), " from products where shop_id = $1 and number in ($2)"),
    GET,
    CATEGORIES,
    SOLD_LAST,
    PUT_LAST,
    ANY,
    ECONOMICS,
    GOODS,
    MADE,
    "select number, title from products where number in ($1)",
    ALL_TAGS,
    "select number, category, cost, currency, tags from products where number in ($1) and shop_id in ($2)",
];

pub(super) async fn by_numbers(
    conn: &mut impl Connection,
    shop_id: i64,
    numbers: impl IntoIterator<Item = &str>,
) -> Result<Vec<Record>, Error> {
    let mut found = Vec::new();
    for (list, numbers) in pieces(2, numbers) {
        let mut bound = values![shop_id];
        bound.extend(numbers);
        for row in conn.all(format!("{BY_NUMBERS}{list})"), bound).await? {
            found.push(record(&row)?);
        }
    }
    Ok(found)
}

/// The products with an id above `first`: (shop, number).
pub(super) async fn made_since(conn: &mut impl Connection, first: i64) -> Result<Vec<(i64, String)>, Error> {
    conn.all(MADE, values![first]).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

/// Titles by number, whatever the shop.
pub(super) async fn titles_anywhere(
    conn: &mut impl Connection,
    numbers: &[&str],
) -> Result<std::collections::BTreeMap<String, String>, Error> {
    let mut found = std::collections::BTreeMap::new();
    for (list, numbers) in pieces(1, numbers.iter().copied()) {
        for row in conn.all(format!("{TITLES}{list})"), numbers).await? {
            found.insert(row.at(0)?, row.at(1)?);
        }
    }
    Ok(found)
}

pub(super) async fn economics(
    conn: &mut impl Connection,
) -> Result<std::collections::HashMap<i64, super::Economics>, Error> {
    conn.all(ECONOMICS, values![]).await?.iter().map(economy).collect()
}

fn economy(row: &Row) -> Result<(i64, super::Economics), Error> {
    let (category, cost, price, currency) = (row.at(1)?, row.at(2)?, row.at(3)?, row.at(4)?);
    Ok((row.at(0)?, super::Economics { category, cost, price, currency }))
}

/// What carts are told of products, by number, of the shops in `scope`.
pub(super) async fn on_file(
    conn: &mut impl Connection,
    scope: &ShopScope,
    numbers: impl IntoIterator<Item = &str>,
) -> Result<Vec<(String, super::OnFile)>, Error> {
    let mut found = Vec::new();
    for (list, mut bound) in pieces(1, numbers) {
        let (shops, ids) = within("shop_id", scope, bound.len() + 1);
        bound.extend(ids);
        for row in conn.all(format!("{ON_FILE}{list}){shops}"), bound).await? {
            let (category, cost, currency) = (row.at(1)?, row.at(2)?, row.at(3)?);
            let tags = Tags::read(&row.at::<String>(4)?).into_set();
            found.push((row.at(0)?, super::OnFile { category, tags, cost, currency }));
        }
    }
    Ok(found)
}

/// The tags of products, as often as they stand together.
pub(super) async fn tags(conn: &mut impl Connection) -> Result<Vec<Tags>, Error> {
    conn.all(ALL_TAGS, values![]).await?.iter().map(|row| Ok(Tags::read(&row.at::<String>(0)?))).collect()
}

pub(super) async fn economics_of(
    conn: &mut impl Connection,
    ids: impl IntoIterator<Item = i64>,
) -> Result<std::collections::HashMap<i64, super::Economics>, Error> {
    let mut found = std::collections::HashMap::new();
    for (list, ids) in pieces(1, ids) {
        let text = format!("select id, category, cost, price, currency from products where id in ({list})");
        for row in conn.all(text, ids).await? {
            found.extend([economy(&row)?]);
        }
    }
    Ok(found)
}

/// Products that carry a seller's code: id and code.
pub(super) async fn coded(conn: &mut impl Connection, scope: &ShopScope) -> Result<Vec<(i64, String)>, Error> {
    let (shops, ids) = within("shop_id", scope, 1);
    conn.all(format!("{CODED}{shops}"), ids).await?.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

pub(super) async fn goods(conn: &mut impl Connection, currency: &str, limit: i64) -> Result<Vec<super::Good>, Error> {
    let good = |row: &Row| {
        Ok(super::Good {
            id: row.at(0)?,
            number: row.at(1)?,
            sku: row.at(2)?,
            title: row.at(3)?,
            category: row.at(4)?,
            price: row.at(5)?,
            cost: row.at(6)?,
            tags: Tags::read(&row.at::<String>(7)?).into_set(),
        })
    };
    conn.all(GOODS, values![currency, limit]).await?.iter().map(good).collect()
}

pub(super) async fn any(conn: &mut impl Connection) -> Result<bool, Error> {
    Ok(conn.one(ANY, values![]).await?.is_some())
}

pub(super) async fn by_ids(
    conn: &mut impl Connection,
    ids: impl IntoIterator<Item = i64>,
) -> Result<Vec<Record>, Error> {
    let mut found = Vec::new();
    for (list, ids) in pieces(1, ids) {
        for row in conn.all(format!("{BY_IDS}{list})"), ids).await? {
            found.push(record(&row)?);
        }
    }
    Ok(found)
}

pub(super) async fn get(conn: &mut impl Connection, id: i64) -> Result<Option<Record>, Error> {
    conn.one(GET, values![id]).await?.as_ref().map(record).transpose()
}

pub(super) async fn list(
    conn: &mut impl Connection,
    scope: &ShopScope,
    wanted: &Wanted,
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Record>, Error> {
    let (revenue, id) = after.unwrap_or((i64::MAX, i64::MAX));
    let mut bound = values![revenue, id];
    let mut text = LIST.to_owned();
    let (shops, ids) = within("shop_id", scope, bound.len() + 1);
    text.push_str(&shops);
    bound.extend(ids);
    if let Some(category) = &wanted.category {
        bound.push(category.into());
        text.push_str(&format!(" and (category = ${0} or category like ${0} || '/%')", bound.len()));
    }
    if let Some(tag) = &wanted.tag {
        bound.push(format!("%\n{}\n%", literal(tag)).into());
        text.push_str(&format!(" and tags like ${} escape '\\'", bound.len()));
    }
    if let Some(q) = &wanted.q {
        bound.push(format!("%{}%", q.to_lowercase()).into());
        text.push_str(&format!(
            " and (lower(title) like ${0} or lower(number) like ${0} or lower(coalesce(sku, '')) like ${0})",
            bound.len()
        ));
    }
    bound.push(limit.into());
    text.push_str(&format!(" order by revenue desc, id desc limit ${}", bound.len()));
    conn.all(text, bound).await?.iter().map(record).collect()
}

/// A text in which `like` finds nothing to fill in.
fn literal(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

pub(super) async fn categories(conn: &mut impl Connection, limit: i64) -> Result<Vec<String>, Error> {
    conn.all(CATEGORIES, values![limit]).await?.iter().map(|row| row.get("category")).collect()
}

pub(super) async fn write(tx: &mut Tx, records: &[Record], now: i64) -> Result<(), Error> {
    let rows = records
        .iter()
        .map(|one| {
            values![
                one.id,
                one.shop_id,
                &one.number,
                one.sku.as_ref(),
                &one.title,
                one.category.as_ref(),
                &one.currency,
                one.price,
                one.cost,
                one.stock,
                one.picture.as_ref(),
                &one.extra,
                one.stated,
                one.named_at,
                0_i64,
                0_i64,
                0_i64,
                Option::<i64>::None,
                now,
                now,
                one.tags.kept()
            ]
        })
        .collect();
    WRITE.run(tx, rows).await.map(|_| ())
}

pub(super) async fn move_sales(tx: &mut Tx, moved: &[Moved]) -> Result<(), Error> {
    let rows =
        moved.iter().map(|one| values![one.product_id, one.sold, one.revenue, one.buyers, one.sold_at]).collect();
    MOVE.run(tx, rows).await.map(|_| ())
}

pub(super) async fn sold_last(conn: &mut impl Connection, id: i64, at: i64) -> Result<bool, Error> {
    Ok(conn.one(SOLD_LAST, values![id, at]).await?.is_some())
}

pub(super) async fn put_last(tx: &mut Tx, id: i64, at: Option<i64>) -> Result<(), Error> {
    tx.execute(PUT_LAST, values![id, at]).await.map(|_| ())
}

fn record(row: &Row) -> Result<Record, Error> {
    Ok(Record {
        id: row.at(0)?,
        shop_id: row.at(1)?,
        number: row.at(2)?,
        sku: row.at(3)?,
        title: row.at(4)?,
        category: row.at(5)?,
        currency: row.at(6)?,
        price: row.at(7)?,
        cost: row.at(8)?,
        stock: row.at(9)?,
        picture: row.at(10)?,
        extra: row.at(11)?,
        stated: row.at(12)?,
        named_at: row.at(13)?,
        sold: row.at(14)?,
        revenue: row.at(15)?,
        buyers: row.at(16)?,
        last_sold_at: row.at(17)?,
        tags: Tags::read(&row.at::<String>(18)?),
    })
}
