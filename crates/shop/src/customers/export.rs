//! The list as a file, streamed: masked unless the reader may see and asked, in memory that does not grow with it.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use connectors::export::{Cell, CsvWriter, Style, XlsxWriter};
use connectors::identity::mask;
use platform::db::Session;
use platform::i18n::Locale;
use platform::{App, Error, Money};
use tokio::sync::mpsc::Sender;

use super::list::filter::Filter;
use super::list::row::{Stored, birthday, seen};
use super::list::{find, records};
use crate::customers::ContactGroup;
use crate::{fields, groups, shops};

/// Customers fetched at a time.
const PIECE: i64 = 2_000;

/// The columns that a file may have, beside the shop's own fields (`field:<key>`).
pub(super) const COLUMNS: [&str; 24] = [
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
pub(super) struct Wanted {
    /// XLSX rather than CSV.
    pub(super) xlsx: bool,
    /// The columns, in their order.
    pub(super) columns: Vec<String>,
    /// In full rather than masked.
    pub(super) reveal: bool,
    /// The language of the header.
    pub(super) locale: Locale,
}

enum Writer {
    Csv(CsvWriter<Pipe>),
    Xlsx(Box<XlsxWriter>),
}

/// A buffer that the writer fills and the stream empties.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Pipe {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
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
    let mut session = app.db.read().await?;
    let business = shops::business(&mut session).await?;
    let zone = jiff::tz::TimeZone::get(&business.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let own = fields::list(&mut session).await?;
    let header: Vec<String> = wanted
        .columns
        .iter()
        .map(|column| match column.strip_prefix("field:") {
            Some(key) => {
                own.iter().find(|field| field.key == key).map_or_else(|| key.to_owned(), |field| field.name.clone())
            }
            None => app.i18n.text(wanted.locale, &format!("customers-column-{column}"), &[]),
        })
        .collect();
    let names: Vec<&str> = header.iter().map(String::as_str).collect();
    let pipe = Pipe::default();
    let mut writer = if wanted.xlsx {
        Writer::Xlsx(Box::new(XlsxWriter::new(&names).map_err(Error::internal)?))
    } else {
        let mut csv = CsvWriter::new(pipe.clone(), Style::Spreadsheet).map_err(Error::internal)?;
        csv.row(names.iter().map(|name| Cell::Text(name))).map_err(Error::internal)?;
        Writer::Csv(csv)
    };

    let mut after = None;
    let mut count = 0_u64;
    loop {
        let places = find(&mut session, filter, after, PIECE).await?;
        after = places.last().copied();
        let ids: Vec<i64> = places.iter().map(|(_, id)| *id).collect();
        let piece = Piece::read(&mut session, filter, wanted, &ids).await?;
        for customer in &piece.stored {
            let texts = piece.texts(app, customer, wanted);
            let cells = wanted
                .columns
                .iter()
                .zip(&texts)
                .map(|(column, text)| cell(column, customer, text, &business.currency, &zone));
            match &mut writer {
                Writer::Csv(csv) => csv.row(cells),
                Writer::Xlsx(book) => book.row(cells),
            }
            .map_err(Error::internal)?;
            count += 1;
        }
        if let Writer::Csv(csv) = &mut writer {
            csv.flush().map_err(Error::internal)?;
            if to.send(Ok(Bytes::from(pipe.take()))).await.is_err() {
                return Ok(count);
            }
        }
        if places.len() < usize::try_from(PIECE).unwrap_or(usize::MAX) {
            break;
        }
    }
    if let Writer::Xlsx(book) = writer {
        send_book(app, *book, to).await?;
    }
    Ok(count)
}

/// Puts a workbook together on disk, sends it and takes it away.
async fn send_book(app: &App, book: XlsxWriter, to: &Sender<Result<Bytes, Error>>) -> Result<(), Error> {
    use tokio::io::AsyncReadExt as _;
    let folder = app.data_dir.join("exports");
    let path = folder.join(format!("{}.xlsx", app.ids.next()));
    tokio::fs::create_dir_all(&folder).await.map_err(Error::internal)?;
    let target = path.clone();
    let made = tokio::task::spawn_blocking(move || {
        let file = std::fs::File::create(&target)?;
        book.finish(std::io::BufWriter::new(file))
    })
    .await
    .map_err(Error::internal)?;
    let sent = async {
        made.map_err(Error::internal)?;
        let mut file = tokio::fs::File::open(&path).await.map_err(Error::internal)?;
        loop {
            let mut piece = vec![0_u8; 64 * 1024];
            let size = file.read(&mut piece).await.map_err(Error::internal)?;
            piece.truncate(size);
            if size == 0 || to.send(Ok(Bytes::from(piece))).await.is_err() {
                return Ok(());
            }
        }
    }
    .await;
    tokio::fs::remove_file(&path).await.map_err(Error::internal)?;
    sent
}

/// Customers with what the wanted columns need beside them.
struct Piece {
    stored: Vec<Stored>,
    slim: Vec<super::list::row::Slim>,
    labels: groups::Labels,
    recorded: Vec<fields::Recorded>,
}

impl Piece {
    async fn read(session: &mut Session, filter: &Filter, wanted: &Wanted, ids: &[i64]) -> Result<Self, Error> {
        let stored = records::stored(session, ids).await?;
        let has = |names: &[&str]| wanted.columns.iter().any(|column| names.contains(&column.as_str()));
        let own = wanted.columns.iter().any(|column| column.starts_with("field:"));
        let scoped = filter.scope != platform::http::ShopScope::All;
        let mut slim = if scoped || own || has(&["channels", "groups", "tags"]) {
            records::slim(session, ids).await?
        } else {
            Vec::new()
        };
        slim.sort_by_key(|profile| (profile.customer_id, profile.id));
        let stored = seen(session, &filter.scope, stored, &slim).await?;
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

fn cell<'a>(column: &str, customer: &Stored, text: &'a str, currency: &str, zone: &jiff::tz::TimeZone) -> Cell<'a> {
    let currency = if customer.currency.is_empty() { currency } else { &customer.currency };
    let money = |amount: i64| Cell::Money(amount, Money::decimals(currency));
    let instant = |at: Option<i64>| match at.and_then(|at| Some((at, jiff::Timestamp::from_millisecond(at).ok()?))) {
        Some((at, stamp)) => Cell::Instant(at, i64::from(zone.to_offset(stamp).seconds())),
        None => Cell::Empty,
    };
    match column {
        "deals" => Cell::Whole(customer.deals),
        "deal_amount" => money(customer.deal_amount),
        "average_order" => customer.average().map_or(Cell::Empty, money),
        "items" => Cell::Whole(customer.items),
        "closed" => Cell::Whole(customer.closed),
        "closed_amount" => money(customer.closed_amount),
        "first_deal_at" => instant(customer.first_deal_at),
        "last_deal_at" => instant(customer.last_deal_at),
        "created_at" => instant(Some(customer.created_at)),
        "profiles" => Cell::Whole(customer.profiles),
        "blacklisted" => Cell::YesNo(customer.blacklisted),
        _ if text.is_empty() => Cell::Empty,
        _ => Cell::Text(text),
    }
}
