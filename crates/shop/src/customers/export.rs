//! The list as a file, streamed: masked unless the reader may see and asked, in memory that does not grow with it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use connectors::export::{Cell, ColumnKind};
use connectors::identity::mask;
use platform::db::{Connection, Session};
use platform::http::ShopScope;
use platform::i18n::Locale;
use platform::{App, Error, Money};
use tokio::sync::mpsc::Sender;

use super::beside::{Beside, Given, Manner};
use super::file::{self, Column, FileFormat, Output};
use super::list::filter::Filter;
use super::list::row::{Stored, birthday, seen};
use super::list::{find, records};
use crate::customers::ContactGroup;
use crate::{fields, groups, shops};

/// Customers fetched at a time.
const PIECE: i64 = 2_000;

/// What names of columns that others know of begin with.
pub const BESIDE: &str = "attribute:";

/// The columns that a file may have, beside the shop's own fields (`field:<key>`).
pub const COLUMNS: [&str; 24] = [
    "id",
    "nick",
    "name",
    "mobile",
    "email",
    "contact_group",
    "province",
    "city",
    "channels",
    "deals",
    "deal_amount",
    "average_order",
    "items",
    "closed",
    "closed_amount",
    "first_deal_at",
    "last_deal_at",
    "created_at",
    "groups",
    "tags",
    "blacklisted",
    "profiles",
    "gender",
    "birthday",
];

/// What file is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// In which format.
    pub format: FileFormat,
    /// The columns, in their order.
    pub columns: Vec<String>,
    /// In full rather than masked.
    pub reveal: bool,
    /// The language of the header.
    pub locale: Locale,
    /// Who knows of columns that customers do not.
    pub beside: Option<Arc<dyn Beside>>,
}

/// The columns that `text` names, with commas between them; all that customers have when it is absent. `beside` are further
/// ones that may be named.
///
/// # Errors
/// `invalid` for a column that there is not, with those that there are.
pub async fn columns(
    conn: &mut impl Connection,
    text: Option<&str>,
    beside: impl IntoIterator<Item = String>,
) -> Result<Vec<String>, Error> {
    let mut known: Vec<String> = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
    known.extend(fields::list(conn).await?.into_iter().map(|field| format!("field:{}", field.key)));
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(known) };
    known.extend(beside);
    let columns: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
    match columns.iter().find(|name| !known.contains(name)) {
        None => Ok(columns),
        Some(name) => {
            let error = Error::invalid("columns", "unknown_column");
            Err(error.arg("column", name.as_str()).arg("choices", known.join(", ")))
        }
    }
}

/// A file being written, with what every piece needs.
struct Export<'a> {
    app: &'a App,
    session: Session,
    wanted: &'a Wanted,
    scope: &'a ShopScope,
    currency: String,
    manner: Manner,
    output: Output<'a>,
}

impl<'a> Export<'a> {
    async fn begin(
        app: &'a App,
        scope: &'a ShopScope,
        wanted: &'a Wanted,
        to: &'a Sender<Result<Bytes, Error>>,
    ) -> Result<Self, Error> {
        let mut session = app.db.read().await?;
        let business = shops::business(&mut session).await?;
        let own = fields::list(&mut session).await?;
        let say = |id: &str| app.i18n.text(wanted.locale, id, &[]);
        let columns: Vec<Column> = wanted
            .columns
            .iter()
            .map(|column| {
                let beside = wanted.beside.as_ref().and_then(|beside| beside.column(column, wanted.locale));
                let (title, kind) = match (column.strip_prefix("field:"), beside) {
                    (_, Some(said)) => said,
                    (Some(key), None) => {
                        let field = own.iter().find(|field| field.key == key);
                        (field.map_or_else(|| key.to_owned(), |field| field.name.clone()), ColumnKind::Text)
                    }
                    (None, None) => {
                        (say(&format!("customers-column-{column}")), file::kind(column, &business.currency))
                    }
                };
                Column { name: column.clone(), title, kind }
            })
            .collect();
        let manner = Manner {
            zone: jiff::tz::TimeZone::get(&business.time_zone).unwrap_or(jiff::tz::TimeZone::UTC),
            format: wanted.format,
            words: ["customers-no", "customers-yes"].map(say),
        };
        let output = Output::begin(app, wanted.format, &columns, to)?;
        Ok(Self { app, session, wanted, scope, currency: business.currency, manner, output })
    }

    /// Writes these customers, and says how many they were and whether anybody still reads.
    async fn piece(&mut self, ids: &[i64]) -> Result<(u64, bool), Error> {
        let piece = Piece::read(&mut self.session, self.scope, self.wanted, ids).await?;
        let beside = self.beside(&piece);
        let mut count = 0;
        for (place, customer) in piece.stored.iter().enumerate() {
            let texts = piece.texts(self.app, customer, self.wanted);
            let mut given = beside.get(place).into_iter().flatten();
            let cells = self.wanted.columns.iter().zip(&texts).map(|(column, text)| {
                if column.starts_with(BESIDE) {
                    return given.next().map_or(Cell::Empty, |given| self.manner.given(given));
                }
                cell(column, customer, text, &self.currency, &self.manner)
            });
            self.output.row(cells)?;
            count += 1;
        }
        Ok((count, self.output.flush().await?))
    }

    /// What the customers have in columns that others know of, in their order.
    fn beside(&self, piece: &Piece) -> Vec<Vec<Given>> {
        let Some(beside) = &self.wanted.beside else { return Vec::new() };
        let ids: Vec<i64> = piece.stored.iter().map(|customer| customer.id).collect();
        beside.values(&ids, self.wanted.locale)
    }
}

/// Writes the customers that `filter` means to `to`, and says how many they were. Ends early when nobody reads.
///
/// # Errors
/// When the database or the disk fails.
pub(super) async fn write(
    app: &App,
    filter: &Filter,
    wanted: &Wanted,
    to: &Sender<Result<Bytes, Error>>,
) -> Result<u64, Error> {
    let mut export = Export::begin(app, &filter.scope, wanted, to).await?;
    let mut after = None;
    let mut count = 0_u64;
    loop {
        let places = find(&mut export.session, filter, after, PIECE).await?;
        after = places.last().copied();
        let ids: Vec<i64> = places.iter().map(|(_, id)| *id).collect();
        let (written, read) = export.piece(&ids).await?;
        count += written;
        if !read {
            return Ok(count);
        }
        if places.len() < usize::try_from(PIECE).unwrap_or(usize::MAX) {
            break;
        }
    }
    export.output.finish().await?;
    Ok(count)
}

/// Writes these customers to `to` as somebody with `scope` sees them, and says how many they were: those who are gone are
/// left out. `done` says meanwhile how many were looked at. Ends early when nobody reads.
///
/// # Errors
/// When the database or the disk fails.
pub async fn write_ids(
    app: &App,
    scope: &ShopScope,
    ids: &[i64],
    wanted: &Wanted,
    to: &Sender<Result<Bytes, Error>>,
    done: &AtomicU64,
) -> Result<u64, Error> {
    let mut export = Export::begin(app, scope, wanted, to).await?;
    let mut count = 0_u64;
    for piece in ids.chunks(usize::try_from(PIECE).unwrap_or(1)) {
        let (written, read) = export.piece(piece).await?;
        count += written;
        done.fetch_add(piece.len() as u64, Ordering::Relaxed);
        if !read {
            return Ok(count);
        }
    }
    export.output.finish().await?;
    Ok(count)
}

/// Customers with what the wanted columns need beside them.
struct Piece {
    stored: Vec<Stored>,
    slim: Vec<super::list::row::Slim>,
    labels: groups::Labels,
    recorded: Vec<fields::Recorded>,
}

impl Piece {
    async fn read(session: &mut Session, scope: &ShopScope, wanted: &Wanted, ids: &[i64]) -> Result<Self, Error> {
        let stored = records::stored(session, ids).await?;
        let has = |names: &[&str]| wanted.columns.iter().any(|column| names.contains(&column.as_str()));
        let own = wanted.columns.iter().any(|column| column.starts_with("field:"));
        let scoped = *scope != ShopScope::All;
        let mut slim = if scoped || own || has(&["channels", "groups", "tags"]) {
            records::slim(session, ids).await?
        } else {
            Vec::new()
        };
        slim.sort_by_key(|profile| (profile.customer_id, profile.id));
        let stored = seen(session, scope, stored, &slim).await?;
        let profiles: Vec<i64> = slim.iter().map(|profile| profile.id).collect();
        let labels = if has(&["groups", "tags"]) {
            groups::labels(session, &profiles).await?
        } else {
            groups::Labels::default()
        };
        let recorded = if own { fields::recorded(session, &profiles).await? } else { Vec::new() };
        Ok(Self { stored, slim, labels, recorded })
    }

    /// The text of each column, empty where the column is no text.
    fn texts(&self, app: &App, customer: &Stored, wanted: &Wanted) -> Vec<String> {
        let from = self.slim.partition_point(|profile| profile.customer_id < customer.id);
        let own = self.slim.get(from..).unwrap_or(&[]);
        let own: Vec<_> = own.iter().take_while(|profile| profile.customer_id == customer.id).collect();
        let mine = |profile: i64| own.iter().any(|slim| slim.id == profile);
        let shown = |text: &Option<String>, hide: fn(&str) -> String| match text {
            None => String::new(),
            Some(text) if wanted.reveal => text.clone(),
            Some(text) => hide(text),
        };
        let joined = |mut texts: Vec<String>| {
            texts.sort();
            texts.dedup();
            texts.join("; ")
        };
        let say = |id: String| app.i18n.text(wanted.locale, &id, &[]);
        wanted
            .columns
            .iter()
            .map(|column| match column.as_str() {
                "id" => customer.id.to_string(),
                "nick" => customer.nick.clone().unwrap_or_default(),
                "name" => shown(&customer.name, mask::name),
                "mobile" => shown(&customer.mobile, mask::mobile),
                "email" => shown(&customer.email, mask::email),
                "birthday" => shown(&customer.birthday, birthday),
                "gender" => customer.gender.clone().unwrap_or_default(),
                "province" => customer.province.clone().unwrap_or_default(),
                "city" => customer.city.clone().unwrap_or_default(),
                "contact_group" => {
                    let group = ContactGroup::of(customer.orders, customer.deals, customer.inquiries);
                    say(format!("customers-group-{}", group.code()))
                }
                "channels" => {
                    joined(own.iter().map(|profile| say(format!("channel-{}", profile.channel.code()))).collect())
                }
                "groups" => joined(
                    self.labels
                        .groups
                        .iter()
                        .filter(|(id, _)| mine(*id))
                        .map(|(_, group)| group.name.clone())
                        .collect(),
                ),
                "tags" => {
                    joined(self.labels.tags.iter().filter(|(id, _)| mine(*id)).map(|(_, tag)| tag.clone()).collect())
                }
                column if column.starts_with("field:") => self
                    .recorded
                    .iter()
                    .find(|row| row.key == column && mine(row.profile_id))
                    .map(|row| plain(&row.value))
                    .unwrap_or_default(),
                _ => String::new(),
            })
            .collect()
    }
}

/// A field's value as one text.
fn plain(value: &serde_json::Value) -> String {
    use serde_json::Value as Json;
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Array(texts) => texts.iter().map(plain).collect::<Vec<_>>().join("; "),
        Json::Object(_) => serde_json::from_value::<Money>(value.clone())
            .map(|money| format!("{} {}", money.decimal(), money.currency))
            .unwrap_or_default(),
        other => other.to_string(),
    }
}

fn cell<'a>(column: &str, customer: &Stored, text: &'a str, currency: &str, manner: &'a Manner) -> Cell<'a> {
    let currency = if customer.currency.is_empty() { currency } else { &customer.currency };
    let money = |amount: i64| Cell::Money(amount, Money::decimals(currency));
    match column {
        "deals" => Cell::Whole(customer.deals),
        "deal_amount" => money(customer.deal_amount),
        "average_order" => customer.average().map_or(Cell::Empty, money),
        "items" => Cell::Whole(customer.items),
        "closed" => Cell::Whole(customer.closed),
        "closed_amount" => money(customer.closed_amount),
        "first_deal_at" => manner.instant(customer.first_deal_at),
        "last_deal_at" => manner.instant(customer.last_deal_at),
        "created_at" => manner.instant(Some(customer.created_at)),
        "profiles" => Cell::Whole(customer.profiles),
        "blacklisted" => manner.yes_no(customer.blacklisted),
        _ if text.is_empty() => Cell::Empty,
        _ => Cell::Text(text),
    }
}
